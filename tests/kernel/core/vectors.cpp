// SPDX-License-Identifier: MIT
#include "vectors.h"

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "support/event_json.h"
#include "support/policy_json.h"

namespace wlanmedic::policy {

using nlohmann::json;

namespace {
constexpr const char* folder = WLANMEDIC_SOURCE_DIR "/tests/vectors/policy/";
}

std::vector<std::string> vector_names() {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(folder))
        if (entry.path().extension() == ".json") names.push_back(entry.path().stem().string());
    std::ranges::sort(names);
    return names;
}

Vector read_vector(const std::string& name) {
    std::ifstream file(folder + name + ".json");
    const json text = json::parse(file);
    Vector vector{.policy = std::make_shared<const Policy>(policy_of(text.at("policy"))), .steps = {}};
    for (const json& one : text.at("steps")) {
        Vector::Step& step = vector.steps.emplace_back();
        step.event = event_of(one);
        step.written = one.dump();
        if (one.contains("held")) step.held = one["held"];
        if (!one.contains("deadline")) continue;
        step.deadline.emplace();
        if (!one["deadline"].is_null()) *step.deadline = wifi::Instant{seconds_of(one["deadline"])};
    }
    return vector;
}

}  // namespace wlanmedic::policy
