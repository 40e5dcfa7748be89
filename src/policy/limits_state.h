// SPDX-License-Identifier: MIT
// What is kept of the actions so far, and when the limits of a policy allow another (docs/policy.md, rules 11,
// 12).
#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "policy/policy.h"

namespace wlanmedic::policy {

class LimitsState {
public:
    /// `limits` must outlive it.
    explicit LimitsState(const Limits& limits) : limits_(&limits) {}

    void begin_ladder(wifi::Instant now);
    void act(wifi::Instant now);
    /// The action that came last was refused: it is none.
    void take_back();
    void boot() { since_boot_ = 0; }

    /// The first instant from `now` on at which each allows an action; `never`: not by time alone.
    static constexpr wifi::Instant never = wifi::Instant::max();
    wifi::Instant after_cool_down(wifi::Instant now) const;
    wifi::Instant within_hour(wifi::Instant now) const;
    wifi::Instant within_day(wifi::Instant now) const;
    wifi::Instant since_boot(wifi::Instant now) const;
    wifi::Instant within_budgets(wifi::Instant now) const;

private:
    static constexpr std::uint64_t most_actions = 64;  // of the greatest budget

    wifi::Instant within(const std::optional<int>& budget, wifi::Duration span, wifi::Instant now) const;

    const Limits* limits_;
    std::array<wifi::Instant, most_actions> actions_{};  // the last ones, in a ring
    std::uint64_t count_ = 0;                            // so many that were not refused
    std::uint64_t since_boot_ = 0;
    std::optional<wifi::Instant> decided_at_;  // of the latest action, a refused one too
    wifi::Duration cool_down_{0};              // of the latest ladder
};

}  // namespace wlanmedic::policy
