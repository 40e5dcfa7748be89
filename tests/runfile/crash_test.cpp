// SPDX-License-Identifier: MIT
// Killed processes, full disks, pulled plugs.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <functional>

#include "runfile/parts.h"
#include "support.h"

namespace wlanmedic::runfile::test {
namespace {

using testing::HasSubstr;

TEST(Crash, AKilledWriterLosesNothingThatAppendReturnedFor) {
    std::uint64_t most = 0;
    for (int round = 0; round < 100; ++round) {
        const Folder folder;
        int told[2];
        ASSERT_EQ(::pipe(told), 0);
        const pid_t child = ::fork();
        ASSERT_GE(child, 0);
        if (child == 0) {
            auto writer = Writer::create(folder / "run.pcapng", "wlanmedic 0.1.0");
            if (!writer) ::_exit(1);
            std::vector<Record> several;
            for (std::uint64_t i = 1;; ++i) {
                several.push_back(i % 2 == 0 ? nl80211(i, 46)
                                             : text(i, Kind::kernel, std::string(i * 7919 % 5'000, 'x')));
                if (i % 3 == 0) continue;  // now one, now two in one append
                if (!writer->append(several)) ::_exit(1);
                several.clear();
                if (::write(told[1], &i, sizeof i) != sizeof i) ::_exit(1);
            }
        }
        ::close(told[1]);
        std::uint64_t last = 0;
        // Not before it has begun; and then at any moment.
        ASSERT_EQ(::read(told[0], &last, sizeof last), static_cast<ssize_t>(sizeof last));
        ::usleep(static_cast<useconds_t>(round * 300));
        ::kill(child, SIGKILL);
        ::waitpid(child, nullptr, 0);
        for (std::uint64_t number = 0; ::read(told[0], &number, sizeof number) == sizeof number;) last = number;
        ::close(told[0]);

        const Read read = read_all(bytes_of(folder / "run.pcapng"));
        ASSERT_GE(read.records.size(), last) << "round " << round;
        for (std::size_t i = 0; i < read.records.size(); ++i) ASSERT_EQ(read.records[i].record.sequence, i + 1);
        ASSERT_LE(read.damaged, 1U);
        ASSERT_TRUE(read.damaged == 0 || read.damage.front().at_end);
        most = std::max(most, last);
    }
    EXPECT_GT(most, 20U);  // it was not always killed at the beginning
}

/// What a child does that may write files of at most `limit` bytes; true where it says so.
bool with_file_limit(rlim_t limit, const std::function<bool()>& then) {
    const pid_t child = ::fork();
    if (child == 0) {
        std::signal(SIGXFSZ, SIG_IGN);
        const rlimit most{limit, limit};
        ::_exit(::setrlimit(RLIMIT_FSIZE, &most) == 0 && then() ? 0 : 1);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

TEST(FullDisk, TheFileIsCutToItsLastWholeBlock) {
    // Wherever within a block the room ends.
    for (rlim_t limit = 700; limit < 1000; limit += 7) {
        const Folder folder;
        const bool as_said = with_file_limit(limit, [&] {
            auto writer = Writer::create(folder / "run.pcapng", "wlanmedic 0.1.0");
            if (!writer) return false;
            for (std::uint64_t i = 1; i < 100; ++i) {
                const auto done = writer->append(nl80211(i, 46));
                if (done) continue;
                const std::string what = done.error().to_string();
                return what.find("run.pcapng: cannot be written: File too large") != std::string::npos &&
                       !done.error().hint.empty() && !writer->append(nl80211(i, 46));
            }
            return false;
        });
        EXPECT_TRUE(as_said) << limit;
        const std::string bytes = bytes_of(folder / "run.pcapng");
        const Read read = read_all(bytes);
        EXPECT_EQ(read.damaged, 0U) << limit;
        EXPECT_GT(read.records.size(), 3U);
        EXPECT_LE(bytes.size(), limit);
        EXPECT_GT(bytes.size() + 100, limit);
    }
}

TEST(FullDisk, AFileThatCannotEvenBeginIsNotLeftThere) {
    const Folder folder;
    EXPECT_TRUE(with_file_limit(50, [&] { return !Writer::create(folder / "run.pcapng", "wlanmedic 0.1.0"); }));
    EXPECT_FALSE(std::filesystem::exists(folder / "run.pcapng"));
}

/// A file system of so many bytes; needs root, and says so.
class SmallDisk : public testing::Test {
protected:
    void SetUp() override {
        if (::geteuid() != 0) GTEST_SKIP() << "only root can mount a small disk; RLIMIT_FSIZE stands for it above";
        const std::string command =
            "mount -t tmpfs -o size=600k tmpfs '" + folder_.path().string() + "' 2>/dev/null";
        if (std::system(command.c_str()) != 0) GTEST_SKIP() << "nothing can be mounted here";
        mounted_ = true;
    }
    void TearDown() override {
        if (mounted_) output_of("umount -l '" + folder_.path().string() + "'");
    }
    Folder folder_;
    bool mounted_ = false;
};

TEST_F(SmallDisk, RecordingStopsWithAWholeFileAndGoesOnWhenThereIsRoom) {
    write_bytes(folder_ / "others", std::string(300'000, 'x'));
    auto writer = Writer::create(folder_ / "run.pcapng", "wlanmedic 0.1.0");
    ASSERT_TRUE(writer);
    std::uint64_t i = 1;
    wifi::Result<void> done;
    for (; i < 100; ++i)
        if (done = writer->append(text(i, Kind::kernel, std::string(9'999, 'x'))); !done) break;
    ASSERT_FALSE(done);
    EXPECT_THAT(done.error().what, HasSubstr("No space left on device"));
    EXPECT_THAT(done.error().hint, HasSubstr("make room there"));
    EXPECT_EQ(read_all(bytes_of(folder_ / "run.pcapng")).damaged, 0U);
    EXPECT_EQ(read_all(bytes_of(folder_ / "run.pcapng")).records.size(), i - 1);

    std::filesystem::remove(folder_ / "others");
    ASSERT_TRUE(writer->append(text(i, Kind::kernel, std::string(9'999, 'x'))));
    EXPECT_EQ(read_all(bytes_of(folder_ / "run.pcapng")).damaged, 0U);
    EXPECT_EQ(read_all(bytes_of(folder_ / "run.pcapng")).records.size(), i);
}

std::string noise(std::size_t bytes) {
    std::string text;
    std::uint32_t state = 7;
    while (text.size() < bytes) text += static_cast<char>((state = state * 1'664'525 + 1'013'904'223) >> 24U);
    return text;
}

TEST_F(SmallDisk, APartThatCannotBePackedStaysAndItIsSaid) {
    PartsOptions options{.path = folder_ / "night.pcapng", .program = "wlanmedic 0.1.0"};
    std::string trouble;
    {
        auto parts = Parts::open(options);
        ASSERT_TRUE(parts);
        ASSERT_TRUE(parts->current().append(text(1, Kind::kernel, noise(400'000))));
        ASSERT_TRUE(parts->rotate());
        for (int i = 0; i < 500 && trouble.empty(); ++i) {
            ::usleep(10'000);
            trouble = parts->trouble();
        }
        EXPECT_TRUE(parts->current().append(text(2, Kind::kernel, "on it goes")));
    }
    EXPECT_THAT(trouble, HasSubstr("night.0001.pcapng could not be packed and stays as it is: there is no room"));
    EXPECT_EQ(read_all(bytes_of(folder_ / "night.0001.pcapng")).records.size(), 1U);
    EXPECT_FALSE(std::filesystem::exists(folder_ / "night.0001.pcapng.zst.part"));
    EXPECT_FALSE(std::filesystem::exists(folder_ / "night.0001.pcapng.zst"));
}

TEST_F(SmallDisk, WhereThereIsNoRoomForANewPartTheOldOneIsWrittenOn) {
    PartsOptions options{.path = folder_ / "night.pcapng", .program = "wlanmedic 0.1.0", .compress = false};
    auto parts = Parts::open(options);
    ASSERT_TRUE(parts);
    ASSERT_TRUE(parts->current().append(text(1, Kind::kernel, "text")));
    write_bytes(folder_ / "others", std::string(700'000, 'x'));  // all there is
    const auto rotated = parts->rotate();
    ASSERT_FALSE(rotated);
    EXPECT_THAT(rotated.error().hint, HasSubstr("make room there"));
    EXPECT_FALSE(std::filesystem::exists(folder_ / "night.0001.pcapng"));
    std::filesystem::remove(folder_ / "others");
    ASSERT_TRUE(parts->current().append(text(2, Kind::kernel, "text")));
    EXPECT_EQ(read_all(bytes_of(folder_ / "night.pcapng")).records.size(), 2U);
    EXPECT_TRUE(parts->rotate());
}

TEST_F(SmallDisk, WhatMayGoIsRemovedBeforeAPartIsPacked) {
    PartsOptions options{.path = folder_ / "night.pcapng", .program = "wlanmedic 0.1.0", .keep_parts = 1};
    {
        auto parts = Parts::open(options);
        ASSERT_TRUE(parts);
        for (std::uint64_t i = 1; i <= 4; ++i) {
            ASSERT_TRUE(parts->current().append(text(i, Kind::kernel, noise(170'000))));
            ASSERT_TRUE(parts->rotate());
            for (int n = 0;
                 n < 500 && std::filesystem::exists(folder_ / ("night.000" + std::to_string(i) + ".pcapng")); ++n)
                ::usleep(10'000);
        }
        EXPECT_EQ(parts->trouble(), "");
    }
    EXPECT_TRUE(std::filesystem::exists(folder_ / "night.0004.pcapng.zst"));
    EXPECT_FALSE(std::filesystem::exists(folder_ / "night.0003.pcapng.zst"));
}

}  // namespace
}  // namespace wlanmedic::runfile::test
