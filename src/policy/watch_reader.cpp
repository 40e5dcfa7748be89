// SPDX-License-Identifier: MIT
#include "policy/watch_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <utility>

#include "policy/names.h"

namespace wlanmedic::policy {

namespace {

using std::chrono::days;
using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr std::size_t longest_name = 64;

constexpr std::array counted{"count", "within", "per"};
constexpr std::array of_event{"count", "within", "per", "answer"};
constexpr std::array of_signature{"count", "within", "per", "driver"};
constexpr std::array of_stall{"lasts"};

constexpr std::array<Subject, 5> subjects{{
    {"outage", counted},
    {"event", of_event},
    {"signature", of_signature},
    {"counter", counted},
    {"stall", of_stall},
}};

// Which of the three signatures of driver profiles an event is.
constexpr std::array<std::string_view, 3> signatures{"firmware_error", "hardware_restarted", "decrypt_failure"};

std::string short_text(config::TableReader& reader, const char* key) {
    auto text = reader.text(key);
    if (text.size() > longest_name)
        reader.fault(key, fmt::format("\"{}\" is longer than a name can be", key),
                     fmt::format("At most {} bytes.", longest_name));
    return text;
}

std::optional<outage::Class> class_of(config::TableReader& reader) {
    const auto name = reader.text("outage");
    if (name == any_name) return std::nullopt;
    const auto known = config::value_in(loss_names, name);
    if (!known)
        reader.fault("outage", fmt::format("no trigger counts outages of the class \"{}\"", name),
                     config::one_of(loss_names) + " Or \"any\": any of them.");
    return known;
}

std::size_t event_of(config::TableReader& reader) {
    const auto name = short_text(reader, "event");
    const auto known = wifi::alternative_named(name);
    if (name == "counter") {
        reader.fault("event", "a reading of a counter is no happening", "Write counter = \"NAME\" in its place.");
    } else if (!known || name == "timer_fired") {
        reader.fault("event", fmt::format("no event is called \"{}\"", name),
                     "As `wlanmedic explain --format json` writes them: decrypt_failure, beacon_loss, "
                     "network_not_found, auth_timeout, …");
    }
    return known.value_or(0);
}

void read_event(config::TableReader& reader, Watch& watch) {
    watch.on = Watch::On::event;
    watch.event = event_of(reader);
    if (!reader.has("answer")) return;
    watch.answer = reader.value("answer", answer_names, "answer");
    if (reader.text("event") != "probe_result")
        reader.fault("answer", "only a probe has an answer", "Write event = \"probe_result\", or leave it out.");
}

void read_signature(config::TableReader& reader, Watch& watch) {
    watch.on = Watch::On::event;
    const auto name = reader.text("signature");
    if (std::ranges::find(signatures, name) == signatures.end())
        reader.fault("signature", fmt::format("unknown signature \"{}\"", name),
                     fmt::format("One of {}.", fmt::join(signatures, ", ")));
    watch.event = wifi::alternative_named(name).value_or(0);
    if (!reader.has("driver")) return;
    watch.driver = short_text(reader, "driver");
    if (name != signatures.front())
        reader.fault("driver", fmt::format("no \"{}\" names its driver", name),
                     "Only of a firmware_error the driver is known. Leave it out.");
}

}  // namespace

std::span<const Subject> watch_subjects() { return subjects; }

const Subject* subject_of(config::TableReader& reader, std::span<const Subject> subjects, std::string_view owner) {
    std::vector<const char*> names;
    const Subject* found = nullptr;
    for (const auto& subject : subjects) {
        names.push_back(subject.key);
        if (!reader.has(subject.key)) continue;
        if (found != nullptr)
            reader.fault(subject.key, fmt::format("\"{}\" and \"{}\" stand in one table", found->key, subject.key),
                         fmt::format("Give each {} a table of its own.", owner));
        found = &subject;
    }
    if (found == nullptr) {
        reader.fault("", fmt::format("this {} says nothing", owner),
                     fmt::format("One of its keys is {}.", fmt::join(names, ", ")));
        return nullptr;
    }
    for (const auto* const key : keys_of(subjects))
        if (key != std::string_view(found->key) && reader.has(key) &&
            std::ranges::find(found->with, std::string_view(key),
                              [](const char* with) { return std::string_view(with); }) == found->with.end())
            reader.fault(key, fmt::format("\"{}\" does not go with \"{}\"", key, found->key),
                         found->with.empty()
                             ? "Leave it out."
                             : fmt::format("With \"{}\" may stand {}.", found->key, fmt::join(found->with, ", ")));
    return reader.failed() ? nullptr : found;
}

std::vector<const char*> keys_of(std::span<const Subject> subjects) {
    std::vector<const char*> keys;
    const auto add = [&](const char* key) {
        if (std::ranges::find(keys, std::string_view(key),
                              [](const char* known) { return std::string_view(known); }) == keys.end())
            keys.push_back(key);
    };
    for (const auto& subject : subjects) {
        add(subject.key);
        for (const auto* const key : subject.with) add(key);
    }
    return keys;
}

Watch watch_of(config::TableReader& reader, std::string_view subject) {
    Watch watch;
    watch.place = reader.place();
    if (subject == "stall") {
        watch.on = Watch::On::stall;
        watch.stall = reader.value("stall", stall_names, "stall");
        watch.within = reader.span("lasts", seconds{1}, days{1}).value_or(watch.within);
        return watch;
    }
    if (subject == "outage") {
        watch.on = Watch::On::outage;
        watch.outage_class = class_of(reader);
    } else if (subject == "event") {
        read_event(reader, watch);
    } else if (subject == "signature") {
        read_signature(reader, watch);
    } else {
        watch.on = Watch::On::counter;
        watch.counter = short_text(reader, "counter");
    }
    watch.count = static_cast<int>(reader.optional_number("count", 1, Watch::most_count).value_or(1));
    watch.within = reader.span("within", milliseconds{1}, days{7}).value_or(watch.within);
    if (reader.has("per")) watch.per = reader.value("per", scope_names, "scope");
    return watch;
}

}  // namespace wlanmedic::policy
