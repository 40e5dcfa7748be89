// SPDX-License-Identifier: MIT
#include "kernel/call_sites.h"

#include <algorithm>
#include <array>
#include <optional>
#include <span>

#include "kernel/c_tokens.h"

namespace wlanmedic::kernel {
namespace {

using Tokens = std::span<const Token>;

std::optional<Call> call_of(std::string_view name) {
    if (name == "ieee80211_connection_loss") return Call::loss;
    if (name == "ieee80211_register_hw") return Call::registering;
    if (name == "ieee80211_unregister_hw") return Call::unregistering;
    if (name == "connloss_guard_note_fault") return Call::fault;
    return std::nullopt;
}

// Behind what opens at `at`, to its end; the number of tokens where it never ends.
std::size_t closing(Tokens tokens, std::size_t at, std::string_view open, std::string_view close) {
    std::size_t depth = 0;
    for (; at < tokens.size(); ++at) {
        if (tokens[at].text == open) ++depth;
        if (tokens[at].text == close && --depth == 0) return at;
    }
    return tokens.size();
}

bool is_declaration(Tokens tokens, std::size_t name) {
    if (name == 0) return false;
    const std::string_view before = tokens[name - 1].text;
    constexpr std::array<std::string_view, 3> before_calls{"return", "else", "do"};
    if (std::ranges::find(before_calls, before) != before_calls.end()) return false;
    const char last = before.back();
    return tokens[name - 1].directive == tokens[name].directive &&
           ((last >= 'a' && last <= 'z') || (last >= 'A' && last <= 'Z') || last == '_' || last == '*');
}

bool same(Tokens one, Tokens other) { return std::ranges::equal(one, other, {}, &Token::text, &Token::text); }

// "GUARD(ARGUMENTS);" right before the statement that begins with the name at `name`.
bool stands_before(Tokens tokens, std::size_t name, std::string_view guard, Tokens arguments) {
    const std::size_t size = arguments.size() + 2;  // its name, its arguments with parentheses, a semicolon
    if (name < size || tokens[name - 1].text != ";" || tokens[name - size].text != guard) return false;
    return same(tokens.subspan(name - size + 1, arguments.size()), arguments);
}

// To the end of the function: the brace at the margin. (Counting braces goes astray where #ifdef and #else both
// open one.)
bool attached_later(Tokens tokens, std::size_t at) {
    for (; at < tokens.size() && !(tokens[at].text == "}" && tokens[at].at_margin); ++at)
        if (tokens[at].text == "connloss_guard_attach") return true;
    return false;
}

std::string why_unguarded(Tokens tokens, std::size_t name, std::size_t end, Call call) {
    if (tokens[name].directive) return "it stands in a macro";
    if (end == name) return "its address is taken";
    const Tokens arguments = tokens.subspan(name + 1, end - name);
    switch (call) {
        case Call::loss:
            return stands_before(tokens, name, "connloss_guard_note", arguments) ? "" : "no rule knows this form";
        case Call::unregistering:
            return stands_before(tokens, name, "connloss_guard_detach", arguments) ? ""
                                                                                   : "no rule knows this form";
        case Call::registering:
            return attached_later(tokens, end) ? "" : "no rule knows how its result is looked at";
        case Call::fault: break;
    }
    return "";
}

}  // namespace

std::string_view name_of(Call call) {
    switch (call) {
        case Call::loss: return "connection loss";
        case Call::registering: return "register";
        case Call::unregistering: return "unregister";
        case Call::fault: return "fault";
    }
    return "";
}

std::vector<Site> call_sites(std::string_view source) {
    const std::vector<Token> all = c_tokens(source);
    const Tokens tokens = all;
    std::vector<Site> sites;
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        const auto call = call_of(tokens[i].text);
        if (!call) continue;
        const bool has_arguments = i + 1 < tokens.size() && tokens[i + 1].text == "(";
        if (has_arguments && is_declaration(tokens, i)) continue;
        const std::size_t end = has_arguments ? closing(tokens, i + 1, "(", ")") : i;
        if (end == tokens.size()) continue;
        Site site{
            .call = *call, .line = tokens[i].line, .unguarded = why_unguarded(tokens, i, end, *call), .fault = {}};
        if (*call == Call::fault) {
            site.fault = tokens[end - 1].text;
            if (site.fault.starts_with("CONNLOSS_FAULT_")) site.fault.erase(0, 15);
        }
        sites.push_back(std::move(site));
    }
    return sites;
}

}  // namespace wlanmedic::kernel
