// SPDX-License-Identifier: MIT
// Capture files as this program, tcpdump and other machines write them, and damaged ones.
#include "lab/air/capture.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

namespace wlanmedic::lab {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using Bytes = std::vector<std::uint8_t>;

wifi::Instant at_ns(std::int64_t ns) { return wifi::Instant(wifi::Duration(ns)); }

std::string written(const std::vector<std::pair<wifi::Instant, Bytes>>& records) {
    std::ostringstream out;
    CaptureWriter writer(out);
    for (const auto& [at, bytes] : records) writer.append(at, bytes);
    return out.str();
}

/// Frames until the end, or the error.
wifi::Result<std::vector<std::pair<wifi::Instant, Bytes>>> all_of(const std::string& file) {
    std::istringstream in(file);
    auto reader = CaptureReader::open(in, "air.pcap");
    if (!reader) return std::unexpected(reader.error());
    std::vector<std::pair<wifi::Instant, Bytes>> all;
    while (true) {
        const auto frame = reader->next();
        if (!frame) return std::unexpected(frame.error());
        if (!*frame) return all;
        all.emplace_back((*frame)->at, Bytes((*frame)->bytes.begin(), (*frame)->bytes.end()));
    }
}

std::string error_of(const std::string& file) {
    const auto all = all_of(file);
    return all ? "no error" : all.error().to_string();
}

const std::string one = written({{at_ns(1'767'225'657'194'715'001), {0, 0, 9, 0, 1, 2, 3, 4, 5, 0xd4, 0}}});

TEST(Capture, ReadsWhatItWrites) {
    const auto all = all_of(one);
    ASSERT_TRUE(all);
    EXPECT_THAT(*all, ElementsAre(std::pair(at_ns(1'767'225'657'194'715'001), Bytes{0xd4, 0})));
}

TEST(Capture, WithoutFramesIsEmpty) { EXPECT_THAT(*all_of(written({})), testing::IsEmpty()); }

TEST(Capture, HasTheHeaderOfNanosecondPcapWithRadiotap) {
    EXPECT_EQ(one.substr(0, 8), std::string("\x4d\x3c\xb2\xa1\x02\x00\x04\x00", 8));
    EXPECT_EQ(one.substr(20, 4), std::string("\x7f\x00\x00\x00", 4));
}

TEST(Capture, ReadsMicroseconds) {
    std::string file = one;
    file.replace(0, 4, "\xd4\xc3\xb2\xa1");
    file.replace(28, 4, std::string("\x01\x00\x00\x00", 4));
    EXPECT_EQ(all_of(file)->at(0).first, at_ns(1'767'225'657'000'001'000));
}

TEST(Capture, ReadsTheOtherByteOrder) {
    std::string file = one;
    const auto turn = [&](std::size_t place, std::size_t size) {
        std::reverse(file.begin() + static_cast<std::ptrdiff_t>(place),
                     file.begin() + static_cast<std::ptrdiff_t>(place + size));
    };
    for (const std::size_t place : {0, 8, 12, 16, 20, 24, 28, 32, 36}) turn(place, 4);
    const auto all = all_of(file);
    ASSERT_TRUE(all) << all.error().to_string();
    EXPECT_EQ(all->at(0), std::pair(at_ns(1'767'225'657'194'715'001), Bytes({0xd4, 0})));
}

TEST(Capture, TellsAtWhichByteItIsDamaged) {
    EXPECT_THAT(error_of(""), HasSubstr("air.pcap: a pcap header has 24 bytes, the file ends at byte 0"));
    EXPECT_THAT(error_of(std::string(24, 'x')), HasSubstr("at byte 0 stands no magic number"));
    EXPECT_THAT(error_of(one + one.substr(24, 5)),
                HasSubstr("in the record at byte 51: the file ends within its header"));
    EXPECT_THAT(error_of(one.substr(0, one.size() - 1)),
                HasSubstr("at byte 24: the file ends before its 11 bytes"));
    std::string file = one;
    file[20] = 1;
    EXPECT_THAT(error_of(file), HasSubstr("at byte 20 stands link type 1, not 127"));
}

TEST(Capture, RefusesARecordThatCannotBe) {
    const auto with = [](std::size_t place, char value) {
        std::string file = one;
        file[place] = value;
        return error_of(file);
    };
    EXPECT_THAT(with(31, '\x7f'), HasSubstr("is no fraction of a second"));
    EXPECT_THAT(with(35, '\x7f'), HasSubstr("bytes are more than a record can have"));
    EXPECT_THAT(with(40, 1), HasSubstr("radiotap version 1"));
    EXPECT_THAT(with(42, 12), HasSubstr("length 12 of 11 bytes"));
    EXPECT_THAT(with(42, 7), HasSubstr("length 7 of 11 bytes"));
    EXPECT_THAT(with(32, 4), HasSubstr("4 bytes hold no radiotap header"));
}

TEST(Capture, AFrameMayBeEmptyBehindItsRadiotapHeader) {
    const auto all = all_of(written({{at_ns(0), {0, 0, 8, 0, 0, 0, 0, 0}}}));
    ASSERT_TRUE(all);
    EXPECT_THAT(all->at(0).second, testing::IsEmpty());
}

TEST(Capture, CutsWhatIsTooLongAndReadsItBack) {
    Bytes bytes(CaptureReader::longest_record + 5);
    bytes[2] = 8;
    const auto all = all_of(written({{at_ns(0), bytes}}));
    ASSERT_TRUE(all) << all.error().to_string();
    EXPECT_EQ(all->at(0).second.size(), CaptureReader::longest_record - 8);
}

}  // namespace
}  // namespace wlanmedic::lab
