// SPDX-License-Identifier: MIT
#include "evidence/capture_reader.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <cstring>
#include <fstream>

#include "evidence/folder.h"
#include "run_records.h"
#include "runfile/block.h"
#include "support.h"

namespace wlanmedic::evidence {
namespace {

using namespace std::chrono_literals;
using runfile::Kind;
using runfile::Record;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr std::string_view bssid = "02:00:00:00:00:01";

struct Told {
    std::vector<std::string> events;  ///< without counters and types of interfaces
    std::vector<EvidenceFile> files;
    std::vector<SkippedFile> skipped;
};

Told told_by(const std::vector<std::string>& paths) {
    Told told;
    Folder folder({.name = "", .files = paths}, drivers(), {}, told.skipped);
    while (const auto event = folder.next()) {
        if (std::holds_alternative<wifi::InterfaceType>(event->payload)) continue;
        std::string text =
            fmt::format("{:.3f} {}", wifi::to_seconds(event->instant - run_time(0s)), words(event->payload));
        for (const wifi::Receipt& receipt : event->receipts)
            text += fmt::format(" |{}:{}", receipt.source, receipt.line);
        told.events.push_back(std::move(text));
    }
    told.files = folder.files();
    return told;
}

std::vector<Record> beginning(std::string manifest = R"({"format":"wlanmedic.run/1"})") {
    return {manifest_record(0s, std::move(manifest)), family_record(0s), interface_record(0s)};
}

std::vector<Record> a_loss() {
    auto records = beginning();
    records.push_back(connect_record(1s, bssid));
    records.push_back(disconnect_record(10s, 4, true));
    records.push_back(connect_record(12s, bssid));
    return records;
}

TEST(CaptureReader, TellsTheEventsOfARunFileWithItsFrames) {
    const TemporaryFolder folder;
    const Told told = told_by({folder.file("run.pcapng", run_file_of(a_loss()))});
    EXPECT_THAT(told.events, ElementsAre("1.000 associated bssid=02:00:00:00:00:01 |0:4",
                                         "10.000 disconnected by=access_point reason=4 |0:5",
                                         "12.000 associated bssid=02:00:00:00:00:01 |0:6"));
    ASSERT_EQ(told.files.size(), 1U);
    EXPECT_EQ(told.files[0].format, "run-file");
    EXPECT_EQ(told.files[0].clock, Clock::epoch);
    EXPECT_EQ(told.files[0].tally.lines, 6U);
    EXPECT_EQ(told.files[0].first, run_time(0s));
    EXPECT_EQ(told.files[0].last, run_time(12s));
    EXPECT_THAT(told.files[0].remarks, IsEmpty());
}

TEST(CaptureReader, SaysHowMuchWasPassedOver) {
    const TemporaryFolder folder;
    std::string bytes = pcap_of({family_record(0s), connect_record(1s, bssid)});
    constexpr std::size_t family_of_the_first = 24 + 16 + 15;
    ASSERT_EQ(bytes[family_of_the_first], 16);
    bytes[family_of_the_first] = 12;
    EXPECT_THAT(told_by({folder.file("run.pcap", bytes)}).files.at(0).remarks,
                ElementsAre(testing::StartsWith("1 frame or block is passed over"),
                            testing::StartsWith("nothing in it shows which number nl80211 has")));
}

TEST(CaptureReader, ReadsTheCapturesOfOthersToo) {
    const TemporaryFolder folder;
    auto records = a_loss();
    records.insert(records.begin() + 4, connect_record(1'000'100us, bssid));
    const Told told = told_by({folder.file("nlmon.pcap", pcap_of(records))});
    EXPECT_EQ(told.events.size(), 3U);
    ASSERT_EQ(told.files.size(), 1U);
    EXPECT_EQ(told.files[0].format, "netlink-capture");
    EXPECT_EQ(told.files[0].tally.repeated, 1U);
    EXPECT_EQ(told.files[0].run, std::nullopt);
}

TEST(CaptureReader, SaysOfAnotherCaptureWhatItIs) {
    const TemporaryFolder folder;
    const Told told =
        told_by({folder.file("eth.pcap", pcap_of(a_loss(), 1)), folder.file("air.pcap", pcap_of(a_loss(), 127)),
                 folder.file("what.pcap", pcap_of(a_loss(), 4711)), folder.file("none.pcap", pcap_of({}))});
    EXPECT_THAT(told.files, IsEmpty());
    ASSERT_EQ(told.skipped.size(), 4U);
    EXPECT_EQ(told.skipped[0].because, "a capture of link type 1 (Ethernet); netlink's is 253");
    EXPECT_EQ(told.skipped[1].because, "a capture of link type 127 (802.11 with radiotap); netlink's is 253");
    EXPECT_EQ(told.skipped[2].because, "a capture of link type 4711; netlink's is 253");
    EXPECT_EQ(told.skipped[3].because, "a capture without a frame of netlink");
}

std::uint32_t word_at(const std::string& bytes, std::size_t at) {
    std::uint32_t word = 0;
    std::memcpy(&word, bytes.data() + at, sizeof word);
    return word;
}

std::string words_of(std::initializer_list<std::uint32_t> words) {
    std::string bytes;
    for (const std::uint32_t word : words)
        bytes.append({static_cast<char>(word), static_cast<char>(word >> 8), static_cast<char>(word >> 16),
                      static_cast<char>(word >> 24)});
    return bytes;
}

// The netlink of a run file, as it stands in a capture on Ethernet first.
std::string behind_ethernet(const std::string& run_file) {
    std::string bytes;
    for (std::size_t at = 0; at < run_file.size(); at += word_at(run_file, at + 4)) {
        std::string block = run_file.substr(at, word_at(run_file, at + 4));
        if (word_at(block, 0) == runfile::block::journal) continue;
        if (word_at(block, 0) == runfile::block::enhanced_packet) block[8] = 1;
        bytes += block;
        if (at > 0) continue;
        bytes += words_of({runfile::block::interface, 20, 1, 0, 20});
        for (int frame = 0; frame < 100; ++frame)
            bytes += words_of({runfile::block::enhanced_packet, 32, 0, 0, 0, 0, 0, 32});
    }
    return bytes;
}

TEST(CaptureReader, ReadsTheNetlinkOfACaptureThatHasAnotherNetworkFirst) {
    const TemporaryFolder folder;
    const Told told = told_by({folder.file("both.pcapng", behind_ethernet(run_file_of(a_loss())))});
    EXPECT_THAT(told.skipped, IsEmpty());
    EXPECT_THAT(told.events, ElementsAre("1.000 associated bssid=02:00:00:00:00:01 |0:103",
                                         "10.000 disconnected by=access_point reason=4 |0:104",
                                         "12.000 associated bssid=02:00:00:00:00:01 |0:105"));
}

TEST(CaptureReader, TellsOnceWhatTextLogsOfTheSameTimeTellToo) {
    const TemporaryFolder folder;
    const Told told = told_by(
        {folder.file("run.pcapng", run_file_of(a_loss())),
         folder.file(
             "iw-event.txt",
             "1778121601.000500: wlan0 (phy #0): connected to 02:00:00:00:00:01\n"
             "1778121610.000500: wlan0 (phy #0): disconnected (by AP) reason: 4: Disassociated due to inactivity\n"
             "1778121612.000500: wlan0 (phy #0): connected to 02:00:00:00:00:01\n"),
         folder.file("dmesg.txt",
                     "[  101.000000] wlan0: associated\n"
                     "[  112.000000] wlan0: associated\n")});
    EXPECT_THAT(told.events, ElementsAre(HasSubstr("1.000 associated bssid=02:00:00:00:00:01 |"),
                                         HasSubstr("10.000 disconnected by=access_point reason=4 |0:5 |1:2"),
                                         HasSubstr("12.000 associated bssid=02:00:00:00:00:01 |")));
    for (const std::string& event : {told.events.front(), told.events.back()}) {
        EXPECT_THAT(event, HasSubstr("|0:"));
        EXPECT_THAT(event, HasSubstr("|1:"));
        EXPECT_THAT(event, HasSubstr("|2:"));
    }
}

TEST(CaptureReader, KeepsOneTimeLineWhereSourcesTellLate) {
    auto records = a_loss();
    records.push_back(text_record(3'700s, Kind::sleep, "", {{"WLANMEDIC_SLEEP", "resumed"}}));
    records.push_back(kernel_record(
        20s, "wlan0: deauthenticating from 02:00:00:00:00:01 by local choice (Reason: 3=DEAUTH_LEAVING)"));
    records.push_back(connect_record(3'710s, bssid));
    const TemporaryFolder folder;
    const std::string iw =
        folder.file("iw-event.txt", "1778121601.000500: wlan0 (phy #0): connected to 02:00:00:00:00:01\n");
    const std::string run = folder.file("run.pcapng", run_file_of(records));
    for (const auto& paths : {std::vector<std::string>{run}, std::vector<std::string>{run, iw}}) {
        const Told told = told_by(paths);
        EXPECT_EQ(told.events.size(), 6U);
        EXPECT_THAT(told.events, testing::Not(Contains(HasSubstr("gap"))));
        EXPECT_THAT(told.events, Contains(HasSubstr("20.000 deauthenticated")));
    }
}

std::string manifest_of(int part, int sequence) {
    return fmt::format(R"({{"format":"wlanmedic.run/1","run":"0123456789abcdef","part":{},"sequence":{}}})", part,
                       sequence);
}

constexpr int records_of_a_part = 9;

// Each with a loss at the same place: what is alike must not be taken for the same.
std::vector<Record> part_of(int part) {
    auto records = beginning(manifest_of(part, (part - 1) * records_of_a_part));
    const wifi::Duration begin = (part - 1) * 3600s;
    for (Record& record : records) record.instant += begin;
    for (const auto& [at, to] : {std::pair{100s, 104s}, std::pair{200s, 209s}, std::pair{300s, 302s}}) {
        records.push_back(disconnect_record(begin + at, 4, true));
        records.push_back(connect_record(begin + to, bssid));
    }
    return records;
}

// The last ones may be missing.
std::string part_in(const TemporaryFolder& folder, int part, int missing = 0) {
    auto records = part_of(part);
    records.resize(records.size() - static_cast<std::size_t>(missing));
    return folder.file(
        fmt::format("run.{:04}.pcapng", part),
        run_file_of(std::move(records), static_cast<std::uint64_t>((part - 1) * records_of_a_part + 1)));
}

TEST(CaptureReader, TakesThePartsOfARunAsOne) {
    const TemporaryFolder folder;
    const Told told = told_by({part_in(folder, 1), part_in(folder, 2), part_in(folder, 3)});
    EXPECT_EQ(told.events.size(), 18U);
    EXPECT_THAT(told.events, testing::Not(Contains(HasSubstr("gap"))));
    EXPECT_THAT(told.events.back(), HasSubstr("7502.000 associated"));
    for (const EvidenceFile& file : told.files) EXPECT_FALSE(file.stands_alone());
}

TEST(CaptureReader, SaysWhereAPartInBetweenIsMissing) {
    const TemporaryFolder folder;
    const std::vector<std::string> paths{part_in(folder, 1), part_in(folder, 3)};
    EXPECT_THAT(
        told_by(paths).events,
        Contains(HasSubstr("7200.000 gap because=the part of the recording before this one is not here |1:1")));
    EXPECT_THAT(told_by({paths[1]}).events, testing::Not(Contains(HasSubstr("gap"))))
        << "nothing before it is here";
}

TEST(CaptureReader, SaysWhereRecordsAreMissingBetweenTwoParts) {
    const TemporaryFolder folder;
    const Told told = told_by({part_in(folder, 1, 2), part_in(folder, 2)});
    EXPECT_THAT(told.events, Contains("209.000 gap because=2 records of the recording are missing here |0:7"));
    EXPECT_EQ(told.files.at(0).tally.lost, 2U);
    EXPECT_EQ(told.files.at(1).tally.lost, 0U);
}

TEST(CaptureReader, SaysThatMessagesCameBeforeTheirFamilyWasKnown) {
    const TemporaryFolder folder;
    auto records = a_loss();
    std::rotate(records.begin() + 1, records.begin() + 3, records.begin() + 4);  // first that it is connected
    EXPECT_THAT(told_by({folder.file("late.pcap", pcap_of(records))}).files.at(0).remarks,
                ElementsAre(HasSubstr("1 message of generic netlink came before nl80211's number was known")));
    records = a_loss();
    records.erase(records.begin() + 1, records.begin() + 3);
    EXPECT_THAT(told_by({folder.file("never.pcap", pcap_of(records))}).files.at(0).remarks,
                ElementsAre(HasSubstr("which number nl80211 has: 3 messages of generic netlink are not told")));
}

// --- damage -----------------------------------------------------------------------------------------------------

TEST(CaptureReader, OfEveryPrefixOfAFileTellsTheWholeBlocks) {
    const TemporaryFolder folder;
    const std::string whole = run_file_of(a_loss());
    std::size_t most = 0;
    for (std::size_t size = 0; size <= whole.size(); ++size) {
        const Told told = told_by({folder.file("cut.pcapng", whole.substr(0, size))});
        ASSERT_GE(told.events.size(), most) << size;
        most = told.events.size();
        ASSERT_EQ(told.files.size() + told.skipped.size(), 1U) << size;
        if (told.files.empty()) continue;
        const bool between_blocks = told.files[0].remarks.empty();
        if (!between_blocks) {
            ASSERT_THAT(told.files[0].remarks[0], HasSubstr("byte ")) << size;
            ASSERT_THAT(told.files[0].remarks[0], HasSubstr(fmt::format("; {} frame", told.files[0].tally.lines)))
                << size;
        }
    }
    EXPECT_EQ(most, 3U);
}

TEST(CaptureReader, ReadsOnBehindADamagedBlockAndSaysSo) {
    const TemporaryFolder folder;
    std::string bytes = run_file_of(a_loss());
    const std::size_t at = bytes.find("\x06\0\0\0", 200, 4);
    ASSERT_NE(at, std::string::npos);
    bytes[at + 7] = '\x7f';  // a length of 2 GB
    const Told told = told_by({folder.file("flipped.pcapng", bytes)});
    ASSERT_EQ(told.files.size(), 1U);
    ASSERT_THAT(told.files[0].remarks, testing::Not(IsEmpty()));
    EXPECT_THAT(told.files[0].remarks[0], HasSubstr(fmt::format("byte {}", at)));
}

TEST(CaptureReader, ReadsAFileWithAFlippedByteOrSaysWhereItIsDamaged) {
    const TemporaryFolder folder;
    const std::string whole = run_file_of(a_loss());
    for (std::size_t at = 0; at < whole.size(); ++at) {
        std::string bytes = whole;
        bytes[at] = static_cast<char>(bytes[at] ^ 0x55);
        const Told told = told_by({folder.file("flipped.pcapng", bytes)});
        ASSERT_LE(told.events.size(), 8U) << at;
        // By those it is known to be a capture.
        if (told.files.empty() && at < 12) continue;
        ASSERT_EQ(told.files.size(), 1U) << at;
        // A block whose kind it hit is one of another kind.
        ASSERT_TRUE(told.files[0].tally.lines >= 5 || !told.files[0].remarks.empty()) << at;
    }
}

// --- what a run says of itself ----------------------------------------------------------------------------------

TEST(CaptureReader, GivesWhatTheManifestSays) {
    auto records = beginning(R"({"format":"wlanmedic.run/1","run":"00ff","part":1,"sequence":0,
        "made_by":{"program":"wlanmedic","version":"0.1.0"},"kernel":{"release":"6.1.0-56-arm64","machine":"aarch64"},
        "interfaces":[{"name":"wlan0","phy":"phy0","driver":"bes2600","bus":"sdio","firmware":7,"bss":{"bssid":"02:00:00:00:00:01"}},9],
        "programs":[{"name":"wpa_supplicant","version":"2.10","running":true},{"name":"iwd","running":false}],
        "regulatory":[{"country":"DE"},{"country":"DE","phy":"phy0"}],"unheard_of":[[[]]]})");
    records.push_back(text_record(1s, Kind::missing, "no tracefs here", {{"WLANMEDIC_SOURCE", "trace"}}));
    records.push_back(text_record(2s, Kind::end, "stopped", {{"WLANMEDIC_BECAUSE", "stopped"}}));
    const TemporaryFolder folder;
    const Told told = told_by({folder.file("run.pcapng", run_file_of(records))});
    ASSERT_EQ(told.files.size(), 1U);
    ASSERT_TRUE(told.files[0].run);
    const RunFacts& run = *told.files[0].run;
    EXPECT_EQ(run.recorder, "wlanmedic 0.1.0");
    EXPECT_EQ(run.kernel, "6.1.0-56-arm64");
    EXPECT_EQ(run.machine, "aarch64");
    ASSERT_EQ(run.interfaces.size(), 2U);
    EXPECT_EQ(run.interfaces[0].driver, "bes2600");
    EXPECT_EQ(run.interfaces[0].firmware, "") << "a number is no text";
    EXPECT_EQ(run.interfaces[0].bssid, "02:00:00:00:00:01");
    ASSERT_EQ(run.programs.size(), 1U);
    EXPECT_EQ(run.programs[0].name, "wpa_supplicant");
    EXPECT_THAT(run.countries, ElementsAre("DE"));
    ASSERT_EQ(run.missing.size(), 1U);
    EXPECT_EQ(run.missing[0].because, "no tracefs here");
    EXPECT_EQ(run.ended, "stopped");
}

TEST(CaptureReader, TakesAnyManifest) {
    const TemporaryFolder folder;
    for (const std::string& manifest : {std::string("{"), std::string("[]"), std::string("null"), std::string(""),
                                        std::string(R"({"interfaces":{"a":1},"part":-1,"kernel":[]})"),
                                        std::string(100'000, '['), std::string("\xff\xfe")}) {
        const Told told = told_by({folder.file("run.pcapng", run_file_of(beginning(manifest)))});
        ASSERT_EQ(told.files.size(), 1U) << manifest.substr(0, 40);
        EXPECT_TRUE(told.files[0].run);
    }
}

TEST(CaptureReader, SaysThatTheWallClockWasSet) {
    const auto clocks = [](wifi::Duration boottime, wifi::Duration realtime) {
        return text_record(boottime, Kind::clock, "clocks",
                           {{"WLANMEDIC_REALTIME",
                             std::to_string((utc("2026-05-07 02:40:00").time_since_epoch() + realtime).count())},
                            {"WLANMEDIC_BOOTTIME", std::to_string(boottime.count())},
                            {"WLANMEDIC_MONOTONIC", std::to_string(boottime.count())}});
    };
    const TemporaryFolder folder;
    auto records = beginning();
    records.push_back(clocks(1s, 1s));
    records.push_back(clocks(60s, 60'010ms));
    EXPECT_THAT(told_by({folder.file("kept.pcapng", run_file_of(records))}).files.at(0).remarks, IsEmpty());
    records.push_back(clocks(70s, 3670s));
    EXPECT_THAT(told_by({folder.file("set.pcapng", run_file_of(records))}).files.at(0).remarks,
                ElementsAre(HasSubstr("the wall clock was set once while this was recorded, by +3599.990 s")));
}

}  // namespace
}  // namespace wlanmedic::evidence
