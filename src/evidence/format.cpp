// SPDX-License-Identifier: MIT
#include "evidence/format.h"

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "evidence/iw_event.h"
#include "evidence/journal_sniff.h"
#include "wifi/text_cursor.h"

namespace wlanmedic::evidence {
namespace {

constexpr std::size_t head_size = 1U << 20;
constexpr std::size_t tail_size = 1U << 16;
constexpr std::size_t enough_lines = 4096;
// iw -t prints seconds since the epoch, iw -r differences; no clock was set and no gap lasted so long.
constexpr std::int64_t smallest_epoch_s = 100'000'000;

std::string read_part(const Input& input, std::uint64_t offset, std::size_t size) {
    std::string text(size, '\0');
    text.resize(input.read_at(offset, text));
    return text;
}

// The lines of a part of a file; the first and the last may be cut and are left out where they are.
std::vector<std::string_view> whole_lines(std::string_view text, bool first_is_cut, bool last_is_cut) {
    std::vector<std::string_view> lines;
    while (!text.empty() && lines.size() < enough_lines * 4) {
        const std::size_t end = text.find('\n');
        if (end == std::string_view::npos && last_is_cut) break;
        std::string_view line = text.substr(0, end);
        if (line.ends_with('\r')) line.remove_suffix(1);
        if (!first_is_cut) lines.push_back(strip_noise(line));
        first_is_cut = false;
        if (end == std::string_view::npos) break;
        text.remove_prefix(end + 1);
    }
    return lines;
}

// iw -t and -r look alike. Differences are small, and go up and down.
bool looks_relative(const std::vector<std::int64_t>& seconds) {
    if (seconds.empty() || *std::ranges::max_element(seconds) >= smallest_epoch_s) return false;
    const bool rising = std::ranges::is_sorted(seconds);
    // A machine whose clock was never set counts from 1970: rising, and not from zero.
    return !(rising && seconds.size() >= 4 && seconds.front() > 0);
}

bool is_counts_header(std::string_view line) {
    wifi::TextCursor cursor(line);
    if (!cursor.take("format")) return false;
    cursor.skip_spaces();
    if (!cursor.take("=")) return false;
    cursor.skip_spaces();
    return cursor.take("\"wlanmedic.counts/") || cursor.take("'wlanmedic.counts/");
}

std::optional<Stamp> last_stamp(const Input& input, bool relative_times, int year) {
    const std::uint64_t offset = input.size() > tail_size ? input.size() - tail_size : 0;
    const std::string text = read_part(input, offset, tail_size);
    const auto lines = whole_lines(text, offset > 0, false);
    for (auto line = lines.rbegin(); line != lines.rend(); ++line) {
        if (const auto iw = take_iw_line(*line, relative_times);
            iw && iw->stamp.clock != Clock::none && decode_iw_event(iw->text).kind != Decoded::Kind::foreign)
            return iw->stamp;
        LineContext context{.year = year};
        const auto frame = take_frame(*line, context);
        if (frame.line && frame.line->format != LineFormat::journal_mark && frame.line->stamp.clock != Clock::none)
            return frame.line->stamp;
    }
    return std::nullopt;
}

// The wall's whole second lies up to a second before the true time: the largest difference is the nearest to it. A
// step of the clock or a suspend begins anew, which the reader sees to.
void note_boot(Sniffed& found, const Stamp& stamp) {
    const wifi::Duration difference = stamp.instant.time_since_epoch() - *stamp.boot;
    if (!found.boot_to_wall) found.boot_to_wall = difference;
    const wifi::Duration more = difference - *found.boot_to_wall;
    if (more > wifi::Duration{0} && more < std::chrono::seconds{1}) found.boot_to_wall = difference;
}

int year_of(wifi::Instant instant) { return wifi::CivilTime::of(instant).year; }

// The year of the first line: the last line lies before the file's last change (a day for zones and clocks), and a
// file that begins later in the year than it ends begins in the year before.
int guess_year(const Stamp& first, const Stamp& last, const Input& input) {
    const wifi::Instant modified{std::chrono::seconds{std::max<std::time_t>(input.modified(), 0)}};
    int year = std::clamp(year_of(modified), 1971, 2199);
    const auto in_year = [](const Stamp& stamp, int in) {
        wifi::CivilTime civil = wifi::CivilTime::of(stamp.instant);
        civil.year = in;
        if (civil.month == 2 && civil.day == 29) civil.day = 28;
        return civil.to_instant().value_or(wifi::Instant{});
    };
    if (in_year(last, year) > modified + std::chrono::hours{24}) --year;
    if (in_year(first, year) > in_year(last, year)) --year;
    const wifi::CivilTime civil = wifi::CivilTime::of(first.instant);
    while (civil.month == 2 && civil.day == 29 && !std::chrono::year{year}.is_leap() && year > 1972) --year;
    return std::max(year, 1970);
}

}  // namespace

std::string_view strip_noise(std::string_view line) {
    if (line.starts_with("\xef\xbb\xbf")) line.remove_prefix(3);
    // A file system that was cut off leaves runs of zeros where the line should have been.
    while (!line.empty() && line.front() == '\0') line.remove_prefix(1);
    return line;
}

std::optional<Sniffed> sniff(const Input& input, std::optional<int> year) {
    const std::string head = read_part(input, 0, head_size);
    const auto lines = whole_lines(head, false, input.size() > head_size);

    std::vector<std::int64_t> iw_seconds;
    for (const std::string_view line : lines) {
        const auto iw = take_iw_line(line, true);
        if (iw && iw->stamp.clock == Clock::relative && decode_iw_event(iw->text).kind != Decoded::Kind::foreign)
            iw_seconds.push_back(
                std::chrono::floor<std::chrono::seconds>(iw->stamp.instant).time_since_epoch().count());
    }
    Sniffed found{.relative_times = looks_relative(iw_seconds)};

    // 1972 has every day: what is wanted of a time without a year is only its place within one.
    LineContext context{.year = year.value_or(1972)};
    std::map<LineFormat, std::size_t> formats;
    std::map<Clock, std::size_t> clocks;
    for (const std::string_view line : lines) {
        std::optional<Stamp> stamp;
        LineFormat format = LineFormat::iw_event;
        const auto iw = take_iw_line(line, found.relative_times);
        if (iw && decode_iw_event(iw->text).kind != Decoded::Kind::foreign) {
            stamp = iw->stamp;
        } else if (const auto frame = take_frame(line, context);
                   frame.line && frame.line->format != LineFormat::journal_mark) {
            stamp = frame.line->stamp;
            format = frame.line->format;
        }
        if (!stamp) continue;
        if (stamp->boot && !stamp->year_missing) note_boot(found, *stamp);
        ++formats[format];
        ++clocks[stamp->clock];
        if (!found.first) found.first = stamp;
        if (format == LineFormat::iw_event || format == LineFormat::dmesg_reltime) found.every_line_counts = true;
    }
    const SniffedJournal journal = sniff_journal(input, head_size, tail_size);
    found.every_line_counts = found.every_line_counts || journal.spans_lines;
    for (const auto& [format, entries] : journal.formats) {
        formats[format] += entries;
        clocks[Clock::epoch] += entries;
    }
    // The beginning of a file of two forms: that of the one that there is more of.
    const auto most_lines = std::ranges::max_element(formats, {}, [](const auto& entry) { return entry.second; });
    if (journal.first && (!found.first || journal.formats.contains(most_lines->first)))
        found.first = journal.first;
    // What a log quotes (an SSID may read like this too) does not make it a file of counts.
    if (!found.first && std::ranges::any_of(lines, is_counts_header)) return Sniffed{.counts = true};
    auto last = last_stamp(input, found.relative_times, year.value_or(1972));
    if (journal.last && (!last || found.first->clock == Clock::epoch)) last = journal.last;
    if (!found.first) found.first = last;
    if (!found.first) return std::nullopt;
    const auto most = [](const auto& counts, auto fallback) {
        const auto top = std::ranges::max_element(counts, {}, [](const auto& entry) { return entry.second; });
        return top == counts.end() ? fallback : top->first;
    };
    found.format = most(formats, LineFormat::syslog);
    found.clock = most(clocks, found.first->clock);
    found.year = year.value_or(1970);
    if (found.first->year_missing && !year)
        found.year = guess_year(*found.first, last.value_or(*found.first), input);
    if (found.first->year_missing) {
        // Read both ends again, now that the years are known.
        const int years = last && last->instant < found.first->instant ? 1 : 0;
        const auto move = [](Stamp stamp, int to) {
            wifi::CivilTime civil = wifi::CivilTime::of(stamp.instant);
            civil.year = to;
            if (const auto instant = civil.to_instant()) stamp.instant = *instant;
            return stamp;
        };
        found.first = move(*found.first, found.year);
        if (last) found.last = last->year_missing ? move(*last, found.year + years) : *last;
        LineContext known{.year = found.year};
        for (const std::string_view line : lines)
            if (const auto frame = take_frame(line, known); frame.line && frame.line->stamp.boot)
                note_boot(found, frame.line->stamp);
    } else {
        found.last = last;
    }
    return found;
}

}  // namespace wlanmedic::evidence
