// SPDX-License-Identifier: MIT
#include "policy/watch_state.h"

#include <span>

namespace wlanmedic::policy {
namespace {

bool is_named(const std::optional<wifi::MacAddress>& bssid) { return bssid && !bssid->is_zero(); }

}  // namespace

bool is_counted(outage::Class outage_class) {
    using enum outage::Class;
    return outage_class != user && outage_class != suspend && outage_class != radio_blocked &&
           outage_class != roam;
}

WatchState::WatchState(const Watch& watch)
    : watch_(&watch), instants_(count() * (watch.per == Scope::bssid ? most_access_points : 1)) {
    empty();
}

void WatchState::empty() {
    for (Key& key : keys_) key.window.empty();
    used_ = watch_->per == Scope::bssid ? 0 : 1;
    reading_.reset();
}

void WatchState::on_outage(outage::Class outage_class, const std::optional<wifi::MacAddress>& lost,
                           wifi::Instant now) {
    if (watch_->on != Watch::On::outage || !is_counted(outage_class)) return;
    if (!watch_->outage_class || watch_->outage_class == outage_class) occur(lost, now, 1);
}

void WatchState::on_event(const wifi::Payload& payload, const std::optional<wifi::MacAddress>& linked,
                          wifi::Instant now) {
    const std::uint64_t times = times_of(payload);
    if (times == 0) return;
    const std::optional<wifi::MacAddress> named = wifi::bssid_of(payload);
    occur(is_named(named) ? named : linked, now, times);
}

std::uint64_t WatchState::times_of(const wifi::Payload& payload) {
    if (watch_->on == Watch::On::counter) {
        const auto* counter = std::get_if<wifi::Counter>(&payload);
        if (counter == nullptr || counter->name != watch_->counter) return 0;
        const std::int64_t before = reading_.value_or(counter->value);
        reading_ = counter->value;
        if (counter->value <= before) return 0;
        return static_cast<std::uint64_t>(counter->value) - static_cast<std::uint64_t>(before);
    }
    if (watch_->on != Watch::On::event || payload.index() != watch_->event) return 0;
    if (const auto* error = std::get_if<wifi::FirmwareError>(&payload))
        return watch_->driver.empty() || error->driver == watch_->driver ? 1 : 0;
    if (const auto* probe = std::get_if<wifi::ProbeResult>(&payload))
        return !watch_->answer || probe->answer == *watch_->answer ? 1 : 0;
    return 1;
}

void WatchState::occur(const std::optional<wifi::MacAddress>& bssid, wifi::Instant now, std::uint64_t times) {
    std::size_t at = 0;
    if (watch_->per == Scope::bssid) {
        if (!is_named(bssid)) return;
        at = key_of(*bssid);
    }
    keys_[at].window.add(std::span(instants_).subspan(at * count(), count()), now, times);
}

std::size_t WatchState::key_of(const wifi::MacAddress& bssid) {
    std::size_t at = 0;
    while (at < used_ && keys_[at].bssid != bssid) ++at;
    if (at == used_) {
        if (used_ < keys_.size()) {
            ++used_;
        } else {
            at = 0;
            for (std::size_t i = 1; i < keys_.size(); ++i)
                if (keys_[i].seen < keys_[at].seen) at = i;
        }
        keys_[at].bssid = bssid;
        keys_[at].window.empty();
    }
    keys_[at].seen = occurrences_++;
    return at;
}

wifi::Instant WatchState::holds_until() const {
    wifi::Instant until = wifi::Instant::min();
    for (std::size_t at = 0; at < used_; ++at)
        until = std::max(until, keys_[at].window.holds_until(std::span(instants_).subspan(at * count(), count()),
                                                             watch_->within));
    return until;
}

}  // namespace wlanmedic::policy
