// SPDX-License-Identifier: MIT
#include "redact/escapes.h"

#include <fmt/format.h>

#include <algorithm>

#include "redact/characters.h"

namespace wlanmedic::redact {
namespace {

bool is_octal(char c) { return c >= '0' && c <= '7'; }
bool is_plain(char c) { return static_cast<unsigned char>(c) >= 0x20 && static_cast<unsigned char>(c) < 0x7f; }
unsigned number(char c) { return static_cast<unsigned char>(c); }

template <class Spell>
std::string spelled(std::string_view name, Spell spell) {
    std::string text;
    for (const char c : name) text += spell(c);
    return text;
}

// UTF-8 as JSON's \uNNNN; nothing where it is not well formed or needs a surrogate pair.
std::string json_spelling(std::string_view name) {
    std::string text;
    for (std::size_t i = 0; i < name.size();) {
        const unsigned lead = number(name[i]);
        const std::size_t size = lead < 0x80 ? 1 : (lead >> 5U) == 6 ? 2 : (lead >> 4U) == 14 ? 3 : 0;
        if (size == 0 || i + size > name.size()) return {};
        unsigned point = size == 1 ? lead : size == 2 ? lead & 0x1fU : lead & 0x0fU;
        for (std::size_t k = 1; k < size; ++k) point = (point << 6U) | (number(name[i + k]) & 0x3fU);
        if (size > 1 || point < 0x20) {
            text += fmt::format("\\u{:04x}", point);
        } else {
            if (point == '"' || point == '\\') text += '\\';
            text += static_cast<char>(point);
        }
        i += size;
    }
    return text;
}

}  // namespace

std::string unescaped(std::string_view text) {
    std::string plain;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '\\' || i + 1 >= text.size()) {
            plain += text[i];
            continue;
        }
        const std::string_view rest = text.substr(i + 1);
        if (rest.size() >= 3 && rest[0] == 'x' && is_hex(rest[1]) && is_hex(rest[2])) {
            plain += static_cast<char>(hex_pair(rest[1], rest[2]));
            i += 3;
        } else if (rest.size() >= 3 && is_octal(rest[0]) && rest[0] < '4' && is_octal(rest[1]) &&
                   is_octal(rest[2])) {
            plain += static_cast<char>((rest[0] - '0') * 64 + (rest[1] - '0') * 8 + (rest[2] - '0'));
            i += 3;
        } else {
            constexpr std::string_view letters = "nrte0";
            constexpr std::string_view bytes("\n\r\t\033\0", 5);
            const std::size_t letter = letters.find(rest[0]);
            plain += letter == std::string_view::npos ? rest[0] : bytes[letter];
            ++i;
        }
    }
    return plain;
}

std::vector<std::string> spellings(std::string_view name) {
    std::vector<std::string> all{std::string(name)};
    const auto add = [&](std::string text) {
        if (!text.empty() && std::ranges::find(all, text) == all.end()) all.push_back(std::move(text));
    };
    const auto one = [](char c) { return std::string(1, c); };
    add(spelled(name, [&](char c) {  // iw: also the backslash, and the blank at either end
        return is_plain(c) && c != '\\' ? one(c) : fmt::format("\\x{:02x}", number(c));
    }));
    if (name.starts_with(' ') || name.ends_with(' ')) {
        std::string ends(name);
        if (ends.ends_with(' ')) ends.replace(ends.size() - 1, 1, "\\x20");
        if (ends.starts_with(' ')) ends.replace(0, 1, "\\x20");
        add(ends);
    }
    add(spelled(name, [&](char c) {  // wpa_supplicant's printf_encode()
        if (c == '"' || c == '\\') return std::string("\\") + c;
        return is_plain(c) ? one(c) : fmt::format("\\x{:02x}", number(c));
    }));
    add(spelled(name, [&](char c) { return is_plain(c) ? one(c) : one('_'); }));  // wpa_ssid_txt() before 2.1
    add(spelled(name, [&](char c) { return is_plain(c) ? one(c) : fmt::format("#{:03o}", number(c)); }));
    add(spelled(name, [&](char c) { return is_plain(c) ? one(c) : fmt::format("\\{:03o}", number(c)); }));
    add(spelled(name, [&](char c) {
        const bool kept = is_alnum(c) || c == '-' || c == '_' || c == '.' || c == '~';
        return kept ? one(c) : fmt::format("%{:02X}", number(c));
    }));
    add(spelled(name, [&](char c) {
        const bool kept = is_alnum(c) || c == '-' || c == '_' || c == '.' || c == '~';
        return kept ? one(c) : c == ' ' ? one('+') : fmt::format("%{:02X}", number(c));
    }));
    add(spelled(name,
                [&](char c) { return is_plain(c) && c != ' ' ? one(c) : fmt::format("\\{:03o}", number(c)); }));
    add(spelled(name,
                [&](char c) { return is_plain(c) && c != ' ' ? one(c) : fmt::format("\\x{:02x}", number(c)); }));
    add(spelled(name, [&](char c) { return fmt::format("\\x{:02x}", number(c)); }));
    add(spelled(name, [&](char c) {
        if (c == '"') return std::string("&quot;");
        if (c == '\'') return std::string("&#39;");
        if (c == '&') return std::string("&amp;");
        if (c == '<') return std::string("&lt;");
        if (c == '>') return std::string("&gt;");
        return one(c);
    }));
    add(json_spelling(name));
    return all;
}

}  // namespace wlanmedic::redact
