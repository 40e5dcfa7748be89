// SPDX-License-Identifier: MIT
// What a Writer writes, a Reader reads.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include "support.h"

namespace wlanmedic::runfile::test {
namespace {

std::vector<Record> records_of(const Read& read) {
    std::vector<Record> records;
    for (const ReadRecord& record : read.records) records.push_back(record.record);
    return records;
}

void expect_same(const std::vector<Record>& records) {
    const Read read = read_all(written(records));
    EXPECT_EQ(records_of(read), records);
    EXPECT_EQ(read.damaged, 0U);
    EXPECT_EQ(read.passed_over, 0U);
    EXPECT_EQ(read.frames, records.size());
    for (std::size_t i = 0; i < read.records.size(); ++i) EXPECT_EQ(read.records[i].frame, i + 1);
}

TEST(RoundTrip, EveryKindOfTextComesBack) {
    std::vector<Record> records;
    for (int i = 0; i <= static_cast<int>(Kind::end); ++i) {
        const auto kind = static_cast<Kind>(i);
        records.push_back(text(static_cast<std::uint64_t>(i) + 1, kind, std::string("of ").append(name_of(kind)),
                               1'750'000'000'000'000'001 + i));
        std::get<Text>(records.back().what).set("WLANMEDIC_INTERFACE", "wlan0");
    }
    expect_same(records);
}

TEST(RoundTrip, EveryFamilyAndWayOfNetlinkComesBack) {
    std::vector<Record> records;
    for (const Family family : {Family::route, Family::generic})
        for (const Way way : {Way::from_kernel, Way::to_kernel, Way::other})
            records.push_back({.sequence = records.size() + 1,
                               .instant = wifi::Instant{wifi::Duration{1'750'000'000'999'999'999}},
                               .what = NetlinkFrame{.family = family, .way = way, .bytes = {1, 2, 3, 0, 255}}});
    expect_same(records);
}

TEST(RoundTrip, FramesOfAllLengthsComeBack) {
    std::vector<Record> records;
    for (std::size_t length = 0; length < 20; ++length)
        records.push_back(frame(length + 1, std::vector<std::uint8_t>(length, 0xA5)));
    records.push_back(frame(21, std::vector<std::uint8_t>(Writer::longest_frame, 0x5A)));
    expect_same(records);
}

TEST(RoundTrip, OddBytesInMessagesComeBack) {
    using namespace std::string_literals;
    std::vector<Record> records;
    for (const std::string& message : {""s,
                                       "a"s,
                                       "two\nlines"s,
                                       "ends with a line end\n"s,
                                       "\n"s,
                                       "a zero \0 within"s,
                                       "ends with zeros\0\0\0"s,
                                       "\0"s,
                                       "\xFF\xFE no UTF-8 \xC3"s,
                                       "a=b"s,
                                       "=\n="s,
                                       "tab\there"s,
                                       "\x7F"s,
                                       "\x1B[31mred"s,
                                       " "s,
                                       "Über dem Dach"s,
                                       std::string(70'000, 'x'),
                                       std::string(70'000, '\n'),
                                       std::string(1'000'000, 'y'),
                                       std::string(1'000'000, '\0')}) {
        records.push_back(text(records.size() + 1, Kind::journal, message));
        std::get<Text>(records.back().what).set("_COMM", message.substr(0, 1000));
        std::get<Text>(records.back().what).set("EMPTY", "");
        std::get<Text>(records.back().what).set("_COMM", "again");
    }
    expect_same(records);
}

TEST(RoundTrip, TimesAreKeptToTheNanosecondFrom1970To2199) {
    std::vector<Record> records;
    for (const std::int64_t nanoseconds :
         {std::int64_t{0}, std::int64_t{1}, std::int64_t{999}, std::int64_t{4'294'967'295},
          std::int64_t{4'294'967'296}, std::int64_t{1'750'000'000'123'456'789},
          std::int64_t{7'258'118'399'999'999'999}}) {
        records.push_back(text(1, Kind::kernel, "text", nanoseconds));
        records.push_back(frame(2, {1}, nanoseconds));
    }
    expect_same(records);
}

TEST(RoundTrip, AsManyFieldsAsAJournalTakesAndNotOneMore) {
    Record many = text(1, Kind::journal, "text");
    for (int i = 0; i < 1024; ++i) std::get<Text>(many.what).set("A", "");
    expect_same({many});
    std::get<Text>(many.what).set("A", "");
    const Folder folder;
    auto writer = Writer::create(folder / "run.pcapng", "wlanmedic 0.1.0");
    ASSERT_TRUE(writer);
    EXPECT_FALSE(writer->append(many));
}

TEST(RoundTrip, SequenceNumbersUseAll64Bits) {
    expect_same({text(0xFFFF'FFFF'FFFF'FFFE, Kind::kernel, "one"), frame(0xFFFF'FFFF'FFFF'FFFF, {1})});
}

TEST(RoundTrip, TheProgramAndTheVersionOfTheManifestAreTold) {
    Record manifest = text(1, Kind::manifest, "A run.");
    std::get<Text>(manifest.what)
        .set(
            "WLANMEDIC_MANIFEST",
            R"({"command":["--note","\"format\":\"wlanmedic.run/7\""],"a":{"format":"wlanmedic.run/8"},"format":"wlanmedic.run/1"})");
    const std::string bytes = written({manifest}, "wlanmedic 9.8.7");
    EXPECT_NE(bytes.substr(0, 64).find("wlanmedic 9.8.7"), std::string::npos);
    EXPECT_EQ(read_all(bytes).version, 1);
}

TEST(RoundTrip, AHigherVersionIsToldAndReadOn) {
    Record manifest = text(1, Kind::manifest, "A run.");
    std::get<Text>(manifest.what).set("WLANMEDIC_MANIFEST", R"({"format":"wlanmedic.run/2","new":[1,{"x":[]}]})");
    const Read read = read_all(written({manifest, nl80211(2, 46)}));
    EXPECT_EQ(read.version, 2);
    EXPECT_EQ(read.records.size(), 2U);
}

TEST(RoundTrip, WhatIsNoManifestHasNoVersion) {
    for (const char* json : {"", "{", "[]", "7", R"({"format":7})", R"({"format":"wlanmedic.run/"})",
                             R"({"format":"wlanmedic.run/1x"})", R"({"format":"wlanmedic.run/0"})",
                             R"({"format":"wlanmedic.run/99999999999"})", R"([{"format":"wlanmedic.run/1"}])"}) {
        Record manifest = text(1, Kind::manifest, "A run.");
        std::get<Text>(manifest.what).set("WLANMEDIC_MANIFEST", json);
        EXPECT_EQ(read_all(written({manifest})).version, std::nullopt) << json;
    }
}

TEST(RoundTrip, OneAppendOfSeveralIsTheSameAsSeveralOfOne) {
    const std::vector<Record> records{new_family(1), text(2, Kind::kernel, "wlan0: deauthenticated"),
                                      nl80211(3, 48)};
    const Folder folder;
    auto writer = Writer::create(folder / "run.pcapng", "wlanmedic 0.1.0");
    ASSERT_TRUE(writer);
    EXPECT_EQ(writer->began(), std::nullopt);
    ASSERT_TRUE(writer->append(records));
    EXPECT_EQ(writer->began(), records.front().instant);
    EXPECT_EQ(bytes_of(folder / "run.pcapng"), written(records));
    EXPECT_EQ(writer->bytes(), written(records).size());
    EXPECT_TRUE(writer->sync());
}

TEST(RoundTrip, TheBootIsWrittenFromWhenItIsTold) {
    const Folder folder;
    auto writer = Writer::create(folder / "run.pcapng", "wlanmedic 0.1.0");
    ASSERT_TRUE(writer);
    ASSERT_TRUE(writer->append(text(1, Kind::kernel, "before")));
    writer->set_boot({.id = "0123456789abcdef0123456789abcdef",
                      .offset = std::chrono::seconds{1'750'000'000} - std::chrono::microseconds{77}});
    ASSERT_TRUE(writer->append(text(2, Kind::kernel, "after")));
    const std::string bytes = bytes_of(folder / "run.pcapng");
    EXPECT_EQ(bytes.find("_BOOT_ID"), bytes.rfind("_BOOT_ID"));
    EXPECT_NE(bytes.find("__REALTIME_TIMESTAMP=1750000000123456\n__MONOTONIC_TIMESTAMP=123533\n"
                         "_BOOT_ID=0123456789abcdef0123456789abcdef\nWLANMEDIC_KIND=kernel\nWLANMEDIC_SEQUENCE=2\n"
                         "WLANMEDIC_INSTANT=1750000000123456789\nMESSAGE=after\n"),
              std::string::npos);
    EXPECT_TRUE(std::get<Text>(read_all(bytes).records.back().record.what).fields.empty());
}

TEST(Writer, RefusesWhatNoReaderCouldRead) {
    const Folder folder;
    auto writer = Writer::create(folder / "run.pcapng", "wlanmedic 0.1.0");
    ASSERT_TRUE(writer);
    ASSERT_TRUE(writer->append(text(1, Kind::kernel, "before")));
    const std::string before = bytes_of(folder / "run.pcapng");

    const auto long_text = writer->append(text(2, Kind::kernel, std::string(Writer::largest_block, 'x')));
    ASSERT_FALSE(long_text);
    EXPECT_THAT(long_text.error().what,
                testing::ContainsRegex("a record of 10487[0-9][0-9] bytes: 1048576 are the most"));
    EXPECT_FALSE(writer->append(frame(2, std::vector<std::uint8_t>(Writer::longest_frame + 1))));
    Record named = text(2, Kind::kernel, "x");
    std::get<Text>(named.what).set("A=B", "c");
    const auto name = writer->append(named);
    ASSERT_FALSE(name);
    EXPECT_EQ(name.error().what, "a field cannot be named \"A=B\"");
    // One bad record of several: none is written.
    EXPECT_FALSE(writer->append(std::vector<Record>{text(2, Kind::kernel, "good"), named}));

    EXPECT_EQ(bytes_of(folder / "run.pcapng"), before);
    ASSERT_TRUE(writer->append(text(2, Kind::kernel, "after")));
    EXPECT_EQ(read_all(bytes_of(folder / "run.pcapng")).records.size(), 2U);
}

TEST(Writer, LeavesOutFieldsThatTheRecordHasOfItself) {
    Record record = text(5, Kind::kernel, "the message");
    for (const char* name :
         {"MESSAGE", "WLANMEDIC_SEQUENCE", "WLANMEDIC_KIND", "__REALTIME_TIMESTAMP", "_BOOT_ID"})
        std::get<Text>(record.what).set(name, "another");
    EXPECT_EQ(read_all(written({record})).records.front().record, text(5, Kind::kernel, "the message"));
}

TEST(Writer, WritesOverNothing) {
    const Folder folder;
    write_bytes(folder / "run.pcapng", "precious");
    const auto writer = Writer::create(folder / "run.pcapng", "wlanmedic 0.1.0");
    ASSERT_FALSE(writer);
    EXPECT_THAT(writer.error().to_string(), testing::HasSubstr("run.pcapng: cannot be made: File exists"));
    EXPECT_EQ(bytes_of(folder / "run.pcapng"), "precious");
    EXPECT_FALSE(Writer::create(folder / "no/run.pcapng", "wlanmedic 0.1.0"));
}

TEST(Writer, MakesAFileThatOthersCannotRead) {
    const Folder folder;
    ASSERT_TRUE(Writer::create(folder / "run.pcapng", "wlanmedic 0.1.0"));
    struct stat status{};
    ASSERT_EQ(::stat((folder / "run.pcapng").c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777U & ~0640U, 0U);
}

}  // namespace
}  // namespace wlanmedic::runfile::test
