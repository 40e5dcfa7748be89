// SPDX-License-Identifier: MIT
#include "redact/scan_dumps.h"

#include <algorithm>
#include <array>
#include <optional>

#include "redact/characters.h"
#include "redact/frame_places.h"

namespace wlanmedic::redact {
namespace {

constexpr auto npos = std::string_view::npos;
constexpr std::size_t row_bytes = 16;
constexpr std::size_t row_indent = 5;
constexpr std::size_t row_ascii = 4 + 3 * row_bytes + 3;
constexpr std::size_t most_rows_bytes = 4096;

struct Style {
    std::string_view prefix;
    std::string_view separator;
};
constexpr std::array<Style, 7> styles{
    {{"", " "}, {"", ":"}, {"", "-"}, {"0x", ", "}, {"0x", ","}, {"0x", " "}, {"\\x", ""}}};

// Most places are none: digits first, and no call for a prefix of two bytes.
bool pair_at(std::string_view text, std::size_t at, const Style& style) {
    const std::size_t digits = at + style.prefix.size();
    return digits + 2 <= text.size() && is_hex(text[digits]) && is_hex(text[digits + 1]) &&
           (style.prefix.empty() || (text[at] == style.prefix[0] && text[at + 1] == style.prefix[1]));
}

HexRun run_at(std::string_view text, std::size_t begin, const Style& style, std::size_t& end) {
    HexRun run;
    std::size_t at = begin;
    end = begin;
    while (pair_at(text, at, style)) {
        const std::size_t digits = at + style.prefix.size();
        // A longer number or word ends the run before it.
        if (digits + 2 < text.size() && is_alnum(text[digits + 2])) break;
        run.at.push_back(digits);
        run.bytes.push_back(hex_pair(text[digits], text[digits + 1]));
        end = digits + 2;
        if (text.substr(end, style.separator.size()) != style.separator) break;
        at = end + style.separator.size();
    }
    return run;
}

enum class Label : std::uint8_t { none, frame, elements, key, ssid, identity };

bool has_any(std::string_view text, std::initializer_list<std::string_view> words) {
    return std::ranges::any_of(words, [&](std::string_view word) { return text.find(word) != npos; });
}

bool is_alone(std::string_view text, std::string_view word) {
    for (std::size_t at = text.find(word); at != npos; at = text.find(word, at + 1))
        if ((at == 0 || !is_word(text[at - 1])) &&
            (at + word.size() >= text.size() || !is_word(text[at + word.size()])))
            return true;
    return false;
}

Label label_of(std::string_view before) {
    if (before.size() > 120) before.remove_prefix(before.size() - 120);
    const std::size_t line = before.rfind('\n');
    if (line != npos) before.remove_prefix(line + 1);
    const std::string lower = ascii_lower(before);
    if (lower.ends_with("[frame: ")) return Label::frame;
    if (lower.find("hexdump") == npos) return Label::none;
    const bool elements = is_alone(lower, "ie") || has_any(lower, {"ies", "_ie", "elements", "rsnxe"});
    if (has_any(lower, {"keydata", "key data", "key_data"})) return Label::key;
    if (!elements &&
        (has_any(lower, {"pmk",       "ptk",    "kck",     "kek",        "gtk",         "psk",        "gmk",
                         "msk",       "nonce",  "key mic", "key_mic",    "eapol",       "passphrase", "password",
                         "challenge", "secret", "private", "shared",     "key counter", "group key",  "eap-",
                         "eap:",      "mschap", "tls",     "credential", "dpp",         "sae:"}) ||
         is_alone(lower, "tk") || is_alone(lower, "mic") || is_alone(lower, "key")))
        return has_any(lower, {"eap identity", "identity"}) ? Label::identity : Label::key;
    if (has_any(lower, {"identity", "nai", "username"})) return Label::identity;
    if (elements) return Label::elements;
    if (has_any(lower, {"ssid"}) && lower.find("bssid") == npos) return Label::ssid;
    if (has_any(lower, {"frame", "mgmt", "beacon head", "probe resp"})) return Label::frame;
    return Label::none;
}

void tell(const HexRun& run, Label label, Sink& sink) {
    if (label == Label::ssid || label == Label::identity) {
        sink.name_in_bytes(label == Label::ssid ? Kind::ssid : Kind::user, run, 0, run.bytes.size());
        return;
    }
    std::size_t rest = 0;
    std::optional<FramePlaces> places;
    if (label == Label::frame) places = places_in_frame(run.bytes);
    if (label == Label::elements) places = places_in_elements(run.bytes);
    if (places) {
        for (const std::size_t first : places->addresses) {
            Mac mac{};
            std::copy_n(run.bytes.begin() + static_cast<std::ptrdiff_t>(first), 6, mac.begin());
            sink.mac(std::span(run.at).subspan(first, 6), mac, Certainty::certain);
        }
        if (places->ssid) sink.name_in_bytes(Kind::ssid, run, places->ssid->first, places->ssid->count);
        rest = places->rest;
    }
    if (rest < run.bytes.size()) sink.bytes(run, rest, false);
}

// The rows of a hexdump_ascii: bytes and characters side by side.
void tell_rows(std::string_view text, std::size_t at, std::size_t announced, Label label, Sink& sink) {
    HexRun run;
    announced = std::min(announced, most_rows_bytes);
    while (run.bytes.size() < announced && at < text.size()) {
        const std::size_t end = std::min(text.find('\n', at), text.size());
        const std::string_view row = text.substr(at, end - at);
        if (!is_dump_row(row)) break;
        for (std::size_t i = 0; i < row_bytes && run.bytes.size() < announced; ++i) {
            const std::size_t pair = row_indent + 3 * i;
            if (pair + 2 > row.size() || !is_hex(row[pair]) || !is_hex(row[pair + 1])) break;
            run.at.push_back(at + pair);
            run.bytes.push_back(hex_pair(row[pair], row[pair + 1]));
            // Cut-off blanks at the end of a line leave no place for the character.
            run.ascii.push_back(row_ascii + i < row.size() ? at + row_ascii + i : npos);
        }
        at = end + 1;
    }
    if (run.bytes.empty()) return;
    if (label == Label::key) {
        for (std::size_t i = 0; i < run.at.size(); ++i) {
            if (sink.claim(run.at[i], run.at[i] + 2)) sink.secret(run.at[i], run.at[i] + 2, "00");
            if (run.ascii[i] != npos && sink.claim(run.ascii[i], run.ascii[i] + 1))
                sink.secret(run.ascii[i], run.ascii[i] + 1, "_");
        }
        return;
    }
    tell(run, label, sink);
}

void scan_rows(std::string_view text, Sink& sink) {
    if (text.find('\n') == npos) return;  // the rows are lines of their own
    for (std::size_t line = text.find("hexdump_ascii(len="); line != npos;
         line = text.find("hexdump_ascii(len=", line + 1)) {
        const std::size_t end = text.find('\n', line);
        if (end == npos) return;
        const std::size_t announced = announced_bytes(text.substr(line, end - line));
        if (announced > 0) tell_rows(text, end + 1, announced, label_of(text.substr(0, end)), sink);
    }
}

}  // namespace

std::size_t announced_bytes(std::string_view line) {
    constexpr std::string_view word = "hexdump_ascii(len=";
    const std::size_t found = line.rfind(word);
    if (found == npos) return 0;
    std::size_t number = 0;
    std::size_t at = found + word.size();
    while (at < line.size() && is_digit(line[at]) && number < most_rows_bytes)
        number = number * 10 + static_cast<std::size_t>(line[at++] - '0');
    std::string_view rest = line.substr(at);
    while (!rest.empty() && (is_blank(rest.back()) || rest.back() == '\r')) rest.remove_suffix(1);
    return rest == "):" ? number : 0;
}

bool is_dump_row(std::string_view line) {
    return line.size() >= row_indent + 2 && line.starts_with("     ") && is_hex(line[row_indent]) &&
           is_hex(line[row_indent + 1]);
}

void scan_dumps(std::string_view text, Sink& sink) {
    scan_rows(text, sink);
    for (std::size_t i = 0; i + 2 < text.size();) {
        const bool may_begin = is_hex(text[i]) || (text[i] == '\\' && text[i + 1] == 'x');
        if (!may_begin || (i > 0 && is_alnum(text[i - 1]) && text[i] != '\\')) {
            ++i;
            continue;
        }
        std::size_t end = i;
        HexRun run;
        for (const Style& style : styles) {
            if (!pair_at(text, i, style)) continue;
            run = run_at(text, i, style, end);
            if (run.bytes.size() >= 3) break;
        }
        if (run.bytes.size() < 3) {
            ++i;
            continue;
        }
        const Label label = label_of(text.substr(0, i));
        if (label == Label::key) {
            if (sink.claim(i, end)) sink.secret(i, end, "[REMOVED]");
        } else {
            tell(run, label, sink);
        }
        i = end;
    }
}

}  // namespace wlanmedic::redact
