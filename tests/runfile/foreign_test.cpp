// SPDX-License-Identifier: MIT
// Captures that other programs made, or passed on.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "pcapng_bytes.h"
#include "support.h"

namespace wlanmedic::runfile::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::vector<Record> records_of(const Read& read) {
    std::vector<Record> records;
    for (const ReadRecord& record : read.records) records.push_back(record.record);
    return records;
}

std::vector<Record> netlink_only() {
    return {new_family(1), nl80211(2, 46), nl80211(3, 48, 1'750'000'009'000'000'001)};
}

TEST(Foreign, EditcapsPcapOfARunHasTheSameMessages) {
    const Folder folder;
    write_bytes(folder / "run.pcapng", written(netlink_only()));
    for (const auto& [format, unit] : {std::pair{"nsecpcap", 1}, {"pcap", 1000}}) {
        output_of(fmt::format("editcap -F {} '{}' '{}' 2>&1", format, folder / "run.pcapng", folder / "out.pcap"));
        const std::string bytes = bytes_of(folder / "out.pcap");
        EXPECT_TRUE(is_capture(bytes.substr(0, 16)));
        std::vector<Record> expected = netlink_only();
        for (Record& record : expected) {
            record.sequence = 0;  // pcap has no place for it
            record.instant -= record.instant.time_since_epoch() % unit;
        }
        const Read read = read_all(bytes);
        EXPECT_EQ(records_of(read), expected) << format;
        EXPECT_EQ(read.damaged, 0U);
    }
}

TEST(Foreign, EditcapsPcapngOfARunIsTheSameRun) {
    const Folder folder;
    std::vector<Record> records = netlink_only();
    Record manifest = text(4, Kind::manifest, "A run.");
    std::get<Text>(manifest.what).set("WLANMEDIC_MANIFEST", R"({"format":"wlanmedic.run/1"})");
    records.push_back(manifest);
    write_bytes(folder / "run.pcapng", written(records));
    output_of(fmt::format("editcap '{}' '{}' 2>&1", folder / "run.pcapng", folder / "out.pcapng"));
    const Read read = read_all(bytes_of(folder / "out.pcapng"));
    EXPECT_EQ(records_of(read), records);
    EXPECT_EQ(read.version, 1);
    EXPECT_EQ(read.damaged, 0U);
}

TEST(Foreign, MergecapsFileHasTheFramesOfBoth) {
    const Folder folder;
    write_bytes(folder / "run.pcapng", written(netlink_only()));
    write_bytes(folder / "ether.pcap", pcap_header(std::endian::big, false, 1) +
                                           pcap_frame(std::endian::big, 1'750'000'005, 7, std::string(60, 'e')));
    output_of(fmt::format("mergecap -w '{}' '{}' '{}' 2>&1", folder / "out.pcapng", folder / "ether.pcap",
                          folder / "run.pcapng"));
    const Read read = read_all(bytes_of(folder / "out.pcapng"));
    ASSERT_EQ(read.records.size(), 3U);
    EXPECT_EQ(read.records[0].frame, 1U);
    EXPECT_EQ(read.records[2].frame, 4U);  // the Ethernet frame stands before it
    EXPECT_EQ(read.passed_over, 1U);
    EXPECT_EQ(std::get<NetlinkFrame>(read.records[2].record.what), std::get<NetlinkFrame>(netlink_only()[2].what));
}

TEST(Foreign, Text2pcapMakesNetlinkThatIsRead) {
    const Folder folder;
    write_bytes(folder / "hex.txt", "000000 00 04 03 38 00 00 00 00 00 00 00 00 00 00 00 10 14 00 00 00\n");
    for (const char* form : {"-F pcap", "-F nsecpcap", "-F pcapng"}) {
        output_of(fmt::format("text2pcap -q {} -l 253 '{}' '{}' 2>&1", form, folder / "hex.txt", folder / "out"));
        const Read read = read_all(bytes_of(folder / "out"));
        ASSERT_EQ(read.records.size(), 1U) << form;
        const auto& made = std::get<NetlinkFrame>(read.records.front().record.what);
        EXPECT_EQ(made.way, Way::other);
        EXPECT_EQ(made.family, Family::generic);
        EXPECT_THAT(made.bytes, ElementsAre(0x14, 0, 0, 0));
    }
}

TEST(Foreign, TcpdumpReadsOurFramesAndItsOwnFilesAreReadBack) {
    const Folder folder;
    write_bytes(folder / "run.pcapng", written(netlink_only()));
    output_of(fmt::format("tcpdump -r '{}' -w '{}' 2>&1", folder / "run.pcapng", folder / "out.pcap"));
    const Read read = read_all(bytes_of(folder / "out.pcap"));
    ASSERT_EQ(read.records.size(), 3U);
    EXPECT_EQ(read.damaged, 0U);
    EXPECT_EQ(std::get<NetlinkFrame>(read.records[1].record.what), std::get<NetlinkFrame>(netlink_only()[1].what));
}

TEST(Foreign, IwmonsLinkTypeIsRead) {
    // iwmon -w writes LINKTYPE_LINUX_SLL (113) with the same header (iwd, monitor/pcap.c); others write it for
    // Ethernet.
    for (const std::endian order : {std::endian::little, std::endian::big}) {
        const std::string bytes = pcap_header(order, false, 113) +
                                  pcap_frame(order, 1'750'000'000, 5, cooked(16, "abcd", 4)) +
                                  pcap_frame(order, 1'750'000'000, 6, cooked(0x800, "abcd", 0, 1)) +
                                  pcap_frame(order, 1'750'000'000, 7, cooked(16, "abcd", 0, 1)) +
                                  pcap_frame(order, 1'750'000'001, 8, cooked(0, "efgh", 7));
        const Read read = read_all(bytes);
        ASSERT_EQ(read.records.size(), 2U);
        EXPECT_EQ(read.passed_over, 2U);
        EXPECT_EQ(std::get<NetlinkFrame>(read.records[1].record.what).way, Way::to_kernel);
        EXPECT_EQ(std::get<NetlinkFrame>(read.records[1].record.what).family, Family::route);
        EXPECT_EQ(read.records[1].frame, 4U);
    }
}

TEST(Foreign, JournalEntriesOfOthersAreOfTheKernelOrOfTheJournal) {
    constexpr std::endian order = std::endian::little;
    const std::string kernel =
        "__CURSOR=s=1;i=2\n__REALTIME_TIMESTAMP=1750000000123456\n__MONOTONIC_TIMESTAMP=77\n_BOOT_ID="
        "0123456789abcdef"
        "0123456789abcdef\n_TRANSPORT=kernel\nPRIORITY=6\nMESSAGE=wlan0: authenticated\n\n";
    std::string journal = "__REALTIME_TIMESTAMP=1750000000123457\n_COMM=wpa_supplicant\nMESSAGE\n";
    journal += number(std::endian::little, 9, 8) + "two\nlines\n\n";
    const std::string bytes = section(order) + block_of(order, 9, kernel) + block_of(order, 9, journal) +
                              block_of(order, 9, "__REALTIME_TIMESTAMP=1750000000123458\nMESSAGE=no line end");
    const Read read = read_all(bytes);
    ASSERT_EQ(read.records.size(), 3U);
    EXPECT_EQ(read.damaged, 0U);
    Record expected = text(0, Kind::kernel, "wlan0: authenticated", 1'750'000'000'123'456'000);
    std::get<Text>(expected.what).set("__CURSOR", "s=1;i=2");
    std::get<Text>(expected.what).set("_TRANSPORT", "kernel");
    std::get<Text>(expected.what).set("PRIORITY", "6");
    EXPECT_EQ(read.records[0].record, expected);
    EXPECT_EQ(std::get<Text>(read.records[1].record.what).kind, Kind::journal);
    EXPECT_EQ(std::get<Text>(read.records[1].record.what).message, "two\nlines");
    EXPECT_EQ(std::get<Text>(read.records[2].record.what).message, "no line end");
}

TEST(Foreign, AKindThatIsNotKnownYetIsPassedOver) {
    constexpr std::endian order = std::endian::little;
    const Read read =
        read_all(section(order, "wlanmedic 9.0") +
                 block_of(order, 9, "__REALTIME_TIMESTAMP=1\nWLANMEDIC_KIND=weather\nMESSAGE=rain\n") +
                 block_of(order, 9, "__REALTIME_TIMESTAMP=1\nWLANMEDIC_KIND=end\nMESSAGE=rain\n"));
    ASSERT_EQ(read.records.size(), 1U);
    EXPECT_EQ(read.records.front().frame, 2U);
    EXPECT_EQ(read.passed_over, 1U);
    EXPECT_EQ(read.damaged, 0U);
}

TEST(Foreign, ASnapLengthCutsSimplePackets) {
    for (const std::endian order : {std::endian::little, std::endian::big}) {
        const std::string data = cooked(16, "abcdefgh");
        const Read read = read_all(section(order) + interface_block(order, 253, {}, 20) +
                                   simple_packet(order, 4000, data.substr(0, 20)) +
                                   simple_packet(order, 17, data.substr(0, 17)));
        ASSERT_EQ(read.records.size(), 2U);
        EXPECT_THAT(std::get<NetlinkFrame>(read.records[0].record.what).bytes, ElementsAre('a', 'b', 'c', 'd'));
        EXPECT_THAT(std::get<NetlinkFrame>(read.records[1].record.what).bytes, ElementsAre('a'));
        EXPECT_EQ(read.records[0].record.instant, wifi::Instant{});
    }
}

TEST(Foreign, APcapThatLiesEndsWhereItLies) {
    constexpr std::endian order = std::endian::little;
    const std::string begin = pcap_header(order, false, 253) + pcap_frame(order, 1, 1, cooked(16, "abcd"));
    std::string lies = pcap_frame(order, 1, 1, cooked(16, "abcd"));
    lies.replace(8, 4, "\xFC\xFF\xFF\xFF");
    const Read lied = read_all(begin + lies + pcap_frame(order, 1, 1, cooked(16, "abcd")));
    EXPECT_EQ(lied.records.size(), 1U);
    ASSERT_EQ(lied.damaged, 1U);
    EXPECT_EQ(lied.damage.front().offset, begin.size());
    EXPECT_TRUE(lied.damage.front().at_end);
    EXPECT_THAT(lied.damage.front().what, HasSubstr("a frame of 4294967292 bytes"));

    for (std::size_t length = 1; length <= begin.size(); ++length) {
        const Read read = read_all(begin.substr(0, length));
        EXPECT_EQ(read.records.size(), length == begin.size() ? 1U : 0U);
        EXPECT_EQ(read.damaged, length == begin.size() || length == 24 ? 0U : 1U) << length;
    }
    std::string old = begin;
    old[4] = 1;
    EXPECT_THAT(read_all(old).damage.front().what, HasSubstr("pcap of version 1"));
}

TEST(Foreign, CapturesAreKnownByTheirFirstBytes) {
    for (const std::endian order : {std::endian::little, std::endian::big}) {
        EXPECT_TRUE(is_capture(section(order).substr(0, 16)));
        for (const bool nanoseconds : {false, true})
            EXPECT_TRUE(is_capture(pcap_header(order, nanoseconds, 253).substr(0, 16)));
        EXPECT_FALSE(is_capture(section(order).substr(0, 11)));
    }
    for (const char* other :
         {"", "\x0A\x0D\x0D\x0A", "\x0A\x0D\x0D\x0Aplain text that begins so", "Nov 23 07:52", "\xD4\xC3\xB2"})
        EXPECT_FALSE(is_capture(other));
}

}  // namespace
}  // namespace wlanmedic::runfile::test
