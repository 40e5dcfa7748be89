// SPDX-License-Identifier: MIT
#include "evidence/trace_line.h"

#include <algorithm>

#include "evidence/timestamp.h"
#include "wifi/text_cursor.h"

namespace wlanmedic::evidence {
namespace {

// TASK_COMM_LEN - 1 (include/linux/sched.h).
constexpr std::size_t longest_task = 15;
// ftrace pads the name of the task to this.
constexpr std::size_t task_column = 16;
// irqs, need-resched, hardirq or softirq, preempt-depth, migrate-disable, lock-depth.
constexpr std::size_t longest_flags = 6;

bool is_word(char c) { return wifi::is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }

bool take_digits(wifi::TextCursor& cursor) { return cursor.take_number<std::uint64_t>().has_value(); }

// "[003] "
bool take_cpu(wifi::TextCursor& cursor) {
    wifi::TextCursor ahead = cursor;
    if (!ahead.take("[") || !take_digits(ahead) || !ahead.take("]") || ahead.peek() != ' ') return false;
    ahead.skip_spaces();
    cursor = ahead;
    return true;
}

// "(   1994) ", "(-------) ": the thread group, with the option record-tgid.
void take_thread_group(wifi::TextCursor& cursor) {
    wifi::TextCursor ahead = cursor;
    if (!ahead.take("(")) return;
    ahead.skip_spaces();
    while (ahead.take("-")) continue;
    take_digits(ahead);
    if (!ahead.take(")")) return;
    ahead.skip_spaces();
    cursor = ahead;
}

// "..... ", "dNh21 "; the first three are never digits.
bool take_flags(wifi::TextCursor& cursor) {
    wifi::TextCursor ahead = cursor;
    const std::string_view word = ahead.take_word();
    const bool flags = !word.empty() && word.size() <= longest_flags && !wifi::is_digit(word.front()) &&
                       std::ranges::all_of(word, [](char c) { return is_word(c) || c == '.' || c == '#'; });
    if (!flags) return false;
    ahead.skip_spaces();
    cursor = ahead;
    return true;
}

// "22.667465: ", "22.667465123: ", "1234567890: ".
bool take_time(wifi::TextCursor& cursor, TraceLine& line) {
    wifi::TextCursor ahead = cursor;
    if (const auto time = take_seconds(ahead, Clock::trace)) {
        line.stamp = time->stamp;
        line.possible = time->valid;
    } else if (take_digits(ahead)) {
        line.stamp = Stamp{};
    } else {
        return false;
    }
    if (!ahead.take(":")) return false;
    ahead.skip_spaces();
    // trace-cmd report --ts-diff: "(+123) ".
    if (ahead.take("(+")) {
        take_digits(ahead);
        if (!ahead.take(")")) return false;
        ahead.skip_spaces();
    }
    cursor = ahead;
    return true;
}

// "rdev_auth: …", "cfg80211:rdev_auth: …": a name, told with its system or without, and what it prints.
bool is_event(std::string_view text) {
    const std::size_t end = static_cast<std::size_t>(std::ranges::find_if_not(text, is_word) - text.begin());
    if (end == 0 || end == text.size() || text[end] != ':') return false;
    const std::string_view rest = text.substr(end + 1);
    return rest.empty() || rest.front() == ' ' || is_word(rest.front());
}

// What follows "task-" or the blanks after the task: pid, columns, time, event.
std::optional<TraceLine> take_after_task(wifi::TextCursor cursor, bool perf) {
    TraceLine line;
    if (!take_digits(cursor)) return std::nullopt;
    if (perf && cursor.take("/") && !take_digits(cursor)) return std::nullopt;
    if (cursor.peek() != ' ') return std::nullopt;
    cursor.skip_spaces();
    take_thread_group(cursor);
    if (!take_cpu(cursor)) return std::nullopt;
    const bool flags = take_flags(cursor);
    if (!take_time(cursor, line)) return std::nullopt;
    line.text = cursor.rest();
    if (!is_event(line.text)) return std::nullopt;
    line.shape = perf ? TraceShape::perf_script : flags ? TraceShape::ftrace : TraceShape::trace_cmd;
    return line;
}

// The task's name may hold blanks, digits, dashes and brackets. Its field is 16 wide, and the dash follows; where
// somebody took the blanks before it away, the last dash of the first 16 bytes that a number and columns follow.
std::optional<TraceLine> take_padded(std::string_view line) {
    const std::size_t begin = line.find_first_not_of(' ');
    if (begin == std::string_view::npos) return std::nullopt;
    const auto at = [&](std::size_t dash) -> std::optional<TraceLine> {
        if (dash <= begin || dash - begin > longest_task + 1 || line[dash] != '-') return std::nullopt;
        auto taken = take_after_task(wifi::TextCursor(line.substr(dash + 1)), false);
        if (taken) taken->task = line.substr(begin, dash - begin);
        return taken;
    };
    if (line.size() > task_column)
        if (auto taken = at(task_column)) return taken;
    for (std::size_t dash = std::min(line.size(), begin + longest_task + 2); dash-- > begin + 1;)
        if (auto taken = at(dash)) return taken;
    return std::nullopt;
}

// perf script: "task pid [cpu] time: system:event: …", the last number before the bracket being the pid.
std::optional<TraceLine> take_perf(std::string_view line) {
    const std::size_t begin = line.find_first_not_of(' ');
    if (begin == std::string_view::npos) return std::nullopt;
    const std::string_view head = line.substr(0, begin + 64);
    for (std::size_t bracket = head.rfind(" ["); bracket != std::string_view::npos && bracket > begin;
         bracket = bracket == 0 ? std::string_view::npos : head.rfind(" [", bracket - 1)) {
        const std::size_t number_end = head.find_last_not_of(' ', bracket);
        if (number_end == std::string_view::npos || number_end <= begin) return std::nullopt;
        const std::size_t blank = head.find_last_of(' ', number_end);
        if (blank == std::string_view::npos || blank <= begin) continue;
        auto taken = take_after_task(wifi::TextCursor(line.substr(blank + 1)), true);
        if (!taken || taken->text.find(':') == taken->text.find(": ")) continue;
        const std::size_t task_end = head.find_last_not_of(' ', blank);
        taken->task = line.substr(begin, task_end + 1 - begin);
        return taken;
    }
    return std::nullopt;
}

}  // namespace

std::optional<TraceLine> take_trace_line(std::string_view line) {
    // Most lines of other logs have no column of the CPU, and go no further.
    const std::string_view head = line.substr(0, 128);
    if (head.find('[') == std::string_view::npos || head.find("] ") == std::string_view::npos) return std::nullopt;
    if (auto padded = take_padded(line)) return padded;
    return take_perf(line);
}

std::optional<TraceLoss> take_trace_loss(std::string_view line) {
    wifi::TextCursor cursor(line);
    if (cursor.take("# entries-in-buffer/entries-written: ")) {
        const auto kept = cursor.take_number<std::uint64_t>();
        if (!kept || !cursor.take("/")) return std::nullopt;
        const auto written = cursor.take_number<std::uint64_t>();
        if (!written || *written <= *kept) return std::nullopt;
        return TraceLoss{.events = *written - *kept, .at_beginning = true};
    }
    if (!cursor.take("CPU:") || !take_digits(cursor)) return std::nullopt;
    cursor.skip_spaces();
    if (cursor.take("[LOST EVENTS]") || cursor.take("[EVENTS DROPPED]")) return TraceLoss{};
    if (cursor.take("[LOST ")) {
        const auto events = cursor.take_number<std::uint64_t>();
        return events && cursor.take(" EVENTS]") ? std::optional(TraceLoss{.events = *events}) : std::nullopt;
    }
    if (!cursor.take("[")) return std::nullopt;
    const auto events = cursor.take_number<std::uint64_t>();
    return events && cursor.take(" EVENTS DROPPED]") ? std::optional(TraceLoss{.events = *events}) : std::nullopt;
}

}  // namespace wlanmedic::evidence
