// SPDX-License-Identifier: MIT
// wlanmedic record: options, and what it does on a machine that has no Wi-Fi. What it records is tested in
// tests/capture and in the lab.
#include <fcntl.h>
#include <gmock/gmock.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/types.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <sstream>
#include <thread>
#include <utility>

#include "program.h"

using namespace wlanmedic::test;
using testing::AllOf;
using testing::AnyOf;
using testing::Eq;
using testing::HasSubstr;
using testing::Not;

namespace {

namespace fs = std::filesystem;

std::vector<std::string> names(const Directory& directory) {
    std::vector<std::string> all;
    for (const auto& entry : fs::directory_iterator(directory.path()))
        all.push_back(entry.path().filename().string());
    std::ranges::sort(all);
    return all;
}

// The program while it runs.
class Running {
public:
    /// `room`: no file of it may be larger; 0: any size.
    Running(std::vector<std::string> arguments, std::string errors, rlim_t room = 0) : errors_(std::move(errors)) {
        arguments.insert(arguments.begin(), WLANMEDIC_PROGRAM);
        std::vector<char*> words;
        for (std::string& argument : arguments) words.push_back(argument.data());
        words.push_back(nullptr);
        pid_ = ::fork();
        if (pid_ == 0) {
            (void)!std::freopen(errors_.c_str(), "w", stderr);
            const rlimit limit{.rlim_cur = room, .rlim_max = room};
            if (room != 0) ::setrlimit(RLIMIT_FSIZE, &limit);
            ::execv(WLANMEDIC_PROGRAM, words.data());
            ::_exit(127);
        }
    }
    ~Running() {
        if (pid_ > 0) {
            ::kill(pid_, SIGKILL);
            ::waitpid(pid_, nullptr, 0);
        }
    }
    Running(const Running&) = delete;
    Running& operator=(const Running&) = delete;

    void signal(int number) const { ::kill(pid_, number); }
    /// Exit status; -1 where a signal ended it, or had to after a minute.
    int wait() {
        int status = 0;
        int waited = 0;
        for (; ::waitpid(pid_, &status, WNOHANG) == 0 && waited < 1200; ++waited)
            std::this_thread::sleep_for(std::chrono::milliseconds{50});
        if (waited == 1200) return -1;
        pid_ = -1;
        return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    }
    std::string errors() const {
        std::ifstream file(errors_);
        return {std::istreambuf_iterator<char>(file), {}};
    }
    pid_t pid() const { return pid_; }

private:
    std::string errors_;
    pid_t pid_;
};

bool comes_true(const std::function<bool()>& what) {
    for (int i = 0; i < 600; ++i) {
        if (what()) return true;
        std::this_thread::sleep_for(std::chrono::milliseconds{50});
    }
    return false;
}

std::string bytes_of(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

// /dev/kmsg, a journal or nl80211 is there, or this machine is one on which record says so and ends.
bool something_to_record() {
    static const bool is = [] {
        const Directory directory;
        return run({"record", "-q", "--for", "1s", "-o", directory.path("x.pcapng")}).status == 0;
    }();
    return is;
}

#define NEEDS_A_SOURCE() \
    if (!something_to_record()) GTEST_SKIP() << "neither kernel log, nor journal, nor nl80211 may be read here"

}  // namespace

TEST(Record, HelpShowsExamplesSignalsAndExitStatuses) {
    const Outcome help = run({"record", "--help"});
    EXPECT_EQ(help.status, 0);
    for (const char* word : {"Examples:", "--rotate", "--keep", "SIGHUP", "Exit status", "sends nothing"})
        EXPECT_THAT(help.out, HasSubstr(word));
}

TEST(Record, WrongUsageIsExitStatusTwoSaysWhatMayBeAndMakesNoFile) {
    const Directory directory;
    const std::string file = directory.path("run.pcapng");
    struct Wrong {
        std::vector<std::string> arguments;
        std::string says;
    };
    const std::vector<Wrong> all{
        {{"--rotate", "0MB"}, "rotate"},
        {{"--rotate", "often"}, "often"},
        {{"--keep", "few"}, "few"},
        {{"--every", "0.1s"}, "at least 1 s"},
        {{"--every", "soon"}, "--every"},
        {{"--for", "ever"}, "--for"},
        {{"--probe", "the-internet"}, "gateway"},
        {{"--load", "1MB/s"}, "--to"},
        {{"--to", "192.0.2.1"}, "--load"},
        {{"--load", "fast", "--to", "192.0.2.1"}, "1MB/s"},
        {{"--load", "1GB/s0", "--to", "192.0.2.1"}, "1MB/s"},
        {{"--blackhole", "nan"}, ""},
        {{"nonsense"}, ""},
    };
    for (const Wrong& wrong : all) {
        std::vector<std::string> arguments{"record", "-o", file};
        arguments.insert(arguments.end(), wrong.arguments.begin(), wrong.arguments.end());
        const Outcome outcome = run(arguments);
        EXPECT_EQ(outcome.status, 2) << testing::PrintToString(wrong.arguments);
        EXPECT_THAT(outcome.err, HasSubstr(wrong.says)) << testing::PrintToString(wrong.arguments);
        EXPECT_EQ(outcome.out, "");
    }
    EXPECT_THAT(names(directory), testing::IsEmpty());
    const Outcome piped = run({"record", "-o", "-"});
    EXPECT_EQ(piped.status, 2);
    EXPECT_THAT(piped.err, HasSubstr("name a file"));
}

TEST(Record, AFolderThatIsNotThereIsExitStatusFiveAndNamed) {
    const Outcome outcome = run({"record", "-o", "/no/such/folder/run.pcapng", "--for", "1s"});
    EXPECT_EQ(outcome.status, 5);
    EXPECT_THAT(outcome.err, HasSubstr("/no/such/folder"));
}

TEST(Record, ANameThatNoRunFileHasIsWrongUsage) {
    const Directory directory;
    const Outcome outcome = run({"record", "-o", directory.path("run.txt"), "--for", "1s"});
    EXPECT_EQ(outcome.status, 2);
    EXPECT_THAT(outcome.err, HasSubstr(".pcapng"));
}

TEST(Record, WhereNothingIsToBeHadItSaysWhyAndLeavesNoFile) {
    const Directory directory;
    fs::permissions(directory.path(), fs::perms::all);
    const Outcome outcome =
        run(Call{.arguments = {"record", "-o", directory.path("run.pcapng"), "--for", "1s"}, .as_user = 65534});
    // Where that user may read a journal or the kernel's log, or the machine has nl80211, it records.
    ASSERT_THAT(outcome.status, AnyOf(Eq(0), Eq(3))) << outcome.err;
    if (outcome.status == 0) return;
    EXPECT_THAT(outcome.err, AllOf(HasSubstr("nothing to record"), HasSubstr("nl80211"), HasSubstr("trace"),
                                   HasSubstr("kernel")));
    EXPECT_THAT(names(directory), testing::IsEmpty());
}

TEST(Record, RecordsForTheTimeItIsToldThenEndsWithAWholeFile) {
    NEEDS_A_SOURCE();
    const Directory directory;
    const Outcome outcome = run({"record", "-o", directory.path("run.pcapng"), "--for", "1s"});
    EXPECT_EQ(outcome.status, 0) << outcome.err;
    EXPECT_EQ(names(directory), std::vector<std::string>{"run.pcapng"});
    const std::string bytes = bytes_of(directory.path("run.pcapng"));
    EXPECT_THAT(bytes, AllOf(HasSubstr("wlanmedic.run/1"), HasSubstr("WLANMEDIC_BECAUSE=its time was over")));
    EXPECT_THAT(outcome.err,
                AllOf(HasSubstr("run.pcapng"), HasSubstr("wlanmedic explain"), Not(HasSubstr("\x1b"))));
}

TEST(Record, QuietSaysNothingButWhatIsMissing) {
    NEEDS_A_SOURCE();
    const Directory directory;
    const Outcome outcome = run({"record", "-q", "-o", directory.path("run.pcapng"), "--for", "1s"});
    EXPECT_EQ(outcome.out, "");
    std::istringstream lines(outcome.err);
    for (std::string line; std::getline(lines, line);)
        EXPECT_THAT(line, testing::StartsWith("wlanmedic: not recorded: "));
}

TEST(Record, AnInterfaceThatIsNotThereIsSaidToBeWaitedFor) {
    NEEDS_A_SOURCE();
    const Directory directory;
    const Outcome outcome =
        run({"record", "-q", "-i", "wlan\033x", "-o", directory.path("run.pcapng"), "--for", "1s"});
    EXPECT_EQ(outcome.status, 0);
    EXPECT_THAT(outcome.err, AllOf(HasSubstr("is no wireless interface now"), Not(HasSubstr("\x1b"))));
}

TEST(Record, ADirectoryGetsAFileOfTheDefaultName) {
    NEEDS_A_SOURCE();
    const Directory directory;
    EXPECT_EQ(run({"record", "-q", "-o", directory.path(), "--for", "1s"}).status, 0);
    EXPECT_THAT(names(directory),
                testing::ElementsAre(testing::MatchesRegex("wlanmedic-.+-[0-9]{8}-[0-9]{6}\\.pcapng")));
}

TEST(Record, SigtermAndSigintCloseTheFileAndAreNoTrouble) {
    NEEDS_A_SOURCE();
    for (const int number : {SIGTERM, SIGINT}) {
        const Directory directory;
        const std::string file = directory.path("run.pcapng");
        Running program({"record", "-o", file}, directory.path("errors"));
        ASSERT_TRUE(comes_true([&] { return program.errors().find("records") != std::string::npos; }))
            << program.errors();
        program.signal(SIGUSR1);
        program.signal(number);
        program.signal(number);
        EXPECT_EQ(program.wait(), 0) << program.errors();
        EXPECT_THAT(bytes_of(file), HasSubstr(number == SIGTERM ? "stopped by SIGTERM" : "stopped by SIGINT"));
    }
}

TEST(Record, SighupBeginsANewPartAndGoesOn) {
    NEEDS_A_SOURCE();
    const Directory directory;
    const std::string file = directory.path("run.pcapng");
    Running program({"record", "--no-compress", "-o", file}, directory.path("errors"));
    ASSERT_TRUE(comes_true([&] { return program.errors().find("records") != std::string::npos; }))
        << program.errors();
    program.signal(SIGHUP);
    ASSERT_TRUE(comes_true([&] { return fs::exists(directory.path("run.0001.pcapng")); }));
    ASSERT_TRUE(comes_true([&] { return bytes_of(file).find("wlanmedic.run/1") != std::string::npos; }));
    program.signal(SIGTERM);
    EXPECT_EQ(program.wait(), 0) << program.errors();
    EXPECT_THAT(bytes_of(directory.path("run.0001.pcapng")), HasSubstr("WLANMEDIC_BECAUSE=rotated"));
    EXPECT_THAT(bytes_of(file), HasSubstr("\"part\":2"));
}

TEST(Record, ARecordingThatIsThereAlreadyIsKept) {
    NEEDS_A_SOURCE();
    const Directory directory;
    const std::string file = directory.path("run.pcapng");
    ASSERT_EQ(run({"record", "-q", "--no-compress", "-o", file, "--for", "1s"}).status, 0);
    const std::string before = bytes_of(file);
    ASSERT_EQ(run({"record", "-q", "--no-compress", "-o", file, "--for", "1s"}).status, 0);
    EXPECT_EQ(bytes_of(directory.path("run.0001.pcapng")), before);
}

TEST(Record, TellsSystemdThatItIsReadyReloadsAndStops) {
    NEEDS_A_SOURCE();
    const Directory directory;
    const std::string path = directory.path("notify");
    const int socket = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    path.copy(address.sun_path, sizeof address.sun_path - 1);
    ASSERT_EQ(::bind(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
    const timeval patience{.tv_sec = 30, .tv_usec = 0};
    ::setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    const auto hear = [&](const std::string& wanted) {
        std::array<char, 4096> buffer{};
        while (true) {
            const ssize_t size = ::recv(socket, buffer.data(), buffer.size(), 0);
            if (size <= 0) return false;
            if (std::string_view(buffer.data(), static_cast<std::size_t>(size)).find(wanted) !=
                std::string_view::npos)
                return true;
        }
    };
    ::setenv("NOTIFY_SOCKET", path.c_str(), 1);
    Running program({"record", "-q", "-o", directory.path("run.pcapng")}, directory.path("errors"));
    ::unsetenv("NOTIFY_SOCKET");
    EXPECT_TRUE(hear("READY=1"));
    program.signal(SIGHUP);
    EXPECT_TRUE(hear("RELOADING=1"));
    EXPECT_TRUE(hear("READY=1"));
    program.signal(SIGTERM);
    EXPECT_TRUE(hear("STOPPING=1"));
    EXPECT_EQ(program.wait(), 0);
    ::close(socket);
}

TEST(Record, WhereTheBeginningHasNoRoomItIsExitStatusFiveAndNoPartIsLeft) {
    const Directory directory;
    fs::create_directory(directory.path("parts"));
    Running program({"record", "-q", "-o", directory.path("parts/run.pcapng")}, directory.path("errors"), 200);
    const int status = program.wait();
    if (status == 3) GTEST_SKIP() << "nothing to record here";
    EXPECT_EQ(status, 5) << program.errors();
    EXPECT_TRUE(fs::is_empty(directory.path("parts")));
}

// A limit on the size of files stands for a full disk; the kernel's log makes the file grow.
TEST(Record, AFullDiskEndsItWithAStatusOfItsOwnAndAWholeFile) {
    NEEDS_A_SOURCE();
    std::ofstream log("/dev/kmsg");
    if (!log) GTEST_SKIP() << "only root may write to the kernel's log";
    const Directory directory;
    const std::string file = directory.path("run.pcapng");
    Running program({"record", "-o", file}, directory.path("errors"), 6'144);
    ASSERT_TRUE(comes_true([&] { return program.errors().find("records") != std::string::npos; }))
        << program.errors();
    if (program.errors().find("not recorded: kernel") != std::string::npos) GTEST_SKIP() << "no kernel log here";
    // The kernel takes ten lines in five seconds from a process (printk_ratelimit).
    for (int i = 0; i < 10; ++i)
        log << "<7>wlanmedic's test fills a file with lines of 500 characters " << std::string(450, '.')
            << std::endl;
    EXPECT_EQ(program.wait(), 5) << program.errors();
    EXPECT_THAT(program.errors(), AllOf(HasSubstr("File too large"), HasSubstr("is whole")));
    EXPECT_LE(fs::file_size(file), 6'144U);
    EXPECT_EQ(fs::file_size(file) % 4, 0U);
}

TEST(Record, KilledItLeavesAFileThatReads) {
    NEEDS_A_SOURCE();
    const Directory directory;
    const std::string file = directory.path("run.pcapng");
    Running program({"record", "-o", file}, directory.path("errors"));
    ASSERT_TRUE(comes_true([&] { return program.errors().find("records") != std::string::npos; }))
        << program.errors();
    program.signal(SIGKILL);
    EXPECT_EQ(program.wait(), -1);
    EXPECT_THAT(bytes_of(file), HasSubstr("wlanmedic.run/1"));
    EXPECT_EQ(bytes_of(file).size() % 4, 0) << "blocks of pcapng end at multiples of four";
}
