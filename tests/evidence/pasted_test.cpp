// SPDX-License-Identifier: MIT
// Pasted text, cleaned: which lines are read, and that each says truly where it stands.
#include "evidence/pasted.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "evidence/event_reader.h"
#include "support.h"

namespace wlanmedic::evidence {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

struct Cleaned {
    bool pasted = false;
    std::vector<std::string> lines;  // but for blank ones
    std::vector<std::uint64_t> numbers;
    std::vector<std::string> verbatim;
    std::vector<std::uint64_t> gaps;  // numbers of the lines that a gap stands before
    std::uint64_t all = 0;
    std::uint64_t repeated = 0;
};

Cleaned clean(const std::string& text) {
    const TemporaryFolder folder;
    const Input input = opened(folder.file("paste.txt", text));
    Cleaned result;
    const auto pasted = Pasted::clean(input, drivers());
    if (!pasted) return result;
    result.pasted = true;
    result.all = pasted->lines();
    result.repeated = pasted->repeated();
    std::string cleaned(pasted->text().size(), '\0');
    pasted->text().read_at(0, cleaned);
    std::uint64_t number = 1;
    for (std::size_t at = 0; at < cleaned.size(); ++number) {
        const std::size_t end = cleaned.find('\n', at);
        const Pasted::Origin& origin = pasted->origin(number);
        if (origin.gap_before) result.gaps.push_back(origin.line);
        if (end > at) {
            result.lines.push_back(cleaned.substr(at, end - at));
            result.numbers.push_back(origin.line);
            result.verbatim.push_back(Pasted::verbatim(input, origin, 4096));
        }
        at = end + 1;
    }
    return result;
}

std::vector<RawEvent> events_of(const std::string& text, Tally& tally) {
    const TemporaryFolder folder;
    const Input input = opened(folder.file("paste.txt", text));
    const auto pasted = Pasted::clean(input, drivers());
    const auto sniffed = sniff(pasted ? pasted->text() : input, 2026);
    std::vector<RawEvent> events;
    if (!sniffed) return events;
    EventReader reader(input, *sniffed, 0, drivers(), nullptr, pasted ? &*pasted : nullptr);
    while (auto event = reader.next()) events.push_back(std::move(*event));
    tally = reader.tally();
    return events;
}

std::vector<RawEvent> events_of(const std::string& text) {
    Tally tally;
    return events_of(text, tally);
}

constexpr std::string_view lost = "[ 5064.093748] wlan0: Connection to AP 02:00:00:00:01:00 lost";
constexpr std::string_view again = "[ 5067.193624] wlan0: associated";

TEST(Pasted, APlainLogIsReadAsItStands) {
    EXPECT_FALSE(clean(fmt::format("{}\n{}\n", lost, again)).pasted);
    EXPECT_FALSE(clean("").pasted);
    EXPECT_FALSE(clean("Dear all, my Wi-Fi drops out.\n\n> It does here too.\n").pasted);
    EXPECT_FALSE(clean("    1  2  3\n> 4\n").pasted);
}

TEST(Pasted, QuotedListedNumberedAndFencedLinesAreRead) {
    for (const std::string_view dress : {"> {}",
                                         ">> {}",
                                         "> > {}",
                                         "| {}",
                                         "    {}",
                                         "\t{}",
                                         "* {}",
                                         "- {}",
                                         "`{}`",
                                         "12: {}",
                                         "12:{}",
                                         "    12\t{}",
                                         "     12 {}",
                                         "kern.log:12:{}",
                                         "/var/log/kern.log.1:{}",
                                         "kern.log-{}",
                                         "&gt; {}",
                                         "> * 12: {}",
                                         "\x1b[32m{}\x1b[0m",
                                         "<code>{}</code>",
                                         "<span class=\"quote\">&gt; {}</span>",
                                         "\u200b{}",
                                         "{}\\n",
                                         "\"{}\","}) {
        const std::string line = fmt::format(fmt::runtime(dress), again);
        const auto events = events_of(line + "\n");
        ASSERT_EQ(events.size(), 1) << line;
        EXPECT_EQ(words(events[0].event.payload), "associated bssid=-") << line;
        EXPECT_EQ(events[0].event.instant, wifi::Instant{std::chrono::microseconds{5067193624}}) << line;
        EXPECT_EQ(events[0].event.receipts.at(0).text, line);
    }
}

TEST(Pasted, NonBreakingSpacesWithinALineAreBlanks) {
    std::string line(again);
    for (std::size_t at = 0; (at = line.find(' ', at)) != std::string::npos;) line.replace(at, 1, "\u00a0");
    EXPECT_THAT(clean(line + "\n").lines, ElementsAre(std::string(again)));
}

TEST(Pasted, WordsAroundALogStayWhatTheyAre) {
    const Cleaned cleaned = clean(fmt::format("Hello\n\n> {}\n\nI said 12: nothing\n", again));
    EXPECT_THAT(cleaned.lines, ElementsAre("Hello", std::string(again), "I said 12: nothing"));
    EXPECT_THAT(cleaned.numbers, ElementsAre(1, 3, 5));
}

TEST(Pasted, AConsoleThatFilledItsLinesWithBlanksWithinAWordIsRead) {
    const auto events =
        events_of("[ 3238.070000] wlan0: deauthenticating from 02:00:00:00:01:00 by local choice (R" +
                  std::string(120, ' ') + "eason: 3=DEAUTH_LEAVING)\n");
    ASSERT_EQ(events.size(), 1);
    EXPECT_THAT(words(events[0].event.payload), HasSubstr("reason=3"));
}

TEST(Pasted, AWrappedLineIsOneWithAllItsLinesAsReceipt) {
    Tally tally;
    const auto events = events_of(
        "Sep 17 10:05:05 ohm kernel: [ 3082.392651] wlo1: authenticate\r\nwith 02:00:00:00:01:00\r\n"
        "Sep 17 10:05:06 ohm kernel: [ 3083.212065] wlo1: association with\r\n02:00:00:00:01:00 timed out\r\n",
        tally);
    ASSERT_EQ(events.size(), 2);
    EXPECT_EQ(words(events[0].event.payload), "join_started bssid=02:00:00:00:01:00");
    EXPECT_EQ(words(events[1].event.payload), "assoc_timeout bssid=02:00:00:00:01:00");
    EXPECT_EQ(events[0].event.receipts.at(0).text,
              "Sep 17 10:05:05 ohm kernel: [ 3082.392651] wlo1: authenticate\nwith 02:00:00:00:01:00");
    EXPECT_EQ(events[0].event.receipts.at(0).line, 1);
    EXPECT_EQ(events[1].event.receipts.at(0).line, 3);
    EXPECT_EQ(tally.lines, 4);
    EXPECT_EQ(tally.events, 2);
    EXPECT_EQ(tally.malformed, 0);
}

TEST(Pasted, AWrapWithinAnAddressIsJoinedWithoutABlank) {
    const auto events = events_of("> [ 3082.392651] wlo1: authenticate with 02:00:00:\n> 00:01:00\n");
    ASSERT_EQ(events.size(), 1);
    EXPECT_EQ(words(events[0].event.payload), "join_started bssid=02:00:00:00:01:00");
}

TEST(Pasted, AQuotedLineMayGoOnWithoutAQuoteMark) {
    const auto events = events_of("> [ 3082.392651] wlo1: authenticate\nwith 02:00:00:00:01:00\n");
    ASSERT_EQ(events.size(), 1);
    EXPECT_EQ(words(events[0].event.payload), "join_started bssid=02:00:00:00:01:00");
    EXPECT_EQ(events[0].event.receipts.at(0).text, "> [ 3082.392651] wlo1: authenticate\nwith 02:00:00:00:01:00");
}

TEST(Pasted, ProseAfterALogLineIsNoPartOfIt) {
    for (const char* prose : {"with no luck at all", "and then it was associated again",
                              "with 3 other machines it works", "timed out, I think", "lost", "24 hours later",
                              "(see the attachment)", "from my other laptop (try 1/3) all is well"}) {
        for (const char* head : {"wlan0: authenticated", "wlan0: associated", "wlan0: authenticate",
                                 "wlan0: deauthenticated", "wlan0: associate", "eth0: link is", "wlan0: RX"}) {
            const std::string line = fmt::format("[ 3082.392651] {}\n", head);
            const auto alone = events_of(line + "\n");
            const auto together = events_of(line + prose + "\n");
            ASSERT_EQ(together.size(), alone.size()) << head << " / " << prose;
            if (alone.empty()) continue;
            EXPECT_EQ(words(together[0].event.payload), words(alone[0].event.payload)) << head << prose;
        }
    }
}

TEST(Pasted, ABlankLineEndsALogLine) {
    EXPECT_THAT(events_of("[ 3082.392651] wlo1: authenticate\n\nwith 02:00:00:00:01:00\n"), IsEmpty());
    EXPECT_THAT(events_of("[ 3082.392651] wlo1: authenticate\n```\nwith 02:00:00:00:01:00\n"), IsEmpty());
}

TEST(Pasted, LinesThatAProvedWidthBrokeAreJoinedWhatTheySay) {
    // 40 columns, several times; the last is broken after what is an event by itself.
    const Cleaned cleaned = clean(
        "[    1.000000] usb 1-1: new high-speed U\nSB device number 2 using ehci-pci\n"
        "[    2.000000] usb 1-1: new high-speed U\nSB device number 3 using ehci-pci\n"
        "[    3.000000] usb 1-1: new high-speed U\nSB device number 4 using ehci-pci\n"
        "[    4.000000] wlan0: authenticate with \n02:00:00:00:01:00 (local address=02:00:0\n0:00:00:00)\n");
    ASSERT_EQ(cleaned.lines.size(), 4);
    EXPECT_EQ(cleaned.lines[0], "[    1.000000] usb 1-1: new high-speed USB device number 2 using ehci-pci");
    EXPECT_EQ(cleaned.lines[3],
              "[    4.000000] wlan0: authenticate with 02:00:00:00:01:00 (local address=02:00:00:00:00:00)");
    EXPECT_EQ(cleaned.numbers[3], 7);
}

TEST(Pasted, SoftBreaksOfMailAreTakenOut) {
    const Cleaned cleaned = clean(
        "> [ 5067.113230] wlan0: RX AssocResp from 02:00:00:00:01:00 (capab=3D0x=\n11 status=3D0 "
        "aid=3D2)\n");
    EXPECT_THAT(
        cleaned.lines,
        ElementsAre("[ 5067.113230] wlan0: RX AssocResp from 02:00:00:00:01:00 (capab=0x11 status=0 aid=2)"));
    EXPECT_THAT(cleaned.verbatim[0], HasSubstr("capab=3D0x=\n11"));
}

TEST(Pasted, AJournalOnOneLineIsManyLinesEachWithItsPieceAsReceipt) {
    Tally tally;
    const auto events = events_of(
        "May 06 21:13:00 ohm kernel: wlan0: Connection to AP 02:00:00:00:01:00 lost May 06 "
        "21:13:05 ohm kernel: wlan0: associated\n",
        tally);
    ASSERT_EQ(events.size(), 2);
    EXPECT_EQ(events[1].event.receipts.at(0).text, "May 06 21:13:05 ohm kernel: wlan0: associated");
    EXPECT_EQ(events[1].event.receipts.at(0).line, 1);
    EXPECT_EQ(tally.lines, 2) << "a line is counted once";
}

TEST(Pasted, WhatIsToldTwiceIsToldOnce) {
    const std::string log = fmt::format("{}\n{}\n", lost, again);
    Tally tally;
    EXPECT_EQ(events_of(log + "\nHere it is again:\n\n" + log, tally).size(), 2);
    EXPECT_EQ(tally.repeated, 2);
    EXPECT_EQ(tally.lines, 7);
    // Quoted, wrapped, and as a part of more.
    EXPECT_EQ(events_of(log + "\nHere it is again:\n\n> " + std::string(lost) + "\n> " + std::string(again) + "\n")
                  .size(),
              2);
    EXPECT_EQ(events_of(log + "[    7.000001] wlan0: associated\n" + log).size(), 3);
    EXPECT_EQ(events_of(fmt::format("This is it:\n\n{}\n\nAnd all of it:\n\n{}", lost, log)).size(), 2);
}

TEST(Pasted, TheSameLineTwiceInARunIsTwoLines) {
    std::string log;
    for (int i = 0; i < 7; ++i)
        log += "May 06 02:42:11 ohm kernel: wlan0: Connection to AP 02:00:00:00:01:00 lost\n";
    EXPECT_FALSE(clean(log).pasted);
    EXPECT_EQ(clean("> " + log).repeated, 0);
    EXPECT_EQ(clean("[...]\n" + log + "[...]\n" + log).repeated, 0) << "one second, one text: nobody knows";
}

TEST(Pasted, RunsOfVirtualTimeThatGoOnDifferentlyAreTwoRuns) {
    const std::string begin =
        "[    4.300000] wlan0: authenticated\n[    4.310000] wlan0: associate with "
        "02:00:00:00:01:00 (try 1/3)\n[   14.310000] wlan0: associate with 02:00:00:00:01:00 (try 2/3)\n";
    const Cleaned cleaned = clean(
        "Old:\n" + begin + "[   36.320000] wlan0: association with 02:00:00:00:01:00 timed out\nNew one here:\n" +
        begin + "[   25.440000] wlan0: 02:00:00:00:01:00 denied association (code=30)\n\n> > " + "\n");
    EXPECT_EQ(cleaned.repeated, 0);
}

TEST(Pasted, BootsThatBeginAlikeAreTwoBoots) {
    const std::string boot =
        "[    0.000000] Linux version 6.1.0\n[    0.000000] Command line: quiet\n"
        "[    0.000000] BIOS-provided physical RAM map:\n";
    EXPECT_EQ(
        clean(boot + "[   12.345678] wlan0: associated\n" + boot + "[   13.456789] wlan0: associated\n").repeated,
        0);
}

TEST(Pasted, ExcerptsOfOneWallClockAreReadInTheOrderOfTime) {
    const Cleaned cleaned = clean(
        "It came back:\n\nMay 06 21:14:00 ohm kernel: wlan0: associated\n\nbut first it was "
        "lost:\n\nMay 06 21:13:00 ohm kernel: wlan0: Connection to AP 02:00:00:00:01:00 lost\n");
    ASSERT_TRUE(cleaned.pasted);
    EXPECT_THAT(cleaned.numbers, ElementsAre(1, 7, 3, 5));
    EXPECT_THAT(cleaned.gaps, IsEmpty());
}

TEST(Pasted, ExcerptsStayInTheirOrderWhereItIsNotCertain) {
    const auto order_of = [](const std::string& text) { return clean(text).numbers; };
    // Seconds since boot: which boot?
    EXPECT_THAT(
        order_of("> [ 5064.093748] wlan0: associated\nand before it:\n> [    7.193624] wlan0: associated\n"),
        ElementsAre(1, 2, 3));
    // Two machines.
    EXPECT_THAT(
        order_of("> May 06 21:14:00 ohm kernel: wlan0: associated\nand this one too:\n> May 06 21:13:00 volt "
                 "kernel: wlan0: associated\n"),
        ElementsAre(1, 2, 3));
    // A clock that was set, no word between.
    EXPECT_THAT(
        order_of(
            "> May 06 21:14:00 ohm kernel: wlan0: associated\n> May 06 21:13:00 ohm kernel: wlan0: associated\n"),
        ElementsAre(1, 2));
    // The same boot by both times of each line.
    EXPECT_THAT(
        order_of("May 06 21:14:00 ohm kernel: [  160.500000] wlan0: associated\nMay 06 21:13:00 ohm kernel: [  "
                 "100.500000] wlan0: associated\n"),
        ElementsAre(2, 1));
}

TEST(Pasted, ALongTimeOverLinesLeftOutIsAGap) {
    const auto gaps = [](const char* between, const char* second) {
        return clean(fmt::format("> [ 5000.000001] wlan0: associated\n{}\n> [ {}.000001] wlan0: Connection to AP "
                                 "02:00:00:00:01:00 lost\n",
                                 between, second))
            .gaps.size();
    };
    EXPECT_EQ(gaps("[...]", "5061"), 1);
    EXPECT_EQ(gaps("[...]", "5059"), 0);
    EXPECT_EQ(gaps("\nand after a while:\n", "5601"), 1);
    EXPECT_EQ(gaps("\nand after a while:\n", "5599"), 0);
    EXPECT_EQ(gaps("and after a while:", "9999"), 0) << "may be a message of several lines";
    EXPECT_EQ(gaps("", "9999"), 0) << "quiet hours are no gap";
}

TEST(Pasted, AGapIsAnEventBeforeTheFirstAfterIt) {
    Tally tally;
    const auto events = events_of(
        "[ 5000.000001] wlan0: associated\n[...]\n[ 6000.000001] usb 1-1: x\n[ 6000.500001] wlan0: Connection to "
        "AP "
        "02:00:00:00:01:00 lost\n",
        tally);
    ASSERT_EQ(events.size(), 3);
    EXPECT_TRUE(std::holds_alternative<wifi::Gap>(events[1].event.payload));
    EXPECT_EQ(events[1].event.receipts.at(0).line, 4);
    EXPECT_EQ(tally.events, 2) << "a gap is no line";
}

TEST(Pasted, DifferencesAreNeitherMovedNorLeftOut) {
    const std::string log = "[May 6 21:13] wlan0: associated\n[  +0.000123] wlan0: associated\n";
    const Cleaned cleaned = clean("> " + log + "\nonce more it is:\n\n" + log);
    EXPECT_EQ(cleaned.repeated, 0);
}

TEST(Pasted, WhatOthersReadBetterIsLeftToThem) {
    EXPECT_FALSE(clean("__REALTIME_TIMESTAMP=1\nMESSAGE=x\n> [ 5064.093748] wlan0: associated\n").pasted);
    EXPECT_FALSE(clean("format = \"wlanmedic.counts/1\"\n# > [ 5064.093748] wlan0: associated\n").pasted);
}

TEST(Pasted, AFileTooLargeOrOfTooManyLinesIsReadAsItStands) {
    std::string many = "> [ 5064.093748] wlan0: associated\n";
    many += std::string(Pasted::most_lines + 1, '\n');
    EXPECT_FALSE(clean(many).pasted);
    std::string large = "> [ 5064.093748] wlan0: associated\n";
    large += std::string(Pasted::largest_file, 'x');
    EXPECT_FALSE(clean(large).pasted);
}

}  // namespace
}  // namespace wlanmedic::evidence
