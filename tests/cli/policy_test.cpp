// SPDX-License-Identifier: MIT
// wlanmedic policy list, show, check.
#include <gmock/gmock.h>

#include "program.h"

using namespace wlanmedic::test;
using testing::HasSubstr;
using testing::Not;

namespace {

constexpr std::string_view good = R"(format = "wlanmedic.policy/1"
about = "Mine"

[[trigger]]
outage = "connection_loss"
count = 3
within = "60s"

[[rung]]
method = "reassociate"
)";

nlohmann::json document_of(const Outcome& outcome) {
    expect_safe_json(outcome.out);
    return nlohmann::json::parse(outcome.out);
}

std::string policies() { return WLANMEDIC_SOURCE_DIR "/policies"; }

}  // namespace

TEST(PolicyList, NamesTheReadyOnesAndWhatTheyAreAbout) {
    const Outcome outcome = run({"policy", "list"});
    EXPECT_EQ(outcome.status, 0) << outcome.err;
    for (const auto* const name :
         {"none", "b-1 ", "b-1-and-comeback", "b-1-gated", "patch-a", "android", "ping-watchdog", "wlanmedic"})
        EXPECT_THAT(outcome.out, HasSubstr(std::string("\n") + name)) << name;
    EXPECT_THAT(outcome.out, HasSubstr("Three connection losses within a minute, then a bus reset"));
    EXPECT_EQ(document_of(run({"policy", "list", "--format", "json"}))["policies"].size(), 8U);
}

TEST(PolicyList, PutsThoseOfADirectoryInTheirPlace) {
    const Directory directory;
    directory.file("b-1.toml", good);
    directory.file("mine.toml", good);
    const Outcome outcome = run({"policy", "list", "--policies", directory.path(), "--format", "json"});
    ASSERT_EQ(outcome.status, 0) << outcome.err;
    const auto document = document_of(outcome);
    EXPECT_EQ(document["policies"].size(), 9U);
    for (const auto& policy : document["policies"]) {
        if (policy["name"] == "b-1" || policy["name"] == "mine") {
            EXPECT_EQ(policy["about"], "Mine");
        }
    }
    directory.file("bad.toml", "format = 1");
    const Outcome bad = run({"policy", "list", "--policies", directory.path()});
    EXPECT_EQ(bad.status, 2);
    EXPECT_THAT(bad.err, HasSubstr("bad.toml:1:10: "));
}

TEST(PolicyShow, PrintsTheFileAndWhatItWillDo) {
    const Outcome outcome = run({"policy", "show", "b-1"});
    EXPECT_EQ(outcome.status, 0) << outcome.err;
    EXPECT_THAT(outcome.out, HasSubstr("    # Candidate B-1 of the BES2600 campaign"));
    EXPECT_THAT(outcome.out, HasSubstr("    outage = \"connection_loss\"\n    count = 3\n"));
    EXPECT_THAT(outcome.out, HasSubstr("3 links are lost by connection loss within 1 min"));
    const auto document = document_of(run({"policy", "show", "b-1", "--format", "json"}));
    const auto& trigger = document["policies"][0]["triggers"][0];
    EXPECT_EQ(trigger["outage"], "connection_loss");
    EXPECT_EQ(trigger["count"], 3);
    EXPECT_EQ(trigger["within_s"], 60);
    EXPECT_THAT(document["policies"][0]["text"].get<std::string>(), HasSubstr("Candidate B-1"));
}

TEST(PolicyShow, TellsANameThatNobodyHasFromAFileThatIsWrong) {
    const Outcome unknown = run({"policy", "show", "b-2"});
    EXPECT_EQ(unknown.status, 2);
    EXPECT_THAT(unknown.err, HasSubstr("no policy is called \"b-2\"\nhint: One of "));
    const Directory directory;
    EXPECT_EQ(run({"policy", "show", directory.file("bad.toml", "format = 1")}).status, 3);
    EXPECT_EQ(run({"policy", "show", directory.path("missing.toml")}).status, 2);
}

TEST(PolicyCheck, IsContentWithASoundPolicyByNameByPathAndFromStandardInput) {
    const Directory directory;
    const std::string file = directory.file("mine.toml", good);
    for (const std::string& policy : {std::string("wlanmedic"), file}) {
        const Outcome outcome = run({"policy", "check", policy});
        EXPECT_EQ(outcome.status, 0) << outcome.err;
        EXPECT_EQ(outcome.err, "");
        EXPECT_THAT(outcome.out, HasSubstr("nothing is odd about it"));
        EXPECT_THAT(outcome.out, Not(HasSubstr("warning")));
    }
    const Outcome outcome = run(Call{.arguments = {"policy", "check", "-"}, .input = std::string(good)});
    EXPECT_EQ(outcome.status, 0) << outcome.err;
    EXPECT_THAT(outcome.out, HasSubstr("-: 1 trigger, 0 gates, 1 rung;"));
}

TEST(PolicyCheck, ReadsAllOfADirectory) {
    const Outcome outcome = run({"policy", "check", policies()});
    EXPECT_EQ(outcome.status, 0) << outcome.err;
    EXPECT_THAT(outcome.out, HasSubstr("policies/none.toml: 0 triggers"));
    EXPECT_THAT(outcome.out, HasSubstr("policies/wlanmedic.toml: 12 triggers"));
}

TEST(PolicyCheck, TellsWhereAPolicyIsWrongAndWhatToDo) {
    const Directory directory;
    const std::string file = directory.file("mine.toml", std::string(good) + "retries = 3\n");
    const Outcome outcome = run({"policy", "check", file});
    EXPECT_EQ(outcome.status, 3);
    EXPECT_THAT(outcome.err, HasSubstr("mine.toml:11:1: unknown key \"retries\"\nhint: The keys of a rung are"));
    const auto document = document_of(run({"policy", "check", file, "--format", "json"}));
    EXPECT_EQ(document["findings"][0]["severity"], "error");
    EXPECT_EQ(document["findings"][0]["line"], 11);
    EXPECT_EQ(document["policies"].size(), 0U);
}

TEST(PolicyCheck, TellsWhatCannotBeReadFromWhatIsWrongAndGoesOn) {
    const Directory directory;
    const std::string missing = directory.path("missing.toml");
    EXPECT_EQ(run({"policy", "check", missing}).status, 1);
    EXPECT_EQ(run({"policy", "check", "nobody"}).status, 1);
    const Outcome outcome = run({"policy", "check", missing, directory.file("bad.toml", "="), "b-1-gated"});
    EXPECT_EQ(outcome.status, 3);
    EXPECT_THAT(outcome.err, HasSubstr("missing.toml: policy cannot be read"));
    EXPECT_THAT(outcome.out, HasSubstr("b-1-gated: 1 trigger"));
}

TEST(PolicyCheck, WarnsAndIsStrictOnlyWhereAsked) {
    const Outcome outcome = run({"policy", "check", "b-1"});
    EXPECT_EQ(outcome.status, 0);
    EXPECT_THAT(outcome.out, HasSubstr("policies/b-1.toml:"));
    EXPECT_THAT(outcome.out, HasSubstr(": warning: function_reset resets the device on one symptom\n  hint: "));
    EXPECT_EQ(run({"policy", "check", "--strict", "b-1"}).status, 3);
    EXPECT_EQ(run({"policy", "check", "--strict", "wlanmedic"}).status, 0);
}

TEST(PolicyCheck, HoldsTheLadderAgainstTheDriverAndTheMachine) {
    const Outcome outcome = run({"policy", "check", "wlanmedic", "--driver", "bes2600", "--bus", "sdio"});
    EXPECT_EQ(outcome.status, 0) << outcome.err;
    EXPECT_THAT(outcome.out, HasSubstr("module_reload is skipped: a hazard of bes2600 forbids it"));
    EXPECT_THAT(outcome.out, HasSubstr("function_reset cannot run: the profile of bes2600"));
    const auto document = document_of(
        run({"policy", "check", "wlanmedic", "--driver", "bes2600", "--kernel", "6.19.0-1", "--format", "json"}));
    EXPECT_EQ(document["machine"]["driver"], "bes2600");
    EXPECT_EQ(document["machine"]["kernel"], "6.19");
    EXPECT_EQ(document["machine"]["forbidden"],
              nlohmann::json({"restart_hw", "unbind_bind", "module_reload", "remove_rescan"}));
    EXPECT_EQ(run({"policy", "check", "none", "--driver", "nobodys"}).status, 2);
    EXPECT_EQ(run({"policy", "check", "none", "--kernel", "six"}).status, 2);
    EXPECT_EQ(run({"policy", "check", "none", "--bus", "isa"}).status, 2);
}

TEST(PolicyCheck, LetsNothingOfAPolicyReachTheTerminal) {
    const Directory directory;
    std::string text(good);
    text.replace(text.find("Mine"), 4, "\\u001b[31mred");
    const std::string file = directory.file("mine.toml", text);
    for (const std::string verb : {"show", "check"}) {
        const Outcome outcome = run({"policy", verb, file});
        EXPECT_EQ(outcome.status, 0) << outcome.err;
        EXPECT_THAT(outcome.out + outcome.err, Not(HasSubstr("\x1b")));
    }
    document_of(run({"policy", "show", file, "--format", "json"}));
}

TEST(Policy, HasHelpWithExamplesForEachVerb) {
    for (const std::string verb : {"show", "check"}) {
        const Outcome outcome = run({"policy", verb, "--help"});
        EXPECT_EQ(outcome.status, 0);
        EXPECT_THAT(outcome.out, HasSubstr("Examples:\n  wlanmedic policy " + verb));
        EXPECT_THAT(outcome.out, HasSubstr("Exit status: 0"));
    }
    EXPECT_THAT(run({"policy", "--help"}).out, HasSubstr("docs/policy.md"));
    EXPECT_EQ(run({"policy"}).status, 2);
}
