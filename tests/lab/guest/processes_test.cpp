// SPDX-License-Identifier: MIT
// Programs of this machine, run as the guest runs its own.
#include "lab/guest/processes.h"

#include <gmock/gmock.h>
#include <signal.h>

#include <filesystem>

#include "lab/guest/file_text.h"
#include "lab/guest/guest_clock.h"

namespace wlanmedic::lab {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::MatchesRegex;

class Programs : public testing::Test {
protected:
    Programs()
        : processes_(loop_, [this](std::string_view source, std::string_view line) {
              heard_.push_back(std::string(source).append("|").append(line));
          }) {
        std::string name = testing::TempDir() + "processes-XXXXXX";
        folder_ = ::mkdtemp(name.data());
    }
    ~Programs() override { std::filesystem::remove_all(folder_); }

    Program shell(const std::string& text) {
        return {.words = {"/bin/sh", "-c", text}, .log = log(), .source = "shell", .journal_name = {}};
    }
    std::string log() const { return folder_ / "log"; }

    std::filesystem::path folder_;
    Loop loop_;
    Processes processes_;
    std::vector<std::string> heard_;
};

TEST_F(Programs, AreHeardLineByLineAndLoggedAsTheyWrite) {
    EXPECT_EQ(processes_.run(shell("printf 'one\\nt'; sleep 0.1; printf 'wo\\n\\nthree\\n'; echo four >&2")), 0);
    EXPECT_THAT(heard_, ElementsAre("shell|one", "shell|two", "shell|", "shell|three", "shell|four"));
    EXPECT_EQ(get_text(log()), "one\ntwo\n\nthree\nfour\n");
}

TEST_F(Programs, AreHeardAlsoInTheirLastLineWithoutEnd) {
    EXPECT_EQ(processes_.run(shell("printf 'one\\nlast'")), 0);
    EXPECT_THAT(heard_, ElementsAre("shell|one", "shell|last"));
}

TEST_F(Programs, AreHeardInFullHoweverMuchTheyWriteAtTheirEnd) {
    EXPECT_EQ(processes_.run(shell("i=0; while [ $i -lt 5000 ]; do echo $i; i=$((i+1)); done")), 0);
    ASSERT_EQ(heard_.size(), 5000);
    EXPECT_EQ(heard_.back(), "shell|4999");
}

TEST_F(Programs, TellTheirExitStatus) { EXPECT_EQ(processes_.run(shell("exit 3")), 3); }

TEST_F(Programs, ThatDoNotExistEndWith127AndSaySo) {
    EXPECT_EQ(processes_.run({.words = {"/no/such/program"}, .log = log(), .source = "none"}), 127);
    EXPECT_THAT(heard_, ElementsAre("none|/no/such/program: No such file or directory"));
}

TEST_F(Programs, ThatAreKilledHaveNoExitStatus) { EXPECT_EQ(processes_.run(shell("kill -KILL $$")), -1); }

TEST_F(Programs, ThatTakeTooLongAreKilled) {
    const auto begin = since_boot();
    EXPECT_EQ(processes_.run({.words = {"/bin/sleep", "60"}, .log = {}, .source = {}}, 50ms), -1);
    EXPECT_LT(since_boot() - begin, 30s);
}

TEST_F(Programs, AreEndedByTheSignalAndAreNotRunningThen) {
    const pid_t process = processes_.start({.words = {"/bin/sleep", "60"}, .log = {}, .source = {}});
    ASSERT_GT(process, 0);
    EXPECT_TRUE(processes_.is_running(process));
    processes_.end(process, SIGTERM);
    EXPECT_FALSE(processes_.is_running(process));
    EXPECT_EQ(::kill(process, 0), -1) << "it was reaped";
}

TEST_F(Programs, ThatDoNotHearASignalAreKilledAfterAWhile) {
    const pid_t process = processes_.start(shell("trap '' TERM; echo ready; while :; do sleep 0.05; done"));
    loop_.run_until([this] { return !heard_.empty(); }, 10s);
    processes_.end(process, SIGTERM, 100ms);
    EXPECT_FALSE(processes_.is_running(process));
}

TEST_F(Programs, AreLoggedInTheFormOfAJournalWhereTheyHaveANameInIt) {
    Program program = shell("printf 'one\\ntwo'");
    program.journal_name = "iwd";
    EXPECT_EQ(processes_.run(program), 0);
    const std::string text = get_text(log());
    EXPECT_THAT(text, MatchesRegex("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\\.[0-9]{6}\\+0000 lab "
                                   "iwd\\[[0-9]+\\]: one\n[^\n]* lab iwd\\[[0-9]+\\]: two\n"));
    EXPECT_THAT(heard_, ElementsAre("shell|one", "shell|two"));
}

TEST_F(Programs, ThatWantATerminalHaveOneAndItsLinesAreAsTheyWroteThem) {
    Program program = shell("test -t 1 && printf 'a terminal\\n'");
    program.terminal = true;
    EXPECT_EQ(processes_.run(program), 0);
    EXPECT_THAT(heard_, ElementsAre("shell|a terminal"));
}

TEST_F(Programs, WithoutASourceAreLoggedAndNotHeard) {
    EXPECT_EQ(processes_.run({.words = {"/bin/echo", "words"}, .log = log(), .source = {}}), 0);
    EXPECT_THAT(heard_, IsEmpty());
    EXPECT_EQ(get_text(log()), "words\n");
}

TEST_F(Programs, AreAddedToTheLogOfTheOneBefore) {
    processes_.run(shell("echo one"));
    processes_.run(shell("echo two"));
    EXPECT_EQ(get_text(log()), "one\ntwo\n");
}

TEST_F(Programs, MayBeAFunctionInAChildOfItsOwn) {
    const std::string file = folder_ / "written";
    const pid_t process = processes_.start([file] { return put_text(file, "by a child") ? 0 : 1; });
    loop_.run_until([&] { return !processes_.is_running(process); }, 10s);
    EXPECT_FALSE(processes_.is_running(process));
    EXPECT_EQ(get_text(file), "by a child");
}

}  // namespace
}  // namespace wlanmedic::lab
