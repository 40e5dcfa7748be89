// SPDX-License-Identifier: MIT
#include "tune/recorded.h"

#include <algorithm>

namespace wlanmedic::tune {

void Recorded::on(const wifi::Event& event) {
    ++events_;
    digest_.add(static_cast<std::uint64_t>(event.instant.time_since_epoch().count()));
    digest_.add(event.payload.index());
    if (events_ > most_events) {
        too_long_ = true;
        machines_ = std::vector<Machine>(1);
        return;
    }
    wifi::Event kept = event;
    kept.receipts = {};  // the most of it, and no policy reads them
    machines_.back().events.push_back(std::move(kept));
}

void Recorded::finish(std::optional<wifi::Instant> until) {
    if (too_long_) return;
    machines_.back().until = until;
    machines_.emplace_back();
}

ReplayFigures Recorded::replay(const std::shared_ptr<const policy::Policy>& policy,
                               const std::vector<driver::Method>& forbidden) const {
    if (!is_there()) return {};
    whatif::Replay replay(policy, forbidden);
    for (const Machine& machine : machines_) {
        if (machine.events.empty()) continue;
        for (const wifi::Event& event : machine.events) replay.on(event);
        replay.finish(machine.until);
    }
    const whatif::PolicyReplay result = replay.result(outages_);
    return {.firings = result.firings.size(),
            .false_alarms = static_cast<std::uint64_t>(std::ranges::count_if(
                result.firings, [](const whatif::Firing& firing) { return !firing.false_alarm.empty(); })),
            .missed = result.missed.size(),
            .saved_s_at_most = wifi::to_seconds(result.saved_at_most)};
}

}  // namespace wlanmedic::tune
