// SPDX-License-Identifier: MIT
#include "outage/cause.h"

#include <fmt/format.h>

#include "wifi/codes.h"

namespace wlanmedic::outage {
namespace {

using namespace std::chrono_literals;

// mac80211 probes up to 5 times 500 ms after a beacon-loss notice, then gives up (net/mac80211/mlme.c).
constexpr wifi::Duration beacon_loss_to_reason_4 = 3s;
// mac80211 only queues its work at the call.
constexpr wifi::Duration loss_call_to_loss = 1s;
constexpr wifi::Duration firmware_error_to_loss = 10s;
constexpr wifi::Duration storm_to_loss = 10s;
// SA Query: hostapd's and mac80211's stations disconnect about 1.06 s after the last unanswered query.
constexpr wifi::Duration unprotected_to_local_reason_2 = 5s;
constexpr wifi::Duration suspend_to_loss = 10s;
constexpr wifi::Duration block_to_loss = 5s;
constexpr wifi::Duration address_failed_to_loss = 5s;

bool within(const std::optional<wifi::Duration>& before, wifi::Duration limit) {
    return before && *before <= limit;
}

// A class and why; what of the reason code and of who asked belongs to the sentence is added by conclude().
struct Ground {
    enum class Adds : std::uint8_t { nothing, who_left, local_reason, reason_of_access_point };
    Class outage_class = Class::unknown;
    std::string_view because;
    Adds adds = Adds::nothing;
};

// Traces show the driver's calls, and no reason code.
std::optional<Ground> without_reason(const LossFacts& facts) {
    if (facts.reason || facts.roam_requested || facts.interface_removed) return std::nullopt;
    if (within(facts.loss_call_before, loss_call_to_loss))
        return Ground{Class::connection_loss, "the driver called ieee80211_connection_loss() just before"};
    if (within(facts.beacon_loss_before, beacon_loss_to_reason_4))
        return Ground{Class::beacon_loss, "beacons were missed, then this side gave up"};
    return std::nullopt;
}

Ground local_end(const LossFacts& facts) {
    using enum LossFacts::Next;
    const std::uint16_t reason = facts.reason.value_or(0);
    if (facts.connection_loss_line)
        return {Class::connection_loss, "mac80211 says that the connection is lost (ieee80211_connection_loss)"};
    if (reason == wifi::reason_disassoc_due_to_inactivity) {
        if (within(facts.beacon_loss_before, beacon_loss_to_reason_4))
            return {Class::beacon_loss, "beacons were missed, then this side gave up with reason 4"};
        return {Class::connection_loss, "local reason 4 without a beacon-loss notice: ieee80211_connection_loss"};
    }
    if (facts.roam_requested && facts.next == same_at_once)
        return {Class::user, "reassociation asked for: joined anew at once, without a scan"};
    if (const auto ground = without_reason(facts)) return *ground;
    if (facts.roam_requested || (facts.next == other_at_once && reason != wifi::reason_prev_auth_not_valid))
        return {Class::roam, "this side left for another access point"};
    if (reason == wifi::reason_prev_auth_not_valid) {
        if (within(facts.unprotected_before, unprotected_to_local_reason_2))
            return {Class::ap_deauth,
                    "the access point no longer knew this station; SA Query decided, local reason 2"};
        if (facts.next == same_at_once)
            return {Class::user, "reassociation asked for: joined anew at once, without a scan"};
        return {Class::local_deauth, "local reason 2"};
    }
    if (reason == wifi::reason_unspecified && facts.next == same_at_once)
        return {Class::user, "reassociation asked for: joined anew at once, without a scan"};
    if (reason == wifi::reason_deauth_leaving || reason == 8)
        return {Class::user, "this side left", Ground::Adds::who_left};
    if (facts.interface_removed) return {Class::user, "the interface was removed"};
    if (facts.reason) return {Class::local_deauth, "local reason", Ground::Adds::local_reason};
    // Drivers with an MLME of their own report a lost link so (cfg80211_disconnected() with reason 0).
    return {Class::unknown, "this side or its driver ended it, and gave no reason"};
}

Ground ground_of(const LossFacts& facts) {
    if (!facts.link_before) {
        if (facts.refused) return {Class::auth_failure, "no link before: the access point refused"};
        if (facts.gave_keys_up)
            return {Class::auth_failure, "no link before: associated, but no keys were agreed on"};
        return {Class::never_connected, "no link before: the attempts failed"};
    }
    const bool local = facts.by != wifi::Sender::access_point;
    if (local && within(facts.block_near, block_to_loss)) return {Class::radio_blocked, "the radio was blocked"};
    if (local && !facts.connection_loss_line && within(facts.suspend_near, suspend_to_loss))
        return {Class::suspend, "the machine was suspended"};
    if (facts.silent) {
        if (facts.firmware_error_before)
            return {Class::firmware_crash, "firmware error, then joined anew without a line of the loss"};
        if (within(facts.beacon_loss_before, storm_to_loss))
            return {Class::beacon_loss, "beacons were missed, then joined anew without a line of the loss"};
        if (facts.roam_requested) return {Class::roam, "this side left for another access point"};
        return {Class::unknown, "joined anew; no line tells when or why the link ended"};
    }
    if (within(facts.firmware_error_before, firmware_error_to_loss))
        return {Class::firmware_crash, "firmware error just before"};
    if (facts.by != wifi::Sender::access_point && within(facts.address_failed_before, address_failed_to_loss))
        return {Class::no_address, "linked, and no address was given; so this side left"};
    if (within(facts.decrypt_storm_before, storm_to_loss))
        return {Class::decrypt_storm, "5 frames within 5 s could not be decrypted just before"};
    if (facts.by == wifi::Sender::access_point) {
        return {Class::ap_deauth, "the access point ended it",
                facts.reason ? Ground::Adds::reason_of_access_point : Ground::Adds::nothing};
    }
    if (facts.by == wifi::Sender::local || facts.connection_loss_line || facts.reason) return local_end(facts);
    if (const auto ground = without_reason(facts)) return *ground;
    return {Class::unknown, "no line tells who ended it"};
}

std::string sentence(const Ground& ground, const LossFacts& facts) {
    const std::uint16_t reason = facts.reason.value_or(0);
    switch (ground.adds) {
        case Ground::Adds::nothing: break;
        case Ground::Adds::who_left:
            if (facts.asked_for_by.empty())
                return fmt::format("{} (reason {}): person, manager or supplicant", ground.because, reason);
            return fmt::format("{} (reason {}), as was asked for: {}", ground.because, reason, facts.asked_for_by);
        case Ground::Adds::local_reason:
            return fmt::format("{} {} ({})", ground.because, reason, wifi::reason_text(reason));
        case Ground::Adds::reason_of_access_point:
            return fmt::format("{}, reason {} ({})", ground.because, reason, wifi::reason_text(reason));
    }
    return std::string(ground.because);
}

}  // namespace

Cause conclude(const LossFacts& facts) {
    const Ground ground = ground_of(facts);
    return {.outage_class = ground.outage_class, .because = sentence(ground, facts)};
}

Class class_of(const LossFacts& facts) { return ground_of(facts).outage_class; }

bool is_failure(Class outage_class, bool ended, wifi::Duration duration) {
    switch (outage_class) {
        case Class::user:
        case Class::suspend:
        case Class::radio_blocked: return false;
        case Class::roam: return !(ended && duration < 1s);
        default: return true;
    }
}

}  // namespace wlanmedic::outage
