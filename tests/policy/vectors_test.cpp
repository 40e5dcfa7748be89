// SPDX-License-Identifier: MIT
// The engine does what the vectors say (tests/vectors/policy/README.md), and so does the plain one that the random
// sequences are judged by.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "policy/engine.h"
#include "support/event_json.h"
#include "support/policy_json.h"
#include "support/reference.h"

namespace wlanmedic::policy {
namespace {

using nlohmann::json;

json as_json(const std::optional<Decision>& decision) {
    if (!decision) return nullptr;
    constexpr config::Names<Decision::Kind, 3> kinds{{{Decision::Kind::act, "act"},
                                                      {Decision::Kind::healthy, "healthy"},
                                                      {Decision::Kind::gave_up, "gave_up"}}};
    return {{"kind", config::name_in(kinds, decision->kind)},
            {"method", driver::name_of(decision->method)},
            {"rung", decision->rung},
            {"trigger", decision->trigger},
            {"ladder", decision->ladder},
            {"interface", decision->interface}};
}

constexpr config::Names<Held, 12> held_names{{{Held::no_trigger, "no_trigger"},
                                              {Held::running, "running"},
                                              {Held::gave_up, "gave_up"},
                                              {Held::suspended, "suspended"},
                                              {Held::radio_blocked, "radio_blocked"},
                                              {Held::grace, "grace"},
                                              {Held::cool_down, "cool_down"},
                                              {Held::per_hour, "per_hour"},
                                              {Held::per_day, "per_day"},
                                              {Held::per_boot, "per_boot"},
                                              {Held::gate, "gate"},
                                              {Held::no_rung, "no_rung"}}};

// Of the decision only what is written is compared.
void expect_decision(const json& expected, const std::optional<Decision>& decision) {
    json actual = as_json(decision);
    if (expected.is_object() && actual.is_object())
        for (auto at = actual.begin(); at != actual.end();)
            at = expected.contains(at.key()) ? std::next(at) : actual.erase(at);
    EXPECT_EQ(actual, expected);
}

std::vector<std::string> vectors() {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(WLANMEDIC_SOURCE_DIR "/tests/vectors/policy"))
        if (entry.path().extension() == ".json") names.push_back(entry.path().stem().string());
    std::ranges::sort(names);
    return names;
}

class Vector : public testing::TestWithParam<std::string> {
protected:
    json read() const {
        std::ifstream file(WLANMEDIC_SOURCE_DIR "/tests/vectors/policy/" + GetParam() + ".json");
        return json::parse(file);
    }
};

TEST_P(Vector, IsDecidedAsItSays) {
    const json vector = read();
    const auto policy = std::make_shared<const Policy>(policy_of(vector.at("policy")));
    Engine engine(policy);
    Reference reference(*policy);
    int number = 0;
    for (const json& step : vector.at("steps")) {
        SCOPED_TRACE("step " + std::to_string(++number) + ": " + step.dump());
        const wifi::Event event = event_of(step);
        const auto decision = engine.on(event);
        expect_decision(step.value("expect", json()), decision);
        EXPECT_EQ(as_json(reference.on(event)), as_json(decision)) << "the reference against the engine";
        if (step.contains("deadline")) {
            constexpr std::int64_t none = -1;
            const auto deadline = engine.next_deadline();
            const json& expected = step["deadline"];
            EXPECT_EQ(deadline ? deadline->time_since_epoch().count() : none,
                      expected.is_null() ? none : seconds_of(expected).count());
        }
        if (step.contains("held")) {
            EXPECT_EQ(config::name_in(held_names, engine.held()), step["held"]);
        }
    }
}

INSTANTIATE_TEST_SUITE_P(All, Vector, testing::ValuesIn(vectors()), [](const auto& of) {
    std::string name = of.param;
    std::ranges::replace(name, '-', '_');
    return name;
});

}  // namespace
}  // namespace wlanmedic::policy
