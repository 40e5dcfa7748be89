// SPDX-License-Identifier: MIT
#include "evidence/log_line.h"

#include <algorithm>

#include "evidence/supplicant_message.h"
#include "evidence/timestamp.h"
#include "evidence/trace_line.h"
#include "wifi/text_cursor.h"

namespace wlanmedic::evidence {
namespace {

constexpr std::string_view kernel = "kernel";

FrameResult foreign() { return {}; }
FrameResult bad_time() { return {.line = std::nullopt, .error = FrameError::bad_time}; }
FrameResult framed(LineFormat format, const Stamp& stamp, std::string_view process, std::string_view message) {
    return {.line = LogLine{.format = format, .stamp = stamp, .process = process, .message = message}};
}

// The word at the cursor as "process:" or "process[123]:"; the name without the number, or nothing.
std::optional<std::string_view> take_process(wifi::TextCursor& cursor) {
    wifi::TextCursor ahead = cursor;
    const std::string_view word = ahead.take_word();
    if (word.size() < 2 || word.back() != ':') return std::nullopt;
    std::string_view name = word.substr(0, word.size() - 1);
    if (name.back() == ']') name = name.substr(0, name.find('['));
    if (name.empty() || name.find(':') != std::string_view::npos) return std::nullopt;
    cursor = ahead;
    cursor.skip_spaces();
    return name;
}

// "host process[pid]: message", the host sometimes cut out by whoever published the log.
std::optional<std::pair<std::string_view, std::string_view>> take_host_and_process(wifi::TextCursor cursor) {
    cursor.skip_spaces();
    if (const auto process = take_process(cursor)) return std::pair{*process, cursor.rest()};
    if (cursor.take_word().empty()) return std::nullopt;
    cursor.skip_spaces();
    if (const auto process = take_process(cursor)) return std::pair{*process, cursor.rest()};
    return std::nullopt;
}

// The kernel's own stamp where syslog kept it: "[ 3027.669072] wlo1: …".
std::optional<wifi::Duration> take_printk_stamp(std::string_view& message) {
    wifi::TextCursor cursor(message);
    if (!cursor.take("[")) return std::nullopt;
    cursor.skip_spaces();
    const auto time = take_seconds(cursor, Clock::boot);
    if (!time || !time->valid || !cursor.take("] ")) return std::nullopt;
    message = cursor.rest();
    return time->stamp.instant.time_since_epoch();
}

FrameResult with_process(LineFormat plain, Stamp stamp, wifi::TextCursor cursor) {
    const auto parts = take_host_and_process(cursor);
    if (!parts) return foreign();
    auto [process, message] = *parts;
    if (process == kernel) stamp.boot = take_printk_stamp(message);
    const bool rewritten =
        stamp.boot && (plain == LineFormat::journal_short || plain == LineFormat::journal_short_iso ||
                       plain == LineFormat::journal_short_iso_precise);
    return framed(rewritten ? LineFormat::syslog : plain, stamp, process, message);
}

// After "[": a time in seconds and "] ". dmesg goes on with the message, short-monotonic with host and process.
FrameResult take_boot_stamp(wifi::TextCursor cursor) {
    cursor.skip_spaces();
    const auto time = take_seconds(cursor, Clock::boot);
    if (!time || !cursor.take("]")) return foreign();
    if (!time->valid) return bad_time();
    cursor.take(" ");
    wifi::TextCursor ahead = cursor;
    const std::string_view host = ahead.take_word();
    if (ahead.take(" ") && host.find(':') == std::string_view::npos) {
        const std::string_view word = ahead.rest().substr(0, ahead.rest().find(' '));
        // A message of dmesg can begin like host and process ("usb 1-1: …"); only these two cannot be one.
        if (word == "kernel:" || (word.ends_with("]:") && word.find('[') != std::string_view::npos))
            if (const auto process = take_process(ahead))
                return framed(LineFormat::journal_short_monotonic, time->stamp, *process, ahead.rest());
    }
    return framed(LineFormat::dmesg, time->stamp, kernel, cursor.rest());
}

// dmesg -e prints the minute where it changes and the difference to the line before where it does not.
FrameResult take_reltime(wifi::TextCursor cursor, LineContext& context) {
    Stamp stamp{.clock = Clock::local, .year_missing = true};
    if (cursor.peek() == ' ' || cursor.peek() == '+') {
        cursor.skip_spaces();
        if (!cursor.take("+")) return foreign();
        const auto delta = take_seconds(cursor, Clock::local);
        if (!delta || !cursor.take("] ")) return foreign();
        if (!delta->valid) return bad_time();
        stamp.instant = wifi::shifted(context.previous, delta->stamp.instant.time_since_epoch());
        stamp.resolution = delta->stamp.resolution;
        return framed(LineFormat::dmesg_reltime, stamp, kernel, cursor.rest());
    }
    wifi::CivilTime civil{.year = context.year};
    civil.month = wifi::month_from_name(cursor.rest().substr(0, 3));
    if (civil.month == 0) return foreign();
    cursor.take(cursor.rest().substr(0, 3));
    cursor.skip_spaces();
    const auto day = cursor.take_number<int>();
    if (!day || !cursor.take(" ")) return foreign();
    const auto hour = cursor.take_fixed(2);
    if (!hour || !cursor.take(":")) return foreign();
    const auto minute = cursor.take_fixed(2);
    if (!minute || !cursor.take("] ")) return foreign();
    civil.day = *day;
    civil.hour = *hour;
    civil.minute = *minute;
    const auto instant = civil.to_instant();
    if (!instant) return bad_time();
    stamp.instant = *instant;
    stamp.resolution = std::chrono::minutes{1};
    // Only the minute is told; where the running time is already within it, that is the better guess.
    if (context.previous >= *instant && context.previous < *instant + stamp.resolution)
        stamp.instant = context.previous;
    return framed(LineFormat::dmesg_reltime, stamp, kernel, cursor.rest());
}

FrameResult take_bracket(wifi::TextCursor cursor, LineContext& context) {
    cursor.take("[");
    if (at_weekday(cursor)) {
        const auto time = take_ctime(cursor);
        if (!time || !cursor.take("] ")) return foreign();
        return time->valid ? framed(LineFormat::dmesg_ctime, time->stamp, kernel, cursor.rest()) : bad_time();
    }
    wifi::TextCursor ahead = cursor;
    ahead.skip_spaces();
    if (ahead.peek() == '+' || wifi::month_from_name(cursor.rest().substr(0, 3)) != 0)
        return take_reltime(cursor, context);
    return take_boot_stamp(cursor);
}

// "<30>May  6 …", "<165>1 2026-05-06T… host app pid id - msg", "<6>[   22.6] …".
FrameResult take_priority(wifi::TextCursor cursor, LineContext& context);

FrameResult take_syslog(wifi::TextCursor cursor, LineContext& context) {
    auto time = take_syslog_time(cursor, context.year);
    if (!time) return foreign();
    if (!time->valid) return bad_time();
    const bool precise = time->stamp.resolution < std::chrono::seconds{1};
    return with_process(precise ? LineFormat::journal_short_precise : LineFormat::journal_short, time->stamp,
                        cursor);
}

FrameResult take_syslog_5424(wifi::TextCursor cursor) {
    const auto time = take_iso_time(cursor);
    if (!time) return foreign();
    if (!time->valid) return bad_time();
    cursor.skip_spaces();
    cursor.take_word();  // host
    cursor.skip_spaces();
    const std::string_view application = cursor.take_word();
    cursor.skip_spaces();
    cursor.take_word();  // process id
    cursor.skip_spaces();
    cursor.take_word();  // message id
    cursor.skip_spaces();
    if (!cursor.take("-")) {
        // Structured data: "[id key=\"value\"]…", in which ']' is escaped within a value (RFC 5424, 6.3.3).
        while (cursor.peek() == '[') {
            const std::string_view text = cursor.rest();
            bool quoted = false;
            std::size_t i = 1;
            for (; i < text.size(); ++i) {
                if (text[i] == '\\')
                    ++i;
                else if (text[i] == '"')
                    quoted = !quoted;
                else if (text[i] == ']' && !quoted)
                    break;
            }
            if (i >= text.size()) return foreign();
            cursor.take(text.substr(0, i + 1));
        }
    }
    cursor.skip_spaces();
    cursor.take("\xef\xbb\xbf");
    if (application.empty()) return foreign();
    Stamp stamp = time->stamp;
    std::string_view message = cursor.rest();
    if (application == kernel) stamp.boot = take_printk_stamp(message);
    return framed(LineFormat::syslog_5424, stamp, application, message);
}

FrameResult take_priority(wifi::TextCursor cursor, LineContext& context) {
    cursor.take("<");
    const auto priority = cursor.take_number<int>();
    if (!priority || !cursor.take(">")) return foreign();
    if (cursor.peek() == '[') return take_bracket(cursor, context);
    if (cursor.take("1 ")) return take_syslog_5424(cursor);
    FrameResult result = take_syslog(cursor, context);
    if (result.line) result.line->format = LineFormat::syslog;
    return result;
}

// dmesg -x: "kern  :info  : [   22.6] …".
FrameResult take_decoded_level(wifi::TextCursor cursor, LineContext& context) {
    const std::size_t bracket = cursor.rest().find(": [");
    if (bracket > 24) return foreign();  // npos included
    cursor.take(cursor.rest().substr(0, bracket + 2));
    return take_bracket(cursor, context);
}

// "Mon Sep 28 15:35:43 2020 kern.info kernel: [78774.744145] wifi: …", with -t a second stamp in brackets.
FrameResult take_logread(wifi::TextCursor cursor) {
    const auto time = take_ctime(cursor);
    if (!time || !cursor.take(" ")) return foreign();
    if (!time->valid) return bad_time();
    Stamp stamp = time->stamp;
    if (cursor.take("[")) {
        const auto precise = take_seconds(cursor, Clock::local);
        if (!precise || !precise->valid || !cursor.take("] ")) return foreign();
        stamp.resolution = precise->stamp.resolution;
        stamp.instant += precise->stamp.instant.time_since_epoch() % std::chrono::seconds{1};
    }
    if (cursor.take_word().find('.') == std::string_view::npos) return foreign();
    cursor.skip_spaces();
    const auto process = take_process(cursor);
    if (!process) return foreign();
    std::string_view message = cursor.rest();
    if (*process == kernel) stamp.boot = take_printk_stamp(message);
    return framed(LineFormat::logread, stamp, *process, message);
}

// "Wed 2026-05-06 21:13:00 CEST host kernel: …".
FrameResult take_short_full(wifi::TextCursor cursor) {
    cursor.take(cursor.rest().substr(0, 4));
    auto time = take_iso_time(cursor);
    if (!time || !cursor.take(" ")) return foreign();
    if (!time->valid) return bad_time();
    const std::string_view zone = cursor.take_word();
    if (zone == "UTC" || zone == "GMT") time->stamp.clock = Clock::epoch;
    return with_process(LineFormat::journal_short_full, time->stamp, cursor);
}

FrameResult take_iso(wifi::TextCursor cursor) {
    const bool comma = cursor.rest().size() > 19 && cursor.rest()[19] == ',';
    const auto time = take_iso_time(cursor);
    if (!time) return foreign();
    if (!time->valid) return bad_time();
    if (comma && cursor.take(" ")) return framed(LineFormat::dmesg_iso, time->stamp, kernel, cursor.rest());
    if (cursor.peek() != ' ') return foreign();
    const bool precise = time->stamp.resolution < std::chrono::seconds{1};
    return with_process(precise ? LineFormat::journal_short_iso_precise : LineFormat::journal_short_iso,
                        time->stamp, cursor);
}

// "6,339,5140900,-;message": priority, sequence, microseconds, flags and more that newer kernels add.
FrameResult take_kmsg(wifi::TextCursor cursor) {
    if (!cursor.take_number<int>() || !cursor.take(",")) return foreign();
    if (!cursor.take_number<std::uint64_t>() || !cursor.take(",")) return foreign();
    const auto microseconds = cursor.take_number<std::int64_t>();
    if (!microseconds || !cursor.take(",")) return foreign();
    const std::size_t semicolon = cursor.rest().find(';');
    if (semicolon == std::string_view::npos) return foreign();
    if (*microseconds > 7'000'000'000'000'000) return bad_time();
    Stamp stamp{.clock = Clock::boot, .resolution = std::chrono::microseconds{1}};
    stamp.instant = wifi::Instant{std::chrono::microseconds{*microseconds}};
    return framed(LineFormat::kmsg, stamp, kernel, cursor.rest().substr(semicolon + 1));
}

FrameResult take_short_unix(wifi::TextCursor cursor) {
    const auto time = take_seconds(cursor, Clock::epoch);
    if (!time || cursor.peek() != ' ') return foreign();
    if (!time->valid) return bad_time();
    return with_process(LineFormat::journal_short_unix, time->stamp, cursor);
}

FrameResult take_digit(wifi::TextCursor cursor) {
    const std::string_view text = cursor.rest();
    if (text.size() > 10 && text[4] == '-') return take_iso(cursor);
    const std::size_t end = text.find_first_not_of("0123456789");
    if (end == std::string_view::npos) return foreign();
    if (text[end] == ',') return take_kmsg(cursor);
    return take_short_unix(cursor);
}

FrameResult take_trace(std::string_view line) {
    const auto trace = take_trace_line(line);
    if (!trace) return foreign();
    if (!trace->possible) return bad_time();
    const LineFormat format = trace->shape == TraceShape::ftrace      ? LineFormat::ftrace
                              : trace->shape == TraceShape::trace_cmd ? LineFormat::trace_cmd
                                                                      : LineFormat::perf_script;
    return framed(format, trace->stamp, trace->task, trace->text);
}

FrameResult take_by_first_character(std::string_view line, LineContext& context) {
    wifi::TextCursor cursor(line);
    const char first = cursor.peek();
    if (first == '[') return take_bracket(cursor, context);
    if (first == '<') return take_priority(cursor, context);
    if (first >= '0' && first <= '9') return take_digit(cursor);
    if (line.starts_with("-- ") && line.ends_with(" --"))
        return framed(LineFormat::journal_mark, Stamp{}, "journal", line.substr(3, line.size() - 6));
    if (at_weekday(cursor)) {
        const bool iso = line.size() > 4 && line[4] >= '0' && line[4] <= '9';
        return iso ? take_short_full(cursor) : take_logread(cursor);
    }
    if (const FrameResult result = take_syslog(cursor, context);
        result.line || result.error == FrameError::bad_time)
        return result;
    return take_decoded_level(cursor, context);
}

// wpa_supplicant -t -f: "1767225658.832286: wlan2: …", six digits (src/utils/wpa_debug.c); without -t no time.
// Only wordings that are known tell it from others that put a time so.
FrameResult take_supplicant(std::string_view line, LineContext& context) {
    wifi::TextCursor cursor(line);
    Stamp stamp;
    if (cursor.peek() >= '0' && cursor.peek() <= '9') {
        const std::size_t point = line.find_first_not_of("0123456789");
        constexpr std::size_t fraction = 7;  // the point and six digits
        if (point == std::string_view::npos || point + fraction > line.size() || line[point] != '.' ||
            !line.substr(point + fraction).starts_with(": "))
            return foreign();
        const auto time = take_seconds(cursor, Clock::epoch);
        if (!time || !cursor.take(": ")) return foreign();
        if (!time->valid) return bad_time();
        stamp = time->stamp;
    }
    const SupplicantMessage message = read_supplicant_message(cursor.rest());
    const bool told_apart = message.own || context.supplicant;
    if (message.decoded.kind == Decoded::Kind::foreign || !told_apart) return foreign();
    context.supplicant = true;
    return framed(LineFormat::wpa_supplicant, stamp, "wpa_supplicant", cursor.rest());
}

}  // namespace

std::string_view name_of(LineFormat format) {
    switch (format) {
        case LineFormat::dmesg: return "dmesg";
        case LineFormat::dmesg_ctime: return "dmesg-ctime";
        case LineFormat::dmesg_iso: return "dmesg-iso";
        case LineFormat::dmesg_reltime: return "dmesg-reltime";
        case LineFormat::kmsg: return "kmsg";
        case LineFormat::syslog: return "syslog";
        case LineFormat::syslog_5424: return "syslog-5424";
        case LineFormat::logread: return "logread";
        case LineFormat::journal_short: return "journal-short";
        case LineFormat::journal_short_precise: return "journal-short-precise";
        case LineFormat::journal_short_iso: return "journal-short-iso";
        case LineFormat::journal_short_iso_precise: return "journal-short-iso-precise";
        case LineFormat::journal_short_full: return "journal-short-full";
        case LineFormat::journal_short_monotonic: return "journal-short-monotonic";
        case LineFormat::journal_short_unix: return "journal-short-unix";
        case LineFormat::journal_mark: return "journal-mark";
        case LineFormat::journal_json: return "journal-json";
        case LineFormat::journal_json_pretty: return "journal-json-pretty";
        case LineFormat::journal_json_seq: return "journal-json-seq";
        case LineFormat::journal_json_sse: return "journal-json-sse";
        case LineFormat::journal_export: return "journal-export";
        case LineFormat::journal_verbose: return "journal-verbose";
        case LineFormat::iw_event: return "iw-event";
        case LineFormat::wpa_supplicant: return "wpa-supplicant";
        case LineFormat::ftrace: return "ftrace";
        case LineFormat::trace_cmd: return "trace-cmd";
        case LineFormat::perf_script: return "perf-script";
        case LineFormat::run_file: return "run-file";
        case LineFormat::netlink_capture: return "netlink-capture";
    }
    return "unknown";
}

bool is_trace(LineFormat format) {
    return format == LineFormat::ftrace || format == LineFormat::trace_cmd || format == LineFormat::perf_script;
}

FrameResult take_frame(std::string_view line, LineContext& context) {
    // Tasks are named as anybody likes, also like the beginning of another shape: a trace pads them with blanks.
    FrameResult result = line.starts_with(' ') ? take_trace(line) : foreign();
    if (!result.line && result.error == FrameError::foreign) result = take_by_first_character(line, context);
    if (!result.line && result.error == FrameError::foreign && !line.starts_with(' ')) result = take_trace(line);
    if (!result.line && result.error == FrameError::foreign) result = take_supplicant(line, context);
    if (!result.line || result.line->format == LineFormat::journal_mark) return result;
    const Stamp& stamp = result.line->stamp;
    if (stamp.year_missing) {
        const int month = wifi::CivilTime::of(stamp.instant).month;
        // A machine that was off, or lines that were passed over, leave months out: only a fall by half a year is
        // new.
        if (context.previous_month - month >= 6) {
            ++context.year;
            result = take_by_first_character(line, context);
            if (!result.line) return result;
        }
        context.previous_month = month;
        // 29 February has its own say in which year this is.
        context.year = wifi::CivilTime::of(result.line->stamp.instant).year;
    }
    if (stamp.clock != Clock::none) context.previous = result.line->stamp.instant;
    return result;
}

}  // namespace wlanmedic::evidence
