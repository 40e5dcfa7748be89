// SPDX-License-Identifier: MIT
// Links that are up and dead, and those that only look so.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "story.h"

namespace wlanmedic::test {
namespace {

using Kind = outage::Stall::Kind;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

double since_start(wifi::Instant instant) {
    return wifi::to_seconds(instant.time_since_epoch()) - 1'700'000'000.0;
}

Story notices(double from, double to) {
    Story story;
    story.linked(0);
    for (double when = from; when <= to; when += 1) story.at(when, wifi::BeaconLoss{});
    return story;
}

TEST(Stall, NoticesUntilTheLinkIsGivenUpAreOne) {
    const auto stalls = notices(10, 28).lost(29).linked(34).end().stalls;
    ASSERT_THAT(stalls, SizeIs(1));
    EXPECT_EQ(stalls[0].kind, Kind::beacons_missed);
    EXPECT_NEAR(since_start(stalls[0].start), 10, 1e-6);
    EXPECT_NEAR(since_start(*stalls[0].end), 29, 1e-6);
    EXPECT_THAT(stalls[0].because, HasSubstr("19 beacon-loss notices"));
    EXPECT_THAT(stalls[0].receipts, SizeIs(8));
}

TEST(Stall, NoticesThatStopByThemselvesAfterSecondsAreNone) {
    EXPECT_THAT(notices(10, 23).end(30).stalls, IsEmpty());
}

TEST(Stall, NoticesThatStopByThemselvesAfterAMinuteAreToldWithADoubt) {
    const auto stalls = notices(10, 80).at(100, wifi::ScanStarted{}).end(120).stalls;
    ASSERT_THAT(stalls, SizeIs(1));
    EXPECT_THAT(stalls[0].because, HasSubstr("data may have flowed"));
}

TEST(Stall, NoticesUpToTheEndOfTheEvidenceHaveNoEnd) {
    const auto stalls = notices(10, 23).end(23.5).stalls;
    ASSERT_THAT(stalls, SizeIs(1));
    EXPECT_FALSE(stalls[0].end);
}

TEST(Stall, ASingleNoticeBeforeALossIsNone) {
    EXPECT_THAT(Story().linked(0).at(9, wifi::BeaconLoss{}).lost(10).linked(12).end().stalls, IsEmpty());
}

TEST(Stall, AFirmwareErrorWithoutADisconnectIsOne) {
    const auto stalls =
        Story().linked(0).at(20, wifi::FirmwareError{.driver = "demo", .device = ""}).end(600).stalls;
    ASSERT_THAT(stalls, SizeIs(1));
    EXPECT_EQ(stalls[0].kind, Kind::firmware_error);
    EXPECT_FALSE(stalls[0].end);
}

TEST(Stall, AFirmwareErrorThatLeadsToADisconnectIsAnOutageAndNoStall) {
    const auto ending =
        Story().linked(0).at(20, wifi::FirmwareError{.driver = "demo", .device = ""}).lost(23).linked(40).end();
    EXPECT_THAT(ending.stalls, IsEmpty());
    EXPECT_THAT(ending.outages, SizeIs(1));
}

Story counted(bool sending, bool receiving) {
    Story story;
    story.linked(0);
    for (int i = 0; i < 30; ++i) {
        story.at(10 + i, wifi::Counter{.name = "rx_packets", .value = receiving ? 1000 + i : 1000});
        story.at(10.1 + i, wifi::Counter{.name = "tx_packets", .value = sending ? 500 + i : 500});
    }
    return story;
}

TEST(Stall, ReceivedFramesThatStandStillWhileOthersAreSentAreOne) {
    const auto stalls = counted(true, false).end().stalls;
    ASSERT_THAT(stalls, SizeIs(1));
    EXPECT_EQ(stalls[0].kind, Kind::frozen_counters);
    EXPECT_NEAR(since_start(stalls[0].start), 10, 1e-6);
}

TEST(Stall, AnIdleLinkIsNone) { EXPECT_THAT(counted(false, false).end().stalls, IsEmpty()); }
TEST(Stall, AWorkingLinkIsNone) { EXPECT_THAT(counted(true, true).end().stalls, IsEmpty()); }

TEST(Stall, AnAddressThatNeverComesIsOne) {
    const auto stalls = Story()
                            .linked(0)
                            .at(1, wifi::AddressRequested{.client = "dhclient"})
                            .at(46, wifi::AddressFailed{.client = "dhclient", .because = "timed out"})
                            .end(60)
                            .stalls;
    ASSERT_THAT(stalls, SizeIs(1));
    EXPECT_EQ(stalls[0].kind, Kind::no_address);
}

TEST(Stall, AnAddressThatComesIsNone) {
    EXPECT_THAT(Story()
                    .linked(0)
                    .at(1, wifi::AddressRequested{.client = "dhclient"})
                    .at(3, wifi::AddressAcquired{.client = "dhclient"})
                    .end(600)
                    .stalls,
                IsEmpty());
}

TEST(Outage, ThatThisSideBeganForWantOfAnAddressIsCalledSo) {
    const Judged of = Story()
                          .linked(0)
                          .at(1, wifi::AddressRequested{.client = "NetworkManager"})
                          .at(46, wifi::AddressFailed{.client = "NetworkManager", .because = "timed out"})
                          .lost(46.1, 3)
                          .linked(60)
                          .only();
    EXPECT_EQ(of.outage.trigger.outage_class, outage::Class::no_address);
    EXPECT_TRUE(of.outage.failure);
}

TEST(Stall, ASourceThatFallsSilentWhileOthersGoOnIsTold) {
    Story story;
    story.linked(0);
    for (int i = 0; i < 60; ++i) story.told_by(1).at(10 + i, wifi::SignalReport{.bssid = ap, .dbm = -50});
    for (int i = 0; i < 30; ++i) story.told_by(2).at(75 + 10 * i, wifi::ScanStarted{});
    story.told_by(1).at(400, wifi::SignalReport{.bssid = ap, .dbm = -50});
    const auto stalls = story.end().stalls;
    ASSERT_THAT(stalls, SizeIs(1));
    EXPECT_EQ(stalls[0].kind, Kind::source_silent);
    EXPECT_NEAR(since_start(stalls[0].start), 69, 1e-6);
    EXPECT_NEAR(since_start(*stalls[0].end), 400, 1e-6);
}

TEST(Stall, APauseOfDecadesBetweenTheLinesOfAnEditedLogOverflowsNothing) {
    Story story;
    story.told_by(1).linked(-1'500'000'000.0);
    for (int i = 0; i < 30; ++i) story.at(i, wifi::SignalReport{.bssid = ap, .dbm = -50});
    story.at(200, wifi::SignalReport{.bssid = ap, .dbm = -50});
    EXPECT_THAT(story.end().stalls, IsEmpty());
}

TEST(Stall, ANightInWhichNobodySpeaksIsNone) {
    Story story;
    story.linked(0);
    for (int i = 0; i < 60; ++i) story.told_by(1).at(10 + i, wifi::SignalReport{.bssid = ap, .dbm = -50});
    story.told_by(1).at(4000, wifi::SignalReport{.bssid = ap, .dbm = -50});
    EXPECT_THAT(story.end().stalls, IsEmpty());
}

}  // namespace
}  // namespace wlanmedic::test
