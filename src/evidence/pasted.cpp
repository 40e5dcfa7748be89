// SPDX-License-Identifier: MIT
#include "evidence/pasted.h"

#include <algorithm>
#include <map>
#include <utility>

#include "evidence/line_reader.h"
#include "evidence/pasted_line.h"
#include "evidence/pasted_repeats.h"
#include "evidence/pasted_split.h"
#include "evidence/pasted_wraps.h"

namespace wlanmedic::evidence {
namespace {

// Whoever leaves lines out keeps those that matter; after this long others may have mattered too.
constexpr wifi::Duration long_for_a_snip = std::chrono::seconds{60};
constexpr wifi::Duration long_for_prose = std::chrono::minutes{10};

std::uint64_t hash_of(std::string_view text) {
    std::uint64_t hash = 14695981039346656037U;  // FNV-1a
    for (const char c : text) {
        // Blanks of all kinds differ between copies.
        if (c >= 0 && c <= ' ') continue;
        hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211U;
    }
    return hash;
}

// What other readers know better: journals as records, counts, and what is no text.
bool belongs_to_others(std::string_view head) {
    for (const std::string_view mark : {"__REALTIME_TIMESTAMP", "__CURSOR", "LPKSHHRH", "wlanmedic.counts/"})
        if (head.find(mark) != std::string_view::npos) return true;
    return std::ranges::count(head.substr(0, 4096), '\0') > 64;
}

// Of mail: lines that end in "=" and go on, and "=3D" for each '=' there is.
bool is_quoted_printable(std::string_view text) {
    bool soft_break = false;
    bool coded = false;
    bool plain = false;
    for (std::size_t at = text.find('='); at != std::string_view::npos; at = text.find('=', at + 1)) {
        const std::string_view next = text.substr(at + 1, 2);
        if (next.starts_with('\n') || next == "\r\n")
            soft_break = true;
        else if (next == "3D")
            coded = true;
        else if (next.find_first_not_of("0123456789ABCDEF") != std::string_view::npos)
            plain = true;
    }
    return soft_break && (coded || !plain);
}

struct Work {
    std::vector<PastedLine> lines;
    std::uint64_t physical = 0;  // lines of the file
    std::uint64_t found = 0;     // lines beyond those, whose ends were lost
    bool quoted_printable = false;
    bool too_many = false;
    bool changed = false;
    bool of_weight = false;  // a line about Wi-Fi
};

struct Physical {
    std::size_t begin = 0;
    std::size_t end = 0;   // without the line end
    std::size_t next = 0;  // where the next one begins
    std::size_t lines = 1;
};

Physical physical_line(std::string_view text, std::size_t begin, bool quoted_printable) {
    Physical line{.begin = begin};
    std::size_t from = begin;
    for (;;) {
        const std::size_t newline = text.find('\n', from);
        line.end = std::min(newline, text.size());
        line.next = newline == std::string_view::npos ? text.size() : newline + 1;
        if (line.end > line.begin && text[line.end - 1] == '\r') --line.end;
        const bool goes_on = quoted_printable && line.end > from && text[line.end - 1] == '=' &&
                             line.next < text.size() && line.end - begin < LineReader::longest;
        if (!goes_on) return line;
        ++line.lines;
        from = line.next;
    }
}

std::string without_soft_breaks(std::string_view raw) {
    std::string text;
    for (std::size_t i = 0; i < raw.size(); ++i) {
        if (raw[i] == '=' && raw.substr(i + 1, 1) == "\n") {
            ++i;
        } else if (raw[i] == '=' && raw.substr(i + 1, 2) == "\r\n") {
            i += 2;
        } else {
            text += raw[i];
        }
    }
    return from_quoted_printable(text);
}

class Preparation {
public:
    Preparation(std::string_view text, const driver::Catalog& drivers) : text_(text), drivers_(drivers) {
        work_.quoted_printable = is_quoted_printable(text);
    }

    Work run() && {
        for (std::size_t at = 0; at < text_.size() && !work_.too_many;) {
            const Physical line = physical_line(text_, at, work_.quoted_printable);
            take(line);
            work_.physical += line.lines;
            at = line.next;
            work_.too_many = work_.lines.size() > Pasted::most_lines;
        }
        return std::move(work_);
    }

private:
    void take(const Physical& at) {
        const std::string_view raw = text_.substr(at.begin, at.end - at.begin);
        const bool coded = work_.quoted_printable && raw.find('=') != std::string_view::npos;
        std::vector<LinePiece> pieces;
        if (!coded) pieces = split_joined_lines(raw);
        if (pieces.empty() || (pieces.size() == 2 && is_better_whole(raw))) {
            add(at.begin, raw, coded);
            return;
        }
        work_.changed = true;
        work_.found += pieces.size() - 1;
        for (const LinePiece& piece : pieces) {
            add(at.begin + piece.begin, raw.substr(piece.begin, piece.length), false);
            if (work_.lines.size() > Pasted::most_lines) return;
        }
    }

    // One log line with a tag before it.
    bool is_better_whole(std::string_view raw) const {
        if (raw.size() > LineReader::longest) return false;
        PastedLine whole{.raw = raw, .cleaned = {}};
        understand(whole, drivers_);
        return whole.grade >= Grade::noted && !whole.cleaned.empty();
    }

    void add(std::size_t offset, std::string_view raw, bool coded) {
        PastedLine line{.number = work_.physical + 1,
                        .offset = offset,
                        .length = static_cast<std::uint32_t>(raw.size()),
                        .raw = raw,
                        .cleaned = {}};
        if (raw.size() > LineReader::longest) {
            work_.lines.push_back(std::move(line));
            return;
        }
        if (coded) {
            decoded_ = without_soft_breaks(raw);
            PastedLine readable{.raw = decoded_, .cleaned = {}};
            understand(readable, drivers_);
            line.grade = readable.grade;
            line.between = readable.between;
            if (readable.grade != Grade::unknown || raw.find('\n') != std::string_view::npos) {
                line.cleaned = readable.text();
                work_.changed = true;
            }
        } else {
            understand(line, drivers_);
        }
        work_.changed = work_.changed || !line.cleaned.empty();
        work_.of_weight = work_.of_weight || line.grade >= Grade::doubtful;
        if (line.grade == Grade::unknown && !work_.lines.empty()) {
            const PastedLine& before = work_.lines.back();
            line.blank_before = before.grade == Grade::unknown && before.between == Between::blank;
        }
        work_.lines.push_back(std::move(line));
    }

    std::string_view text_;
    const driver::Catalog& drivers_;
    std::string decoded_;
    Work work_;
};

// The name of the machine stands before that of the process.
std::uint64_t host_of(std::string_view text, const Known& known) {
    if (known.process.data() < text.data() || known.process.data() >= text.data() + text.size()) return 0;
    std::string_view before = text.substr(0, static_cast<std::size_t>(known.process.data() - text.data()));
    while (before.ends_with(' ')) before.remove_suffix(1);
    const std::string_view word = before.substr(before.rfind(' ') + 1);
    const bool name = !word.empty() && word.find_first_of(":<>[]") == std::string_view::npos &&
                      word.find_first_not_of("0123456789.-") != std::string_view::npos &&
                      word.size() < before.size();
    return name ? hash_of(word) : 0;
}

bool is_exact(const Stamp& stamp) {
    const wifi::Duration time = stamp.boot ? *stamp.boot : stamp.instant.time_since_epoch();
    return (stamp.boot || stamp.resolution < std::chrono::milliseconds{1}) &&
           time % std::chrono::milliseconds{1} != wifi::Duration{0};
}

enum class Cut : unsigned char { none, prose, snip };

struct Layout {
    std::vector<std::size_t> order;  // of lines, as they are written
    std::vector<bool> gap_before;    // by line
    std::uint64_t repeated = 0;
};

// What stands between the line and the known one before it.
struct Separation {
    bool by_text = false;
    Cut cut = Cut::none;
};

std::vector<Separation> separations_of(const std::vector<PastedLine>& lines) {
    std::vector<Separation> separations(lines.size());
    Separation since;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const PastedLine& line = lines[i];
        if (line.dropped) continue;
        if (line.grade != Grade::unknown) {
            separations[i] = since;
            since = {};
            continue;
        }
        const bool blank_after =
            i + 1 < lines.size() && lines[i + 1].grade == Grade::unknown && lines[i + 1].between == Between::blank;
        switch (line.between) {
            case Between::snip:
                since.by_text = true;
                since.cut = Cut::snip;
                break;
            case Between::prose:
                since.by_text = true;
                // Words between log lines may be a message of several lines; a paragraph is none.
                if (line.blank_before || blank_after) since.cut = std::max(since.cut, Cut::prose);
                break;
            case Between::fence:
                since.by_text = true;
                since.cut = std::max(since.cut, Cut::prose);
                break;
            case Between::blank:
            case Between::text: break;
        }
    }
    return separations;
}

std::vector<Told> told_by(const std::vector<PastedLine>& lines, const std::vector<Separation>& separations,
                          const driver::Catalog& drivers) {
    std::vector<Told> told;
    LineContext context{.year = 1972};
    bool break_before = false;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        if (lines[i].dropped || lines[i].grade == Grade::unknown) continue;
        const std::string_view text = lines[i].text();
        const Known known = know(text, context, drivers);
        // Differences add up: none may be left out, and none moved.
        if (known.difference) return {};
        break_before = break_before || separations[i].by_text;
        if (!known.timed()) continue;
        Told one{.line = i,
                 .hash = hash_of(text),
                 .host = host_of(text, known),
                 .clock = known.stamp.clock,
                 .instant = known.stamp.instant,
                 .resolution = known.stamp.resolution,
                 .exact = is_exact(known.stamp),
                 .boot_to_wall = {},
                 .break_before = break_before};
        if (known.stamp.boot) one.boot_to_wall = known.stamp.instant.time_since_epoch() - *known.stamp.boot;
        told.push_back(one);
        break_before = false;
    }
    return told;
}

Layout lay_out(std::vector<PastedLine>& lines, const driver::Catalog& drivers) {
    Layout layout;
    layout.gap_before.assign(lines.size(), false);
    const std::vector<Separation> separations = separations_of(lines);
    const std::vector<Told> told = told_by(lines, separations, drivers);
    const std::vector<Excerpt> excerpts = excerpts_of(told);
    const std::vector<bool> left_out = find_repeats(told, excerpts);
    const std::vector<std::size_t> order = order_by_time(told, excerpts, left_out);
    for (std::size_t i = 0; i < told.size(); ++i)
        if (left_out[i]) {
            lines[told[i].line].dropped = true;
            ++layout.repeated;
        }
    // What is not understood goes with the excerpt before it.
    const auto append = [&](std::size_t from, std::size_t to) {
        for (std::size_t i = from; i < to; ++i)
            if (!lines[i].dropped) layout.order.push_back(i);
    };
    std::vector<std::size_t> moved(lines.size(), 0);
    if (order.empty()) {
        append(0, lines.size());
    } else {
        append(0, told[excerpts.front().begin].line);
        std::vector<bool> placed(excerpts.size(), false);
        const auto place = [&](std::size_t e) {
            placed[e] = true;
            const std::size_t from = told[excerpts[e].begin].line;
            moved[from] = 1;
            append(from, e + 1 < excerpts.size() ? told[excerpts[e + 1].begin].line : lines.size());
        };
        for (const std::size_t e : order) place(e);
        for (std::size_t e = 0; e < excerpts.size(); ++e)
            if (!placed[e]) place(e);
    }
    std::vector<std::size_t> told_at(lines.size(), told.size());
    for (std::size_t i = 0; i < told.size(); ++i) told_at[told[i].line] = i;
    std::map<Clock, wifi::Instant> last;
    Cut cut = Cut::none;
    for (const std::size_t i : layout.order) {
        cut = std::max(cut, separations[i].cut);
        if (moved[i] != 0) cut = std::max(cut, Cut::prose);
        if (told_at[i] == told.size()) continue;
        const Told& one = told[told_at[i]];
        const auto before = last.find(one.clock);
        if (before != last.end() && cut != Cut::none) {
            const wifi::Duration limit = cut == Cut::snip ? long_for_a_snip : long_for_prose;
            layout.gap_before[i] = one.instant > before->second + limit;
        }
        last[one.clock] = one.instant;
        cut = Cut::none;
    }
    return layout;
}

}  // namespace

std::optional<Pasted> Pasted::clean(const Input& input, const driver::Catalog& drivers) {
    if (input.size() == 0 || input.size() > largest_file) return std::nullopt;
    std::string text(std::min<std::uint64_t>(input.size(), looked_at), '\0');
    text.resize(input.read_at(0, text));
    if (belongs_to_others(text)) return std::nullopt;
    const auto prepare = [&] {
        Work work = Preparation(text, drivers).run();
        if (!work.too_many) work.changed = join_wraps(work.lines, drivers) > 0 || work.changed;
        return work;
    };
    Work work = prepare();
    Layout layout = lay_out(work.lines, drivers);
    const auto is_cleaned = [&] {
        const bool ordered = std::ranges::is_sorted(layout.order);
        const bool gaps = std::ranges::find(layout.gap_before, true) != layout.gap_before.end();
        return !work.too_many && work.of_weight && (work.changed || layout.repeated > 0 || !ordered || gaps);
    };
    if (!is_cleaned()) return std::nullopt;
    if (input.size() > looked_at) {
        work = {};
        text.resize(input.size());
        text.resize(input.read_at(0, text));
        work = prepare();
        if (work.too_many) return std::nullopt;
        layout = lay_out(work.lines, drivers);
    }
    std::string cleaned;
    std::vector<Origin> origins;
    origins.reserve(layout.order.size());
    for (const std::size_t i : layout.order) {
        const PastedLine& line = work.lines[i];
        cleaned += line.text();
        cleaned += '\n';
        origins.push_back({.line = line.number,
                           .offset = line.offset,
                           .length = line.length,
                           .gap_before = layout.gap_before[i]});
    }
    auto copy = Input::of_text(cleaned, input);
    if (!copy) return std::nullopt;
    Pasted pasted(std::move(*copy));
    pasted.origins_ = std::move(origins);
    pasted.lines_ = work.physical + work.found;
    pasted.repeated_ = layout.repeated;
    return pasted;
}

std::string Pasted::verbatim(const Input& file, const Origin& origin, std::size_t most) {
    std::string text(std::min<std::size_t>(origin.length, most), '\0');
    text.resize(file.read_at(origin.offset, text));
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i)
        if (text[i] != '\r' || (i + 1 < text.size() && text[i + 1] != '\n')) out += text[i];
    return out;
}

}  // namespace wlanmedic::evidence
