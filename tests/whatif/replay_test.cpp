// SPDX-License-Identifier: MIT
#include "whatif/replay.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace wlanmedic::whatif {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
using wifi::Instant;

const Instant evening{1'780'000'000s};
const wifi::MacAddress home = *wifi::MacAddress::parse("02:00:00:00:00:01");

policy::Policy loss_policy(int count, wifi::Duration within) {
    policy::Policy policy{.name = "losses"};
    policy.triggers.push_back({.on = policy::Watch::On::outage,
                               .outage_class = outage::Class::connection_loss,
                               .count = count,
                               .within = within});
    policy.rungs.push_back({.method = driver::Method::function_reset});
    policy.limits.grace = 0s;
    return policy;
}

policy::Gate gate(policy::Condition condition) { return {.of = {std::move(condition)}}; }

policy::Policy so_long_after_a_loss(wifi::Duration span) {
    policy::Policy policy = loss_policy(1, 10min);
    policy.gates.push_back(gate({.kind = policy::Condition::Kind::since_loss, .span = span}));
    return policy;
}

// A night told to the detector and to one policy, as the program does it.
class Night {
public:
    explicit Night(policy::Policy policy)
        : replay_(std::make_shared<const policy::Policy>(std::move(policy)), {}),
          detector_([this](outage::Outage&& outage) { outages_.push_back(summary_of(outage, 5s)); }) {}

    void tell(wifi::Duration at, wifi::Payload payload, std::string interface = "wlan0") {
        wifi::Event event{.sequence = ++told_,
                          .instant = evening + at,
                          .interface = std::move(interface),
                          .receipts = {{.line = told_, .text = "a line"}},
                          .payload = std::move(payload)};
        detector_.on(event);
        replay_.on(event);
    }
    void link(wifi::Duration at) {
        tell(at - 20ms, wifi::Authenticated{home});
        tell(at, wifi::Associated{home});
        tell(at + 1ms, wifi::Authorized{home});
    }
    void lose(wifi::Duration at) { tell(at, wifi::ConnectionLoss{home}); }

    PolicyReplay end(wifi::Duration at) {
        detector_.finish(evening + at);
        replay_.finish(evening + at);
        return replay_.result(outages_);
    }

private:
    Replay replay_;
    outage::Detector detector_;
    std::vector<OutageSummary> outages_;
    std::uint64_t told_ = 0;
};

TEST(Replay, AFiringIsOfTheOutageItFallsInto) {
    Night night(so_long_after_a_loss(20s));
    night.link(1s);
    night.lose(100s);
    night.link(101s);
    night.lose(200s);
    night.link(286s);
    const PolicyReplay result = night.end(1000s);
    ASSERT_THAT(result.firings, SizeIs(1));
    const Firing& firing = result.firings.front();
    EXPECT_EQ(firing.at, evening + 220s) << "by a timer: nothing happens then";
    EXPECT_EQ(firing.outage, 2U);
    EXPECT_EQ(firing.after_loss, 20s);
    EXPECT_EQ(firing.before_end, 66s);
    EXPECT_EQ(firing.saved_at_most, 66s);
    EXPECT_EQ(firing.false_alarm, "");
    EXPECT_THAT(firing.actions, ElementsAre(driver::Method::function_reset));
    EXPECT_EQ(result.saved_at_most, 66s);
    EXPECT_THAT(result.missed, IsEmpty());
}

TEST(Replay, ABlackholeWithoutAFiringIsMissedAndWhatStoodAgainstItIsSaid) {
    Night rare(loss_policy(3, 60s));
    rare.link(1s);
    rare.lose(100s);
    rare.link(186s);
    const PolicyReplay result = rare.end(1000s);
    EXPECT_THAT(result.firings, IsEmpty());
    ASSERT_THAT(result.missed, SizeIs(1));
    EXPECT_EQ(result.missed.front().outage, 1U);
    EXPECT_EQ(result.missed.front().because, "no trigger held");

    policy::Policy policy = loss_policy(1, 10min);
    policy.gates.push_back(gate({.kind = policy::Condition::Kind::link, .link = policy::Condition::Link::down}));
    policy.gates.push_back(gate({.kind = policy::Condition::Kind::failures,
                                 .failures = 1U << static_cast<unsigned>(policy::Failure::scan_empty)}));
    Night gated(policy);
    gated.link(1s);
    gated.lose(100s);
    gated.link(186s);
    EXPECT_EQ(gated.end(1000s).missed.front().because, "a trigger held, gate 2 did not");
}

TEST(Replay, AShortOutageIsNotMissed) {
    Night night(loss_policy(3, 60s));
    night.link(1s);
    night.lose(100s);
    night.link(104s);
    EXPECT_THAT(night.end(1000s).missed, IsEmpty());
}

TEST(Replay, AFiringWhileTheAttemptThatHealsIsUnderWayIsAFalseAlarm) {
    Night night(so_long_after_a_loss(9s));
    night.link(1s);
    night.lose(100s);
    night.tell(108s, wifi::AuthRequested{home, 1});
    night.tell(108500ms, wifi::Authenticated{home});
    night.tell(109500ms, wifi::Associated{home});
    night.tell(109501ms, wifi::Authorized{home});
    const PolicyReplay result = night.end(1000s);
    ASSERT_THAT(result.firings, SizeIs(1));
    EXPECT_THAT(result.firings.front().false_alarm, HasSubstr("already healing"));
    EXPECT_THAT(result.firings.front().false_alarm, HasSubstr("1.0 s before"));
    EXPECT_EQ(result.saved_at_most, 0s);
    EXPECT_THAT(result.missed, SizeIs(1)) << "of 9.5 s";
}

TEST(Replay, AnAttemptThatFailedBeforeIsNoHealing) {
    Night night(so_long_after_a_loss(9s));
    night.link(1s);
    night.lose(100s);
    night.tell(108s, wifi::AuthRequested{home, 1});
    night.tell(108600ms, wifi::AuthTimedOut{home});
    night.link(120s);
    EXPECT_EQ(night.end(1000s).firings.front().false_alarm, "");
}

TEST(Replay, AFiringWithoutAnOutageIsAFalseAlarm) {
    policy::Policy policy = loss_policy(1, 1s);
    policy.triggers.front() = {.on = policy::Watch::On::event,
                               .event = *wifi::alternative_named("decrypt_failure"),
                               .count = 5,
                               .within = 5s};
    policy.gates.push_back(gate({.kind = policy::Condition::Kind::link, .link = policy::Condition::Link::up}));
    Night quiet(policy);
    quiet.link(1s);
    for (int i = 0; i < 5; ++i) quiet.tell(100s + i * 100ms, wifi::DecryptFailure{});
    const PolicyReplay alone = quiet.end(1000s);
    ASSERT_THAT(alone.firings, SizeIs(1));
    EXPECT_EQ(alone.firings.front().false_alarm, "no outage");
    EXPECT_FALSE(alone.firings.front().outage);

    Night stormy(policy);
    stormy.link(1s);
    for (int i = 0; i < 5; ++i) stormy.tell(100s + i * 100ms, wifi::DecryptFailure{});
    stormy.lose(103s);
    stormy.link(200s);
    const PolicyReplay before = stormy.end(1000s);
    ASSERT_THAT(before.firings, SizeIs(1));
    EXPECT_EQ(before.firings.front().outage, 1U) << "the storm before the loss is its omen";
    EXPECT_LT(before.firings.front().after_loss, 0s);
    EXPECT_EQ(before.firings.front().saved_at_most, 97s) << "before the loss nothing is dead";
}

TEST(Replay, OfAnOutageWithoutAnEndItSaysHowFarTheEvidenceReaches) {
    Night night(loss_policy(1, 10min));
    night.link(1s);
    night.lose(100s);
    const PolicyReplay result = night.end(1000s);
    ASSERT_THAT(result.firings, SizeIs(1));
    EXPECT_FALSE(result.firings.front().before_end);
    EXPECT_EQ(result.firings.front().saved_at_most, 900s);
}

TEST(Replay, AnOutageTreatedTwiceIsSavedOnce) {
    policy::Policy policy = loss_policy(1, 1h);
    policy.triggers.push_back({.on = policy::Watch::On::event,
                               .event = *wifi::alternative_named("auth_timeout"),
                               .count = 1,
                               .within = 1s});
    policy.rungs.front().deadline = 10s;
    policy.limits.cool_down = 0s;
    Night night(policy);
    night.link(1s);
    night.lose(100s);
    night.tell(200s, wifi::AuthTimedOut{home});
    night.link(300s);
    const PolicyReplay result = night.end(1000s);
    ASSERT_THAT(result.firings, SizeIs(2));
    EXPECT_EQ(result.firings[0].saved_at_most, 200s);
    EXPECT_EQ(result.firings[1].saved_at_most, 100s);
    EXPECT_EQ(result.saved_at_most, 200s);
}

TEST(Replay, RungsThatWouldHaveFollowedBelongToTheFiring) {
    policy::Policy policy = loss_policy(1, 1h);
    policy.rungs.front().deadline = 10s;
    policy.rungs.push_back({.method = driver::Method::module_reload, .deadline = 10s});
    Night night(policy);
    night.link(1s);
    night.lose(100s);
    night.link(300s);
    const PolicyReplay result = night.end(1000s);
    ASSERT_THAT(result.firings, SizeIs(1));
    EXPECT_THAT(result.firings.front().actions,
                ElementsAre(driver::Method::function_reset, driver::Method::module_reload));
}

TEST(Replay, WhatIsWatchedAndNotInTheEvidenceIsSaid) {
    policy::Policy policy = loss_policy(1, 1h);
    policy.triggers.push_back(
        {.on = policy::Watch::On::stall, .stall = outage::Stall::Kind::no_answer, .within = 30s});
    Night night(policy);
    night.link(1s);
    EXPECT_THAT(night.end(10s).remarks, ElementsAre(HasSubstr("no_answer")));

    Night with_probes(policy);
    with_probes.link(1s);
    with_probes.tell(2s, wifi::ProbeResult{.target = "192.0.2.1", .answer = wifi::Answer::up});
    EXPECT_THAT(with_probes.end(10s).remarks, IsEmpty());
}

TEST(Replay, EachMachineIsPlayedByItself) {
    Night night(loss_policy(2, 60s));
    night.link(1s);
    night.lose(100s);
    night.end(110s);
    night.link(120s);
    night.lose(130s);
    EXPECT_THAT(night.end(200s).firings, IsEmpty()) << "one loss on each";
}

}  // namespace
}  // namespace wlanmedic::whatif
