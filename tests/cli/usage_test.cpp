// SPDX-License-Identifier: MIT
// What the program says of itself, and how it takes being called wrongly.
#include <gmock/gmock.h>

#include "program.h"

using namespace wlanmedic::test;
using testing::HasSubstr;
using testing::Not;

TEST(Usage, HelpShowsExamplesAndExitStatuses) {
    const Outcome help = run({"explain", "--help"});
    EXPECT_EQ(help.status, 0);
    EXPECT_THAT(help.out, HasSubstr("Examples:"));
    EXPECT_THAT(help.out, HasSubstr("journalctl"));
    EXPECT_THAT(help.out, HasSubstr("Exit status"));
    const Outcome program = run({"--help"});
    EXPECT_EQ(program.status, 0);
    EXPECT_THAT(program.out, HasSubstr("explain"));
}

TEST(Usage, VersionIsOneLineOnStandardOutput) {
    const Outcome version = run({"--version"});
    EXPECT_EQ(version.status, 0);
    EXPECT_THAT(version.out, testing::MatchesRegex("wlanmedic [0-9]+\\.[0-9]+\\.[0-9]+\n"));
    EXPECT_EQ(version.err, "");
}

TEST(Usage, WrongUsageIsExitStatusTwoAndSaysNothingOnStandardOutput) {
    const std::vector<std::vector<std::string>> wrong{
        {},
        {"nonsense"},
        {"--no-such-option"},
        {"explain", "--no-such-option", "/dev/null"},
        {"explain", "--format", "xml", "/dev/null"},
        {"explain", "--format"},
        {"explain", "--color", "sometimes", "/dev/null"},
        {"explain", "--blackhole", "-1", "/dev/null"},
        {"explain", "--blackhole", "nan", "/dev/null"},
        {"explain", "--blackhole", "long", "/dev/null"},
        {"explain", "--hours", "0", "/dev/null"},
        {"explain", "--hours", "1e99", "/dev/null"},
        {"explain", "--hours", "nan", "/dev/null"},
        {"explain", "--year", "1969", "/dev/null"},
        {"explain", "--year", "99999999999999999999", "/dev/null"},
        {"explain", "--drivers", "/no/such/directory", "/dev/null"},
    };
    for (const auto& arguments : wrong) {
        const Outcome outcome = run(arguments);
        EXPECT_EQ(outcome.status, 2) << testing::PrintToString(arguments);
        EXPECT_EQ(outcome.out, "") << testing::PrintToString(arguments);
        EXPECT_NE(outcome.err, "") << testing::PrintToString(arguments);
    }
}

TEST(Usage, AnUnknownOptionIsNamed) {
    EXPECT_THAT(run({"explain", "--no-such-option", "/dev/null"}).err, HasSubstr("--no-such-option"));
}

TEST(Usage, ABadDriverProfileIsNamedWithLineAndColumn) {
    const Directory directory;
    directory.file("bad.toml", "name = \"x\"\nprefixes = [\"*\"]\nmodules = [\"x\"]\n");
    const Outcome outcome = run({"explain", "--drivers", directory.path(), "/dev/null"});
    EXPECT_EQ(outcome.status, 2);
    EXPECT_THAT(outcome.err, HasSubstr("bad.toml:2:"));
}

TEST(Usage, TerminalEscapesInADriverProfileReachNoTerminal) {
    const Directory directory;
    directory.file("evil.toml", R"(name = "\u001b[31mevil"
prefixes = ["evil: "]
modules = ["evil"]
[[pattern]]
happening = "firmware_error"
text = "died"
source = "x"
)");
    const std::string log = directory.file(
        "log.txt",
        "[  10.000000] wlan0: associated\n"
        "[  11.000000] evil: died\n"
        "[  11.500000] wlan0: deauthenticating from 02:00:00:00:01:00 by local choice (Reason: 1=UNSPECIFIED)\n"
        "[  19.000000] wlan0: associated\n");
    for (const char* format : {"text", "json"}) {
        const Outcome outcome = run({"explain", "-v", "--format", format, "--drivers", directory.path(), log});
        EXPECT_EQ(outcome.status, 0);
        expect_safe_for_terminal(outcome.out);
        expect_safe_for_terminal(outcome.err);
    }
}

TEST(Usage, ColourOnlyWhereItIsWanted) {
    const std::string lab = (golden() / "wedge").string();
    EXPECT_THAT(run({"explain", lab}).out, Not(HasSubstr("\x1b")));
    EXPECT_THAT(run({"explain", "--color", "always", lab}).out, HasSubstr("\x1b[1"));
    EXPECT_THAT(run({"explain", "--color", "always", "--format", "json", lab}).out, Not(HasSubstr("\x1b")));
}
