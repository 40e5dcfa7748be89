// SPDX-License-Identifier: MIT
// Reason and status codes of IEEE 802.11-2020, tables 9-49 and 9-50.
#pragma once

#include <cstdint>
#include <string_view>

namespace wlanmedic::wifi {

/// Codes that wlanmedic decides on, by the names of the kernel's include/linux/ieee80211.h.
enum : std::uint16_t {
    reason_unspecified = 1,
    reason_prev_auth_not_valid = 2,
    reason_deauth_leaving = 3,
    reason_disassoc_due_to_inactivity = 4,
    reason_class2_frame_from_nonauth_sta = 6,
    reason_class3_frame_from_nonassoc_sta = 7,
    reason_sta_req_assoc_without_auth = 9,
    reason_4way_handshake_timeout = 15,
    reason_group_key_handshake_timeout = 16,
    reason_ieee8021x_failed = 23,
};

enum : std::uint16_t {
    status_success = 0,
    status_ap_unable_to_handle_new_sta = 17,
    status_assoc_rejected_temporarily =
        30,  ///< IEEE 802.11-2020, 9.4.1.9: comeback time in a Timeout Interval element
};

/// A few words a person understands; "unknown reason" for a code that the standard reserves.
std::string_view reason_text(std::uint16_t reason);
std::string_view status_text(std::uint16_t status);

}  // namespace wlanmedic::wifi
