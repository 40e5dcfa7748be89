// SPDX-License-Identifier: MIT
// When steps begin, and what they do.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "lab/scenario/actions.h"
#include "lab/scenario/reader.h"
#include "read.h"

namespace wlanmedic::lab {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;

When when(std::string_view keys) {
    const auto one = scenario(std::string("[[step]]\n").append(keys));
    return one.steps.size() == 1 ? one.steps.front().when : When{};
}

TEST(Steps, BeginWhenSomethingHappens) {
    const auto begin = when("when = \"connected\"\nafter = \"2 s\"\nwithin = \"5 min\"\n");
    ASSERT_TRUE(begin.happening);
    EXPECT_EQ(begin.happening->name, "connected");
    EXPECT_EQ(begin.after, 2s);
    EXPECT_EQ(begin.within, 5min);
    EXPECT_FALSE(begin.at);
    EXPECT_EQ(when("when = { in = \"dmesg\", has = \"oops\" }\n").happening->words.front(), "oops");
}

TEST(Steps, BeginWithoutAConditionAtOnce) {
    const auto begin = when("do = \"clear\"\n");
    EXPECT_FALSE(begin.at);
    EXPECT_FALSE(begin.happening);
    EXPECT_EQ(begin.after, 0s);
    EXPECT_EQ(begin.within, 60s);
}

TEST(Steps, BeginAtATimeSinceTheClockBegan) { EXPECT_EQ(when("at = \"27 min 45 s\"\n").at, 27min + 45s); }

TEST(Steps, BeginAtTheFirstSuchTimeOfDay) {
    const auto at = [](std::string_view time) {
        const auto read = read_scenario(
            fmt::format("clock = 2026-05-06T21:13:00Z\nduration = \"24 h\"\n[[access_point]]\n[[step]]\nat = {}\n",
                        time),
            "x.toml");
        return read ? read->steps.front().when.at : std::nullopt;
    };
    EXPECT_EQ(at("\"02:40:45\""), 5h + 27min + 45s);
    EXPECT_EQ(at("02:40:45"), 5h + 27min + 45s);
    EXPECT_EQ(at("\"21:54:10\""), 41min + 10s);
    EXPECT_EQ(at("21:13:00"), 0s);
    EXPECT_EQ(at("21:12:59"), 24h - 1s) << "the day after";
    EXPECT_EQ(at("02:40:45.5"), 5h + 27min + 45s + 500ms);
}

TEST(Steps, KnowTheirPlace) {
    const auto one = scenario("[[step]]\ndo = \"clear\"\n[[step]]\ndo = \"unwedge\"\n");
    EXPECT_EQ(one.steps[0].place.line, 4U);
    EXPECT_EQ(one.steps[1].place.line, 6U);
}

TEST(Steps, Repeat) {
    const auto one = scenario(R"([[step]]
repeat = 21
[[step.steps]]
after = "30 min"
do = "wedge"
[[step.steps]]
repeat = 2
steps = [{ do = "treat", with = "link" }, { when = "authorized" }]
)");
    ASSERT_EQ(one.steps.size(), 1U);
    EXPECT_EQ(one.steps[0].repeat, 21U);
    ASSERT_EQ(one.steps[0].steps.size(), 2U);
    EXPECT_EQ(one.steps[0].steps[0].when.after, 30min);
    EXPECT_TRUE(std::holds_alternative<WedgeRadio>(one.steps[0].steps[0].action));
    EXPECT_EQ(one.steps[0].steps[1].repeat, 2U);
    EXPECT_EQ(one.steps[0].steps[1].steps.size(), 2U);
    EXPECT_TRUE(std::holds_alternative<Nothing>(one.steps[0].steps[1].steps[1].action));
}

TEST(Actions, DropFramesByDirectionClassAndChance) {
    const auto rule = action<AddRule>(R"(do = "drop"
name = "farewell"
from = "station"
to = "ap2"
frames = ["deauthentication", "disassociation"]
probability = 0.5
)")
                          .rule;
    EXPECT_EQ(rule.name, "farewell");
    EXPECT_EQ(rule.from, station_radio);
    EXPECT_EQ(rule.to, Radio{1});
    EXPECT_EQ(rule.frames.count(), 2U);
    EXPECT_TRUE(rule.frames.test(static_cast<std::size_t>(FrameClass::deauthentication)));
    EXPECT_EQ(rule.effect, Rule::Effect::drop);
    EXPECT_EQ(rule.probability, 0.5);
    EXPECT_FALSE(rule.burst);
}

TEST(Actions, DropAllFramesOfAllWhereNothingIsSaid) {
    const auto rule = action<AddRule>("do = \"drop-acknowledged\"\nto = \"any\"\n").rule;
    EXPECT_FALSE(rule.from);
    EXPECT_FALSE(rule.to);
    EXPECT_TRUE(rule.frames.all());
    EXPECT_EQ(rule.probability, 1);
    EXPECT_EQ(rule.effect, Rule::Effect::drop_acknowledged);
    EXPECT_EQ(action<AddRule>("do = \"pass\"\n").rule.effect, Rule::Effect::pass);
}

TEST(Actions, DropInBursts) {
    const auto burst =
        action<AddRule>("do = \"drop\"\nburst = { good_to_bad = 0.1, bad_to_good = 1, loss_bad = 0.9 }\n")
            .rule.burst;
    ASSERT_TRUE(burst);
    EXPECT_EQ(burst->good_to_bad, 0.1);
    EXPECT_EQ(burst->bad_to_good, 1);
    EXPECT_EQ(burst->loss_good, 0);
    EXPECT_EQ(burst->loss_bad, 0.9);
}

TEST(Actions, DelayFrames) {
    const auto rule = action<AddRule>("do = \"delay\"\nby = \"300 ms\"\nfrom = \"neighbour\"\n").rule;
    EXPECT_EQ(rule.effect, Rule::Effect::delay);
    EXPECT_EQ(rule.delay, 300ms);
    EXPECT_EQ(rule.from, Radio{3});
}

TEST(Actions, WedgeARadio) {
    const auto plain = action<WedgeRadio>("do = \"wedge\"\n");
    EXPECT_EQ(plain.radio, station_radio);
    EXPECT_EQ(plain.wedge.path, Wedge::Path::receive);
    EXPECT_EQ(plain.wedge.kind, Wedge::Kind::unacknowledged);
    EXPECT_EQ(plain.wedge.healed_by, Treatment::link);
    EXPECT_FALSE(plain.wedge.heals_after);
    const auto full = action<WedgeRadio>(R"(do = "wedge"
radio = "ap1"
path = "both"
kind = "intermittent"
healed_by = "nothing"
heals_after = "82 s"
period = "10 s"
dead = "2 s"
)");
    EXPECT_EQ(full.radio, Radio{0});
    EXPECT_EQ(full.wedge.path, Wedge::Path::both);
    EXPECT_EQ(full.wedge.kind, Wedge::Kind::intermittent);
    EXPECT_EQ(full.wedge.healed_by, std::nullopt);
    EXPECT_EQ(full.wedge.heals_after, 82s);
    EXPECT_EQ(full.wedge.period, 10s);
    EXPECT_EQ(full.wedge.dead, 2s);
}

TEST(Actions, HealByEachTreatment) {
    const std::pair<const char*, Treatment> treatments[] = {{"reassociation", Treatment::reassociation},
                                                            {"link", Treatment::link},
                                                            {"restart", Treatment::restart},
                                                            {"bus-reset", Treatment::bus_reset}};
    for (const auto& [name, treatment] : treatments) {
        EXPECT_EQ(action<WedgeRadio>(fmt::format("do = \"wedge\"\nhealed_by = \"{}\"\n", name)).wedge.healed_by,
                  treatment);
        EXPECT_EQ(action<Treat>(fmt::format("do = \"treat\"\nwith = \"{}\"\n", name)).treatment, treatment);
    }
}

TEST(Actions, FadeRadiosTogether) {
    const auto fade = action<FadeRadios>(
        "do = \"fade\"\nradios = [\"ap1\", \"neighbour\", \"station\"]\ndbm = -95\nover = \"20 s\"\n");
    EXPECT_THAT(fade.radios, ElementsAre(0U, 3U, 2U));
    EXPECT_EQ(fade.dbm, -95);
    EXPECT_EQ(fade.over, 20s);
}

TEST(Actions, SpoofFrames) {
    const auto spoof = action<Spoof>(R"(do = "spoof"
frame = "disassociation"
access_point = "ap2"
towards = "access-point"
reason = 6
count = 4
interval = "50 ms"
)");
    EXPECT_EQ(spoof.frame_class, FrameClass::disassociation);
    EXPECT_EQ(spoof.access_point, "ap2");
    EXPECT_FALSE(spoof.to_station);
    EXPECT_EQ(spoof.reason, 6);
    EXPECT_EQ(spoof.count, 4U);
    EXPECT_EQ(spoof.interval, 50ms);
}

TEST(Actions, FaultTheDriver) {
    EXPECT_EQ(action<DriverFault>("do = \"connection-loss\"\n").kind, DriverFault::Kind::connection_loss);
    EXPECT_EQ(action<DriverFault>("do = \"beacon-loss\"\n").kind, DriverFault::Kind::beacon_loss);
    EXPECT_EQ(action<DriverFault>("do = \"rssi-low\"\n").kind, DriverFault::Kind::rssi_low);
    EXPECT_EQ(action<DriverFault>("do = \"rssi-high\"\n").kind, DriverFault::Kind::rssi_high);
    EXPECT_EQ(action<DriverFault>("do = \"driver-disconnect\"\n").kind, DriverFault::Kind::disconnect);
    EXPECT_EQ(action<DriverFault>("do = \"driver-restart\"\n").kind, DriverFault::Kind::restart);
    EXPECT_EQ(action<DriverFault>("do = \"hold-rtnl\"\nlasts = \"3 s\"\n").lasts, 3s);
}

TEST(Actions, AreDoneToAccessPoints) {
    using Kind = AccessPointAction::Kind;
    const std::pair<const char*, Kind> kinds[] = {{"kill", Kind::kill},
                                                  {"stop", Kind::stop},
                                                  {"start", Kind::start},
                                                  {"forget", Kind::forget},
                                                  {"block", Kind::block},
                                                  {"unblock", Kind::unblock},
                                                  {"filter-icmp", Kind::filter_icmp},
                                                  {"answer-icmp", Kind::answer_icmp}};
    for (const auto& [word, kind] : kinds) {
        const auto done = action<AccessPointAction>(fmt::format("do = \"{}\"\naccess_point = \"ap2\"\n", word));
        EXPECT_EQ(done.kind, kind) << word;
        EXPECT_EQ(done.access_point, "ap2") << word;
    }
    const auto changed = action<AccessPointAction>(
        "do = \"change-passphrase\"\naccess_point = \"ap1\"\npassphrase = \"newsecret\"\n");
    EXPECT_EQ(changed.kind, Kind::passphrase);
    EXPECT_EQ(changed.value, "newsecret");
}

TEST(Actions, AreDoneToTheStation) {
    using Kind = StationAction::Kind;
    const std::pair<const char*, Kind> kinds[] = {{"reassociate", Kind::reassociate},
                                                  {"disconnect", Kind::disconnect},
                                                  {"reconnect", Kind::reconnect},
                                                  {"link-down", Kind::link_down},
                                                  {"link-up", Kind::link_up},
                                                  {"rfkill-block", Kind::rfkill_block},
                                                  {"rfkill-unblock", Kind::rfkill_unblock},
                                                  {"radio-off", Kind::radio_off},
                                                  {"radio-on", Kind::radio_on}};
    for (const auto& [word, kind] : kinds)
        EXPECT_EQ(action<StationAction>(fmt::format("do = \"{}\"\n", word)).kind, kind) << word;
    EXPECT_EQ(action<StationAction>("do = \"roam\"\nto = \"ap2\"\n").value, "ap2");
    EXPECT_EQ(action<StationAction>("do = \"suspend\"\nlasts = \"10 s\"\n").lasts, 10s);
    EXPECT_EQ(action<StationAction>("do = \"learn-passphrase\"\npassphrase = \"newsecret\"\n").value, "newsecret");
}

TEST(Actions, AreOfTheRun) {
    EXPECT_EQ(action<StartTraffic>("do = \"start-traffic\"\nkind = \"load\"\n").traffic.kind, Traffic::Kind::load);
    action<StopTraffic>("do = \"stop-traffic\"\n");
    EXPECT_EQ(action<Phase>("do = \"phase\"\nname = \"quiet\"\n").name, "quiet");
    EXPECT_TRUE(scenario("[[step]]\nrepeat = 1\nsteps = [{ do = \"phase\", name = \"quiet\" }]\n").quiet);
    EXPECT_FALSE(scenario("[[step]]\ndo = \"phase\"\nname = \"wedge\"\n").quiet);
    EXPECT_EQ(action<ClearRules>("do = \"clear\"\nname = \"x\"\n").name, "x");
    const auto run = action<RunCommand>("do = \"run\"\ncommand = \"ls\"\nat_most = \"5 s\"\n");
    EXPECT_EQ(run.command, "ls");
    EXPECT_EQ(run.at_most, 5s);
    EXPECT_EQ(action<RunCommand>("do = \"run\"\ncommand = \"ls\"\n").at_most, 10min);
    EXPECT_EQ(action<UnwedgeRadio>("do = \"unwedge\"\nradio = \"ap2\"\n").radio, Radio{1});
}

}  // namespace
}  // namespace wlanmedic::lab
