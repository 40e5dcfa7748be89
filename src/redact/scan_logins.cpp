// SPDX-License-Identifier: MIT
#include "redact/scan_logins.h"

#include <algorithm>

#include "redact/characters.h"
#include "redact/find_words.h"

namespace wlanmedic::redact {
namespace {

constexpr auto npos = std::string_view::npos;
constexpr std::size_t longest_user = 100;  // sshd cuts there
constexpr std::size_t furthest = 300;      // sshd cuts host names at 200

struct Part {
    std::size_t begin = 0;
    std::size_t end = 0;
};

/// The word that ends at `end`, blanks left out; empty where there is none. Looks back a little way only: lines
/// may have megabytes without a blank.
Part word_before(std::string_view text, std::size_t end) {
    const std::size_t limit = end > furthest ? end - furthest : 0;
    while (end > limit && text[end - 1] == ' ') --end;
    std::size_t begin = end;
    while (begin > limit && text[begin - 1] != ' ' && text[begin - 1] != '\n' && text[begin - 1] != '=') --begin;
    return {begin, end};
}

std::string_view of(std::string_view text, Part part) { return text.substr(part.begin, part.end - part.begin); }

void tell_user(std::string_view text, Part part, Sink& sink) {
    if (part.begin >= part.end || part.end - part.begin > longest_user) return;
    const std::string name(of(text, part));
    if (!is_well_known(Kind::user, name) && sink.claim(part.begin, part.end))
        sink.name(Kind::user, part.begin, part.end, name);
}

template <class Act>
void for_each(std::string_view text, std::string_view words, Act act) {
    for (std::size_t at = find_words(text, words); at != npos; at = find_words(text, words, at + words.size()))
        act(at);
}

// sshd, auth.c and session.c: "Accepted METHOD for bob from ADDRESS port 22 ssh2", "Starting session: shell on
// pts/0 for bob from ADDRESS port 22 id 0". Others write "for X from Y" too, without these.
void scan_sshd(std::string_view text, Sink& sink) {
    for_each(text, " port ", [&](std::size_t at) {
        if (at + 6 >= text.size() || !is_digit(text[at + 6])) return;
        const Part address = word_before(text, at);
        const Part from = word_before(text, address.begin);
        if (of(text, from) != "from") return;
        const Part name = word_before(text, from.begin);
        const std::string_view before = of(text, word_before(text, name.begin));
        const std::size_t early = name.begin > furthest ? name.begin - furthest : 0;
        if (before == "user" ||
            (before == "for" && (text.substr(at, 20).find(" ssh2") != npos ||
                                 text.substr(early, name.begin - early).find("Starting session: ") != npos)))
            tell_user(text, name, sink);
    });
    // auth.c: "User bob from HOST not allowed because …", "User bob not allowed because …"
    for_each(text, " not allowed because ", [&](std::size_t at) {
        Part name = word_before(text, at);
        if (const Part from = word_before(text, name.begin); of(text, from) == "from")
            name = word_before(text, from.begin);
        if (of(text, word_before(text, name.begin)) == "User") tell_user(text, name, sink);
    });
}

// pam_unix_sess.c: "session opened for user root(uid=0) by bob(uid=1000)"
void scan_pam(std::string_view text, Sink& sink) {
    for_each(text, "(uid=", [&](std::size_t at) {
        const Part name = word_before(text, at);
        const std::string_view before = of(text, word_before(text, name.begin));
        if (name.end == at && (before == "by" || before == "user")) tell_user(text, name, sink);
    });
}

// su.c of util-linux: "(to root) bob on pts/0". cron.c: "(bob) CMD (…)".
void scan_su_and_cron(std::string_view text, Sink& sink) {
    for_each(text, "(to ", [&](std::size_t at) {
        const std::size_t to = at + 4;
        const std::size_t close = text.substr(0, to + longest_user).find(") ", to);
        if (close == npos) return;
        const std::size_t on = text.substr(0, close + 2 + longest_user).find(" on ", close + 2);
        if (on == npos || std::ranges::count(text.substr(to, on - to), ' ') != 1) return;
        tell_user(text, {to, close}, sink);
        tell_user(text, {close + 2, on}, sink);
    });
    for_each(text, ") CMD (", [&](std::size_t at) {
        const Part name = word_before(text, at);
        if (text[name.begin] == '(') tell_user(text, {name.begin + 1, name.end}, sink);
    });
}

}  // namespace

void scan_logins(std::string_view text, Sink& sink) {
    scan_sshd(text, sink);
    scan_pam(text, sink);
    scan_su_and_cron(text, sink);
}

}  // namespace wlanmedic::redact
