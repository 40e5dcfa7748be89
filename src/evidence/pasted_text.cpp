// SPDX-License-Identifier: MIT
#include "evidence/pasted_text.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <optional>
#include <utility>

#include "wifi/text_cursor.h"

namespace wlanmedic::evidence {
namespace {

constexpr std::size_t longest_tag = 256;

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t' || text.back() == '\r'))
        text.remove_suffix(1);
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
    return text;
}

// ECMA-48: CSI with parameters and a final byte, OSC up to BEL or ST, and two- and three-byte escapes.
std::size_t escape_length(std::string_view text) {
    if (text.size() < 2) return 1;
    if (text[1] == '[') {
        std::size_t i = 2;
        while (i < text.size() && i < longest_tag && text[i] >= 0x20 && text[i] < 0x40) ++i;
        return std::min(i + 1, text.size());
    }
    if (text[1] == ']') {
        for (std::size_t i = 2; i < text.size() && i < longest_tag; ++i) {
            if (text[i] == '\a') return i + 1;
            if (text[i] == '\x1b') return std::min(i + 2, text.size());
        }
        return 2;
    }
    if (text[1] == '(' || text[1] == ')') return std::min<std::size_t>(3, text.size());
    return 2;
}

// "[0m", "[1;31m": a colour whose escape character was lost on the way.
std::size_t bare_colour_length(std::string_view text) {
    if (text.size() < 3 || text[0] != '[') return 0;
    std::size_t i = 1;
    while (i < text.size() && i < 12 && (wifi::is_digit(text[i]) || text[i] == ';')) ++i;
    return i > 1 && i < text.size() && text[i] == 'm' ? i + 1 : 0;
}

template <std::size_t N>
bool is_one_of(std::string_view name, const std::array<std::string_view, N>& names) {
    return std::ranges::any_of(names, [&](std::string_view other) {
        return std::ranges::equal(name, other,
                                  [](char a, char b) { return (is_letter(a) ? (a | 0x20) : a) == b; });
    });
}

constexpr std::array<std::string_view, 29> html_names{
    "pre",    "code", "br", "p",          "span",  "div",  "b",  "i",    "u",   "em",
    "strong", "font", "a",  "tt",         "samp",  "kbd",  "s",  "li",   "ul",  "ol",
    "td",     "tr",   "th", "blockquote", "small", "mark", "hr", "body", "html"};
constexpr std::array<std::string_view, 14> bb_names{
    "color", "code", "b", "i", "u", "s", "quote", "size", "spoiler", "noparse", "font", "icode", "plain", "pre"};

// A tag at the beginning of `text`, opened by `open` and closed by `close`; 0 where there is none.
template <std::size_t N>
std::size_t tag_length(std::string_view text, char close, const std::array<std::string_view, N>& names) {
    std::size_t i = 1;
    if (i < text.size() && text[i] == '/') ++i;
    const std::size_t begin = i;
    while (i < text.size() && i < begin + 12 && is_letter(text[i])) ++i;
    if (i == begin || i >= text.size() || !is_one_of(text.substr(begin, i - begin), names)) return 0;
    if (text[i] != close && text[i] != ' ' && text[i] != '=' && text[i] != '/') return 0;
    const std::size_t end = text.substr(0, longest_tag).find(close, i);
    return end == std::string_view::npos ? 0 : end + 1;
}

constexpr std::array<std::pair<std::string_view, std::string_view>, 15> entities{{{"gt", ">"},
                                                                                  {"lt", "<"},
                                                                                  {"amp", "&"},
                                                                                  {"quot", "\""},
                                                                                  {"apos", "'"},
                                                                                  {"nbsp", " "},
                                                                                  {"ensp", " "},
                                                                                  {"emsp", " "},
                                                                                  {"thinsp", " "},
                                                                                  {"lsquo", "'"},
                                                                                  {"rsquo", "'"},
                                                                                  {"ldquo", "\""},
                                                                                  {"rdquo", "\""},
                                                                                  {"ndash", "-"},
                                                                                  {"hellip", "..."}}};

// The entity at the beginning of `text`: its length and what it stands for.
std::optional<std::pair<std::size_t, std::string>> entity_at(std::string_view text) {
    const std::size_t end = text.substr(0, 12).find(';');
    if (end == std::string_view::npos || end < 2) return std::nullopt;
    std::string_view name = text.substr(1, end - 1);
    if (name[0] != '#') {
        for (const auto& [known, character] : entities)
            if (name == known) return std::pair{end + 1, std::string(character)};
        return std::nullopt;
    }
    name.remove_prefix(1);
    int base = 10;
    if (name.starts_with('x') || name.starts_with('X')) {
        base = 16;
        name.remove_prefix(1);
    }
    unsigned code = 0;
    const auto [stop, error] = std::from_chars(name.data(), name.data() + name.size(), code, base);
    if (error != std::errc{} || stop != name.data() + name.size() || name.empty()) return std::nullopt;
    if (code == 160) return std::pair{end + 1, std::string(" ")};
    if (code == 0x200b || code == 0xfeff) return std::pair{end + 1, std::string()};
    if (code < 0x20 || code > 0x7e) return std::nullopt;
    return std::pair{end + 1, std::string(1, static_cast<char>(code))};
}

std::string with_entities_decoded(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size();) {
        if (text[i] == '&')
            if (const auto entity = entity_at(text.substr(i))) {
                out += entity->second;
                i += entity->first;
                continue;
            }
        out += text[i++];
    }
    return out;
}

// A character of UTF-8 that has a plain one: its length and the plain one. Length 0 where it has none.
std::pair<std::size_t, std::string_view> plain_character(std::string_view text) {
    const auto byte = [&](std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U; };
    if (byte(0) == 0xa0) return {1, " "};  // Latin-1
    if (byte(0) == 0xc2 && byte(1) == 0xa0) return {2, " "};
    if (byte(0) == 0xc2 && byte(1) == 0xad) return {2, ""};
    if (byte(0) == 0xef && byte(1) == 0xbb && byte(2) == 0xbf) return {3, ""};
    if (byte(0) == 0xe3 && byte(1) == 0x80 && byte(2) == 0x80) return {3, " "};
    if (byte(0) == 0xe2 && byte(1) == 0x88 && byte(2) == 0x92) return {3, "-"};
    if (byte(0) == 0xe2 && byte(1) == 0x81) {
        if (byte(2) == 0x9f) return {3, " "};
        if (byte(2) >= 0xa0 && byte(2) <= 0xa4) return {3, ""};
    }
    if (byte(0) != 0xe2 || byte(1) != 0x80) return {0, ""};
    const unsigned last = byte(2);
    if ((last >= 0x80 && last <= 0x8a) || last == 0xaf) return {3, " "};
    if ((last >= 0x8b && last <= 0x8f) || (last >= 0xaa && last <= 0xae)) return {3, ""};
    if (last >= 0x90 && last <= 0x95) return {3, "-"};
    if ((last >= 0x98 && last <= 0x9b) || last == 0xb2) return {3, "'"};
    if ((last >= 0x9c && last <= 0x9f) || last == 0xb3) return {3, "\""};
    if (last == 0xa6) return {3, "..."};
    return {0, ""};
}

std::size_t utf8_length(char c) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0xf0) return 4;
    if (byte >= 0xe0) return 3;
    return byte >= 0xc0 ? 2 : 1;
}

std::string without_markup(std::string_view line) {
    std::string out;
    out.reserve(line.size());
    for (std::size_t i = 0; i < line.size();) {
        const std::string_view rest = line.substr(i);
        const char c = rest.front();
        std::size_t skip = 0;
        if (c == '\x1b')
            skip = escape_length(rest);
        else if (rest.starts_with("^[["))
            skip = escape_length(rest.substr(1)) + 1;
        else if (c == '<')
            skip = tag_length(rest, '>', html_names);
        else if (c == '[') {
            skip = bare_colour_length(rest);
            if (skip == 0) skip = tag_length(rest, ']', bb_names);
        } else if (c == '\b') {
            skip = 1;
            if (!out.empty()) out.pop_back();
        } else if (c == '\t') {
            out += ' ';
            skip = 1;
        } else if ((c >= 0 && c < 0x20) || c == 0x7f) {
            skip = 1;
        } else if (static_cast<unsigned char>(c) >= 0x80) {
            const auto [length, plain] = plain_character(rest);
            skip = length;
            out += plain;
            if (length == 0) {
                skip = std::min(utf8_length(c), rest.size());
                out += rest.substr(0, skip);
            }
        }
        if (skip == 0) {
            out += c;
            skip = 1;
        }
        i += skip;
    }
    return out;
}

// "12: ", "12 ", "12\t": of grep -n, cat -n, less -N. No log has numbers of lines longer than this.
std::size_t number_length(std::string_view line) {
    std::size_t i = 0;
    while (i < line.size() && i < 8 && wifi::is_digit(line[i])) ++i;
    if (i == 0 || i >= line.size() || i == 8) return 0;
    if (line[i] == ':' || line[i] == '-' || line[i] == '.' || line[i] == ')' || line[i] == '|') {
        // "12.5" is a number of another kind, "12:30" a time of day.
        if (line[i] == '.' && i + 1 < line.size() && wifi::is_digit(line[i + 1])) return 0;
        return i + 1;
    }
    return line[i] == ' ' || line[i] == '\t' ? i + 1 : 0;
}

// "kern.log:" of grep, "kern.log-" of grep -C, "(/var/log/kern.log.1:)".
std::size_t file_name_length(std::string_view line) {
    std::size_t i = 0;
    while (i < line.size() && i < 200 && line[i] != ':' && line[i] != ' ' && line[i] != '\t') ++i;
    if (i < 2) return 0;
    const std::string_view name = line.substr(0, std::min(i, line.size()));
    if (i < line.size() && line[i] == ':' && i + 1 < line.size() && line[i + 1] != ' ') return i + 1;
    for (const std::string_view end : {".log-", "syslog-", "messages-", ".txt-", "dmesg-"})
        if (const std::size_t at = name.find(end); at != std::string_view::npos) return at + end.size();
    return 0;
}

}  // namespace

bool has_dress(std::string_view line) {
    if (line.ends_with("\\n")) return true;
    for (std::size_t i = 0; i < line.size(); ++i) {
        const char c = line[i];
        if ((c >= 0 && c < 0x20) || c == 0x7f) return true;
        if (c == '&' || (c == '<' && i + 1 < line.size() && (line[i + 1] == '/' || is_letter(line[i + 1]))))
            return true;
        if (c == '[' && i + 1 < line.size() && (line[i + 1] == '/' || is_letter(line[i + 1]))) return true;
        if (c == '[' && bare_colour_length(line.substr(i, 12)) > 0) return true;
        if (c == '^' && line.substr(i, 3) == "^[[") return true;
        const auto byte = static_cast<unsigned char>(c);
        if (byte == 0xa0 || byte == 0xc2 || byte == 0xe2 || byte == 0xe3 || byte == 0xef) return true;
    }
    return false;
}

std::string plain_text(std::string_view line) {
    std::string text = without_markup(line);
    // Twice: what was pasted from the source of a page may be encoded twice.
    for (int time = 0; time < 2 && text.find('&') != std::string::npos; ++time) text = with_entities_decoded(text);
    for (;;) {
        if (text.ends_with("\\n"))
            text.resize(text.size() - 2);
        else if (text.ends_with(' '))
            text.pop_back();
        else
            return text;
    }
}

std::string from_quoted_printable(std::string_view line) {
    const auto digit = [](char c) {
        if (wifi::is_digit(c)) return c - '0';
        if (c >= 'A' && c <= 'F') return c - 'A' + 10;
        return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
    };
    std::string out;
    out.reserve(line.size());
    for (std::size_t i = 0; i < line.size(); ++i) {
        if (line[i] == '=' && i + 2 < line.size()) {
            const int high = digit(line[i + 1]);
            const int low = digit(line[i + 2]);
            if (high >= 0 && low >= 0) {
                out += static_cast<char>(high * 16 + low);
                i += 2;
                continue;
            }
        }
        out += line[i];
    }
    return out;
}

std::string_view without_a_prefix(std::string_view line) {
    if (line.empty()) return line;
    const char c = line.front();
    if (c == ' ' || c == '\t') {
        line.remove_prefix(std::min(line.find_first_not_of(" \t"), line.size()));
        return line;
    }
    if (c == '>') return line.substr(1);
    if (c == '|') {
        line.remove_prefix(1);
        if (line.ends_with('|')) line = trimmed(line.substr(0, line.size() - 1));
        return line;
    }
    for (const std::string_view bullet : {"* ", "- ", "+ ", "\xe2\x80\xa2 ", "\xe2\x80\xa2", "# "})
        if (line.starts_with(bullet)) return line.substr(bullet.size());
    if (c == '`' || c == '"' || c == '\'') {
        line.remove_prefix(1);
        if (line.ends_with(',')) line.remove_suffix(1);
        while (line.ends_with(c)) line.remove_suffix(1);
        return line;
    }
    if (const std::size_t number = number_length(line)) return line.substr(number);
    return line.substr(file_name_length(line));
}

Between between(std::string_view line) {
    std::string_view text = trimmed(line);
    while (!text.empty() && (text.front() == '>' || text.front() == '|')) text = trimmed(text.substr(1));
    if (text.empty()) return Between::blank;
    if (text.starts_with("```") || text.starts_with("~~~") || text == "`") return Between::fence;
    if (text.size() < 40 && tag_length(text, text.front() == '[' ? ']' : '>', bb_names) == text.size())
        return Between::fence;
    if (text.size() < 40 && text.front() == '<' && tag_length(text, '>', html_names) == text.size())
        return Between::fence;
    std::string low;
    for (const char c : text.substr(0, 80))
        if (c != ' ') low += is_letter(c) ? static_cast<char>(c | 0x20) : c;
    const bool marks = low.find_first_not_of("[](){}<>.-=*_~8%/\\:;,") == std::string::npos ||
                       low.find_first_not_of("[](){}<>-=*\xe2\x80\xa6") == std::string::npos;
    const bool dots = low.find("...") != std::string::npos || low.find("\xe2\x80\xa6") != std::string::npos ||
                      low.find("8<") != std::string::npos || low.find(">8") != std::string::npos;
    if (marks && dots) return Between::snip;
    for (const std::string_view word :
         {"snip", "snipped", "cut", "cuthere", "skip", "skipped", "trimmed", "omitted"})
        if (const std::size_t at = low.find(word); at != std::string::npos && text.size() < 60) {
            const std::string_view around = low;
            const bool alone =
                around.substr(0, at).find_first_not_of("[](){}<>.-=*_~8%") == std::string_view::npos;
            if (alone && at > 0) return Between::snip;
        }
    if (low.starts_with("[repeat") || low.starts_with("(repeat") || low.starts_with("[...") ||
        low.starts_with("[\xe2\x80\xa6"))
        return Between::snip;
    if (line.front() == ' ' || line.front() == '\t') return Between::text;
    // Logs are full of numbers and signs; a person's words are not.
    std::size_t words = 0;
    std::size_t tokens = 0;
    for (std::string_view left = text.substr(0, 400); !left.empty();) {
        std::string_view token = left.substr(0, left.find(' '));
        left.remove_prefix(std::min(token.size() + 1, left.size()));
        if (token.empty()) continue;
        ++tokens;
        while (!token.empty() && std::string_view(",.!?:;)\"'").find(token.back()) != std::string_view::npos)
            token.remove_suffix(1);
        while (!token.empty() && std::string_view("(\"'").find(token.front()) != std::string_view::npos)
            token.remove_prefix(1);
        words +=
            !token.empty() && std::ranges::all_of(token, [](char c) { return is_letter(c) || c == '\''; }) ? 1 : 0;
    }
    return words >= 3 && words * 2 > tokens ? Between::prose : Between::text;
}

}  // namespace wlanmedic::evidence
