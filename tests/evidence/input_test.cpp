// SPDX-License-Identifier: MIT
#include "evidence/input.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <sys/stat.h>
#include <unistd.h>

#include <ctime>
#include <string>
#include <thread>

#include "support.h"

namespace wlanmedic::evidence {
namespace {

using testing::HasSubstr;

class Inputs : public testing::Test {
protected:
    TemporaryFolder folder_;
};

TEST_F(Inputs, AreReadFromAnyPlaceAsOftenAsWanted) {
    const Input input = opened(folder_.file("a", "0123456789"));
    EXPECT_EQ(input.size(), 10U);
    EXPECT_EQ(text_of(input), "0123456789");
    EXPECT_EQ(text_of(input), "0123456789");
    std::string part(4, '\0');
    EXPECT_EQ(input.read_at(3, part), 4U);
    EXPECT_EQ(part, "3456");
    EXPECT_EQ(input.read_at(8, part), 2U);
    EXPECT_EQ(part.substr(0, 2), "89");
    EXPECT_EQ(input.read_at(10, part), 0U);
    EXPECT_EQ(input.read_at(1'000'000, part), 0U);
    EXPECT_EQ(input.read_error(), 0);
}

TEST_F(Inputs, KnowTheirPathAndTheirLastChange) {
    const std::string path = folder_.file("a", "x", utc("2021-03-04 05:06:07"));
    const Input input = opened(path);
    EXPECT_EQ(input.path(), path);
    EXPECT_EQ(input.modified(), std::time_t{1'614'834'367});
}

TEST_F(Inputs, ThatAreCutShortWhileTheyAreReadEndThere) {
    const std::string path = folder_.file("a", "0123456789");
    const Input input = opened(path);
    std::filesystem::resize_file(path, 4);
    EXPECT_EQ(text_of(input), "0123");
}

TEST_F(Inputs, CanBeMoved) {
    Input input = opened(folder_.file("a", "first"));
    Input moved = std::move(input);
    EXPECT_EQ(text_of(moved), "first");
    moved = opened(folder_.file("b", "second"));
    EXPECT_EQ(text_of(moved), "second");
    EXPECT_EQ(moved.size(), 6U);
}

// A pipe can be read once; sniffing and reading need it twice.
TEST_F(Inputs, FromAPipeAreReadTwice) {
    const std::string path = folder_.path() / "pipe";
    ASSERT_EQ(mkfifo(path.c_str(), 0600), 0);
    std::string content;
    for (int i = 0; i < 100'000; ++i) content += std::to_string(i) + '\n';  // more than the pipe's own room
    std::thread writer([&] {
        const int descriptor = open(path.c_str(), O_WRONLY);
        std::string_view rest = content;
        while (!rest.empty()) {
            const ssize_t written = write(descriptor, rest.data(), rest.size());
            if (written <= 0) break;
            rest.remove_prefix(static_cast<std::size_t>(written));
        }
        close(descriptor);
    });
    const std::time_t before = std::time(nullptr);
    const auto input = Input::open(path);
    writer.join();
    ASSERT_TRUE(input) << input.error().to_string();
    EXPECT_EQ(input->size(), content.size());
    EXPECT_TRUE(text_of(*input) == content);
    EXPECT_TRUE(text_of(*input) == content);
    EXPECT_GE(input->modified(), before - 1);
    EXPECT_LE(input->modified(), std::time(nullptr) + 1);
}

TEST_F(Inputs, FromAPipeThatNobodyWritesIntoAreEmpty) {
    const std::string path = folder_.path() / "pipe";
    ASSERT_EQ(mkfifo(path.c_str(), 0600), 0);
    std::thread writer([&] { close(open(path.c_str(), O_WRONLY)); });
    const auto input = Input::open(path);
    writer.join();
    ASSERT_TRUE(input);
    EXPECT_EQ(input->size(), 0U);
}

TEST_F(Inputs, FromADeviceAreCopied) {
    const Input input = opened("/dev/null");
    EXPECT_EQ(input.size(), 0U);
    EXPECT_EQ(text_of(input), "");
}

TEST_F(Inputs, ThatAreMissingAreAnErrorWithTheirPath) {
    const std::string path = folder_.path() / "missing";
    const auto input = Input::open(path);
    ASSERT_FALSE(input);
    EXPECT_EQ(input.error().file, path);
    EXPECT_THAT(input.error().what, HasSubstr("No such file"));
    EXPECT_FALSE(input.error().hint.empty());
    EXPECT_FALSE(Input::open(""));
}

TEST_F(Inputs, ThatAreDirectoriesAreAnError) {
    const auto input = Input::open(folder_.path());
    ASSERT_FALSE(input);
    EXPECT_THAT(input.error().what, HasSubstr("directory"));
    EXPECT_EQ(input.error().file, folder_.path().string());
}

TEST_F(Inputs, ThatMayNotBeReadAreAnErrorWithAHint) {
    const std::string path = folder_.file("secret", "x");
    ASSERT_EQ(chmod(path.c_str(), 0), 0);
    // Root may read everything: it becomes somebody else for a while.
    const bool root = geteuid() == 0;
    ASSERT_EQ(root ? seteuid(65534) : 0, 0);
    const auto input = Input::open(path);
    ASSERT_EQ(root ? seteuid(0) : 0, 0);
    ASSERT_FALSE(input);
    EXPECT_THAT(input.error().what, HasSubstr("ermission"));
    EXPECT_FALSE(input.error().hint.empty());
}

TEST_F(Inputs, LeaveNoDescriptorOpen) {
    const auto open_descriptors = [] {
        return std::distance(std::filesystem::directory_iterator("/proc/self/fd"),
                             std::filesystem::directory_iterator());
    };
    const std::string path = folder_.file("a", "x");
    const auto before = open_descriptors();
    for (int i = 0; i < 5; ++i) {
        Input input = opened(path);
        Input moved = std::move(input);
        opened("/dev/null");
        EXPECT_FALSE(Input::open(folder_.path()));
        EXPECT_FALSE(Input::open(folder_.path() / "missing"));
    }
    EXPECT_EQ(open_descriptors(), before);
}

}  // namespace
}  // namespace wlanmedic::evidence
