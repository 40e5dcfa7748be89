// SPDX-License-Identifier: MIT
// What only a recording tells: renamed interfaces, probes, load, counters at intervals.
#include <fmt/format.h>
#include <gmock/gmock.h>

#include "outage/detector.h"
#include "wifi/codes.h"

namespace wlanmedic::outage {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

const auto access_point = wifi::MacAddress::parse("02:00:00:00:00:01");

class Told {
public:
    Told()
        : detector_([this](Outage&& outage) { outages.push_back(std::move(outage)); },
                    [this](Stall&& stall) { stalls.push_back(std::move(stall)); }) {}

    Told& at(wifi::Duration when, wifi::Payload payload, std::string interface = "wlan0",
             std::uint32_t source = 0) {
        wifi::Event event{.sequence = ++sequence_,
                          .instant = wifi::Instant{std::chrono::hours{24} + when},
                          .interface = std::move(interface),
                          .receipts = {{.source = source, .line = sequence_, .text = "line"}},
                          .payload = std::move(payload)};
        detector_.on(event);
        return *this;
    }
    Told& linked(wifi::Duration when, const std::string& interface = "wlan0") {
        return at(when, wifi::Associated{.bssid = access_point}, interface)
            .at(when + 10ms, wifi::Authorized{.bssid = access_point}, interface);
    }
    Told& lost(wifi::Duration when, const std::string& interface = "wlan0") {
        return at(when, wifi::Disconnected{.by = wifi::Sender::access_point, .reason = 4}, interface);
    }
    Told& probe(wifi::Duration when, wifi::Answer answer, std::string target = "192.0.2.1") {
        return at(when, wifi::ProbeResult{.target = std::move(target), .answer = answer});
    }
    Told& load(wifi::Duration when, wifi::LoadReport::State state, std::string target = "sink") {
        return at(when, wifi::LoadReport{.target = std::move(target), .state = state});
    }
    Told& end(wifi::Duration when) {
        detector_.finish(wifi::Instant{std::chrono::hours{24} + when});
        return *this;
    }
    const Detector& detector() const { return detector_; }

    std::vector<Outage> outages;
    std::vector<Stall> stalls;

private:
    Detector detector_;
    std::uint64_t sequence_ = 0;
};

using wifi::Answer;
using State = wifi::LoadReport::State;

const wifi::Payload answered = wifi::StationState{
    .address = access_point, .before = wifi::StationStage::authorized, .after = wifi::StationStage::authorized};

TEST(Answer, ThatTheAccessPointIsStillThereEndsNoOutage) {
    Told told;
    told.linked(0s).at(100s, wifi::ConnectionLoss{.bssid = access_point}).at(100s + 1ms, answered);
    told.lost(100s + 20ms).linked(107s).end(200s);
    ASSERT_THAT(told.outages, SizeIs(1));
    EXPECT_EQ(told.outages[0].duration(), 7s - 20ms);
}

TEST(Answer, AtTheBeginningShowsTheLink) {
    Told told;
    told.at(0s, answered).lost(100s).linked(107s).end(200s);
    ASSERT_THAT(told.outages, SizeIs(1));
    EXPECT_EQ(told.detector().watches().at("wlan0").front().from, wifi::Instant{std::chrono::hours{24}});
}

TEST(Renamed, ARadioThatComesBackGoesOnWhereItLeft) {
    Told told;
    told.at(0s, wifi::InterfaceType{.type = "station"}, "wlan2").linked(1s, "wlan2").lost(100s, "wlan2");
    told.at(110s, wifi::InterfaceType{.type = "station", .removed = true}, "wlan2");
    told.at(111s, wifi::InterfaceType{.type = "station"}, "wlan0");
    told.at(111s, wifi::InterfaceRenamed{.before = "wlan0", .after = "wlan2"}, "wlan2");
    told.linked(117s, "wlan2").end(200s);
    ASSERT_THAT(told.outages, SizeIs(1));
    EXPECT_EQ(told.outages[0].interface, "wlan2");
    EXPECT_EQ(told.outages[0].duration(), 17s);
    EXPECT_EQ(told.detector().watches().count("wlan0"), 0U);
}

TEST(Renamed, AnInterfaceGoesOnUnderItsNewName) {
    Told told;
    told.linked(0s).lost(100s);
    told.at(101s, wifi::InterfaceRenamed{.before = "wlan0", .after = "wlp1s0"}, "wlp1s0");
    told.linked(107s, "wlp1s0").end(200s);
    ASSERT_THAT(told.outages, SizeIs(1));
    EXPECT_EQ(told.outages[0].interface, "wlp1s0");
    EXPECT_EQ(told.outages[0].duration(), 7s);
    EXPECT_EQ(told.detector().watches().count("wlan0"), 0U);
    ASSERT_EQ(told.detector().watches().count("wlp1s0"), 1U);
    EXPECT_EQ(told.detector().watches().at("wlp1s0").size(), 1U);
}

TEST(Renamed, AnInterfaceTakesThePlaceOfOneThatIsGone) {
    Told told;
    told.linked(0s, "wlp1s0").linked(1s);
    told.at(50s, wifi::InterfaceRenamed{.before = "wlan0", .after = "wlp1s0"}, "wlp1s0");
    told.lost(60s, "wlp1s0").linked(61s, "wlp1s0").end(100s);
    EXPECT_THAT(told.outages, SizeIs(1));
    EXPECT_EQ(told.detector().watches().at("wlp1s0").size(), 2U);
    Told unknown;
    unknown.at(0s, wifi::InterfaceRenamed{.before = "eth0", .after = "eth1"}, "eth1").end(1s);
    EXPECT_THAT(unknown.outages, IsEmpty());
}

TEST(Probe, ThatWasAnsweredAndIsNotIsAStall) {
    Told told;
    told.linked(0s).probe(1s, Answer::up);
    told.probe(10s, Answer::down).probe(30s, Answer::up).end(100s);
    ASSERT_THAT(told.stalls, SizeIs(1));
    EXPECT_EQ(name_of(told.stalls[0].kind), "no_answer");
    EXPECT_EQ(*told.stalls[0].end - told.stalls[0].start, 20s);
    EXPECT_THAT(told.stalls[0].because, HasSubstr("192.0.2.1 answered before"));
    EXPECT_THAT(told.stalls[0].receipts, testing::Not(IsEmpty()));
}

TEST(Probe, OfAnotherGatewaySaysNothingOfTheOneBefore) {
    Told told;
    told.linked(0s).probe(1s, Answer::up).probe(10s, Answer::down).probe(30s, Answer::down, "198.51.100.1");
    told.end(100s);
    ASSERT_THAT(told.stalls, SizeIs(1));
    EXPECT_THAT(told.stalls[0].because, HasSubstr("until another was asked"));
}

TEST(Probe, ThatNeverWasAnsweredOrIsSoonAgainIsNone) {
    Told filtered;
    filtered.linked(0s);
    for (int i = 0; i < 60; ++i) filtered.probe(10s + i * 1s, Answer::down);
    EXPECT_THAT(filtered.end(100s).stalls, IsEmpty()) << "a gateway that filters";
    Told short_one;
    short_one.linked(0s).probe(1s, Answer::up);
    short_one.probe(10s, Answer::down);
    EXPECT_THAT(short_one.probe(19s, Answer::up).end(200s).stalls, IsEmpty());
}

TEST(Probe, OfWhichNothingIsKnownNeverCounts) {
    Told told;
    told.linked(0s).probe(1s, Answer::up);
    for (int i = 0; i < 60; ++i) told.probe(10s + i * 1s, Answer::unknown);
    EXPECT_THAT(told.end(100s).stalls, IsEmpty());
}

TEST(Probe, WithoutALinkIsNoStall) {
    Told told;
    told.linked(0s).probe(1s, Answer::up).lost(5s);
    for (int i = 0; i < 60; ++i) told.probe(10s + i * 1s, Answer::down);
    told.linked(80s);
    for (int i = 0; i < 60; ++i) told.probe(81s + i * 1s, Answer::down);
    EXPECT_THAT(told.end(200s).stalls, IsEmpty())
        << "what was answered before the loss shows nothing of the new link";
}

TEST(Load, ThatFlowedAndDoesNotIsAStall) {
    Told told;
    told.linked(0s).load(1s, State::flowing);
    told.load(10s, State::stalled).load(16s, State::unreachable).end(40s);
    ASSERT_THAT(told.stalls, SizeIs(1));
    EXPECT_EQ(name_of(told.stalls[0].kind), "load_stalled");
    EXPECT_EQ(told.stalls[0].end, std::nullopt);
    Told never;
    never.linked(0s);
    for (int i = 0; i < 60; ++i) never.load(10s + i * 1s, State::unreachable);
    EXPECT_THAT(never.end(100s).stalls, IsEmpty()) << "nobody listens there";
}

TEST(Load, ToAnotherSaysNothingOfTheOneBefore) {
    Told told;
    told.linked(0s).load(1s, State::flowing).load(10s, State::stalled).load(30s, State::stalled, "other");
    told.end(100s);
    ASSERT_THAT(told.stalls, SizeIs(1));
    EXPECT_THAT(told.stalls[0].because, HasSubstr("until another was to take it"));
}

TEST(Counters, OfReceivedFramesStandStillOnlyWhereAllDo) {
    for (const bool beacons : {true, false}) {
        Told told;
        told.linked(0s);
        for (int i = 1; i < 10; ++i) {
            const wifi::Duration when = i * 60s;
            told.at(when, wifi::Counter{.name = "rx_packets", .value = 5});
            told.at(when, wifi::Counter{.name = "station_rx_packets", .value = beacons ? 600 * i : 7});
            told.at(when, wifi::Counter{.name = "tx_packets", .value = i});
        }
        EXPECT_EQ(told.end(600s).stalls.size(), beacons ? 0U : 1U);
    }
}

TEST(Counters, ReadEachSecondCrowdNothingOutOfAnOutage) {
    Told told;
    told.linked(0s).lost(100s);
    for (int second = 0; second < 300; ++second)
        for (int counter = 0; counter < 30; ++counter)
            told.at(101s + second * 1s, wifi::Counter{.name = fmt::format("c{}", counter), .value = second});
    told.at(401s, wifi::AuthTimedOut{.bssid = access_point}).linked(402s).end(500s);
    ASSERT_THAT(told.outages, SizeIs(1));
    EXPECT_EQ(told.outages[0].omitted, 0U);
    EXPECT_LT(told.outages[0].events.size(), 10U);
    EXPECT_EQ(told.outages[0].failures.at("auth_timeout"), 1);
}

TEST(Measured, ASignalThatIsReadAtIntervalsIsKnownAtTheLossAndMakesNoStep) {
    const auto heard = [](int dbm) {
        return wifi::SignalReport{.bssid = access_point, .dbm = dbm, .at_interval = true};
    };
    Told told;
    told.linked(0s).at(40s, heard(-60)).at(99s, heard(-83)).lost(100s);
    told.at(101s, heard(-90)).linked(107s).at(107s + 20ms, heard(-50)).end(200s);
    ASSERT_THAT(told.outages, SizeIs(1));
    const Outage& outage = told.outages[0];
    ASSERT_THAT(outage.known, SizeIs(1));
    EXPECT_EQ(outage.known[0].dbm, -83);
    for (const auto* events : {&outage.before, &outage.events})
        for (const wifi::Event& event : *events)
            EXPECT_FALSE(std::holds_alternative<wifi::SignalReport>(event.payload));
}

TEST(Counters, SettleNoLinkOfWhichItIsOpenWhetherItEverWorked) {
    Told told;
    told.linked(0s).lost(100s).at(102s, wifi::Associated{.bssid = access_point});
    told.at(102'500ms, wifi::Disconnected{.by = wifi::Sender::local, .reason = wifi::reason_prev_auth_not_valid});
    for (int second = 103; second < 180; ++second)
        told.at(second * 1s, wifi::Counter{.name = "tx_packets", .value = second});
    told.at(181s, wifi::ScanStarted{}).linked(185s).end(300s);
    ASSERT_THAT(told.outages, SizeIs(1));
    EXPECT_EQ(told.outages[0].duration(), 85s);
}

// A log has a word each second, and then none for 100 s.
std::vector<Stall> with_a_quiet_log(wifi::Payload others) {
    Told told;
    told.linked(0s);
    for (int second = 1; second < 30; ++second) told.at(second * 1s, wifi::SignalReport{}, "wlan0", 1);
    for (const auto when : {60s, 90s, 120s}) told.at(when, others);
    return told.at(130s, wifi::SignalReport{}, "wlan0", 1).end(200s).stalls;
}

TEST(Counters, ShowNoLogToBeSilent) {
    EXPECT_THAT(with_a_quiet_log(wifi::Counter{.name = "tx_packets", .value = 1}), IsEmpty());
    ASSERT_THAT(with_a_quiet_log(wifi::SignalReport{}), SizeIs(1)) << "others had something to tell";
    EXPECT_EQ(name_of(with_a_quiet_log(wifi::SignalReport{})[0].kind), "source_silent");
}

TEST(Counters, ReadEachSecondAndThenEachMinuteAreNoSilence) {
    Told told;
    told.linked(0s);
    for (int second = 1; second < 60; ++second) told.at(second * 1s, wifi::Counter{.name = "c", .value = second});
    for (int minute = 2; minute < 10; ++minute) {
        told.at(minute * 60s - 15s, wifi::SignalReport{}, "wlan0", 1);
        told.at(minute * 60s, wifi::Counter{.name = "c", .value = minute});
    }
    EXPECT_THAT(told.at(600s, wifi::SignalReport{}).end(700s).stalls, IsEmpty());
}

TEST(Gap, OfASourceThatIsOneOfSeveralLeavesTheLinksAsTheyAre) {
    Told told;
    told.linked(0s).lost(100s);
    told.at(101s, wifi::Gap{.because = "the trace lost 7", .links_known = true}, "");
    told.linked(107s).end(200s);
    ASSERT_THAT(told.outages, SizeIs(1));
    EXPECT_EQ(told.outages[0].duration(), 7s);
    EXPECT_FALSE(told.outages[0].open_ended());
}

}  // namespace
}  // namespace wlanmedic::outage
