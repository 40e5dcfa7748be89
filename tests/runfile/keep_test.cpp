// SPDX-License-Identifier: MIT
// What --keep lets stay, and what --rotate and --keep may say.
#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include "parts_support.h"

namespace wlanmedic::runfile::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

TEST(Keep, OnlyTheNewestPartsStay) {
    const Folder folder;
    auto options = options_in(folder);
    options.keep_parts = 2;
    {
        auto parts = Parts::open(options);
        ASSERT_TRUE(parts);
        for (std::uint64_t i = 1; i <= 5; ++i) {
            put(*parts, i);
            rotate(*parts);
        }
        put(*parts, 6);
    }
    EXPECT_THAT(names_in(folder), ElementsAre("night.0004.pcapng.zst", "night.0005.pcapng.zst", "night.pcapng"));
    EXPECT_THAT(sequences_in(unpacked(folder / "night.0005.pcapng.zst")), ElementsAre(5));
}

TEST(Keep, ByBytesTheNewestThatFitStay) {
    const Folder folder;
    auto options = options_in(folder);
    options.keep_bytes = 250'000;
    {
        auto parts = Parts::open(options);
        ASSERT_TRUE(parts);
        for (int i = 1; i <= 4; ++i) {
            fill(*parts, 100'000);
            rotate(*parts);
        }
        EXPECT_EQ(parts->trouble(), "");
    }
    EXPECT_THAT(names_in(folder), ElementsAre("night.0003.pcapng.zst", "night.0004.pcapng.zst", "night.pcapng"));
}

TEST(Keep, BytesAreCountedAsTheyArePacked) {
    const Folder folder;
    auto options = options_in(folder);
    options.keep_bytes = 20'000;
    {
        auto parts = Parts::open(options);
        ASSERT_TRUE(parts);
        for (int i = 1; i <= 4; ++i) {
            put(*parts, 1, std::string(500'000, 'x'));
            rotate(*parts);
        }
    }
    EXPECT_EQ(names_in(folder).size(), 5U);
}

TEST(Keep, WhereNoneFitsAllGoAndItIsSaid) {
    const Folder folder;
    auto options = options_in(folder);
    options.keep_bytes = 1000;
    std::string trouble;
    {
        auto parts = Parts::open(options);
        ASSERT_TRUE(parts);
        fill(*parts, 100'000);
        rotate(*parts);
        put(*parts, 2);
        for (int i = 0; i < 500 && trouble.empty(); ++i) {
            ::usleep(10'000);
            trouble = parts->trouble();
        }
    }
    EXPECT_THAT(trouble, HasSubstr("night.0001.pcapng.zst is removed"));
    EXPECT_THAT(names_in(folder), ElementsAre("night.pcapng"));
}

TEST(Keep, ByAgeAndNotWhatIsYounger) {
    const Folder folder;
    auto options = options_in(folder);
    options.keep_age = std::chrono::hours{24};
    for (const auto& [name, hours] : {std::pair{"night.0001.pcapng.zst", 72},
                                      {"night.0002.pcapng.zst", 25},
                                      {"night.0003.pcapng.zst", 23},
                                      {"night.0004.pcapng.zst", -5}}) {
        write_bytes(folder / name, "x");
        const timespec time{
            std::chrono::duration_cast<std::chrono::seconds>(begin.time_since_epoch()).count() - hours * 3600, 0};
        const timespec times[2] = {time, time};
        ASSERT_EQ(::utimensat(AT_FDCWD, (folder / name).c_str(), times, 0), 0);
    }
    write_bytes(options.path, written({text(1, Kind::kernel, "just now")}));
    options.compress = false;
    // At the beginning the wall clock decides: all four are older than a day by it, what was just closed is not.
    {
        auto parts = Parts::open(options);
        ASSERT_TRUE(parts);
        for (int i = 0; i < 500 && names_in(folder).size() > 2; ++i) ::usleep(10'000);
    }
    EXPECT_THAT(names_in(folder), ElementsAre("night.0005.pcapng", "night.pcapng"));
}

TEST(Keep, ByAgeTheRunsClockDecidesWhenAPartIsClosed) {
    const Folder folder;
    auto options = options_in(folder);
    options.compress = false;
    const auto now = std::chrono::time_point_cast<wifi::Duration>(std::chrono::system_clock::now());
    options.keep_age = std::chrono::hours{24};
    {
        auto parts = Parts::open(options);
        ASSERT_TRUE(parts);
        put(*parts, 1);
        ASSERT_TRUE(parts->rotate(now));
        put(*parts, 2);
        ASSERT_TRUE(parts->rotate(now + std::chrono::hours{23}));
    }
    EXPECT_THAT(names_in(folder), ElementsAre("night.0001.pcapng", "night.0002.pcapng", "night.pcapng"));
    {
        auto parts = Parts::open(options);
        ASSERT_TRUE(parts);
        put(*parts, 3);
        ASSERT_TRUE(parts->rotate(now + std::chrono::hours{25}));
    }
    EXPECT_THAT(names_in(folder), ElementsAre("night.pcapng"));
}

TEST(Keep, NothingElseInTheFolderIsEverRemoved) {
    const Folder folder;
    const std::vector<std::string> others{"night.001.pcapng",   "night.0001.pcap",    "night.0001.pcapng.gz",
                                          "night.0000.pcapng",  "night.00012.pcapng", "night.0001.pcapng.zst.bak",
                                          "nights.0001.pcapng", "other.0001.pcapng",  "night.1.pcapng.zst",
                                          "night.-001.pcapng",  "night.0001 .pcapng", "night.9999999999.pcapng",
                                          "xnight.0001.pcapng"};
    for (const auto& name : others) write_bytes(folder / name, "x");
    std::filesystem::create_directory(folder / "night.0001.pcapng.zst");
    std::filesystem::create_symlink("other.0001.pcapng", folder / "night.0002.pcapng");
    auto options = options_in(folder);
    options.keep_parts = 1;
    {
        auto parts = Parts::open(options);
        ASSERT_TRUE(parts);
        for (int i = 0; i < 4; ++i) {
            put(*parts, 1);
            rotate(*parts);  // what has the name of a part and is none stands in nobody's way
        }
    }
    const auto names = names_in(folder);
    for (const auto& name : others) EXPECT_TRUE(names.contains(name)) << name;
    EXPECT_TRUE(names.contains("night.0001.pcapng.zst"));
    EXPECT_TRUE(names.contains("night.0002.pcapng"));
    EXPECT_TRUE(names.contains("night.0006.pcapng.zst"));
    EXPECT_FALSE(names.contains("night.0005.pcapng.zst"));
}

TEST(Limits, RotateTakesSizesAndAges) {
    struct Case {
        const char* text;
        std::optional<std::uint64_t> bytes;
        std::optional<wifi::Duration> age;
    };
    using namespace std::chrono_literals;
    for (const auto& [text, bytes, age] : {Case{"100MB", 100'000'000, {}},
                                           {"64MiB", 67'108'864, {}},
                                           {"10kB", 10'000, {}},
                                           {"3GB", 3'000'000'000, {}},
                                           {"24h", {}, 24h},
                                           {"7d", {}, 168h},
                                           {"1w", {}, 168h},
                                           {"90s", {}, 90s},
                                           {"30min", {}, 30min},
                                           {"100MB,24h", 100'000'000, 24h},
                                           {"24h,2GiB", 2'147'483'648, 24h}}) {
        PartsOptions options;
        const auto done = parse_rotate(text, options);
        ASSERT_TRUE(done) << text;
        EXPECT_EQ(options.rotate_bytes, bytes) << text;
        EXPECT_EQ(options.rotate_age, age) << text;
    }
}

TEST(Limits, WhatIsNoLimitIsRefusedWithWhatMayStandThere) {
    for (const char* text :
         {"", "0", "100", "0MB", "MB", "-1MB", "1.5GB", "9999B", "100MB,", ",24h", "24h,24h", "1GB,2GB", "24 h",
          "24H", "99999999999999999999MB", "18446744073709551615TB", "1000000d", "100MB 24h", "100mb"}) {
        PartsOptions options;
        const auto done = parse_rotate(text, options);
        ASSERT_FALSE(done) << text;
        EXPECT_THAT(done.error().what, HasSubstr("--rotate does not take")) << text;
        EXPECT_THAT(done.error().hint, HasSubstr("100MB,24h"));
    }
    for (const char* text : {"", "0", "x", "20,30", "0d", "20,", "-5"}) {
        PartsOptions options;
        EXPECT_FALSE(parse_keep(text, options)) << text;
    }
}

TEST(Limits, KeepTakesPartsSizesAndAges) {
    PartsOptions options;
    ASSERT_TRUE(parse_keep("20,2GB,7d", options));
    EXPECT_EQ(options.keep_parts, 20U);
    EXPECT_EQ(options.keep_bytes, 2'000'000'000U);
    EXPECT_EQ(options.keep_age, std::chrono::hours{168});
    ASSERT_TRUE(parse_keep("5", options));  // the later option counts alone
    EXPECT_EQ(options.keep_parts, 5U);
    EXPECT_EQ(options.keep_bytes, std::nullopt);
}

}  // namespace
}  // namespace wlanmedic::runfile::test
