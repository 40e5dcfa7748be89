// SPDX-License-Identifier: MIT
#include "selftest_table.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "play.h"
#include "vectors.h"

namespace wlanmedic::policy {
namespace {

std::string ns(u64 span) {
    if (span == CONNLOSS_NEVER) return "NEVER";
    constexpr u64 second = 1'000'000'000;
    const u64 rest = span % second;
    return rest == 0 ? fmt::format("{} * S", span / second) : fmt::format("{} * S + {}", span / second, rest);
}

// Lines of the kernel have at most 100 columns, of which a tab takes 8.
std::string wrapped(const std::string& line, std::size_t tabs) {
    const std::size_t most = 100 - 8 * tabs;
    const std::string indent(tabs, '\t');
    if (line.size() <= most || line.contains('\n')) return indent + line + "\n";
    const std::size_t at = line.rfind(", .", most);
    return indent + line.substr(0, at + 1) + "\n" + wrapped(line.substr(at + 2), tabs + 1);
}

// --- policies ---------------------------------------------------------------------------------------------------

// `.name = value, ` of each that is not zero.
class Members {
public:
    Members& add(std::string_view name, u64 value) {
        if (value != 0) text_ += fmt::format(".{} = {}, ", name, value);
        return *this;
    }
    Members& span(std::string_view name, u64 value) {
        if (value != 0) text_ += fmt::format(".{} = {}, ", name, ns(value));
        return *this;
    }
    Members& name(std::string_view name, std::string_view value) {
        text_ += fmt::format(".{} = CONNLOSS_{}, ", name, value);
        return *this;
    }
    Members& inner(std::string_view name, const std::string& value) {
        text_ += fmt::format(".{} = {}, ", name, value);
        return *this;
    }
    std::string braced() const { return "{ " + text_.substr(0, text_.size() - 2) + " }"; }

private:
    std::string text_;
};

std::string watch(const connloss_watch& of) {
    constexpr std::array<std::string_view, 4> on{"ON_LOSS", "ON_ANY_OUTAGE", "ON_FAULT", "ON_FAILURE"};
    return Members()
        .name("on", on.at(of.on))
        .add("count", of.count)
        .add("failures", of.failures)
        .span("within", of.within)
        .braced();
}

std::string condition(const connloss_condition& of) {
    constexpr std::array<std::string_view, 8> kinds{"IF_LINK_DOWN",     "IF_LINK_UP",    "IF_LINK_ANY",
                                                    "IF_FAILURES",      "IF_SINCE_LOSS", "IF_BEFORE",
                                                    "IF_WORKED_BEFORE", "IF_SYMPTOM"};
    Members members;
    members.name("kind", kinds.at(of.kind));
    if (of.kind == CONNLOSS_IF_FAILURES)
        members.add("failures", of.failures).add("count", of.count).add("bssids", of.bssids).add("each", of.each);
    if (of.kind == CONNLOSS_IF_SYMPTOM) members.inner("watch", watch(of.watch));
    return members.span("span", of.span).braced();
}

std::string rung(const connloss_rung& of) {
    constexpr std::array<std::string_view, CONNLOSS_METHODS> methods{"REASSOCIATE", "RESTART_HW",
                                                                     "FUNCTION_RESET"};
    return Members()
        .name("method", methods.at(of.method))
        .name("proof", of.proof == CONNLOSS_PROOF_ASSOCIATED ? "PROOF_ASSOCIATED" : "PROOF_AUTHORIZED")
        .span("deadline", of.deadline)
        .span("healthy_for", of.healthy_for)
        .braced();
}

template <class T, std::size_t most>
std::string list(std::string_view name, const T (&of)[most], unsigned count, std::string (*write)(const T&),
                 std::size_t tabs) {
    if (count == 0) return "";
    std::string text = wrapped(fmt::format(".{} = {{", name), tabs);
    for (unsigned i = 0; i < count; ++i) text += wrapped(write(of[i]) + ",", tabs + 1);
    return text + wrapped("},", tabs);
}

std::string gate(const connloss_gate& of) {
    return fmt::format("{{\n\t\t\t.conditions = {}, .at_least = {},\n{}\t\t}}", of.conditions, of.at_least,
                       list("of", of.of, of.conditions, condition, 3));
}

std::string policy_text(const connloss_policy& of) {
    std::string text =
        fmt::format("\t.triggers = {}, .gates = {}, .rungs = {},\n", of.triggers, of.gates, of.rungs);
    text += list("trigger", of.trigger, of.triggers, watch, 1);
    text += list("gate", of.gate, of.gates, gate, 1);
    text += list("rung", of.rung, of.rungs, rung, 1);
    const std::string limits = Members()
                                   .add("forbidden", of.forbidden)
                                   .add("per_hour", of.per_hour)
                                   .add("per_day", of.per_day)
                                   .add("per_boot", of.per_boot)
                                   .add("give_up_after", of.give_up_after)
                                   .add("cool_down_factor", of.cool_down_factor)
                                   .braced();
    text += fmt::format("\t{},\n", limits.substr(2, limits.size() - 4));
    const std::string spans = Members()
                                  .span("cool_down", of.cool_down)
                                  .span("cool_down_max", of.cool_down_max)
                                  .span("grace", of.grace)
                                  .braced();
    if (spans.size() > 4) text += fmt::format("\t{},\n", spans.substr(2, spans.size() - 4));
    return text;
}

// --- steps ------------------------------------------------------------------------------------------------------

std::string upper(std::string_view text) {
    std::string to(text);
    std::ranges::transform(to, to.begin(), [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
    return to;
}

std::string_view kind_name(u8 kind) {
    constexpr std::array<std::string_view, CONNLOSS_EVENTS> names{
        "ATTEMPT",       "ASSOCIATED",      "AUTHORIZED", "LOSS",    "OTHER_LOSS", "LEFT",
        "FAILED",        "FAULT",           "FINISHED",   "REFUSED", "SUSPENDED",  "RESUMED",
        "RADIO_BLOCKED", "RADIO_UNBLOCKED", "BOOTED",     "TIMER"};
    return names.at(kind);
}

std::string step(const connloss_event& event, const std::string& expected, const std::string& deadline) {
    std::string flags = event.ok ? "OK" : "";
    if (event.more) flags += flags.empty() ? "MORE" : " | MORE";
    if (flags.empty()) flags = "0";
    const std::string vif = event.vif == CONNLOSS_ALL_VIFS ? "ALL" : std::to_string(event.vif);
    const std::string told =
        fmt::format("{{ {}, {}, EV({}), {}, {}, {}, {},", ns(event.at), deadline, kind_name(event.kind), vif,
                    event.failure, event.has_bssid ? event.bssid[5] : 0, flags);
    const bool fits = 8 + told.size() + expected.size() + 4 <= 100;
    return fmt::format("\t{}{}{} }},\n", told, fits ? " " : "\n\t  ", expected);
}

std::string expected_of(const std::optional<Decision>& decision, const Engine& engine) {
    if (!decision) return fmt::format("HELD({})", upper(name_of(engine.held())));
    constexpr std::array<std::string_view, 3> kinds{"ACT", "HEALTHY", "GAVE_UP"};
    return fmt::format("DECIDED({}, {}, {}, {})", kinds.at(static_cast<std::size_t>(decision->kind)),
                       decision->rung, decision->trigger, decision->ladder);
}

struct Table {
    std::vector<std::string> policies;
    std::string vectors;
    std::string steps;

    std::size_t number_of(const std::string& policy) {
        const auto found = std::ranges::find(policies, policy);
        const auto number = static_cast<std::size_t>(found - policies.begin());
        if (found == policies.end()) policies.push_back(policy);
        return number;
    }
    void add(const std::string& name, const Vector& vector);
};

void Table::add(const std::string& name, const Vector& vector) {
    const auto policy = kernel_policy_of(*vector.policy);
    if (!policy) return;
    KernelCore core(*policy, KernelView(*vector.policy));
    Engine engine(vector.policy);
    std::string written;
    std::size_t count = 0;
    for (const Vector::Step& one : vector.steps) {
        const auto told = core.on(one.event);
        if (!told) return;
        if (told->events.empty()) continue;
        const auto decision = engine.on(one.event);
        // Where only the stages told a change it is the one who notes it that must wake up.
        const auto at = engine.next_deadline();
        const bool of_the_core = at && core.view().deadline() == CONNLOSS_NEVER;
        const std::string deadline = of_the_core ? ns(static_cast<u64>(at->time_since_epoch().count())) : "NEVER";
        for (const connloss_event& event : told->events) {
            const bool last = !event.more;
            written +=
                step(event, last ? expected_of(decision, engine) : "HELD(NO_TRIGGER)", last ? deadline : "NEVER");
            ++count;
        }
    }
    vectors += fmt::format("\t{{ \"{}\", &policies[{}], {} }},\n", name, number_of(policy_text(*policy)), count);
    steps += fmt::format("\t/* {} */\n{}", name, written);
}

}  // namespace

std::string selftest_table() {
    Table table;
    for (const std::string& name : vector_names()) table.add(name, read_vector(name));
    std::string text =
        "/* SPDX-License-Identifier: GPL-2.0 */\n"
        "/*\n * Written by tests/kernel/core from tests/vectors/policy, for connloss_selftest.c:\n"
        " * WLANMEDIC_RENEW=1 ctest -R SelfTest writes it anew.\n */\n\n"
        "static const struct connloss_policy policies[] __initconst = {\n";
    for (const std::string& policy : table.policies) text += "{\n" + policy + "},\n";
    text += "};\n\nstatic const struct vector vectors[] __initconst = {\n" + table.vectors +
            "};\n\nstatic const struct step steps[] __initconst = {\n" + table.steps + "};\n";
    return text;
}

}  // namespace wlanmedic::policy
