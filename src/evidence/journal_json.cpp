// SPDX-License-Identifier: MIT
#include "evidence/journal_json.h"

#include <algorithm>
#include <charconv>
#include <utility>

namespace wlanmedic::evidence {
namespace {

constexpr unsigned deepest = 64;

void append_utf8(std::string& text, std::uint32_t code) {
    const auto put = [&](std::uint32_t byte) { text += static_cast<char>(byte); };
    if (code < 0x80) {
        put(code);
    } else if (code < 0x800) {
        put(0xc0U | code >> 6U);
        put(0x80U | (code & 0x3fU));
    } else if (code < 0x10000) {
        put(0xe0U | code >> 12U);
        put(0x80U | (code >> 6U & 0x3fU));
        put(0x80U | (code & 0x3fU));
    } else {
        put(0xf0U | code >> 18U);
        put(0x80U | (code >> 12U & 0x3fU));
        put(0x80U | (code >> 6U & 0x3fU));
        put(0x80U | (code & 0x3fU));
    }
}

// Four hexadecimal digits.
std::optional<std::uint32_t> hex4(std::string_view text) {
    if (text.size() < 4) return std::nullopt;
    const std::string_view digits = text.substr(0, 4);
    std::uint32_t code = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), code, 16);
    if (error != std::errc{} || end != digits.data() + digits.size()) return std::nullopt;
    return code;
}

// After "\u".
bool take_code(std::string_view& text, std::string& to) {
    const auto code = hex4(text);
    if (!code) return false;
    text.remove_prefix(4);
    std::uint32_t whole = *code;
    if (*code >= 0xd800 && *code < 0xdc00 && text.starts_with("\\u")) {
        const auto low = hex4(text.substr(2));
        if (low && *low >= 0xdc00 && *low < 0xe000) {
            whole = 0x10000U + ((*code - 0xd800U) << 10U) + (*low - 0xdc00U);
            text.remove_prefix(6);
        }
    }
    append_utf8(to, whole >= 0xd800 && whole < 0xe000 ? 0xfffdU : whole);
    return true;
}

char escaped(char letter) {
    switch (letter) {
        case 'n': return '\n';
        case 't': return '\t';
        case 'r': return '\r';
        case 'b': return '\b';
        case 'f': return '\f';
        default: return letter;
    }
}

void skip_blanks(std::string_view& text) {
    text.remove_prefix(std::min(text.find_first_not_of(" \t\r"), text.size()));
}

bool take(std::string_view& text, std::string_view what) {
    if (!text.starts_with(what)) return false;
    text.remove_prefix(what.size());
    return true;
}

std::string_view take_word(std::string_view& text) {
    const std::string_view word =
        text.substr(0, text.find_first_not_of("abcdefghijklmnopqrstuvwxyzE0123456789+-."));
    text.remove_prefix(word.size());
    return word;
}

bool is_word(std::string_view word) {
    if (word == "null" || word == "true" || word == "false") return true;
    return !word.empty() && (word.front() == '-' || (word.front() >= '0' && word.front() <= '9'));
}

// What may stand before an object on its line; nothing where the line does not begin one.
std::optional<LineFormat> take_opening(std::string_view& text) {
    LineFormat format = LineFormat::journal_json;
    std::string_view rest = text;
    skip_blanks(rest);
    if (take(rest, "\x1e"))
        format = LineFormat::journal_json_seq;
    else if (take(rest, "data:"))
        format = LineFormat::journal_json_sse;
    skip_blanks(rest);
    // jq -s and concatenated arrays.
    while (take(rest, "[") || take(rest, ",")) skip_blanks(rest);
    if (!take(rest, "{")) return std::nullopt;
    text = rest;
    return format;
}

}  // namespace

std::optional<std::string> take_json_string(std::string_view& text, bool keep) {
    std::string value;
    std::string_view rest = text;
    rest.remove_prefix(1);
    for (;;) {
        const std::size_t stop = rest.find_first_of("\"\\");
        if (stop == std::string_view::npos) return std::nullopt;
        if (keep) value.append(rest.substr(0, stop));
        const bool ends = rest[stop] == '"';
        rest.remove_prefix(stop + 1);
        if (ends) break;
        if (rest.empty()) return std::nullopt;
        const char letter = rest.front();
        rest.remove_prefix(1);
        if (!keep) continue;
        if (letter != 'u')
            value += escaped(letter);
        else if (!take_code(rest, value))
            return std::nullopt;
    }
    text = rest;
    return value;
}

class JournalJson::Scan {
public:
    std::string_view rest;
    bool bad = false;  // not JSON, or not where the entry awaits it
};

void JournalJson::begin(const Line& line, LineFormat format) {
    entry_ = JournalEntry{.format = format, .line = line.number};
    began_ = line.number;
    await_ = Await::key;
    depth_ = 0;
    key_.clear();
}

void JournalJson::end(std::deque<JournalEntry>& done) {
    // Any other object of JSON may stand in a log.
    if (entry_->marked) done.push_back(std::move(*entry_));
    entry_.reset();
}

void JournalJson::finish(std::deque<JournalEntry>& done) {
    if (!entry_) return;
    entry_->broken = true;
    end(done);
}

void JournalJson::take_value(std::string_view value) {
    if (!key_.empty()) entry_->take(key_, value);
}

// Within an array or object: strings and bytes of the field that is wanted are kept. False at the end of the line.
bool JournalJson::scan_within_value(Scan& scan) {
    skip_blanks(scan.rest);
    if (scan.rest.empty()) return false;
    const char first = scan.rest.front();
    if (first == '"') {
        const auto value = take_json_string(scan.rest, !key_.empty());
        scan.bad = !value;
        if (value && !objects_) take_value(*value);
        return true;
    }
    if (const std::string_view word = take_word(scan.rest); !word.empty()) {
        scan.bad = !is_word(word);
        unsigned byte = 256;
        std::from_chars(word.data(), word.data() + word.size(), byte);
        if (word == "null" && !objects_) entry_->lose(key_);
        if (byte < 256 && !key_.empty()) {
            if (bytes_.size() < JournalEntry::longest_field)
                bytes_ += static_cast<char>(byte);
            else
                too_long_ = true;
        }
        return true;
    }
    scan.rest.remove_prefix(1);
    if (first == '[' || first == '{') {
        objects_ = objects_ || first == '{';
        scan.bad = ++depth_ > deepest;
    } else if (first == ']' || first == '}') {
        if (too_long_)
            entry_->lose(key_);
        else if (!bytes_.empty() && !objects_)
            take_value(bytes_);
        bytes_.clear();
        too_long_ = false;
        if (--depth_ == 0) await_ = Await::end;
    } else if (first != ',' && first != ':') {
        scan.bad = true;
    }
    return true;
}

bool JournalJson::scan_value(Scan& scan, const Line& line) {
    const char first = scan.rest.front();
    if (key_ == "MESSAGE" && !entry_->has_message) {
        entry_->line = line.number;
        entry_->receipt = line.text;
    }
    await_ = Await::end;
    if (first == '"') {
        const auto value = take_json_string(scan.rest, !key_.empty());
        scan.bad = !value;
        if (value) take_value(*value);
    } else if (first == '[' || first == '{') {
        scan.rest.remove_prefix(1);
        depth_ = 1;
        objects_ = first == '{';
        bytes_.clear();
        too_long_ = false;
        await_ = Await::value;
    } else {
        const std::string_view word = take_word(scan.rest);
        scan.bad = !is_word(word);
        if (word == "null")
            entry_->lose(key_);
        else
            take_value(word);
    }
    return true;
}

// One step within the entry's object. False at the end of the line, and after the object, which is then ended
// by the caller.
bool JournalJson::scan(Scan& scan, const Line& line) {
    if (depth_ > 0) return scan_within_value(scan);
    skip_blanks(scan.rest);
    if (scan.rest.empty()) return false;
    switch (await_) {
        case Await::key: {
            if (scan.rest.front() == '}') return false;
            if (scan.rest.front() != '"') {
                scan.bad = true;
                return false;
            }
            auto key = take_json_string(scan.rest, true);
            scan.bad = !key;
            key_ = key && JournalEntry::wants(*key) ? *std::move(key) : std::string();
            await_ = Await::colon;
            return true;
        }
        case Await::colon:
            scan.bad = !wlanmedic::evidence::take(scan.rest, ":");
            await_ = Await::value;
            return true;
        case Await::value: return scan_value(scan, line);
        case Await::end:
            if (scan.rest.front() == '}') return false;
            scan.bad = !wlanmedic::evidence::take(scan.rest, ",");
            await_ = Await::key;
            return true;
    }
    return false;
}

bool JournalJson::take(const Line& line, std::deque<JournalEntry>& done) {
    Scan state{.rest = line.text};
    std::size_t before = done.size();
    for (;;) {
        if (!entry_) {
            const auto format = take_opening(state.rest);
            if (!format) return done.size() > before;
            begin(line, *format);
        }
        while (!state.bad && scan(state, line)) {
        }
        if (state.bad && line.cut && began_ != line.number) {
            // A field of many lines' entry that is too long: its line was not seen to the end.
            if (await_ == Await::colon) key_.clear();
            if (!key_.empty()) entry_->lose(key_);
            await_ = Await::key;  // the comma was not seen either
            depth_ = 0;
            return true;
        }
        if (state.bad) {
            const bool one_line = began_ == line.number;
            // Of a line too long to be seen whole, what was seen may be enough.
            entry_->broken = !(line.cut && one_line && entry_->whole() && !entry_->process().empty());
            const bool ours = entry_->marked;
            end(done);
            if (one_line) return ours || done.size() > before;
            // The line may begin something else.
            before = done.size();
            state = Scan{.rest = line.text};
            continue;
        }
        if (state.rest.empty()) {
            if (began_ == line.number && entry_->format == LineFormat::journal_json)
                entry_->format = LineFormat::journal_json_pretty;
            if (!whole_lines_) return true;
            finish(done);
            return done.size() > before;
        }
        state.rest.remove_prefix(1);  // the brace
        const bool ours = entry_->marked;
        end(done);
        if (!ours && state.rest.empty()) return done.size() > before;
    }
}

}  // namespace wlanmedic::evidence
