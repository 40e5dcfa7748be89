// SPDX-License-Identifier: MIT
#include "driver/entries.h"

#include <fmt/format.h>

#include <array>

#include "driver/glob.h"
#include "driver/profile_reader.h"

namespace wlanmedic::driver {

namespace {

Step step_of(const toml::table& table, config::FirstError& first) {
    ProfileReader reader(table, "a step", first);
    reader.only({"write", "to", "unload", "load", "wait_ms"});
    constexpr std::array<std::pair<const char*, Step::Action>, 4> actions{{
        {"write", Step::Action::write},
        {"unload", Step::Action::unload},
        {"load", Step::Action::load},
        {"wait_ms", Step::Action::wait},
    }};
    Step step;
    int found = 0;
    for (const auto& [key, action] : actions) {
        if (!reader.has(key)) continue;
        step.action = action;
        ++found;
    }
    if (found != 1 || reader.has("to") != (step.action == Step::Action::write)) {
        reader.fault("", "a step does one thing",
                     "Write { write = \"1\", to = \"/sys/…\" }, { unload = \"module\" }, { load = \"module\" } or "
                     "{ wait_ms = 500 }.");
        return step;
    }
    switch (step.action) {
        case Step::Action::write:
            step.value = reader.templated("write");
            step.to = reader.path("to", {"/sys/", "/proc/", "/dev/"});
            if (step.to.find('*') != std::string::npos)
                reader.fault("to", "what is written to must be one file", "Leave out the '*'.");
            break;
        case Step::Action::unload: step.value = reader.module("unload"); break;
        case Step::Action::load: step.value = reader.module("load"); break;
        case Step::Action::wait:
            step.milliseconds =
                static_cast<std::uint32_t>(reader.optional_number("wait_ms", 1, 60'000).value_or(1));
            break;
    }
    return step;
}

std::optional<KernelVersion> version_at(ProfileReader& reader, const char* key) {
    const auto text = reader.optional_text(key);
    if (text.empty()) return std::nullopt;
    const auto version = kernel_version(text);
    if (!version || to_string(*version) != text)
        reader.fault(key, fmt::format("\"{}\" is no version of Linux", text), "Write \"6.15\" or \"6.1.12\".");
    return version;
}

}  // namespace

Pattern pattern_of(const toml::table& table, config::FirstError& first) {
    ProfileReader reader(table, "a pattern", first);
    reader.only({"happening", "text", "source"});
    Pattern pattern{.happening = Happening::noted, .text = {}, .source = {}, .place = reader.place()};
    reader.text("happening");  // a key that is missing is told before a value that is wrong
    pattern.text = reader.text("text");
    pattern.source = reader.text("source");
    if (reader.failed()) return pattern;
    pattern.happening = reader.value("happening", happening_names, "happening");
    if (Glob(pattern.text).longest_literal().empty())
        reader.fault("text", fmt::format("pattern \"{}\" fits every line", pattern.text),
                     "Give the literal text that the driver prints.");
    return pattern;
}

Counter counter_of(const toml::table& table, config::FirstError& first) {
    ProfileReader reader(table, "a counter", first);
    reader.only(
        {"name", "counts", "path", "ethtool", "key", "column", "buses", "asks_firmware", "needs", "source"});
    Counter counter;
    counter.place = reader.place();
    counter.name = reader.identifier("name");
    counter.counts = reader.value("counts", counted_names, "thing to count");
    if (reader.has("path") == reader.has("ethtool")) {
        reader.fault("", "a counter needs either \"path\" or \"ethtool\"",
                     "Say in which file it stands, or under which name `ethtool -S` prints it.");
    } else if (reader.has("path")) {
        counter.path = reader.path("path", {"/sys/", "/proc/"});
        counter.key = reader.optional_text("key");
        counter.column = static_cast<std::uint32_t>(reader.optional_number("column", 1, 64).value_or(1));
    } else {
        counter.ethtool = reader.text("ethtool");
        for (const auto* key : {"key", "column"})
            if (reader.has(key))
                reader.fault(key, fmt::format("\"{}\" has no meaning beside \"ethtool\"", key),
                             "Each statistic of ethtool is one number.");
    }
    counter.buses = reader.optional_values("buses", bus_names, "bus");
    counter.asks_firmware = reader.optional_flag("asks_firmware");
    counter.needs = reader.optional_text("needs");
    counter.source = reader.text("source");
    return counter;
}

Reset reset_of(const toml::table& table, config::FirstError& first) {
    ProfileReader reader(table, "a reset", first);
    reader.only({"method", "buses", "steps", "how", "needs", "heals", "cost", "safe", "because", "source"});
    Reset reset;
    reset.place = reader.place();
    reset.method = reader.value("method", method_names, "method");
    if (!is_of_the_device(reset.method))
        reader.fault("method", fmt::format("{} is no reset of a device", name_of(reset.method)),
                     "It is the same for all drivers; only a hazard may name it.");
    reset.buses = reader.optional_values("buses", bus_names, "bus");
    for (const auto* step : reader.tables("steps")) reset.steps.push_back(step_of(*step, first));
    reset.how = reader.optional_text("how");
    if (reset.steps.empty() && reset.how.empty())
        reader.fault("steps", "nobody is told how to do it", "Give steps, or a sentence in \"how\".");
    reset.needs = reader.optional_text("needs");
    reset.heals = reader.text("heals");
    reset.cost = reader.optional_text("cost");
    reset.safe = reader.value("safe", safety_names, "answer");
    reset.because = reader.text("because");
    reset.source = reader.text("source");
    return reset;
}

Hazard hazard_of(const toml::table& table, config::FirstError& first) {
    ProfileReader reader(table, "a hazard", first);
    reader.only({"id", "what", "forbids", "since", "fixed_in", "buses", "applies", "source"});
    Hazard hazard;
    hazard.place = reader.place();
    hazard.id = reader.identifier("id");
    hazard.what = reader.text("what");
    hazard.forbids = reader.optional_values("forbids", method_names, "method");
    hazard.since = version_at(reader, "since");
    hazard.fixed_in = version_at(reader, "fixed_in");
    if (hazard.since && hazard.fixed_in && *hazard.since >= *hazard.fixed_in)
        reader.fault("fixed_in", "no kernel has this hazard", "fixed_in must be later than since.");
    hazard.buses = reader.optional_values("buses", bus_names, "bus");
    hazard.applies = reader.optional_text("applies");
    hazard.source = reader.text("source");
    return hazard;
}

}  // namespace wlanmedic::driver
