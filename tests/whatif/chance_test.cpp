// SPDX-License-Identifier: MIT
#include "whatif/chance.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "oracle.h"

namespace wlanmedic::whatif {
namespace {

using namespace std::chrono_literals;

policy::Watch losses(int count, wifi::Duration within) {
    return {.on = policy::Watch::On::outage,
            .outage_class = outage::Class::connection_loss,
            .count = count,
            .within = within};
}

policy::Policy policy_of(std::vector<policy::Watch> triggers) {
    return {.name = "p", .triggers = std::move(triggers)};
}

TEST(Chance, TheSeedsThresholdIsReachedOnceInSome11500Hours) {
    const Rates rates{{"connection_loss", 9 / 10.5}};
    const auto per_hour = firings_per_hour_at_most(policy_of({losses(3, 60s)}), rates);
    ASSERT_TRUE(per_hour);
    EXPECT_NEAR(*per_hour * 10.5, 0.0009, 0.00005);
    EXPECT_NEAR(1 / *per_hour, 11'500, 100);
}

TEST(Chance, AgreesWithR) {
    for (const auto& [count, window_s, rate] :
         {std::tuple{1, 1, 0.5}, {2, 60, 0.857}, {3, 60, 0.857}, {5, 5, 17.4}, {3, 3600, 4.0}, {64, 86400, 2.0}}) {
        const auto per_hour = firings_per_hour_at_most(policy_of({losses(count, std::chrono::seconds{window_s})}),
                                                       {{"connection_loss", rate}});
        const double r = ask_r(fmt::format("cat({0} * ppois({1} - 2, {0} * {2} / 3600, lower.tail = FALSE))", rate,
                                           count, window_s))
                             .front();
        ASSERT_TRUE(per_hour);
        EXPECT_NEAR(*per_hour, r, 1e-9 * r) << count << " in " << window_s;
    }
}

TEST(Chance, EachTriggerBringsItsOwn) {
    policy::Watch storm{.on = policy::Watch::On::event, .event = *wifi::alternative_named("decrypt_failure")};
    const Rates rates{{"connection_loss", 1}, {"decrypt_failure", 17}};
    EXPECT_DOUBLE_EQ(*firings_per_hour_at_most(policy_of({losses(1, 1s), storm}), rates), 18);
}

TEST(Chance, AClassThatTheEvidenceNeverShowsBringsNone) {
    policy::Watch beacons = losses(1, 1s);
    beacons.outage_class = outage::Class::beacon_loss;
    EXPECT_EQ(firings_per_hour_at_most(policy_of({beacons}), {{"connection_loss", 1}}), 0);
}

TEST(Chance, WhatHasNoRateIsNotToBeTold) {
    policy::Watch stall{.on = policy::Watch::On::stall, .within = 30s};
    EXPECT_FALSE(firings_per_hour_at_most(policy_of({losses(1, 1s), stall}), {{"connection_loss", 1}}));
    EXPECT_FALSE(firings_per_hour_at_most(policy_of({losses(1, 1s)}), {})) << "evidence without hours";
    policy::Watch any = losses(1, 1s);
    any.outage_class.reset();
    EXPECT_FALSE(firings_per_hour_at_most(policy_of({any}), {{"connection_loss", 1}}));
}

TEST(Chance, TakesTheRatesFromWhatExplainCounts) {
    const Rates rates = rates_of({{.name = "connection_loss.rate_per_hour", .value = 0.857, .unit = "1/h"},
                                  {.name = "connection_loss.escalation", .value = 0.1, .unit = "1"},
                                  {.name = "decrypt_failure.rate_per_hour", .value = {}, .unit = "1/h"}});
    EXPECT_EQ(rates, (Rates{{"connection_loss", 0.857}}));
}

}  // namespace
}  // namespace wlanmedic::whatif
