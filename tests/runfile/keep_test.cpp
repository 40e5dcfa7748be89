// SPDX-License-Identifier: MIT
// What --keep lets stay.
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

// Files are stamped by the wall clock, and the run's goes on from where that stood at the part's beginning: where
// somebody set it, the two lie apart.
TEST(Keep, ByAgeTheWallClockDecidesAlsoWhenAPartIsClosed) {
    const Folder folder;
    auto options = options_in(folder);
    options.compress = false;
    options.keep_age = std::chrono::hours{24};
    const auto now = options.wall_clock();
    const auto run_until = [&](wifi::Duration later) {
        options.wall_clock = [=] { return now + later; };
        auto parts = Parts::open(options);
        ASSERT_TRUE(parts);
        put(*parts, 1);
        rotate(*parts);
        parts->finish();
    };
    run_until(wifi::Duration{0});
    run_until(std::chrono::hours{23});
    EXPECT_THAT(names_in(folder),
                ElementsAre("night.0001.pcapng", "night.0002.pcapng", "night.0003.pcapng", "night.pcapng"));
    run_until(std::chrono::hours{25});
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

}  // namespace
}  // namespace wlanmedic::runfile::test
