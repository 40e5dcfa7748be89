// SPDX-License-Identifier: MIT
#include "redact/json_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string>

#include "redact/characters.h"

namespace wlanmedic::redact {
namespace {

/// A decoded value: byte i stands at [from[i], from[i + 1]) of the JSON.
struct Decoded {
    std::string text;
    std::vector<std::size_t> from;
    std::size_t end = 0;  // behind the closing quote or bracket
    bool array = false;
    std::string separator;  // of an array
};

void add_point(Decoded& decoded, unsigned point, std::size_t at) {
    const auto add = [&](unsigned byte) {
        decoded.text += static_cast<char>(byte);
        decoded.from.push_back(at);
    };
    if (point < 0x80) {
        add(point);
    } else if (point < 0x800) {
        add(0xc0U | (point >> 6U));
        add(0x80U | (point & 0x3fU));
    } else if (point < 0x10000) {
        add(0xe0U | (point >> 12U));
        add(0x80U | ((point >> 6U) & 0x3fU));
        add(0x80U | (point & 0x3fU));
    } else {
        add(0xf0U | (point >> 18U));
        add(0x80U | ((point >> 12U) & 0x3fU));
        add(0x80U | ((point >> 6U) & 0x3fU));
        add(0x80U | (point & 0x3fU));
    }
}

std::optional<unsigned> hex4(std::string_view json, std::size_t at) {
    if (at + 4 > json.size()) return std::nullopt;
    unsigned value = 0;
    for (std::size_t i = at; i < at + 4; ++i) {
        if (!is_hex(json[i])) return std::nullopt;
        value = (value << 4U) | hex_value(json[i]);
    }
    return value;
}

// `at`: behind the opening quote. Nothing where the string does not end.
std::optional<Decoded> string_at(std::string_view json, std::size_t at) {
    Decoded decoded;
    while (at < json.size() && json[at] != '"') {
        if (json[at] != '\\') {
            decoded.text += json[at];
            decoded.from.push_back(at++);
            continue;
        }
        if (at + 1 >= json.size()) return std::nullopt;
        const char escape = json[at + 1];
        if (escape != 'u') {
            constexpr std::string_view letters = "bfnrt";
            constexpr std::string_view bytes = "\b\f\n\r\t";
            const std::size_t letter = letters.find(escape);
            decoded.text += letter == std::string_view::npos ? escape : bytes[letter];
            decoded.from.push_back(at);
            at += 2;
            continue;
        }
        const auto unit = hex4(json, at + 2);
        if (!unit) return std::nullopt;
        const bool high = *unit >= 0xd800 && *unit < 0xdc00 && json.substr(at + 6, 2) == "\\u";
        const auto low = high ? hex4(json, at + 8) : std::nullopt;
        if (low && *low >= 0xdc00 && *low < 0xe000) {
            add_point(decoded, 0x10000 + ((*unit - 0xd800) << 10U) + (*low - 0xdc00), at);
            at += 12;
        } else {
            add_point(decoded, *unit, at);
            at += 6;
        }
    }
    if (at >= json.size()) return std::nullopt;
    decoded.from.push_back(at);
    decoded.end = at + 1;
    return decoded;
}

// `at`: behind the opening bracket. Nothing unless all of it are byte values.
std::optional<Decoded> bytes_at(std::string_view json, std::size_t at) {
    Decoded decoded{.text = {}, .from = {}, .end = 0, .array = true, .separator = std::string(1, ',')};
    std::size_t behind = at;  // the last number
    const auto pass_blanks = [&] {
        while (at < json.size() && (is_blank(json[at]) || json[at] == '\n' || json[at] == '\r')) ++at;
    };
    for (;;) {
        pass_blanks();
        if (decoded.from.size() == 1) decoded.separator = std::string(json.substr(behind, at - behind));
        unsigned value = 0;
        const std::size_t begin = at;
        while (at < json.size() && is_digit(json[at]) && at - begin < 3)
            value = value * 10 + static_cast<unsigned>(json[at++] - '0');
        if (at == begin || value > 255) return std::nullopt;
        decoded.from.push_back(begin);
        decoded.text += static_cast<char>(value);
        behind = at;
        pass_blanks();
        if (at >= json.size()) return std::nullopt;
        if (json[at] == ']') break;
        if (json[at] != ',') return std::nullopt;
        ++at;
    }
    if (decoded.separator.empty()) decoded.separator.assign(1, ',');
    decoded.from.push_back(behind);
    decoded.end = at;
    return decoded;
}

std::string as_numbers(std::string_view text, const std::string& separator) {
    std::string numbers;
    for (const char c : text) {
        if (!numbers.empty()) numbers += separator;
        numbers += std::to_string(static_cast<unsigned>(static_cast<unsigned char>(c)));
    }
    return numbers;
}

void add_edits(const Decoded& value, std::string_view key, const OnText& on_text, std::vector<Edit>& edits) {
    const std::string prefix = key.empty() ? std::string() : fmt::format("{}=", key);
    for (Edit& edit : on_text(fmt::format("{}{}", prefix, value.text))) {
        if (edit.begin < prefix.size() || edit.begin == edit.end) continue;
        const std::size_t begin = edit.begin - prefix.size();
        const std::size_t end = edit.end - prefix.size();
        if (!value.array) {
            edits.push_back({.begin = value.from[begin], .end = value.from[end], .text = std::move(edit.text)});
            continue;
        }
        // What separates the last number of the part from the next stays.
        const bool last = end + 1 == value.from.size();
        std::string text = as_numbers(edit.text, value.separator);
        if (!last && !text.empty()) text += value.separator;
        edits.push_back({.begin = value.from[begin], .end = value.from[end], .text = std::move(text)});
    }
}

std::string_view without_blanks(std::string_view line) {
    while (!line.empty() && (is_blank(line.front()) || line.front() == '\x1e')) line.remove_prefix(1);
    return line;
}

}  // namespace

bool is_json_line(std::string_view line) {
    line = without_blanks(line);
    if (line.starts_with("data: ")) line = without_blanks(line.substr(6));
    if (line.starts_with('[') || line.starts_with('{') || line.starts_with(','))
        line = without_blanks(line.substr(1));
    if (line.starts_with('{')) line = without_blanks(line.substr(1));
    if (!line.starts_with('"')) return false;
    const std::size_t end = line.find('"', 1);
    if (end == std::string_view::npos) return false;
    return without_blanks(line.substr(end + 1)).starts_with(':');
}

bool opens_array(std::string_view line) {
    while (!line.empty() && (is_blank(line.back()) || line.back() == '\n' || line.back() == '\r'))
        line.remove_suffix(1);
    return line.ends_with('[');
}

std::vector<Edit> edit_json(std::string_view json, const OnText& on_text) {
    std::vector<Edit> edits;
    std::string outside(json);
    std::string key;
    for (std::size_t at = 0; at < json.size();) {
        const bool is_string = json[at] == '"';
        if (!is_string && json[at] != '[') {
            ++at;
            continue;
        }
        const auto value = is_string ? string_at(json, at + 1) : bytes_at(json, at + 1);
        if (!value) {
            ++at;
            continue;
        }
        const bool is_key = is_string && without_blanks(json.substr(value->end)).starts_with(':');
        add_edits(*value, is_key ? std::string_view() : std::string_view(key), on_text, edits);
        if (is_key) key = value->text.substr(0, 256);
        std::fill(outside.begin() + static_cast<std::ptrdiff_t>(at),
                  outside.begin() + static_cast<std::ptrdiff_t>(value->end), ' ');
        at = value->end;
    }
    for (Edit& edit : on_text(outside)) edits.push_back(std::move(edit));
    std::ranges::sort(edits, {}, &Edit::begin);
    return edits;
}

}  // namespace wlanmedic::redact
