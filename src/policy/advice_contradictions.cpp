// SPDX-License-Identifier: MIT
// What can never hold, or never hold together.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

#include "policy/advice_parts.h"
#include "policy/describe.h"
#include "wifi/span.h"

namespace wlanmedic::policy {

namespace {

using Kind = Condition::Kind;
using Link = Condition::Link;

// A link that is lost must be made before it can be lost again: a scan, an authentication, an association and the
// keys.
constexpr wifi::Duration quickest_link = std::chrono::milliseconds{100};

// These empty all watches (docs/policy.md, rule 13), their own too.
constexpr std::array<std::string_view, 3> emptying{"suspended", "booted", "gap"};

constexpr std::uint16_t without_bssid =
    static_cast<std::uint16_t>(bit_of(Failure::network_not_found) | bit_of(Failure::scan_empty) |
                               bit_of(Failure::scan_failed) | bit_of(Failure::address_failed));

const Condition* find_kind(const std::vector<const Condition*>& conditions, Kind kind) {
    const auto found = std::ranges::find(conditions, kind, [](const Condition* one) { return one->kind; });
    return found == conditions.end() ? nullptr : *found;
}

/// The required condition that asks for the longest time since the loss.
const Condition* longest_since_loss(const std::vector<const Condition*>& conditions) {
    const Condition* longest = nullptr;
    for (const auto* const condition : conditions)
        if (condition->kind == Kind::since_loss && (longest == nullptr || condition->span > longest->span))
            longest = condition;
    return longest;
}

std::optional<std::string> why_it_never_holds(const Watch& watch, Link link, const Condition* since_loss) {
    if (watch.on == Watch::On::stall) {
        if (link == Link::down || since_loss != nullptr)
            return "a stall is of a link that is up, and the gates ask for one that is down";
        return std::nullopt;
    }
    if (watch.on == Watch::On::event &&
        std::ranges::find(emptying, wifi::alternative_name(watch.event)) != emptying.end())
        return "what is counted is forgotten at this very event";
    if (watch.on != Watch::On::outage) return std::nullopt;
    if (watch.within < quickest_link * (watch.count - 1))
        return fmt::format("a link cannot be made and lost {} times within {}", watch.count,
                           wifi::span_text(watch.within));
    if (since_loss != nullptr && since_loss->span > watch.within)
        return fmt::format("the link must have been down for {}, and by then the loss is longer ago than {}",
                           wifi::span_text(since_loss->span), wifi::span_text(watch.within));
    return std::nullopt;
}

std::optional<std::string> why_it_never_holds(const Condition& condition, Link link, const Condition* since_loss) {
    switch (condition.kind) {
        case Kind::symptom: return why_it_never_holds(condition.watch, link, since_loss);
        case Kind::failures:
            if (link == Link::up)
                return "failures are counted while the link is down, and the gates ask for one that is up";
            if ((condition.failures & ~without_bssid) == 0 && (condition.bssids > 0 || condition.each))
                return "failures of these kinds name no access point";
            return std::nullopt;
        case Kind::since_loss:
            if (link == Link::up) return "the link must be up, and must have been down until now";
            return std::nullopt;
        default: return std::nullopt;
    }
}

void find_contradicting_links(const std::vector<const Condition*>& required, Findings& findings) {
    const Condition* first = nullptr;
    for (const auto* const condition : required) {
        if (condition->kind != Kind::link || condition->link == Link::any) continue;
        if (first != nullptr && first->link != condition->link)
            find(findings, condition->place, "it can never fire: the link must be up and down at once",
                 "Take one of both gates away.");
        first = condition;
    }
}

void find_contradicting_spans(const std::vector<const Condition*>& required, Findings& findings) {
    const auto* const since = longest_since_loss(required);
    const auto* const before = find_kind(required, Kind::before);
    if (since == nullptr || before == nullptr || before->span >= since->span) return;
    find(findings, before->place,
         fmt::format("it can never fire: the link must have been down for {}, and not for longer than {}",
                     wifi::span_text(since->span), wifi::span_text(before->span)),
         "\"before\" must be longer than \"since_loss\".");
}

void find_dead_triggers(const Policy& policy, Link link, const Condition* since_loss, Findings& findings) {
    std::size_t dead = 0;
    for (const auto& trigger : policy.triggers) {
        const auto why = why_it_never_holds(trigger, link, since_loss);
        if (!why) continue;
        ++dead;
        find(findings, trigger.place,
             fmt::format("{}: {}",
                         dead == policy.triggers.size() ? "it can never fire" : "this trigger can never fire",
                         *why),
             "Change the trigger or the gate that stands against it.");
    }
}

void find_dead_gates(const Policy& policy, Link link, const Condition* since_loss, Findings& findings) {
    for (const auto& gate : policy.gates) {
        std::vector<std::pair<config::Place, std::string>> dead;
        for (const auto& condition : gate.of)
            if (auto why = why_it_never_holds(condition, link, since_loss))
                dead.emplace_back(condition.place, *std::move(why));
        const bool never = std::cmp_less(gate.of.size() - dead.size(), gate.at_least);
        for (auto& [place, why] : dead)
            find(findings, place,
                 fmt::format("{}: {}", never ? "it can never fire" : "this condition never holds", why),
                 "Change the gate or what stands against it.");
    }
}

}  // namespace

void find_contradictions(const Policy& policy, Findings& findings) {
    const auto required = required_conditions(policy);
    const auto link = required_link(policy);
    const auto* const since_loss = longest_since_loss(required);
    if (policy.triggers.empty())
        find(findings, policy.rungs.empty() ? config::Place{} : policy.rungs.front().place,
             "it can never fire: nothing begins it", "Add a [[trigger]].");
    find_contradicting_links(required, findings);
    find_contradicting_spans(required, findings);
    find_dead_triggers(policy, link, since_loss, findings);
    find_dead_gates(policy, link, since_loss, findings);
}

}  // namespace wlanmedic::policy
