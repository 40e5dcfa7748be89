// SPDX-License-Identifier: MIT
// The scenarios that are built in: all of them are good, and the quiet ones keep their promise.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "lab/scenario/actions.h"
#include "lab/scenario/embedded.h"
#include "lab/scenario/happening.h"
#include "lab/scenario/outage_names.h"
#include "lab/scenario/reader.h"

namespace wlanmedic::lab {
namespace {

using namespace std::chrono_literals;
using testing::Contains;
using testing::HasSubstr;

std::vector<Scenario> all() {
    std::vector<Scenario> scenarios;
    for (const auto& embedded : embedded_scenarios()) {
        auto read = read_scenario(embedded.text, std::string(embedded.file));
        EXPECT_TRUE(read) << read.error().to_string();
        if (read) scenarios.push_back(*std::move(read));
    }
    return scenarios;
}

Scenario named(std::string_view name) {
    for (auto& scenario : all())
        if (scenario.name == name) return scenario;
    ADD_FAILURE() << "no scenario " << name;
    return {};
}

/// As they are played, each repeat once.
void flatten(const std::vector<Step>& steps, std::vector<Step>& flat) {
    for (const auto& step : steps) {
        flat.push_back(step);
        flatten(step.steps, flat);
    }
}
std::vector<Step> steps_of(const Scenario& scenario) {
    std::vector<Step> flat;
    flatten(scenario.steps, flat);
    return flat;
}

template <class Wanted>
bool does(const Step& step) {
    return std::holds_alternative<Wanted>(step.action);
}

std::string text_of(const std::filesystem::path& file) {
    std::ifstream in(file);
    std::stringstream text;
    text << in.rdbuf();
    return text.str();
}

TEST(BuiltIn, AreTheFilesOfTheTree) {
    std::size_t files = 0;
    for (const auto& file : std::filesystem::directory_iterator(WLANMEDIC_SOURCE_DIR "/lab/scenarios")) {
        ++files;
        const auto name = "lab/scenarios/" + file.path().filename().string();
        const auto embedded = embedded_scenarios();
        const auto found = std::ranges::find(embedded, name, &config::EmbeddedFile::file);
        ASSERT_NE(found, embedded.end()) << name;
        EXPECT_EQ(found->text, text_of(file.path()));
    }
    EXPECT_EQ(files, embedded_scenarios().size());
}

TEST(BuiltIn, AreAllThatTheLabNeeds) {
    std::vector<std::string> names;
    for (const auto& scenario : all()) names.push_back(scenario.name);
    for (const auto* name : {"clean",
                             "beacon-loss",
                             "beacons-only-lost",
                             "access-point-killed",
                             "connection-loss",
                             "connection-loss-no-pmf",
                             "connection-loss-optional-pmf",
                             "connection-loss-network-manager",
                             "connection-loss-iwd",
                             "wedge-reassociation",
                             "wedge-link",
                             "wedge-restart",
                             "wedge-bus-reset",
                             "wedge-zombie-reassociation",
                             "wedge-zombie-link",
                             "wedge-zombie-restart",
                             "wedge-zombie-bus-reset",
                             "full-chain",
                             "sae",
                             "two-access-points",
                             "roam",
                             "cw1200-losses-guarded",
                             "cw1200-two-losses-guarded",
                             "cw1200-wedge-guarded",
                             "cw1200-wedge-unguarded",
                             "cw1200-hang-guarded",
                             "cw1200-hang-unguarded",
                             "soak",
                             "bes2600-night",
                             "loaded-hour",
                             "quiet-blocked",
                             "quiet-reboot",
                             "quiet-slow-answers",
                             "quiet-wrong-password",
                             "quiet-radio-off",
                             "quiet-rfkill",
                             "quiet-suspend",
                             "quiet-out-of-range",
                             "quiet-interference-10",
                             "quiet-interference-30",
                             "quiet-interference-60",
                             "quiet-long-comeback",
                             "quiet-group-key",
                             "quiet-icmp-filtered",
                             "quiet-beacons-lost"})
        EXPECT_THAT(names, Contains(name));
}

TEST(BuiltIn, SayWhatTheyAreAndWhatTheyExpect) {
    for (const auto& scenario : all()) {
        EXPECT_FALSE(scenario.title.empty()) << scenario.name;
        EXPECT_FALSE(scenario.steps.empty()) << scenario.name;
        EXPECT_FALSE(scenario.expected.empty() && scenario.never.empty()) << scenario.name;
        EXPECT_TRUE(scenario.access_points.back().foreign) << scenario.name;
    }
}

TEST(BuiltIn, QuietOnesEndWithAWedgeThatMustBeHealed) {
    int quiet = 0;
    for (const auto& scenario : all()) {
        EXPECT_EQ(scenario.quiet, scenario.name.starts_with("quiet-")) << scenario.name;
        if (!scenario.quiet) continue;
        ++quiet;
        const auto steps = steps_of(scenario);
        const auto phase = [&](const char* name) {
            return std::ranges::find_if(steps, [&](const Step& step) {
                return does<Phase>(step) && std::get<Phase>(step.action).name == name;
            });
        };
        const auto wedge_phase = phase("wedge");
        ASSERT_LT(phase("quiet"), wedge_phase) << scenario.name;
        ASSERT_NE(wedge_phase, steps.end()) << scenario.name;
        const auto is_wedge = [](const Step& step) { return does<WedgeRadio>(step); };
        const auto is_treat = [](const Step& step) { return does<Treat>(step); };
        EXPECT_TRUE(std::none_of(steps.begin(), wedge_phase, is_wedge)) << scenario.name;
        EXPECT_TRUE(std::none_of(steps.begin(), wedge_phase, is_treat)) << scenario.name;
        const auto wedge = std::find_if(wedge_phase, steps.end(), is_wedge);
        ASSERT_NE(wedge, steps.end()) << scenario.name;
        const auto& action = std::get<WedgeRadio>(wedge->action);
        EXPECT_EQ(action.radio, station_radio) << "it silences all at once";
        EXPECT_FALSE(action.wedge.heals_after) << scenario.name << ": a dead guard must not pass";
        const auto treat = std::find_if(wedge, steps.end(), is_treat);
        ASSERT_NE(treat, steps.end()) << scenario.name;
        EXPECT_GE(std::get<Treat>(treat->action).treatment, *action.wedge.healed_by) << scenario.name;
        ASSERT_TRUE(steps.back().when.happening) << scenario.name;
        EXPECT_EQ(steps.back().when.happening->name, "authorized") << scenario.name;
    }
    EXPECT_EQ(quiet, 15);
}

TEST(BuiltIn, WhatIsTakenAwayInQuietIsGivenBackBeforeTheWedge) {
    for (const auto& scenario : all()) {
        if (!scenario.quiet) continue;
        int rules = 0;
        for (const auto& step : steps_of(scenario)) {
            if (does<AddRule>(step)) ++rules;
            if (does<ClearRules>(step)) rules = 0;
            if (does<WedgeRadio>(step)) break;
        }
        EXPECT_EQ(rules, 0) << scenario.name;
    }
}

TEST(BuiltIn, OutOfRangeFadesBothAndRebootLeavesTheForeignOneInSight) {
    const auto away = named("quiet-out-of-range");
    const auto steps = steps_of(away);
    const auto fade = std::ranges::find_if(steps, [](const Step& step) { return does<FadeRadios>(step); });
    ASSERT_NE(fade, steps.end());
    const auto& first = std::get<FadeRadios>(fade->action);
    EXPECT_EQ(first.over, 20s);
    EXPECT_LT(first.dbm, -92);
    EXPECT_THAT(first.radios, Contains(away.access_points.back().radio));
    EXPECT_THAT(first.radios, Contains(away.access_points.front().radio));
    for (const auto& step : steps_of(named("quiet-reboot"))) {
        EXPECT_FALSE(does<FadeRadios>(step));
        if (const auto* const action = std::get_if<AccessPointAction>(&step.action)) {
            EXPECT_EQ(action->access_point, "ap1");
        }
    }
}

TEST(BuiltIn, InterferenceTakesTheShareThatItSays) {
    for (const int percent : {10, 30, 60}) {
        bool seen = false;
        for (const auto& step : steps_of(named("quiet-interference-" + std::to_string(percent))))
            if (const auto* const add = std::get_if<AddRule>(&step.action)) {
                ASSERT_TRUE(add->rule.burst);
                EXPECT_NEAR(add->rule.burst->mean_loss(), percent / 100.0, 1e-6);
                EXPECT_FALSE(add->rule.from || add->rule.to);
                seen = true;
            }
        EXPECT_TRUE(seen);
    }
}

TEST(BuiltIn, WedgesAreHealedByWhatTheirNameSaysAndNotByWhatIsTriedBefore) {
    const std::pair<const char*, Treatment> treatments[] = {{"reassociation", Treatment::reassociation},
                                                            {"link", Treatment::link},
                                                            {"restart", Treatment::restart},
                                                            {"bus-reset", Treatment::bus_reset}};
    for (const auto& [name, treatment] : treatments)
        for (const bool zombie : {false, true}) {
            const auto scenario = named(std::string(zombie ? "wedge-zombie-" : "wedge-") + name);
            std::vector<Treatment> tried;
            for (const auto& step : steps_of(scenario)) {
                if (const auto* const wedge = std::get_if<WedgeRadio>(&step.action)) {
                    EXPECT_EQ(wedge->wedge.healed_by, treatment) << scenario.name;
                    EXPECT_EQ(wedge->wedge.kind, zombie ? Wedge::Kind::acknowledged : Wedge::Kind::unacknowledged);
                }
                if (const auto* const treat = std::get_if<Treat>(&step.action)) tried.push_back(treat->treatment);
            }
            if (treatment == Treatment::reassociation) continue;
            ASSERT_EQ(tried.size(), 2U) << scenario.name;
            EXPECT_LT(tried[0], treatment) << scenario.name;
            EXPECT_EQ(tried[1], treatment) << scenario.name;
        }
}

TEST(BuiltIn, ChipsThatAreGuardedComeBackAndThoseThatAreNotStayDead) {
    int chips = 0;
    for (const auto& scenario : all()) {
        const auto& chip = scenario.station.chip;
        EXPECT_EQ(chip.has_value(), scenario.name.starts_with("cw1200-")) << scenario.name;
        if (!chip) continue;
        ++chips;
        EXPECT_EQ(chip->guard.has_value(), !scenario.name.ends_with("-unguarded")) << scenario.name;
        const auto steps = steps_of(scenario);
        const auto* const asked = std::get_if<RunCommand>(&steps.back().action);
        ASSERT_NE(asked, nullptr) << scenario.name << ": it ends with a question";
        EXPECT_EQ(asked->command, std::string(chip->guard ? "" : "! ") + "ping -c 3 -W 1 10.0.0.1");
    }
    EXPECT_EQ(chips, 6);
}

TEST(BuiltIn, TheNightIsThatOfTheSeed) {
    const auto night = named("bes2600-night");
    EXPECT_EQ(wifi::to_rfc3339(night.clock), "2026-05-06T21:13:00.000000Z");
    EXPECT_EQ(night.access_points.size(), 4U);
    ASSERT_EQ(night.traffic.size(), 1U);
    EXPECT_EQ(night.traffic[0].interval, 10s);
    int losses = 0;
    bool chain = false;
    for (const auto& step : steps_of(night)) {
        const auto* const fault = std::get_if<DriverFault>(&step.action);
        if (fault == nullptr || fault->kind != DriverFault::Kind::connection_loss) continue;
        ++losses;
        chain |= step.when.at == 5h + 27min + 45s;
    }
    EXPECT_EQ(losses, 9);
    EXPECT_TRUE(chain) << "02:40:45";
    EXPECT_EQ(night.steps.back().when.at, 10h + 30min);
}

TEST(BuiltIn, TheSoakHasTwentyOneWedgesInTheNight) {
    const auto soak = named("soak");
    const auto repeated = std::ranges::find_if(soak.steps, [](const Step& step) { return step.repeat > 1; });
    ASSERT_NE(repeated, soak.steps.end());
    EXPECT_EQ(repeated->repeat, 21U);
    wifi::Duration round{};
    for (const auto& step : repeated->steps) round += step.when.after;
    EXPECT_LT(21 * (round + 10s), 10h + 30min) << "all of them before the end";
    EXPECT_EQ(soak.steps.back().when.at, 10h + 30min);
}

TEST(BuiltIn, DurationsAreLongEnoughForTheWaits) {
    for (const auto& scenario : all()) {
        wifi::Duration least{};
        const auto add = [&](const auto& self, const std::vector<Step>& steps, unsigned times) -> void {
            for (const auto& step : steps) {
                if (step.when.at) least = std::max(least, *step.when.at);
                least += times * step.when.after;
                if (const auto* const action = std::get_if<StationAction>(&step.action))
                    least += times * action->lasts;
                self(self, step.steps, times * step.repeat);
            }
        };
        add(add, scenario.steps, 1);
        EXPECT_LT(least + 20s, scenario.duration) << scenario.name;
    }
}

TEST(Documentation, TellsEveryActionAndHappening) {
    const auto text = text_of(WLANMEDIC_SOURCE_DIR "/docs/lab.md");
    for (const auto& action : action_words()) {
        EXPECT_THAT(text, HasSubstr(fmt::format("`{}`", action.word)));
        for (const auto* key : action.keys) EXPECT_THAT(text, HasSubstr(fmt::format("`{}`", key)));
    }
    for (const auto name : happening_names()) EXPECT_THAT(text, HasSubstr(fmt::format("`{}`", name)));
    for (const auto name : outage_names) EXPECT_THAT(text, HasSubstr(fmt::format("`{}`", name)));
}

TEST(OutageNames, AreThoseOfExplain) {
    const auto source = text_of(WLANMEDIC_SOURCE_DIR "/src/outage/outage.cpp");
    std::size_t names = 0;
    for (auto at = source.find("case Class::"); at != std::string::npos; at = source.find("case Class::", at + 1))
        ++names;
    EXPECT_EQ(names, outage_names.size());
    for (const auto name : outage_names)
        EXPECT_THAT(source, HasSubstr(fmt::format("case Class::{}: return \"{}\";", name, name)));
}

}  // namespace
}  // namespace wlanmedic::lab
