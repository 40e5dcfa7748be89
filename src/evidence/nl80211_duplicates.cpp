// SPDX-License-Identifier: MIT
#include "evidence/nl80211_duplicates.h"

#include <functional>
#include <string_view>

#include "netlink/message.h"

namespace wlanmedic::evidence {

bool Nl80211Duplicates::is_copy(const runfile::NetlinkFrame& frame, wifi::Instant instant) {
    if (frame.way == runfile::Way::to_kernel) return false;
    const auto first = netlink::Messages(frame.bytes).next();
    if (!first || first->is_request()) return false;
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): bytes seen as characters
    const std::string_view bytes(reinterpret_cast<const char*>(frame.bytes.data()), frame.bytes.size());
    const std::uint64_t hash = std::hash<std::string_view>{}(bytes) * 31 +
                               static_cast<std::uint64_t>(frame.way) * 7 +
                               static_cast<std::uint64_t>(frame.family);
    for (const auto& seen : seen_) {
        if (!seen || seen->hash != hash || seen->size != bytes.size()) continue;
        // A capture whose clock was set back begins anew.
        if (instant < seen->first || instant - seen->first > within) continue;
        return true;
    }
    seen_[next_] = Seen{.hash = hash, .size = bytes.size(), .first = instant};
    next_ = (next_ + 1) % seen_.size();
    return false;
}

}  // namespace wlanmedic::evidence
