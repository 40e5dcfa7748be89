// SPDX-License-Identifier: MIT
// Where evidence comes from, and what is said when it does not come.
#include <fcntl.h>
#include <gmock/gmock.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <thread>

#include "program.h"

using namespace wlanmedic::test;
using testing::AnyOf;
using testing::HasSubstr;

namespace {

constexpr std::string_view outage =
    "1767225629.000000: wlan0 (phy #0): connected to 02:00:00:00:01:00\n"
    "1767225639.000000: wlan0 (phy #0): disconnected (local request) reason: 4: Disassociated due to inactivity\n"
    "1767225649.000000: wlan0 (phy #0): connected to 02:00:00:00:01:00\n";

// What a person is to do next, where nothing was understood.
void expect_hint(const Outcome& outcome) {
    EXPECT_EQ(outcome.status, 3);
    EXPECT_EQ(outcome.out, "");
    for (const char* wanted : {"iw event", "dmesg", "journalctl", "syslog", "logread"})
        EXPECT_THAT(outcome.err, HasSubstr(wanted));
}

}  // namespace

TEST(Input, AMissingFileIsNamedAndIsExitStatusOne) {
    const Outcome outcome = run({"explain", "/no/such/file"});
    EXPECT_EQ(outcome.status, 1);
    EXPECT_THAT(outcome.err, HasSubstr("/no/such/file: No such file or directory"));
}

TEST(Input, AMissingFileBesideAGoodOneIsExitStatusOneAndTheGoodOneIsExplained) {
    const Directory directory;
    const Explained explained = explain({directory.file("iw.txt", outage), directory.path("gone")});
    EXPECT_EQ(explained.json.status, 1);
    EXPECT_THAT(explained.json.err, HasSubstr("gone"));
    EXPECT_EQ(explained.document.at("outages").size(), 1U);
}

TEST(Input, AFileWithoutPermissionIsNamedAndIsExitStatusOne) {
    const Directory directory;
    const std::string path = directory.file("secret.txt", outage);
    ::chmod(path.c_str(), 0);
    ::chmod(directory.path().c_str(), 0755);
    const Outcome outcome = run(Call{.arguments = {"explain", path}, .as_user = 65534});
    if (outcome.status == 127) GTEST_SKIP() << "another user cannot run the program here";
    EXPECT_EQ(outcome.status, 1);
    EXPECT_THAT(outcome.err, HasSubstr("secret.txt: Permission denied"));
}

TEST(Input, ADirectoryWithoutPermissionIsNamedAndIsExitStatusOne) {
    const Directory directory;
    directory.file("iw.txt", outage);
    ::chmod(directory.path().c_str(), 0);
    const Outcome outcome = run(Call{.arguments = {"explain", directory.path()}, .as_user = 65534});
    ::chmod(directory.path().c_str(), 0700);
    if (outcome.status == 127) GTEST_SKIP() << "another user cannot run the program here";
    EXPECT_EQ(outcome.status, 1);
    EXPECT_THAT(outcome.err, HasSubstr(directory.path()));
    EXPECT_THAT(outcome.err, HasSubstr("Permission denied"));
}

TEST(Input, ABrokenCountsFileIsNamedWithItsLineAndIsExitStatusOne) {
    const Directory directory;
    const Outcome outcome =
        run({"explain", directory.file("counts.toml", "format = \"wlanmedic.counts/1\"\nhours = -1\n")});
    EXPECT_EQ(outcome.status, 1);
    EXPECT_THAT(outcome.err, HasSubstr("counts.toml: line 2"));
}

TEST(Input, ADirectoryWithoutEvidenceIsExitStatusThreeAndSaysWhatWouldHaveBeenExpected) {
    const Directory directory;
    expect_hint(run({"explain", directory.path()}));
    directory.file("shopping.txt", "eggs\nmilk\n");
    directory.file(".hidden", outage);
    const Outcome outcome = run({"explain", directory.path()});
    expect_hint(outcome);
    EXPECT_THAT(outcome.err, HasSubstr("shopping.txt"));
}

TEST(Input, AnEmptyFileIsExitStatusThree) {
    const Directory directory;
    const Outcome outcome = run({"explain", directory.file("nothing.txt", "")});
    expect_hint(outcome);
    EXPECT_THAT(outcome.err, HasSubstr("nothing.txt: empty"));
}

TEST(Input, DevNullIsExitStatusThree) { expect_hint(run({"explain", "/dev/null"})); }

TEST(Input, NothingUnderstoodIsExitStatusThree) {
    const Directory directory;
    expect_hint(run({"explain", directory.file("poem.txt", "Shall I compare thee to a summer's day?\n")}));
}

TEST(Input, StandardInputIsReadForADash) {
    const Explained explained = explain({"-"}, std::string(outage));
    EXPECT_EQ(explained.json.status, 0);
    EXPECT_EQ(explained.document.at("outages").size(), 1U);
    EXPECT_EQ(explained.document.at("evidence").at(0).at("path"), "standard input");
    expect_hint(run({"explain", "-"}));
}

TEST(Input, AFifoIsReadToItsEnd) {
    const Directory directory;
    const std::string fifo = directory.path("fifo");
    ASSERT_EQ(::mkfifo(fifo.c_str(), 0600), 0);
    // Its own process would be waited for by nobody; a thread writes, and both ends meet when the program opens
    // its own.
    std::thread writer([&] {
        const int descriptor = ::open(fifo.c_str(), O_WRONLY | O_CLOEXEC);
        EXPECT_EQ(::write(descriptor, outage.data(), outage.size()), static_cast<ssize_t>(outage.size()));
        ::close(descriptor);
    });
    const Outcome outcome = run({"explain", "--format", "json", fifo});
    writer.join();
    EXPECT_EQ(outcome.status, 0) << outcome.err;
    EXPECT_EQ(nlohmann::json::parse(outcome.out).at("outages").size(), 1U);
}

TEST(Input, AFifoWithinADirectoryIsNotWaitedFor) {
    const Directory directory;
    directory.file("iw.txt", outage);
    ASSERT_EQ(::mkfifo(directory.path("fifo").c_str(), 0600), 0);
    const Explained explained = explain({directory.path()});
    EXPECT_EQ(explained.json.status, 0);
    EXPECT_EQ(explained.document.at("skipped").size(), 1U);
}

TEST(Input, LinksThatGoInACircleEnd) {
    const Directory directory;
    directory.file("iw.txt", outage);
    std::filesystem::create_directory_symlink(directory.path(), directory.path("again"));
    std::filesystem::create_symlink("nowhere", directory.path("dangling"));
    const Explained explained = explain({directory.path()});
    EXPECT_EQ(explained.document.at("outages").size(), 1U);
}

TEST(Input, TheSameFileTwiceIsToldOnce) {
    const Directory directory;
    const std::string path = directory.file("iw.txt", outage);
    EXPECT_EQ(explain({path, path}).document.at("outages").size(), 1U);
}

TEST(Input, AFileNameWithTerminalEscapesReachesNoTerminal) {
    const Directory directory;
    const std::string good = directory.file("\x1b[31m\xff<script>.txt", outage);
    const std::string bad = directory.file("\x1b[2J.txt", "nothing\n");
    EXPECT_EQ(explain({good, bad}).json.status, 0);
    explain({directory.path("\x1b[5mgone")});
    explain({bad});
}

TEST(Output, AClosedPipeEndsTheProgramWithoutACrash) {
    for (const char* format : {"text", "json"}) {
        const Outcome outcome =
            run(Call{.arguments = {"explain", "-v", "--format", format, golden().string()}, .no_reader = true});
        EXPECT_THAT(outcome.signal, AnyOf(0, SIGPIPE));
        EXPECT_NE(outcome.status, 0);
    }
}

TEST(Output, AFullDiskIsExitStatusOne) {
    if (::access("/dev/full", W_OK) != 0) GTEST_SKIP() << "no /dev/full here";
    for (const char* format : {"text", "json"}) {
        const Outcome outcome =
            run(Call{.arguments = {"explain", "--format", format, golden().string()}, .output_file = "/dev/full"});
        EXPECT_EQ(outcome.status, 1) << format;
        EXPECT_NE(outcome.err, "") << "a reason is given";
    }
}
