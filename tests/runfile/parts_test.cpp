// SPDX-License-Identifier: MIT
// Parts: closed, packed, removed.
#include <fcntl.h>
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstddef>

#include "parts_support.h"

namespace wlanmedic::runfile::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

TEST(Parts, AClosedPartIsPackedAndHoldsWhatWasWritten) {
    const Folder folder;
    auto options = options_in(folder);
    std::string first;
    {
        auto parts = Parts::open(options);
        ASSERT_TRUE(parts) << parts.error().to_string();
        put(*parts, 1);
        put(*parts, 2);
        first = bytes_of(options.path);
        rotate(*parts);
        put(*parts, 3);
        EXPECT_EQ(parts->bytes(), first.size() + bytes_of(options.path).size());
        EXPECT_EQ(parts->trouble(), "");
    }
    EXPECT_THAT(names_in(folder), ElementsAre("night.0001.pcapng.zst", "night.pcapng"));
    EXPECT_EQ(unpacked(folder / "night.0001.pcapng.zst"), first);
    EXPECT_THAT(sequences_in(bytes_of(options.path)), ElementsAre(3));
}

TEST(Parts, WithoutPackingAClosedPartOnlyGetsItsNumber) {
    const Folder folder;
    auto options = options_in(folder);
    options.compress = false;
    {
        auto parts = Parts::open(options);
        ASSERT_TRUE(parts);
        for (std::uint64_t i = 1; i <= 3; ++i) {
            put(*parts, i);
            rotate(*parts);
        }
    }
    EXPECT_THAT(names_in(folder),
                ElementsAre("night.0001.pcapng", "night.0002.pcapng", "night.0003.pcapng", "night.pcapng"));
    EXPECT_THAT(sequences_in(bytes_of(folder / "night.0002.pcapng")), ElementsAre(2));
}

TEST(Parts, ALargePartIsPackedWhole) {
    const Folder folder;
    std::string first;
    {
        auto parts = Parts::open(options_in(folder));
        ASSERT_TRUE(parts);
        for (int i = 0; i < 7; ++i) fill(*parts, 900'000);
        first = bytes_of(folder / "night.pcapng");
        rotate(*parts);
    }
    EXPECT_EQ(unpacked(folder / "night.0001.pcapng.zst"), first);
}

TEST(Parts, ThePackedPartIsAsOldAsThePlainOneAndForTheSameReaders) {
    const Folder folder;
    struct stat status{};
    {
        auto options = options_in(folder);
        auto parts = Parts::open(options);
        ASSERT_TRUE(parts);
        put(*parts, 1);
        const timespec times[2] = {{1'700'000'000, 5}, {1'700'000'001, 7}};
        ASSERT_EQ(::utimensat(AT_FDCWD, options.path.c_str(), times, 0), 0);
        ASSERT_EQ(::chmod(options.path.c_str(), 0644), 0);
        rotate(*parts);
    }
    ASSERT_EQ(::stat((folder / "night.0001.pcapng.zst").c_str(), &status), 0);
    EXPECT_EQ(status.st_mtim.tv_sec, 1'700'000'001);
    EXPECT_EQ(status.st_mode & 0777U, 0644U);
}

// As systemd's SystemCallFilter=~@privileged does it.
void refuse_to_change_owners() {
    const auto word = [](std::uint16_t code, std::uint32_t value, std::uint8_t if_true, std::uint8_t if_false) {
        return sock_filter{.code = code, .jt = if_true, .jf = if_false, .k = value};
    };
    std::array<sock_filter, 4> filter{word(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, nr), 0, 0),
                                      word(BPF_JMP | BPF_JEQ | BPF_K, SYS_fchown, 0, 1),
                                      word(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM, 0, 0),
                                      word(BPF_RET | BPF_K, SECCOMP_RET_ALLOW, 0, 0)};
    const sock_fprog program{.len = filter.size(), .filter = filter.data()};
    if (::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 ||
        ::prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) != 0)
        ::_exit(2);
}

TEST(Parts, APartIsPackedWhereASandboxLetsNobodyGiveFilesAway) {
    const Folder folder;
    const pid_t child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
        refuse_to_change_owners();
        {
            auto parts = Parts::open(options_in(folder));
            if (!parts || !parts->current().append(text(1, Kind::kernel, "text")) || !parts->rotate()) ::_exit(1);
        }
        ::_exit(0);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    ASSERT_EQ(status, 0);
    EXPECT_THAT(names_in(folder), ElementsAre("night.0001.pcapng.zst", "night.pcapng"));
}

TEST(Parts, ARecordingBeforeIsClosedAndNotWrittenOver) {
    const Folder folder;
    for (std::uint64_t run = 1; run <= 3; ++run) {
        auto parts = Parts::open(options_in(folder));
        ASSERT_TRUE(parts) << parts.error().to_string();
        put(*parts, run);
        // Of the run before; this one's thread may be at it.
        for (int i = 0; run > 1 && i < 500 &&
                        !std::filesystem::exists(folder / fmt::format("night.{:04}.pcapng.zst", run - 1));
             ++i)
            ::usleep(10'000);
    }
    EXPECT_THAT(names_in(folder), ElementsAre("night.0001.pcapng.zst", "night.0002.pcapng.zst", "night.pcapng"));
    EXPECT_THAT(sequences_in(unpacked(folder / "night.0001.pcapng.zst")), ElementsAre(1));
    EXPECT_THAT(sequences_in(unpacked(folder / "night.0002.pcapng.zst")), ElementsAre(2));
    EXPECT_THAT(sequences_in(bytes_of(folder / "night.pcapng")), ElementsAre(3));
}

TEST(Parts, NumbersGoOnBehindTheHighestThatLiesThere) {
    const Folder folder;
    write_bytes(folder / "night.0041.pcapng.zst", "x");
    write_bytes(folder / "night.9999.pcapng.zst", "x");
    write_bytes(folder / "other.99999.pcapng.zst", "x");
    write_bytes(folder / "night.100000x.pcapng", "x");
    auto parts = Parts::open(options_in(folder));
    ASSERT_TRUE(parts);
    put(*parts, 1);
    rotate(*parts);
    parts->finish();
    EXPECT_TRUE(std::filesystem::exists(folder / "night.10000.pcapng.zst"));
}

TEST(Parts, TwoRecordingsDoNotWriteOneFile) {
    const Folder folder;
    auto first = Parts::open(options_in(folder));
    ASSERT_TRUE(first);
    put(*first, 1);
    const auto second = Parts::open(options_in(folder));
    ASSERT_FALSE(second);
    EXPECT_THAT(second.error().to_string(), HasSubstr("night.pcapng: is being written by another recording"));
    put(*first, 2);
    rotate(*first);
    EXPECT_FALSE(Parts::open(options_in(folder)));  // the new part is locked as well
    EXPECT_TRUE(std::filesystem::exists(folder / "night.pcapng"));
}

TEST(Parts, WhatSomebodyWritesToIsNotPacked) {
    const Folder folder;
    auto other = Parts::open({.path = folder / "other.pcapng", .program = "wlanmedic 0.1.0"});
    ASSERT_TRUE(other);
    put(*other, 1);
    std::filesystem::rename(folder / "other.pcapng", folder / "night.0001.pcapng");
    auto parts = Parts::open(options_in(folder));
    ASSERT_TRUE(parts);
    std::string trouble;
    for (int i = 0; i < 500 && trouble.empty(); ++i) {
        ::usleep(10'000);
        trouble = parts->trouble();
    }
    EXPECT_THAT(trouble,
                HasSubstr("night.0001.pcapng could not be packed and stays as it is: it is being written"));
    put(*other, 2);
    EXPECT_THAT(sequences_in(bytes_of(folder / "night.0001.pcapng")), ElementsAre(1, 2));
}

TEST(Parts, WhatCouldNotBeDoneAtTheVeryEndIsToldToo) {
    const Folder folder;
    auto options = options_in(folder);
    options.keep_bytes = 1000;
    auto parts = Parts::open(options);
    ASSERT_TRUE(parts);
    fill(*parts, 100'000);
    rotate(*parts);
    parts->finish();
    EXPECT_THAT(parts->trouble(), HasSubstr("night.0001.pcapng.zst is removed"));
}

TEST(Parts, WhatIsNoRunFileIsNotTaken) {
    const Folder folder;
    for (const char* name : {"night", "night.pcap", ".pcapng", "night.pcapng.zst", "night.pcapng/"}) {
        const auto parts = Parts::open({.path = folder / name, .program = "wlanmedic 0.1.0"});
        ASSERT_FALSE(parts) << name;
        EXPECT_THAT(parts.error().hint, HasSubstr(".pcapng")) << name;
        EXPECT_TRUE(parts.error().wrong_name) << name;
    }
    std::filesystem::create_directory(folder / "night.pcapng");
    EXPECT_TRUE(Parts::open(options_in(folder)).error().wrong_name);
    std::filesystem::remove(folder / "night.pcapng");
    std::filesystem::create_symlink("/dev/null", folder / "night.pcapng");
    EXPECT_TRUE(Parts::open(options_in(folder)).error().wrong_name);
    const auto nowhere = Parts::open({.path = folder / "no/night.pcapng", .program = "wlanmedic 0.1.0"});
    ASSERT_FALSE(nowhere);
    EXPECT_EQ(nowhere.error().hint, "make the directory first");
    EXPECT_FALSE(nowhere.error().wrong_name);
}

TEST(Parts, ARunInTheWorkingFolderNeedsNoPath) {
    const Folder folder;
    const auto before = std::filesystem::current_path();
    std::filesystem::current_path(folder.path());
    {
        auto parts = Parts::open({.path = "night.pcapng", .program = "wlanmedic 0.1.0"});
        EXPECT_TRUE(parts);
        if (parts) {
            put(*parts, 1);
            rotate(*parts);
        }
    }
    std::filesystem::current_path(before);
    EXPECT_THAT(names_in(folder), ElementsAre("night.0001.pcapng.zst", "night.pcapng"));
}

TEST(Parts, APartIsDueBySizeAndByAge) {
    const Folder folder;
    auto options = options_in(folder);
    options.rotate_bytes = 2000;
    options.rotate_age = std::chrono::hours{1};
    auto parts = Parts::open(options);
    ASSERT_TRUE(parts);
    // An empty part is never due: it would be rotated for ever.
    EXPECT_FALSE(parts->is_due(begin + std::chrono::hours{100}));
    ASSERT_TRUE(parts->current().append(text(1, Kind::manifest, "x", begin.time_since_epoch().count())));
    EXPECT_FALSE(parts->is_due(begin));
    EXPECT_FALSE(parts->is_due(begin + std::chrono::hours{1} - wifi::Duration{1}));
    EXPECT_TRUE(parts->is_due(begin + std::chrono::hours{1}));
    put(*parts, 2, std::string(2000, 'x'));
    EXPECT_TRUE(parts->is_due(begin));
    rotate(*parts);
    EXPECT_FALSE(parts->is_due(begin + std::chrono::hours{100}));
}

TEST(Parts, WithoutLimitsNothingIsDue) {
    const Folder folder;
    auto parts = Parts::open(options_in(folder));
    ASSERT_TRUE(parts);
    fill(*parts, 100'000);
    EXPECT_FALSE(parts->is_due(begin + std::chrono::hours{10'000}));
}

TEST(LeftOver, APartThatWasNotPackedIsPackedByTheNextRun) {
    const Folder folder;
    const std::string bytes = written({text(7, Kind::kernel, "left over")});
    write_bytes(folder / "night.0003.pcapng", bytes);
    write_bytes(folder / "night.0004.pcapng", bytes);
    write_bytes(folder / "night.0004.pcapng.zst.part", "torn");
    write_bytes(folder / "night.0005.pcapng", bytes);           // killed before the plain one was removed,
    write_bytes(folder / "night.0005.pcapng.zst", "anything");  // or somebody's
    {
        auto parts = Parts::open(options_in(folder));
        ASSERT_TRUE(parts);
        for (int i = 0; i < 500 && std::filesystem::exists(folder / "night.0005.pcapng"); ++i) ::usleep(10'000);
    }
    EXPECT_THAT(names_in(folder), ElementsAre("night.0003.pcapng.zst", "night.0004.pcapng.zst",
                                              "night.0005.pcapng.zst", "night.pcapng"));
    for (const char* name : {"night.0003.pcapng.zst", "night.0004.pcapng.zst", "night.0005.pcapng.zst"})
        EXPECT_EQ(unpacked(folder / name), bytes);
}

TEST(LeftOver, WithoutPackingOfAPartThatIsThereTwiceThePlainOneStays) {
    const Folder folder;
    const std::string bytes = written({text(7, Kind::kernel, "left over")});
    write_bytes(folder / "night.0005.pcapng", bytes);  // killed before this one was removed
    write_bytes(folder / "night.0005.pcapng.zst", "packed");
    auto options = options_in(folder);
    options.compress = false;
    {
        auto parts = Parts::open(options);
        ASSERT_TRUE(parts);
        for (int i = 0; i < 500 && std::filesystem::exists(folder / "night.0005.pcapng.zst"); ++i)
            ::usleep(10'000);
    }
    EXPECT_THAT(names_in(folder), ElementsAre("night.0005.pcapng", "night.pcapng"));
    EXPECT_EQ(bytes_of(folder / "night.0005.pcapng"), bytes);
}

TEST(LeftOver, AHalfThatHasNothingBesideItStays) {
    const Folder folder;
    write_bytes(folder / "night.0003.pcapng.zst.part", "all that is left");
    {
        auto parts = Parts::open(options_in(folder));
        ASSERT_TRUE(parts);
    }
    EXPECT_THAT(names_in(folder), ElementsAre("night.0003.pcapng.zst.part", "night.pcapng"));
    EXPECT_EQ(bytes_of(folder / "night.0003.pcapng.zst.part"), "all that is left");
}

TEST(LeftOver, KilledAtAnyMomentEachPartIsThereInOneForm) {
    for (int round = 0; round < 25; ++round) {
        const Folder folder;
        const pid_t child = ::fork();
        ASSERT_GE(child, 0);
        if (child == 0) {
            auto parts = Parts::open(options_in(folder));
            if (!parts) ::_exit(1);
            for (std::uint64_t i = 1; i <= 1000; ++i) {
                (void)parts->current().append(text(i, Kind::kernel, std::string(20'000, 'x')));
                if (i % 3 == 0) (void)parts->rotate();
            }
            ::_exit(0);
        }
        ::usleep(static_cast<useconds_t>(1000 + round * 700));
        ::kill(child, SIGKILL);
        ::waitpid(child, nullptr, 0);
        {
            auto parts = Parts::open(options_in(folder));
            ASSERT_TRUE(parts) << parts.error().to_string();
            put(*parts, 1);
            rotate(*parts);
        }
        std::vector<std::uint64_t> sequences;
        for (const auto& name : names_in(folder)) {
            if (name == "night.pcapng" || name.ends_with(".part")) continue;
            if (name.ends_with(".pcapng") && std::filesystem::exists((folder / name) + ".zst")) continue;
            const auto part =
                sequences_in(name.ends_with(".zst") ? unpacked(folder / name) : bytes_of(folder / name));
            sequences.insert(sequences.end(), part.begin(), part.end());
        }
        ASSERT_FALSE(sequences.empty());
        sequences.pop_back();  // the second run's
        for (std::size_t i = 0; i < sequences.size(); ++i) ASSERT_EQ(sequences[i], i + 1) << "round " << round;
    }
}

}  // namespace
}  // namespace wlanmedic::runfile::test
