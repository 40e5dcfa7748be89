// SPDX-License-Identifier: MIT
#include "evidence/merge.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "evidence/same_happening.h"
#include "support.h"

namespace wlanmedic::evidence {
namespace {

using std::chrono::microseconds;
using std::chrono::milliseconds;
using std::chrono::seconds;
using testing::ElementsAre;
using testing::HasSubstr;

wifi::Instant at(wifi::Duration since_start) { return utc("2026-05-06 21:13:00") + since_start; }

RawEvent told(wifi::Duration when, wifi::Payload payload, wifi::Duration resolution = microseconds{1},
              std::string interface = "wlan0") {
    RawEvent raw{.clock = Clock::epoch};
    raw.event.instant = at(when);
    raw.event.resolution = resolution;
    raw.event.interface = std::move(interface);
    raw.event.payload = std::move(payload);
    return raw;
}

// A stream of these events as the lines 1, 2, … of a source.
Stream stream(std::uint32_t source, std::vector<RawEvent> events, wifi::Duration offset = wifi::Duration{0}) {
    for (std::size_t i = 0; i < events.size(); ++i)
        events[i].event.receipts = {{.source = source, .line = i + 1, .text = "line " + std::to_string(i + 1)}};
    auto next = [events = std::move(events), at = std::size_t{0}]() mutable -> std::optional<RawEvent> {
        if (at == events.size()) return std::nullopt;
        return events[at++];
    };
    return {.next = std::move(next), .offset = offset};
}

std::vector<wifi::Event> merged(std::vector<Stream> streams) {
    Merge merge(std::move(streams));
    std::vector<wifi::Event> events;
    while (auto event = merge.next()) events.push_back(std::move(*event));
    EXPECT_FALSE(merge.next());
    for (std::size_t i = 0; i < events.size(); ++i) EXPECT_EQ(events[i].sequence, i + 1);
    return events;
}

// "1.500 associated bssid=… <source:line source:line": seconds from the start with milliseconds.
std::vector<std::string> brief(const std::vector<wifi::Event>& events) {
    std::vector<std::string> lines;
    for (const wifi::Event& event : events) {
        const auto ms = std::chrono::floor<milliseconds>(event.instant - at({})).count();
        std::string line = std::to_string(ms) + ' ' + words(event.payload) + " <";
        for (const wifi::Receipt& receipt : event.receipts)
            line += std::to_string(receipt.source) + ':' + std::to_string(receipt.line) + ' ';
        lines.push_back(line);
    }
    return lines;
}

const wifi::Associated bare{};
wifi::Associated associated(std::string_view bssid) { return {.bssid = mac(bssid)}; }

TEST(Merge, OfNothingIsNothing) {
    EXPECT_TRUE(merged({}).empty());
    std::vector<Stream> streams;
    streams.push_back(stream(0, {}));
    streams.push_back(stream(1, {}));
    EXPECT_TRUE(merged(std::move(streams)).empty());
}

std::vector<std::string> of(std::vector<RawEvent> one, std::vector<RawEvent> other) {
    std::vector<Stream> streams;
    streams.push_back(stream(0, std::move(one)));
    streams.push_back(stream(1, std::move(other)));
    return brief(merged(std::move(streams)));
}

TEST(Merge, PutsEventsIntoTheOrderOfTime) {
    EXPECT_THAT(of({told(seconds{1}, wifi::ScanStarted{}), told(seconds{30}, wifi::BeaconLoss{})},
                   {told(seconds{2}, wifi::Resumed{}), told(seconds{3}, wifi::Booted{}),
                    told(seconds{40}, wifi::Suspended{})}),
                ElementsAre("1000 scan_started <0:1 ", "2000 resumed <1:1 ", "3000 booted <1:2 ",
                            "30000 beacon_loss <0:2 ", "40000 suspended <1:3 "));
}

TEST(Merge, MovesAStreamByItsOffset) {
    std::vector<Stream> streams;
    streams.push_back(stream(0, {told(seconds{10}, wifi::ScanStarted{})}));
    streams.push_back(
        stream(1, {told(seconds{0}, wifi::BeaconLoss{}), told(seconds{1}, wifi::Booted{})}, seconds{9}));
    EXPECT_THAT(
        brief(merged(std::move(streams))),
        ElementsAre("9000 beacon_loss <1:1 ", testing::StartsWith("10000 "), testing::StartsWith("10000 ")));
}

// --- the same happening
// ------------------------------------------------------------------------------------------------

TEST(Merge, TellsWhatTwoSourcesTellOnceWithBothReceipts) {
    EXPECT_THAT(
        of({told(seconds{1}, bare)}, {told(seconds{1} + milliseconds{5}, associated("02:00:00:00:01:00"))}),
        ElementsAre("1000 associated bssid=02:00:00:00:01:00 <0:1 1:1 "));
}

TEST(Merge, TellsWhatThreeSourcesTellOnce) {
    std::vector<Stream> streams;
    streams.push_back(stream(0, {told(seconds{1}, bare), told(seconds{50}, bare)}));
    streams.push_back(stream(1, {told(seconds{1} + milliseconds{5}, bare), told(seconds{50}, bare)}));
    streams.push_back(stream(2, {told(seconds{1} + milliseconds{9}, associated("02:00:00:00:01:00"))}));
    const auto events = merged(std::move(streams));
    ASSERT_EQ(events.size(), 2U);
    EXPECT_EQ(events[0].receipts.size(), 3U);
    EXPECT_EQ(events[1].receipts.size(), 2U);
    EXPECT_EQ(words(events[0].payload), "associated bssid=02:00:00:00:01:00");
}

TEST(Merge, JoinsExactTimesOnlyWhereTheyAreNear) {
    EXPECT_EQ(of({told(seconds{1}, bare)}, {told(seconds{1} + milliseconds{300}, bare)}).size(), 1U);
    EXPECT_EQ(of({told(seconds{1}, bare)}, {told(seconds{1} + milliseconds{301}, bare)}).size(), 2U);
    EXPECT_EQ(of({told(seconds{1}, bare)}, {told(seconds{2} + milliseconds{300}, bare, seconds{1})}).size(), 1U)
        << "a second counts in";
    EXPECT_EQ(of({told(seconds{1}, bare)}, {told(seconds{2} + milliseconds{301}, bare, seconds{1})}).size(), 2U);
}

TEST(Merge, DoesNotJoinWhatContradicts) {
    EXPECT_EQ(of({told(seconds{1}, associated("02:00:00:00:01:00"))},
                 {told(seconds{1}, associated("02:00:00:00:02:00"))})
                  .size(),
              2U)
        << "address";
    EXPECT_EQ(of({told(seconds{1}, bare)}, {told(seconds{1}, bare, microseconds{1}, "wlan1")}).size(), 2U)
        << "interface";
    EXPECT_EQ(of({told(seconds{1}, bare)}, {told(seconds{1}, wifi::Authenticated{})}).size(), 2U) << "kind";
    EXPECT_EQ(of({told(seconds{1}, wifi::AssocRejected{.status = 17})},
                 {told(seconds{1}, wifi::AssocRejected{.status = 30})})
                  .size(),
              2U)
        << "status";
    EXPECT_EQ(of({told(seconds{1}, wifi::Deauthenticated{.reason = 3})},
                 {told(seconds{1}, wifi::Deauthenticated{.reason = 4})})
                  .size(),
              2U)
        << "reason";
    EXPECT_EQ(of({told(seconds{1}, wifi::Deauthenticated{.reason = 3})},
                 {told(seconds{1}, wifi::Deauthenticated{.reason = 3, .disassociation = true})})
                  .size(),
              2U);
    EXPECT_EQ(of({told(seconds{1}, wifi::Deauthenticated{.by = wifi::Sender::local})},
                 {told(seconds{1}, wifi::Deauthenticated{.by = wifi::Sender::access_point})})
                  .size(),
              2U);
    EXPECT_EQ(of({told(seconds{1}, wifi::AssocComeback{.tu = 1000})},
                 {told(seconds{1}, wifi::AssocComeback{.tu = 2000})})
                  .size(),
              2U)
        << "time";
    EXPECT_EQ(of({told(seconds{1}, wifi::AuthRequested{.attempt = 1})},
                 {told(seconds{1}, wifi::AuthRequested{.attempt = 2})})
                  .size(),
              2U)
        << "attempt";
    EXPECT_EQ(of({told(seconds{1}, wifi::UnknownCommand{.number = 1})},
                 {told(seconds{1}, wifi::UnknownCommand{.number = 2})})
                  .size(),
              2U)
        << "number";
    EXPECT_EQ(of({told(seconds{1}, wifi::StationAdded{.address = mac("02:00:00:00:01:00")})},
                 {told(seconds{1}, wifi::StationAdded{.address = mac("02:00:00:00:02:00")})})
                  .size(),
              2U);
}

TEST(Merge, AddsWhatOnlyTheOtherSourceKnows) {
    EXPECT_THAT(of({told(seconds{1}, wifi::Deauthenticated{.by = wifi::Sender::access_point,
                                                           .from = mac("02:00:00:00:01:00"),
                                                           .reason = 3,
                                                           .joining = true})},
                   {told(seconds{1},
                         wifi::Deauthenticated{
                             .from = mac("02:00:00:00:01:00"), .to = mac("02:00:00:00:03:00"), .reason = 3})}),
                ElementsAre("1000 deauthenticated by=access_point from=02:00:00:00:01:00 to=02:00:00:00:03:00 "
                            "reason=3 joining <0:1 1:1 "));
}

TEST(Merge, NeverJoinsTwoThatOneSourceTold) {
    EXPECT_EQ(of({told(seconds{1}, wifi::DecryptFailure{}), told(seconds{1}, wifi::DecryptFailure{})}, {}).size(),
              2U);
    EXPECT_THAT(
        of({told(seconds{1}, wifi::DecryptFailure{}), told(seconds{1} + milliseconds{1}, wifi::DecryptFailure{})},
           {told(seconds{1}, wifi::DecryptFailure{}), told(seconds{1} + milliseconds{1}, wifi::DecryptFailure{})}),
        testing::SizeIs(2));
}

TEST(Merge, KeepsThePhyThatOneOfThemKnows) {
    std::vector<Stream> streams;
    streams.push_back(stream(0, {told(seconds{1}, bare)}));
    RawEvent iw = told(seconds{1}, bare);
    iw.event.phy = "phy3";
    streams.push_back(stream(1, {iw}));
    const auto events = merged(std::move(streams));
    ASSERT_EQ(events.size(), 1U);
    EXPECT_EQ(events[0].phy, "phy3");
}

TEST(Merge, TakesTheFinerTime) {
    for (const bool fine_first : {true, false}) {
        const RawEvent fine = told(milliseconds{1700}, bare);
        const RawEvent coarse = told(seconds{1}, associated("02:00:00:00:01:00"), seconds{1});
        std::vector<Stream> streams;
        streams.push_back(stream(0, {fine_first ? fine : coarse}));
        streams.push_back(stream(1, {fine_first ? coarse : fine}));
        const auto events = merged(std::move(streams));
        ASSERT_EQ(events.size(), 1U);
        EXPECT_EQ(events[0].instant, at(milliseconds{1700}));
        EXPECT_EQ(events[0].resolution, microseconds{1});
        EXPECT_EQ(words(events[0].payload), "associated bssid=02:00:00:00:01:00");
        EXPECT_EQ(events[0].receipts.size(), 2U);
    }
}

TEST(Merge, KeepsTheOrderInWhichASourceOfWholeSecondsTellsItsEvents) {
    // The coarse source: scan, then associated, then beacon loss, all "at 1 s"; the exact one knows that
    // associated was at 1.7 s.
    EXPECT_THAT(of({told(seconds{1}, wifi::ScanStarted{}, seconds{1}), told(seconds{1}, bare, seconds{1}),
                    told(seconds{1}, wifi::BeaconLoss{}, seconds{1})},
                   {told(milliseconds{1700}, bare)}),
                ElementsAre("1000 scan_started <0:1 ", HasSubstr("1700 associated"), "1700 beacon_loss <0:3 "));
}

TEST(Merge, KeepsWithWhatItMovedTheEndOfItsSecond) {
    std::vector<Stream> streams;
    streams.push_back(
        stream(0, {told(seconds{1}, bare, seconds{1}), told(seconds{1}, wifi::BeaconLoss{}, seconds{1})}));
    streams.push_back(stream(1, {told(milliseconds{1700}, bare)}));
    const auto events = merged(std::move(streams));
    ASSERT_EQ(events.size(), 2U);
    EXPECT_EQ(events[1].instant, at(milliseconds{1700}));
    EXPECT_EQ(events[1].instant + events[1].resolution, at(seconds{2}));
}

// --- time that goes back
// ---------------------------------------------------------------------------------------------------

TEST(Merge, TellsOfAGapWhereTheTimeOfALoneStreamGoesBack) {
    std::vector<Stream> streams;
    streams.push_back(stream(0, {told(seconds{10}, wifi::ScanStarted{}), told(seconds{20}, bare),
                                 told(seconds{5}, wifi::BeaconLoss{}), told(seconds{6}, bare)}));
    EXPECT_THAT(
        brief(merged(std::move(streams))),
        ElementsAre("10000 scan_started <0:1 ", HasSubstr("20000 associated"), HasSubstr("5000 gap because="),
                    "5000 beacon_loss <0:3 ", HasSubstr("6000 associated")));
}

TEST(Merge, ForgivesAStepBackOfTwoSeconds) {
    const auto gaps = [](wifi::Duration back, wifi::Duration resolution) {
        std::vector<Stream> streams;
        streams.push_back(stream(0, {told(seconds{10}, wifi::ScanStarted{}, resolution),
                                     told(seconds{10} - back, wifi::BeaconLoss{}, resolution)}));
        const auto events = merged(std::move(streams));
        return std::ranges::count_if(
            events, [](const wifi::Event& event) { return std::holds_alternative<wifi::Gap>(event.payload); });
    };
    EXPECT_EQ(gaps(seconds{2}, wifi::Duration{0}), 0);
    EXPECT_EQ(gaps(seconds{2} + milliseconds{1}, wifi::Duration{0}), 1);
    EXPECT_EQ(gaps(seconds{3}, seconds{1}), 0);
    EXPECT_EQ(gaps(seconds{3} + milliseconds{1}, seconds{1}), 1);
}

TEST(Merge, TellsOfAGapInOneOfTwoStreamsBeforeWhatFollowsIt) {
    const auto events = of({told(seconds{10}, wifi::ScanStarted{}), told(seconds{20}, wifi::BeaconLoss{}),
                            told(seconds{1}, wifi::Booted{})},
                           {told(seconds{11}, wifi::Resumed{}), told(seconds{90}, wifi::Suspended{})});
    const auto place = [&](std::string_view word) {
        return std::ranges::find_if(
                   events, [&](const std::string& event) { return event.find(word) != std::string::npos; }) -
               events.begin();
    };
    EXPECT_EQ(events.size(), 6U);
    EXPECT_LT(place("scan_started"), place("resumed"));
    EXPECT_LT(place("resumed"), place("beacon_loss"));
    EXPECT_LT(place("beacon_loss"), place("gap"));
    EXPECT_EQ(place("gap") + 1, place("booted"));
    EXPECT_LT(place("booted"), place("suspended"));
}

TEST(Merge, LosesNothingAndKeepsTheOrderOfManyStreams) {
    std::mt19937 random(9);  // the same events in every run
    for (int round = 0; round < 20; ++round) {
        std::vector<Stream> streams;
        int number = 0;
        for (std::uint32_t source = 0; source < 4; ++source) {
            std::vector<RawEvent> events;
            wifi::Duration now{0};
            for (int i = 0; i < 200; ++i) {
                now += milliseconds{random() % 2000};
                events.push_back(told(now, wifi::UnknownCommand{.number = ++number}));
            }
            streams.push_back(stream(source, std::move(events)));
        }
        const auto events = merged(std::move(streams));
        EXPECT_EQ(events.size(), 800U);
        EXPECT_TRUE(std::ranges::is_sorted(events, {}, &wifi::Event::instant));
    }
}

// --- landmarks
// -------------------------------------------------------------------------------------------------------------

TEST(SameHappening, IsALandmarkOnlyWhereItIsTiedToAMoment) {
    const auto mark = [](wifi::Payload payload, std::string interface = "wlan0") {
        return landmark(told(seconds{1}, std::move(payload), {}, std::move(interface)).event);
    };
    EXPECT_NE(mark(bare), 0U);
    EXPECT_EQ(mark(bare), mark(associated("02:00:00:00:01:00"))) << "the kernel's line has no address";
    EXPECT_NE(mark(bare), mark(bare, "wlan1"));
    EXPECT_NE(mark(bare), mark(wifi::Authenticated{}));
    EXPECT_NE(mark(wifi::AssocComeback{.tu = 1000}), mark(wifi::AssocComeback{.tu = 2000}));
    EXPECT_NE(mark(wifi::Deauthenticated{.reason = 3}), mark(wifi::Deauthenticated{.reason = 4}));
    EXPECT_EQ(mark(wifi::ScanStarted{}), 0U);
    EXPECT_EQ(mark(wifi::DecryptFailure{}), 0U);
    EXPECT_EQ(mark(wifi::BeaconLoss{}), 0U);
}

}  // namespace
}  // namespace wlanmedic::evidence
