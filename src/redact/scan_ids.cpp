// SPDX-License-Identifier: MIT
#include "redact/scan_ids.h"

#include <algorithm>
#include <array>

#include "redact/characters.h"

namespace wlanmedic::redact {
namespace {

constexpr auto npos = std::string_view::npos;
constexpr std::size_t least_digits = 6;  // of a bare run in which originals are searched

bool ends_with_folded(std::string_view text, std::string_view end) {
    return text.size() >= end.size() && ascii_lower(text.substr(text.size() - end.size())) == end;
}

bool is_public_uuid(std::string_view uuid) {
    const std::string lower = ascii_lower(uuid);
    return lower.ends_with("-0000-1000-8000-00805f9b34fb") ||  // Bluetooth's base
           lower == "8be4df61-93ca-11d2-aa0d-00e098032b8c" ||  // EFI's global variables
           lower == "00000000-0000-0000-0000-000000000000";
}

void tell_id(std::string_view text, std::size_t begin, std::size_t end, Certainty certainty, Sink& sink) {
    std::array<std::size_t, 16> at{};
    Id id{};
    std::size_t octet = 0;
    for (std::size_t i = begin; i + 1 < end && octet < 16;) {
        if (text[i] == '-') {
            ++i;
            continue;
        }
        at[octet] = i;
        id[octet++] = hex_pair(text[i], text[i + 1]);
        i += 2;
    }
    if (octet == 16) sink.id(at, id, certainty);
}

// What stands before 32 digits that are an id.
bool says_id(std::string_view before) {
    before = before.substr(before.size() - std::min<std::size_t>(before.size(), 40));
    for (const std::string_view word :
         {"machine_id=", "machine-id=", "machine id: ", "machine-id: ", "boot_id=", "boot id: ", "boot-id: ",
          "-- boot ", "invocation_id=", "invocation id: ", "cursor=s=", ";b=", "seqnum_id=", "stream_id=",
          "journal/", "boot ", "directory/", "log_id=", "s="})
        if (ends_with_folded(before, word)) return true;
    return false;
}

// Ids that name a kind of message, the same on all machines.
bool says_message(std::string_view before) {
    return ends_with_folded(before, "message_id=") || ends_with_folded(before, "message id: ");
}

std::size_t hex_end(std::string_view text, std::size_t at) {
    while (at < text.size() && is_hex(text[at])) ++at;
    return at;
}

bool is_uuid(std::string_view text, std::size_t at) {
    if (at + 36 > text.size()) return false;
    for (std::size_t i = 0; i < 36; ++i) {
        const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
        if (dash ? text[at + i] != '-' : !is_hex(text[at + i])) return false;
    }
    return at + 36 == text.size() || !is_alnum(text[at + 36]);
}

bool is_mail_character(char c) { return is_alnum(c) || c == '.' || c == '-' || c == '_' || c == '+'; }

bool is_unit(std::string_view domain) {
    for (const std::string_view suffix : {".service", ".socket", ".target", ".slice", ".mount", ".timer",
                                          ".device", ".scope", ".path", ".automount", ".swap"})
        if (domain.ends_with(suffix)) return true;
    return false;
}

}  // namespace

void scan_ids(std::string_view text, Sink& sink) {
    for (std::size_t i = 0; i < text.size();) {
        if (!is_hex(text[i]) || (i > 0 && is_alnum(text[i - 1]))) {
            ++i;
            continue;
        }
        const std::size_t end = hex_end(text, i);
        const std::size_t length = end - i;
        if (length == 8 && is_uuid(text, i)) {
            if (!is_public_uuid(text.substr(i, 36)) && !says_message(text.substr(0, i)))
                tell_id(text, i, i + 36, Certainty::certain, sink);
            i += 36;
            continue;
        }
        if (length == 32 && (end == text.size() || !is_alnum(text[end])) && !says_message(text.substr(0, i)))
            tell_id(text, i, end, says_id(text.substr(0, i)) ? Certainty::certain : Certainty::where_known, sink);
        i = end;
    }
}

void scan_mails(std::string_view text, Sink& sink) {
    for (std::size_t at = text.find('@'); at != npos; at = text.find('@', at + 1)) {
        std::size_t begin = at;
        while (begin > 0 && is_mail_character(text[begin - 1]) && at - begin < 64) --begin;
        std::size_t end = at + 1;
        while (end < text.size() && is_mail_character(text[end]) && end - at < 255) ++end;
        while (end > at + 1 && !is_alnum(text[end - 1])) --end;
        if (begin == at || end == at + 1) continue;
        const std::string_view local = text.substr(begin, at - begin);
        const std::string_view domain = text.substr(at + 1, end - at - 1);
        if (is_unit(domain)) continue;
        const char next = end < text.size() ? text[end] : ' ';
        const std::size_t dot = domain.rfind('.');
        const bool top_level = dot != npos && domain.size() - dot > 2 &&
                               std::ranges::all_of(domain.substr(dot + 1), [](char c) { return is_letter(c); });
        if (top_level) {
            if (sink.claim(begin, end)) sink.name(Kind::mail, begin, end, text.substr(begin, end - begin));
            continue;
        }
        const bool prompt = next == ':' && end + 1 < text.size() && (text[end + 1] == '~' || text[end + 1] == '/');
        const bool built =
            begin > 0 && (text[begin - 1] == '(' || text[begin - 1] == '[') && (next == ')' || next == ' ');
        if (!prompt && !built) continue;
        if (!is_well_known(Kind::user, local) && sink.claim(begin, at)) sink.name(Kind::user, begin, at, local);
        if (!is_well_known(Kind::host, domain) && sink.claim(at + 1, end))
            sink.name(Kind::host, at + 1, end, domain);
    }
}

void scan_bare_hex(std::string_view text, Sink& sink) {
    for (std::size_t i = 0; i < text.size();) {
        if (!is_alnum(text[i])) {
            ++i;
            continue;
        }
        // A word of letters and digits; the digits after "0x", "wlx", "enx" are the same as those of their own.
        std::size_t end = i;
        std::size_t begin = i;
        while (end < text.size() && is_alnum(text[end])) ++end;
        const std::string_view word = text.substr(i, end - i);
        if (word.size() < least_digits) {
            i = end;
            continue;
        }
        const std::string prefix = ascii_lower(word.substr(0, 3));
        const bool interface = prefix == "wlx" || prefix == "enx";
        i = end;
        if (interface) begin += 3;
        if (prefix.starts_with("0x")) begin += 2;
        const std::size_t digits = end - begin;
        if (digits < least_digits || hex_end(text, begin) != end) continue;
        HexRun run;
        for (std::size_t at = begin + digits % 2; at < end; at += 2) {
            run.at.push_back(at);
            run.bytes.push_back(hex_pair(text[at], text[at + 1]));
        }
        const std::string_view before = text.substr(0, begin);
        bool certain = interface;
        for (const std::string_view says : {"mac=", "mac:", "mac ", "macaddr=", "mac_addr=", "mac_address=",
                                            "hwaddr=", "hwaddr ", "bssid=", "addr=", "wifi_"})
            certain = certain || (digits == 12 && ends_with_folded(before, says));
        if (certain && digits == 12) {
            Mac mac{};
            std::ranges::copy(run.bytes, mac.begin());
            sink.mac(run.at, mac, Certainty::certain);
            continue;
        }
        sink.bytes(run, 0, true);
        if (digits % 2 == 0 || digits < 12) continue;
        HexRun shifted;  // an odd number of digits: pairs may begin at either end
        for (std::size_t at = begin; at + 1 < end; at += 2) {
            shifted.at.push_back(at);
            shifted.bytes.push_back(hex_pair(text[at], text[at + 1]));
        }
        sink.bytes(shifted, 0, true);
    }
}

}  // namespace wlanmedic::redact
