// SPDX-License-Identifier: MIT
#include "evidence/format.h"

#include <gmock/gmock.h>

#include <random>
#include <string>

#include "support.h"

namespace wlanmedic::evidence {
namespace {

class Sniff : public testing::Test {
protected:
    std::optional<Sniffed> sniffed(std::string_view text, std::optional<int> year = std::nullopt) const {
        return sniff(opened(folder_.file("content", text)), year);
    }
    std::optional<Sniffed> sniffed_at(std::string_view modified, std::string_view text,
                                      std::optional<int> year = std::nullopt) const {
        return sniff(opened(folder_.file("content", text, utc(modified))), year);
    }
    // "format clock" of the content, "nothing" where it is unknown.
    std::string kind(std::string_view text) const {
        const auto found = sniffed(text);
        if (!found) return "nothing";
        if (found->counts) return "counts";
        return std::string(name_of(found->format)) + ' ' + std::string(name_of(found->clock));
    }

    TemporaryFolder folder_;
};

TEST_F(Sniff, KnowsEachFormatFromItsContent) {
    EXPECT_EQ(kind("[   22.659154] wlan2: authenticated\n[   22.659155] x\n"), "dmesg boot");
    EXPECT_EQ(kind("[Wed May  6 21:13:00 2026] x\n"), "dmesg-ctime local");
    EXPECT_EQ(kind("2026-05-06T21:13:00,123456+02:00 x\n"), "dmesg-iso epoch");
    EXPECT_EQ(kind("[May 6 21:13] x\n[  +0.000123] y\n"), "dmesg-reltime local");
    EXPECT_EQ(kind("6,339,5140900,-;x\n SUBSYSTEM=net\n6,340,5140901,-;y\n"), "kmsg boot");
    EXPECT_EQ(kind("<30>May  6 21:13:00 box a: b\n"), "syslog local");
    EXPECT_EQ(kind("<6>1 2026-05-06T21:13:00Z box kernel - - - x\n"), "syslog-5424 epoch");
    EXPECT_EQ(kind("Mon Sep 28 15:35:43 2020 kern.info kernel: [7.1] x\n"), "logread local");
    EXPECT_EQ(kind("May  6 21:13:00 box a: b\n"), "journal-short local");
    EXPECT_EQ(kind("May 06 21:13:00.123456 box a: b\n"), "journal-short-precise local");
    EXPECT_EQ(kind("2026-05-06T21:13:00+0200 box a: b\n"), "journal-short-iso epoch");
    EXPECT_EQ(kind("2026-05-06T21:13:00.123456+0200 box a: b\n"), "journal-short-iso-precise epoch");
    EXPECT_EQ(kind("Wed 2026-05-06 21:13:00 CEST box a: b\n"), "journal-short-full local");
    EXPECT_EQ(kind("[   22.659154] box kernel: x\n"), "journal-short-monotonic boot");
    EXPECT_EQ(kind("1778095980.123456 box kernel: x\n"), "journal-short-unix epoch");
    EXPECT_EQ(kind("wlan0 (phy #0): scan started\n"), "iw-event none");
    EXPECT_EQ(kind("1778095980.123456: wlan0 (phy #0): scan started\n"), "iw-event epoch");
    EXPECT_EQ(kind("[2026-05-06 21:13:00.123456]: wlan0 (phy #0): scan started\n"), "iw-event local");
    EXPECT_EQ(kind("0.000000: wlan0 (phy #0): scan started\n"), "iw-event relative");
    EXPECT_EQ(kind("format = \"wlanmedic.counts/1\"\nhours = 1\n"), "counts");
}

TEST_F(Sniff, GoesByMostLines) {
    EXPECT_EQ(kind("[   22.659154] x\n1778095980.1: wlan0 (phy #0): scan started\n1778095981.1: wlan0 (phy #0): "
                   "scan started\n"),
              "iw-event epoch");
    EXPECT_EQ(kind("prose\nprose\nprose\nprose\n[   22.659154] x\n"), "dmesg boot")
        << "lines of no format have no vote";
    EXPECT_EQ(kind("-- Boot 3f2a --\n-- Boot 3f2b --\n-- Boot 3f2c --\n[   22.659154] x\n"), "dmesg boot")
        << "nor have marks";
}

TEST_F(Sniff, LooksThroughByteOrderMarkCarriageReturnsAndZeros) {
    EXPECT_EQ(kind("\xef\xbb\xbf[   22.659154] x\r\n"), "dmesg boot");
    EXPECT_EQ(kind(std::string(100, '\0') + "[   22.659154] x\n"), "dmesg boot");
    EXPECT_EQ(strip_noise("\xef\xbb\xbf[x"), "[x");
    EXPECT_EQ(strip_noise(std::string_view("\0\0x\0", 4)), std::string_view("x\0", 2));
    EXPECT_EQ(strip_noise(""), "");
    EXPECT_EQ(strip_noise("\xef\xbb"), "\xef\xbb");
}

TEST_F(Sniff, LooksAtTheEndWhereTheBeginningHasNothing) {
    EXPECT_EQ(sniffed(std::string(2 << 20, '\0') + "\n[   22.659154] x\n")->clock, Clock::boot);
    const auto no_end = sniffed("[   22.659154] x");
    ASSERT_TRUE(no_end);
    EXPECT_EQ(no_end->first->instant, wifi::Instant{std::chrono::microseconds{22'659'154}});
}

TEST_F(Sniff, GivesTheFirstAndTheLastTime) {
    std::string text = "[    1.000000] first\n";
    while (text.size() < (2U << 20)) text += "[    5.000000] in between, and not much of it\n";
    text += "[    9.000000] last\nnothing\n";
    const auto found = sniffed(text);
    ASSERT_TRUE(found && found->first && found->last);
    EXPECT_EQ(found->first->instant, wifi::Instant{std::chrono::seconds{1}});
    EXPECT_EQ(found->last->instant, wifi::Instant{std::chrono::seconds{9}});
    EXPECT_FALSE(found->every_line_counts);
}

TEST_F(Sniff, TakesALogThatQuotesCountsForALog) {
    EXPECT_EQ(kind("format = \"wlanmedic.counts/1\"\n[   22.659154] x\n"), "dmesg boot");
    EXPECT_EQ(kind("[   22.659154] format wlanmedic.counts/1\n"), "dmesg boot");
    EXPECT_EQ(kind("the format is called wlanmedic.counts/1\n"), "nothing");
    EXPECT_EQ(kind("# ten nights\nformat='wlanmedic.counts/1'\n"), "counts");
}

TEST_F(Sniff, FindsTheOwnLogOfWpaSupplicantWithTimesAndWithout) {
    EXPECT_EQ(kind("wlan0: Associated with 02:00:00:00:01:00\nwlan0: CTRL-EVENT-CONNECTED - x\n"),
              "wpa-supplicant none");
    EXPECT_EQ(kind("1767225629.423070: wpa_supplicant v2.10\n1767225629.423213: random: getrandom() support "
                   "available\n1767225630.423213: wlan0: CTRL-EVENT-TERMINATING \n"),
              "wpa-supplicant epoch");
}

TEST_F(Sniff, FindsNothingInProse) {
    EXPECT_EQ(kind("Dear all,\n\nsince Monday my Wi-Fi dies. I see wlan0: associated in the log,\nand then "
                   "nothing. [1]\n\nMay I ask for help?\n"
                   "- kernel: 6.1\n- card: iwlwifi 0000:12:00.0: x\n\n[1] https://example.org/\n"),
              "nothing");
    EXPECT_EQ(kind(""), "nothing");
    EXPECT_EQ(kind("\n\n\n"), "nothing");
    EXPECT_EQ(kind("-- Boot 3f2a --\n"), "nothing");
    EXPECT_EQ(kind("1767225629.423070: wlan0: AP-ENABLED \n1767225629.423213: wlan0: CTRL-EVENT-TERMINATING \n"),
              "nothing")
        << "hostapd words it so too";
    EXPECT_EQ(kind("{\"MESSAGE\":\"wlan0: associated\"}\n"), "nothing");
    EXPECT_EQ(kind("Feb 31 21:13:00 box kernel: x\n"), "nothing");
}

TEST_F(Sniff, FindsNothingInRandomBytes) {
    std::mt19937 random(5);  // the same bytes in every run
    for (int round = 0; round < 5; ++round) {
        std::string bytes(1'500'000, '\0');
        for (char& byte : bytes) byte = static_cast<char>(random());
        EXPECT_EQ(kind(bytes), "nothing");
    }
}

// --- iw -r and -t print alike
// ------------------------------------------------------------------------------------------

std::string iw(std::initializer_list<std::string_view> times) {
    std::string text;
    for (const std::string_view time : times) text += std::string(time) + ": wlan0 (phy #0): scan started\n";
    return text;
}

TEST_F(Sniff, TakesSmallTimesThatGoUpAndDownForDifferences) {
    const auto found = sniffed(iw({"0.000000", "5.100000", "0.200000", "3.000000"}));
    ASSERT_TRUE(found);
    EXPECT_TRUE(found->relative_times);
    EXPECT_TRUE(found->every_line_counts);
    EXPECT_EQ(found->clock, Clock::relative);
}

TEST_F(Sniff, TakesALogOfDifferencesThatLostItsBeginningForDifferences) {
    EXPECT_TRUE(sniffed(iw({"5.100000", "0.200000", "3.000000", "0.000100"}))->relative_times);
}

TEST_F(Sniff, TakesDifferencesThatHappenToRiseFromZeroForDifferences) {
    EXPECT_TRUE(sniffed(iw({"0.000000", "1.200000", "2.500000", "9.000000", "11.000000"}))->relative_times);
}

TEST_F(Sniff, TakesTimesSinceTheEpochForTimes) {
    EXPECT_FALSE(sniffed(iw({"1767225629.790015", "1767225630.790015"}))->relative_times);
    EXPECT_FALSE(sniffed(iw({"1767225630.790015", "1767225629.790015"}))->relative_times)
        << "a clock that was set back";
    EXPECT_FALSE(sniffed(iw({"12.300000", "13.100000", "1767225629.790015"}))->relative_times)
        << "a clock that was set";
}

TEST_F(Sniff, TakesTheClockOfAMachineThatCountsFrom1970ForAClock) {
    const auto found = sniffed(iw({"12.300000", "13.100000", "15.000000", "20.000000", "20.000001"}));
    EXPECT_FALSE(found->relative_times);
    EXPECT_EQ(found->clock, Clock::epoch);
}

TEST_F(Sniff, LetsNoLineOfIwBeLeftOut) {
    EXPECT_TRUE(sniffed("[May 6 21:13] x\n")->every_line_counts);
    EXPECT_FALSE(sniffed("May  6 21:13:00 box a: b\n")->every_line_counts);
}

// --- years
// ---------------------------------------------------------------------------------------------------------------

TEST_F(Sniff, TakesTheYearFromTheFilesLastChange) {
    EXPECT_EQ(sniffed_at("2026-05-07 00:00:00", "May  6 21:13:00 box a: b\n")->year, 2026);
    EXPECT_EQ(sniffed_at("2021-12-31 00:00:00", "May  6 21:13:00 box a: b\n")->year, 2021);
    EXPECT_EQ(sniffed_at("2026-03-01 00:00:00", "May  6 21:13:00 box a: b\n")->year, 2025)
        << "no line was written later than the file";
    EXPECT_EQ(sniffed_at("2026-05-06 12:00:00", "May  6 21:13:00 box a: b\n")->year, 2026)
        << "a zone east of Greenwich";
}

TEST_F(Sniff, PutsTheBeginningIntoTheYearBeforeNewYear) {
    const auto found = sniffed_at("2026-01-02 00:00:00", "Dec 31 23:59:59 box a: b\nJan  1 00:00:01 box a: b\n");
    EXPECT_EQ(found->year, 2025);
    EXPECT_EQ(found->first->instant, utc("2025-12-31 23:59:59"));
    EXPECT_EQ(found->last->instant, utc("2026-01-01 00:00:01"));
    const auto old = sniffed_at("2026-05-02 00:00:00", "Dec 30 23:59:59 box a: b\nDec 31 00:00:01 box a: b\n");
    EXPECT_EQ(old->year, 2025);
    EXPECT_EQ(old->last->instant, utc("2025-12-31 00:00:01"));
}

TEST_F(Sniff, PutsTheLastDayOfTheYearIntoItsYearWhereTheFileWasChangedInTheNext) {
    EXPECT_EQ(sniffed_at("2026-01-01 00:00:05", "Dec 31 23:59:59 box a: b\n")->year, 2025);
    EXPECT_EQ(sniffed_at("2025-12-31 23:59:59", "Jan  1 00:59:59 box a: b\n")->year, 2025)
        << "more than a day off: a year earlier";
}

TEST_F(Sniff, BelievesTheUserAboutTheYear) {
    const auto found =
        sniffed_at("2026-01-02 00:00:00", "Dec 31 23:59:59 box a: b\nJan  1 00:00:01 box a: b\n", 2019);
    EXPECT_EQ(found->year, 2019);
    EXPECT_EQ(found->first->instant, utc("2019-12-31 23:59:59"));
    EXPECT_EQ(found->last->instant, utc("2020-01-01 00:00:01"));
}

TEST_F(Sniff, PutsAFirstLineOn29FebruaryIntoALeapYear) {
    const auto found = sniffed_at("2026-03-05 00:00:00", "Feb 29 23:59:59 box a: b\nMar  1 00:00:01 box a: b\n");
    EXPECT_EQ(found->year, 2024);
    EXPECT_EQ(found->first->instant, utc("2024-02-29 23:59:59"));
    EXPECT_EQ(found->last->instant, utc("2024-03-01 00:00:01"));
    EXPECT_EQ(sniffed_at("2024-03-05 00:00:00", "Feb 29 23:59:59 box a: b\n")->year, 2024);
}

TEST_F(Sniff, LeavesYearsThatAreToldAlone) {
    const auto found = sniffed_at("2026-01-02 00:00:00", "[Wed May  6 21:13:00 2020] x\n");
    EXPECT_EQ(found->first->instant, utc("2020-05-06 21:13:00"));
    EXPECT_FALSE(found->first->year_missing);
}

}  // namespace
}  // namespace wlanmedic::evidence
