// SPDX-License-Identifier: MIT
#include "lab/truth/rules.h"

#include <fmt/format.h>

#include <string>

#include "lab/truth/keys.h"

namespace wlanmedic::lab {
namespace {

using Json = nlohmann::ordered_json;

struct Told {
    std::string name;
    std::string effect;
    bool always = false;
};

bool is_for(const Json& rule, const char* side, unsigned radio) {
    const auto found = rule.find(side);
    return found == rule.end() || found->is_null() || (found->is_number() && *found == radio);
}

bool covers(const Json& rule, FrameClass frame_class) {
    const auto frames = rule.find("frames");
    if (frames == rule.end() || !frames->is_array()) return false;
    for (const Json& one : *frames) {
        if (!one.is_string()) continue;
        const auto set = frame_set_from_text(one.get<std::string>());
        if (set && set->test(static_cast<std::size_t>(frame_class))) return true;
    }
    return false;
}

bool is_always(const Json& rule) {
    const auto burst = rule.find("burst");
    if (burst != rule.end() && burst->is_object())
        return number_of(*burst, "loss_good", 0) >= 1 && number_of(*burst, "loss_bad", 1) >= 1;
    return number_of(rule, "probability", 1) >= 1;
}

bool blocks(const std::vector<Told>& rules, Loss loss) {
    if (rules.empty()) return false;
    const Told& first = rules.front();
    return first.always && (first.effect == "drop-acknowledged" || (loss == Loss::any && first.effect == "drop"));
}

}  // namespace

std::vector<Span> dropped_spans(const Injections& injections, unsigned from, unsigned to, FrameClass frame_class,
                                Loss loss) {
    std::vector<Span> spans;
    std::vector<Told> rules;
    bool open = false;
    for (const Injection& line : injections.lines) {
        if (line.told.what == "rule") {
            if (!is_for(line.keys, "from", from) || !is_for(line.keys, "to", to) ||
                !covers(line.keys, frame_class))
                continue;
            rules.push_back({text_of(line.keys, "name"), text_of(line.keys, "effect"), is_always(line.keys)});
        } else if (line.told.what == "clear") {
            const std::string name = text_of(line.keys, "name");
            std::erase_if(rules, [&](const Told& rule) { return name.empty() || rule.name == name; });
        } else {
            continue;
        }
        const bool now = blocks(rules, loss);
        if (now && !open)
            spans.push_back(
                {line.told.at,
                 {},
                 fmt::format("a rule drops {} from radio {} to radio {}", to_text(frame_class), from, to)});
        if (!now && open) spans.back().to = line.told.at;
        open = now;
    }
    return spans;
}

}  // namespace wlanmedic::lab
