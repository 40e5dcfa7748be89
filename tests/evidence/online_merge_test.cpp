// SPDX-License-Identifier: MIT
#include "evidence/online_merge.h"

#include <gmock/gmock.h>

#include <string>
#include <vector>

#include "support.h"

namespace wlanmedic::evidence {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using testing::ElementsAre;

wifi::Instant at(wifi::Duration when) { return wifi::Instant{std::chrono::hours{24} + when}; }

RawEvent told(std::uint32_t source, wifi::Duration when, wifi::Payload payload) {
    RawEvent raw{.clock = Clock::epoch, .event = {}};
    raw.event.instant = at(when);
    raw.event.interface = "wlan0";
    raw.event.payload = std::move(payload);
    raw.event.receipts = {{.source = source, .line = 1, .text = "line"}};
    return raw;
}

std::string brief(const wifi::Event& event) {
    std::string text = std::to_string(event.sequence) + ' ' + std::string(name_of(event.payload)) + " <";
    for (const wifi::Receipt& receipt : event.receipts) text += std::to_string(receipt.source);
    return text;
}

std::vector<std::string> due(OnlineMerge& merge) {
    std::vector<std::string> out;
    while (const auto event = merge.next()) out.push_back(brief(*event));
    return out;
}

TEST(OnlineMerge, HoldsAnEventForTheWindowAndNoLonger) {
    OnlineMerge merge(2);
    EXPECT_EQ(merge.next_deadline(), std::nullopt);
    merge.arrive(0, told(0, seconds{10}, wifi::Associated{}));
    EXPECT_TRUE(due(merge).empty());
    EXPECT_EQ(merge.next_deadline(), at(seconds{13}));
    merge.on_time(at(milliseconds{12'999}));
    EXPECT_TRUE(due(merge).empty());
    merge.on_time(at(seconds{13}));
    EXPECT_THAT(due(merge), ElementsAre("1 associated <0"));
    EXPECT_EQ(merge.next_deadline(), std::nullopt);
}

TEST(OnlineMerge, IsReleasedByLaterEventsAsWellAsByTime) {
    OnlineMerge merge(2);
    merge.arrive(0, told(0, seconds{10}, wifi::Associated{}));
    merge.arrive(1, told(1, seconds{13}, wifi::ScanStarted{}));
    EXPECT_THAT(due(merge), ElementsAre("1 associated <0"));
    EXPECT_EQ(merge.waiting(), 1U);
}

TEST(OnlineMerge, TellsOnceWhatTwoSourcesTellWithinTheWindow) {
    for (const bool first_is_late : {false, true}) {
        OnlineMerge merge(2);
        const RawEvent one = told(0, milliseconds{10'000}, wifi::Associated{});
        const RawEvent other = told(1, milliseconds{10'100}, wifi::Associated{});
        merge.arrive(first_is_late ? 1 : 0, first_is_late ? other : one);
        merge.on_time(at(seconds{12}));
        merge.arrive(first_is_late ? 0 : 1, first_is_late ? one : other);
        merge.on_time(at(seconds{20}));
        EXPECT_THAT(due(merge), ElementsAre("1 associated <01"));
    }
}

TEST(OnlineMerge, PutsWhatArrivesInDisorderIntoTheOrderOfTheStamps) {
    OnlineMerge merge(3);
    merge.arrive(2, told(2, seconds{12}, wifi::BeaconLoss{}));
    merge.arrive(1, told(1, seconds{11}, wifi::ScanStarted{}));
    merge.arrive(0, told(0, seconds{10}, wifi::Associated{}));
    merge.on_time(at(seconds{15}));
    EXPECT_THAT(due(merge), ElementsAre("1 associated <0", "2 scan_started <1", "3 beacon_loss <2"));
}

TEST(OnlineMerge, TellsLateWhatComesTooLate) {
    OnlineMerge merge(2);
    merge.arrive(0, told(0, seconds{10}, wifi::Associated{}));
    merge.on_time(at(seconds{20}));
    EXPECT_THAT(due(merge), ElementsAre("1 associated <0"));
    merge.arrive(1, told(1, seconds{9}, wifi::ScanStarted{}));
    merge.arrive(1, told(1, seconds{10}, wifi::Associated{}));
    EXPECT_THAT(due(merge), ElementsAre("2 scan_started <1", "3 associated <1"))
        << "what went out is not called back";
}

TEST(OnlineMerge, OfALoneSourceHoldsNothing) {
    OnlineMerge merge(1);
    merge.arrive(0, told(0, seconds{10}, wifi::Associated{}));
    EXPECT_THAT(due(merge), ElementsAre("1 associated <0"));
}

TEST(OnlineMerge, NeverLetsTimeGoBack) {
    OnlineMerge merge(2);
    merge.on_time(at(seconds{100}));
    merge.on_time(at(seconds{1}));
    merge.arrive(0, told(0, seconds{50}, wifi::Associated{}));
    EXPECT_THAT(due(merge), ElementsAre("1 associated <0"));
}

TEST(OnlineMerge, TellsOfAGapWhereTheClockOfASourceGoesBack) {
    OnlineMerge merge(1);
    merge.arrive(0, told(0, seconds{50}, wifi::Associated{}));
    merge.arrive(0, told(0, seconds{10}, wifi::ScanStarted{}));
    EXPECT_THAT(due(merge), ElementsAre("1 associated <0", "2 gap <0", "3 scan_started <0"));
}

TEST(OnlineMerge, TakesSourcesThatNobodyAnnouncedForOneMore) {
    OnlineMerge merge(2);
    merge.arrive(99, told(9, seconds{10}, wifi::Associated{}));
    merge.arrive(0, told(0, seconds{10}, wifi::Associated{}));
    EXPECT_THAT((merge.on_time(at(seconds{13})), due(merge)), ElementsAre("1 associated <90"));
}

TEST(OnlineMerge, OfAFloodLetsTheEarliestGoOn) {
    OnlineMerge merge(2);
    std::size_t out = 0;
    std::size_t most = 0;
    for (std::size_t i = 0; i < 100'000; ++i) {
        merge.arrive(0, told(0, std::chrono::microseconds{i}, wifi::DecryptFailure{}));
        while (merge.next()) ++out;
        most = std::max(most, merge.waiting());
    }
    EXPECT_LE(most, JoinBuffer::most_held);
    while (merge.drain()) ++out;
    EXPECT_EQ(out, 100'000U) << "nothing is lost";
}

}  // namespace
}  // namespace wlanmedic::evidence
