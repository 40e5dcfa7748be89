// SPDX-License-Identifier: MIT
// The messages of wpa_supplicant in their order: what a line says together with those before it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "evidence/decoded.h"

namespace wlanmedic::evidence {

/// Remembers little (16 interfaces, 16 access points), whatever the log holds:
/// - to which access point each interface is linked: an attempt to join while linked leaves the link, and no line
///   of its own says so;
/// - which interface a line without one is about; where that is open the line is unrecognized, for an event
/// without
///   an interface concerns all;
/// - of the lists of access points only those that the log itself tries to join, once for each scan.
class SupplicantLog {
public:
    /// Kind::foreign where the message is no known one.
    Decoded decode(std::string_view message);

private:
    struct Interface {
        std::string name;
        std::optional<wifi::MacAddress> bssid;  // of the link, or of the attempt
        bool linked = false;
        bool access_point = false;
    };
    static constexpr std::size_t most = 16;

    Interface* known(std::string_view name);
    std::string only_interface() const;
    std::string interface_of(const std::optional<wifi::MacAddress>& bssid) const;
    bool is_ours(const wifi::MacAddress& bssid) const;
    void note_ours(const std::optional<wifi::MacAddress>& bssid);
    Decoded follow(Decoded decoded);
    Decoded follow_scan(Decoded decoded, wifi::ScanFinished scan);
    void place(Decoded& decoded) const;

    std::vector<Interface> interfaces_;
    bool too_many_ = false;
    std::vector<wifi::MacAddress> ours_;
    std::vector<wifi::MacAddress> told_;  // of ours_, since the last scan
    std::string event_interface_;         // "wlan0: Event UNPROT_DEAUTH (…) received": the next line is about it
    std::string scanned_;                 // "wlan0: Event SCAN_RESULTS (…) received": the results follow
    std::vector<int> frequencies_;
    bool aborted_ = false;
};

}  // namespace wlanmedic::evidence
