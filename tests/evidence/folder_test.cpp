// SPDX-License-Identifier: MIT
#include "evidence/folder.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <sys/stat.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <random>
#include <string>
#include <vector>

#include "support.h"

namespace wlanmedic::evidence {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

struct Read {
    std::vector<wifi::Event> events;
    std::vector<EvidenceFile> files;
    std::vector<Counts> counts;
    std::vector<SkippedFile> skipped;
};

Read read(const FolderPaths& paths, const FolderOptions& options = {}) {
    Read result;
    Folder folder(paths, drivers(), options, result.skipped);
    while (auto event = folder.next()) result.events.push_back(std::move(*event));
    EXPECT_FALSE(folder.next());
    result.files = folder.files();
    result.counts = folder.counts();
    for (std::size_t i = 0; i < result.events.size(); ++i) EXPECT_EQ(result.events[i].sequence, i + 1);
    return result;
}

class Folders : public testing::Test {
protected:
    Read read_files(std::vector<std::string> files, const FolderOptions& options = {}) const {
        return read({.name = "", .files = std::move(files)}, options);
    }

    TemporaryFolder folder_;
};

// One life of a station, told by iw event -t and by dmesg: every ten seconds or so it joins and is thrown off
// again.
struct Life {
    std::string iw;
    std::string dmesg;
    std::size_t both = 0;                             // happenings that both tell
    static constexpr double boot = 1'767'225'607.25;  // seconds since the epoch at which dmesg's clock was zero
};

Life life(int rounds) {
    std::mt19937 random(10);
    Life made;
    double now = 20;
    const auto iw = [&](double late, std::string_view text) {
        made.iw += fmt::format("{:.6f}: wlan0 (phy #0): {}\n", Life::boot + now + late, text);
    };
    const auto kernel = [&](std::string_view text) { made.dmesg += fmt::format("[{:12.6f}] {}\n", now, text); };
    kernel("Linux version 6.1.0");
    for (int round = 0; round < rounds; ++round) {
        now += 5 + static_cast<double>(random() % 10'000) / 1000;
        const double late = static_cast<double>(1 + random() % 20) / 1000;
        iw(late, "scan started");
        kernel("wlan0: authenticate with 02:00:00:00:01:00");
        now += 0.1;
        kernel("wlan0: authenticated");
        iw(late, "auth 02:00:00:00:01:00 -> 02:00:00:00:03:00 status: 0: Successful");
        now += 0.01;
        kernel("wlan0: RX AssocResp from 02:00:00:00:01:00 (capab=0x431 status=0 aid=1)");
        iw(late, "assoc 02:00:00:00:01:00 -> 02:00:00:00:03:00 status: 0: Successful");
        now += 0.001;
        kernel("wlan0: associated");
        iw(late, "connected to 02:00:00:00:01:00");
        now += 3;
        kernel("wlan0: deauthenticated from 02:00:00:00:01:00 (Reason: 7=CLASS3_FRAME_FROM_NONASSOC_STA)");
        iw(late,
           "deauth 02:00:00:00:01:00 -> 02:00:00:00:03:00 reason 7: Class 3 frame received from nonassociated "
           "station");
        made.both += 4;
    }
    return made;
}

void expect_aligned(const Read& result, const Life& truth) {
    std::size_t references = 0;
    std::size_t fitted = 0;
    for (const EvidenceFile& file : result.files)
        for (const Alignment& alignment : file.alignments) {
            EXPECT_TRUE(alignment.aligned());
            if (alignment.how == Alignment::How::reference) {
                ++references;
                EXPECT_EQ(alignment.clock, Clock::epoch);
            } else {
                ++fitted;
                EXPECT_EQ(alignment.clock, Clock::boot);
                EXPECT_LT(
                    std::abs(wifi::to_seconds(alignment.offset - std::chrono::seconds{1'767'225'607}) - 0.25),
                    0.05);
                EXPECT_GE(alignment.happenings, truth.both);
            }
        }
    EXPECT_EQ(references, 1U);
    EXPECT_EQ(fitted, 1U);
    EXPECT_EQ(
        std::ranges::count_if(result.events, [](const wifi::Event& event) { return event.receipts.size() == 2; }),
        static_cast<std::ptrdiff_t>(truth.both));
    EXPECT_TRUE(std::ranges::is_sorted(result.events, {}, &wifi::Event::instant));
    EXPECT_GT(result.events.front().instant, utc("2026-01-01 00:00:00")) << "on the time line of the reference";
    for (const wifi::Event& event : result.events) EXPECT_FALSE(std::holds_alternative<wifi::Gap>(event.payload));
}

// --- alignment
// ---------------------------------------------------------------------------------------------------------

TEST_F(Folders, BringTheKernelsClockOntoTheOneOfIw) {
    const Life truth = life(6);
    const Read result = read_files({folder_.file("dmesg.txt", truth.dmesg), folder_.file("iw.txt", truth.iw)});
    ASSERT_EQ(result.files.size(), 2U);
    EXPECT_EQ(result.files[0].format, "dmesg");
    EXPECT_EQ(result.files[1].format, "iw-event");
    EXPECT_EQ(result.files[0].clock, Clock::boot);
    expect_aligned(result, truth);
    EXPECT_GT(*result.files[0].first, utc("2026-01-01 00:00:00"))
        << "what is told of the file is on that time line too";
    EXPECT_GT(*result.files[0].last, *result.files[0].first);
}

TEST_F(Folders, AlignTwoFormatsThatStandInOneFile) {
    const Life truth = life(6);
    for (const std::string& text : {truth.dmesg + truth.iw, truth.iw + truth.dmesg}) {
        const Read result = read_files({folder_.file("all.txt", text)});
        ASSERT_EQ(result.files.size(), 1U);
        EXPECT_THAT(result.files[0].format, HasSubstr("dmesg"));
        EXPECT_THAT(result.files[0].format, HasSubstr("iw-event"));
        EXPECT_EQ(result.files[0].alignments.size(), 2U);
        expect_aligned(result, truth);
        EXPECT_EQ(result.files[0].tally.lines, static_cast<std::uint64_t>(std::ranges::count(text, '\n')));
        EXPECT_EQ(result.files[0].tally.events, static_cast<std::uint64_t>(std::ranges::count(text, '\n')));
    }
}

TEST_F(Folders, GiveAClockThatFitsNowhereATimeLineOfItsOwn) {
    const Read result = read_files(
        {folder_.file("a-dmesg.txt", "[    1.000000] wlan1: authenticated\n[    9.000000] wlan1: associated\n"),
         folder_.file("b-iw.txt",
                      "1767225629.000000: wlan0 (phy #0): connected to 02:00:00:00:01:00\n"
                      "1767225639.000000: wlan0 (phy #0): disconnected (local request)\n")});
    std::vector<std::string> told;
    for (const wifi::Event& event : result.events) told.emplace_back(name_of(event.payload));
    EXPECT_THAT(told, ElementsAre("associated", "disconnected", "gap", "authenticated", "associated"));
    EXPECT_FALSE(result.files[0].alignments.at(0).aligned());
    EXPECT_EQ(result.files[1].alignments.at(0).how, Alignment::How::reference);
}

TEST_F(Folders, PutFilesOfTheSameClockTogetherWithoutAnyFit) {
    const Read result =
        read_files({folder_.file("a", "[    1.000000] wlan0: authenticated\n[    3.000000] wlan0: associated\n"),
                    folder_.file("b", "[    2.000000] wlan1: authenticated\n[    4.000000] wlan1: associated\n")});
    std::vector<std::string> interfaces;
    for (const wifi::Event& event : result.events) interfaces.push_back(event.interface);
    EXPECT_THAT(interfaces, ElementsAre("wlan0", "wlan1", "wlan0", "wlan1"));
}

TEST_F(Folders, GoOnThroughTheHourThatIsToldTwiceWhereSummerTimeEnds) {
    const Read result = read_files(
        {folder_.file("a",
                      "2026-10-25 02:59:50.000000 box kernel: wlan0: associated\n"
                      "2026-10-25 02:59:58.000000 box sshd[1]: hello\n"
                      "2026-10-25 02:00:01.000000 box sshd[1]: hello\n"
                      "2026-10-25 02:00:05.000000 box kernel: wlan0: Connection to AP 02:00:00:00:01:00 lost\n")});
    std::vector<std::string> told;
    for (const wifi::Event& event : result.events) told.emplace_back(name_of(event.payload));
    EXPECT_THAT(told, ElementsAre("associated", "connection_loss")) << "no gap";
    EXPECT_EQ(result.events[1].instant - result.events[0].instant, std::chrono::seconds{15});
}

TEST_F(Folders, TakeAnExcerptThatGoesBackByAnHourForAnExcerpt) {
    for (const std::string_view second : {"02:02:00", "01:59:00", "14:00:01"}) {
        const Read result = read_files(
            {folder_.file("a", fmt::format("2026-10-25 {} box kernel: wlan0: associated\n"
                                           "2026-10-25 {} box kernel: wlan0: associated\n",
                                           second.starts_with("14") ? "14:59:59" : "02:59:59", second))});
        ASSERT_EQ(result.events.size(), 3U) << second;
        EXPECT_EQ(name_of(result.events[1].payload), "gap");
    }
}

TEST_F(Folders, PassMidnightAndTheLastOfFebruaryAndNewYearWithoutAYear) {
    const auto times = [&](std::string_view first, std::string_view second, std::string_view changed) {
        const Read result =
            read_files({folder_.file("a",
                                     fmt::format("{} box kernel: wlan0: associated\n"
                                                 "{} box kernel: wlan0: Connection to AP 02:00:00:00:01:00 lost\n",
                                                 first, second),
                                     utc(changed))});
        std::vector<wifi::Instant> instants;
        for (const wifi::Event& event : result.events) instants.push_back(event.instant);
        return instants;
    };
    EXPECT_THAT(times("Dec 31 23:59:59", "Jan  1 00:00:01", "2026-01-03 00:00:00"),
                ElementsAre(utc("2025-12-31 23:59:59"), utc("2026-01-01 00:00:01")));
    EXPECT_THAT(times("Feb 29 23:59:59", "Mar  1 00:00:01", "2026-01-03 00:00:00"),
                ElementsAre(utc("2024-02-29 23:59:59"), utc("2024-03-01 00:00:01")));
    EXPECT_THAT(times("Feb 28 23:59:59", "Mar  1 00:00:01", "2026-04-03 00:00:00"),
                ElementsAre(utc("2026-02-28 23:59:59"), utc("2026-03-01 00:00:01")));
    EXPECT_THAT(times("May  6 23:59:59", "May  7 00:00:01", "2026-06-03 00:00:00"),
                ElementsAre(utc("2026-05-06 23:59:59"), utc("2026-05-07 00:00:01")));
}

TEST_F(Folders, SayThatLocalTimesWereTakenAsTheyAreWhereNothingConfirmsThem) {
    const Read result = read_files({folder_.file("a", "2026-05-06 21:13:00 box kernel: wlan0: associated\n"),
                                    folder_.file("b", "2026-05-06 22:13:00 box kernel: wlan1: associated\n")});
    const Alignment& other = result.files.at(1).alignments.at(0);
    EXPECT_EQ(other.how, Alignment::How::as_it_is);
    EXPECT_EQ(other.happenings, 0U);
    EXPECT_EQ(other.to_string(), "local clock taken as it is, nothing confirms it");
}

TEST_F(Folders, SayWhyAClockStandsAlone) {
    const Read result = read_files({folder_.file("a", "[    1.000000] wlan0: associated\n"),
                                    folder_.file("b", "1767225629.000000: wlan1 (phy #0): connected\n"),
                                    folder_.file("c",
                                                 "[    5.000000] PM: suspend exit\n[    1.000000] wlan7: "
                                                 "associated\n")});
    EXPECT_THAT(result.files.at(0).alignments.at(0).because, HasSubstr("shares too little"));
    EXPECT_EQ(result.files.at(2).alignments.at(0).stretches_alone, 2U);
    EXPECT_TRUE(result.files.at(2).stands_alone());
}

// --- receipts and tallies
// --------------------------------------------------------------------------------------------------

TEST_F(Folders, GiveTheLineAsItStandsForAReceipt) {
    FolderOptions options;
    options.first_source = 5;
    const Read result =
        read_files({folder_.file("a", "noise\r\n[    1.000000] wlan0: authenticated\r\n")}, options);
    ASSERT_EQ(result.events.size(), 1U);
    ASSERT_EQ(result.events[0].receipts.size(), 1U);
    EXPECT_EQ(result.events[0].receipts[0].source, 5U);
    EXPECT_EQ(result.events[0].receipts[0].line, 2U);
    EXPECT_EQ(result.events[0].receipts[0].text, "[    1.000000] wlan0: authenticated");
    EXPECT_TRUE(result.events[0].timed);
    EXPECT_TRUE(result.events[0].stops_in_suspend);
}

TEST_F(Folders, CutALongReceipt) {
    const Read result = read_files({folder_.file(
        "a", "[    1.000000] wlan0: authenticate with 02:00:00:00:01:00 " + std::string(10'000, 'x') + "\n")});
    ASSERT_EQ(result.events.size(), 1U);
    const std::string& text = result.events[0].receipts.at(0).text;
    EXPECT_EQ(text.size(), 4096U + 5);
    EXPECT_TRUE(text.ends_with("x[cut]"));
}

TEST_F(Folders, CountEachLineInOnePlace) {
    const Read result = read_files({folder_.file("a",
                                                 "[    1.000000] wlan0: authenticated\n"
                                                 "[    2.000000] wlan0: something new\n"
                                                 "[    3.000000] wlan0: Connection to AP 02\n"
                                                 "[    4.000000] usb 1-1: new\n"
                                                 "[    5.000000] wlan0: SAE peer confirmed\n"
                                                 "prose\n"
                                                 "[Mon Feb 31 21:13:00 2026] x\n"
                                                 "[    6.000000] wlan0: " +
                                                     std::string(70'000, 'x') + "\n")});
    ASSERT_EQ(result.files.size(), 1U);
    const Tally& tally = result.files[0].tally;
    EXPECT_EQ(tally.lines, 8U);
    EXPECT_EQ(tally.events, 1U);
    EXPECT_EQ(tally.unrecognized, 1U);
    EXPECT_EQ(tally.malformed, 3U);
    EXPECT_EQ(tally.formats.at(LineFormat::dmesg), 6U);
    EXPECT_EQ(tally.first, wifi::Instant{std::chrono::seconds{1}});
    EXPECT_EQ(tally.last, wifi::Instant{std::chrono::seconds{6}});
}

TEST_F(Folders, KeepTheOrderOfEvidenceWithoutTimes) {
    const Read result = read_files(
        {folder_.file("a", "wlan0 (phy #0): scan started\nwlan0 (phy #0): connected\nwlan0 (phy #0): roamed\n")});
    ASSERT_EQ(result.events.size(), 3U);
    for (const wifi::Event& event : result.events) EXPECT_FALSE(event.timed);
    EXPECT_EQ(name_of(result.events[2].payload), "roamed");
    EXPECT_LT(result.events[0].instant, result.events[1].instant);
}

TEST_F(Folders, AddTheDifferencesOfIwUpOverLinesThatSayNothingKnown) {
    const Read result =
        read_files({folder_.file("a",
                                 "0.000000: wlan0 (phy #0): scan started\n2.000000: wlan0: CTRL-EVENT-X\n"
                                 "1.500000: wlan0 (phy #0): connected\n0.250000: wlan0 (phy #0): roamed\n")});
    ASSERT_EQ(result.events.size(), 3U);
    EXPECT_EQ(result.events[1].instant - result.events[0].instant, std::chrono::milliseconds{3500});
    EXPECT_EQ(result.events[2].instant - result.events[1].instant, std::chrono::milliseconds{250});
}

TEST_F(Folders, TakeAMarkOfTheJournalForABoot) {
    const Read result = read_files({folder_.file(
        "a",
        "2026-05-06T21:13:00+0000 box kernel: wlan0: associated\n-- Boot 3f2a --\n"
        "2026-05-06T21:14:00+0000 box kernel: wlan0: associated\n-- Reboot --\n-- No entries --\n")});
    std::vector<std::string> told;
    for (const wifi::Event& event : result.events) told.emplace_back(name_of(event.payload));
    EXPECT_THAT(told, ElementsAre("associated", "booted", "associated", "booted"));
    EXPECT_EQ(result.events[1].instant, utc("2026-05-06 21:13:00"));
}

TEST_F(Folders, CountWhatAWirelessDaemonSaysAsNotUnderstood) {
    const Read result =
        read_files({folder_.file("a",
                                 "May  6 21:13:00 box hostapd[1]: x\nMay  6 21:13:00 box other: wlan0: x\n"
                                 "May  6 21:13:00 box other: about wlans and eth0\nMay  6 21:13:00 box kernel: "
                                 "bridge0: port 1(wlan0) entered x\n")});
    EXPECT_EQ(result.files.at(0).tally.unrecognized, 3U);
    EXPECT_THAT(result.events, IsEmpty());
}

TEST_F(Folders, TakeTheExactTimeOfTheKernelForTheWholeSecondOfSyslog) {
    const Read result =
        read_files({folder_.file("a",
                                 "May  6 21:13:00 box kernel: [   10.000000] wlan0: authenticated\n"
                                 "May  6 21:13:02 box kernel: [   12.345678] wlan0: associated\n")});
    ASSERT_EQ(result.events.size(), 2U);
    EXPECT_EQ(result.events[1].instant - result.events[0].instant, std::chrono::microseconds{2'345'678});
    EXPECT_EQ(result.events[1].resolution, std::chrono::seconds{1})
        << "between each other exact, on the wall to a second";
}

TEST_F(Folders, SayWhenTheYearIsAssumed) {
    const Read result = read_files(
        {folder_.file("a", "May  6 21:13:00 box kernel: wlan0: associated\n", utc("2020-06-01 00:00:00")),
         folder_.file("b", "2026-05-06T21:13:00Z box kernel: wlan0: associated\n")});
    EXPECT_TRUE(result.files.at(0).year_assumed);
    EXPECT_EQ(result.files.at(0).year, 2020);
    EXPECT_FALSE(result.files.at(1).year_assumed);
    FolderOptions options;
    options.year = 2011;
    EXPECT_EQ(read_files({folder_.file("a", "May  6 21:13:00 box kernel: wlan0: associated\n")}, options)
                  .events.at(0)
                  .instant,
              utc("2011-05-06 21:13:00"));
}

TEST_F(Folders, SkipWhatIsNoEvidence) {
    const Read result =
        read_files({folder_.file("prose", "hello\n"), folder_.file("empty", ""), folder_.path() / "missing",
                    folder_.file("a", "[    1.000000] wlan0: associated\n")});
    EXPECT_EQ(result.events.size(), 1U);
    EXPECT_EQ(result.files.size(), 1U);
    ASSERT_EQ(result.skipped.size(), 3U);
    EXPECT_THAT(result.skipped[0].because, HasSubstr("no line of a format"));
    EXPECT_EQ(result.skipped[1].because, "empty");
    EXPECT_THAT(result.skipped[2].because, HasSubstr("No such file"));
    EXPECT_TRUE(result.skipped[2].named);
}

TEST_F(Folders, WithNothingInThemGiveNothing) {
    EXPECT_THAT(read({.name = "x", .files = {}}).events, IsEmpty());
    EXPECT_THAT(read_files({folder_.file("prose", "hello\n")}).files, IsEmpty());
}

TEST_F(Folders, ReadCountsBesideLogs) {
    const Read result = read_files(
        {folder_.file(
             "counts.toml",
             "format = \"wlanmedic.counts/1\"\nbegin = 2026-05-06T21:13:00\nhours = 2\n[counts]\nblackhole = 3\n"),
         folder_.file("dmesg", "[    1.000000] wlan0: associated\n"),
         folder_.file("bad.toml", "format = \"wlanmedic.counts/1\"\nhours = 0\n[counts]\nblackhole = 3\n")});
    ASSERT_EQ(result.counts.size(), 1U);
    EXPECT_EQ(result.counts[0].counts.at(0).count, 3U);
    ASSERT_EQ(result.files.size(), 2U);
    EXPECT_FALSE(result.files[0].is_counts);
    EXPECT_TRUE(result.files[1].is_counts);
    EXPECT_EQ(result.counts[0].counts[0].receipt.source, 1U) << "the place of its file among files()";
    EXPECT_EQ(result.files[1].last, utc("2026-05-06 23:13:00"));
    ASSERT_EQ(result.skipped.size(), 1U);
    EXPECT_THAT(result.skipped[0].because, HasSubstr("line 2, column 9"));
}

// --- with and without prefilter
// ----------------------------------------------------------------------------------------------

// Everything that a reader of the events could see.
std::vector<std::string> brief(const Read& result) {
    std::vector<std::string> lines;
    for (const wifi::Event& event : result.events) {
        std::string line = wifi::to_rfc3339(event.instant) + ' ' + std::to_string(event.resolution.count()) + ' ' +
                           event.interface + ' ' + event.phy + ' ' + words(event.payload);
        for (const wifi::Receipt& receipt : event.receipts)
            line += fmt::format(" {}:{} {}", receipt.source, receipt.line, receipt.text);
        lines.push_back(line);
    }
    return lines;
}

void expect_same_with_prefilter(const std::string& path) {
    FolderOptions all;
    all.prefilter_from = 1'000'000'000;
    FolderOptions found;
    found.prefilter_from = 0;
    const Read plain = read({.name = "", .files = {path}}, all);
    const Read filtered = read({.name = "", .files = {path}}, found);
    EXPECT_FALSE(plain.events.empty());
    EXPECT_EQ(brief(filtered), brief(plain));
    ASSERT_EQ(plain.files.size(), 1U);
    ASSERT_EQ(filtered.files.size(), 1U);
    EXPECT_EQ(filtered.files[0].tally.lines, plain.files[0].tally.lines);
    EXPECT_EQ(filtered.files[0].tally.events, plain.files[0].tally.events);
    EXPECT_EQ(filtered.files[0].tally.unrecognized, plain.files[0].tally.unrecognized);
    EXPECT_EQ(filtered.files[0].first, plain.files[0].first);
    EXPECT_EQ(filtered.files[0].last, plain.files[0].last);
}

TEST_F(Folders, GiveTheSameOfDmesgWithAndWithoutAPrefilter) {
    std::string text;
    const Life truth = life(40);
    std::size_t at = 0;
    for (std::size_t end = truth.dmesg.find('\n'); end != std::string::npos;
         at = end + 1, end = truth.dmesg.find('\n', at)) {
        const std::string line = truth.dmesg.substr(at, end - at);
        text += line.substr(0, 15) + "usb 1-1: new high-speed USB device number 2 using ehci-pci\n" + line +
                "\r\n" + line.substr(0, 15) + "audit: x\n";
    }
    expect_same_with_prefilter(folder_.file("a", text));
}

TEST_F(Folders, GiveTheSameOfIwWithAndWithoutAPrefilter) {
    expect_same_with_prefilter(folder_.file("t", life(20).iw));
    expect_same_with_prefilter(folder_.file(
        "r",
        "0.000000: wlan0 (phy #0): mgmt TX status (cookie 1): no ack\n2.000000: lan5 (phy #0): vendor event 1:1\n"
        "1.500000: wlan0 (phy #0): connected\n0.250000: wlan0 (phy #0): roamed\n"));
}

TEST_F(Folders, GiveTheSameOfAJournalWithMarksWithAndWithoutAPrefilter) {
    expect_same_with_prefilter(folder_.file(
        "a",
        "2026-05-06T21:13:00+0000 box kernel: wlan0: associated\n2026-05-06T21:13:20+0000 box sshd[1]: hello\n"
        "2026-05-06T21:14:00+0000 box kernel: lan5: Connection to AP 02:00:00:00:01:00 lost\n"
        "2026-05-06T21:14:00+0000 box wpa_supplicant[1]: hello\n2026-05-06T21:15:20+0000 box sshd[1]: hello\n"));
}

TEST_F(Folders, DateABootWithinAJournalTheSameWithAndWithoutAPrefilter) {
    expect_same_with_prefilter(folder_.file(
        "a",
        "2026-05-06T21:13:00+0000 box kernel: wlan0: associated\n2026-05-06T21:13:20+0000 box sshd[1]: hello\n"
        "-- Boot 3f2a --\n2026-05-06T21:14:00+0000 box kernel: wlan0: associated\n"));
}

TEST_F(Folders, PassNewYearWithAndWithoutAPrefilter) {
    expect_same_with_prefilter(
        folder_.file("a",
                     "Nov 30 10:00:00 box kernel: wlan0: associated\nDec 15 10:00:00 box sshd[1]: hello\n"
                     "Jan  2 10:00:00 box kernel: wlan0: Connection to AP 02:00:00:00:01:00 lost\n",
                     utc("2026-01-03 00:00:00")));
}

TEST_F(Folders, PassNewYearWhereTheMachineWasOffInDecember) {
    const Read result = read_files({folder_.file("a",
                                                 "Nov 30 10:00:00 box kernel: wlan0: associated\nJan  2 10:00:00 "
                                                 "box kernel: wlan0: Connection to AP 02:00:00:00:01:00 lost\n",
                                                 utc("2026-01-03 00:00:00"))});
    ASSERT_EQ(result.events.size(), 2U) << "no gap: time does not go back";
    EXPECT_EQ(result.events[0].instant, utc("2025-11-30 10:00:00"));
    EXPECT_EQ(result.events[1].instant, utc("2026-01-02 10:00:00"));
}

TEST_F(Folders, TakeTheKernelsExactTimesForTheSameWithAndWithoutAPrefilter) {
    expect_same_with_prefilter(folder_.file("a",
                                            "May  6 21:13:00 box kernel: [   10.900000] usb 1-1: new\nMay  6 "
                                            "21:13:02 box kernel: [   12.100000] wlan0: authenticated\n"
                                            "May  6 21:13:03 box kernel: [   13.300000] wlan0: associated\n"));
}

// --- which files belong together
// ---------------------------------------------------------------------------------------------

constexpr std::string_view line = "[    1.000000] wlan0: associated\n";

std::vector<std::string> relative(const std::vector<std::string>& files, const std::filesystem::path& base) {
    std::vector<std::string> names;
    for (const std::string& file : files) names.push_back(std::filesystem::path(file).lexically_relative(base));
    return names;
}

TEST_F(Folders, AreWalkedToTheirEndsEachByItself) {
    folder_.file("b.txt", line);
    folder_.file("a.txt", line);
    folder_.file("one/c.txt", line);
    folder_.file("one/two/d.txt", line);
    folder_.file("empty/.keep", "");
    const Collection collection = collect({folder_.path()});
    ASSERT_EQ(collection.folders.size(), 3U);
    EXPECT_THAT(relative(collection.folders[0].files, folder_.path()), ElementsAre("a.txt", "b.txt"));
    EXPECT_THAT(relative(collection.folders[1].files, folder_.path()), ElementsAre("one/c.txt"));
    EXPECT_THAT(relative(collection.folders[2].files, folder_.path()), ElementsAre("one/two/d.txt"));
    EXPECT_EQ(collection.folders[1].name, (folder_.path() / "one").string());
    EXPECT_THAT(collection.skipped, IsEmpty());
}

TEST_F(Folders, LeaveTheLabsOwnTruthUnopened) {
    folder_.file("dmesg.txt", line);
    folder_.file("marks.txt", "[    2.000000] wlan0: Connection to AP 02:00:00:00:01:00 lost\n");
    // Who opened this one would wait for ever.
    std::filesystem::create_directory(folder_.path() / "pipe");
    ASSERT_EQ(mkfifo((folder_.path() / "pipe/marks.txt").c_str(), 0600), 0);
    const Collection collection = collect({folder_.path()});
    ASSERT_EQ(collection.folders.size(), 1U);
    EXPECT_THAT(relative(collection.folders[0].files, folder_.path()), ElementsAre("dmesg.txt"));
    EXPECT_THAT(collection.skipped, IsEmpty());
    const Read result = read(collection.folders[0]);
    ASSERT_EQ(result.events.size(), 1U);
    EXPECT_EQ(name_of(result.events[0].payload), "associated");
}

TEST_F(Folders, LeaveHiddenFilesAndDirectoriesAlone) {
    folder_.file("a.txt", line);
    folder_.file(".a.txt.swp", line);
    folder_.file(".git/b.txt", line);
    const Collection collection = collect({folder_.path()});
    ASSERT_EQ(collection.folders.size(), 1U);
    EXPECT_THAT(relative(collection.folders[0].files, folder_.path()), ElementsAre("a.txt"));
}

TEST_F(Folders, OfACampaignAreTheBaselineOnly) {
    folder_.file("campaign.toml", "x = 1\n");
    folder_.file("baseline/1/dmesg.txt", line);
    folder_.file("baseline/counts.toml", "format = \"wlanmedic.counts/1\"\n");
    folder_.file("after/1/dmesg.txt", line);
    const Collection collection = collect({folder_.path()});
    std::vector<std::string> files;
    for (const FolderPaths& folder : collection.folders)
        for (const std::string& name : relative(folder.files, folder_.path())) files.push_back(name);
    EXPECT_THAT(files, UnorderedElementsAre("baseline/counts.toml", "baseline/1/dmesg.txt"));
}

TEST_F(Folders, OfACampaignFurtherDownAreTheBaselineOnly) {
    folder_.file("campaigns/one/campaign.toml", "x = 1\n");
    folder_.file("campaigns/one/baseline/dmesg.txt", line);
    folder_.file("campaigns/one/after/dmesg.txt", line);
    const Collection collection = collect({folder_.path()});
    std::vector<std::string> files;
    for (const FolderPaths& folder : collection.folders)
        for (const std::string& name : relative(folder.files, folder_.path())) files.push_back(name);
    EXPECT_THAT(files, ElementsAre("campaigns/one/baseline/dmesg.txt"));
}

TEST_F(Folders, WithALinkToAboveEnd) {
    folder_.file("one/a.txt", line);
    std::filesystem::create_directory_symlink("..", folder_.path() / "one/up");
    std::filesystem::create_directory_symlink(".", folder_.path() / "self");
    std::filesystem::create_symlink("nowhere", folder_.path() / "broken");
    std::filesystem::create_symlink("loop", folder_.path() / "loop");
    std::filesystem::create_symlink("one/a.txt", folder_.path() / "link.txt");
    const Collection collection = collect({folder_.path()});
    ASSERT_EQ(collection.folders.size(), 2U);
    EXPECT_THAT(relative(collection.folders[0].files, folder_.path()), ElementsAre("link.txt"));
    EXPECT_THAT(relative(collection.folders[1].files, folder_.path()), ElementsAre("one/a.txt"));
    for (const SkippedFile& skipped : collection.skipped) EXPECT_FALSE(skipped.because.empty()) << skipped.path;
}

TEST_F(Folders, OnTheWayDoNotWaitForAPipe) {
    folder_.file("a.txt", line);
    ASSERT_EQ(mkfifo((folder_.path() / "pipe").c_str(), 0600), 0);
    const Collection collection = collect({folder_.path()});
    ASSERT_EQ(collection.skipped.size(), 1U);
    EXPECT_THAT(collection.skipped[0].path, testing::EndsWith("/pipe"));
    EXPECT_FALSE(collection.skipped[0].named);
}

TEST_F(Folders, HoldFilesNamedOneByOneTogether) {
    const std::string a = folder_.file("one/a.txt", line);
    const std::string b = folder_.file("two/b.txt", line);
    const std::string missing = folder_.path() / "missing";
    const Collection collection = collect({b, a, b, missing, "-"});
    ASSERT_EQ(collection.folders.size(), 1U);
    EXPECT_EQ(collection.folders[0].name, "");
    EXPECT_THAT(collection.folders[0].files, ElementsAre(b, a, "-"));
    ASSERT_EQ(collection.skipped.size(), 1U);
    EXPECT_EQ(collection.skipped[0].path, missing);
    EXPECT_TRUE(collection.skipped[0].named);
    EXPECT_FALSE(collection.skipped[0].because.empty());
}

TEST_F(Folders, OfNothingAreNone) {
    EXPECT_THAT(collect({}).folders, IsEmpty());
    EXPECT_THAT(collect({folder_.path()}).folders, IsEmpty());
}

}  // namespace
}  // namespace wlanmedic::evidence
