// SPDX-License-Identifier: MIT
#include "outage/symptoms.h"

#include <algorithm>

namespace wlanmedic::outage {
namespace {

using namespace std::chrono_literals;
using wifi::Duration;
using wifi::Instant;

constexpr Duration one_crash = 5s;
constexpr Duration storm_window = 5s;
constexpr Duration roam_to_loss = 2s;
constexpr Duration request_to_loss = 3s;
constexpr Duration crash_to_new_link = 10min;

std::optional<Duration> since(const std::optional<Instant>& then, Instant now) {
    if (!then || *then > now + one_loss) return std::nullopt;
    return std::max(now - *then, Duration{0});
}

std::optional<Duration> distance(const std::optional<Instant>& then, Instant now) {
    if (!then) return std::nullopt;
    return *then > now ? *then - now : now - *then;
}

}  // namespace

bool Symptoms::on(const wifi::Payload& payload, Instant now) {
    any_ = true;
    const auto is = [&]<class T>(std::in_place_type_t<T>) { return std::holds_alternative<T>(payload); };
    if (is(std::in_place_type<wifi::BeaconLoss>)) {
        if (!beacon_last_ || now - *beacon_last_ > beacon_run_gap) beacon_run_begin = now;
        beacon_last_ = now;
    } else if (is(std::in_place_type<wifi::ConnectionLossReported>)) {
        loss_call_ = now;
    } else if (is(std::in_place_type<wifi::FirmwareError>)) {
        if (!firmware_last_ || now - *firmware_last_ > one_crash) firmware_error = now;
        firmware_last_ = now;
    } else if (is(std::in_place_type<wifi::DecryptFailure>)) {
        decrypt_failures_[decrypt_count_ % storm_frames] = now;
        ++decrypt_count_;
        // The next place in the ring holds the oldest.
        const Instant oldest = decrypt_failures_[decrypt_count_ % storm_frames];
        if (decrypt_count_ >= storm_frames && now - oldest <= storm_window) decrypt_storm_ = now;
    } else if (is(std::in_place_type<wifi::UnprotectedDeauth>)) {
        unprotected = now;
    } else if (is(std::in_place_type<wifi::RoamRequested>)) {
        roam_requested_ = now;
    } else if (is(std::in_place_type<wifi::Suspended>)) {
        suspended_ = now;
    } else if (is(std::in_place_type<wifi::RadioBlocked>)) {
        blocked_ = now;
    } else if (const auto* request = std::get_if<wifi::UserRequest>(&payload)) {
        // A person's word is not covered by that of the program which carries it out.
        const bool carried_out = asked_ && now - *asked_ <= request_to_loss && by_person_ && !request->person;
        if (request->what == "scan" || carried_out) return false;
        asked_ = now;
        by_person_ = request->person;
        return true;
    } else if (is(std::in_place_type<wifi::AddressFailed>)) {
        address_failed_ = now;
    } else if (is(std::in_place_type<wifi::AddressAcquired>)) {
        address_failed_.reset();
    }
    return false;
}

LossFacts Symptoms::at_loss(Instant now) const {
    LossFacts facts;
    if (!any_) return facts;
    facts.beacon_loss_before = since(beacon_last_, now);
    facts.loss_call_before = since(loss_call_, now);
    facts.firmware_error_before = since(firmware_last_, now);
    facts.decrypt_storm_before = since(decrypt_storm_, now);
    facts.unprotected_before = since(unprotected, now);
    facts.suspend_near = distance(suspended_, now);
    facts.block_near = distance(blocked_, now);
    facts.roam_requested = since(roam_requested_, now).value_or(1h) < roam_to_loss;
    facts.asked = since(asked_, now).value_or(1h) <= request_to_loss;
    facts.address_failed_before = since(address_failed_, now);
    return facts;
}

bool Symptoms::crashed_before(Instant now) const {
    return firmware_error && now - *firmware_error <= crash_to_new_link;
}

LossFacts Symptoms::at_loss(Instant now, const wifi::Payload& told_by, const link::Change& loss) const {
    LossFacts facts = at_loss(now);
    facts.by = loss.by;
    facts.reason = loss.reason;
    facts.silent = loss.silent;
    facts.connection_loss_line = std::holds_alternative<wifi::ConnectionLoss>(told_by);
    facts.interface_removed = std::holds_alternative<wifi::InterfaceType>(told_by);
    if (const auto* leaves = std::get_if<wifi::RoamRequested>(&told_by); leaves && leaves->to)
        if (leaves->to == leaves->from) facts.next = LossFacts::Next::same_at_once;
    if (loss.silent && !crashed_before(now)) facts.firmware_error_before.reset();
    return facts;
}

}  // namespace wlanmedic::outage
