// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <string_view>

#include "driver_report.h"
#include "report/safe_text.h"

namespace wlanmedic::app {

namespace {

using driver::Profile;
using report::for_terminal;

constexpr std::size_t most_unclaimed = 40;  // shapes of lines that are shown

std::string quoted(const std::vector<std::string>& texts) {
    std::string list;
    for (const std::string& text : texts)
        list += fmt::format("{}\"{}\"", list.empty() ? "" : ", ", for_terminal(text));
    return list.empty() ? "none" : list;
}

template <class Values>
std::string named(const Values& values) {
    std::string list;
    for (const auto value : values) list += fmt::format("{}{}", list.empty() ? "" : ", ", name_of(value));
    return list;
}

// "12 (5 firmware_error, 7 noted)"
std::string patterns_by_class(const Profile& profile) {
    std::string classes;
    for (const auto& [happening, name] : driver::happening_names) {
        std::size_t count = 0;
        for (const driver::Pattern& pattern : profile.patterns) count += pattern.happening == happening ? 1 : 0;
        if (count > 0) classes += fmt::format("{}{} {}", classes.empty() ? " (" : ", ", count, name);
    }
    return fmt::format("{}{}", profile.patterns.size(), classes.empty() ? "" : classes + ")");
}

void add(std::string& text, std::string_view indent, std::string_view label, std::string_view value) {
    if (!value.empty()) fmt::format_to(std::back_inserter(text), "{}{}: {}\n", indent, label, for_terminal(value));
}

std::string where_it_is_read(const driver::Counter& counter) {
    if (!counter.ethtool.empty()) return fmt::format("ethtool -S, \"{}\"", counter.ethtool);
    std::string where = counter.path;
    if (!counter.key.empty()) where += fmt::format(", behind \"{}\"", counter.key);
    if (counter.column > 1) where += fmt::format(", number {}", counter.column);
    return where;
}

std::string kernels_of(const driver::Hazard& hazard) {
    if (hazard.since && hazard.fixed_in)
        return fmt::format("{} up to, not including, {}", to_string(*hazard.since), to_string(*hazard.fixed_in));
    if (hazard.since) return fmt::format("{} and later", to_string(*hazard.since));
    if (hazard.fixed_in) return fmt::format("before {}", to_string(*hazard.fixed_in));
    return {};
}

std::string hazards_of(const Profile& profile, const driver::Reset& reset) {
    std::string list;
    for (const driver::Hazard& hazard : profile.hazards) {
        const bool same_bus = reset.buses.empty() || hazard.buses.empty() ||
                              std::ranges::find_first_of(reset.buses, hazard.buses) != reset.buses.end();
        if (same_bus && forbids(hazard, reset.method, std::nullopt, std::nullopt))
            list += fmt::format("{}{}", list.empty() ? "" : ", ", hazard.id);
    }
    return list;
}

}  // namespace

std::string text_list(const std::vector<const Profile*>& profiles) {
    std::string text = fmt::format("{:<16} {:>8} {:>8} {:>6} {:>7}  {}\n", "driver", "patterns", "counters",
                                   "resets", "hazards", "read from");
    for (const Profile* profile : profiles)
        fmt::format_to(std::back_inserter(text), "{:<16} {:>8} {:>8} {:>6} {:>7}  {}\n",
                       for_terminal(profile->name), profile->patterns.size(), profile->counters.size(),
                       profile->resets.size(), profile->hazards.size(), for_terminal(profile->file));
    return text;
}

std::string text_profile(const Profile& profile) {
    std::string text = fmt::format("{}  ({})\n", for_terminal(profile.name), for_terminal(profile.file));
    add(text, "  ", "modules", fmt::format("{}", fmt::join(profile.modules, ", ")));
    fmt::format_to(std::back_inserter(text), "  prefixes: {}\n", quoted(profile.prefixes));
    if (!profile.shared_prefixes.empty())
        fmt::format_to(std::back_inserter(text), "  shared prefixes: {}\n", quoted(profile.shared_prefixes));

    fmt::format_to(std::back_inserter(text), "\npatterns: {}\n", patterns_by_class(profile));
    for (const driver::Pattern& pattern : profile.patterns)
        fmt::format_to(std::back_inserter(text), "  {:<18} \"{}\"  [{}]\n", name_of(pattern.happening),
                       for_terminal(pattern.text), for_terminal(pattern.source));

    fmt::format_to(std::back_inserter(text), "\ncounters: {}\n", profile.counters.size());
    for (const driver::Counter& counter : profile.counters) {
        fmt::format_to(std::back_inserter(text), "  {}: {} ({}){}\n", counter.name, name_of(counter.counts),
                       name_of(sign_of(counter.counts)), counter.asks_firmware ? ", asks the firmware" : "");
        add(text, "    ", "read", where_it_is_read(counter));
        add(text, "    ", "buses", named(counter.buses));
        add(text, "    ", "needs", counter.needs);
        add(text, "    ", "source", counter.source);
    }

    fmt::format_to(std::back_inserter(text), "\nresets: {}\n", profile.resets.size());
    for (const driver::Reset& reset : profile.resets) {
        fmt::format_to(std::back_inserter(text), "  {}: safe: {}, {}\n", name_of(reset.method),
                       name_of(reset.safe), for_terminal(reset.because));
        for (const driver::Step& step : reset.steps)
            fmt::format_to(std::back_inserter(text), "    $ {}\n", for_terminal(to_string(step)));
        add(text, "    ", "how", reset.how);
        add(text, "    ", "buses", named(reset.buses));
        add(text, "    ", "needs", reset.needs);
        add(text, "    ", "heals", reset.heals);
        add(text, "    ", "costs", reset.cost);
        add(text, "    ", "hazards", hazards_of(profile, reset));
        add(text, "    ", "source", reset.source);
    }

    fmt::format_to(std::back_inserter(text), "\nhazards: {}\n", profile.hazards.size());
    for (const driver::Hazard& hazard : profile.hazards) {
        fmt::format_to(std::back_inserter(text), "  {}: {}\n", hazard.id, for_terminal(hazard.what));
        add(text, "    ", "forbids", named(hazard.forbids));
        add(text, "    ", "kernels", kernels_of(hazard));
        add(text, "    ", "buses", named(hazard.buses));
        add(text, "    ", "applies", hazard.applies);
        add(text, "    ", "source", hazard.source);
    }
    return text;
}

namespace {

std::string text_coverage(const Profile& profile, const driver::Coverage& coverage) {
    std::string text = fmt::format("  log: {} messages of the kernel\n", coverage.messages());
    for (std::size_t i = 0; i < profile.patterns.size(); ++i) {
        const driver::Claimed& claimed = coverage.patterns()[i];
        if (claimed.lines == 0) continue;
        const driver::Pattern& pattern = profile.patterns[i];
        fmt::format_to(std::back_inserter(text), "  {:>8} {} \"{}\"\n           line {}: {}\n", claimed.lines,
                       name_of(pattern.happening), for_terminal(pattern.text), claimed.first_line,
                       for_terminal(claimed.first));
    }
    const std::vector<driver::Unclaimed> unclaimed = coverage.unclaimed();
    if (unclaimed.empty()) return text + "  no line of this driver without a pattern\n";
    text += "  lines of this driver that no pattern knows:\n";
    std::uint64_t not_shown = coverage.left_out();
    for (std::size_t i = 0; i < unclaimed.size(); ++i) {
        const driver::Claimed& seen = unclaimed[i].seen;
        if (i >= most_unclaimed)
            not_shown += seen.lines;
        else
            fmt::format_to(std::back_inserter(text), "  {:>8} line {}: {}\n", seen.lines, seen.first_line,
                           for_terminal(seen.first));
    }
    if (not_shown > 0)
        fmt::format_to(std::back_inserter(text), "  {:>8} more lines of other wordings\n", not_shown);
    return text;
}

}  // namespace

std::string text_checked(const Checked& checked) {
    if (!checked.profile) return {};
    const Profile& profile = *checked.profile;
    std::string text = fmt::format("{}: {}\n", for_terminal(checked.file), for_terminal(profile.name));
    fmt::format_to(std::back_inserter(text), "  prefixes: {}\n", quoted(profile.prefixes));
    if (!profile.shared_prefixes.empty())
        fmt::format_to(std::back_inserter(text), "  shared prefixes: {}\n", quoted(profile.shared_prefixes));
    fmt::format_to(std::back_inserter(text), "  patterns: {}\n", patterns_by_class(profile));
    std::string list;
    for (const driver::Counter& counter : profile.counters)
        list += fmt::format("{}{}", list.empty() ? " (" : ", ", counter.name);
    fmt::format_to(std::back_inserter(text), "  counters: {}{}\n", profile.counters.size(),
                   list.empty() ? "" : list + ")");
    list.clear();
    for (const driver::Reset& reset : profile.resets)
        list += fmt::format("{}{} {}", list.empty() ? " (" : ", ", name_of(reset.method),
                            reset.safe == driver::Safety::yes  ? "safe"
                            : reset.safe == driver::Safety::no ? "not safe"
                                                               : "untested");
    fmt::format_to(std::back_inserter(text), "  resets: {}{}\n", profile.resets.size(),
                   list.empty() ? "" : list + ")");
    list.clear();
    for (const driver::Hazard& hazard : profile.hazards)
        list += fmt::format("{}{}", list.empty() ? " (" : ", ", hazard.id);
    fmt::format_to(std::back_inserter(text), "  hazards: {}{}\n", profile.hazards.size(),
                   list.empty() ? "" : list + ")");
    for (const driver::Finding& finding : checked.findings) {
        const wifi::Error place{"warning: " + finding.what, checked.file, finding.place.line, finding.place.column,
                                ""};
        fmt::format_to(std::back_inserter(text), "{}\n  hint: {}\n", for_terminal(place.to_string()),
                       for_terminal(finding.hint));
    }
    if (checked.coverage) text += text_coverage(profile, *checked.coverage);
    return text;
}

}  // namespace wlanmedic::app
