// SPDX-License-Identifier: MIT
#include "evidence/nl80211_interfaces.h"

#include <fmt/format.h>

#include <algorithm>

#include "evidence/decode_words.h"

namespace wlanmedic::evidence {

std::string KnownInterfaces::name(std::uint32_t index) const {
    const Interface* known = find(index);
    return known != nullptr && !known->name.empty() ? known->name : fmt::format("ifindex {}", index);
}

const KnownInterfaces::Interface* KnownInterfaces::find(std::uint32_t index) const {
    const auto found = all_.find(index);
    return found == all_.end() ? nullptr : &found->second;
}

KnownInterfaces::Interface* KnownInterfaces::know(std::uint32_t index, bool wireless) {
    auto found = all_.find(index);
    if (found == all_.end()) {
        if (all_.size() >= most) {
            const auto other =
                std::ranges::find_if(all_, [](const auto& entry) { return !entry.second.wireless; });
            if (!wireless || other == all_.end()) return nullptr;
            all_.erase(other);
        }
        found = all_.emplace(index, Interface{}).first;
    }
    found->second.wireless = found->second.wireless || wireless;
    return &found->second;
}

std::optional<std::string> KnownInterfaces::rename(std::uint32_t index, std::string_view name) {
    const auto found = all_.find(index);
    if (found == all_.end() || !is_interface_name(name) || found->second.name == name) return std::nullopt;
    std::optional<std::string> before;
    if (found->second.told) before = this->name(index);
    found->second.name = name;
    return before;
}

void KnownInterfaces::note_told(std::uint32_t index) {
    const auto found = all_.find(index);
    if (found != all_.end()) found->second.told = true;
}

void KnownInterfaces::forget_wiphy(std::uint32_t wiphy) {
    std::erase_if(all_, [&](const auto& entry) { return entry.second.wiphy == wiphy; });
}

}  // namespace wlanmedic::evidence
