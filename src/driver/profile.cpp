// SPDX-License-Identifier: MIT
#include "driver/profile.h"

#include <fmt/format.h>
#include <toml++/toml.h>

#include <algorithm>
#include <set>
#include <utility>

#include "config/toml_files.h"
#include "driver/entries.h"
#include "driver/glob.h"
#include "driver/path_template.h"
#include "driver/profile_reader.h"

namespace wlanmedic::driver {

namespace {

template <class Check>
void check_each(ProfileReader& reader, const char* key, Check check) {
    const auto* const node = reader.node(key);
    if (node == nullptr || !node->is_array()) return;
    for (const auto& element : *node->as_array())
        check(element, element.value<std::string_view>().value_or(std::string_view()));
}

void check_prefixes(ProfileReader& reader, const char* key) {
    check_each(reader, key, [&](const toml::node& node, std::string_view text) {
        if (!text.starts_with('*') && Glob(text).longest_literal().size() >= min_prefix_literal) return;
        reader.fault(
            node, fmt::format("prefix \"{}\" would fit too many lines", text),
            fmt::format("A prefix begins with literal text, and has {} bytes of it without a '*' somewhere.",
                        min_prefix_literal));
    });
}

// `name_of_entry` is a member that must be another in each entry.
template <class Entry>
void check_unique(const std::vector<Entry>& entries, std::string Entry::* name_of_entry, const char* key,
                  config::FirstError& first) {
    std::set<std::string_view> seen;
    for (const auto& entry : entries) {
        if (seen.insert(entry.*name_of_entry).second || first.error) continue;
        first.error = wifi::Error{fmt::format("{} \"{}\" stands twice", key, entry.*name_of_entry), first.file,
                                  entry.place.line, entry.place.column, "Give each its own name."};
    }
}

Profile profile_of(const toml::table& table, config::FirstError& first) {
    ProfileReader reader(table, "a profile", first);
    reader.only({"name", "prefixes", "shared_prefixes", "modules", "pattern", "counter", "reset", "hazard"});
    Profile profile;
    profile.file = first.file;
    profile.name = reader.text("name");
    profile.prefixes = reader.texts("prefixes");
    profile.shared_prefixes = reader.optional_texts("shared_prefixes");
    profile.modules = reader.texts("modules");
    if (reader.failed()) return profile;
    for (const auto* entry : reader.tables("pattern")) profile.patterns.push_back(pattern_of(*entry, first));
    for (const auto* entry : reader.tables("counter")) profile.counters.push_back(counter_of(*entry, first));
    for (const auto* entry : reader.tables("reset")) profile.resets.push_back(reset_of(*entry, first));
    for (const auto* entry : reader.tables("hazard")) profile.hazards.push_back(hazard_of(*entry, first));
    check_prefixes(reader, "prefixes");
    check_prefixes(reader, "shared_prefixes");
    check_each(reader, "modules", [&](const toml::node& node, std::string_view text) {
        if (is_module_name(text)) return;
        reader.fault(node, fmt::format("\"{}\" is no name of a kernel module", text),
                     "Letters, digits, '_' and '-'.");
    });
    check_unique(profile.counters, &Counter::name, "counter", first);
    check_unique(profile.hazards, &Hazard::id, "hazard", first);
    return profile;
}

}  // namespace

wifi::Result<Profile> parse_profile(std::string_view toml, std::string file) {
    config::FirstError first{std::move(file), std::nullopt};
    try {
        const toml::table table = toml::parse(toml, first.file);
        auto profile = profile_of(table, first);
        if (!first.error) return profile;
    } catch (const toml::parse_error& error) {
        first.set(error.source(), std::string(error.description()), "A profile is a TOML file.");
    }
    return std::unexpected(*std::move(first.error));
}

wifi::Result<std::string> read_profile_file(const std::string& path) {
    return config::read_toml_file(path, "driver profile", max_profile_size);
}

std::vector<const Hazard*> hazards_against(const Profile& profile, Method method,
                                           std::optional<KernelVersion> kernel, std::optional<Bus> bus) {
    std::vector<const Hazard*> against;
    for (const auto& hazard : profile.hazards)
        if (forbids(hazard, method, kernel, bus)) against.push_back(&hazard);
    return against;
}

bool has_module(const Profile& profile, std::string_view module) {
    const auto same = [](char a, char b) { return a == b || ((a == '-' || a == '_') && (b == '-' || b == '_')); };
    return std::ranges::any_of(profile.modules,
                               [&](const std::string& known) { return std::ranges::equal(known, module, same); });
}

}  // namespace wlanmedic::driver
