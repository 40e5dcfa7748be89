// SPDX-License-Identifier: MIT
// Notifications of nl80211, each with the line that iw event -f prints of it: put through event.c of iw 5.19.
#pragma once

#include <string>
#include <vector>

#include "support/netlink_bytes.h"

namespace wlanmedic::evidence {

inline constexpr std::uint16_t number = 28;  ///< of nl80211, in these tests
inline constexpr std::string_view own = "02:00:00:00:00:00";
inline constexpr std::string_view access_point = "02:00:00:00:01:00";

/// iw's line makes the same event.
struct IwCase {
    std::uint8_t command;
    test::AttributeBytes attributes;
    std::string line;
};
std::vector<IwCase> iw_cases();

/// iw's line says less, or nothing that is understood.
struct RicherCase {
    std::uint8_t command;
    test::AttributeBytes attributes;
    std::string line;
    std::string told;  ///< in words()
};
std::vector<RicherCase> richer_cases();

test::ByteVector notification(std::uint8_t command, const test::AttributeBytes& attributes);

/// wiphy 0, ifindex 3.
test::AttributeBytes own_link();
/// From the access point or from us (`from`), of the network of access_point.
test::ByteVector leaving_frame(std::string_view from, std::string_view to, std::uint16_t reason,
                               std::uint8_t control = 0xc0, bool is_protected = false);

}  // namespace wlanmedic::evidence
