// SPDX-License-Identifier: MIT
// Policy files: what is read from them, and what is said of those that are wrong.
#include <gmock/gmock.h>

#include <chrono>

#include "policy/policies.h"
#include "policy/policy_reader.h"

namespace wlanmedic::policy {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::SizeIs;

constexpr std::string_view head = "format = \"wlanmedic.policy/1\"\n";
constexpr std::string_view trigger = "[[trigger]]\noutage = \"any\"\nwithin = \"60s\"\n";
constexpr std::string_view rung = "[[rung]]\nmethod = \"reassociate\"\n";

wifi::Result<Policy> read(std::string_view rest) {
    return parse_policy(std::string(head) + std::string(rest), "p.toml");
}

/// With a trigger and a rung before it.
wifi::Result<Policy> read_more(std::string_view rest) {
    return read(std::string(trigger) + std::string(rung) + std::string(rest));
}

wifi::Error error_of(const wifi::Result<Policy>& policy) {
    if (!policy) return policy.error();
    ADD_FAILURE() << "it was read";
    return {};
}

std::string said(const wifi::Result<Policy>& policy) {
    const auto error = error_of(policy);
    EXPECT_FALSE(error.hint.empty()) << error.what;
    return error.to_string() + " | " + error.hint;
}

Condition condition(std::string_view keys) {
    const auto policy = read_more("[[gate]]\n" + std::string(keys));
    if (!policy) {
        ADD_FAILURE() << policy.error().to_string();
        return {};
    }
    return policy->gates.at(0).of.at(0);
}

Watch watch(std::string_view keys) {
    const auto policy = read(std::string(rung) + "[[trigger]]\n" + std::string(keys));
    if (!policy) {
        ADD_FAILURE() << policy.error().to_string();
        return {};
    }
    return policy->triggers.at(0);
}

TEST(PolicyFile, IsNamedForItsFile) {
    const auto policy = parse_policy(head, "/some/where/my-own.toml");
    ASSERT_TRUE(policy) << policy.error().to_string();
    EXPECT_EQ(policy->name, "my-own");
    EXPECT_EQ(policy->file, "/some/where/my-own.toml");
    EXPECT_TRUE(does_nothing(*policy));
}

TEST(PolicyFile, TellsTheFormatThatItWants) {
    EXPECT_THAT(said(parse_policy("", "p.toml")), HasSubstr("key \"format\" is missing"));
    EXPECT_THAT(said(parse_policy("format = \"wlanmedic.policy/2\"", "p.toml")),
                HasSubstr("p.toml:1:10: \"wlanmedic.policy/2\" is no format"));
}

TEST(PolicyFile, HasDefaults) {
    const auto policy = read_more("");
    ASSERT_TRUE(policy) << policy.error().to_string();
    EXPECT_EQ(policy->triggers[0].count, 1);
    EXPECT_EQ(policy->triggers[0].outage_class, std::nullopt);
    EXPECT_EQ(policy->rungs[0].deadline, 30s);
    EXPECT_EQ(policy->rungs[0].proof, Proof::authorized);
    EXPECT_EQ(policy->rungs[0].healthy_for, 10s);
    EXPECT_EQ(policy->limits, Limits{});
    EXPECT_EQ(policy->limits.cool_down, 2min);
    EXPECT_EQ(policy->limits.grace, 30s);
}

TEST(PolicyFile, WatchesWhatATriggerNames) {
    EXPECT_EQ(watch("outage = \"connection_loss\"\ncount = 3\nwithin = 60").outage_class,
              outage::Class::connection_loss);
    EXPECT_EQ(watch("outage = \"any\"\nwithin = 60").within, 60s);
    const auto probe = watch("event = \"probe_result\"\nanswer = \"down\"\nwithin = \"30s\"\nper = \"bssid\"");
    EXPECT_EQ(probe.on, Watch::On::event);
    EXPECT_EQ(probe.event, wifi::alternative_named("probe_result"));
    EXPECT_EQ(probe.answer, wifi::Answer::down);
    EXPECT_EQ(probe.per, Scope::bssid);
    const auto signature = watch("signature = \"firmware_error\"\ndriver = \"mt76\"\nwithin = \"10min\"");
    EXPECT_EQ(signature.event, wifi::alternative_named("firmware_error"));
    EXPECT_EQ(signature.driver, "mt76");
    EXPECT_EQ(watch("counter = \"rx_decryption_failures\"\ncount = 64\nwithin = \"1s\"").counter,
              "rx_decryption_failures");
    const auto stall = watch("stall = \"no_answer\"\nlasts = \"1min 30s\"");
    EXPECT_EQ(stall.on, Watch::On::stall);
    EXPECT_EQ(stall.stall, outage::Stall::Kind::no_answer);
    EXPECT_EQ(stall.within, 90s);
}

TEST(PolicyFile, AsksWhatAGateNames) {
    using Kind = Condition::Kind;
    EXPECT_EQ(condition("link = \"any\"").link, Condition::Link::any);
    const auto failures =
        condition("failures = [\"auth_timeout\", \"scan_empty\"]\ncount = 7\nbssids = 2\neach = true");
    EXPECT_EQ(failures.kind, Kind::failures);
    EXPECT_EQ(failures.failures, bit_of(Failure::auth_timeout) | bit_of(Failure::scan_empty));
    EXPECT_EQ(failures.count, 7);
    EXPECT_EQ(failures.bssids, 2);
    EXPECT_TRUE(failures.each);
    EXPECT_EQ(condition("failures = [\"any\"]").failures, (1U << failure_names.size()) - 1);
    EXPECT_EQ(condition("since_loss = \"90s\"").kind, Kind::since_loss);
    EXPECT_EQ(condition("since_loss = \"90s\"").span, 90s);
    EXPECT_EQ(condition("before = \"10min\"").kind, Kind::before);
    EXPECT_EQ(condition("signal = -75\nheard_within = \"30s\"").dbm, -75);
    EXPECT_EQ(condition("signal = -75\nheard_within = \"30s\"").span, 30s);
    EXPECT_EQ(condition("asked_for = false").kind, Kind::not_asked_for);
    EXPECT_EQ(condition("waiting = false").kind, Kind::not_waiting);
    EXPECT_EQ(condition("worked_before = true").kind, Kind::worked_before);
    const auto symptom = condition("event = \"scan_failed\"\ncount = 2\nwithin = \"1min\"");
    EXPECT_EQ(symptom.kind, Kind::symptom);
    EXPECT_EQ(symptom.watch.count, 2);
}

TEST(PolicyFile, CountsConditionsOfAGate) {
    const auto policy = read_more(
        "[[gate]]\nat_least = 2\n[[gate.of]]\nlink = \"down\"\n[[gate.of]]\nwaiting = false\n"
        "[[gate.of]]\nstall = \"no_answer\"\nlasts = \"30s\"\n");
    ASSERT_TRUE(policy) << policy.error().to_string();
    ASSERT_THAT(policy->gates, SizeIs(1));
    EXPECT_EQ(policy->gates[0].at_least, 2);
    ASSERT_THAT(policy->gates[0].of, SizeIs(3));
    EXPECT_EQ(policy->gates[0].of[2].watch.stall, outage::Stall::Kind::no_answer);
    EXPECT_EQ(policy->gates[0].of[2].place.line, 13U);
}

TEST(PolicyFile, HasLimits) {
    const auto policy = read_more(
        "[limits]\ncool_down = \"5min\"\ncool_down_factor = 2\ncool_down_max = \"2h\"\nper_hour = 4\nper_day = "
        "12\n"
        "per_boot = 64\ngive_up_after = 3\ngrace = 0\n");
    ASSERT_TRUE(policy) << policy.error().to_string();
    const Limits limits{5min, 2, 2h, 4, 12, 64, 3, 0s};
    EXPECT_EQ(policy->limits, limits);
}

TEST(PolicyFile, TellsUnknownKeysWithTheKnownOnes) {
    EXPECT_THAT(said(read("tigger = 1\n")),
                HasSubstr("p.toml:2:1: unknown key \"tigger\" | The keys of a policy are"));
    EXPECT_THAT(said(read("[[trigger]]\noutage = \"any\"\nwithin = 1\ntimes = 3\n")),
                HasSubstr("p.toml:5:1: unknown key \"times\" | The keys of a trigger are outage, count"));
    EXPECT_THAT(said(read_more("[[gate]]\nsince = \"1s\"\n")), HasSubstr("unknown key \"since\""));
    EXPECT_THAT(said(read_more("[[gate]]\nat_least = 1\n[[gate.of]]\nat_least = 1\nlink = \"up\"\n")),
                HasSubstr("unknown key \"at_least\""));
    EXPECT_THAT(said(read("[[rung]]\nmethod = \"reassociate\"\nretries = 3\n")),
                HasSubstr("unknown key \"retries\""));
    EXPECT_THAT(said(read_more("[limits]\nper_week = 3\n")), HasSubstr("unknown key \"per_week\""));
}

TEST(PolicyFile, TellsTheRangeOfWhatIsZeroNegativeOrAbsurd) {
    for (const std::string_view count : {"0", "-3", "65", "9223372036854775807", "3.0", "\"3\"", "true", "nan"})
        EXPECT_THAT(said(read(std::string(rung) +
                              "[[trigger]]\noutage = \"any\"\nwithin = 1\ncount = " + std::string(count))),
                    HasSubstr("p.toml:7:9: \"count\" is not a whole number from 1 to 64"))
            << count;
    for (const std::string_view span : {"\"0s\"", "0", "-1", "\"-1s\"", "\"8d\"", "\"soon\"", "\"\"", "inf", "0.5",
                                        "[]", "604801", "9223372036854775807", "\"99999999999999999999s\""})
        EXPECT_THAT(said(read(std::string(rung) + "[[trigger]]\noutage = \"any\"\nwithin = " + std::string(span))),
                    HasSubstr("p.toml:6:10: \"within\" is not a span of time from 1 ms to 168 h"))
            << span;
    EXPECT_THAT(said(read(std::string(rung) + "[[trigger]]\nstall = \"no_answer\"\nlasts = \"25h\"")),
                HasSubstr("1 s to 24 h"));
    EXPECT_THAT(said(read_more("[[gate]]\nfailures = [\"any\"]\ncount = 1001\n")), HasSubstr("from 1 to 1000"));
    EXPECT_THAT(said(read_more("[[gate]]\nfailures = [\"any\"]\nbssids = 9\n")), HasSubstr("from 1 to 8"));
    EXPECT_THAT(said(read_more("[[gate]]\nsignal = 75\nheard_within = 1\n")), HasSubstr("from -120 to 0"));
    EXPECT_THAT(said(read_more("[[gate]]\nat_least = 2\n[[gate.of]]\nlink = \"up\"\n")), HasSubstr("from 1 to 1"));
    EXPECT_THAT(said(read("[[rung]]\nmethod = \"reassociate\"\ndeadline = \"0s\"\n")),
                HasSubstr("from 1 s to 1 h"));
    EXPECT_THAT(said(read("[[rung]]\nmethod = \"reassociate\"\nhealthy_for = \"61min\"\n")),
                HasSubstr("from 0 s to 1 h"));
    EXPECT_THAT(said(read_more("[limits]\ncool_down = \"8d\"\n")), HasSubstr("from 0 s to 168 h"));
    EXPECT_THAT(said(read_more("[limits]\ncool_down = \"3min\"\ncool_down_max = \"2min\"\n")),
                HasSubstr("from 3 min to 168 h"));
    EXPECT_THAT(said(read_more("[limits]\ncool_down_factor = 17\n")), HasSubstr("from 1 to 16"));
    EXPECT_THAT(said(read_more("[limits]\nper_boot = 0\n")), HasSubstr("from 1 to 64"));
    EXPECT_THAT(said(read_more("[limits]\ngrace = \"2h\"\n")), HasSubstr("from 0 s to 1 h"));
}

TEST(PolicyFile, TellsTheWordsThatItKnows) {
    EXPECT_THAT(said(read(std::string(rung) + "[[trigger]]\noutage = \"user\"\nwithin = 1")),
                HasSubstr("no trigger counts outages of the class \"user\" | One of connection_loss, "));
    EXPECT_THAT(said(read(std::string(rung) + "[[trigger]]\nevent = \"nothing\"\nwithin = 1")),
                HasSubstr("decrypt_failure"));
    EXPECT_THAT(said(read(std::string(rung) + "[[trigger]]\nevent = \"timer_fired\"\nwithin = 1")),
                HasSubstr("no event"));
    EXPECT_THAT(said(read(std::string(rung) + "[[trigger]]\nevent = \"counter\"\nwithin = 1")),
                HasSubstr("counter = \"NAME\""));
    EXPECT_THAT(said(read(std::string(rung) + "[[trigger]]\nstall = \"source_silent\"\nlasts = 1")),
                HasSubstr("no_answer"));
    EXPECT_THAT(said(read_more("[[gate]]\nlink = \"off\"\n")), HasSubstr("One of down, up, any."));
    EXPECT_THAT(said(read_more("[[gate]]\nfailures = [\"any\", \"auth_timeout\"]\n")),
                HasSubstr("unknown failure \"any\""));
    EXPECT_THAT(said(read_more("[[gate]]\nfailures = []\n")), HasSubstr("not a list of texts"));
    EXPECT_THAT(said(read("[[rung]]\nmethod = \"reboot\"\n")), HasSubstr("One of reassociate, "));
    EXPECT_THAT(said(read("never = [\"reboot\"]\n")), HasSubstr("unknown method \"reboot\""));
}

TEST(PolicyFile, TellsKeysThatDoNotGoTogether) {
    EXPECT_THAT(said(read_more("[[gate]]\nlink = \"up\"\nsince_loss = 1\n")),
                HasSubstr("\"link\" and \"since_loss\" stand in one table"));
    EXPECT_THAT(said(read_more("[[gate]]\nsince_loss = 1\nbssids = 2\n")),
                HasSubstr("\"bssids\" does not go with \"since_loss\""));
    EXPECT_THAT(said(read(std::string(rung) + "[[trigger]]\nstall = \"no_answer\"\nlasts = 1\ncount = 2\n")),
                HasSubstr("\"count\" does not go with \"stall\""));
    EXPECT_THAT(
        said(read(std::string(rung) + "[[trigger]]\nevent = \"beacon_loss\"\nanswer = \"up\"\nwithin = 1")),
        HasSubstr("only a probe has an answer"));
    EXPECT_THAT(
        said(read(std::string(rung) + "[[trigger]]\nsignature = \"decrypt_failure\"\ndriver = \"x\"\nwithin = 1")),
        HasSubstr("names its driver"));
    EXPECT_THAT(said(read_more("[[gate]]\nat_least = 1\nlink = \"up\"\n[[gate.of]]\nwaiting = false\n")),
                HasSubstr("unknown key \"link\""));
    EXPECT_THAT(said(read_more("[[gate]]\nasked_for = true\n")), HasSubstr("can only be false"));
    EXPECT_THAT(said(read_more("[[gate]]\nworked_before = false\n")), HasSubstr("can only be true"));
}

TEST(PolicyFile, TellsWhatIsMissing) {
    EXPECT_THAT(said(read(std::string(rung) + "[[trigger]]\n")), HasSubstr("this trigger says nothing"));
    EXPECT_THAT(said(read(std::string(rung) + "[[trigger]]\noutage = \"any\"\n")),
                HasSubstr("key \"within\" is missing"));
    EXPECT_THAT(said(read(std::string(rung) + "[[trigger]]\nstall = \"no_answer\"\n")),
                HasSubstr("key \"lasts\" is missing"));
    EXPECT_THAT(said(read_more("[[gate]]\n")), HasSubstr("this gate says nothing"));
    EXPECT_THAT(said(read_more("[[gate]]\nsignal = -70\n")), HasSubstr("key \"heard_within\" is missing"));
    EXPECT_THAT(said(read_more("[[gate]]\nat_least = 1\n")), HasSubstr("1 to 16 conditions"));
    EXPECT_THAT(said(read_more("[[gate]]\n[[gate.of]]\nlink = \"up\"\n")),
                HasSubstr("key \"at_least\" is missing"));
    EXPECT_THAT(said(read("[[rung]]\n")), HasSubstr("key \"method\" is missing"));
    EXPECT_THAT(said(read(trigger)), HasSubstr("triggers and no rung"));
}

TEST(PolicyFile, TellsOtherShapes) {
    EXPECT_THAT(said(read("trigger = 3\n")), HasSubstr("not a list of tables"));
    EXPECT_THAT(said(read("gate = [1]\n")), HasSubstr("not a list of tables"));
    EXPECT_THAT(said(read("limits = 3\n")), HasSubstr("\"limits\" is not a table"));
    EXPECT_THAT(said(read("about = \"")), HasSubstr("p.toml:2:"));
    EXPECT_THAT(said(read("about = \"\xff\"\n")), HasSubstr("p.toml:2:"));
}

TEST(PolicyFile, HoldsAtMostSixteenOfAKind) {
    const auto many = [](std::string_view entry, int times) {
        std::string text;
        for (int i = 0; i < times; ++i) text += entry;
        return text;
    };
    EXPECT_TRUE(read(std::string(rung) + many(trigger, 16)));
    EXPECT_THAT(said(read(std::string(rung) + many(trigger, 17))),
                HasSubstr("more than 16 entries of \"trigger\""));
    EXPECT_THAT(said(read(many(rung, 17))), HasSubstr("p.toml:34:1: more than 16 entries of \"rung\""));
    EXPECT_THAT(said(read_more(many("[[gate]]\nwaiting = false\n", 17))), HasSubstr("entries of \"gate\""));
    EXPECT_TRUE(read_more("[[gate]]\nat_least = 16\n" + many("[[gate.of]]\nwaiting = false\n", 16)));
    EXPECT_THAT(said(read_more("[[gate]]\nat_least = 1\n" + many("[[gate.of]]\nwaiting = false\n", 17))),
                HasSubstr("1 to 16 conditions"));
}

TEST(Policies, FindsByNameAndByPathAndSaysWhatItKnows) {
    const auto all = Policies::built_in();
    ASSERT_TRUE(all.find("b-1"));
    EXPECT_EQ(all.find("b-1")->policy->name, "b-1");
    const auto unknown = all.find("b-2");
    ASSERT_FALSE(unknown);
    EXPECT_EQ(unknown.error().what, "no policy is called \"b-2\"");
    EXPECT_THAT(unknown.error().hint, HasSubstr("b-1-gated"));
    const auto file = all.find(WLANMEDIC_SOURCE_DIR "/policies/b-1.toml");
    ASSERT_TRUE(file) << file.error().to_string();
    EXPECT_EQ(file->policy->triggers, all.find("b-1")->policy->triggers);
    EXPECT_FALSE(all.find("./b-1")) << "a path is no name";
    EXPECT_FALSE(all.find("b-1.toml"));
}

TEST(Policies, OfADirectoryReplaceThoseBuiltIn) {
    auto all = Policies::built_in();
    const auto before = all.all().size();
    ASSERT_TRUE(all.add_directory(WLANMEDIC_SOURCE_DIR "/policies"));
    EXPECT_EQ(all.all().size(), before);
    EXPECT_THAT(all.find("b-1")->policy->file, HasSubstr(WLANMEDIC_SOURCE_DIR));
    EXPECT_FALSE(all.add_directory(WLANMEDIC_SOURCE_DIR "/nowhere"));
    EXPECT_FALSE(all.add_directory(WLANMEDIC_SOURCE_DIR "/drivers")) << "no policies";
    EXPECT_EQ(all.all().size(), before);
}

}  // namespace
}  // namespace wlanmedic::policy
