// SPDX-License-Identifier: MIT
#include "whatif/fit.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "oracle.h"

namespace wlanmedic::whatif {
namespace {

using ::testing::HasSubstr;

constexpr int draws = 20'000;
constexpr std::size_t connection_loss = 0;

Summary nine_losses_in_a_night() {
    Summary summary;
    summary.stretches.push_back({.hours = 10.5, .losses = 9, .at_hours = {}});
    summary.classes[connection_loss] = {.losses = 9, .hours = 10.5, .decided = 9, .escalated = 1};
    return summary;
}

Posterior fitted(const Summary& summary, bool independent = true) {
    auto posterior = Posterior::fit(summary, {.limit_s = 5, .independent = independent});
    if (!posterior) throw std::runtime_error(posterior.error().what);
    return *std::move(posterior);
}

// The share of draws below each of R's quantiles at 2.5, 50 and 97.5 % is what it should be.
void expect_quantiles(const Posterior& posterior, const std::string& quantiles, auto&& figure) {
    const auto limits = ask_r("p <- c(0.025, 0.5, 0.975); cat(" + quantiles + ")");
    ASSERT_EQ(limits.size(), 3U);
    std::array<int, 3> below{};
    for (std::uint32_t i = 0; i < draws; ++i) {
        const double value = figure(posterior.draw(1, i, Hypothesis::wedged));
        for (std::size_t k = 0; k < 3; ++k) below[k] += value <= limits[k] ? 1 : 0;
    }
    const std::array<double, 3> shares{0.025, 0.5, 0.975};
    for (std::size_t k = 0; k < 3; ++k)
        EXPECT_NEAR(static_cast<double>(below[k]) / draws, shares[k],
                    4.5 * std::sqrt(shares[k] * (1 - shares[k]) / draws))
            << quantiles;
}

TEST(Fit, RateOfIndependentLossesIsGammaDistributedByJeffreys) {
    expect_quantiles(fitted(nine_losses_in_a_night()), "qgamma(p, 9.5, 10.5)",
                     [](const Model& model) { return model.losses.base_per_hour; });
}

TEST(Fit, EscalationIsBetaDistributedByJeffreys) {
    expect_quantiles(fitted(nine_losses_in_a_night()), "qbeta(p, 1.5, 8.5)",
                     [](const Model& model) { return model.classes.at(0).escalation; });
}

TEST(Fit, WhatTheEvidenceNeverShowedStaysWideOpen) {
    expect_quantiles(fitted(nine_losses_in_a_night()), "qbeta(p, 0.5, 0.5)",
                     [](const Model& model) { return model.access_point_away; });
    expect_quantiles(fitted(nine_losses_in_a_night()), "qbeta(p, 0.5, 0.5)",
                     [](const Model& model) { return model.failing_ordinary; });
}

TEST(Fit, SharesOfClassesAreThoseOfADirichlet) {
    Summary summary = nine_losses_in_a_night();
    summary.stretches[0].losses = 12;
    summary.classes[1] = {.losses = 3, .hours = 10.5, .decided = 3, .escalated = 0};
    expect_quantiles(fitted(summary), "qbeta(p, 9.25, 3.25)",
                     [](const Model& model) { return model.classes.at(0).share; });
    const Model model = fitted(summary).draw(1, 0, Hypothesis::wedged);
    EXPECT_EQ(model.classes[1].outage_class, outage::Class::beacon_loss);
    EXPECT_DOUBLE_EQ(model.classes[0].share + model.classes[1].share, 1);
}

// A class that was watched for a tenth of the time came ten times as often as its number says.
TEST(Fit, AClassCountsByTheHoursThatItWasWatched) {
    Summary summary = nine_losses_in_a_night();
    summary.classes[1] = {.losses = 9, .hours = 1.05, .decided = 9, .escalated = 0};
    double share = 0;
    for (std::uint32_t i = 0; i < draws; ++i)
        share += fitted(summary).draw(1, i % 50, Hypothesis::wedged).classes[1].share;
    EXPECT_NEAR(share / draws, 10.0 / 11, 0.03);
}

// With the prior worth one loss of a second, shape 2 and scale 1: Student's t with 2 * shape degrees of freedom.
TEST(Fit, MeanOfTheLogarithmOfOrdinaryOutagesIsStudentDistributed) {
    Summary summary = nine_losses_in_a_night();
    for (const double seconds : {0.4, 0.9, 1.1, 1.3, 2.2, 3.1}) summary.ordinary.add(seconds);
    expect_quantiles(
        fitted(summary),
        "{x <- log(c(0.4, 0.9, 1.1, 1.3, 2.2, 3.1)); n <- length(x); k <- 1 + n; m <- sum(x) / k; a <- 2 + n / 2;"
        "b <- 1 + sum((x - mean(x))^2) / 2 + n * mean(x)^2 / (2 * k); m + sqrt(b / (a * k)) * qt(p, 2 * a)}",
        [](const Model& model) { return model.ordinary.mean; });
    expect_quantiles(fitted(summary),
                     "{x <- log(c(0.4, 0.9, 1.1, 1.3, 2.2, 3.1)); n <- length(x); k <- 1 + n; a <- 2 + n / 2;"
                     "b <- 1 + sum((x - mean(x))^2) / 2 + n * mean(x)^2 / (2 * k); 1 / sqrt(qgamma(1 - p, a, b))}",
                     [](const Model& model) { return model.ordinary.deviation; });
}

TEST(Fit, RefusesFewerThanTwoLossesAndOffersThePriors) {
    Summary summary;
    summary.stretches.push_back({.hours = 100, .losses = 1, .at_hours = {}});
    summary.classes[connection_loss] = {.losses = 1, .hours = 100, .decided = 1, .escalated = 0};
    const auto posterior = Posterior::fit(summary, {});
    ASSERT_FALSE(posterior);
    EXPECT_THAT(posterior.error().what, HasSubstr("1 loss in 100 h"));
    EXPECT_THAT(posterior.error().hint, HasSubstr("bes2600-seed"));
    EXPECT_FALSE(Posterior::fit(Summary{}, {}));
    summary.add(*named_prior("lab", 5));
    EXPECT_TRUE(Posterior::fit(summary, {}));
}

// Two losses in 17 s, as of a log that was kept because of them.
Summary two_losses_in_seconds() {
    Summary summary;
    const double hours = 17.0 / 3600;
    const std::size_t beacon_loss = *simulated(outage::Class::beacon_loss);
    summary.stretches.push_back({.hours = hours, .losses = 2, .at_hours = {0.001, 0.002}});
    for (ClassCount& count : summary.classes) count.hours = hours;
    summary.classes[beacon_loss] = {.losses = 2, .hours = hours, .decided = 2, .escalated = 0};
    return summary;
}

TEST(Fit, RefusesLessThanAnHourHoweverManyLossesAreInIt) {
    Summary summary = two_losses_in_seconds();
    summary.stretches[0].losses = 200;
    const auto posterior = Posterior::fit(summary, {});
    ASSERT_FALSE(posterior);
    EXPECT_THAT(posterior.error().what, HasSubstr("200 losses in 0.00472 h"));
    EXPECT_THAT(posterior.error().hint, HasSubstr("bes2600-seed"));
    summary.stretches[0] = {.hours = 0.999, .losses = 2, .at_hours = {}};
    EXPECT_FALSE(Posterior::fit(summary, {}));
    summary.stretches[0].hours = 1;
    EXPECT_TRUE(Posterior::fit(summary, {}));
}

TEST(Fit, OfSecondsAndAPriorTakesTheirLossesForAsManyAsTheyAre) {
    Summary summary = two_losses_in_seconds();
    summary.add(*named_prior("bes2600-seed", 5));
    const Posterior posterior = fitted(summary);
    double share = 0;
    double rate = 0;
    constexpr std::uint32_t count = 2000;
    for (std::uint32_t draw = 0; draw < count; ++draw) {
        const Model model = posterior.draw(1, draw, Hypothesis::wedged);
        ASSERT_EQ(model.classes.size(), 2U);
        ASSERT_EQ(model.classes[1].outage_class, outage::Class::beacon_loss);
        share += model.classes[1].share / count;
        rate += model.losses.base_per_hour / count;
    }
    // Dirichlet of 9 + 1/4 and 2 + 1/4; Gamma of 11 + 1/2.
    EXPECT_NEAR(share, 2.25 / 11.5, 0.01);
    EXPECT_NEAR(rate, 11.5 / 10.5, 0.03);
}

TEST(Fit, KnowsItsPriorsByName) {
    for (const char* name : {"bes2600-seed", "lab"}) {
        const auto prior = named_prior(name, 5);
        ASSERT_TRUE(prior) << name;
        EXPECT_EQ(prior->losses(), 9);
        EXPECT_EQ(prior->hours(), 10.5);
        for (const ClassCount& count : prior->classes) EXPECT_EQ(count.hours, 10.5);
    }
    EXPECT_FALSE(named_prior("weather", 5));
}

TEST(Fit, ADrawDoesNotDependOnTheHypothesisButForWhatHeals) {
    const Posterior posterior = fitted(nine_losses_in_a_night(), false);
    const Model one = posterior.draw(3, 17, Hypothesis::comeback);
    const Model other = posterior.draw(3, 17, Hypothesis::wedged);
    EXPECT_EQ(one.losses.base_per_hour, other.losses.base_per_hour);
    EXPECT_EQ(one.beyond_limit.mean, other.beyond_limit.mean);
    EXPECT_FALSE(one.heals(driver::Method::power_cycle));
    EXPECT_TRUE(other.heals(driver::Method::function_reset));
    EXPECT_NE(one.losses.base_per_hour, posterior.draw(3, 18, Hypothesis::comeback).losses.base_per_hour);
}

// Of bare numbers the mean rate is known about as well as if losses were independent, the branching ratio is not.
TEST(Fit, OfBareNumbersTheBranchingRatioKeepsItsPrior) {
    const Posterior posterior = fitted(nine_losses_in_a_night(), false);
    double branching = 0;
    for (std::uint32_t i = 0; i < draws; ++i)
        branching += posterior.draw(1, i, Hypothesis::wedged).losses.branching;
    EXPECT_NEAR(branching / draws, 1.0 / 3, 0.1);
}

TEST(Fit, LossesThatComeInSwarmsAreTakenForSwarms) {
    Summary swarms = nine_losses_in_a_night();
    swarms.stretches[0] = {.hours = 10.5, .losses = 12, .at_hours = {}};
    Summary even = swarms;
    for (int i = 0; i < 12; ++i) {
        swarms.stretches[0].at_hours.push_back(2.0 * (1 + i / 4) + 0.005 * (i % 4));
        even.stretches[0].at_hours.push_back(0.85 * (i + 0.3));
    }
    const auto mean_branching = [](const Summary& summary) {
        const Posterior posterior = fitted(summary, false);
        double sum = 0;
        for (std::uint32_t i = 0; i < 4000; ++i) sum += posterior.draw(1, i, Hypothesis::wedged).losses.branching;
        return sum / 4000;
    };
    EXPECT_GT(mean_branching(swarms), 0.45);
    EXPECT_LT(mean_branching(even), 0.25);
}

// The likelihood of a Hawkes process, computed naively in R: a sum over all pairs.
TEST(SelfExciting, LikelihoodIsThatOfAHawkesProcess) {
    const SelfExciting process{.base_per_hour = 0.6, .branching = 0.4, .decay_per_hour = 12};
    const Stretch stretch{.hours = 9, .losses = 5, .at_hours = {0.5, 0.52, 3.0, 3.3, 8.9}};
    const auto expected = ask_r(
        "t <- c(0.5, 0.52, 3.0, 3.3, 8.9); m <- 0.6; n <- 0.4; b <- 12; H <- 9;"
        "l <- sapply(seq_along(t), function(i) m + sum(n * b * exp(-b * (t[i] - t[seq_len(i - 1)]))));"
        "cat(sum(log(l)) - integrate(function(x) sapply(x, function(u) m + sum(n * b * exp(-b * (u - t[t < "
        "u])))), 0, H,"
        "subdivisions = 20000, rel.tol = 1e-7)$value)");
    EXPECT_NEAR(log_likelihood(process, stretch), expected.at(0), 1e-4);
}

// Over all numbers the generalized Poisson distribution sums to one, up to the terms that are left out.
TEST(SelfExciting, LikelihoodOfANumberIsThatOfTheSumOfItsClusters) {
    const SelfExciting process{.base_per_hour = 0.5, .branching = 0.3, .decay_per_hour = 60};
    double sum = 0;
    double mean = 0;
    for (int k = 0; k < 200; ++k) {
        const double p =
            std::exp(log_likelihood(process, {.hours = 10, .losses = static_cast<double>(k), .at_hours = {}}) -
                     std::lgamma(k + 1.0));
        sum += p;
        mean += k * p;
    }
    EXPECT_NEAR(sum, 1, 1e-9);
    EXPECT_NEAR(mean, 10 * process.mean_per_hour(), 1e-9);
}

}  // namespace
}  // namespace wlanmedic::whatif
