// SPDX-License-Identifier: MIT
#include "whatif/model.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "whatif/night.h"
#include "whatif/recoveries.h"
#include "whatif/self_exciting.h"

namespace wlanmedic::whatif {
namespace {

using namespace std::chrono_literals;

Model a_model() {
    Model model;
    model.losses = {.base_per_hour = 6, .branching = 0, .decay_per_hour = 60};
    model.classes = {{.outage_class = outage::Class::connection_loss, .share = 0.75, .escalation = 0.2},
                     {.outage_class = outage::Class::beacon_loss, .share = 0.25, .escalation = 0}};
    model.ordinary = {.mean = 0, .deviation = 0.5};
    model.beyond_limit = {.mean = std::log(60.0), .deviation = 0.7};
    model.attempts = {1, 0, 0, 0, 0};
    suppose(model, Hypothesis::wedged);
    return model;
}

Night night_of(const Model& model, std::uint32_t number, wifi::Duration length = 10h) {
    Night night{.seed = 5, .draw = 0, .number = number, .length = length, .losses = {}};
    draw_losses(model, night);
    return night;
}

TEST(Hypotheses, SayWhatHeals) {
    Model model;
    suppose(model, Hypothesis::comeback);
    for (const auto& [method, name] : driver::method_names) EXPECT_FALSE(model.heals(method)) << name;
    suppose(model, Hypothesis::stale);
    EXPECT_FALSE(model.heals(driver::Method::reassociate));
    EXPECT_TRUE(model.heals(driver::Method::link_down_up));
    EXPECT_TRUE(model.heals(driver::Method::power_cycle));
    suppose(model, Hypothesis::wedged);
    EXPECT_FALSE(model.heals(driver::Method::restart_hw));
    EXPECT_TRUE(model.heals(driver::Method::function_reset));
    EXPECT_TRUE(model.heals(driver::Method::module_reload));
}

struct Counted {
    double mean = 0;
    double variance = 0;
};

// Losses of so many nights.
Counted counted(const SelfExciting& process, std::uint32_t nights, double hours) {
    double sum = 0;
    double squares = 0;
    for (std::uint32_t night = 0; night < nights; ++night) {
        Stream stream(1, 0, night, Purpose::losses);
        LossTimes times(process);
        double count = 0;
        while (times.next(stream).value_or(hours) < hours) ++count;
        sum += count;
        squares += count * count;
    }
    const double mean = sum / nights;
    return {.mean = mean, .variance = squares / nights - mean * mean};
}

// E N(T) of a process without history: m T / (1 - n) - m n (1 - e^(-b (1 - n) T)) / (b (1 - n)^2).
TEST(SelfExciting, MeanNumberIsThatOfTheClosedForm) {
    for (const SelfExciting process : {SelfExciting{.base_per_hour = 2, .branching = 0.5, .decay_per_hour = 1},
                                       SelfExciting{.base_per_hour = 0.5, .branching = 0.8, .decay_per_hour = 30},
                                       SelfExciting{.base_per_hour = 3, .branching = 0, .decay_per_hour = 60}}) {
        constexpr int nights = 4000;
        constexpr double hours = 10;
        const Counted seen = counted(process, nights, hours);
        const double error = std::sqrt(seen.variance / nights);
        const double rest = 1 - process.branching;
        const double expected =
            process.mean_per_hour() * hours - process.base_per_hour * process.branching *
                                                  (1 - std::exp(-process.decay_per_hour * rest * hours)) /
                                                  (process.decay_per_hour * rest * rest);
        EXPECT_NEAR(seen.mean, expected, 4.5 * error);
    }
}

// Var N / E N of a long stationary process is 1 / (1 - n)^2: what tells swarms from chance.
TEST(SelfExciting, NumbersScatterAsSwarmsDo) {
    const SelfExciting process{.base_per_hour = 1, .branching = 0.5, .decay_per_hour = 600};
    const Counted seen = counted(process, 3000, 50);
    EXPECT_NEAR(seen.variance / seen.mean, 4, 0.5);
}

TEST(Night, HasTheSharesOfTheModel) {
    const Model model = a_model();
    double losses = 0;
    double beacons = 0;
    double escalated = 0;
    for (std::uint32_t i = 0; i < 400; ++i)
        for (const Loss& loss : night_of(model, i).losses) {
            ++losses;
            beacons += loss.in_class == 1 ? 1 : 0;
            escalated += loss.escalated ? 1 : 0;
            EXPECT_EQ(loss.recovery > 5s, loss.escalated);
            EXPECT_FALSE(loss.in_class == 1 && loss.escalated);
        }
    EXPECT_NEAR(losses / 400, 60, 4.5 * std::sqrt(60.0 / 400));
    EXPECT_NEAR(beacons / losses, 0.25, 0.02);
    EXPECT_NEAR(escalated / losses, 0.15, 0.02);
}

TEST(Night, IsTheSameHoweverOftenItIsDrawnAndBeginsAlikeWhenLonger) {
    const Model model = a_model();
    const Night night = night_of(model, 3);
    const Night again = night_of(model, 3);
    const Night longer = night_of(model, 3, 20h);
    ASSERT_EQ(night.losses.size(), again.losses.size());
    ASSERT_GT(longer.losses.size(), night.losses.size());
    for (std::size_t i = 0; i < night.losses.size(); ++i) {
        EXPECT_EQ(night.losses[i].at, again.losses[i].at);
        EXPECT_EQ(night.losses[i].at, longer.losses[i].at);
        EXPECT_EQ(night.losses[i].recovery, longer.losses[i].recovery);
    }
    EXPECT_NE(night.losses[0].at, night_of(model, 4).losses[0].at);
}

TEST(Night, IsCutWhereLossesAreBeyondMeasure) {
    Model model = a_model();
    model.losses.base_per_hour = 1e9;
    const Night night = night_of(model, 0);
    EXPECT_TRUE(night.cut);
    EXPECT_EQ(night.losses.size(), Night::most_losses);
}

TEST(Night, WithoutAnyClassHasNoLosses) {
    Model model = a_model();
    model.classes.clear();
    EXPECT_TRUE(night_of(model, 0).losses.empty());
}

TEST(Recoveries, QuantilesAreRightToAPercentAndNeverTooLow) {
    Recoveries recoveries;
    std::vector<double> all;
    Stream stream(1, 0, 0, Purpose::parameters);
    for (int i = 0; i < 5000; ++i) {
        const wifi::Duration length = to_duration(0.01 + 100 * stream.standard_exponential());
        recoveries.add(length);
        all.push_back(wifi::to_seconds(length));
    }
    std::ranges::sort(all);
    for (const double share : {0.01, 0.5, 0.95, 0.999, 1.0}) {
        const double exact = all[static_cast<std::size_t>(std::ceil(share * 5000)) - 1];
        EXPECT_GE(recoveries.quantile(share), exact);
        EXPECT_LE(recoveries.quantile(share), exact * 1.016);
    }
}

TEST(Recoveries, OfNoneAreNothing) {
    EXPECT_EQ(Recoveries{}.quantile(0.95), 0);
    Recoveries recoveries;
    recoveries.add(0s);
    recoveries.add(24h * 365 * 100);
    EXPECT_EQ(recoveries.count(), 2U);
}

}  // namespace
}  // namespace wlanmedic::whatif
