// SPDX-License-Identifier: MIT
#include "lab/truth/sign.h"

#include <algorithm>
#include <array>
#include <map>

#include "lab/air/frame.h"
#include "wifi/management_frame.h"

namespace wlanmedic::lab {
namespace {

using Bytes = std::span<const std::uint8_t>;

constexpr std::size_t header_size = 24;

// An acknowledgement names only its receiver. hwsim puts it behind the frame: at once, or when the user-space
// medium has answered (mac80211_hwsim_monitor_ack).
constexpr wifi::Duration latest_acknowledgement = std::chrono::milliseconds{300};

std::uint16_t u16_at(Bytes bytes, std::size_t at) {
    return static_cast<std::uint16_t>(bytes[at] | bytes[at + 1] << 8);
}

std::uint16_t big_u16_at(Bytes bytes, std::size_t at) {
    return static_cast<std::uint16_t>(bytes[at] << 8 | bytes[at + 1]);
}

Bytes element(Bytes elements, std::uint8_t id) {
    while (elements.size() >= 2 && elements.size() >= 2U + elements[1]) {
        if (elements[0] == id) return elements.subspan(2, elements[1]);
        elements = elements.subspan(2U + elements[1]);
    }
    return {};
}

// IEEE 802.11-2020, 9.4.2.24: version, group suite, pairwise suites, key suites, capabilities; bit 7: MFPC.
bool protects_management(Bytes rsn) {
    std::size_t at = 2 + 4;
    for (int list = 0; list < 2; ++list) {
        if (rsn.size() < at + 2) return false;
        at += 2 + std::size_t{4} * u16_at(rsn, at);
    }
    return rsn.size() >= at + 2 && (u16_at(rsn, at) & 0x80) != 0;
}

bool offers_pmf(Bytes request) {
    constexpr std::uint8_t element_rsn = 48;
    const bool again = request[0] >> 4 == 2;  // reassociation: the current access point's address stands before
    const std::size_t fixed = header_size + 4 + (again ? 6 : 0);
    return request.size() > fixed && protects_management(element(request.subspan(fixed), element_rsn));
}

// 9.4.2.54: a broadcast management frame is protected by this element, not by encryption.
bool bears_mic(Bytes frame) {
    constexpr std::uint8_t element_mic = 76;
    return frame.size() > header_size + 2 && !element(frame.subspan(header_size + 2), element_mic).empty();
}

// 12.7.2: key information. Message 4 answers (no Key Ack), with MIC, and Secure, which message 2 of a first
// handshake has not.
bool is_message_4(Bytes frame) {
    const std::size_t llc = header_size + ((frame[0] & 0x80) != 0 ? 2 + ((frame[1] & 0x80) != 0 ? 4 : 0) : 0);
    const std::size_t eapol = llc + 8;
    constexpr std::uint8_t packet_type_key = 3;
    if (frame.size() < eapol + 7 || frame[eapol + 1] != packet_type_key) return false;
    constexpr std::uint16_t pairwise = 0x0008;
    constexpr std::uint16_t ack = 0x0080;
    constexpr std::uint16_t mic = 0x0100;
    constexpr std::uint16_t secure = 0x0200;
    const std::uint16_t information = big_u16_at(frame, eapol + 5);
    return (information & (pairwise | ack | mic | secure)) == (pairwise | mic | secure);
}

class Reader {
public:
    explicit Reader(const Injections& injections) : injections_(injections) {}

    void on(wifi::Instant at, Bytes bytes);
    std::vector<Sign> take() { return std::move(signs_); }

private:
    /// The last frame of a sender that is in the capture.
    struct Last {
        wifi::Instant at;
        bool acknowledgeable = false;
        std::optional<std::size_t> sign;
        std::array<std::uint8_t, header_size> header{};
    };

    std::optional<Sign> sign_of(const Frame& frame, Bytes bytes) const;
    std::optional<Sign> by_station(const Frame& frame, Bytes bytes) const;
    std::optional<Sign> by_access_point(const Frame& frame, Bytes bytes) const;
    void add(const Sign& sign);
    void on_acknowledgement(wifi::Instant at, const wifi::MacAddress& to);
    static bool is_retry(const Frame& frame, Bytes bytes, const Last& last);

    const Injections& injections_;
    std::vector<Sign> signs_;
    std::map<wifi::MacAddress, Last> last_;  // of the station and the scenario's access points alone
};

void Reader::on(wifi::Instant at, Bytes bytes) {
    const auto frame = view_frame(bytes);
    if (!frame) return;
    if (frame->frame_class == FrameClass::acknowledgement) return on_acknowledgement(at, frame->to);
    const bool is_known = frame->from == injections_.station || injections_.of_address(frame->from) != nullptr;
    if (!is_known || frame->frame_class == FrameClass::control || bytes.size() < header_size) return;
    const auto [last, is_first] = last_.try_emplace(frame->from);
    if (!is_first && is_retry(*frame, bytes, last->second)) {
        last->second.at = at;
        last->second.acknowledgeable = !frame->group;
        return;
    }
    last->second = {.at = at, .acknowledgeable = !frame->group, .sign = {}, .header = {}};
    std::ranges::copy(bytes.first(header_size), last->second.header.begin());
    auto sign = sign_of(*frame, bytes);
    if (!sign) return;
    sign->at = at;
    add(*sign);
    last->second.sign = signs_.size() - 1;
}

// Of a run of data frames the first and the last tell all.
void Reader::add(const Sign& sign) {
    const auto is_alike = [&](const Sign& other) {
        return other.kind == Sign::Kind::class_3 && other.access_point == sign.access_point;
    };
    const std::size_t size = signs_.size();
    if (is_alike(sign) && size >= 2 && is_alike(signs_[size - 1]) && is_alike(signs_[size - 2]))
        signs_.back() = sign;
    else
        signs_.push_back(sign);
}

// Null frames of a QoS station all have the sequence number 0 (mac80211, ieee80211_tx_h_sequence): of those and of
// other data only the retry bit tells.
bool Reader::is_retry(const Frame& frame, Bytes bytes, const Last& last) {
    constexpr std::uint8_t retry_bit = 0x08;
    const bool is_management = (bytes[0] & 0x0c) == 0;
    if (!frame.retry && !is_management) return false;
    const auto& before = last.header;
    return before[0] == bytes[0] && (before[1] | retry_bit) == (bytes[1] | retry_bit) &&
           std::equal(before.begin() + 4, before.end(), bytes.begin() + 4);
}

std::optional<Sign> Reader::sign_of(const Frame& frame, Bytes bytes) const {
    auto sign = frame.from == injections_.station ? by_station(frame, bytes) : by_access_point(frame, bytes);
    if (!sign) return std::nullopt;
    sign->is_protected = frame.is_protected;
    sign->group = frame.group;
    if (sign->kind == Sign::Kind::put_out || sign->kind == Sign::Kind::leaving) {
        sign->is_protected = frame.is_protected || (frame.group && bears_mic(bytes));
        if (const auto body = wifi::decode_management_frame(bytes)) sign->reason = body->reason;
    }
    return sign;
}

std::optional<Sign> Reader::by_station(const Frame& frame, Bytes bytes) const {
    using Kind = Sign::Kind;
    Sign sign;
    if (injections_.of_address(frame.to) != nullptr) sign.access_point = frame.to;
    const bool to_access_point = !sign.access_point.is_zero();
    switch (frame.frame_class) {
        case FrameClass::probe_request:
            sign.kind = to_access_point ? Kind::probe_of_access_point : Kind::probe_of_all;
            return sign;
        case FrameClass::authentication: sign.kind = Kind::authentication; break;
        case FrameClass::association_request:
            sign.kind = Kind::association_request;
            sign.pmf = offers_pmf(bytes);
            break;
        case FrameClass::deauthentication:
        case FrameClass::disassociation: sign.kind = Kind::leaving; break;
        case FrameClass::null:
            sign.kind = Kind::null;
            sign.power_management = frame.power_management;
            break;
        case FrameClass::eapol: sign.kind = is_message_4(bytes) ? Kind::message_4 : Kind::class_3; break;
        case FrameClass::data: sign.kind = Kind::class_3; break;
        case FrameClass::action: {
            // Of actions a station without association may send public ones (category 4) alone: 11.3.3.
            constexpr std::uint8_t category_public = 4;
            if (!frame.is_protected && (bytes.size() <= header_size || bytes[header_size] == category_public))
                return std::nullopt;
            sign.kind = Kind::class_3;
            break;
        }
        default: return std::nullopt;
    }
    if (!to_access_point) return std::nullopt;
    return sign;
}

std::optional<Sign> Reader::by_access_point(const Frame& frame, Bytes bytes) const {
    Sign sign;
    sign.access_point = frame.from;
    const bool to_all = frame.to.is_broadcast();
    if (frame.to != injections_.station && !to_all) return std::nullopt;
    switch (frame.frame_class) {
        case FrameClass::association_response: {
            const auto body = wifi::decode_management_frame(bytes);
            if (!body || body->status != 0 || to_all) return std::nullopt;
            sign.kind = Sign::Kind::associated;
            return sign;
        }
        case FrameClass::deauthentication:
        case FrameClass::disassociation: sign.kind = Sign::Kind::put_out; return sign;
        default: return std::nullopt;
    }
}

// What the station sent and the capture has not are encrypted data frames; an acknowledgement shows that there was
// one, and so that the station was associated.
void Reader::on_acknowledgement(wifi::Instant at, const wifi::MacAddress& to) {
    const auto found = last_.find(to);
    if (found == last_.end()) return;
    Last& last = found->second;
    if (last.acknowledgeable && at - last.at <= latest_acknowledgement) {
        last.acknowledgeable = false;
        if (last.sign) signs_[*last.sign].acknowledged = true;
        return;
    }
    if (to != injections_.station) return;
    Sign hidden;
    hidden.at = at;
    hidden.kind = Sign::Kind::class_3;
    hidden.acknowledged = true;
    hidden.is_protected = true;
    add(hidden);
}

}  // namespace

wifi::Result<std::vector<Sign>> read_signs(CaptureReader& capture, const Injections& injections) {
    Reader reader(injections);
    while (true) {
        const auto frame = capture.next();
        if (!frame) return std::unexpected(frame.error());
        if (!*frame) return reader.take();
        reader.on((*frame)->at, (*frame)->bytes);
    }
}

}  // namespace wlanmedic::lab
