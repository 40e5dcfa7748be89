// SPDX-License-Identifier: MIT
#include "whatif/simulate.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <cstring>

#include "oracle.h"
#include "policy/policies.h"
#include "policy/policy_reader.h"

namespace wlanmedic::whatif {
namespace {

using namespace std::chrono_literals;

std::shared_ptr<const policy::Policy> named(const std::string& name) {
    return policy::Policies::built_in().find(name).value().policy;
}

std::shared_ptr<const policy::Policy> written(const std::string& toml) {
    return std::make_shared<const policy::Policy>(
        policy::parse_policy("format = \"wlanmedic.policy/1\"\n" + toml, "test.toml").value());
}

// Losses that are over at once, and treatments that take no time: what fires is the process of losses alone.
Model bare_losses(double per_hour) {
    Model model;
    model.losses = {.base_per_hour = per_hour, .branching = 0, .decay_per_hour = 60};
    model.classes = {{.outage_class = outage::Class::connection_loss, .share = 1, .escalation = 0}};
    model.ordinary = {.mean = std::log(0.001), .deviation = 0};
    model.attempts = {1, 0, 0, 0, 0};
    model.methods.fill({.healthy_s = 0.001, .healing_s = 0.001});
    suppose(model, Hypothesis::wedged);
    return model;
}

// Every loss escalates, and lasts for 5 s and another 95 s.
Model only_blackholes(Hypothesis hypothesis) {
    Model model = bare_losses(2);
    model.methods = lab_times();
    model.classes[0].escalation = 1;
    model.beyond_limit = {.mean = std::log(95.0), .deviation = 0};
    model.attempts = {0, 1, 0, 0, 0};
    model.access_points = 2;
    suppose(model, hypothesis);
    return model;
}

struct Played {
    NightResult sum;
    double nights = 0;
    double nights_with_actions = 0;
    Recoveries recoveries;
};

Played play(const Model& model, const std::shared_ptr<const policy::Policy>& policy, std::uint32_t nights,
            wifi::Duration length) {
    policy::Engine engine(policy);
    Player player(model, engine);
    Played played;
    Night night{.seed = 3, .length = length, .losses = {}};
    for (night.number = 0; night.number < nights; ++night.number) {
        draw_losses(model, night);
        const NightResult result = player.play(night, played.recoveries);
        played.sum.losses += result.losses;
        played.sum.escalated += result.escalated;
        played.sum.blackholes += result.blackholes;
        played.sum.actions += result.actions;
        played.sum.resets += result.resets;
        played.sum.false_alarms += result.false_alarms;
        played.sum.dead += result.dead;
        played.sum.longest = std::max(played.sum.longest, result.longest);
        ++played.nights;
        played.nights_with_actions += result.actions > 0 ? 1 : 0;
    }
    return played;
}

// --- Scan statistics: "3 within 60 s" over a Poisson process
// -------------------------------------------------------

// Firings an hour, in the long run. After a firing the counting begins anew: the first two losses of a cycle
// cannot fire. With f(x) the losses still to come where the last gap was x, f(x) = 1 + int_{w-x}^inf l e^(-l y)
// f(y) dy below w, and a constant c from w on; a cycle has 1 + c losses. R solves the integral equation by the
// midpoint rule.
double firings_per_hour(double per_hour, double window_s) {
    const std::string script = "l <- " + std::to_string(per_hour) + " / 3600; w <- " + std::to_string(window_s) +
                               "; m <- 1500; h <- w / m; x <- (seq_len(m) - 0.5) * h;"
                               "K <- matrix(0, m + 1, m + 1);"
                               "p <- exp(-l * (x - h / 2)) - exp(-l * (x + h / 2));"
                               "for (i in 1:m) { j <- (m - i + 1):m; q <- p[j]; q[1] <- q[1] / 2; K[i, j] <- q };"
                               "K[m + 1, 1:m] <- p; K[, m + 1] <- exp(-l * w);"
                               "f <- solve(diag(m + 1) - K, rep(1, m + 1));"
                               "cat(3600 * l / (1 + f[m + 1]))";
    return ask_r(script).at(0);
}

// That "k within w" happens at all in T: J. I. Naus, "Approximations for distributions of scan statistics",
// Journal of the American Statistical Association 77 (1982), 177-183, for a Poisson process.
double probability_of_any(double per_hour, double window_s, double hours, int k) {
    const std::string script = "k <- " + std::to_string(k) + "; w <- " + std::to_string(window_s) + "; psi <- " +
                               std::to_string(per_hour) + " / 3600 * w; L <- " + std::to_string(hours) +
                               " * 3600 / w; p <- function(i) ifelse(i < 0, 0, dpois(i, psi)); F <- function(i) "
                               "ifelse(i < 0, 0, ppois(i, psi));"
                               "Q2 <- F(k-1)^2 - (k-1) * p(k) * p(k-2) - (k-1-psi) * p(k) * F(k-3);"
                               "A1 <- 2 * p(k) * F(k-1) * ((k-1) * F(k-2) - psi * F(k-3));"
                               "A2 <- 0.5 * p(k)^2 * ((k-1)*(k-2)*F(k-3) - 2*(k-2)*psi*F(k-4) + psi^2*F(k-5));"
                               "r <- 1:(k-1); A3 <- sum(p(2*k-r) * F(r-1)^2); r <- 2:(k-1);"
                               "A4 <- sum(p(2*k-r) * p(r) * ((r-1)*F(r-2) - psi*F(r-3)));"
                               "Q3 <- F(k-1)^3 - A1 + A2 + A3 - A4; cat(1 - Q2 * (Q3 / Q2)^(L - 2))";
    return ask_r(script).at(0);
}

TEST(ScanStatistics, ThreeWithinAMinuteFireAsOftenAsTheClosedFormSays) {
    constexpr double hours = 100;
    constexpr std::uint32_t nights = 60;
    const Played played = play(bare_losses(40), named("b-1"), nights, 100h);
    const double expected = firings_per_hour(40, 60) * hours * nights;
    ASSERT_GT(expected, 10'000);
    EXPECT_NEAR(static_cast<double>(played.sum.actions), expected, 4.5 * std::sqrt(expected));
}

TEST(ScanStatistics, ShareOfNightsWithAnyFiringIsThatOfNaus) {
    constexpr std::uint32_t nights = 4000;
    const Played played = play(bare_losses(6), named("b-1"), nights, 10h + 30min);
    const double expected = probability_of_any(6, 60, 10.5, 3);
    EXPECT_NEAR(played.nights_with_actions / nights, expected,
                4.5 * std::sqrt(expected * (1 - expected) / nights));
}

// The seed's own rate: 9 in 10.5 h, independent. For rare firings the number is rate * time * P(at least two in
// the minute before a loss).
TEST(ScanStatistics, TheSeedsPolicyIsExpectedToFireOnceInElevenThousandHours) {
    const double rate = 9 / 10.5;
    const double in_a_minute = rate / 60;
    const double rare = 9 * (1 - std::exp(-in_a_minute) * (1 + in_a_minute));
    EXPECT_NEAR(rare, 0.0009, 0.00002);
    EXPECT_NEAR(firings_per_hour(rate, 60) * 10.5, rare, rare * 0.01);
    EXPECT_NEAR(probability_of_any(rate, 60, 10.5, 3), rare, rare * 0.02);
    EXPECT_NEAR(1 / firings_per_hour(rate, 60), 11'500, 300);
}

// --- What treatments do
// --------------------------------------------------------------------------------------------

TEST(Night, UnderNoPolicyIsDeadForWhatItsLossesLast) {
    const Played played = play(only_blackholes(Hypothesis::wedged), named("none"), 200, 10h);
    EXPECT_EQ(played.sum.actions, 0U);
    EXPECT_EQ(played.sum.escalated, played.sum.losses);
    // But for those that the end of the night cuts short.
    const double dead = wifi::to_seconds(played.sum.dead);
    const double all = 100.0 * static_cast<double>(played.sum.losses);
    EXPECT_LE(dead, all);
    EXPECT_GE(dead, all * 0.98);
    EXPECT_EQ(played.sum.longest, 100s);
}

TEST(Treatment, ThatHealsEndsABlackholeAfterTheTimeoutTheResetAndTheComeback) {
    const Played played = play(only_blackholes(Hypothesis::wedged), named("b-1-gated"), 50, 10h);
    EXPECT_GT(played.sum.actions, 0U);
    EXPECT_EQ(played.sum.false_alarms, 0U);
    // 0.1 s to the first attempt, 0.3 s scan, 0.01 s and 0.01 s to the comeback, 1.67 s to the time-out; 1.7 s for
    // the reset, 1.024 s for the comeback after it.
    const double treated = 0.1 + 0.3 + 0.01 + 0.01 + 1.67 + 1.7 + 1.024;
    EXPECT_NEAR(played.recoveries.quantile(0.5), treated, treated * 0.016);
}

TEST(Treatment, UnderH1HealsNothingAndCostsTime) {
    const Played without = play(only_blackholes(Hypothesis::comeback), named("none"), 50, 10h);
    const Played with = play(only_blackholes(Hypothesis::comeback), named("b-1-gated"), 50, 10h);
    EXPECT_GT(with.sum.actions, 0U);
    EXPECT_EQ(with.sum.false_alarms, 0U);
    EXPECT_GT(with.sum.dead, without.sum.dead);
    EXPECT_GT(with.sum.longest, 100s);
}

TEST(Treatment, GentlerThanWhatHealsChangesNothing) {
    const auto gentle = written(
        "[[trigger]]\noutage = \"connection_loss\"\nwithin = \"10s\"\n[[rung]]\nmethod = \"link_down_up\"\n"
        "[limits]\ncool_down = \"10min\"\ngrace = \"0s\"\n");
    const Played wedged = play(only_blackholes(Hypothesis::wedged), gentle, 50, 10h);
    const Played stale = play(only_blackholes(Hypothesis::stale), gentle, 50, 10h);
    EXPECT_EQ(wedged.sum.longest, 100s);
    EXPECT_NEAR(stale.recoveries.quantile(0.5), 1.3, 0.03);
}

TEST(Treatment, OfAnOrdinaryLossIsAFalseAlarmAndCostsSeconds) {
    Model model = bare_losses(2);
    model.methods = lab_times();
    const auto eager = written(
        "[[trigger]]\noutage = \"connection_loss\"\nwithin = \"10s\"\n[[rung]]\nmethod = \"function_reset\"\n"
        "[limits]\ncool_down = \"0s\"\ngrace = \"0s\"\n");
    const Played played = play(model, eager, 50, 10h);
    EXPECT_GT(played.sum.actions, 0U);
    EXPECT_EQ(played.sum.false_alarms, played.sum.actions);
    EXPECT_NEAR(played.recoveries.quantile(0.5), 1.7 + 1.024, 0.05);
}

TEST(Treatment, OfAnAccessPointThatIsAwayIsAFalseAlarmAndHealsNothing) {
    Model model = only_blackholes(Hypothesis::wedged);
    model.access_point_away = 1;
    const auto eager = written(
        "[[trigger]]\nevent = \"network_not_found\"\nwithin = \"10s\"\n[[rung]]\nmethod = \"function_reset\"\n"
        "[limits]\ncool_down = \"10min\"\ngrace = \"0s\"\n");
    const Played played = play(model, eager, 50, 10h);
    EXPECT_GT(played.sum.actions, 0U);
    EXPECT_EQ(played.sum.false_alarms, played.sum.actions);
    EXPECT_EQ(played.sum.longest, 100s);
}

TEST(Treatment, ByPatchAEndsAStormBeforeTheLinkIsLost) {
    Model model = only_blackholes(Hypothesis::wedged);
    model.classes[0].outage_class = outage::Class::decrypt_storm;
    const Played without = play(model, named("none"), 20, 10h);
    const Played with = play(model, named("patch-a"), 20, 10h);
    EXPECT_EQ(without.sum.escalated, without.sum.losses);
    EXPECT_EQ(with.sum.escalated, 0U);
    EXPECT_EQ(with.sum.actions, with.sum.losses);
    EXPECT_EQ(with.sum.resets, 0U);
    EXPECT_EQ(with.sum.false_alarms, 0U);
    EXPECT_NEAR(with.recoveries.quantile(0.5), 1.2, 0.03);
}

// --- What must not change
// --------------------------------------------------------------------------------------

// Every class, every way of failing, probes, keys, budgets: what was played by an engine that was told everything.
Model everything(Hypothesis hypothesis) {
    Model model;
    model.losses = {.base_per_hour = 4, .branching = 0.4, .decay_per_hour = 40};
    for (const outage::Class loss : simulated_classes)
        model.classes.push_back(
            {.outage_class = loss, .share = 1.0 / simulated_classes.size(), .escalation = 0.3});
    model.ordinary = {.mean = 0, .deviation = 1};
    model.beyond_limit = {.mean = 5.3, .deviation = 1};
    model.attempts = {0.25, 0.35, 0.2, 0.1, 0.1};
    model.failing_ordinary = 0.5;
    model.access_point_away = 0.2;
    model.decrypt_failures_per_hour = 20;
    model.access_points = 3;
    suppose(model, hypothesis);
    return model;
}

constexpr const char* climbing =
    "[[rung]]\nmethod = \"link_down_up\"\nhealthy_for = \"1min\"\n"
    "[[rung]]\nmethod = \"restart_hw\"\nproof = \"associated\"\n"
    "[[rung]]\nmethod = \"power_cycle\"\nproof = \"answer\"\ndeadline = \"1min\"\n"
    "[limits]\ncool_down = \"10s\"\ncool_down_factor = 3\ncool_down_max = \"10min\"\ngive_up_after = 3\n"
    "per_day = 20\n";

std::shared_ptr<const policy::Policy> on_event(const std::string& event, const std::string& more = {}) {
    return written("[[trigger]]\nevent = \"" + event + "\"\ncount = 2\nwithin = \"2min\"\n" + more + climbing);
}

std::shared_ptr<const policy::Policy> on_failures(const std::string& condition) {
    return written("[[trigger]]\noutage = \"any\"\nwithin = \"20min\"\n[[gate]]\n" + condition +
                   "[[rung]]\nmethod = \"function_reset\"\n[limits]\nper_hour = 6\n");
}

struct Pinned {
    std::string name;
    std::shared_ptr<const policy::Policy> policy;
    std::string sums;  // losses, blackholes, actions, resets, false alarms, nanoseconds dead and of the longest
};

std::string sums_of(const Pinned& pinned, Hypothesis hypothesis) {
    const NightResult sum = play(everything(hypothesis), pinned.policy, 40, 10h).sum;
    std::string text;
    for (const std::uint64_t figure : {sum.losses, sum.blackholes, sum.actions, sum.resets, sum.false_alarms})
        text += std::to_string(figure) + " ";
    return text + std::to_string(sum.dead.count()) + " " + std::to_string(sum.longest.count());
}

TEST(Night, IsToTheBitWhatItWasBeforeAnythingWasLeftOutForSpeed) {
    const std::string any_link = "[[gate]]\nlink = \"any\"\n";
    const std::vector<Pinned> all{
        {"none", named("none"), "2206 661 0 0 0 224065150773118 5957623655455"},
        {"b-1", named("b-1"), "2206 661 0 0 0 224065150773118 5957623655455"},
        {"b-1-and-comeback", named("b-1-and-comeback"), "2206 661 0 0 0 224065150773118 5957623655455"},
        {"b-1-gated", named("b-1-gated"), "2274 644 158 158 20 187124226561071 5957623655455"},
        {"patch-a", named("patch-a"), "2258 569 306 0 0 193896425238090 5957623655455"},
        {"android", named("android"), "2206 661 0 0 0 224065150773118 5957623655455"},
        {"ping-watchdog", named("ping-watchdog"), "2447 744 2625 2625 2042 80874810948662 5957623655455"},
        {"wlanmedic", named("wlanmedic"), "2257 670 591 326 76 198914263485091 5957623655455"},
        {"authorized", on_event("authorized", any_link), "2233 791 749 749 668 211848973999987 5957623655455"},
        {"associated", on_event("associated", any_link), "2233 791 749 749 668 211848973999987 5957623655455"},
        {"authenticated", on_event("authenticated"), "2282 713 796 796 135 180427040107010 5957623655455"},
        {"comeback of one", on_event("assoc_comeback", "per = \"bssid\"\n"),
         "2279 692 713 713 24 178567471675668 5957623655455"},
        {"scans", on_event("scan_finished"), "2265 706 795 795 323 191679140908602 5957623655455"},
        {"farewells", on_event("deauthenticated"), "2238 719 507 507 326 209556759501164 5957623655455"},
        {"actions", on_event("action_started", any_link), "2206 661 0 0 0 224065150773118 5957623655455"},
        {"decrypt failures", on_event("decrypt_failure", any_link),
         "2220 704 800 800 701 215846444096874 5957623655455"},
        {"each failed twice", on_failures("failures = [\"any\"]\neach = true\ncount = 2\n"),
         "2432 566 756 756 208 87512781528167 5957623655455"},
        {"refused by two", on_failures("failures = [\"auth_rejected\"]\nbssids = 2\n"),
         "2272 675 129 129 6 185996870149991 5957623655455"},
        {"time-outs", on_failures("failures = [\"assoc_timeout\"]\ncount = 2\n"),
         "2452 777 605 605 32 79640416348288 5957623655455"},
        {"not found", on_failures("failures = [\"network_not_found\"]\n"),
         "2369 650 578 578 209 135031879981033 5957623655455"},
        {"heard well",
         written(std::string("[[trigger]]\noutage = \"any\"\nwithin = \"1min\"\n[[gate]]\nsignal = "
                             "-65\nheard_within = \"10s\"\n[[gate]]\nsince_loss = \"40s\"\n") +
                 climbing),
         "2277 688 798 798 158 185014111250846 5957623655455"},
    };
    for (const Pinned& pinned : all) EXPECT_EQ(sums_of(pinned, Hypothesis::wedged), pinned.sums) << pinned.name;
    const Pinned& own = all.back();
    EXPECT_EQ(sums_of(own, Hypothesis::comeback), "2200 661 564 564 96 225495513570119 5957623655455");
    EXPECT_EQ(sums_of(own, Hypothesis::stale), "2371 818 781 781 369 122375607209328 5957623655455");
}

// --- The whole
// -----------------------------------------------------------------------------------------------------

Posterior of_the_seed() { return Posterior::fit(*named_prior("bes2600-seed", 5), {}).value(); }

std::vector<std::shared_ptr<const policy::Policy>> some_policies() {
    return {named("none"), named("b-1"), named("b-1-gated"), named("wlanmedic")};
}

bool same_bits(const std::vector<Outcome>& one, const std::vector<Outcome>& other) {
    return one.size() == other.size() && std::memcmp(one.data(), other.data(), one.size() * sizeof(Outcome)) == 0;
}

TEST(Simulation, IsTheSameToTheBitForAnyNumberOfThreads) {
    const Posterior posterior = of_the_seed();
    Plan plan{.draws = 23, .nights = 6};
    const auto one = simulate(posterior, some_policies(), {}, plan);
    ASSERT_TRUE(one);
    EXPECT_GT((*one)[2].actions_per_day.value, 0);
    for (const unsigned threads : {2U, 3U, 7U}) {
        plan.threads = threads;
        EXPECT_TRUE(same_bits(*one, simulate(posterior, some_policies(), {}, plan).value())) << threads;
    }
    plan.seed = 2;
    EXPECT_FALSE(same_bits(*one, simulate(posterior, some_policies(), {}, plan).value()));
}

TEST(Simulation, GivesEachPolicyTheSameNightsHoweverManyPlay) {
    const Posterior posterior = of_the_seed();
    const Plan plan{.draws = 20, .nights = 5, .threads = 2};
    const auto together = simulate(posterior, some_policies(), {}, plan).value();
    const auto alone = simulate(posterior, {named("b-1-gated")}, {}, plan).value();
    EXPECT_TRUE(same_bits({together[2]}, alone));
    const auto twice = simulate(posterior, {named("b-1"), named("b-1")}, {}, plan).value();
    EXPECT_TRUE(same_bits({twice[0]}, {twice[1]}));
}

// Under common random numbers a policy that saves something never has more losses to save from than the clock
// gives.
TEST(Simulation, UnderH3TheGatedResetSavesDeadTimeAndB1DoesNot) {
    const Plan plan{.draws = 100, .nights = 20, .threads = 2};
    const auto outcomes = simulate(of_the_seed(), some_policies(), {}, plan).value();
    EXPECT_LT(outcomes[2].dead_s_per_day.value, 0.7 * outcomes[0].dead_s_per_day.value);
    EXPECT_NEAR(outcomes[1].dead_s_per_day.value, outcomes[0].dead_s_per_day.value,
                0.2 * outcomes[0].dead_s_per_day.value);
    for (const Outcome& outcome : outcomes) {
        EXPECT_LE(outcome.dead_s_per_day.low, outcome.dead_s_per_day.value);
        EXPECT_GE(outcome.dead_s_per_day.high, outcome.dead_s_per_day.value);
        EXPECT_GT(outcome.dead_s_per_day.error, 0);
    }
}

TEST(Simulation, SaysBeforehandHowMuchThereIsToPlay) {
    const Posterior posterior = of_the_seed();
    const Plan plan{.draws = 400, .nights = 100};
    const auto outcomes = simulate(posterior, {named("none")}, {}, plan).value();
    const double losses = outcomes[0].losses_per_day.value * plan.hours / 24;
    EXPECT_NEAR(losses_of_a_night(posterior, plan), losses, 0.1 * losses);

    Summary storm = *named_prior("lab", 5);
    storm.stretches[0].losses = 5'000'000;
    const Posterior of_a_storm = Posterior::fit(storm, {.independent = true}).value();
    EXPECT_EQ(losses_of_a_night(of_a_storm, plan), Night::most_losses);
    EXPECT_NEAR(losses_of_a_night(of_a_storm, {.draws = 50, .hours = 0.105}), 50'000, 500);
}

TEST(Simulation, EndsWhereItIsToldTo) {
    const Plan plan{.draws = 100'000, .nights = 1000};
    EXPECT_FALSE(simulate(of_the_seed(), some_policies(), {}, plan, [](double) { return false; }));
}

// --- Estimates
// -----------------------------------------------------------------------------------------------------

DrawTally draw_with(const std::vector<std::uint64_t>& losses_of_nights) {
    DrawTally tally;
    for (const std::uint64_t losses : losses_of_nights) tally.add({.losses = losses}, false);
    return tally;
}

TEST(Estimate, OfDrawsThatDifferOnlyByChanceHasAllButNoParameterUncertainty) {
    std::vector<DrawTally> draws;
    Stream stream(1, 0, 0, Purpose::parameters);
    for (int i = 0; i < 500; ++i) {
        std::vector<std::uint64_t> nights(50);
        for (std::uint64_t& night : nights) night = static_cast<std::uint64_t>(3 * stream.standard_exponential());
        draws.push_back(draw_with(nights));
    }
    const Estimate losses = conclude(draws, 24).losses_per_day;
    EXPECT_NEAR(losses.value, 2.53, 0.1);
    EXPECT_LT(losses.high - losses.low, 0.8);  // of the draws' own means it would be about 1.7
    EXPECT_NEAR(losses.error, 0.0188, 0.004);
}

TEST(Estimate, OfDrawsThatDifferForGoodIsAsWideAsTheyAre) {
    std::vector<DrawTally> draws;
    for (std::uint64_t i = 0; i <= 1000; ++i) draws.push_back(draw_with({i, i, i}));
    const Estimate losses = conclude(draws, 12).losses_per_day;
    EXPECT_DOUBLE_EQ(losses.value, 1000);
    EXPECT_NEAR(losses.low, 50, 1e-9);
    EXPECT_NEAR(losses.high, 1950, 1e-9);
}

}  // namespace
}  // namespace wlanmedic::whatif
