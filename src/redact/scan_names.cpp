// SPDX-License-Identifier: MIT
#include "redact/scan_names.h"

#include <algorithm>

#include "evidence/log_line.h"
#include "redact/characters.h"
#include "redact/escapes.h"
#include "redact/find_words.h"
#include "redact/keywords.h"
#include "redact/name_trie.h"

namespace wlanmedic::redact {
namespace {

constexpr std::size_t longest_name = 600;   // with its escapes
constexpr std::size_t longest_line = 4096;  // of what is looked at behind a keyword
constexpr auto npos = std::string_view::npos;

const NameTrie& trie() {
    static const NameTrie trie = [] {
        NameTrie all;
        for (std::size_t i = 0; i < keywords().size(); ++i) all.add(keywords()[i].text, i);
        return all;
    }();
    return trie;
}

std::size_t line_end(std::string_view text, std::size_t from) {
    // Bounded: on a line of megabytes each keyword would look at all of it.
    text = text.substr(0, from + longest_line);
    const std::size_t end = std::min(text.find('\n', from), text.size());
    return end > from && text[end - 1] == '\r' ? end - 1 : end;
}

// What may follow the quote that ends a value. A name may have quotes of its own.
bool ends_value(std::string_view text, std::size_t after, std::size_t end) {
    if (after >= end) return true;
    constexpr std::string_view enders = " ,;:)]}>.\t";
    return enders.find(text[after]) != npos;
}

std::size_t closing_quote(std::string_view text, std::size_t from, std::size_t end, std::string_view quote) {
    std::size_t first = npos;
    end = std::min(end, from + longest_name);
    for (std::size_t at = from; at + quote.size() <= end; ++at) {
        if (quote.size() == 1 && text[at] == '\\') {
            ++at;
            continue;
        }
        if (text.substr(at, quote.size()) != quote) continue;
        if (first == npos) first = at;
        if (ends_value(text, at + quote.size(), end)) return at;
    }
    return first;
}

bool is_no_value(std::string_view value) {
    if (value.starts_with("0x") || value.starts_with("(nil)") || value.starts_with("(null)")) return true;
    return value == "--" || value == "[REMOVED]" || value == "<hidden>" || value == "[redacted]" || value == "*" ||
           value == "any" || value == "off/any" || value == "(null)";
}

// Cuts what begins a next item: ", bss: …", " freq=…".
std::size_t rest_end(std::string_view text, std::size_t from, std::size_t end) {
    end = std::min(end, from + longest_name);
    for (std::size_t at = from; at < end; ++at) {
        if (text[at] != ' ') continue;
        std::size_t word = at + 1;
        while (word < end && (is_alnum(text[word]) || text[word] == '_' || text[word] == '-')) ++word;
        if (word == at + 1 || word >= end) continue;
        if (text[word] == '=' || (text[word] == ':' && at > from && text[at - 1] == ','))
            return at > from && text[at - 1] == ',' ? at - 1 : at;
    }
    while (end > from && is_blank(text[end - 1])) --end;
    if (end > from && text[end - 1] == ')' && text.substr(from, end - from).find('(') == npos) --end;
    return end;
}

std::size_t token_end(std::string_view text, std::size_t from, std::size_t end) {
    constexpr std::string_view enders = " \t,;)>]}\"'`<(|&";
    end = std::min(end, from + longest_name);
    std::size_t at = from;
    while (at < end && enders.find(text[at]) == npos) ++at;
    while (at > from && (text[at - 1] == '.' || text[at - 1] == ':')) --at;
    return at;
}

void tell(Kind kind, std::string_view text, std::size_t begin, std::size_t end, Sink& sink) {
    if (begin >= end) return;
    const std::string_view raw = text.substr(begin, end - begin);
    if (is_no_value(raw)) return;
    if (kind == Kind::secret) {
        if (sink.claim(begin, end)) sink.secret(begin, end, "[redacted]");
        return;
    }
    const std::string name = raw.find('\\') == npos ? std::string(raw) : unescaped(raw);
    const std::size_t longest = kind == Kind::ssid ? 32 : 255;
    if (name.size() > longest || is_well_known(kind, name)) return;
    if (sink.claim(begin, end)) sink.name(kind, begin, end, name);
}

bool only_blanks_before(std::string_view text, std::size_t at) {
    while (at > 0 && is_blank(text[at - 1])) --at;
    return at == 0 || text[at - 1] == '\n' || text[at - 1] == '=';  // "MESSAGE=ssid …"
}

void tell_quoted(Kind kind, std::string_view text, std::size_t from, std::size_t end, std::string_view quote,
                 Sink& sink) {
    const std::size_t close = closing_quote(text, from, end, quote);
    if (close != npos) tell(kind, text, from, close, sink);
}

// NetworkManager's audit lines: op="connection-activate" uuid="…" name="lab" pid=…
void tell_all_quoted(Kind kind, std::string_view text, std::size_t from, std::size_t end, bool audit, Sink& sink) {
    if (audit) {
        const std::size_t name = text.substr(0, end).find("name=\"", from);
        if (name != npos) tell_quoted(kind, text, name + 6, end, "\"", sink);
        return;
    }
    for (std::size_t open = text.substr(0, end).find('"', from); open != npos;) {
        const std::size_t close = closing_quote(text, open + 1, end, "\"");
        if (close == npos) return;
        tell(kind, text, open + 1, close, sink);
        open = text.substr(0, end).find('"', close + 1);
    }
}

void tell_value(const Keyword& keyword, std::string_view text, std::size_t begin, std::size_t from, Sink& sink) {
    const std::size_t end = line_end(text, from);
    switch (keyword.shape) {
        case Shape::quoted: {
            const bool escaped = keyword.text.ends_with("\\\"");
            tell_quoted(keyword.kind, text, from, end,
                        escaped ? "\\\"" : keyword.text.substr(keyword.text.size() - 1), sink);
            return;
        }
        case Shape::line:
            if (!only_blanks_before(text, begin)) return;
            [[fallthrough]];
        case Shape::rest:
        case Shape::token: {
            while (from < end && is_blank(text[from])) ++from;
            if (from < end && (text[from] == '"' || text[from] == '\'')) {
                tell_quoted(keyword.kind, text, from + 1, end, text.substr(from, 1), sink);
                return;
            }
            const bool token = keyword.shape == Shape::token;
            tell(keyword.kind, text, from, token ? token_end(text, from, end) : rest_end(text, from, end), sink);
            return;
        }
        case Shape::path:
        case Shape::file: {
            // A blank is a part of a connection's name where its suffix follows.
            std::size_t stop = from;
            const bool file = keyword.shape == Shape::file;
            while (
                stop < end && text[stop] != '/' && text[stop] != '"' && text[stop] != '\'' && text[stop] != ':' &&
                (file || (!is_blank(text[stop]) && text[stop] != ',' && text[stop] != ';' && text[stop] != ')')))
                ++stop;
            if (file) {
                const std::string_view name = text.substr(from, stop - from);
                std::size_t suffix = npos;
                for (const std::string_view one : {".nmconnection", ".psk", ".open", ".8021x", ".sae", ".keyfile"})
                    suffix = std::min(suffix, name.find(one));
                stop = suffix == npos ? token_end(text, from, stop) : from + suffix;
            }
            tell(keyword.kind, text, from, stop, sink);
            return;
        }
        case Shape::angle: {
            const std::size_t close = text.substr(0, end).find('>', from);
            if (close != npos) tell(keyword.kind, text, from, close, sink);
            return;
        }
        case Shape::all_quoted:
            tell_all_quoted(keyword.kind, text, from, end, keyword.text.starts_with("op="), sink);
            return;
    }
}

// "    bob : TTY=pts/0 ; PWD=/home/bob ; USER=root ; COMMAND=…" of sudo.
void scan_sudo(std::string_view text, Sink& sink) {
    for (std::size_t at = find_words(text, " : "); at != npos; at = find_words(text, " : ", at + 3)) {
        const std::string_view rest = text.substr(at + 3);
        if (!rest.starts_with("TTY=") && !rest.starts_with("command not allowed")) continue;
        std::size_t begin = at;
        while (begin > 0 && !is_blank(text[begin - 1]) && text[begin - 1] != '=') --begin;
        tell(Kind::user, text, begin, at, sink);
    }
}

// "Linux ohm 6.1.0-56-amd64 #1 SMP …" of uname -a.
void scan_uname(std::string_view text, Sink& sink) {
    for (std::size_t at = find_words(text, "Linux "); at != npos; at = find_words(text, "Linux ", at + 6)) {
        const std::size_t begin = at + 6;
        const std::size_t end = token_end(text, begin, line_end(text, begin));
        if (end + 2 < text.size() && text[end] == ' ' && is_digit(text[end + 1]) &&
            text.substr(end, 80).find(" #") != npos)
            tell(Kind::host, text, begin, end, sink);
    }
}

}  // namespace

void scan_names(std::string_view text, Sink& sink) {
    const NameTrie& words = trie();
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (!words.may_begin(text, i)) continue;
        if (i > 0 && is_alnum(text[i]) && is_alnum(text[i - 1])) continue;
        const auto found = words.at(text, i, [](std::size_t, std::size_t) { return true; });
        if (!found) continue;
        tell_value(keywords()[found->value], text, i, i + found->length, sink);
        i += found->length - 1;
    }
    scan_sudo(text, sink);
    scan_uname(text, sink);
}

void scan_host_column(std::string_view line, Sink& sink) {
    evidence::LineContext context{.year = 2026, .previous = {}, .previous_month = 0};
    const evidence::FrameResult frame = evidence::take_frame(line, context);
    if (!frame.line || frame.line->process.empty()) return;
    using enum evidence::LineFormat;
    switch (frame.line->format) {
        case dmesg:
        case dmesg_ctime:
        case dmesg_iso:
        case dmesg_reltime:
        case kmsg:
        case logread:
        case journal_mark:
        case iw_event: return;
        default: break;
    }
    // Views of the line, unless the format itself says "kernel".
    const char* process = frame.line->process.data();
    if (process < line.data() || process >= line.data() + line.size()) return;
    std::size_t end = static_cast<std::size_t>(process - line.data());
    while (end > 0 && is_blank(line[end - 1])) --end;
    std::size_t begin = end;
    while (begin > 0 && !is_blank(line[begin - 1])) --begin;
    const std::string_view host = line.substr(begin, end - begin);
    // Where the host was cut out, the time stands there.
    if (begin == 0 || host.find(':') != npos || host.ends_with(']') || host.starts_with('[')) return;
    if (std::ranges::all_of(host, [](char c) { return is_digit(c) || c == '.'; })) return;
    if (frame.line->format == journal_short_full && std::ranges::count(line.substr(0, end), ' ') < 4) return;
    tell(Kind::host, line, begin, end, sink);
}

}  // namespace wlanmedic::redact
