// SPDX-License-Identifier: MIT
// wlanmedic driver check, list, show.
#include <gmock/gmock.h>

#include "program.h"

using namespace wlanmedic::test;
using testing::HasSubstr;
using testing::Not;

namespace {

constexpr std::string_view good = R"(name = "demo"
prefixes = ["demo_pci "]
modules = ["demo"]
[[pattern]]
happening = "firmware_error"
text = "it died"
source = "drivers/net/wireless/demo.c"
)";

nlohmann::json document_of(const Outcome& outcome) {
    expect_safe_json(outcome.out);
    return nlohmann::json::parse(outcome.out);
}

std::string sources() { return WLANMEDIC_SOURCE_DIR; }

}  // namespace

TEST(DriverCheck, SaysWhatAGoodProfileHolds) {
    const Directory directory;
    const Outcome outcome = run({"driver", "check", directory.file("demo.toml", good)});
    EXPECT_EQ(outcome.status, 0);
    EXPECT_EQ(outcome.err, "");
    EXPECT_THAT(outcome.out, HasSubstr("demo.toml: demo\n"));
    EXPECT_THAT(outcome.out, HasSubstr("patterns: 1 (1 firmware_error)"));
    EXPECT_THAT(outcome.out, Not(HasSubstr("warning")));
}

TEST(DriverCheck, FindsNothingInTheProfilesThatAreBuiltIn) {
    const Outcome outcome = run({"driver", "check", "--strict", sources() + "/drivers"});
    EXPECT_EQ(outcome.status, 0) << outcome.out << outcome.err;
    EXPECT_THAT(outcome.out, Not(HasSubstr("warning")));
    EXPECT_THAT(outcome.out, HasSubstr("bes2600.toml: bes2600\n"));
}

TEST(DriverCheck, TellsWhereAProfileIsWrong) {
    const Directory directory;
    const std::string file = directory.file("demo.toml", std::string(good) + "severity = 3\n");
    const Outcome outcome = run({"driver", "check", file});
    EXPECT_EQ(outcome.status, 3);
    EXPECT_THAT(outcome.err, HasSubstr("demo.toml:8:1: unknown key \"severity\"\nhint: "));
    EXPECT_EQ(outcome.out, "");
}

TEST(DriverCheck, GoesOnToTheNextFileAfterABadOne) {
    const Directory directory;
    const std::string bad = directory.file("bad.toml", "name = ");
    const Outcome outcome = run({"driver", "check", bad, directory.file("demo.toml", good)});
    EXPECT_EQ(outcome.status, 3);
    EXPECT_THAT(outcome.err, HasSubstr("bad.toml:1:"));
    EXPECT_THAT(outcome.out, HasSubstr("demo.toml: demo\n"));
}

TEST(DriverCheck, TellsAFileThatCannotBeReadFromOneThatIsWrong) {
    const Directory directory;
    EXPECT_EQ(run({"driver", "check", directory.path("missing.toml")}).status, 1);
    EXPECT_EQ(run({"driver", "check", directory.path("missing.toml"), directory.file("bad.toml", "=")}).status, 3);
    EXPECT_EQ(run({"driver", "check", Directory().path()}).status, 1) << "a directory without profiles";
    const std::string file = directory.file("demo.toml", good);
    EXPECT_EQ(run({"driver", "check", file, "--log", directory.path("missing.txt")}).status, 1);
}

TEST(DriverCheck, ReadsAProfileFromStandardInput) {
    const Outcome outcome = run(Call{.arguments = {"driver", "check", "-"}, .input = std::string(good)});
    EXPECT_EQ(outcome.status, 0) << outcome.err;
    EXPECT_THAT(outcome.out, HasSubstr("-: demo\n"));
}

TEST(DriverCheck, WarnsAndIsStrictOnlyWhereAsked) {
    const Directory directory;
    const std::string file = directory.file(
        "demo.toml",
        std::string(good) + "[[pattern]]\nhappening = \"noted\"\ntext = \"it died\"\nsource = \"me\"\n");
    const Outcome outcome = run({"driver", "check", file});
    EXPECT_EQ(outcome.status, 0);
    EXPECT_THAT(outcome.out, HasSubstr("demo.toml:8:1: warning: pattern \"it died\" is never reached"));
    EXPECT_THAT(outcome.out, HasSubstr("\"me\" names no source"));
    EXPECT_EQ(run({"driver", "check", "--strict", file}).status, 3);
    const auto document = document_of(run({"driver", "check", "--format", "json", file}));
    ASSERT_EQ(document["findings"].size(), 2U);
    EXPECT_EQ(document["findings"][0]["severity"], "warning");
    EXPECT_EQ(document["findings"][0]["line"], 8);
}

TEST(DriverCheck, ShowsWhichLinesOfALogEachPatternClaims) {
    const Directory directory;
    const std::string file = directory.file("demo.toml", good);
    const std::string log =
        directory.file("log.txt",
                       "[   10.000000] demo_pci 0000:01:00.0: it died at 0x17\n"
                       "May  6 21:13:00 host kernel: demo_pci 0000:01:00.0: what is this 5\n"
                       "May  6 21:13:01 host kernel: demo_pci 0000:01:00.0: what is this 6\n"
                       "May  6 21:13:02 host demo[12]: demo_pci 0000:01:00.0: it died, says a program\n"
                       "demo_pci 0000:01:00.0: it died, copied without its frame\n"
                       "[   11.000000] wlan0: associated\n");
    const Outcome outcome = run({"driver", "check", file, "--log", log});
    EXPECT_EQ(outcome.status, 0);
    EXPECT_THAT(outcome.out,
                HasSubstr("2 firmware_error \"it died\"\n           line 1: demo_pci 0000:01:00.0: it died at"));
    EXPECT_THAT(outcome.out, HasSubstr("2 line 2: demo_pci 0000:01:00.0: what is this 5"));
    const auto document = document_of(run({"driver", "check", file, "--log", log, "--format", "json"}));
    EXPECT_EQ(document["logs"][0]["messages"], 5);
    EXPECT_EQ(document["logs"][0]["claimed"][0]["lines"], 2);
    EXPECT_EQ(document["logs"][0]["unclaimed"][0]["lines"], 2);
}

TEST(DriverCheck, LetsNothingOfAProfileOrALogReachTheTerminal) {
    const Directory directory;
    const std::string file = directory.file(
        "evil.toml",
        "name = \"\\u001b[31mevil\"\nprefixes = [\"\\u001b[31m_pci \"]\nmodules = [\"evil\"]\n"
        "[[pattern]]\nhappening = \"noted\"\ntext = \"\\u001b[2J\\u202e<b>\"\nsource = \"\\u0007\"\n"
        "[[hazard]]\nid = \"a\"\nwhat = \"\\u001b]0;evil\\u0007\"\nsource = \"a/b\"\n");
    const std::string log = directory.file("log.txt", "[ 1.0] \x1b[31m_pci \xff\xfe<script>\n");
    for (const char* format : {"text", "json"}) {
        const Outcome outcome = run({"driver", "check", file, "--log", log, "--format", format});
        EXPECT_EQ(outcome.status, 0);
        expect_safe_for_terminal(outcome.out);
        expect_safe_for_terminal(outcome.err);
    }
    document_of(run({"driver", "check", file, "--log", log, "--format", "json"}));
    const Outcome bad = run({"driver", "check", directory.file("bad.toml", "\x1b[31m = 1\n")});
    EXPECT_EQ(bad.status, 3);
    expect_safe_for_terminal(bad.err);
}

TEST(DriverList, NamesTheBuiltInAndTheGivenProfiles) {
    const Directory directory;
    directory.file("demo.toml", good);
    const Outcome outcome = run({"driver", "list", "--drivers", directory.path()});
    EXPECT_EQ(outcome.status, 0);
    EXPECT_THAT(outcome.out, HasSubstr("\niwlwifi "));
    EXPECT_THAT(outcome.out, HasSubstr("\ndemo "));
    EXPECT_THAT(outcome.out, HasSubstr(directory.path("demo.toml")));
    const auto document = document_of(run({"driver", "list", "--format", "json"}));
    EXPECT_EQ(document["schema"], "wlanmedic.drivers/1");
    EXPECT_GE(document["profiles"].size(), 15U);
}

TEST(DriverShow, FindsAProfileByItsNameOrByAModule) {
    const Outcome outcome = run({"driver", "show", "bes2600"});
    EXPECT_EQ(outcome.status, 0);
    EXPECT_THAT(outcome.out, HasSubstr("restart_hw: safe: no"));
    EXPECT_THAT(outcome.out, HasSubstr("forbids: unbind_bind, module_reload"));
    EXPECT_THAT(run({"driver", "show", "mt7925e"}).out, HasSubstr("mt76  (drivers/mt76.toml)"));
    const auto document = document_of(run({"driver", "show", "cw1200_core", "--format", "json"}));
    EXPECT_EQ(document["profiles"][0]["name"], "cw1200");
    EXPECT_EQ(document["profiles"][0]["resets"][0]["method"], "restart_hw");
}

TEST(DriverShow, ShowsTheProfileThatReplacesABuiltInOne) {
    const Directory directory;
    directory.file("mine.toml", "name = \"iwlwifi\"\nprefixes = [\"iwlwifi \"]\nmodules = [\"iwlwifi\"]\n");
    const Outcome outcome = run({"driver", "show", "iwlwifi", "--drivers", directory.path()});
    EXPECT_THAT(outcome.out, HasSubstr("patterns: 0\n"));
    EXPECT_THAT(outcome.out, HasSubstr("mine.toml"));
}

TEST(DriverUsage, IsExitStatusTwoWhereItIsWrong) {
    const std::vector<std::vector<std::string>> wrong{
        {"driver"},
        {"driver", "nonsense"},
        {"driver", "check"},
        {"driver", "show"},
        {"driver", "show", "no-such-driver"},
        {"driver", "list", "--format", "xml"},
        {"driver", "list", "--drivers", "/no/such/directory"},
        {"driver", "check", "--drivers", "/no/such/directory", "/dev/null"},
    };
    for (const auto& arguments : wrong) {
        const Outcome outcome = run(arguments);
        EXPECT_EQ(outcome.status, 2) << testing::PrintToString(arguments);
        EXPECT_EQ(outcome.out, "") << testing::PrintToString(arguments);
        EXPECT_NE(outcome.err, "") << testing::PrintToString(arguments);
    }
}

TEST(DriverUsage, HelpShowsExamplesAndExitStatuses) {
    for (const char* verb : {"check", "show"}) {
        const Outcome help = run({"driver", verb, "--help"});
        EXPECT_EQ(help.status, 0);
        EXPECT_THAT(help.out, HasSubstr("Examples:"));
        EXPECT_THAT(help.out, HasSubstr("Exit status"));
    }
    EXPECT_THAT(run({"driver", "--help"}).out, HasSubstr("Examples:"));
}
