// SPDX-License-Identifier: MIT
// tshark (Debian 12: 4.0) reads what the Writer writes, and numbers frames as the Reader does.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

#include "pcapng_bytes.h"
#include "support.h"

namespace wlanmedic::runfile::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

struct Shown {
    std::string number;
    std::string time;  // seconds since the epoch
    std::string column;
    std::string message;  // of a journal entry
};

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    std::istringstream stream(text);
    for (std::string line; std::getline(stream, line);) lines.push_back(line);
    return lines;
}

/// Fails where tshark is missing or finds anything to complain about.
std::vector<Shown> shown(const std::string& path) {
    const std::string output =
        output_of(fmt::format("tshark -r '{}' -T fields -E separator=/t -e frame.number -e frame.time_epoch -e "
                              "_ws.col.Info -e systemd_journal.message 2>'{}.said'",
                              path, path));
    for (const std::string& line : lines_of(bytes_of(path + ".said")))
        if (!line.starts_with("Running as user")) ADD_FAILURE() << "tshark: " << line;
    std::vector<Shown> frames;
    for (const std::string& line : lines_of(output)) {
        std::istringstream columns(line);
        Shown frame;
        std::getline(columns, frame.number, '\t');
        std::getline(columns, frame.time, '\t');
        std::getline(columns, frame.column, '\t');
        std::getline(columns, frame.message, '\t');
        frames.push_back(frame);
    }
    return frames;
}

std::vector<Shown> shown_bytes(const Folder& folder, const std::string& bytes, const char* name = "file.pcapng") {
    write_bytes(folder / name, bytes);
    return shown(folder / name);
}

std::string seconds_of(wifi::Instant instant) {
    const std::int64_t count = instant.time_since_epoch().count();
    return fmt::format("{}.{:09}", count / 1'000'000'000, count % 1'000'000'000);
}

/// Same numbers, same times.
void expect_agreement(const Folder& folder, const std::string& bytes, const char* name = "file.pcapng") {
    const std::vector<Shown> frames = shown_bytes(folder, bytes, name);
    const Read read = read_all(bytes);
    EXPECT_EQ(read.damaged, 0U);
    ASSERT_EQ(read.frames, frames.size());
    for (const ReadRecord& record : read.records) {
        ASSERT_LE(record.frame, frames.size());
        const Shown& frame = frames[record.frame - 1];
        EXPECT_EQ(frame.number, std::to_string(record.frame));
        // Wireshark has text to the microsecond; and no time of a simple packet.
        std::string expected = seconds_of(record.record.instant);
        if (std::holds_alternative<Text>(record.record.what)) expected.replace(expected.size() - 3, 3, "000");
        EXPECT_TRUE(frame.time.empty() || frame.time == expected)
            << "frame " << record.frame << ": " << frame.time << ", not " << expected;
    }
}

TEST(Tshark, NamesTheCommandsOfNl80211WithoutHints) {
    const Folder folder;
    const auto frames = shown_bytes(folder, written({text(1, Kind::manifest, "A run."), new_family(2),
                                                     nl80211(3, 46), nl80211(4, 39), nl80211(5, 48)}));
    ASSERT_EQ(frames.size(), 5U);
    const std::string names = output_of(
        fmt::format("tshark -r '{}' -T fields -e frame.number -e nl80211.cmd -e nl80211.attr_value32 2>/dev/null",
                    folder / "file.pcapng"));
    EXPECT_EQ(names, "1\t\t\n2\t\t\n3\t46\t0x00000003\n4\t39\t0x00000003\n5\t48\t0x00000003\n");
    const std::string all = output_of(fmt::format("tshark -r '{}' -V 2>/dev/null", folder / "file.pcapng"));
    EXPECT_THAT(all, HasSubstr("Command: NL80211_CMD_CONNECT (46)"));
    EXPECT_THAT(all, HasSubstr("Command: NL80211_CMD_DEAUTHENTICATE (39)"));
    EXPECT_THAT(all, HasSubstr("Command: NL80211_CMD_DISCONNECT (48)"));
    EXPECT_THAT(all, HasSubstr("Family Name: nl80211"));
}

TEST(Tshark, KnowsNl80211OnlyByTheControllersAnswer) {
    const Folder folder;
    write_bytes(folder / "file.pcapng", written({nl80211(1, 46)}));
    EXPECT_EQ(
        output_of(fmt::format("tshark -r '{}' -T fields -e nl80211.cmd 2>/dev/null", folder / "file.pcapng")),
        "\n");
}

TEST(Tshark, ShowsTheTextOfJournalBlocks) {
    const Folder folder;
    Record record = text(2, Kind::kernel, "wlan0: deauthenticated from 02:00:00:00:01:00 (Reason: 6=CLASS2)");
    std::get<Text>(record.what).set("SYSLOG_IDENTIFIER", "kernel");
    const auto frames = shown_bytes(folder, written({text(1, Kind::manifest, "A run of one night."), record,
                                                     text(3, Kind::journal, "two\nlines")}));
    ASSERT_EQ(frames.size(), 3U);
    EXPECT_THAT(frames[0].message, HasSubstr("A run of one night."));
    EXPECT_THAT(frames[1].message, HasSubstr("wlan0: deauthenticated from 02:00:00:00:01:00 (Reason: 6=CLASS2)"));
    EXPECT_THAT(frames[1].column, HasSubstr("deauthenticated"));
    EXPECT_THAT(frames[2].message, HasSubstr("lines"));
}

TEST(Tshark, AgreesOnNumbersAndTimesOfARunFile) {
    const Folder folder;
    std::vector<Record> records{new_family(1)};
    for (std::uint64_t i = 2; i < 60; ++i) {
        const std::int64_t time = 1'750'000'000'000'000'000 + static_cast<std::int64_t>(i * i) * 1'000'000'007;
        if (i % 3 == 0) {
            records.push_back(text(i, Kind::kernel, std::string(i, 'x'), time));
        } else {
            records.push_back(nl80211(i, static_cast<std::uint8_t>(i), time));
        }
    }
    records.push_back(text(60, Kind::journal, "zeros at the end\0\0"));
    expect_agreement(folder, written(records));
}

TEST(Tshark, ReadsTheLongestRecordsThatCanBeWritten) {
    const Folder folder;
    expect_agreement(
        folder, written({frame(1, std::vector<std::uint8_t>(Writer::longest_frame, 0)),
                         text(2, Kind::journal, std::string(Writer::largest_block - 300, 'x')),
                         text(3, Kind::journal, std::string(Writer::largest_block - 300, '\n')), nl80211(4, 46)}));
}

TEST(Tshark, AgreesOnNumbersOfFilesWithAllKindsOfBlocks) {
    const std::string entry = "__REALTIME_TIMESTAMP=1750000000123456\nMESSAGE=text\n";
    for (const std::endian order : {std::endian::little, std::endian::big}) {
        const Folder folder;
        const std::string netlink = cooked(16, "abcdefgh");
        const std::string names = number(order, 1, 2) + number(order, 9, 2) + "\x7F" + std::string(2, '\0') +
                                  "\1here" + std::string(1, '\0') + std::string(3, '\0') + std::string(4, '\0');
        const std::string statistics = number(order, 0, 4) + number(order, 0, 8);
        const std::string secrets = number(order, 0x544C534B, 4) + number(order, 4, 4) + "#x\n\n";
        const std::string sysdig = number(order, 0, 2) + number(order, 1, 8) + number(order, 2, 8) +
                                   number(order, 26, 4) + number(order, 1, 2) + "padding!";
        std::string bytes = section(order, "others");
        bytes += interface_block(order, 1, {}) + interface_block(order, 253, {});
        bytes += packet(order, 0, 1, std::string(60, 'e'));         // frame 1: Ethernet
        bytes += block_of(order, 4, names);                         // no frame
        bytes += packet(order, 1, 1'750'000'000'000'001, netlink);  // 2
        bytes += block_of(order, 5, statistics);
        bytes += block_of(order, 10, secrets);
        bytes += block_of(order, 0x00000BAD, number(order, 32473, 4) + "custom");  // 3
        bytes += block_of(order, 0x40000BAD, number(order, 32473, 4) + "custom");  // 4
        bytes += block_of(order, 9, entry);                                        // 5
        bytes += block_of(order, 0x204, sysdig);                                   // 6
        bytes += block_of(order, 7, "irig");
        bytes += block_of(order, 0x12345678, "unknown");
        bytes += old_packet(order, 1, 1'750'000'000'000'002, netlink);  // 7
        bytes += simple_packet(order, 60, std::string(60, 'e'));        // 8
        bytes += packet(order, 1, 1'750'000'000'000'003, netlink);      // 9
        expect_agreement(folder, bytes);
        const Read read = read_all(bytes);
        std::vector<std::uint64_t> frames;
        for (const auto& record : read.records) frames.push_back(record.frame);
        EXPECT_THAT(frames, ElementsAre(2, 5, 7, 9));
    }
}

TEST(Tshark, AgreesOnTimesOfAllUnits) {
    const std::string data = cooked(16, "abcdefgh");
    for (const std::endian order : {std::endian::little, std::endian::big}) {
        std::string bytes = section(order);
        std::uint32_t interface = 0;
        for (const auto& [resolution, units, offset] :
             {std::tuple<int, std::uint64_t, std::int64_t>{0, 1'750'000'000, 0},
              {3, 1'750'000'000'123, 0},
              {6, 1'750'000'000'123'456, 0},
              {9, 1'750'000'000'123'456'789, 0},
              {6, 123'456, 1'750'000'000},
              {6, 1'760'000'000'000'001, -10'000'000},
              {0x80 | 10, 1'750'000'000ULL << 10U | 513U, 0},
              {0x80 | 20, 1'750'000'000ULL << 20U | 77777U, 0}}) {
            OptionList options{{9, std::string(1, static_cast<char>(resolution))}};
            if (offset != 0) options.emplace_back(14, number(order, static_cast<std::uint64_t>(offset), 8));
            bytes += interface_block(order, 253, options);
            bytes += packet(order, interface++, units, data);
        }
        const Folder folder;
        expect_agreement(folder, bytes);
    }
}

TEST(Tshark, AgreesOnSectionsOfBothByteOrders) {
    const Folder folder;
    std::string bytes;
    for (const std::endian order : {std::endian::big, std::endian::little, std::endian::big})
        bytes += section(order) + interface_block(order, 253, {{9, "\x09"}}) +
                 packet(order, 0, 1'750'000'000'123'456'789, cooked(16, "abcdefgh"));
    expect_agreement(folder, bytes);
    EXPECT_EQ(read_all(bytes).records.size(), 3U);
}

TEST(Tshark, AgreesOnClassicPcapOfBothOrdersAndUnits) {
    for (const std::endian order : {std::endian::little, std::endian::big})
        for (const bool nanoseconds : {false, true}) {
            const Folder folder;
            std::string bytes = pcap_header(order, nanoseconds, 253);
            for (std::uint32_t i = 0; i < 5; ++i)
                bytes += pcap_frame(order, 1'750'000'000 + i, 999'000 + i, cooked(i == 2 ? 9 : 16, "abcdefgh"));
            expect_agreement(folder, bytes, "file.pcap");
            const Read read = read_all(bytes);
            EXPECT_EQ(read.records.size(), 4U);
            EXPECT_EQ(read.passed_over, 1U);  // another family
        }
}

}  // namespace
}  // namespace wlanmedic::runfile::test
