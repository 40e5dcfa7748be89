// SPDX-License-Identifier: MIT
// An outage: the time between the end of a link and the next one, with all that the evidence says of it.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "outage/acquaintance.h"
#include "outage/coverage.h"
#include "wifi/event.h"

namespace wlanmedic::outage {

enum class Class : std::uint8_t {
    connection_loss,  ///< the driver or mac80211 gave the link up (ieee80211_connection_loss): local reason 4
    beacon_loss,      ///< mac80211 missed the beacons, probed, and gave up: a notice before, then local reason 4
    decrypt_storm,    ///< at least 5 frames within 5 s could not be decrypted just before
    ap_deauth,        ///< the access point ended it
    local_deauth,     ///< this side ended it, and it does not look wanted
    firmware_crash,
    suspend,
    radio_blocked,
    user,  ///< this side left: person, manager or supplicant; which of them only their own logs tell
    roam,
    auth_failure,     ///< no link before: refused, or the keys could not be agreed on
    never_connected,  ///< no link before, and the attempts failed
    no_address,       ///< linked, never given an address, and left for that
    unknown,
};
std::string_view name_of(Class outage_class);

struct Trigger {
    Class outage_class = Class::unknown;
    std::optional<std::uint16_t> reason_code;
    wifi::Sender by = wifi::Sender::unknown;
    wifi::Instant at;
    std::string because;  ///< one sentence: what the class was concluded from
};

/// A stretch of the way back, or a happening on it.
struct Step {
    std::string what;  ///< "scan", "auth", "assoc", "comeback", "associated", … or the name of the event
    wifi::Instant at;
    std::optional<wifi::Duration> duration;  ///< nothing for a happening without one
    std::optional<wifi::MacAddress> bssid;
    std::string detail;       ///< "timed out", "2412 2437 MHz", "reason 4"; may be empty
    std::uint64_t times = 1;  ///< so many alike in a row
};

struct Comeback {
    std::optional<wifi::MacAddress> bssid;
    std::uint32_t tu = 0;  ///< of 1,024 microseconds
    wifi::Instant at;
    /// Nothing where no later request or answer of that access point is to be seen.
    std::optional<bool> respected;
    std::optional<wifi::Instant> again_at;  ///< that request or answer
    /// This side gave the attempt up before any of that.
    std::optional<wifi::Instant> given_up_at;
    bool joined_anew = false;  ///< a new authentication came first: asked for from outside of mac80211
    int in_a_row =
        1;  ///< so many refusals of this kind by this access point, without a new authentication between
    std::vector<wifi::Receipt> receipts;  ///< of the refusal and of what came after it
};

struct UnprotectedGroup {
    std::optional<wifi::MacAddress> bssid;
    std::uint16_t reason_code = 0;
    std::uint64_t count = 0;
    wifi::Duration span{0};  ///< from the first to the last
};

struct Restored {
    std::optional<wifi::MacAddress> bssid;
    wifi::Instant associated_at;
    std::optional<wifi::Instant> authorized_at;  ///< where the evidence shows the keys
};

struct Outage {
    std::uint64_t id = 0;  ///< from 1, in the order of their beginnings as the evidence tells them
    std::string interface;
    bool timed = true;         ///< false: the evidence has no times, only the order is true
    wifi::Instant lost_since;  ///< earliest receipt of the loss; `start` where there is none before it
    wifi::Instant start;
    std::optional<wifi::Instant> end;  ///< nothing where the evidence ends before
    wifi::Instant seen_until;          ///< `end`, or how far the evidence reaches
    bool lower_bound = false;          ///< it lasted longer: no line tells its begin, or the clock stood still
    bool failure = true;
    bool link_before = true;
    Trigger trigger;
    std::vector<wifi::MacAddress> bssids;           ///< lost, then tried, then restored; the same in a row once
    std::vector<int> channels;                      ///< MHz, scanned during the outage, each once
    std::map<std::string, std::uint64_t> failures;  ///< "auth_timeout": 3
    std::vector<Step> steps;
    std::vector<Comeback> comebacks;
    std::vector<UnprotectedGroup> unprotected;  ///< the largest first
    std::optional<Restored> restored;
    std::vector<wifi::Event> before;      ///< of the 30 s before the loss
    std::vector<wifi::Event> events;      ///< from the loss on, some of the 5 s after the end included
    std::vector<KnownAccessPoint> known;  ///< at the loss
    Coverage coverage;                    ///< of the evidence up to its end
    std::uint64_t omitted = 0;            ///< events of it beyond those kept

    wifi::Duration duration() const { return seen_until - start; }
    bool open_ended() const { return !end.has_value(); }
    /// Over the limit; for an open end as far as is known. Nothing where there are no times, or where an open end
    /// has not reached the limit yet.
    std::optional<bool> blackhole(wifi::Duration limit) const;
};

}  // namespace wlanmedic::outage
