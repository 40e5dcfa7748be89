// SPDX-License-Identifier: MIT
#include "whatif/replay.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace wlanmedic::whatif {
namespace {

using namespace std::chrono_literals;
using wifi::Duration;
using wifi::Instant;

// What begins while the link still stands (a storm of frames that cannot be decrypted) belongs to the outage that
// follows.
constexpr Duration omen_to_loss = 10s;
constexpr std::size_t most_standings = 1'000'000;

template <class... Ts>
bool is_any(const wifi::Event& event) {
    return (std::holds_alternative<Ts>(event.payload) || ...);
}

std::optional<Instant> healing_since(const outage::Outage& outage) {
    if (!outage.end) return std::nullopt;
    std::optional<Instant> begun;
    for (const wifi::Event& event : outage.events) {
        if (event.instant > *outage.end) break;
        const auto* ended = std::get_if<wifi::Deauthenticated>(&event.payload);
        const auto* refused = std::get_if<wifi::AssocRejected>(&event.payload);
        if (is_any<wifi::AuthTimedOut, wifi::AuthRejected, wifi::AssocTimedOut, wifi::Disconnected>(event) ||
            refused != nullptr || ended != nullptr)
            begun.reset();
        else if (!begun &&
                 is_any<wifi::JoinStarted, wifi::AuthRequested, wifi::Authenticated, wifi::AssocRequested>(event))
            begun = event.instant;
    }
    return begun;
}

std::string span_text(Duration span) { return fmt::format("{:.1f} s", wifi::to_seconds(span)); }

std::string false_alarm(const OutageSummary* outage, Instant at) {
    if (outage == nullptr) return "no outage";
    if (!outage->failure)
        return fmt::format("the outage was no failure ({})", outage::name_of(outage->outage_class));
    if (outage->healing_since && *outage->healing_since <= at)
        return fmt::format("already healing: the attempt that made the link again had begun {} before",
                           span_text(at - *outage->healing_since));
    return "";
}

std::string text_of(policy::Held held, std::size_t number) {
    using enum policy::Held;
    switch (held) {
        case no_trigger: return "no trigger held";
        case running: return "an action was under way";
        case gave_up: return "it had given up";
        case suspended: return "the machine was suspended";
        case radio_blocked: return "the radio was blocked";
        case grace: return "the grace after a boot, a resume or a gap";
        case cool_down: return "the cool-down";
        case per_hour: return "the budget of the hour was used up";
        case per_day: return "the budget of the day was used up";
        case per_boot: return "the budget of the boot was used up";
        case gate: return fmt::format("a trigger held, gate {} did not", number + 1);
        case no_rung: return "every rung is forbidden";
    }
    return "";
}

// Kinds of events that are there only where somebody measured.
std::optional<std::size_t> measured(const policy::Watch& watch) {
    using On = policy::Watch::On;
    using Stall = outage::Stall::Kind;
    const auto named = [](std::string_view name) { return wifi::alternative_named(name); };
    if (watch.on == On::counter) return named("counter");
    if (watch.on == On::event && watch.event == named("probe_result")) return watch.event;
    if (watch.on != On::stall) return std::nullopt;
    switch (watch.stall) {
        case Stall::no_answer: return named("probe_result");
        case Stall::load_stalled: return named("load");
        case Stall::frozen_counters: return named("counter");
        default: return std::nullopt;
    }
}

}  // namespace

OutageSummary summary_of(const outage::Outage& outage, Duration blackhole_limit) {
    return {.id = outage.id,
            .interface = outage.interface,
            .lost = outage.lost_since,
            .end = outage.end,
            .seen_until = outage.seen_until,
            .healing_since = healing_since(outage),
            .outage_class = outage.trigger.outage_class,
            .failure = outage.failure,
            .blackhole = outage.failure && outage.blackhole(blackhole_limit).value_or(false)};
}

Replay::Replay(std::shared_ptr<const policy::Policy> policy, const std::vector<driver::Method>& forbidden)
    : policy_(policy),
      engine_(std::move(policy), forbidden),
      timer_{.payload = wifi::TimerFired{}},
      seen_(std::variant_size_v<wifi::Payload>) {}

void Replay::take(const std::optional<policy::Decision>& decision) {
    if (!decision || decision->kind != policy::Decision::Kind::act) return;
    if (ladder_ == decision->ladder) {
        if (!firings_.empty()) firings_.back().actions.push_back(decision->method);
        return;
    }
    if (firings_.size() >= most_firings) {
        ++firings_left_out_;
        return;
    }
    ladder_ = decision->ladder;
    firings_.push_back({.at = decision->at,
                        .interface = std::string(decision->interface),
                        .trigger = decision->trigger,
                        .actions = {decision->method}});
}

void Replay::run_timers(Instant until) {
    for (auto due = engine_.next_deadline(); due && *due <= until; due = engine_.next_deadline()) {
        timer_.instant = *due;
        take(engine_.on(timer_));
        note_standing(*due);
        if (engine_.next_deadline() == due) return;
    }
}

void Replay::note_standing(Instant now) {
    const policy::Held held = engine_.held();
    const std::size_t gate = held == policy::Held::gate ? engine_.held_by_gate() : 0;
    if (!standings_.empty() && standings_.back().held == held && standings_.back().gate == gate) return;
    if (standings_.size() < most_standings) standings_.push_back({.since = now, .held = held, .gate = gate});
}

void Replay::on(const wifi::Event& event) {
    seen_[event.payload.index()] = true;
    if (!event.timed) return;
    if (std::holds_alternative<wifi::Gap>(event.payload)) {
        // Time lines begin anew behind a gap, and may do so before where the last one ended.
        const auto& gap = std::get<wifi::Gap>(event.payload);
        if (gap.until) run_timers(*gap.until);
    } else {
        run_timers(event.instant);
    }
    take(engine_.on(event));
    now_ = event.instant;
    note_standing(now_);
}

void Replay::finish(std::optional<Instant> until) {
    run_timers(std::max(until.value_or(now_), now_));
    engine_.reset();
    ladder_.reset();
    now_ = {};
}

std::string Replay::held_within(Instant from, Instant to) const {
    const Standing* nearest = nullptr;
    for (const Standing& standing : standings_) {
        if (standing.since > to) break;
        if (standing.since < from) {
            nearest = &standing;  // still in force at `from`
            continue;
        }
        if (nearest == nullptr || standing.held > nearest->held) nearest = &standing;
    }
    return nearest == nullptr ? text_of(policy::Held::no_trigger, 0) : text_of(nearest->held, nearest->gate);
}

PolicyReplay Replay::result(const std::vector<OutageSummary>& outages) const {
    PolicyReplay result{.name = policy_->name, .firings = firings_};
    std::set<std::uint64_t> treated;
    for (Firing& firing : result.firings) {
        const OutageSummary* of = nullptr;
        for (const OutageSummary& outage : outages) {
            if (outage.interface != firing.interface) continue;
            if (firing.at < outage.lost - omen_to_loss || firing.at > outage.end.value_or(outage.seen_until))
                continue;
            of = &outage;
            if (firing.at >= outage.lost) break;
        }
        firing.false_alarm = false_alarm(of, firing.at);
        if (of == nullptr) continue;
        firing.outage = of->id;
        firing.after_loss = firing.at - of->lost;
        if (of->end) firing.before_end = *of->end - firing.at;
        if (!firing.false_alarm.empty()) continue;
        const Instant dead_from = std::max(firing.at, of->lost);
        firing.saved_at_most = std::max(of->end.value_or(of->seen_until) - dead_from, Duration{0});
        if (treated.insert(of->id).second) result.saved_at_most += firing.saved_at_most;
    }
    for (const OutageSummary& outage : outages)
        if (outage.blackhole && !treated.contains(outage.id))
            result.missed.push_back({.outage = outage.id,
                                     .because = held_within(outage.lost, outage.end.value_or(outage.seen_until))});

    std::set<std::string> told;
    const auto remark_on = [&](const policy::Watch& watch) {
        const auto kind = measured(watch);
        if (!kind || seen_[*kind]) return;
        told.insert(fmt::format("it watches what the evidence does not have ({})",
                                watch.on == policy::Watch::On::counter ? watch.counter
                                : watch.on == policy::Watch::On::stall ? std::string(outage::name_of(watch.stall))
                                                                       : std::string("probe_result")));
    };
    for (const policy::Watch& trigger : policy_->triggers) remark_on(trigger);
    for (const policy::Gate& gate : policy_->gates)
        for (const policy::Condition& condition : gate.of)
            if (condition.kind == policy::Condition::Kind::symptom) remark_on(condition.watch);
    result.remarks.assign(told.begin(), told.end());
    if (firings_left_out_ > 0)
        result.remarks.push_back(fmt::format("{} more firings are left out", firings_left_out_));
    return result;
}

}  // namespace wlanmedic::whatif
