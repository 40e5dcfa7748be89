// SPDX-License-Identifier: MIT
// What the words of the command line make of a sweep.
#include "tune/axes.h"

#include <gmock/gmock.h>

#include <fstream>
#include <iterator>

#include "policy/policy_reader.h"
#include "policy/policy_writer.h"
#include "support.h"

using namespace wlanmedic;
using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

namespace {

wifi::Error error_of(const tune::AxisTexts& texts) {
    const auto axes = tune::parse_axes(texts);
    EXPECT_FALSE(axes.has_value());
    return axes ? wifi::Error{} : axes.error();
}

}  // namespace

TEST(Axes, HaveDefaults) {
    const auto axes = tune::parse_axes({}).value();
    EXPECT_THAT(axes.counts, ElementsAre(1, 2, 3, 5, 8));
    EXPECT_THAT(axes.windows, ElementsAre(10s, 1min, 5min, 10min, 30min));
    EXPECT_THAT(axes.gates, SizeIs(7));
    EXPECT_THAT(axes.cool_downs, ElementsAre(30s, 2min, 10min));
    EXPECT_THAT(axes.ladders, SizeIs(5));
    EXPECT_THAT(axes.repeated, IsEmpty());
}

TEST(Axes, AreAscendingWhateverTheOrderAndTheNumberOfOptions) {
    const auto axes = tune::parse_axes({.counts = {"5,1", "3"}, .windows = {"2min", "10s, 1min"}}).value();
    EXPECT_THAT(axes.counts, ElementsAre(1, 3, 5));
    EXPECT_THAT(axes.windows, ElementsAre(10s, 1min, 2min));
}

TEST(Axes, TakeAValueThatIsGivenTwiceOnceAndSaySo) {
    const auto axes =
        tune::parse_axes({.windows = {"60s,1min"}, .ladders = {"function_reset,function_reset"}}).value();
    EXPECT_THAT(axes.windows, ElementsAre(1min));
    EXPECT_THAT(axes.ladders, SizeIs(1));
    EXPECT_THAT(axes.repeated, ElementsAre("1min", "function_reset"));
}

TEST(Axes, PutSeveralGatesTogether) {
    const auto axes = tune::parse_axes({.gates = {"none,comeback_timeout+down_10s,timeouts_7"}}).value();
    ASSERT_THAT(axes.gates, SizeIs(3));
    EXPECT_THAT(axes.gates[0].gates, IsEmpty());
    ASSERT_THAT(axes.gates[1].gates, SizeIs(2));
    EXPECT_EQ(axes.gates[1].gates[0].of.front().failures,
              policy::bit_of(policy::Failure::assoc_timeout_after_comeback));
    EXPECT_EQ(axes.gates[1].gates[1].of.front().span, 10s);
    EXPECT_EQ(axes.gates[2].gates.front().of.front().count, 7);
}

TEST(Axes, AnAbsurdValueIsAnErrorWithTheRange) {
    EXPECT_THAT(error_of({.counts = {"0"}}).what, HasSubstr("--count: \"0\" is out of range"));
    EXPECT_THAT(error_of({.counts = {"65"}}).hint, HasSubstr("1 to 64"));
    EXPECT_THAT(error_of({.counts = {"-1"}}).hint, HasSubstr("1 to 64"));
    EXPECT_THAT(error_of({.counts = {"1.5"}}).hint, HasSubstr("1 to 64"));
    EXPECT_THAT(error_of({.counts = {"1,,2"}}).hint, HasSubstr("1 to 64"));
    EXPECT_THAT(error_of({.windows = {"0s"}}).hint, HasSubstr("1 ms"));
    EXPECT_THAT(error_of({.windows = {"8d"}}).hint, HasSubstr("168 h"));
    EXPECT_THAT(error_of({.windows = {"soon"}}).what, HasSubstr("no span"));
    EXPECT_THAT(error_of({.cool_downs = {"-1s"}}).what, HasSubstr("--cool-down"));
    EXPECT_THAT(error_of({.gates = {"timeouts_0"}}).hint, HasSubstr("1 to 1000"));
    EXPECT_THAT(error_of({.gates = {"down_0s"}}).hint, HasSubstr("1 ms"));
    EXPECT_THAT(error_of({.gates = {"luck"}}).hint, HasSubstr("two_symptoms"));
    EXPECT_THAT(error_of({.ladders = {"prayer"}}).hint, HasSubstr("function_reset"));
    EXPECT_THAT(error_of({.ladders = {""}}).hint, HasSubstr("function_reset"));
    EXPECT_THAT(error_of({.ladders = {"reassociate+reassociate"}}).what, HasSubstr("twice"));
    EXPECT_TRUE(tune::parse_axes({.counts = {"64"}, .windows = {"1ms,7d"}, .cool_downs = {"0,7d"}}).has_value());
}

TEST(Axes, EveryGateIsOneThatAPolicyFileCanHave) {
    for (const std::string_view name :
         {"comeback_timeout", "two_bssids", "two_symptoms", "within_reach", "not_asked_for", "not_waiting",
          "worked_before", "timeouts_3", "down_10s"}) {
        EXPECT_THAT(tune::gate_names(), HasSubstr(std::string(name.substr(0, name.find_first_of("13")))));
        const auto space = test::space_of({.counts = {"2"}, .windows = {"10min"}, .gates = {std::string(name)}});
        policy::Policy read = policy::parse_policy(policy::to_toml(*space.policy(0)), "candidate-1.toml").value();
        for (auto& gate : read.gates)
            for (auto& condition : gate.of) condition.place = condition.watch.place = {};
        EXPECT_EQ(read.gates, space.policy(0)->gates) << name;
        EXPECT_FALSE(read.gates.empty()) << name;
    }
}

TEST(Axes, TheDocumentNamesEveryGateAndTheDefaults) {
    std::ifstream file(WLANMEDIC_SOURCE_DIR "/docs/tune.md");
    const std::string text{std::istreambuf_iterator<char>(file), {}};
    for (const auto* const name :
         {"`comeback_timeout`", "`two_bssids`", "`two_symptoms`", "`within_reach`", "`not_asked_for`",
          "`not_waiting`", "`worked_before`", "`timeouts_N`", "`down_SPAN`", "`none`"})
        EXPECT_THAT(text, HasSubstr(name));
    for (const std::string_view defaults : {tune::default_counts, tune::default_windows, tune::default_gates,
                                            tune::default_cool_downs, tune::default_ladders})
        EXPECT_THAT(text, HasSubstr('`' + std::string(defaults) + '`'));
}
