// SPDX-License-Identifier: MIT
#include "evidence/journal_reader.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "evidence/event_reader.h"
#include "evidence/format.h"
#include "evidence/journal_clock.h"
#include "support.h"

namespace wlanmedic::evidence {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::StartsWith;
using namespace std::string_literals;

struct Read {
    std::vector<JournalEntry> entries;
    std::vector<std::string> others;  // lines that belong to no entry
};

Read read(std::string_view text, bool whole_lines = false) {
    const TemporaryFolder folder;
    const Input input = opened(folder.file("journal", text));
    LineReader lines(input, nullptr);
    JournalReader reader(whole_lines);
    Read result;
    const auto hand_over = [&] {
        while (auto entry = reader.next()) result.entries.push_back(std::move(*entry));
    };
    while (const auto line = lines.next()) {
        const std::string copy(line->text);
        if (!reader.take(*line, lines)) result.others.push_back(copy);
        hand_over();
    }
    reader.finish();
    hand_over();
    return result;
}

std::string json_entry(std::string_view fields) {
    return fmt::format(R"({{"__REALTIME_TIMESTAMP":"1778114445123456","_TRANSPORT":"kernel",{}}})", fields);
}

std::string message_of(std::string_view text) {
    const Read all = read(text);
    if (all.entries.size() != 1) return fmt::format("{} entries", all.entries.size());
    const JournalEntry& entry = all.entries[0];
    if (entry.broken) return "broken";
    if (entry.message_lost) return "lost";
    return entry.has_message ? entry.message : "none";
}

const std::string header = "__CURSOR=c\n__REALTIME_TIMESTAMP=1778114445123456\n__MONOTONIC_TIMESTAMP=5000000\n";

TEST(JournalExportReader, TakesAFieldOfBytesWhateverItsSizeLooksLike) {
    // A size of ten is a line end in the file, one of 2,570 is two.
    for (const std::size_t size : {1U, 10U, 266U, 2570U, 65'536U}) {
        SCOPED_TRACE(size);
        std::string bytes(8, '\0');
        for (std::size_t i = 0; i < 8; ++i) bytes[i] = static_cast<char>(size >> (8 * i) & 0xff);
        const std::string value(size, 'x');
        const std::string text = header + "MESSAGE\n" + bytes + value + "\n_TRANSPORT=kernel\n\nnext\n";
        const Read all = read(text);
        ASSERT_EQ(all.entries.size(), 1);
        EXPECT_EQ(all.entries[0].message, value);
        EXPECT_FALSE(all.entries[0].broken);
        EXPECT_EQ(all.entries[0].process(), "kernel");
        EXPECT_THAT(all.others, ElementsAre("next"));
        // The receipt is the line of that number.
        std::string_view rest = text;
        for (std::uint64_t line = 1; line < all.entries[0].line; ++line) rest.remove_prefix(rest.find('\n') + 1);
        EXPECT_EQ(all.entries[0].receipt, rest.substr(0, rest.find('\n')));
    }
}

TEST(JournalExportReader, IsNotLedAstrayByWhatAFieldOfBytesHolds) {
    const std::string trap = "\n\n__CURSOR=d\n__REALTIME_TIMESTAMP=1\nMESSAGE=wlan0: associated\n\n";
    const std::string size{static_cast<char>(trap.size()), 0, 0, 0, 0, 0, 0, 0};
    const Read all = read(header + "COREDUMP\n" + size + trap + "\nMESSAGE=true\n\n");
    ASSERT_EQ(all.entries.size(), 1);
    EXPECT_EQ(all.entries[0].message, "true");
}

TEST(JournalExportReader, PassesOverAHugeFieldAndSaysWhereTheMessageIsOne) {
    const std::string huge(3U << 20, '\n');
    const std::string size{0, 0, 0x30, 0, 0, 0, 0, 0};
    EXPECT_EQ(message_of(header + "COREDUMP\n" + size + huge + "\nMESSAGE=after\n\n"), "after");
    EXPECT_EQ(message_of(header + "MESSAGE\n" + size + huge + "\n\n"), "lost");
    EXPECT_EQ(message_of(header + "COREDUMP=" + std::string(3U << 20, 'x') + "\nMESSAGE=after\n\n"), "after");
    EXPECT_EQ(message_of(header + "MESSAGE=" + std::string(3U << 20, 'x') + "\n\n"), "lost");
}

TEST(JournalExportReader, TakesTheLastEntryWithoutItsEmptyLine) {
    EXPECT_EQ(message_of(header + "MESSAGE=last\n"), "last");
    EXPECT_EQ(message_of(header + "MESSAGE=last"), "last");
}

TEST(JournalExportReader, CountsAnEntryAsCutThatBreaksOffWithinBytes) {
    for (const std::string& cut : {"MESSAGE\n"s, "MESSAGE\n\x05\0\0"s, "MESSAGE\n\x05\0\0\0\0\0\0\0ab"s,
                                   "MESSAGE\n\xff\xff\xff\xff\xff\xff\xff\xff"s + "ab\n"})
        EXPECT_EQ(message_of(header + cut), "broken");
}

TEST(JournalExportReader, BeginsAgainAtTheNextEntryWhereTheFirstIsCutAtItsHead) {
    const Read all = read("_PID=12\nMESSAGE=wlan0: associated\n\n" + header + "MESSAGE=whole\n\n");
    ASSERT_EQ(all.entries.size(), 1);
    EXPECT_EQ(all.entries[0].message, "whole");
}

TEST(JournalExportReader, GivesBackALineOfAnotherLog) {
    const Read all = read(header + "MESSAGE=one\n[   22.659154] wlan2: associated\n");
    ASSERT_EQ(all.entries.size(), 1);
    EXPECT_TRUE(all.entries[0].broken);
    EXPECT_THAT(all.others, ElementsAre("[   22.659154] wlan2: associated"));
}

TEST(JournalJsonReader, ReadsAMessageInAllItsForms) {
    EXPECT_EQ(message_of(json_entry(R"("MESSAGE":"wlan0: associated")")), "wlan0: associated");
    EXPECT_EQ(message_of(json_entry(R"("MESSAGE":null)")), "lost");
    EXPECT_EQ(message_of(json_entry(R"("MESSAGE":[119,108,255,0,9])")), "wl\xff\0\t"s);
    EXPECT_EQ(message_of(json_entry(R"("MESSAGE":["first","second"])")), "first");
    EXPECT_EQ(message_of(json_entry(R"("MESSAGE":[[119,108],"second"])")), "wl");
    EXPECT_EQ(message_of(json_entry(R"("MESSAGE":"first\nsecond")")), "first");
    EXPECT_EQ(message_of(json_entry(R"("MESSAGE":"a\"b\\c\/d\te")")), "a\"b\\c/d\te");
    EXPECT_EQ(message_of(json_entry(R"("PRIORITY":"6")")), "none");
}

TEST(JournalJsonReader, ReadsEscapedCharacters) {
    EXPECT_EQ(message_of(json_entry(R"("MESSAGE":"\u00fc \u20ac \ud83d\ude00")")), "ü € 😀");
    EXPECT_EQ(message_of(json_entry(R"("MESSAGE":"\ud83d|\ude00|\ud83d\u0041")")), "\ufffd|\ufffd|\ufffdA");
    EXPECT_EQ(message_of(json_entry(R"("MESSAGE":"\u00g0")")), "broken");
    EXPECT_EQ(message_of(json_entry(R"("\u004dESSAGE":"named by an escape")")), "named by an escape");
}

TEST(JournalJsonReader, IsNotLedAstrayByWhatOtherFieldsHold) {
    EXPECT_EQ(message_of(json_entry(R"("A":"\"MESSAGE\":\"no\"","B":{"MESSAGE":"no"},"C":["MESSAGE","no"],)"
                                    R"("D":[{"MESSAGE":"no"}],"E":-1.5e3,"F":true,"MESSAGE":"yes")")),
              "yes");
}

TEST(JournalJsonReader, ReadsTheDressesOfJq) {
    const std::string one = json_entry(R"("MESSAGE":"one")");
    const std::string two = json_entry(R"("MESSAGE":"two")");
    for (const std::string& text :
         {one + "\n" + two + "\n", "[" + one + "," + two + "]\n", one + two,
          "[\n  " + one + ",\n  " + two + "\n]\n", "\xef\xbb\xbf" + one + "\r\n" + two + "\r\n",
          "\x1e" + one + "\n\x1e" + two + "\n", "data: " + one + "\n\ndata: " + two + "\n\n"}) {
        SCOPED_TRACE(text);
        const Read all = read(text);
        ASSERT_EQ(all.entries.size(), 2);
        EXPECT_EQ(all.entries[0].message, "one");
        EXPECT_EQ(all.entries[1].message, "two");
        EXPECT_FALSE(all.entries[0].broken || all.entries[1].broken);
    }
}

TEST(JournalJsonReader, ReadsAnEntryOverManyLines) {
    const std::string pretty =
        "{\n\t\"__REALTIME_TIMESTAMP\" : \"1778114445123456\",\n\t\"MESSAGE\" : [\n\t\t119,\n\t\t108\n\t],\n"
        "\t\"FOO\" : [\n\t\t\"a\",\n\t\t\"b\"\n\t]\n}\n";
    const Read all = read(pretty + pretty);
    ASSERT_EQ(all.entries.size(), 2);
    EXPECT_EQ(all.entries[1].message, "wl");
    EXPECT_EQ(all.entries[1].line, 14);
    EXPECT_EQ(all.entries[1].receipt, "\t\"MESSAGE\" : [");
    EXPECT_EQ(all.entries[1].format, LineFormat::journal_json_pretty);
}

TEST(JournalJsonReader, CountsACutEntryAndBeginsAgain) {
    const Read all =
        read(json_entry(R"("MESSAGE":"cu)").substr(0, 90) + "\n" + json_entry(R"("MESSAGE":"whole")"));
    ASSERT_EQ(all.entries.size(), 2);
    EXPECT_TRUE(all.entries[0].broken);
    EXPECT_EQ(all.entries[1].message, "whole");
    const Read many = read("{\n\"__CURSOR\" : \"c\",\n\"MESSAGE\" : \"x\",\n[   22.659154] wlan2: associated\n");
    ASSERT_EQ(many.entries.size(), 1);
    EXPECT_TRUE(many.entries[0].broken);
    EXPECT_THAT(many.others, ElementsAre("[   22.659154] wlan2: associated"));
}

TEST(JournalJsonReader, ReadsWhatItCanOfALineThatIsTooLong) {
    const std::string huge(100'000, 'x');
    EXPECT_EQ(message_of(json_entry("\"MESSAGE\":\"early\",\"COREDUMP\":\"" + huge + "\"")), "early");
    EXPECT_EQ(message_of(json_entry("\"MESSAGE\":\"" + huge + "\"")), "broken");
    const std::string pretty =
        "{\n\"__REALTIME_TIMESTAMP\" : \"1\",\n\"COREDUMP\" : \"" + huge + "\",\n\"MESSAGE\" : \"after\"\n}\n";
    EXPECT_EQ(message_of(pretty), "after");
}

TEST(JournalJsonReader, LeavesOtherObjectsAlone) {
    EXPECT_THAT(read(R"({"MESSAGE":"wlan0: associated","level":"info"})").entries, IsEmpty());
    EXPECT_THAT(read("{\n  \"name\": \"wlan0\"\n}\n[   22.659154] wlan2: associated\n").entries, IsEmpty());
    EXPECT_THAT(read("{}{}{}[[[{,\n{\"a\":[[[[\n").entries, IsEmpty());
}

TEST(JournalVerboseReader, TakesTheTimeFromTheCursorWhateverTheZone) {
    const Read all = read(
        "Wed 2026-05-06 21:13:00.123456 CEST "
        "[s=52b2;i=1;b=3f2a8c0d9e1b4f6a8c0d9e1b4f6a8c0d;m=4c4b40;t=6512f87df1f80;x=1fb6]\n"
        "    _TRANSPORT=kernel\n"
        "    \x1b[0;1;39mMESSAGE=wlan0: associated\x1b[0m\n"
        "            and more\n"
        "-- Boot 3f2a8c0d9e1b4f6a8c0d9e1b4f6a8c0d --\n"
        "Wed 2026-05-06 21:13:01.123456 CEST [s=52b2;i=2;b=3f2a;m=4c4b41;t=6512f87df1f81;x=1fb6]\n"
        "    MESSAGE=[17B blob data]\n"
        "May 07 02:40:45 ohm kernel: wlan0: associated\n");
    ASSERT_EQ(all.entries.size(), 2);
    EXPECT_EQ(all.entries[0].realtime, std::chrono::microseconds{1'778'114'445'123'456});
    EXPECT_EQ(all.entries[0].monotonic, std::chrono::microseconds{5'000'000});
    EXPECT_EQ(all.entries[0].boot, "3f2a8c0d9e1b4f6a8c0d9e1b4f6a8c0d");
    EXPECT_EQ(all.entries[0].message, "wlan0: associated");
    EXPECT_EQ(all.entries[0].line, 3);
    EXPECT_TRUE(all.entries[1].message_lost);
    EXPECT_THAT(all.others, ElementsAre("May 07 02:40:45 ohm kernel: wlan0: associated"));
}

JournalEntry kernel_entry(double read_s, double printed_s, double wall_s, const std::string& boot = "a") {
    const auto us = [](double s) { return std::chrono::microseconds{static_cast<std::int64_t>(s * 1e6)}; };
    JournalEntry entry;
    entry.realtime = us(wall_s);
    entry.monotonic = us(read_s);
    entry.source_monotonic = us(printed_s);
    entry.transport = "kernel";
    entry.boot = boot;
    return entry;
}

double when(JournalClock& clock, const JournalEntry& entry) {
    return wifi::to_seconds(clock.stamp(entry).instant.time_since_epoch());
}

TEST(JournalClockOfTheKernel, PutsWhatWasReadTogetherAtABootWhereItWasPrinted) {
    JournalClock clock;
    EXPECT_NEAR(when(clock, kernel_entry(3.0, 0.5, 1e9 + 3)), 1e9 + 0.5, 1e-6);
    EXPECT_NEAR(when(clock, kernel_entry(3.0, 2.5, 1e9 + 3)), 1e9 + 2.5, 1e-6);
    EXPECT_NEAR(when(clock, kernel_entry(9.001, 9, 1e9 + 9.001)), 1e9 + 9, 1e-6);
}

TEST(JournalClockOfTheKernel, FollowsASuspendAndASetClock) {
    JournalClock clock;
    EXPECT_NEAR(when(clock, kernel_entry(1000, 1000, 1e9)), 1e9, 1e-6);
    EXPECT_NEAR(when(clock, kernel_entry(1001.5, 1001, 1e9 + 1.5)), 1e9 + 1, 1e-6);
    // An hour asleep: the wall goes on, both other clocks stand.
    EXPECT_NEAR(when(clock, kernel_entry(1002.25, 1002, 1e9 + 3602.25)), 1e9 + 3602, 1e-6);
    // printk's clock goes on where the machine only idled.
    EXPECT_NEAR(when(clock, kernel_entry(1003, 4603, 1e9 + 7203)), 1e9 + 7203, 1e-6);
    EXPECT_NEAR(when(clock, kernel_entry(1004.5, 4604, 1e9 + 7204.5)), 1e9 + 7204, 1e-6);
}

TEST(JournalClockOfTheKernel, DoesNotTakeDriftForWaiting) {
    JournalClock clock;
    double last = 0;
    for (double t = 10'000; t < 200'000; t += 60) {
        last = when(clock, kernel_entry(t * 1.00005, t, 1e9 + t * 1.00005)) - (1e9 + t * 1.00005);
        ASSERT_NEAR(last, 0, 0.07) << t;
    }
}

TEST(JournalClockOfOthers, IsTheSendersWhereItCanBe) {
    JournalClock clock;
    JournalEntry entry;
    entry.identifier = "wpa_supplicant";
    entry.realtime = std::chrono::seconds{1'000'000'010};
    entry.source_realtime = std::chrono::seconds{1'000'000'008};
    EXPECT_NEAR(when(clock, entry), 1'000'000'008, 1e-6);
    entry.source_realtime = std::chrono::seconds{1'000'000'008 - 86'400};
    EXPECT_NEAR(when(clock, entry), 1'000'000'010, 1e-6) << "the clock was set on the way";
}

TEST(JournalBoots, AreToldOnceEachHoweverTheEntriesAreMixed) {
    JournalClock clock;
    std::string told;
    for (const std::string boot : {"a", "a", "b", "a", "b", "c"})
        told += clock.boots(kernel_entry(1, 1, 1e9, boot)) ? '!' : '.';
    EXPECT_EQ(told, "..!..!");
}

std::vector<std::string> events_of(const std::string& text) {
    const TemporaryFolder folder;
    const Input input = opened(folder.file("journal", text));
    const auto sniffed = sniff(input, std::nullopt);
    if (!sniffed) return {"not evidence"};
    EventReader reader(input, *sniffed, 0, drivers(), nullptr);
    std::vector<std::string> events;
    while (const auto event = reader.next())
        events.push_back(fmt::format("{} {} {}", wifi::to_rfc3339(event->event.instant).substr(11, 12),
                                     event->event.interface, words(event->event.payload)));
    return events;
}

TEST(JournalEvents, BeginANewBootBeforeWhatItSays) {
    const auto entry = [](int second, std::string_view boot, std::string_view message) {
        return fmt::format(
            R"({{"__REALTIME_TIMESTAMP":"17781144{}000000","_BOOT_ID":"{}","SYSLOG_IDENTIFIER":"kernel",)"
            R"("MESSAGE":"{}"}})"
            "\n",
            second, boot, message);
    };
    const auto events = events_of(entry(10, "a", "wlan0: associated") + entry(11, "a", "usb 1-1: new device") +
                                  entry(20, "b", "usb 1-1: new device") + entry(21, "b", "wlan0: associated"));
    ASSERT_EQ(events.size(), 3);
    EXPECT_THAT(events[0], StartsWith("00:40:10"));
    EXPECT_EQ(events[1], "00:40:20.000  booted");
    EXPECT_THAT(events[2], StartsWith("00:40:21"));
}

TEST(JournalSniff, KnowsAFileByItsBeginningOrItsEnd) {
    const std::string whole = header + "_TRANSPORT=kernel\nMESSAGE=wlan0: associated\n\n";
    const std::string huge = header + "COREDUMP\n"s + "\0\0\x30\0\0\0\0\0"s + std::string(3U << 20, 'x') + "\n\n";
    EXPECT_EQ(events_of("\xef\xbb\xbf" + whole).size(), 1);
    EXPECT_EQ(events_of("_PID=1\nMESSAGE=cut\n\n" + whole).size(), 1);
    EXPECT_EQ(events_of(huge + whole).size(), 1);
    EXPECT_EQ(events_of(std::string(2U << 20, 'x') + "\n" + whole).size(), 1);
    EXPECT_EQ(events_of("nothing\n").size(), 1);
}

}  // namespace
}  // namespace wlanmedic::evidence
