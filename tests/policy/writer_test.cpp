// SPDX-License-Identifier: MIT
// What is written is read as the same policy.
#include <gmock/gmock.h>

#include <chrono>
#include <random>

#include "policy/names.h"
#include "policy/policies.h"
#include "policy/policy_reader.h"
#include "policy/policy_writer.h"

namespace wlanmedic::policy {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::StartsWith;

Policy without_places(Policy policy) {
    for (auto& trigger : policy.triggers) trigger.place = {};
    for (auto& gate : policy.gates)
        for (auto& condition : gate.of) condition.place = condition.watch.place = {};
    for (auto& rung : policy.rungs) rung.place = {};
    policy.name = policy.file = "";
    return policy;
}

testing::AssertionResult reads_back(const Policy& policy) {
    const auto text = to_toml(policy);
    const auto read = parse_policy(text, "written.toml");
    if (!read) return testing::AssertionFailure() << read.error().to_string() << "\n" << text;
    if (without_places(*read) != without_places(policy)) return testing::AssertionFailure() << "another\n" << text;
    return testing::AssertionSuccess();
}

/// Draws policies in which each value that a file may have occurs.
class Draw {
public:
    explicit Draw(unsigned seed) : random_(seed) {}

    Policy policy() {
        Policy policy;
        if (yes()) policy.about = "a \"b\" \\ c\td\x01\x7f \xc3\xa9";
        policy.never = some<driver::Method>(3, [&] { return name(driver::method_names); });
        policy.triggers = some<Watch>(Policy::most_triggers, [&] { return watch(); });
        policy.gates = some<Gate>(Policy::most_gates, [&] { return gate(); });
        policy.rungs = some<Rung>(Policy::most_rungs, [&] { return rung(); });
        if (policy.rungs.empty()) policy.rungs.push_back(rung());
        policy.limits = limits();
        return policy;
    }

private:
    std::int64_t number(std::int64_t least, std::int64_t most) {
        return std::uniform_int_distribution<std::int64_t>(least, most)(random_);
    }
    int small(int least, int most) { return static_cast<int>(number(least, most)); }
    bool yes() { return number(0, 1) == 1; }
    wifi::Duration span(wifi::Duration least, wifi::Duration most) {
        const std::int64_t unit = yes() ? 1 : 1'000'000'000;
        return std::max(least, wifi::Duration(number(least.count(), most.count()) / unit * unit));
    }
    template <class Value, std::size_t Count>
    Value name(const config::Names<Value, Count>& names) {
        return names[static_cast<std::size_t>(number(0, Count - 1))].first;
    }
    template <class Entry, class Make>
    std::vector<Entry> some(std::size_t most, Make make) {
        std::vector<Entry> entries;
        for (auto left = number(0, static_cast<std::int64_t>(most)); left > 0; --left) entries.push_back(make());
        return entries;
    }

    Watch watch() {
        Watch watch;
        switch (watch.on = static_cast<Watch::On>(number(0, 3)); watch.on) {
            case Watch::On::outage:
                if (yes()) watch.outage_class = name(loss_names);
                break;
            case Watch::On::event: draw_event(watch); break;
            case Watch::On::counter: watch.counter = "tx \"retries\""; break;
            case Watch::On::stall:
                watch.stall = name(stall_names);
                watch.within = span(1s, 24h);
                return watch;
        }
        watch.count = small(1, Watch::most_count);
        watch.within = span(1ms, 168h);
        if (yes()) watch.per = Scope::bssid;
        return watch;
    }

    void draw_event(Watch& watch) {
        do {
            watch.event = static_cast<std::size_t>(number(0, std::variant_size_v<wifi::Payload> - 1));
        } while (wifi::alternative_name(watch.event) == "counter" ||
                 wifi::alternative_name(watch.event) == "timer_fired");
        if (yes()) watch.event = wifi::alternative_named(yes() ? "probe_result" : "firmware_error").value();
        const auto name_of_it = wifi::alternative_name(watch.event);
        if (name_of_it == "probe_result" && yes()) watch.answer = name(answer_names);
        if (name_of_it == "firmware_error" && yes()) watch.driver = "mt76";
    }

    Condition condition() {
        Condition condition;
        condition.kind = static_cast<Condition::Kind>(number(0, 8));
        switch (condition.kind) {
            case Condition::Kind::link: condition.link = name(link_names); break;
            case Condition::Kind::failures:
                condition.failures = static_cast<std::uint16_t>(yes() ? number(1, (1 << failure_names.size()) - 1)
                                                                      : (1 << failure_names.size()) - 1);
                condition.count = small(1, 1000);
                condition.bssids = small(0, Condition::most_bssids);
                condition.each = yes();
                break;
            case Condition::Kind::since_loss:
            case Condition::Kind::before: condition.span = span(1ms, 168h); break;
            case Condition::Kind::signal:
                condition.dbm = small(-120, 0);
                condition.span = span(1s, 24h);
                break;
            case Condition::Kind::symptom: condition.watch = watch(); break;
            default: break;
        }
        return condition;
    }

    Gate gate() {
        Gate gate;
        gate.of = some<Condition>(Gate::most_conditions, [&] { return condition(); });
        if (gate.of.empty()) gate.of.push_back(condition());
        gate.at_least = small(1, static_cast<int>(gate.of.size()));
        return gate;
    }

    Rung rung() { return {name(driver::method_names), span(1s, 1h), name(proof_names), span(0s, 1h), {}}; }

    Limits limits() {
        Limits limits;
        limits.cool_down = span(0s, 168h);
        limits.cool_down_factor = small(1, 16);
        if (yes()) limits.cool_down_max = span(limits.cool_down, 168h);
        for (auto* const budget : {&limits.per_hour, &limits.per_day, &limits.per_boot, &limits.give_up_after})
            if (yes()) *budget = small(1, 64);
        limits.grace = span(0s, 1h);
        return limits;
    }

    std::mt19937_64 random_;
};

TEST(WrittenPolicy, IsReadBackEqualOfAllReadyOnes) {
    const auto ready = Policies::built_in();
    for (const auto& file : ready.all()) EXPECT_TRUE(reads_back(*file.policy)) << file.policy->name;
}

TEST(WrittenPolicy, IsReadBackEqualOfAnyThatAFileCanHold) {
    for (unsigned seed = 0; seed < 500; ++seed) ASSERT_TRUE(reads_back(Draw(seed).policy())) << "seed " << seed;
}

TEST(WrittenPolicy, LooksAsAPersonWouldWriteIt) {
    Policy policy;
    policy.about = "Mine";
    Watch watch;
    watch.outage_class = outage::Class::connection_loss;
    watch.count = 3;
    watch.within = 90s;
    policy.triggers = {watch};
    policy.rungs = {Rung{}};
    EXPECT_THAT(to_toml(policy), StartsWith("format = \"wlanmedic.policy/1\"\n"
                                            "about = \"Mine\"\n"
                                            "\n"
                                            "[[trigger]]\n"
                                            "outage = \"connection_loss\"\n"
                                            "count = 3\n"
                                            "within = \"1 min 30 s\"\n"
                                            "\n"
                                            "[[rung]]\n"
                                            "method = \"reassociate\"\n"));
}

TEST(WrittenPolicy, BearsItsReasonsAsComments) {
    const auto text = to_toml({}, {"first\nsecond", "", "[[trigger]]\ralso \x01 no table"});
    EXPECT_THAT(text, StartsWith("# first\n# second\n#\n# [[trigger]] also   no table\nformat"));
    const auto read = parse_policy(text, "p.toml");
    ASSERT_TRUE(read) << read.error().to_string();
    EXPECT_TRUE(does_nothing(*read));
}

}  // namespace
}  // namespace wlanmedic::policy
