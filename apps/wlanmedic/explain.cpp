// SPDX-License-Identifier: MIT
// wlanmedic explain: read, align, merge, find the outages, report.
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>

#include "commands.h"
#include "driver/catalog.h"
#include "evidence/own_journal.h"
#include "evidence_walk.h"
#include "hypothesis/judge.h"
#include "metrics/metrics.h"
#include "number_options.h"
#include "outage/detector.h"
#include "profiles.h"
#include "report/json_report.h"
#include "report/safe_text.h"
#include "report/spool.h"
#include "report/text_report.h"
#include "window_options.h"

namespace wlanmedic::app {
namespace {

struct Options {
    std::vector<std::string> paths;
    std::string format = "text";
    std::string colour = "auto";
    std::vector<std::string> driver_directories;
    double blackhole_s = 5;
    std::optional<double> hours;
    std::optional<int> year;
    bool all_receipts = false;
    WindowOptions window;
};

wifi::Duration to_duration(double seconds) {
    return std::chrono::duration_cast<wifi::Duration>(std::chrono::duration<double>(seconds));
}

bool wants_colour(const Options& options) {
    if (options.colour != "auto") return options.colour == "always";
    return ::isatty(STDOUT_FILENO) == 1 && std::getenv("NO_COLOR") == nullptr;
}

void keep_longest(std::vector<report::Headline>& longest, report::Headline headline) {
    constexpr std::size_t most = 20;
    const auto place =
        std::ranges::upper_bound(longest, headline.duration, std::ranges::greater{}, &report::Headline::duration);
    if (place == longest.end() && longest.size() >= most) return;
    longest.insert(place, std::move(headline));
    if (longest.size() > most) longest.pop_back();
}

// Times of a clock that could not be aligned have no place among the others; only their length counts.
void widen(report::Explanation& explanation, const std::vector<evidence::EvidenceFile>& files) {
    const bool all_alone = std::ranges::all_of(files, &evidence::EvidenceFile::stands_alone);
    std::optional<wifi::Instant> from;
    std::optional<wifi::Instant> to;
    for (const evidence::EvidenceFile& file : files) {
        if (!file.first || !file.last) continue;
        if (file.stands_alone() && !all_alone) {
            explanation.span_hours += std::max(wifi::to_seconds(*file.last - *file.first), 0.0) / 3600;
            continue;
        }
        if (!from || *file.first < *from) from = file.first;
        if (!to || *file.last > *to) to = file.last;
    }
    if (!from || !to) return;
    explanation.span_hours += std::max(wifi::to_seconds(*to - *from), 0.0) / 3600;
    if (!explanation.start || *from < *explanation.start) explanation.start = from;
    if (!explanation.end || *to > *explanation.end) explanation.end = to;
}

std::vector<std::string> remarks_on(const evidence::EvidenceFile& file) {
    std::vector<std::string> remarks;
    if (!file.remark.empty()) remarks.push_back(file.remark);
    remarks.insert(remarks.end(), file.remarks.begin(), file.remarks.end());
    if (file.tally.lost > 0)
        remarks.push_back(fmt::format("the {} lost {} {}, by its own account; what they told is missing",
                                      file.run ? "recording" : "trace", file.tally.lost,
                                      file.run ? "records or more" : "events"));
    return remarks;
}

// Without a path: the journal of this machine, as far back as is asked for, else this boot's.
std::vector<std::string> paths_of(const Options& options, const evidence::Window& window) {
    if (!options.paths.empty()) return options.paths;
    if (window.since && !window.since->since_boot) return {evidence::own_journal_since(window.since->instant)};
    return {std::string(evidence::own_journal_path)};
}

int explain(const Options& options) {
    const auto known = known_profiles(options.driver_directories);
    if (!known) {
        say_error(known.error());
        return exit_usage;
    }
    const driver::Catalog& drivers = *known;

    const auto window =
        window_of(options.window, std::chrono::time_point_cast<wifi::Duration>(std::chrono::system_clock::now()));
    if (!window) {
        fmt::print(stderr, "wlanmedic: {}\nhint: {}\n", report::for_terminal(window.error().what),
                   window.error().hint);
        return exit_usage;
    }
    evidence::WindowFilter filter(*window);
    const bool json = options.format == "json";
    const wifi::Duration limit = to_duration(options.blackhole_s);
    const report::TextStyle style{.colour = !json && wants_colour(options), .all_receipts = options.all_receipts};
    report::Explanation explanation{.blackhole_limit = limit};
    if (window->asked()) explanation.window = *window;
    // Open all first: what others counted must be known before the first event is.
    EvidenceWalk evidence(paths_of(options, *window), drivers, options.year);
    if (evidence.is_empty()) return evidence.say_nothing_read();
    const std::vector<std::string> file_names = evidence.names();
    std::vector<metrics::CountedRun> runs = evidence.counted_runs();
    explanation.counts = evidence.counts();
    explanation.skipped = evidence.skipped();

    keep_counted_within(filter, runs, explanation);
    report::Spool spool;
    metrics::Accumulator accumulator(limit, runs);
    std::optional<wifi::Error> trouble;
    outage::Detector detector(
        [&](outage::Outage&& outage) {
            accumulator.add(outage);
            const hypothesis::Diagnosis diagnosis = hypothesis::judge(outage);
            if (outage.failure) keep_longest(explanation.longest, report::headline_of(outage, diagnosis, limit));
            const std::string part = json ? report::json_outage(outage, diagnosis, file_names, limit)
                                          : report::text_outage(outage, diagnosis, file_names, limit, style);
            if (const auto added = spool.add(outage.start, part); !added && !trouble) trouble = added.error();
        },
        [&](outage::Stall&& stall) {
            if (explanation.stalls.size() < report::Explanation::most_stalls)
                explanation.stalls.push_back(std::move(stall));
            else
                ++explanation.more_stalls;
        });
    metrics::leave_out_counted(detector, runs);
    evidence.play({.begin = [&](std::optional<wifi::Instant> first) { detector.begin(filter.begin(first)); },
                   .event =
                       [&](wifi::Event& event) {
                           if (filter.takes(event)) detector.on(event);
                       },
                   .end =
                       [&](std::optional<wifi::Instant> last, const std::vector<evidence::EvidenceFile>& files) {
                           detector.finish(filter.end(last));
                           widen(explanation, cut_to(filter, files));
                       }});
    explanation.files = evidence.files();
    if (trouble) {
        fmt::print(stderr, "wlanmedic: {}\nhint: {}\n", trouble->what, trouble->hint);
        return exit_trouble;
    }
    if (const std::string nothing = judge_window(filter, explanation); !nothing.empty()) {
        evidence.say_all_skipped();
        fmt::print(stderr, "wlanmedic: {}\n", report::for_terminal(nothing));
        return exit_not_understood;
    }
    explanation.totals = metrics::totals_of(detector.totals(), runs);
    explanation.metrics = accumulator.metrics(detector.watches(), explanation.totals, options.hours);
    explanation.outages = accumulator.outages();
    explanation.missing = hypothesis::missing_from(detector.coverage());
    explanation.failures = accumulator.failures();
    explanation.blackholes = accumulator.blackholes();
    for (const auto& [interface, watches] : detector.watches()) explanation.interfaces.push_back(interface);
    if (detector.left_out() > 0)
        explanation.warnings.push_back(
            fmt::format("more than {} interfaces are named; {} events of the others were left out",
                        link::Links::most_interfaces, detector.left_out()));
    for (const evidence::EvidenceFile& file : explanation.files)
        for (const std::string& remark : remarks_on(file))
            explanation.warnings.push_back(fmt::format("{}: {}", file.path, remark));
    for (const evidence::EvidenceFile& file : explanation.files)
        for (const evidence::Alignment& alignment : file.alignments)
            if (alignment.stretches_alone > 0)
                explanation.warnings.push_back(fmt::format(
                    "{}: {} of its {} clock could not be aligned: {}; what it tells is listed by itself "
                    "and may be told twice",
                    file.path,
                    alignment.stretches == 1
                        ? "the whole"
                        : fmt::format("{} of {} stretches", alignment.stretches_alone, alignment.stretches),
                    evidence::name_of(alignment.clock), alignment.because));

    const auto write = [](std::string_view text) { std::fwrite(text.data(), 1, text.size(), stdout); };
    if (json) {
        report::write_json(
            explanation, file_names,
            [&](const std::function<void(std::string_view)>& element) {
                if (const auto done = spool.for_each(element); !done && !trouble) trouble = done.error();
            },
            write);
    } else {
        write(report::text_summary(explanation, style));
        if (const auto done = spool.for_each(write); !done) trouble = done.error();
    }
    if (std::fflush(stdout) != 0 || std::ferror(stdout) != 0) {
        fmt::print(stderr, "wlanmedic: the report could not be written whole: {}\n", std::strerror(errno));
        return exit_trouble;
    }
    if (trouble) {
        fmt::print(stderr, "wlanmedic: {}\n", trouble->what);
        return exit_trouble;
    }
    return evidence.say_skipped();
}

}  // namespace

void add_explain(CLI::App& program, std::function<int()>& run) {
    const auto options = std::make_shared<Options>();
    CLI::App* verb = program.add_subcommand(
        "explain", "Say when the link was dead, for how long, what began it, and what happened at every step");
    verb->add_option("PATH", options->paths,
                     "Files, directories, or - for standard input; without any, this machine's journal");
    verb->add_option("--format", options->format, "text, or json (schema wlanmedic.explain/1)")
        ->check(CLI::IsMember({"text", "json"}))
        ->capture_default_str();
    verb->add_flag("-v,--verbose", options->all_receipts, "All lines that each outage was made from");
    add_blackhole_option(*verb, options->blackhole_s);
    add_window_options(*verb, options->window);
    verb->add_option("--hours", options->hours,
                     "Hours that the link was meant to be up, where you know better than the evidence")
        ->check(is_number)
        ->check(CLI::Range(1e-6, 1e7));
    verb->add_option("--year", options->year,
                     "Year of the first line, where lines have none (RFC 3164, journalctl -o short)")
        ->check(CLI::Range(1970, 2199));
    verb->add_option("--drivers", options->driver_directories,
                     "Directory with driver profiles; they replace built-in ones of the same name")
        ->allow_extra_args(false);
    verb->add_option("--color", options->colour, "auto, always, never")
        ->check(CLI::IsMember({"auto", "always", "never"}))
        ->capture_default_str();
    verb->footer(
        "Examples:\n"
        "  wlanmedic explain --since yesterday\n"
        "  wlanmedic explain iw-event.txt dmesg.txt\n"
        "  journalctl -b -o short-iso-precise | wlanmedic explain -\n"
        "  wlanmedic explain --format json /var/log/syslog | jq '.outages[] | select(.blackhole)'\n"
        "\n"
        "Exit status: 0 explained, 1 something could not be read, 2 wrong usage, 3 nothing was evidence.");
    verb->callback([options, &run] { run = [options] { return explain(*options); }; });
}

}  // namespace wlanmedic::app
