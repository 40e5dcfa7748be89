// SPDX-License-Identifier: MIT
#include "report/text_report.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <iterator>

#include "report/safe_text.h"
#include "wifi/codes.h"

namespace wlanmedic::report {
namespace {

using wifi::Duration;
using wifi::Instant;

// Instants of a clock that could not be brought onto the epoch lie near its zero.
bool is_wall_time(Instant instant) { return instant > Instant{std::chrono::hours{24 * 365}}; }

std::string paint(const TextStyle& style, std::string_view code, std::string_view text) {
    return style.colour ? fmt::format("\x1b[{}m{}\x1b[0m", code, text) : std::string(text);
}
std::string bold(const TextStyle& style, std::string_view text) { return paint(style, "1", text); }
std::string red(const TextStyle& style, std::string_view text) { return paint(style, "1;31", text); }
std::string dim(const TextStyle& style, std::string_view text) { return paint(style, "2", text); }

std::string day_and_time(Instant instant) {
    if (!is_wall_time(instant)) return fmt::format("{:.3f} s", wifi::to_seconds(instant.time_since_epoch()));
    std::string text = wifi::to_rfc3339(instant);
    text[10] = ' ';
    return text.substr(0, 23);
}

std::string time_only(Instant instant) {
    const std::string text = day_and_time(instant);
    return is_wall_time(instant) ? text.substr(11) : text;
}

std::string span(Duration duration) {
    const double seconds = wifi::to_seconds(duration);
    if (seconds < 10) return fmt::format("{:.2f} s", seconds);
    if (seconds < 120) return fmt::format("{:.1f} s", seconds);
    if (seconds < 7200) return fmt::format("{:.0f} s ({:.1f} min)", seconds, seconds / 60);
    return fmt::format("{:.0f} s ({:.1f} h)", seconds, seconds / 3600);
}

std::string length_of(Duration duration, bool timed, bool open_ended, bool lower_bound) {
    if (!timed) return "no times";
    return fmt::format("{}{}", open_ended || lower_bound ? "at least " : "", span(duration));
}

std::string trigger_text(const outage::Trigger& trigger) {
    std::string text(outage::name_of(trigger.outage_class));
    if (trigger.reason_code) fmt::format_to(std::back_inserter(text), ", reason {}", *trigger.reason_code);
    return text;
}

std::string figure(const metrics::Metric& metric) {
    if (!metric.value)
        return metric.unit == "1"   ? "none to judge by"
               : metric.unit == "s" ? "unknown: no times"
                                    : "unknown: no hours";
    std::string text;
    if (metric.unit == "1/h") {
        text = fmt::format("{:.3g} per hour", *metric.value);
        if (metric.ci95)
            fmt::format_to(std::back_inserter(text), " [{:.3f}, {:.3f}]", metric.ci95->low, metric.ci95->high);
        fmt::format_to(std::back_inserter(text), "  {} in {:.4g} h", metric.n, metric.hours.value_or(0));
    } else if (metric.unit == "1") {
        text = fmt::format("{:.1f} %", *metric.value * 100);
        if (metric.ci95)
            fmt::format_to(std::back_inserter(text), " [{:.2f} %, {:.1f} %]", metric.ci95->low * 100,
                           metric.ci95->high * 100);
        fmt::format_to(std::back_inserter(text), "  {:.0f} of {}", *metric.value * static_cast<double>(metric.n),
                       metric.n);
    } else {
        text = fmt::format("{:.3f} s", *metric.value);
    }
    return text + (metric.source == "logs" ? "" : "  (" + metric.source + ")");
}

// Rounded to what is shown, so that no "-0.000" is.
double since_start(Duration duration) { return std::round(wifi::to_seconds(duration) * 1000) / 1000 + 0.0; }

std::string plural(std::uint64_t n, std::string_view one, std::string_view many) {
    return fmt::format("{} {}", n, n == 1 ? one : many);
}

bool has_frames(const evidence::EvidenceFile& file) {
    return file.tally.formats.contains(evidence::LineFormat::run_file) ||
           file.tally.formats.contains(evidence::LineFormat::netlink_capture);
}

// "wlanmedic 0.1.0, part 2 of run 3f2a8c0d; kernel 6.1.0-56-arm64; wlan0: bes2600 on sdio, firmware 1.2".
std::string run_line(const evidence::RunFacts& run) {
    std::string text = run.recorder.empty() ? "recorded" : for_terminal(run.recorder);
    if (run.part > 0 && !run.run.empty())
        fmt::format_to(std::back_inserter(text), ", part {} of run {}", run.part,
                       for_terminal(run.run.substr(0, 8)));
    if (!run.kernel.empty()) text += "; kernel " + for_terminal(run.kernel);
    if (!run.machine.empty()) text += " " + for_terminal(run.machine);
    constexpr std::size_t most_interfaces = 3;
    for (std::size_t i = 0; i < run.interfaces.size() && i < most_interfaces; ++i) {
        const evidence::RunFacts::Interface& interface = run.interfaces[i];
        text += "; " + for_terminal(interface.name);
        if (!interface.driver.empty()) text += ": " + for_terminal(interface.driver);
        if (!interface.bus.empty()) text += " on " + for_terminal(interface.bus);
        if (!interface.firmware.empty()) text += ", firmware " + for_terminal(interface.firmware);
    }
    if (run.interfaces.size() > most_interfaces)
        fmt::format_to(std::back_inserter(text), "; {} interfaces more", run.interfaces.size() - most_interfaces);
    std::vector<std::string> missing;
    for (const evidence::RunFacts::Missing& one : run.missing) missing.push_back(for_terminal(one.source));
    if (!missing.empty())
        fmt::format_to(std::back_inserter(text), "\n    not recorded: {}", fmt::join(missing, ", "));
    return "    " + text + "\n";
}

std::string file_line(const evidence::EvidenceFile& file) {
    const bool frames = has_frames(file);
    std::string text =
        fmt::format("  {}  {}, {}, {}", for_terminal(file.path), file.format,
                    plural(file.tally.lines, frames ? "frame" : "line", frames ? "frames" : "lines"),
                    plural(file.tally.events, "event", "events"));
    if (file.tally.unrecognized > 0)
        fmt::format_to(std::back_inserter(text), ", {} not recognized", file.tally.unrecognized);
    if (file.tally.malformed > 0) fmt::format_to(std::back_inserter(text), ", {} malformed", file.tally.malformed);
    if (file.tally.repeated > 0) fmt::format_to(std::back_inserter(text), ", {} repeated", file.tally.repeated);
    for (const evidence::Alignment& alignment : file.alignments)
        if (alignment.worth_telling()) text += "; " + for_terminal(alignment.to_string());
    text += "\n";
    return file.run ? text + run_line(*file.run) : text;
}

std::string window_line(const evidence::Window& window) {
    std::string text = "asked for:";
    if (window.since) text += " since " + day_and_time(window.since->instant);
    if (window.until) text += " until " + day_and_time(window.until->instant);
    if (!window.interface.empty()) text += " interface " + for_terminal(window.interface);
    return text + "\n";
}

std::string verdict(const Explanation& explanation) {
    if (explanation.outages == 0) return "no outage";
    return fmt::format("{}, {}, {} (over {:g} s)", plural(explanation.outages, "outage", "outages"),
                       plural(explanation.failures, "failure", "failures"),
                       plural(explanation.blackholes, "blackhole", "blackholes"),
                       wifi::to_seconds(explanation.blackhole_limit));
}

}  // namespace

std::string text_headline(const Headline& headline, const TextStyle& style) {
    const std::string line =
        fmt::format("#{:<3} {}  {:>18}  {}  {}", headline.id, headline.timed ? day_and_time(headline.start) : "-",
                    length_of(headline.duration, headline.timed, headline.open_ended, headline.lower_bound),
                    for_terminal(headline.interface), trigger_text(headline.trigger));
    return headline.blackhole.value_or(false) ? red(style, line) : line;
}

std::string text_stall(const outage::Stall& stall) {
    return fmt::format("stall {}  {:>18}  {}  {}", stall.timed ? day_and_time(stall.start) : "-",
                       length_of(stall.seen_until - stall.start, stall.timed, !stall.end, false),
                       for_terminal(stall.interface), for_terminal(stall.because));
}

std::string text_summary(const Explanation& explanation, const TextStyle& style) {
    constexpr std::size_t most_files = 6;
    constexpr std::size_t most_headlines = 5;
    std::string out;
    const auto put = [&](std::string_view line) { out += line; };
    std::vector<std::string> names;
    for (const std::string& name : explanation.interfaces) names.push_back(for_terminal(name));
    put(bold(style, fmt::format("{}: {}", names.empty() ? "no station" : fmt::format("{}", fmt::join(names, ", ")),
                                verdict(explanation))) +
        "\n");
    if (explanation.start && explanation.end)
        put(fmt::format("{} to {}, {:.4g} h of evidence\n", day_and_time(*explanation.start),
                        day_and_time(*explanation.end), explanation.span_hours));
    if (explanation.window) put(window_line(*explanation.window));
    put("\n");
    for (const Headline& headline : explanation.longest) {
        if (&headline - explanation.longest.data() >= static_cast<std::ptrdiff_t>(most_headlines)) break;
        put("  " + text_headline(headline, style) + "\n");
        if (&headline == explanation.longest.data()) put("       " + for_terminal(headline.advice) + "\n");
    }
    if (explanation.failures > most_headlines)
        put(fmt::format("  … the longest {} of {}\n", most_headlines, explanation.failures));
    if (explanation.failures > 0) put("\n");
    for (const outage::Stall& stall : explanation.stalls) {
        if (&stall - explanation.stalls.data() >= static_cast<std::ptrdiff_t>(most_headlines)) break;
        put("  " + text_stall(stall) + "\n");
    }
    const std::uint64_t all_stalls = explanation.stalls.size() + explanation.more_stalls;
    if (all_stalls > most_headlines)
        put(fmt::format("  … the first {} of {} stalls\n", most_headlines, all_stalls));
    if (all_stalls > 0) put("\n");

    bool any = false;
    for (const metrics::Metric& metric : explanation.metrics) {
        // What did not happen and nobody counted needs no line; the JSON has it.
        if (metric.n == 0 && metric.source == "logs" && !metric.name.starts_with("connection_loss.rate")) continue;
        put(fmt::format("  {:<32} {}\n", metric.name, figure(metric)));
        any = true;
    }
    if (any) put("\n");

    put(dim(style, "evidence") + "\n");
    for (std::size_t i = 0; i < explanation.files.size() && i < most_files; ++i)
        put(file_line(explanation.files[i]));
    if (explanation.files.size() > most_files)
        put(fmt::format("  … and {} files more\n", explanation.files.size() - most_files));
    std::size_t shown = 0;
    for (const evidence::SkippedFile& file : explanation.skipped) {
        if (!file.named && ++shown > most_files) continue;
        put(dim(style, fmt::format("  skipped {}: {}", for_terminal(file.path), for_terminal(file.because))) +
            "\n");
    }
    if (shown > most_files) put(fmt::format("  … and {} skipped files more\n", shown - most_files));
    if (explanation.failures > 0 || all_stalls > 0) {
        std::vector<std::string> lacking;
        for (const hypothesis::Missing& one : explanation.missing) lacking.push_back(one.what);
        if (!lacking.empty())
            put(dim(style, fmt::format("  not in the evidence: {}", fmt::join(lacking, "; "))) + "\n");
    }
    for (const std::string& warning : explanation.warnings)
        put(paint(style, "33", "warning: " + for_terminal(warning)) + "\n");
    return out;
}

std::string text_outage(const outage::Outage& outage, const hypothesis::Diagnosis& diagnosis,
                        const std::vector<std::string>& files, Duration blackhole_limit, const TextStyle& style) {
    std::string out = "\n";
    const auto put = [&](std::string_view text) { out += text; };
    std::string title = fmt::format("#{} {}", outage.id, for_terminal(outage.interface));
    if (outage.timed)
        fmt::format_to(std::back_inserter(title), "  {} → {}", day_and_time(outage.start),
                       outage.end ? time_only(*outage.end) : std::string("the end of the evidence"));
    fmt::format_to(std::back_inserter(title), "  {}",
                   length_of(outage.duration(), outage.timed, outage.open_ended(), outage.lower_bound));
    const auto blackhole = outage.blackhole(blackhole_limit);
    if (blackhole.value_or(false)) title += "  BLACKHOLE";
    if (!outage.failure) title += "  (no failure)";
    put((blackhole.value_or(false) ? red(style, title) : bold(style, title)) + "\n");
    put(fmt::format("   {}\n", for_terminal(diagnosis.advice)));
    put(fmt::format("   {}: {}\n", trigger_text(outage.trigger), for_terminal(outage.trigger.because)));
    for (const hypothesis::Hypothesis& one : diagnosis.hypotheses) {
        const bool supported = one.verdict == hypothesis::Verdict::supported;
        if (!supported && !style.all_receipts) continue;
        put(fmt::format("   {:<15} {}: {}{}\n", one.id, hypothesis::name_of(one.verdict),
                        for_terminal(one.because),
                        one.to_decide.empty() ? std::string() : fmt::format("; record {}", one.to_decide)));
    }
    std::vector<std::string_view> open;
    for (const hypothesis::Hypothesis& one : diagnosis.hypotheses)
        if (one.verdict == hypothesis::Verdict::undetermined) open.push_back(one.id);
    if (!open.empty() && !style.all_receipts)
        put(dim(style, fmt::format("   not decided: {} (-v says what would)", fmt::join(open, ", "))) + "\n");
    // Lines of the loss itself lie some milliseconds apart; that is no news.
    if (outage.timed && outage.start - outage.lost_since > std::chrono::milliseconds{50})
        put(fmt::format("   lost since {} ({} before)\n", day_and_time(outage.lost_since),
                        span(outage.start - outage.lost_since)));
    if (!outage.bssids.empty()) {
        std::vector<std::string> path;
        for (const wifi::MacAddress& bssid : outage.bssids) path.push_back(bssid.to_string());
        put(fmt::format("   {}\n", fmt::join(path, " → ")));
    }
    for (const outage::Comeback& comeback : outage.comebacks)
        put(fmt::format("   {} asked to wait {} TU: {}\n",
                        comeback.bssid ? comeback.bssid->to_string() : "the access point", comeback.tu,
                        !comeback.respected   ? "whether we waited is not to be seen"
                        : *comeback.respected ? "respected"
                                              : "NOT respected"));
    for (const outage::UnprotectedGroup& group : outage.unprotected)
        put(fmt::format("   {} from {}, reason {} ({}), within {:.0f} ms\n",
                        plural(group.count, "unprotected deauth", "unprotected deauths"),
                        group.bssid ? group.bssid->to_string() : "an unknown sender", group.reason_code,
                        wifi::reason_text(group.reason_code), std::ceil(wifi::to_seconds(group.span) * 1000)));
    for (const outage::Step& step : outage.steps) {
        std::string line = "   ";
        if (outage.timed)
            fmt::format_to(std::back_inserter(line), "{}  {:>+9.3f} s  ", time_only(step.at),
                           since_start(step.at - outage.start));
        fmt::format_to(std::back_inserter(line), "{}", step.what);
        if (step.bssid) fmt::format_to(std::back_inserter(line), " {}", step.bssid->to_string());
        if (!step.detail.empty()) fmt::format_to(std::back_inserter(line), ": {}", for_terminal(step.detail));
        if (step.times > 1) fmt::format_to(std::back_inserter(line), " ×{}", step.times);
        if (outage.timed && step.duration && *step.duration > Duration{0})
            fmt::format_to(std::back_inserter(line), "  ({})", span(*step.duration));
        put(line + "\n");
    }
    if (outage.omitted > 0)
        put(fmt::format("   … {} further events are not kept; of them only failed attempts are counted\n",
                        outage.omitted));
    const auto receipt = [&](const wifi::Receipt& of) {
        put(dim(style,
                fmt::format("   | {}:{}: {}", for_terminal(of.source < files.size() ? files[of.source] : ""),
                            of.line, for_terminal(of.text))) +
            "\n");
    };
    if (style.all_receipts) {
        for (const auto* events : {&outage.before, &outage.events})
            for (const wifi::Event& event : *events)
                for (const wifi::Receipt& of : event.receipts) receipt(of);
    } else {
        // The lines that the first sentence stands on; -v has the rest.
        std::size_t shown = 0;
        for (const wifi::Event& event : outage.events) {
            const bool tells_the_loss = event.instant <= outage.trigger.at + std::chrono::milliseconds{10};
            if (!tells_the_loss || shown >= 3) break;
            for (const wifi::Receipt& of : event.receipts) receipt(of);
            ++shown;
        }
    }
    return out;
}

}  // namespace wlanmedic::report
