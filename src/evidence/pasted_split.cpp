// SPDX-License-Identifier: MIT
#include "evidence/pasted_split.h"

#include <optional>

#include "evidence/iw_event.h"
#include "evidence/log_line.h"
#include "evidence/timestamp.h"
#include "wifi/text_cursor.h"

namespace wlanmedic::evidence {
namespace {

// A frame is shorter; without an end each look would go through the rest of the line.
constexpr std::size_t window = 320;

struct Frame {
    LineFormat format = LineFormat::dmesg;
    wifi::Instant instant;
    int digits = 0;           // of the fraction of a stamp since boot
    std::size_t message = 0;  // where it begins
};

bool may_begin(std::string_view text) {
    const char c = text.front();
    if (c == '[') {
        if (text.size() < 8) return false;
        return text[1] == ' ' || wifi::is_digit(text[1]) || at_weekday(wifi::TextCursor(text.substr(1)));
    }
    if (c == '<') return text.size() > 3 && wifi::is_digit(text[1]);
    if (wifi::is_digit(c)) {
        if (text.size() > 19 && text[4] == '-' && text[7] == '-') return true;
        const std::size_t end = text.substr(0, 14).find_first_not_of("0123456789");
        return end != std::string_view::npos && (text[end] == '.' || text[end] == ',');
    }
    if (c < 'A' || c > 'Z' || text.size() < 15 || text[3] != ' ') return false;
    return wifi::month_from_name(text.substr(0, 3)) != 0 || at_weekday(wifi::TextCursor(text));
}

int fraction_digits(std::string_view text) {
    const std::size_t point = text.substr(0, 24).find('.');
    if (point == std::string_view::npos) return 0;
    int digits = 0;
    while (point + 1 + static_cast<std::size_t>(digits) < text.size() &&
           wifi::is_digit(text[point + 1 + static_cast<std::size_t>(digits)]))
        ++digits;
    return digits;
}

std::optional<Frame> frame_at(std::string_view text) {
    text = text.substr(0, window);
    if (text.empty() || !may_begin(text)) return std::nullopt;
    if (wifi::is_digit(text.front())) {
        const auto iw = take_iw_line(text, false);
        if (iw && iw->stamp.clock != Clock::none && decode_iw_event(iw->text).kind != Decoded::Kind::foreign)
            return Frame{.format = LineFormat::iw_event,
                         .instant = iw->stamp.instant,
                         .digits = fraction_digits(text),
                         .message = text.size() - iw->text.size()};
    }
    LineContext context{.year = 1972};
    const auto result = take_frame(text, context);
    if (!result.line) return std::nullopt;
    return Frame{.format = result.line->format,
                 .instant = result.line->stamp.instant,
                 .digits = result.line->stamp.clock == Clock::boot ? fraction_digits(text) : 0,
                 .message = text.size() - result.line->message.size()};
}

bool alike(LineFormat a, LineFormat b) {
    const auto plain = [](LineFormat format) {
        return format == LineFormat::syslog ? LineFormat::journal_short : format;
    };
    return plain(a) == plain(b);
}

// True where a new line may begin at `at`: after a blank, a tag, or a line end written out.
bool after_an_end(std::string_view line, std::size_t at) {
    if (at == 0) return true;
    const char before = line[at - 1];
    if (before == ' ' || before == '\t' || before == '>' || before == '"') return true;
    return before == 'n' && at > 1 && line[at - 2] == '\\';
}

std::string_view without_ends(std::string_view piece) {
    for (;;) {
        const std::size_t size = piece.size();
        while (!piece.empty() && (piece.back() == ' ' || piece.back() == '\t')) piece.remove_suffix(1);
        for (const std::string_view end : {"\\n", "\\r", "<br>", "<br/>", "<br />", "<BR>", "</p>", "<p>"})
            if (piece.ends_with(end)) piece.remove_suffix(end.size());
        if (piece.size() == size) return piece;
    }
}

}  // namespace

std::vector<LinePiece> split_joined_lines(std::string_view line) {
    constexpr wifi::Duration farthest = std::chrono::hours{24 * 30};
    std::vector<std::size_t> starts;
    std::optional<Frame> previous;
    std::size_t nothing_before = 0;  // up to here the frame and the first character of its message
    for (std::size_t at = 0; at < line.size(); ++at) {
        if (at < nothing_before || !after_an_end(line, at)) continue;
        const auto frame = frame_at(line.substr(at));
        if (!frame) continue;
        if (previous) {
            if (!alike(frame->format, previous->format) || frame->digits != previous->digits) continue;
            // A number in brackets within a message is no stamp of the kernel.
            if (frame->digits > 0 && (frame->instant < previous->instant - std::chrono::seconds{2} ||
                                      frame->instant > previous->instant + farthest))
                continue;
        }
        starts.push_back(at);
        previous = frame;
        nothing_before = at + frame->message + 2;
    }
    std::vector<LinePiece> pieces;
    const bool after_quote = !starts.empty() && starts.front() > 0 && line[starts.front() - 1] == '"';
    const bool after_tag = !starts.empty() && starts.front() > 2 && line[starts.front() - 1] == '>' &&
                           line.substr(0, starts.front()).rfind('<') != std::string_view::npos;
    if (starts.size() < 2 && !after_tag && !after_quote) return pieces;
    // A value of JSON goes on after the last one: "}, "].
    if (const std::size_t quote = line.rfind('"');
        after_quote && quote > starts.back() &&
        line.find_first_not_of("\"}], \r", quote) == std::string_view::npos)
        line = line.substr(0, quote);
    if (starts.front() > 0) {
        const std::string_view before = without_ends(line.substr(0, starts.front()));
        if (!before.empty()) pieces.push_back({.begin = 0, .length = before.size()});
    }
    for (std::size_t i = 0; i < starts.size(); ++i) {
        const std::size_t end = i + 1 < starts.size() ? starts[i + 1] : line.size();
        pieces.push_back(
            {.begin = starts[i], .length = without_ends(line.substr(starts[i], end - starts[i])).size()});
    }
    return pieces;
}

}  // namespace wlanmedic::evidence
