// SPDX-License-Identifier: MIT
// What is said of policies that can be read and are odd, and that nothing is said of others.
#include "policy/advice.h"

#include <gmock/gmock.h>

#include "driver/catalog.h"
#include "policy/policies.h"
#include "policy/policy_reader.h"

namespace wlanmedic::policy {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::UnorderedElementsAre;

constexpr std::string_view loss = "[[trigger]]\noutage = \"connection_loss\"\ncount = 3\nwithin = \"60s\"\n";
constexpr std::string_view failed = "[[gate]]\nfailures = [\"auth_timeout\", \"assoc_timeout\"]\n";
constexpr std::string_view gentle = "[[rung]]\nmethod = \"reassociate\"\n";
constexpr std::string_view reset = "[[rung]]\nmethod = \"function_reset\"\n";

template <class... Parts>
Policy read(const Parts&... parts) {
    std::string text = "format = \"wlanmedic.policy/1\"\n";
    (text.append(parts), ...);
    auto policy = parse_policy(text, "p.toml");
    if (!policy) ADD_FAILURE() << policy.error().to_string() << "\n" << text;
    return policy ? *policy : Policy{};
}

std::vector<std::string> warnings(const Policy& policy, const Machine& machine = {}) {
    std::vector<std::string> all;
    for (const auto& finding : advice(policy, machine)) {
        EXPECT_FALSE(finding.hint.empty()) << finding.what;
        all.push_back(finding.what);
    }
    return all;
}

const driver::Profile& driver(std::string_view name) {
    static const auto catalog = driver::Catalog::built_in();
    return *catalog.by_name(name);
}

TEST(Advice, IsSilentAboutASoundPolicy) {
    EXPECT_THAT(warnings(read(loss, failed, gentle, reset)), IsEmpty());
    EXPECT_THAT(warnings(read("")), IsEmpty());
    const auto all = Policies::built_in();
    for (const auto* const name : {"none", "b-1-gated", "android", "wlanmedic"})
        EXPECT_THAT(warnings(*all.find(name)->policy), IsEmpty()) << name;
}

TEST(Advice, SaysOfTheSeedsPolicyThatItResetsOnOneSymptomWithoutLimits) {
    EXPECT_THAT(warnings(*Policies::built_in().find("b-1")->policy),
                UnorderedElementsAre("function_reset resets the device on one symptom",
                                     HasSubstr("nothing bounds how often it acts")));
}

TEST(Advice, KnowsThatALinkCannotBeLostWithoutEnd) {
    EXPECT_THAT(warnings(read("[[trigger]]\noutage = \"any\"\ncount = 64\nwithin = \"6299ms\"\n", gentle)),
                ElementsAre("it can never fire: a link cannot be made and lost 64 times within 6 s 299 ms"));
    EXPECT_THAT(warnings(read("[[trigger]]\noutage = \"any\"\ncount = 64\nwithin = \"6300ms\"\n", gentle)),
                IsEmpty());
}

TEST(Advice, SeesGatesThatContradictEachOther) {
    EXPECT_THAT(warnings(read(loss, "[[gate]]\nlink = \"up\"\n[[gate]]\nlink = \"down\"\n", gentle)),
                Contains("it can never fire: the link must be up and down at once"));
    EXPECT_THAT(warnings(read(loss, "[[gate]]\nlink = \"up\"\n[[gate]]\nsince_loss = \"5s\"\n", gentle)),
                Contains("it can never fire: the link must be up, and must have been down until now"));
    EXPECT_THAT(warnings(read(loss, "[[gate]]\nlink = \"up\"\n", failed, gentle)),
                Contains(HasSubstr("it can never fire: failures are counted while the link is down")));
    EXPECT_THAT(
        warnings(read(loss, "[[gate]]\nsince_loss = \"20s\"\n[[gate]]\nbefore = \"19s\"\n", gentle)),
        ElementsAre("it can never fire: the link must have been down for 20 s, and not for longer than 19 s"));
    EXPECT_THAT(warnings(read(loss, "[[gate]]\nsince_loss = \"20s\"\n[[gate]]\nbefore = \"20s\"\n", gentle)),
                IsEmpty());
    EXPECT_THAT(warnings(read(loss, "[[gate]]\nfailures = [\"scan_empty\"]\nbssids = 1\n", gentle)),
                ElementsAre("it can never fire: failures of these kinds name no access point"));
}

TEST(Advice, LetsAnAlternativeStandBesideAConditionThatNeverHolds) {
    EXPECT_THAT(
        warnings(read("[[trigger]]\noutage = \"any\"\ncount = 2\nwithin = \"60s\"\n",
                      "[[gate]]\nat_least = 1\n[[gate.of]]\nsince_loss = \"20s\"\n[[gate.of]]\nlink = \"up\"\n",
                      failed, gentle)),
        IsEmpty());
    EXPECT_THAT(warnings(read(loss,
                              "[[gate]]\nat_least = 1\n[[gate.of]]\nstall = \"no_answer\"\nlasts = \"20s\"\n"
                              "[[gate.of]]\nfailures = [\"auth_timeout\"]\n",
                              gentle)),
                ElementsAre(HasSubstr("this condition never holds: a stall is of a link that is up")));
}

TEST(Advice, SeesATriggerThatIsOverBeforeTheGatesOpen) {
    const std::string_view late = "[[gate]]\nsince_loss = \"61s\"\n";
    EXPECT_THAT(warnings(read(loss, late, gentle)),
                ElementsAre(HasSubstr("it can never fire: the link must have been down for 1 min 1 s")));
    EXPECT_THAT(warnings(read(loss, "[[gate]]\nsince_loss = \"60s\"\n", gentle)), IsEmpty());
    EXPECT_THAT(warnings(read(loss, "[[trigger]]\nevent = \"auth_timeout\"\nwithin = \"60s\"\n", late, gentle)),
                ElementsAre(HasSubstr("this trigger can never fire")));
}

TEST(Advice, SeesStallsThatAreLookedForOnALinkThatIsDown) {
    const std::string_view stall = "[[trigger]]\nstall = \"no_answer\"\nlasts = \"30s\"\n";
    EXPECT_THAT(warnings(read(stall, gentle)),
                ElementsAre(HasSubstr("it can never fire: a stall is of a link that is up")));
    EXPECT_THAT(warnings(read(stall, "[[gate]]\nlink = \"up\"\n", gentle)), IsEmpty());
    EXPECT_THAT(warnings(read(stall, "[[gate]]\nlink = \"any\"\n", gentle)), IsEmpty());
}

TEST(Advice, SeesEventsThatMakeEverythingForgotten) {
    for (const std::string name : {"gap", "booted", "suspended"})
        EXPECT_THAT(warnings(read("[[trigger]]\nevent = \"" + name + "\"\nwithin = 60\n", gentle)),
                    Contains("it can never fire: what is counted is forgotten at this very event"))
            << name;
}

TEST(Advice, SeesAPolicyThatNothingBegins) {
    EXPECT_THAT(warnings(read(gentle)), ElementsAre("it can never fire: nothing begins it"));
}

TEST(Advice, SeesTriggersOnOrdinaryThings) {
    for (const std::string name : {"scan_started", "associated", "authorized", "signal_report", "action_started"})
        EXPECT_THAT(warnings(read("[[trigger]]\nevent = \"" + name + "\"\nwithin = 60\n", failed, gentle)),
                    ElementsAre("it fires on everything: " + name + " is told of links that work, too"));
    EXPECT_THAT(warnings(read("[[trigger]]\nevent = \"probe_result\"\nwithin = 60\n", failed, gentle)),
                ElementsAre(HasSubstr("it fires on everything")));
    EXPECT_THAT(
        warnings(read("[[trigger]]\nevent = \"probe_result\"\nanswer = \"down\"\nwithin = 60\n", failed, gentle)),
        IsEmpty());
    const std::string_view any = "[[trigger]]\noutage = \"any\"\nwithin = \"60s\"\n";
    EXPECT_THAT(warnings(read(any, gentle)), ElementsAre(HasSubstr("it fires on everything: each loss")));
    EXPECT_THAT(warnings(read(any, failed, gentle)), IsEmpty());
    EXPECT_THAT(warnings(read(any, "[[gate]]\nsince_loss = \"20s\"\n", gentle)), IsEmpty());
}

TEST(Advice, SeesResetsOnOneSymptomButNotGentleRungs) {
    const std::string one = "function_reset resets the device on one symptom";
    EXPECT_THAT(warnings(read(loss, gentle, reset)), ElementsAre(one));
    EXPECT_THAT(warnings(read(loss, "[[gate]]\nsince_loss = \"20s\"\n[[gate]]\nwaiting = false\n", reset)),
                ElementsAre(one));
    EXPECT_THAT(warnings(read(loss, gentle)), IsEmpty());
    EXPECT_THAT(warnings(read(loss,
                              "[[gate]]\nat_least = 1\n[[gate.of]]\nlink = \"down\"\n[[gate.of]]\n"
                              "failures = [\"auth_timeout\"]\n",
                              reset)),
                Contains(one))
        << "the other condition is a way round the symptom";
    EXPECT_THAT(warnings(read(loss, "[[gate]]\nevent = \"associated\"\nwithin = 60\n", reset)), ElementsAre(one))
        << "an ordinary event is no symptom";
}

TEST(Advice, SeesLinksThatWorkBeingTouched) {
    EXPECT_THAT(warnings(read(loss, "[[gate]]\nlink = \"any\"\n", gentle)),
                ElementsAre(HasSubstr("it also fires on a link that has come back")));
    EXPECT_THAT(warnings(read("[[trigger]]\nevent = \"probe_result\"\nanswer = \"down\"\ncount = 3\nwithin = 60\n",
                              "[[gate]]\nlink = \"up\"\n", gentle)),
                ElementsAre(HasSubstr("it touches links that work")));
}

TEST(Advice, SeesBudgetsThatEndALadderEarly) {
    EXPECT_THAT(warnings(read(loss, failed, gentle, reset, "[limits]\nper_day = 1\n")),
                ElementsAre(HasSubstr("per_day = 1 ends each ladder before its last rungs, of which 2 can run")));
    EXPECT_THAT(warnings(read(loss, failed, gentle, reset, "[limits]\nper_day = 2\n")), IsEmpty());
    EXPECT_THAT(
        warnings(read("never = [\"function_reset\"]\n", loss, failed, gentle, reset, "[limits]\nper_day = 1\n")),
        ElementsAre(HasSubstr("function_reset is skipped")))
        << "one rung is left";
}

TEST(Advice, SeesLimitsWithoutMeaning) {
    EXPECT_THAT(warnings(read(loss, gentle, "[limits]\nper_hour = 4\nper_day = 3\n")),
                ElementsAre(HasSubstr("per_day = 3 leaves per_hour = 4 without meaning")));
    EXPECT_THAT(warnings(read(loss, gentle, "[limits]\nper_hour = 4\nper_boot = 3\n")),
                ElementsAre(HasSubstr("per_boot = 3 leaves per_hour = 4 without meaning")));
    EXPECT_THAT(
        warnings(read(loss, gentle, "[limits]\ncool_down = \"2d\"\nper_day = 2\n")),
        ElementsAre(HasSubstr("per_day = 2 is never used up: the cool-down of 48 h lets no more than 1 through")));
    EXPECT_THAT(warnings(read(loss, gentle, "[limits]\ncool_down = \"1d\"\nper_day = 2\n")), IsEmpty())
        << "a day includes both its ends";
    EXPECT_THAT(warnings(read(loss, gentle, "[limits]\ncool_down_factor = 2\n")),
                ElementsAre(HasSubstr("never grows")));
    EXPECT_THAT(warnings(read(loss, gentle, "[limits]\ncool_down_max = \"1h\"\n")),
                ElementsAre(HasSubstr("never grows")));
    EXPECT_THAT(warnings(read(loss, gentle, "[limits]\ncool_down_factor = 2\ncool_down_max = \"1h\"\n")),
                IsEmpty());
    EXPECT_THAT(warnings(read(loss, gentle, "[limits]\ncool_down = 0\n")),
                ElementsAre(HasSubstr("nothing bounds")));
    EXPECT_THAT(warnings(read(loss, gentle, "[limits]\ncool_down = 0\nper_boot = 3\n")), IsEmpty());
}

TEST(Advice, SeesRungsThatAreSkippedOrStandInAnOddOrder) {
    EXPECT_THAT(warnings(read("never = [\"reassociate\"]\n", loss, gentle)),
                UnorderedElementsAre("reassociate is skipped: \"never\" names it",
                                     "it can never act: none of its rungs can run"));
    EXPECT_THAT(warnings(read(loss, failed, reset, gentle)),
                ElementsAre("reassociate stands behind function_reset, which undoes more"));
    EXPECT_THAT(warnings(read(loss, gentle, "proof = \"answer\"\n")),
                ElementsAre(HasSubstr("without probes it always fails")));
}

TEST(Advice, HoldsTheLadderAgainstTheDriver) {
    const auto policy = read(loss, failed, gentle, "[[rung]]\nmethod = \"restart_hw\"\n", reset,
                             "[[rung]]\nmethod = \"power_cycle\"\n");
    const Machine machine{.driver = &driver("bes2600"), .kernel = {}, .bus = driver::Bus::sdio};
    const auto all = warnings(policy, machine);
    EXPECT_THAT(all,
                Contains(HasSubstr("restart_hw is skipped: a hazard of bes2600 forbids it, restart_hw_hangs")));
    EXPECT_THAT(all, Contains("function_reset cannot run: the profile of bes2600 knows no way to do it on sdio"));
    EXPECT_THAT(all, Contains(HasSubstr("power_cycle was not tried with bes2600")));
    EXPECT_THAT(all, Contains(HasSubstr("power_cycle also takes down: Bluetooth")));
    EXPECT_THAT(all, Contains(HasSubstr("it takes Bluetooth down, bluetooth_shares_the_chip")));
    EXPECT_THAT(all, Not(Contains(HasSubstr("reassociate"))));
    EXPECT_THAT(warnings(policy), IsEmpty()) << "without a driver nothing is known";
}

TEST(Advice, SaysThatALadderCannotRunOnADriverAtAll) {
    const auto policy = read(loss, failed, "[[rung]]\nmethod = \"module_reload\"\n", "[limits]\nper_hour = 4\n");
    EXPECT_THAT(warnings(policy, {.driver = &driver("bes2600"), .kernel = {}, .bus = {}}),
                ElementsAre(HasSubstr("module_reload is skipped"), "it can never act: none of its rungs can run"));
    EXPECT_THAT(warnings(policy, {.driver = &driver("iwlwifi"), .kernel = {}, .bus = {}}), IsEmpty());
}

TEST(Advice, NamesTheMethodsThatHazardsForbidOnThatMachine) {
    EXPECT_THAT(forbidden_methods({}), IsEmpty());
    EXPECT_THAT(forbidden_methods({.driver = &driver("bes2600"), .kernel = {}, .bus = {}}),
                ElementsAre(driver::Method::restart_hw, driver::Method::unbind_bind, driver::Method::module_reload,
                            driver::Method::remove_rescan));
}

TEST(Advice, PointsAtTheLineThatItIsAbout) {
    const auto policy = read(loss, failed, reset, gentle);
    const auto findings = advice(policy);
    ASSERT_EQ(findings.size(), 1U);
    EXPECT_EQ(findings[0].place.line, 10U);
}

}  // namespace
}  // namespace wlanmedic::policy
