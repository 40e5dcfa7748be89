// SPDX-License-Identifier: MIT
// What an interface has learnt of access points before an outage: with whom it was linked, how well it heard them,
// how long they asked it to wait.
#pragma once

#include <optional>
#include <vector>

#include "wifi/event.h"

namespace wlanmedic::outage {

struct KnownAccessPoint {
    wifi::MacAddress bssid;
    std::optional<wifi::Instant> linked;  ///< the last association seen
    std::optional<int> dbm;               ///< the last signal told
    wifi::Instant dbm_at;
    std::uint32_t longest_comeback = 0;  ///< TU
};

class Acquaintance {
public:
    /// `linked_with`: the access point of the link after the event, where there is a link.
    void on(const wifi::Event& event, const std::optional<wifi::MacAddress>& linked_with);

    const std::vector<KnownAccessPoint>& all() const { return all_; }

    static constexpr std::size_t most = 64;  ///< beyond, the one that was met longest ago is forgotten

private:
    KnownAccessPoint* of(const std::optional<wifi::MacAddress>& bssid);

    std::vector<KnownAccessPoint> all_;  // the one met last stands last
};

}  // namespace wlanmedic::outage
