// SPDX-License-Identifier: MIT
// Files that were cut, flipped, and lie.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>

#include "pcapng_bytes.h"
#include "support.h"

namespace wlanmedic::runfile::test {
namespace {

using testing::HasSubstr;

std::vector<Record> some_records() {
    Record sized = text(4, Kind::journal, "two\nlines");
    std::get<Text>(sized.what).set("_COMM", "wpa_supplicant");
    return {text(1, Kind::manifest, "A run."),
            new_family(2),
            nl80211(3, 46),
            sized,
            nl80211(5, 48),
            text(6, Kind::kernel, "wlan0: deauthenticated from 02:00:00:00:01:00 (Reason: 6)")};
}

std::vector<std::uint64_t> sequences_of(const Read& read) {
    std::vector<std::uint64_t> sequences;
    for (const ReadRecord& record : read.records) sequences.push_back(record.record.sequence);
    return sequences;
}

/// Where each block begins, and where the last one ends.
std::vector<std::size_t> borders_of(const std::string& bytes) {
    std::vector<std::size_t> borders{0};
    while (borders.back() < bytes.size()) {
        std::uint32_t length = 0;
        std::memcpy(&length, bytes.data() + borders.back() + 4, 4);
        borders.push_back(borders.back() + length);
    }
    return borders;
}

TEST(Damage, ASectionOfAnotherByteOrderWhoseLengthsLieIsStillWhereItBegins) {
    constexpr std::endian first = std::endian::little;
    constexpr std::endian second = std::endian::big;
    const std::string before = section(first) + interface_block(first, 253, {}) + interface_block(first, 253, {}) +
                               packet(first, 1, 1'000'000, cooked(16, "abcd"));
    const std::string head = section(second);
    // Of the section's one interface, and of a second, which only the section before has.
    const std::string behind = interface_block(second, 253, {}) +
                               packet(second, 0, 2'000'000, cooked(16, "efgh")) +
                               packet(second, 1, 3'000'000, cooked(16, "ijkl"));
    for (const std::size_t lie : {std::size_t{4}, std::size_t{7}, head.size() - 1}) {
        std::string bytes = before + head + behind;
        bytes[before.size() + lie] = '\x40';
        const Read read = read_all(bytes);
        ASSERT_EQ(read.records.size(), 2U) << lie;
        EXPECT_EQ(read.records.back().record.instant, wifi::Instant{std::chrono::seconds{2}}) << lie;
        EXPECT_EQ(read.damaged, 2U) << lie;
        EXPECT_EQ(read.damage.front().offset, before.size()) << lie;
        EXPECT_THAT(read.damage.back().what, HasSubstr("of interface 1, which the section does not have")) << lie;
    }
}

TEST(Damage, AnEntryOfMoreFieldsThanAJournalTakesIsPassedOverAndOneOfAsManyIsRead) {
    constexpr std::endian order = std::endian::little;
    const auto entry_of = [](std::size_t fields) {
        std::string entry = "__REALTIME_TIMESTAMP=1750000000000000\n";
        for (std::size_t i = 0; i < fields; ++i) entry += "A=\n";
        return entry;
    };
    for (const std::size_t fields : {1024U, 1025U}) {
        const Read read = read_all(section(order) + block_of(order, 9, entry_of(fields)));
        EXPECT_EQ(read.records.size(), fields == 1024 ? 1U : 0U) << fields;
        EXPECT_EQ(read.damaged, fields == 1024 ? 0U : 1U) << fields;
    }
}

TEST(Damage, APrefixGivesTheRecordsThatAreWholeAndTellsTheLoss) {
    const std::vector<Record> records = some_records();
    const std::string bytes = written(records);
    const std::vector<std::size_t> borders = borders_of(bytes);
    ASSERT_EQ(borders.size(), records.size() + 3);  // section and interface, and the end
    for (std::size_t length = 0; length <= bytes.size(); ++length) {
        const Read read = read_all(bytes.substr(0, length));
        std::size_t whole = 0;
        while (whole < records.size() && borders[whole + 3] <= length) ++whole;
        ASSERT_EQ(read.records.size(), whole) << "cut after " << length;
        for (std::size_t i = 0; i < whole; ++i) {
            ASSERT_EQ(read.records[i].record, records[i]);
            ASSERT_EQ(read.records[i].offset, borders[i + 2]);
        }
        ASSERT_EQ(read.frames, whole);
        const auto border = std::ranges::find(borders, length);
        if (border != borders.end()) {
            ASSERT_EQ(read.damaged, 0U) << "cut after " << length;
            continue;
        }
        ASSERT_EQ(read.damaged, 1U) << "cut after " << length;
        ASSERT_TRUE(read.damage.front().at_end);
        ASSERT_EQ(read.damage.front().offset, *std::prev(std::ranges::lower_bound(borders, length)));
        const bool by_number = length - read.damage.front().offset < 12;
        ASSERT_THAT(read.damage.front().what,
                    by_number ? HasSubstr(" bytes into a block") : HasSubstr("of which the file has"));
    }
}

TEST(Damage, AFlippedByteIsToldOrChangesOneRecordOnly) {
    const std::vector<Record> records = some_records();
    const std::string bytes = written(records);
    const std::vector<std::size_t> borders = borders_of(bytes);
    for (std::size_t at = 0; at < bytes.size(); ++at) {
        for (const unsigned mask : {0x01U, 0x80U, 0xFFU, 0x20U}) {
            std::string flipped = bytes;
            flipped[at] = static_cast<char>(static_cast<unsigned char>(flipped[at]) ^ mask);
            const Read read = read_all(flipped);
            const auto block =
                static_cast<std::size_t>(std::ranges::upper_bound(borders, at) - borders.begin()) - 1;
            if (block == 1) continue;  // the interface: all frames are of it
            // Every record of another block is there, as it was.
            std::size_t next = 0;
            for (std::size_t i = 0; i < records.size(); ++i) {
                if (i + 2 == block) continue;
                while (next < read.records.size() && !(read.records[next].record == records[i])) ++next;
                ASSERT_LT(next, read.records.size())
                    << "byte " << at << " mask " << mask << " lost record " << i + 1;
            }
            if (block < 2) continue;
            const bool there = read.records.size() == records.size();
            ASSERT_TRUE(there || read.damaged > 0 || read.passed_over > 0) << "byte " << at << " mask " << mask;
        }
    }
}

TEST(Damage, AFlippedLengthCostsItsRecordAndIsToldWithItsOffset) {
    const std::string bytes = written(some_records());
    const std::vector<std::size_t> borders = borders_of(bytes);
    for (const std::size_t place : {std::size_t{4}, borders[5] - borders[4] - 4}) {
        std::string lies = bytes;
        lies[borders[4] + place] = static_cast<char>(lies[borders[4] + place] + 4);
        const Read read = read_all(lies);
        EXPECT_THAT(sequences_of(read), testing::ElementsAre(1, 2, 4, 5, 6));
        ASSERT_EQ(read.damaged, 1U);
        EXPECT_EQ(read.damage.front().offset, borders[4]);
        EXPECT_FALSE(read.damage.front().at_end);
        EXPECT_THAT(read.damage.front().what, HasSubstr("bytes are passed over, to the next whole block"));
    }
}

TEST(Damage, ALengthOf4GBIsNotBelieved) {
    const std::string bytes = written(some_records());
    const std::vector<std::size_t> borders = borders_of(bytes);
    std::string lies = bytes;
    lies.replace(borders[4] + 4, 4, "\xFC\xFF\xFF\xFF");
    const Read read = read_all(lies);
    EXPECT_THAT(sequences_of(read), testing::ElementsAre(1, 2, 4, 5, 6));
    ASSERT_EQ(read.damaged, 1U);
    EXPECT_EQ(read.damage.front().what.find("a block of 4294967292 bytes, of which the file has "), 0U);
    lies.resize(borders[5]);
    EXPECT_TRUE(read_all(lies).damage.back().at_end);
}

TEST(Damage, BytesThatWerePutInOrTakenOutAreJumpedOver) {
    const std::string bytes = written(some_records());
    const std::vector<std::size_t> borders = borders_of(bytes);
    std::string more = bytes;
    more.insert(borders[4], "\r\nfive\n");  // no multiple of 4
    EXPECT_THAT(sequences_of(read_all(more)), testing::ElementsAre(1, 2, 3, 4, 5, 6));
    EXPECT_EQ(read_all(more).damaged, 1U);
    std::string fewer = bytes;
    fewer.erase(borders[4] + 17, 3);
    EXPECT_THAT(sequences_of(read_all(fewer)), testing::ElementsAre(1, 2, 4, 5, 6));
    EXPECT_EQ(read_all(fewer).damaged, 1U);
}

TEST(Damage, ATailOfZerosIsTold) {
    // As a file system leaves it that had the length on the disk, and not yet the bytes.
    const Read read = read_all(written(some_records()) + std::string(5000, '\0'));
    EXPECT_EQ(read.records.size(), 6U);
    ASSERT_EQ(read.damaged, 1U);
    EXPECT_EQ(read.damage.front().what, "zeros where a block should begin");
    EXPECT_TRUE(read.damage.front().at_end);
}

TEST(Damage, ADamagedBeginningCostsOnlyItself) {
    for (const std::endian order : {std::endian::little, std::endian::big}) {
        std::string bytes =
            section(order) + interface_block(order, 253, {}) + packet(order, 0, 1'000'000, cooked(16, "abcd"));
        bytes[8] = 'X';  // the byte order mark
        const Read read = read_all(bytes);
        EXPECT_EQ(read.records.size(), 1U);
        ASSERT_EQ(read.damaged, 1U);
        EXPECT_EQ(read.damage.front().what.find("a section without its byte order mark"), 0U);
    }
}

TEST(Damage, WhatIsNoCaptureGivesNothingAndSaysSo) {
    for (const std::string& bytes : {std::string(100, 'x'), std::string("Nov 23 07:52:38 tablet kernel: wlan0"),
                                     std::string(1'000'000, '\6')}) {
        EXPECT_FALSE(is_capture(bytes.substr(0, 16)));
        const Read read = read_all(bytes);
        EXPECT_TRUE(read.records.empty());
        ASSERT_EQ(read.damaged, 1U);
        EXPECT_TRUE(read.damage.front().at_end);
    }
    EXPECT_EQ(read_all("").damaged, 0U);
}

TEST(Damage, ABlockThatIsTooLongIsPassedOverAndNotRead) {
    constexpr std::endian order = std::endian::little;
    const std::string begin = section(order) + interface_block(order, 253, {});
    const std::string end = packet(order, 0, 1'000'000, cooked(16, "abcd"));
    const std::string large = block_of(order, 9, std::string(Reader::largest_block, 'A'));
    std::size_t most = 0;
    const std::string bytes = begin + large + end;
    Reader reader(
        [&](std::uint64_t offset, std::span<char> buffer) {
            most = std::max(most, buffer.size());
            return bytes.copy(buffer.data(), buffer.size(), static_cast<std::size_t>(offset));
        },
        bytes.size());
    const auto record = reader.next();
    ASSERT_TRUE(record);
    EXPECT_EQ(record->frame, 2U);
    EXPECT_FALSE(reader.next());
    EXPECT_EQ(reader.damaged(), 1U);
    EXPECT_THAT(reader.damage().front().what, HasSubstr("it is passed over"));
    EXPECT_LT(most, std::size_t{1} << 20U);
}

TEST(Damage, LiesWithinABlockCostThatBlock) {
    constexpr std::endian order = std::endian::little;
    const std::string begin = section(order) + interface_block(order, 253, {});
    const std::string end = packet(order, 0, 1'000'000, cooked(16, "abcd"));
    struct Case {
        std::string block;
        const char* what;
    };
    std::string long_packet = packet(order, 0, 0, cooked(16, "abcd"));
    long_packet[20] = '\x7F';
    for (const auto& [block, what] :
         {Case{packet(order, 7, 0, cooked(16, "abcd")), "of interface 7, which the section does not have"},
          Case{long_packet, "a packet of 127 bytes in a block that has 20 for it"},
          Case{packet(order, 0, 0, cooked(16, "abcd"), {{5, std::string(8, '\1')}}, 0xFFF0),
               "options that do not end"},
          Case{block_of(order, 6, "abcd"), "a packet block without its header"},
          Case{block_of(order, 9, "MESSAGE\n\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFFtext\n"), "contradicts its format"},
          Case{block_of(order, 9, "__REALTIME_TIMESTAMP=1\nlower=1\n"), "contradicts its format"},
          Case{block_of(order, 9, "MESSAGE=without\n"), "a journal entry without a time"},
          Case{block_of(order, 9, "__REALTIME_TIMESTAMP=x\nMESSAGE=without\n"),
               "a journal entry without a time"}}) {
        const Read read = read_all(begin + block + end);
        ASSERT_EQ(read.records.size(), 1U) << what;
        EXPECT_EQ(read.records.front().frame, 2U) << what;
        ASSERT_EQ(read.damaged, 1U) << what;
        EXPECT_THAT(read.damage.front().what, HasSubstr(what));
        EXPECT_EQ(read.damage.front().offset, begin.size());
    }
}

TEST(Damage, NoMoreIsKeptThanIsToldOf) {
    constexpr std::endian order = std::endian::little;
    std::string bytes = section(order);
    for (int i = 0; i < 1000; ++i) bytes += packet(order, 0, 0, "x");
    const Read read = read_all(bytes + "tail");
    EXPECT_EQ(read.damaged, 1001U);
    ASSERT_EQ(read.damage.size(), Reader::most_damage);
    EXPECT_TRUE(read.damage.back().at_end);
}

TEST(Damage, AFileThatEndsEarlierThanItSaidEndsThere) {
    const std::string bytes = written(some_records());
    Reader reader(
        [&](std::uint64_t offset, std::span<char> buffer) -> std::size_t {
            return offset < bytes.size()
                       ? bytes.copy(buffer.data(), buffer.size(), static_cast<std::size_t>(offset))
                       : 0;
        },
        bytes.size() + 1'000'000);
    std::size_t records = 0;
    while (reader.next()) ++records;
    EXPECT_EQ(records, 6U);
}

TEST(Damage, AReaderCanBeMovedBetweenTwoRecords) {
    Reader reader = reader_of(written(some_records()));
    ASSERT_TRUE(reader.next());
    Reader moved = std::move(reader);
    EXPECT_EQ(moved.next()->record.sequence, 2U);
    EXPECT_EQ(moved.frames(), 2U);
}

}  // namespace
}  // namespace wlanmedic::runfile::test
