// SPDX-License-Identifier: MIT
// What fires on ordinary things, or on too little.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>

#include "policy/advice_parts.h"
#include "policy/describe.h"

namespace wlanmedic::policy {

namespace {

using Kind = Condition::Kind;

// Happenings that say that something is wrong, or may be; all others are told of links that work.
constexpr std::array<std::string_view, 24> telling{
    "scan_failed",        "network_not_found",    "auth_rejected",   "auth_timeout",
    "assoc_rejected",     "assoc_comeback",       "assoc_timeout",   "wrong_key",
    "eap_failed",         "address_failed",       "connection_loss", "connection_loss_reported",
    "beacon_loss",        "beacon_loss_reported", "deauthenticated", "disconnected",
    "unprotected_deauth", "decrypt_failure",      "firmware_error",  "hardware_restarted",
    "restart_requested",  "radio_blocked",        "probe_result",    "gap",
};

bool is_ordinary(const Watch& watch) {
    if (watch.on != Watch::On::event) return false;
    const auto name = wifi::alternative_name(watch.event);
    if (name == "probe_result") return watch.answer.value_or(wifi::Answer::up) == wifi::Answer::up;
    return std::ranges::find(telling, name) == telling.end();
}

bool is_any_loss(const Watch& watch) {
    return watch.on == Watch::On::outage && !watch.outage_class && watch.count == 1;
}

bool is_probe(const Watch& watch) {
    return watch.on == Watch::On::event && wifi::alternative_name(watch.event) == "probe_result";
}

// What a healthy device does not show, besides its trigger.
bool is_symptom(const Condition& condition) {
    return condition.kind == Kind::failures || (condition.kind == Kind::symptom && !is_ordinary(condition.watch));
}

// So many conditions that it cannot hold without a symptom: enough others are no way round it.
bool asks_for_a_symptom(const Gate& gate) {
    const auto others = std::ranges::count_if(gate.of, [](const Condition& one) { return !is_symptom(one); });
    return gate.at_least > others;
}

}  // namespace

void find_overeager(const Policy& policy, Findings& findings) {
    const bool more_is_asked = std::ranges::any_of(policy.gates, asks_for_a_symptom);
    const bool waits = std::ranges::any_of(required_conditions(policy),
                                           [](const Condition* one) { return one->kind == Kind::since_loss; });
    const auto link = required_link(policy);
    for (const auto& trigger : policy.triggers) {
        if (is_ordinary(trigger))
            find(findings, trigger.place,
                 fmt::format("it fires on everything: {} is told of links that work, too",
                             wifi::alternative_name(trigger.event)),
                 "Take what only a link that fails shows, or add gates that do.");
        if (is_any_loss(trigger) && !more_is_asked && !waits)
            find(findings, trigger.place,
                 "it fires on everything: each loss is enough, and most heal by themselves",
                 "Raise \"count\", or add a gate: since_loss, or failures since the loss.");
        if (trigger.on == Watch::On::outage && link != Condition::Link::down && !more_is_asked)
            find(findings, trigger.place,
                 "it also fires on a link that has come back: the loss counts on while the link is up",
                 "Leave the gate on the link out: then it must be down.");
        if (is_probe(trigger) && link != Condition::Link::down && !more_is_asked)
            find(findings, trigger.place,
                 "it touches links that work: a gateway that is switched off, or answers no pings, is enough",
                 "Take stall = \"no_answer\", which asks that somebody has answered before, and add another "
                 "symptom.");
    }
    const auto deep =
        std::ranges::find_if(policy.rungs, [](const Rung& rung) { return driver::is_of_the_device(rung.method); });
    if (deep != policy.rungs.end() && !policy.triggers.empty() && !more_is_asked)
        find(findings, deep->place, fmt::format("{} resets the device on one symptom", name_of(deep->method)),
             "Add a gate with another one that does not follow from it: failures since the loss, a signature, a "
             "stall.");
}

}  // namespace wlanmedic::policy
