// SPDX-License-Identifier: MIT
#include "lab/truth/fates.h"

#include <algorithm>
#include <optional>

#include "lab/air/frame.h"

namespace wlanmedic::lab {
namespace {

// From the monitor's stamp, when the sender's driver has the frame, to the medium's judgement.
constexpr wifi::Duration latest_judgement = std::chrono::milliseconds{50};

std::optional<Sign::Kind> kind_of(FrameClass frame_class, bool by_station) {
    switch (frame_class) {
        case FrameClass::association_response: return Sign::Kind::associated;
        case FrameClass::deauthentication:
        case FrameClass::disassociation: return by_station ? Sign::Kind::leaving : Sign::Kind::put_out;
        default: return std::nullopt;
    }
}

template <class T>
std::optional<T> value(const nlohmann::ordered_json& keys, const char* key) {
    const auto found = keys.find(key);
    if (found == keys.end()) return std::nullopt;
    const T* held = found->get_ptr<const T*>();
    return held == nullptr ? std::nullopt : std::optional<T>{*held};
}

}  // namespace

void apply_fates(std::vector<Sign>& signs, const Injections& injections) {
    for (const Injection& line : injections.lines) {
        if (line.told.what != "fate") continue;
        const auto name = value<nlohmann::ordered_json::string_t>(line.keys, "frame");
        const auto from = value<nlohmann::ordered_json::number_unsigned_t>(line.keys, "from");
        const auto delivered = value<nlohmann::ordered_json::boolean_t>(line.keys, "delivered");
        const auto frame_class = name ? frame_class_from_text(*name) : std::nullopt;
        if (!frame_class || !from || !delivered) continue;
        const auto kind = kind_of(*frame_class, *from == injections.radio);
        if (!kind) continue;
        // The latest frame of this kind before the judgement.
        auto found = std::ranges::upper_bound(signs, line.told.at, {}, &Sign::at);
        while (found != signs.begin()) {
            --found;
            if (line.told.at - found->at > latest_judgement) break;
            const TrueAccessPoint* access_point = injections.of_address(found->access_point);
            const bool same_sender =
                *from == injections.radio || (access_point != nullptr && access_point->radio == *from);
            if (found->kind != *kind || !same_sender) continue;
            found->acknowledged = *delivered;
            break;
        }
    }
}

}  // namespace wlanmedic::lab
