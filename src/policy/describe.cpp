// SPDX-License-Identifier: MIT
#include "policy/describe.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <string_view>
#include <vector>

#include "policy/names.h"
#include "wifi/span.h"

namespace wlanmedic::policy {

namespace {

using wifi::span_text;

constexpr config::Names<driver::Method, 9> methods_in_words{{
    {driver::Method::reassociate, "associate anew"},
    {driver::Method::link_down_up, "interface down and up"},
    {driver::Method::radio_off_on, "radio off and on"},
    {driver::Method::restart_hw, "the driver starts its device anew"},
    {driver::Method::function_reset, "bus reset"},
    {driver::Method::unbind_bind, "driver unbound and bound"},
    {driver::Method::module_reload, "module unloaded and loaded"},
    {driver::Method::remove_rescan, "device taken off its bus and looked for again"},
    {driver::Method::power_cycle, "power off and on"},
}};

constexpr config::Names<outage::Stall::Kind, 6> stalls_in_words{{
    {outage::Stall::Kind::beacons_missed, "beacons are missed without end"},
    {outage::Stall::Kind::firmware_error, "the firmware has failed, and the link is still said to be up,"},
    {outage::Stall::Kind::frozen_counters, "frames are sent and none is received"},
    {outage::Stall::Kind::no_address, "an address is asked for and none is given"},
    {outage::Stall::Kind::no_answer, "who answered on this link does not any more"},
    {outage::Stall::Kind::load_stalled, "a load that flowed on this link stands still"},
}};

std::string in_words(std::string_view name) {
    std::string words(name);
    std::ranges::replace(words, '_', ' ');
    return words;
}

std::string loss(const Watch& watch) {
    std::string how = "in any way that nobody wished";
    if (watch.outage_class == outage::Class::unknown)
        how = "in a way that nothing tells";
    else if (watch.outage_class)
        how = "by " + in_words(config::name_in(loss_names, *watch.outage_class));
    return watch.count == 1 ? "a link is lost " + how : fmt::format("{} links are lost {}", watch.count, how);
}

std::string happening(const Watch& watch) {
    auto name = watch.answer ? fmt::format("a probe says {}", config::name_in(answer_names, *watch.answer))
                             : fmt::format("{} is told", in_words(wifi::alternative_name(watch.event)));
    if (!watch.driver.empty()) name += fmt::format(" by the driver {}", watch.driver);
    return watch.count == 1 ? name : fmt::format("{} {} times", name, watch.count);
}

std::string failures(const Condition& condition) {
    std::vector<std::string_view> names;
    for (const auto& [failure, name] : failure_names)
        if ((condition.failures & bit_of(failure)) != 0) names.push_back(name);
    const auto list =
        names.size() == failure_names.size() ? "in any way" : fmt::format("{}", fmt::join(names, ", "));
    const auto where = condition.bssids == 0   ? std::string()
                       : condition.bssids == 1 ? std::string(" at an access point or more")
                                               : fmt::format(" at {} access points or more", condition.bssids);
    if (condition.each)
        return fmt::format("since the loss every access point that was tried, {} at least, has failed {} ({})",
                           std::max(condition.bssids, 1),
                           condition.count == 1 ? std::string("once") : fmt::format("{} times", condition.count),
                           list);
    return condition.count == 1
               ? fmt::format("since the loss an attempt has failed{} ({})", where, list)
               : fmt::format("since the loss {} attempts have failed{} ({})", condition.count, where, list);
}

void add(std::string& text, std::string_view line) { fmt::format_to(std::back_inserter(text), "  - {}\n", line); }

void add_limits(std::string& text, const Limits& limits) {
    if (limits.cool_down.count() > 0) {
        auto line = fmt::format("after a ladder nothing begins for {}", span_text(limits.cool_down));
        if (limits.cool_down_factor > 1 && limits.cool_down_max)
            line += fmt::format(", {} times as long each time that it soon begins again, up to {}",
                                limits.cool_down_factor, span_text(*limits.cool_down_max));
        add(text, line);
    }
    const auto budget = [&](std::optional<int> most, std::string_view in) {
        if (most) add(text, fmt::format("at most {} action{} {}", *most, *most == 1 ? "" : "s", in));
    };
    budget(limits.per_hour, "in an hour");
    budget(limits.per_day, "in a day");
    budget(limits.per_boot, "until the machine boots");
    if (limits.give_up_after)
        add(text, *limits.give_up_after == 1
                      ? std::string("it gives up after a ladder without proof, until the machine boots")
                      : fmt::format("it gives up after {} ladders in a row without proof, until the machine boots",
                                    *limits.give_up_after));
    if (limits.grace.count() > 0)
        add(text, fmt::format("nothing begins in the first {} after a boot, a resume and a gap in the evidence",
                              span_text(limits.grace)));
    add(text, "nothing begins while the machine sleeps or the radio is blocked");
}

}  // namespace

std::string describe(const Watch& watch) {
    std::string text;
    switch (watch.on) {
        case Watch::On::stall:
            return fmt::format("{} for {}", config::name_in(stalls_in_words, watch.stall),
                               span_text(watch.within));
        case Watch::On::outage: text = loss(watch); break;
        case Watch::On::event: text = happening(watch); break;
        case Watch::On::counter:
            text = fmt::format("the counter {} grows by {}", watch.counter, watch.count);
            break;
    }
    text += fmt::format("{} {}", watch.count == 1 ? ", not longer ago than" : " within", span_text(watch.within));
    if (watch.per == Scope::bssid) text += ", with one access point";
    return text;
}

std::string describe(const Condition& condition) {
    switch (condition.kind) {
        case Condition::Kind::link:
            return condition.link == Condition::Link::any
                       ? std::string("whether the link is up or down")
                       : fmt::format("the link is {}", config::name_in(link_names, condition.link));
        case Condition::Kind::failures: return failures(condition);
        case Condition::Kind::since_loss:
            return fmt::format("the link has been down for {}", span_text(condition.span));
        case Condition::Kind::before:
            return fmt::format("the link has not been down for longer than {}", span_text(condition.span));
        case Condition::Kind::signal:
            return fmt::format("the lost access point was heard with {} dBm or more in the {} before the loss",
                               condition.dbm, span_text(condition.span));
        case Condition::Kind::not_asked_for: return "nobody on this machine asked to leave";
        case Condition::Kind::not_waiting: return "no supplicant and no manager says that it waits";
        case Condition::Kind::worked_before: return "the interface had a link before";
        case Condition::Kind::symptom: return describe(condition.watch);
    }
    return {};
}

std::string describe(const Gate& gate) {
    if (gate.of.size() == 1) return describe(gate.of.front());
    auto text = fmt::format("at least {} of these:", gate.at_least);
    for (const auto& condition : gate.of)
        text += fmt::format("{} {}", &condition == &gate.of.front() ? "" : ";", describe(condition));
    return text;
}

std::string describe(const Rung& rung) {
    std::string_view proof;
    switch (rung.proof) {
        case Proof::associated: proof = "the link must be made"; break;
        case Proof::authorized: proof = "the link must be made and have its keys"; break;
        case Proof::answer: proof = "a probe must be answered"; break;
    }
    auto text = fmt::format("{} ({}): {} within {}", config::name_in(methods_in_words, rung.method),
                            name_of(rung.method), proof, span_text(rung.deadline));
    if (rung.healthy_for.count() > 0) text += fmt::format(", and then stand for {}", span_text(rung.healthy_for));
    return text;
}

std::string describe(const Policy& policy) {
    if (does_nothing(policy)) return "It does nothing, whatever happens.\n";
    std::string text = policy.triggers.size() == 1 ? "When\n" : "When one of these\n";
    if (policy.triggers.empty()) add(text, "nothing: it has no trigger");
    for (const auto& trigger : policy.triggers) add(text, describe(trigger));
    text += "and\n";
    if (!names_the_link(policy)) add(text, "the link is down (as no gate says otherwise)");
    for (const auto& gate : policy.gates) {
        if (gate.of.size() == 1) {
            add(text, describe(gate));
            continue;
        }
        add(text, fmt::format("at least {} of these:", gate.at_least));
        for (const auto& condition : gate.of)
            fmt::format_to(std::back_inserter(text), "      - {}\n", describe(condition));
    }
    text += policy.rungs.size() == 1 ? "then\n" : "then, one after the other until one helps\n";
    for (std::size_t i = 0; i < policy.rungs.size(); ++i)
        fmt::format_to(std::back_inserter(text), "  {}. {}\n", i + 1, describe(policy.rungs[i]));
    text += "but\n";
    add_limits(text, policy.limits);
    for (const auto method : policy.never) add(text, fmt::format("never {}", name_of(method)));
    return text;
}

}  // namespace wlanmedic::policy
