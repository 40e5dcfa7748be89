// SPDX-License-Identifier: MIT
#include "evidence/pasted_wraps.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "wifi/mac_address.h"

namespace wlanmedic::evidence {
namespace {

constexpr std::size_t narrowest = 40;
constexpr std::size_t widest = 250;
constexpr std::size_t longest_joined = 8192;
constexpr int most_lines_by_words = 3;
constexpr std::size_t enough_breaks = 3;

std::string_view trimmed_end(std::string_view text) {
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t' || text.back() == '\r'))
        text.remove_suffix(1);
    return text;
}

std::string_view trimmed(std::string_view text) {
    text = trimmed_end(text);
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
    return text;
}

bool is_quoted(const PastedLine& line) {
    const std::string_view raw = trimmed(line.raw);
    return raw.starts_with('>') || raw.starts_with('|') || raw.starts_with("&gt;");
}

// The rest of a wrapped line, with the quote marks off that stand before it where its beginning has them too.
std::string rest_of(const PastedLine& line, bool quoted) {
    std::string plain = plain_text(line.raw);
    std::string_view text = plain;
    while (quoted && (text.starts_with('>') || text.starts_with('|'))) {
        text.remove_prefix(1);
        if (!text.empty() && text.front() == ' ') text.remove_prefix(1);
    }
    return std::string(text);
}

// Two widths are possible: that of the lines as they stand, and that before they were quoted.
enum class Measure : unsigned char { raw, cleaned };

struct Break {
    std::size_t full = 0;    // columns of the line that was broken off, a blank at its end included
    std::size_t length = 0;  // the same without
    std::size_t word = 0;    // columns of the first word of the next one
    bool hard_only = false;  // the next one begins with a blank
};

std::size_t columns(std::string_view text) {
    return static_cast<std::size_t>(
        std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xc0U) != 0x80U; }));
}

Break measure(std::string_view broken, std::string_view next) {
    Break result;
    while (broken.ends_with('\r')) broken.remove_suffix(1);
    result.full = columns(broken);
    result.length = columns(trimmed_end(broken));
    result.hard_only = next.starts_with(' ');
    result.word = columns(next.substr(0, next.find(' ')));
    return result;
}

struct Width {
    std::size_t columns = 0;
    bool hard = false;  // broken within words
    Measure measure = Measure::raw;
};

bool fits(const Break& one, const Width& width) {
    if (width.hard) return one.full == width.columns || (one.length + 1 == width.columns && !one.hard_only);
    return one.length <= width.columns && one.length + 1 + one.word > width.columns;
}

class Joiner {
public:
    Joiner(std::vector<PastedLine>& lines, const driver::Catalog& drivers) : lines_(lines), drivers_(drivers) {
        bool quoted = false;
        for (std::size_t i = 0; i < lines_.size(); ++i) {
            if (lines_[i].grade != Grade::unknown) quoted = is_quoted(lines_[i]);
            if (goes_on(i)) rests_[i] = rest_of(lines_[i], quoted);
        }
        find_width();
    }

    std::size_t join() {
        std::size_t joins = 0;
        for (std::size_t i = 0; i + 1 < lines_.size(); ++i)
            if (lines_[i].grade != Grade::unknown && rests_.contains(i + 1) && join_at(i)) ++joins;
        return joins;
    }

private:
    bool goes_on(std::size_t i) const {
        const PastedLine& line = lines_[i];
        if (i == 0 || line.grade != Grade::unknown || line.raw.size() > widest * 2) return false;
        if (line.between == Between::blank || line.between == Between::fence || line.between == Between::snip)
            return false;
        return lines_[i - 1].grade != Grade::unknown || rests_.contains(i - 1);
    }

    std::string_view broken(std::size_t i, Measure measure) const {
        if (measure == Measure::raw) return lines_[i].raw;
        const auto rest = rests_.find(i);
        return rest != rests_.end() ? std::string_view(rest->second) : lines_[i].text();
    }

    Break break_before(std::size_t i, Measure by) const {
        return measure(broken(i - 1, by), by == Measure::raw && rests_.at(i).size() == lines_[i].raw.size()
                                              ? lines_[i].raw
                                              : std::string_view(rests_.at(i)));
    }

    // The width that the most breaks fit, where it is most of them.
    void find_width() {
        std::size_t best = 0;
        for (const Measure by : {Measure::raw, Measure::cleaned}) {
            // Differences of the number of breaks that fit each width.
            std::array<std::size_t, widest + 2> hard{};
            std::array<std::int64_t, widest + 3> soft{};
            std::size_t breaks = 0;
            for (const auto& [i, rest] : rests_) {
                const Break one = break_before(i, by);
                ++breaks;
                if (one.full <= widest) ++hard[one.full];
                if (one.length > widest || one.hard_only) continue;
                ++soft[one.length];
                --soft[std::min(one.length + 1 + one.word, widest + 2)];
            }
            std::int64_t at_width = 0;
            for (std::size_t columns = 0; columns <= widest; ++columns) {
                at_width += soft[columns];
                if (columns < narrowest) continue;
                const auto consider = [&](std::size_t fitting, bool is_hard) {
                    if (fitting <= best || fitting < enough_breaks || fitting * 5 < breaks * 3) return;
                    best = fitting;
                    width_ = Width{.columns = columns, .hard = is_hard, .measure = by};
                };
                consider(hard[columns], true);
                consider(static_cast<std::size_t>(at_width), false);
            }
        }
    }

    // A blank at the break belongs between both.
    bool ends_in_blank(std::size_t i) const {
        std::string_view raw = lines_[i].raw;
        while (raw.ends_with('\r')) raw.remove_suffix(1);
        return raw.ends_with(' ');
    }

    bool fits_width(std::size_t i) const { return width_ && fits(break_before(i, width_->measure), *width_); }

    // Words that mac80211's messages about joining and losing go on and end in; addresses, numbers in brackets.
    static bool is_word_of_a_message(std::string_view word) {
        static constexpr std::array<std::string_view, 44> words{"with",
                                                                "to",
                                                                "from",
                                                                "by",
                                                                "local",
                                                                "choice",
                                                                "timed",
                                                                "out",
                                                                "lost",
                                                                "for",
                                                                "new",
                                                                "auth",
                                                                "assoc",
                                                                "while",
                                                                "(local",
                                                                "(try",
                                                                "(Reason:",
                                                                "(reason:",
                                                                "link",
                                                                "becomes",
                                                                "ready",
                                                                "denied",
                                                                "rejected",
                                                                "temporarily;",
                                                                "comeback",
                                                                "duration",
                                                                "TU",
                                                                "associating",
                                                                "associated",
                                                                "(status",
                                                                "(code",
                                                                "association",
                                                                "AP",
                                                                "authentication",
                                                                "authenticated",
                                                                "authenticate",
                                                                "associate",
                                                                "deauthenticated",
                                                                "disassociated",
                                                                "deauthenticating",
                                                                "send",
                                                                "RX",
                                                                "AssocResp",
                                                                "ReassocResp"};
        if (std::ranges::find(words, word) != words.end()) return true;
        if (word.size() >= 5 && word.find(':') != std::string_view::npos &&
            word.find_first_not_of("0123456789abcdefABCDEFxX*:") == std::string_view::npos)
            return true;
        if (wifi::MacAddress::parse(word)) return true;
        const bool number = word.find_first_of("0123456789") != std::string_view::npos;
        if (number && (word.ends_with(')') || word.find('=') != std::string_view::npos)) return true;
        if (word == "(" || word.starts_with("(capab=") || word.starts_with("(reason=")) return true;
        return word.find_first_not_of("0123456789/()") == std::string_view::npos;
    }

    static bool is_end_of_a_message(std::string_view rest) {
        rest = trimmed(rest);
        if (rest.empty() || rest.size() > 120) return false;
        bool telling = false;
        for (std::string_view left = rest; !left.empty();) {
            const std::string_view word = left.substr(0, left.find(' '));
            if (!is_word_of_a_message(word)) return false;
            telling = telling || word.find_first_of("0123456789:(") != std::string_view::npos || word == "out" ||
                      word == "lost" || word == "ready" || word == "authenticated" || word == "associated";
            left.remove_prefix(std::min(word.size() + 1, left.size()));
        }
        return telling;
    }

    struct Attempt {
        std::string text;
        Known known;
        int worth = -1;
    };

    enum class Glue : unsigned char { none, blank, either };

    // Where the width is proved, it says whether a blank was lost at the break.
    Glue glue_before(std::size_t i, bool by_width) const {
        if (!by_width) return Glue::either;
        if (!width_->hard) return Glue::blank;
        return break_before(i, width_->measure).full == width_->columns ? Glue::none : Glue::blank;
    }

    // With a blank between them, or without; the better of both where either may be.
    Attempt put_together(const std::string& head, std::string_view rest, Glue glue) const {
        Attempt best;
        const std::string_view front = trimmed_end(head);
        if (front.size() < head.size() || rest.starts_with(' ')) glue = Glue::blank;
        for (const bool blank : {false, true}) {
            if (glue == (blank ? Glue::none : Glue::blank)) continue;
            Attempt one;
            one.text = front;
            if (blank) one.text += ' ';
            one.text += trimmed(rest);
            LineContext context;
            one.known = know(one.text, context, drivers_);
            one.worth = static_cast<int>(one.known.grade) * 2 + (one.known.names_bssid ? 1 : 0);
            if (one.worth > best.worth) best = std::move(one);
        }
        return best;
    }

    bool join_at(std::size_t head) {
        LineContext context;
        std::string text(lines_[head].text());
        const Known alone = know(text, context, drivers_);
        if (ends_in_blank(head) && !text.ends_with(' ')) text += ' ';
        Known best = alone;
        std::string best_text;
        std::size_t best_last = head;
        bool by_width = true;
        for (std::size_t i = head + 1; rests_.contains(i) && text.size() < longest_joined; ++i) {
            const std::string& rest = rests_.at(i);
            by_width = by_width && fits_width(i);
            const bool by_words =
                i - head <= static_cast<std::size_t>(most_lines_by_words) && is_end_of_a_message(rest);
            if (!by_width && !by_words) break;
            Attempt attempt = put_together(text, rest, glue_before(i, by_width));
            // The blank at its end belongs to the next join.
            text = attempt.text;
            if (ends_in_blank(i)) text += ' ';
            const bool other_event = best.grade == Grade::event && attempt.known.grade == Grade::event &&
                                     attempt.known.what != best.what;
            // The whole may say that it is of no weight, where the width proves that it is the whole.
            const bool no_weight = by_width && attempt.known.grade == Grade::noted;
            if (other_event || (attempt.known.grade < best.grade && !no_weight)) {
                if (!by_width) break;
                continue;  // more lines may complete it again
            }
            if (!by_width && attempt.known.grade == best.grade &&
                !(attempt.known.grade == Grade::event && attempt.known.names_bssid && !best.names_bssid))
                continue;
            best_text = attempt.text;
            LineContext again;
            best = know(best_text, again, drivers_);
            best_last = i;
        }
        if (best_last == head) return false;
        PastedLine& line = lines_[head];
        const PastedLine& last = lines_[best_last];
        line.length = static_cast<std::uint32_t>(last.offset + last.length - line.offset);
        line.cleaned = std::move(best_text);
        line.grade = best.grade;
        for (std::size_t i = head + 1; i <= best_last; ++i) lines_[i].dropped = true;
        return true;
    }

    std::vector<PastedLine>& lines_;
    const driver::Catalog& drivers_;
    std::map<std::size_t, std::string> rests_;  // what may be the rest of the line before it
    std::optional<Width> width_;
};

}  // namespace

std::size_t join_wraps(std::vector<PastedLine>& lines, const driver::Catalog& drivers) {
    return Joiner(lines, drivers).join();
}

}  // namespace wlanmedic::evidence
