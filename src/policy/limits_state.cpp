// SPDX-License-Identifier: MIT
#include "policy/limits_state.h"

#include <algorithm>

namespace wlanmedic::policy {
namespace {

using namespace std::chrono_literals;
using wifi::Duration;
using wifi::Instant;

constexpr Duration hour = 1h;
constexpr Duration day = 24h;
constexpr Duration instant_after = Duration{1};

}  // namespace

void LimitsState::begin_ladder(Instant now) {
    const bool soon = decided_at_ && now - *decided_at_ <= 2 * cool_down_;
    const Duration longest = std::max(limits_->cool_down, limits_->cool_down_max.value_or(limits_->cool_down));
    cool_down_ = soon ? std::min(cool_down_ * limits_->cool_down_factor, longest) : limits_->cool_down;
}

void LimitsState::act(Instant now) {
    decided_at_ = now;
    actions_[count_++ % most_actions] = now;
    ++since_boot_;
}

void LimitsState::take_back() {
    --count_;
    --since_boot_;
}

Instant LimitsState::after_cool_down(Instant now) const {
    return decided_at_ ? std::max(now, *decided_at_ + cool_down_ + instant_after) : now;
}

Instant LimitsState::within(const std::optional<int>& budget, Duration span, Instant now) const {
    if (!budget || count_ < static_cast<std::uint64_t>(*budget)) return now;
    const Instant oldest = actions_[(count_ - static_cast<std::uint64_t>(*budget)) % most_actions];
    return std::max(now, oldest + span + instant_after);
}

Instant LimitsState::within_hour(Instant now) const { return within(limits_->per_hour, hour, now); }
Instant LimitsState::within_day(Instant now) const { return within(limits_->per_day, day, now); }

Instant LimitsState::since_boot(Instant now) const {
    return limits_->per_boot && since_boot_ >= static_cast<std::uint64_t>(*limits_->per_boot) ? never : now;
}

Instant LimitsState::within_budgets(Instant now) const {
    return std::max({within_hour(now), within_day(now), since_boot(now)});
}

}  // namespace wlanmedic::policy
