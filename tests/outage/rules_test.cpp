// SPDX-License-Identifier: MIT
// What begins an outage, what ends it, what it is called: one rule, one test.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/explained.h"

namespace wlanmedic::test {
namespace {

using outage::Class;

constexpr const char* ap = "02:00:00:00:00:01";
constexpr const char* other_ap = "02:00:00:00:00:02";
constexpr const char* station = "02:00:00:00:00:99";

// Lines of iw event -t from a begin of 1,700,000,000 s on.
class Iw {
public:
    Iw& at(double when, const std::string& words, bool phy = true) {
        text_ += fmt::format("{:.6f}: wlan0{}: {}\n", 1'700'000'000.0 + when, phy ? " (phy #0)" : "", words);
        return *this;
    }
    Iw& linked(double when, const std::string& bssid = ap) {
        at(when, "new station " + bssid, false);
        at(when + 0.01, fmt::format("auth {} -> {} status: 0: Successful", bssid, station));
        at(when + 0.02, fmt::format("assoc {} -> {} status: 0: Successful", bssid, station));
        return at(when + 0.03, "connected to " + bssid);
    }
    Iw& keys(double when) {
        at(when, "ctrl. port TX status (cookie 1): acked");
        return at(when + 0.02, "ctrl. port TX status (cookie 2): acked");
    }
    Iw& lost(double when, int reason, bool by_ap = false, const std::string& bssid = ap) {
        at(when,
           fmt::format("deauth {} -> {} reason {}: x", by_ap ? bssid : station, by_ap ? station : bssid, reason));
        return at(when + 0.001,
                  fmt::format("disconnected ({}) reason: {}: x", by_ap ? "by AP" : "local request", reason));
    }
    Iw& scan(double when) { return at(when, "scan started").at(when + 0.1, "scan finished: 2412 2437, \"\""); }
    const std::string& text() const { return text_; }

private:
    std::string text_;
};

std::vector<outage::Outage> outages(const Iw& iw) { return explain_text(iw.text()).outages; }
std::vector<outage::Outage> outages(const std::string& text) { return explain_text(text).outages; }
double start_of(const outage::Outage& outage) {
    return seconds(outage.start.time_since_epoch()) - 1'700'000'000.0;
}

TEST(FirstConnect, ThatSucceedsAtOnceIsNoOutage) {
    EXPECT_TRUE(outages(Iw().scan(0).linked(1).keys(1.1)).empty());
}

TEST(FirstConnect, ThatFailsBeginsAnOutageWithItsFirstAttempt) {
    const auto found = outages(Iw().scan(0)
                                   .at(1, fmt::format("new station {}", ap), false)
                                   .at(2, "auth: timed out")
                                   .scan(3)
                                   .linked(9)
                                   .keys(9.1));
    ASSERT_EQ(found.size(), 1);
    EXPECT_NEAR(start_of(found[0]), 1, 1e-3);
    EXPECT_NEAR(seconds(found[0].duration()), 8.03, 1e-3);
    EXPECT_EQ(found[0].trigger.outage_class, Class::never_connected);
    EXPECT_FALSE(found[0].link_before);
}

TEST(FirstConnect, RefusedByTheAccessPointIsAnAuthFailure) {
    const auto found = outages(Iw().at(1, fmt::format("new station {}", ap), false)
                                   .at(1.1, fmt::format("auth {} -> {} status: 15: challenge", ap, station))
                                   .scan(2));
    ASSERT_EQ(found.size(), 1);
    EXPECT_EQ(found[0].trigger.outage_class, Class::auth_failure);
    EXPECT_TRUE(found[0].open_ended());
}

TEST(FirstConnect, WithTheWrongKeyIsAnAuthFailureFromTheFirstAttemptOn) {
    Iw iw;
    iw.linked(1)
        .at(1.1, "ctrl. port TX status (cookie 1): acked")
        .at(2.1, "ctrl. port TX status (cookie 2): acked")
        .lost(5, 15, true);
    iw.scan(6).linked(7).lost(11, 15, true);
    const auto found = outages(iw);
    ASSERT_EQ(found.size(), 1);
    EXPECT_NEAR(start_of(found[0]), 1, 1e-3);
    EXPECT_EQ(found[0].trigger.outage_class, Class::auth_failure);
    EXPECT_TRUE(found[0].open_ended());
}

TEST(Restoring, IsNotDoneByALinkThatEndsWithReason15) {
    const auto found = outages(Iw().linked(0)
                                   .keys(0.1)
                                   .lost(100, 4)
                                   .scan(101)
                                   .linked(102)
                                   .lost(106, 15, true)
                                   .scan(107)
                                   .linked(120)
                                   .keys(120.1));
    ASSERT_EQ(found.size(), 1);
    EXPECT_NEAR(seconds(found[0].duration()), 20.03, 0.01);
}

TEST(Restoring, IsNotDoneByALinkThatTheAccessPointEndsWithReason2BeforeAnyKey) {
    const auto found = outages(Iw().linked(0)
                                   .keys(0.1)
                                   .lost(100, 4)
                                   .scan(101)
                                   .linked(102)
                                   .lost(103, 2, true)
                                   .scan(107)
                                   .linked(120)
                                   .keys(120.1));
    ASSERT_EQ(found.size(), 1);
}

TEST(Restoring, IsDoneByALinkThatTheAccessPointEndsWithReason2AnHourLater) {
    const auto found =
        outages(Iw().linked(0).lost(100, 4).scan(101).linked(102).lost(3700, 2, true).scan(3701).linked(3702));
    ASSERT_EQ(found.size(), 2);
    EXPECT_NEAR(seconds(found[0].duration()), 2.03, 0.01);
}

TEST(Restoring, IsNotDoneByALinkThatThisSideGivesUpWithin11SecondsWithoutAnyKey) {
    const auto found = outages(
        Iw().linked(0).keys(0.1).lost(100, 4).scan(101).linked(102).lost(112.5, 3).scan(113).linked(114).keys(
            114.1));
    ASSERT_EQ(found.size(), 1);
    EXPECT_NEAR(seconds(found[0].duration()), 14.03, 0.01);
}

TEST(Restoring, IsDoneByALinkThatThisSideLeavesAfter11Seconds) {
    EXPECT_EQ(
        outages(
            Iw().linked(0).keys(0.1).lost(100, 4).scan(101).linked(102).lost(113.5, 3).scan(114).linked(115).keys(
                115.1))
            .size(),
        2);
}

TEST(Restoring, IsDoneByALinkThatThisSideLeavesOnceItHasItsKeys) {
    EXPECT_EQ(outages(Iw().linked(0)
                          .keys(0.1)
                          .lost(100, 4)
                          .scan(101)
                          .linked(102)
                          .keys(102.1)
                          .lost(104, 3)
                          .scan(105)
                          .linked(106)
                          .keys(106.1))
                  .size(),
              2);
}

TEST(Restoring, IsDoneByALinkThatIsLostAgainByRadioAtOnce) {
    const auto found = outages(
        Iw().linked(0).keys(0.1).lost(100, 4).scan(101).linked(102).lost(102.2, 4).scan(103).linked(104).keys(
            104.1));
    ASSERT_EQ(found.size(), 2) << "a connection loss is no verdict on the keys";
    EXPECT_EQ(found[1].trigger.outage_class, Class::connection_loss);
}

TEST(LocalReason2, AfterSaQueryBeginsANewOutageThatTheAccessPointCaused) {
    Iw iw;
    iw.linked(0).keys(0.1).lost(100, 4).scan(101).linked(102);
    for (int i = 0; i < 5; ++i)
        iw.at(103 + i * 0.1, fmt::format("unprotected deauth {} -> {} reason 7: x", ap, station));
    iw.lost(104.5, 2).scan(104.6).linked(105).keys(105.1);
    const auto found = outages(iw);
    ASSERT_EQ(found.size(), 2);
    EXPECT_EQ(found[1].trigger.outage_class, Class::ap_deauth);
    EXPECT_TRUE(found[1].failure);
}

TEST(LocalReason2, AfterReassociateBeginsANewOneThatTheUserWanted) {
    const auto found = outages(
        Iw().linked(0).keys(0.1).lost(100, 4).scan(101).linked(102).lost(105, 2).linked(105.01).keys(105.1));
    ASSERT_EQ(found.size(), 2);
    EXPECT_EQ(found[1].trigger.outage_class, Class::user);
    EXPECT_FALSE(found[1].failure);
}

TEST(LocalReason2, WithoutEitherIsAGiveUpAndEndsNoOutage) {
    const auto found = outages(
        Iw().linked(0).keys(0.1).lost(100, 4).scan(101).linked(102).lost(105, 2).scan(106).linked(108).keys(
            108.1));
    ASSERT_EQ(found.size(), 1);
    EXPECT_NEAR(seconds(found[0].duration()), 8.03, 0.01);
}

TEST(Cause, OfALocalReason4WithABeaconLossNoticeIsBeaconLoss) {
    const auto found = outages(Iw().linked(0)
                                   .keys(0.1)
                                   .at(98.9, "CQM event: beacon loss")
                                   .lost(100, 4)
                                   .scan(101)
                                   .linked(102)
                                   .keys(102.1));
    ASSERT_EQ(found.size(), 1);
    EXPECT_EQ(found[0].trigger.outage_class, Class::beacon_loss);
    EXPECT_NEAR(seconds(found[0].start - found[0].lost_since), 1.1, 0.01);
}

TEST(Cause, IsNotBeaconLossWhereTheNoticeIsAMinuteOld) {
    const auto found = outages(
        Iw().linked(0).keys(0.1).at(40, "CQM event: beacon loss").lost(100, 4).scan(101).linked(102).keys(102.1));
    ASSERT_EQ(found.size(), 1);
    EXPECT_EQ(found[0].trigger.outage_class, Class::connection_loss);
    EXPECT_NEAR(seconds(found[0].start - found[0].lost_since), 0.001, 1e-4)
        << "the deauth just before the disconnect";
}

TEST(Cause, OfALeaveWithinATenthOfASecondForAnotherAccessPointIsARoam) {
    const auto found = outages(Iw().linked(0).keys(0.1).lost(100, 1).linked(100.05, other_ap).keys(100.2));
    ASSERT_EQ(found.size(), 1);
    EXPECT_EQ(found[0].trigger.outage_class, Class::roam);
    EXPECT_FALSE(found[0].failure) << "under one second";
}

TEST(Cause, OfASlowRoamIsAFailure) {
    const auto found = outages(Iw().linked(0)
                                   .keys(0.1)
                                   .lost(100, 1)
                                   .at(100.05, fmt::format("new station {}", other_ap), false)
                                   .linked(103, other_ap)
                                   .keys(103.1));
    ASSERT_EQ(found.size(), 1);
    EXPECT_EQ(found[0].trigger.outage_class, Class::roam);
    EXPECT_TRUE(found[0].failure);
}

TEST(Cause, OfALeaveWithReason3IsTheUser) {
    const auto found = outages(Iw().linked(0).keys(0.1).lost(100, 3).scan(160).linked(161).keys(161.1));
    ASSERT_EQ(found.size(), 1);
    EXPECT_EQ(found[0].trigger.outage_class, Class::user);
    EXPECT_EQ(found[0].blackhole(std::chrono::seconds{5}), std::optional(false))
        << "what was wanted is no blackhole";
}

TEST(AccessPointsInterface, HasNoOutages) {
    std::string text;
    text += "1700000000.000000: wlan1 (phy #1): set interface type access point use 4addr 0\n";
    text += "1700000001.000000: wlan1 (phy #1): connected to 02:00:00:00:00:01\n";
    text += "1700000002.000000: wlan1 (phy #1): disconnected (local request) reason: 4: x\n";
    EXPECT_TRUE(outages(text).empty());
    EXPECT_TRUE(outages("1700000000.000000: wlan1: new station 02:00:00:00:00:01\n1700000002.000000: wlan1: del "
                        "station 02:00:00:00:00:01\n")
                    .empty());
}

TEST(P2PDevice, ComingAndGoingOnTheSamePhyEndsNoLink) {
    Iw iw;
    iw.linked(0).keys(0.1);
    EXPECT_TRUE(outages(iw.text() +
                        "1700000010.000000: wdev 0x2 (phy #0): new interface type P2P-Device use 4addr 0\n" +
                        "1700000020.000000: wdev 0x2 (phy #0): del interface type P2P-Device use 4addr 0\n")
                    .empty());
}

// --- the kernel log
// -----------------------------------------------------------------------------------------------------

std::string kernel_link(double when, const std::string& bssid = ap) {
    return fmt::format(
        "[{0:.6f}] wlan0: authenticate with {1}\n[{0:.6f}] wlan0: send auth to {1} (try 1/3)\n[{0:.6f}] wlan0: "
        "authenticated\n"
        "[{0:.6f}] wlan0: associate with {1} (try 1/3)\n[{0:.6f}] wlan0: RX AssocResp from {1} (capab=0x1 "
        "status=0 aid=1)\n"
        "[{0:.6f}] wlan0: associated\n",
        when, bssid);
}

TEST(KernelLog, ConnectionLostOfAZeroAddressIsALossOnlyWhereTheLinkStood) {
    const std::string zero = "wlan0: Connection to AP 00:00:00:00:00:00 lost\n";
    const Explained real = explain_text(kernel_link(10) + "[20.000000] " + zero + kernel_link(30));
    ASSERT_EQ(real.outages.size(), 1);
    EXPECT_EQ(real.outages[0].trigger.outage_class, Class::connection_loss);
    EXPECT_EQ(real.total("connection_loss"), 1);
    const Explained noise =
        explain_text(kernel_link(10) + fmt::format("[20.000000] wlan0: Connection to AP {} lost\n", ap) +
                     "[22.000000] " + zero + kernel_link(30));
    ASSERT_EQ(noise.outages.size(), 1);
    EXPECT_EQ(noise.total("connection_loss"), 1);
}

TEST(KernelLog, JoiningAnewWithoutAWordOfALossIsAnOutageOfUnknownBegin) {
    const auto found =
        outages(kernel_link(10) + "[50.000000] wlan0: authenticate with 02:00:00:00:00:01\n" +
                "[50.500000] wlan0: authentication with 02:00:00:00:00:01 timed out\n" + kernel_link(60));
    ASSERT_EQ(found.size(), 1);
    EXPECT_EQ(found[0].trigger.outage_class, Class::unknown);
    EXPECT_TRUE(found[0].lower_bound);
    EXPECT_NEAR(seconds(found[0].duration()), 10, 0.01);
}

TEST(KernelLog, AFirmwareCrashThenJoiningAnewIsAnOutageFromTheCrashOn) {
    const auto found = outages(kernel_link(10) +
                               "[40.000000] iwlwifi 0000:12:00.0: Microcode SW error detected. Restarting 0x0.\n" +
                               kernel_link(48));
    ASSERT_EQ(found.size(), 1);
    EXPECT_EQ(found[0].trigger.outage_class, Class::firmware_crash);
    EXPECT_NEAR(seconds(found[0].duration()), 8, 0.01);
    EXPECT_FALSE(found[0].lower_bound);
}

TEST(KernelLog, AFirmwareCrashThatTheLinkSurvivesIsNoOutage) {
    const Explained explained = explain_text(
        kernel_link(10) + "[40.000000] iwlwifi 0000:12:00.0: Microcode SW error detected. Restarting 0x0.\n" +
        "[40.100000] iwlwifi 0000:12:00.0: Microcode SW error detected. Restarting 0x0.\n");
    EXPECT_TRUE(explained.outages.empty());
    EXPECT_EQ(explained.total("firmware_error"), 1) << "lines of one crash";
}

TEST(KernelLog, ALeaveBeforeSuspendIsNoFailureAndItsLengthALowerBound) {
    const auto found = outages(
        kernel_link(10) +
        "[40.000000] wlan0: deauthenticating from 02:00:00:00:00:01 by local choice (Reason: 3=DEAUTH_LEAVING)\n" +
        "[41.000000] PM: suspend entry (deep)\n[42.000000] PM: suspend exit\n" + kernel_link(45));
    ASSERT_EQ(found.size(), 1);
    EXPECT_EQ(found[0].trigger.outage_class, Class::suspend);
    EXPECT_FALSE(found[0].failure);
    EXPECT_TRUE(found[0].lower_bound) << "printk's clock stands still in suspend";
}

TEST(KernelLog, TheSameInAJournalHasItsFullLength) {
    std::string text;
    const auto line = [&](const std::string& time, const std::string& message) {
        text += "2026-05-06T" + time + ".000000+0000 host kernel: " + message + "\n";
    };
    line("10:00:00", "wlan0: authenticate with 02:00:00:00:00:01");
    line("10:00:01", "wlan0: associated");
    line("11:00:00", "wlan0: deauthenticating from 02:00:00:00:00:01 by local choice (Reason: 3=DEAUTH_LEAVING)");
    line("11:00:01", "PM: suspend entry (s2idle)");
    line("12:00:00", "PM: suspend exit");
    line("12:00:02", "wlan0: authenticate with 02:00:00:00:00:01");
    line("12:00:03", "wlan0: associated");
    const auto found = outages(text);
    ASSERT_EQ(found.size(), 1);
    EXPECT_EQ(found[0].trigger.outage_class, Class::suspend);
    EXPECT_FALSE(found[0].lower_bound);
    EXPECT_NEAR(seconds(found[0].duration()), 3603, 0.01);
}

TEST(KernelLog, FiveFramesInFiveSecondsThatCannotBeDecryptedAreAStorm) {
    // The wording is the driver profile's business; any pattern of that class will do.
    const driver::Catalog drivers = driver::Catalog::built_in();
    std::string failure;
    for (const driver::Profile& profile : drivers.profiles())
        for (const driver::Pattern& pattern : profile.patterns)
            if (pattern.happening == driver::Happening::decrypt_failure &&
                pattern.text.find('*') == std::string::npos && failure.empty() &&
                profile.prefixes.front().find('*') == std::string::npos)
                failure = profile.prefixes.front() + pattern.text;
    ASSERT_FALSE(failure.empty()) << "no profile has a pattern of undecryptable frames without a wildcard";
    std::string text = kernel_link(10);
    for (int i = 0; i < 5; ++i) text += fmt::format("[{:.6f}] {}\n", 40 + i * 0.5, failure);
    text += fmt::format("[42.500000] wlan0: Connection to AP {} lost\n", ap);
    const Explained storm = explain_text(text + kernel_link(45));
    ASSERT_EQ(storm.outages.size(), 1);
    EXPECT_EQ(storm.outages[0].trigger.outage_class, Class::decrypt_storm);
    EXPECT_EQ(storm.total("decrypt_failure"), 5);
}

TEST(KernelLog, WhatGoesBackInTimeIsAnotherExcerptAndEndsWhatIsOpen) {
    const auto excerpt = [](int second) {
        return kernel_link(second) + fmt::format("[{}.000000] wlan0: Connection to AP {} lost\n", second + 10, ap);
    };
    const auto found = outages(excerpt(10) + excerpt(9) + kernel_link(30));
    ASSERT_EQ(found.size(), 2);
    EXPECT_NE(found[0].open_ended(), found[1].open_ended());
}

TEST(KernelLog, AnOutageThatTheRebootEndsLastsUntilTheNextLink) {
    std::string text;
    const auto line = [&](const std::string& time, const std::string& message) {
        text += "2026-05-06T" + time + "+0000 host kernel: " + message + "\n";
    };
    line("10:00:01", "wlan0: associated");
    line("11:00:00", "wlan0: Connection to AP 02:00:00:00:00:01 lost");
    text += "-- Boot 3f2a0b1c2d3e4f5061728394a5b6c7d8 --\n";
    line("11:10:00", "Linux version 6.1.0");
    line("11:10:20", "wlan0: authenticate with 02:00:00:00:00:01");
    line("11:10:21", "wlan0: associated");
    const auto found = outages(text);
    ASSERT_EQ(found.size(), 1);
    EXPECT_NEAR(seconds(found[0].duration()), 621, 0.01);
}

TEST(Exposure, OfALinkThatStoodBeforeBeginsWithTheEvidence) {
    const Explained explained = explain_text(
        "[100.000000] usb 1-1: new device\n[3700.000000] wlan0: Connection to AP 02:00:00:00:00:01 lost\n" +
        kernel_link(3701) + "[7300.000000] usb 1-1: gone\n");
    const auto& watches = explained.watches.at("wlan0");
    ASSERT_EQ(watches.size(), 1);
    EXPECT_NEAR(seconds(watches[0].to - watches[0].from), 7200, 0.01);
}

TEST(Exposure, OfAFirstConnectBeginsWithTheAttempt) {
    const Explained explained =
        explain_text("[100.000000] usb 1-1: new device\n" + kernel_link(3700) + "[7300.000000] usb 1-1: gone\n");
    EXPECT_NEAR(seconds(explained.watches.at("wlan0").at(0).to - explained.watches.at("wlan0").at(0).from), 3600,
                0.01);
}

TEST(ClocksThatCannotBeAligned, KeepTheirOwnEnds) {
    // Nothing that both saw: the outage of the one must not be drawn out to the end of the other.
    const Explained both = explain_texts({Iw().linked(0).keys(0.1).lost(100, 4).scan(101).text(),
                                          "[10.000000] wlan7: authenticate with 02:00:00:00:00:01\n"
                                          "[10.500000] wlan7: authentication with 02:00:00:00:00:01 timed out\n"
                                          "[20.000000] usb 1-1: new device\n"});
    ASSERT_EQ(both.outages.size(), 2);
    EXPECT_EQ(both.outages[0].interface, "wlan7");
    EXPECT_NEAR(seconds(both.outages[0].duration()), 10, 0.01);
    EXPECT_NEAR(seconds(both.outages[1].duration()), 1.1, 0.01);
}

TEST(Comeback, NotWaitedForIsSaidSo) {
    const auto found = outages(
        kernel_link(10) + fmt::format("[20.000000] wlan0: Connection to AP {} lost\n", ap) +
        fmt::format(
            "[21.000000] wlan0: authenticate with {0}\n[21.010000] wlan0: associate with {0} (try 1/3)\n"
            "[21.020000] wlan0: {0} rejected association temporarily; comeback duration 10000 TU (10240 ms)\n"
            "[22.000000] wlan0: associate with {0} (try 2/3)\n[22.010000] wlan0: associated\n",
            ap));
    ASSERT_EQ(found.size(), 1);
    ASSERT_EQ(found[0].comebacks.size(), 1);
    EXPECT_EQ(found[0].comebacks[0].respected, std::optional(false));
}

TEST(Comeback, IsNotJudgedByARequestToAnotherAccessPoint) {
    const auto found = outages(
        kernel_link(10) + fmt::format("[20.000000] wlan0: Connection to AP {} lost\n", ap) +
        fmt::format(
            "[21.000000] wlan0: authenticate with {0}\n[21.010000] wlan0: associate with {0} (try 1/3)\n"
            "[21.020000] wlan0: {0} rejected association temporarily; comeback duration 10000 TU (10240 ms)\n"
            "[21.030000] wlan0: aborting association with {0} by local choice (Reason: 3=DEAUTH_LEAVING)\n",
            ap) +
        kernel_link(22, other_ap));
    ASSERT_EQ(found.size(), 1);
    ASSERT_EQ(found[0].comebacks.size(), 1);
    EXPECT_EQ(found[0].comebacks[0].respected, std::nullopt);
}

TEST(PlainIw, WithoutTimesKeepsTheOrderAndClaimsNoLength) {
    const auto found = outages(
        "wlan0 (phy #0): connected to 02:00:00:00:00:01\nwlan0 (phy #0): disconnected (local request) reason: 4: "
        "x\n"
        "wlan0 (phy #0): connected to 02:00:00:00:00:01\n");
    ASSERT_EQ(found.size(), 1);
    EXPECT_FALSE(found[0].timed);
    EXPECT_EQ(found[0].blackhole(std::chrono::seconds{5}), std::nullopt);
}

TEST(Blackhole, IsOpenWhileAnOpenEndHasNotReachedTheLimit) {
    const auto short_one = outages(Iw().linked(0).keys(0.1).lost(100, 4).scan(101));
    ASSERT_EQ(short_one.size(), 1);
    EXPECT_EQ(short_one[0].blackhole(std::chrono::seconds{5}), std::nullopt);
    const auto long_one = outages(Iw().linked(0).keys(0.1).lost(100, 4).scan(101).scan(106));
    EXPECT_EQ(long_one[0].blackhole(std::chrono::seconds{5}), std::optional(true));
}

}  // namespace
}  // namespace wlanmedic::test
