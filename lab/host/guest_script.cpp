// SPDX-License-Identifier: MIT
#include "lab/host/guest_script.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>
#include <sstream>

namespace wlanmedic::lab {
namespace {

constexpr unsigned most_cpus = 16;
constexpr unsigned most_radios = 16;
constexpr unsigned longest_s = 86400;

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && std::string_view(" \t\r").contains(text.front())) text.remove_prefix(1);
    while (!text.empty() && std::string_view(" \t\r").contains(text.back())) text.remove_suffix(1);
    return text;
}

wifi::Error mistake(unsigned line, std::string what) {
    return {
        .what = std::move(what), .file = {}, .line = line, .hint = "docs/lab-kernel.md has what the head may say"};
}

wifi::Result<unsigned> number(std::string_view value, unsigned most, unsigned line) {
    unsigned wanted = 0;
    const char* const end = value.data() + value.size();
    const auto [rest, error] = std::from_chars(value.data(), end, wanted);
    if (error != std::errc{} || rest != end || wanted == 0 || wanted > most)
        return std::unexpected(mistake(line, fmt::format("\"{}\" is no whole number from 1 to {}", value, most)));
    return wanted;
}

bool is_a_kind(std::string_view word) {
    for (unsigned kind = 0; kind <= static_cast<unsigned>(ReportKind::other); ++kind)
        if (word == name_of(static_cast<ReportKind>(kind))) return true;
    return false;
}

wifi::Result<void> take(ScriptHead& head, std::string_view key, std::string_view value, unsigned line) {
    if (key == "smp" || key == "radios" || key == "limit") {
        const auto wanted = number(value,
                                   key == "smp"      ? most_cpus
                                   : key == "radios" ? most_radios
                                                     : longest_s,
                                   line);
        if (!wanted) return std::unexpected(wanted.error());
        if (key == "smp") head.cpus = *wanted;
        if (key == "radios") head.radios = *wanted;
        if (key == "limit") head.limit = std::chrono::seconds{*wanted};
        return {};
    }
    if (key == "clock") {
        if (value != "real" && value != "virtual")
            return std::unexpected(mistake(line, fmt::format("the clock is real or virtual, not \"{}\"", value)));
        head.realtime = value == "real";
        return {};
    }
    if (key == "needs") {
        if (value != "bes2600")
            return std::unexpected(mistake(line, fmt::format("nothing is known of a need for \"{}\"", value)));
        head.needs_bes2600 = true;
        return {};
    }
    if (key == "expects") {
        std::istringstream words{std::string(value)};
        for (std::string word; words >> word;) {
            if (!is_a_kind(word))
                return std::unexpected(mistake(line, fmt::format("\"{}\" is no kind of report", word)));
            head.expects.insert(word);
        }
    }
    return {};
}

}  // namespace

wifi::Result<ScriptHead> read_head(std::string_view script) {
    ScriptHead head;
    unsigned line_number = 0;
    while (!script.empty()) {
        const std::size_t feed = script.find('\n');
        std::string_view line = trimmed(script.substr(0, feed));
        script = feed == std::string_view::npos ? std::string_view{} : script.substr(feed + 1);
        ++line_number;
        if (line.empty()) continue;
        if (!line.starts_with('#')) break;
        line.remove_prefix(1);
        const std::size_t colon = line.find(": ");
        if (colon == std::string_view::npos) continue;
        if (auto taken = take(head, trimmed(line.substr(0, colon)), trimmed(line.substr(colon + 2)), line_number);
            !taken)
            return std::unexpected(taken.error());
    }
    if (head.cpus > 1) head.realtime = true;
    return head;
}

std::vector<std::string> what_is_wrong(const ScriptHead& head, const ScriptRun& run) {
    std::vector<std::string> wrong;
    bool any_ok = false;
    for (const std::string& line : run.lines) {
        if (line.starts_with("not ok")) wrong.push_back(line);
        if (line.starts_with("ok - ")) any_ok = true;
    }
    if (!any_ok) wrong.emplace_back("the script checked nothing: it printed no \"ok - …\"");
    if (run.lines.empty() || run.lines.back() != "done")
        wrong.emplace_back("the script did not come to its end: its last line is not \"done\"");
    if (run.status != 0) wrong.push_back(fmt::format("the script ended with exit status {}", run.status));

    const bool all_allowed = head.expects.contains("oops");
    std::set<std::string> seen;
    for (const KernelReport& report : run.reports) {
        const std::string kind(name_of(report.kind));
        seen.insert(kind);
        if (!all_allowed && !head.expects.contains(kind))
            wrong.push_back(fmt::format("the kernel complains ({}): {}", kind, report.title));
    }
    // What a kernel without checkers takes for an oops, one with them finds earlier.
    if (all_allowed && run.reports.empty())
        wrong.emplace_back("the kernel was to oops, and complained of nothing");
    for (const std::string& kind : head.expects)
        if (kind != "oops" && !seen.contains(kind))
            wrong.push_back(fmt::format("the kernel was to complain ({}), and did not", kind));
    return wrong;
}

}  // namespace wlanmedic::lab
