// SPDX-License-Identifier: MIT
#include "policy/stalls.h"

#include <algorithm>
#include <span>

#include "outage/frame_counters.h"
#include "outage/symptoms.h"

namespace wlanmedic::policy {

using Kind = outage::Stall::Kind;

bool Stalls::on(const wifi::Payload& payload, bool up, wifi::Instant now) {
    const auto is = [&]<class T>(std::type_identity<T>) { return std::holds_alternative<T>(payload); };
    if (const auto* counter = std::get_if<wifi::Counter>(&payload)) return up && on_counter(*counter, now);
    if (is(std::type_identity<wifi::FirmwareError>{})) return begin(Kind::firmware_error, now);
    if (is(std::type_identity<wifi::HardwareRestarted>{})) return end(Kind::firmware_error);
    if (is(std::type_identity<wifi::AddressAcquired>{})) return end(Kind::no_address);
    if (!up) return false;
    if (is(std::type_identity<wifi::BeaconLoss>{})) {
        if (!begun(Kind::beacons_missed, now)) of(Kind::beacons_missed) = now;
        last_notice_ = now;
        return true;
    }
    if (is(std::type_identity<wifi::AddressRequested>{})) return begin(Kind::no_address, now);
    if (const auto* probe = std::get_if<wifi::ProbeResult>(&payload)) {
        if (probe->answer == wifi::Answer::up) {
            answered_ = true;
            return end(Kind::no_answer);
        }
        return probe->answer == wifi::Answer::down && answered_ && begin(Kind::no_answer, now);
    }
    if (const auto* load = std::get_if<wifi::LoadReport>(&payload)) {
        using State = wifi::LoadReport::State;
        if (load->state == State::flowing || load->state == State::ended) {
            flowed_ = flowed_ || load->state == State::flowing;
            return end(Kind::load_stalled);
        }
        return flowed_ && begin(Kind::load_stalled, now);
    }
    return false;
}

bool Stalls::on_counter(const wifi::Counter& counter, wifi::Instant now) {
    const auto read = std::span(readings_).first(read_);
    const auto reading = std::ranges::find_if(read, [&](const Reading& one) { return one.name == counter.name; });
    if (reading == read.end()) {
        const bool is_received = outage::counts_received(counter.name);
        if (read_ < readings_.size() && (is_received || outage::counts_sent(counter.name)))
            readings_[read_++] = {
                .name = ShortText(counter.name), .value = counter.value, .received = is_received};
        return false;
    }
    const bool received = reading->received;
    const bool grew = counter.value > reading->value;
    const bool stood = counter.value == reading->value;
    reading->value = counter.value;
    if (received && grew) {
        sent_ = false;
        return end(Kind::frozen_counters);
    }
    if (received && stood && sent_) return begin(Kind::frozen_counters, now);
    if (!received && grew) sent_ = true;
    return false;
}

// The readings are many and are written before they are read: only their number is forgotten.
void Stalls::forget() {
    begun_.fill(std::nullopt);
    last_notice_ = {};
    answered_ = flowed_ = sent_ = false;
    read_ = 0;
}

void Stalls::link_made() {
    const auto address = of(Kind::no_address);
    forget();
    of(Kind::no_address) = address;
}

std::optional<wifi::Instant> Stalls::begun(Kind kind, wifi::Instant now) const {
    const auto& begun = begun_[static_cast<std::size_t>(kind)];
    return begun && now <= goes_on_until(kind) ? begun : std::nullopt;
}

wifi::Instant Stalls::goes_on_until(Kind kind) const {
    return kind == Kind::beacons_missed ? last_notice_ + outage::beacon_run_gap : wifi::Instant::max();
}

}  // namespace wlanmedic::policy
