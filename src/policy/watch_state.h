// SPDX-License-Identifier: MIT
// What a watch on outages, events or a counter has seen on one interface (docs/policy.md, rule 4).
#pragma once

#include <array>
#include <optional>
#include <vector>

#include "policy/policy.h"
#include "policy/window.h"

namespace wlanmedic::policy {

class WatchState {
public:
    static constexpr std::size_t most_access_points = 8;

    /// `watch` must outlive it.
    explicit WatchState(const Watch& watch);

    void on_outage(outage::Class outage_class, const std::optional<wifi::MacAddress>& lost, wifi::Instant now);
    /// `linked`: the access point of the link, for events that name none.
    void on_event(const wifi::Payload& payload, const std::optional<wifi::MacAddress>& linked, wifi::Instant now);

    /// As it was in the beginning.
    void empty();

    /// The latest instant at which it still holds, if nothing occurs; long ago where it does not hold.
    wifi::Instant holds_until() const;

private:
    struct Key {
        wifi::MacAddress bssid;
        std::uint64_t seen = 0;  // so many occurrences before the last of this one
        Window window;
    };
    std::uint64_t times_of(const wifi::Payload& payload);
    void occur(const std::optional<wifi::MacAddress>& bssid, wifi::Instant now, std::uint64_t times);
    std::size_t key_of(const wifi::MacAddress& bssid);
    std::size_t count() const { return static_cast<std::size_t>(watch_->count); }

    const Watch* watch_;
    std::vector<wifi::Instant> instants_;  // watch_->count for each key
    std::array<Key, most_access_points> keys_{};
    std::size_t used_ = 0;
    std::uint64_t occurrences_ = 0;
    std::optional<std::int64_t> reading_;  // the last one of the counter
};

/// False of what somebody wished, and of what is no failure at all: no watch counts it.
bool is_counted(outage::Class outage_class);

}  // namespace wlanmedic::policy
