// SPDX-License-Identifier: MIT
#include "window_options.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "report/safe_text.h"

namespace wlanmedic::app {

void add_window_options(CLI::App& verb, WindowOptions& options) {
    verb.add_option(
        "--since", options.since,
        "Leave out what was before: '2026-05-07 02:40', '02:40', 'yesterday', '-2h', '+3027.6' (seconds "
        "since boot)");
    verb.add_option("--until", options.until, "Leave out what was later; times as for --since");
    verb.add_option("--interface", options.interface, "Only this interface, as wlan0");
}

wifi::Result<evidence::Window> window_of(const WindowOptions& options, wifi::Instant now) {
    evidence::Window window;
    const auto take = [&](const std::string& text, std::string_view option,
                          std::optional<evidence::PointInTime>& to) -> wifi::Result<void> {
        if (text.empty()) return {};
        const auto time = evidence::parse_time(text, now);
        if (!time)
            return std::unexpected(
                wifi::Error{.what = fmt::format("{}: {}", option, time.error().what), .hint = time.error().hint});
        to = *time;
        return {};
    };
    if (const auto taken = take(options.since, "--since", window.since); !taken)
        return std::unexpected(taken.error());
    if (const auto taken = take(options.until, "--until", window.until); !taken)
        return std::unexpected(taken.error());
    if (window.since && window.until) {
        if (window.since->since_boot != window.until->since_boot)
            return std::unexpected(wifi::Error{.what = "--since and --until are times of different clocks",
                                               .hint = "give both as dates, or both as seconds since boot"});
        if (window.until->instant < window.since->instant)
            return std::unexpected(
                wifi::Error{.what = "--until is before --since",
                            .hint = "as in --since '2026-05-07 02:00' --until '2026-05-07 03:00'"});
    }
    // IFNAMSIZ, the end of the string included.
    if (options.interface.size() > 15 || options.interface.find_first_of(" /\t\n") != std::string::npos)
        return std::unexpected(
            wifi::Error{.what = fmt::format("--interface: '{}' is no name of an interface", options.interface),
                        .hint = "as in --interface wlan0"});
    window.interface = options.interface;
    return window;
}

void keep_counted_within(const evidence::WindowFilter& filter, std::vector<metrics::CountedRun>& runs,
                         report::Explanation& explanation) {
    if (!filter.window().has_times()) return;
    const auto reaches_out = [&](const metrics::CountedRun& run) {
        return !run.from || !run.to || filter.begin(run.from) != run.from || filter.end(run.to) != run.to ||
               !filter.meets(*run.from, *run.to);
    };
    const auto removed = std::erase_if(runs, reaches_out);
    if (removed > 0)
        explanation.warnings.push_back(
            fmt::format("{} counted {} beyond the times that were asked for, and cannot be cut: left out", removed,
                        removed == 1 ? "run reaches" : "runs reach"));
}

std::vector<evidence::EvidenceFile> cut_to(const evidence::WindowFilter& filter,
                                           std::vector<evidence::EvidenceFile> files) {
    if (!filter.window().has_times()) return files;
    for (evidence::EvidenceFile& file : files) {
        if (!file.first || !file.last) continue;
        if (filter.meets(*file.first, *file.last)) {
            file.first = filter.begin(file.first);
            file.last = filter.end(file.last);
        } else {
            file.first.reset();
            file.last.reset();
        }
    }
    return files;
}

std::string judge_window(const evidence::WindowFilter& filter, report::Explanation& explanation) {
    const evidence::Window& window = filter.window();
    if (!window.asked()) return {};
    std::string unplaced;
    if (filter.unplaced() > 0) {
        const auto& bound = window.since ? window.since : window.until;
        unplaced = fmt::format(
            "{} events have no time that can be compared with {}; they were left out", filter.unplaced(),
            bound->since_boot ? "seconds since boot" : "a date (give seconds since boot: +3027.6)");
        explanation.warnings.push_back(unplaced);
    }
    if (!window.interface.empty() && !filter.has_interface()) {
        if (filter.others().empty()) return fmt::format("nothing here is about {}", window.interface);
        return fmt::format("nothing here is about {}, only about {}", window.interface,
                           fmt::join(filter.others(), ", "));
    }
    if (filter.taken() > 0) return {};
    if (!explanation.start) {
        if (!unplaced.empty()) return unplaced;
        return "no evidence lies within the times that were asked for";
    }
    explanation.warnings.emplace_back(
        "no event lies within the times that were asked for: what the link was is not known");
    return {};
}

}  // namespace wlanmedic::app
