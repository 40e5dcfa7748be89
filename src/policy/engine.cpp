// SPDX-License-Identifier: MIT
#include "policy/engine.h"

#include <algorithm>
#include <array>

#include "policy/interfaces.h"
#include "policy/ladder.h"
#include "policy/limits_state.h"
#include "policy/rules.h"

namespace wlanmedic::policy {
namespace {

using wifi::Duration;
using wifi::Instant;
using Place = Interfaces::Place;

constexpr Duration instant_after = Duration{1};
constexpr Instant never = LimitsState::never;
constexpr std::uint16_t may_begin = Rules::watches | Rules::the_machine;
// On what else a trigger that holds, or a ladder that runs, may be waiting. Of what they wait for on the link
// itself InterfaceState::Told speaks.
constexpr std::uint16_t may_change = Rules::waiting | Rules::signal | Rules::requests | Rules::the_radio |
                                     Rules::the_ladder | Rules::names | Rules::the_time | Rules::the_action;

}  // namespace

struct Engine::State {
    State(std::shared_ptr<const Policy> policy, const std::vector<driver::Method>& forbidden)
        : rules(std::move(policy), forbidden), interfaces(rules), limits(rules.policy->limits) {
        reset();
    }

    void reset();
    std::optional<Decision> on(const wifi::Event& event);
    Held held_on(Place place) const;
    Place nearest() const;
    std::size_t first_gate_against(const InterfaceState& state) const;

    Rules rules;
    Interfaces interfaces;
    LimitsState limits;
    Ladder ladder;
    Instant wake = never;  // nothing can be decided before, unless an event concerns something
    Instant now{};

private:
    std::optional<Decision> weigh(const wifi::Event& event, std::uint16_t about, std::optional<Place> named);
    // True where it may be the beginning of something: a loss, or what may turn out to be one.
    bool tell(Place place, const wifi::Payload& payload, std::uint16_t about);
    void tell_machine(const wifi::Payload& payload);
    void tell_of_action(const wifi::Payload& payload);
    void rename(const wifi::InterfaceRenamed& renamed);
    void follow(Place place, std::uint8_t told);

    std::optional<Decision> climb();
    std::optional<Decision> next_rung();
    std::optional<Decision> end_unproved();
    // When, where and by which trigger a ladder may begin, if nothing happens: the earliest, of several the first.
    struct Prospect {
        Instant at = never;
        Place place = 0;
        std::size_t trigger = 0;
    };
    Prospect prospect();
    Decision begin_ladder(const Prospect& with);
    void note_wake(const Prospect& next);
    Decision act(std::size_t rung);
    Decision decision(Decision::Kind kind) const;

    std::optional<std::size_t> first_trigger(const InterfaceState& state) const;
    Instant may_hold(const Rules::CompiledGate& gate, const InterfaceState& state) const;
    Instant gates_may_hold(const InterfaceState& state) const;
    Instant after_grace() const { return grace_until ? std::max(now, *grace_until + instant_after) : now; }
    Instant earliest_ladder() const;

    // Differences of what evidence may say must not overflow.
    const Instant earliest = wifi::shifted(Instant::min(), Duration{0});
    const Instant latest = wifi::shifted(Instant::max(), Duration{0});

    // A trigger holds, a stall lasts, a ladder is running, or a change of a link is not told yet: until then only
    // an occurrence can be the beginning of anything.
    bool alert = false;
    bool untold = false;  // the last of these
    bool suspended = false;
    bool gave_up = false;
    std::optional<Instant> grace_until;
    int unproved = 0;  // ladders in a row

    // Of the ladder that is running, or ran last.
    Place on_place = 0;
    std::size_t rung = 0;
    std::size_t trigger = 0;
    std::uint64_t ladders = 0;
    int actions = 0;  // that were not refused
    std::optional<Instant> own_reset_before;
};

// --- events -----------------------------------------------------------------------------------------------------

std::optional<Decision> Engine::State::on(const wifi::Event& event) {
    if (!event.timed) return std::nullopt;
    now = std::max(now, std::min(event.instant, latest));
    const std::size_t index = event.payload.index();
    const std::uint16_t about = index < rules.about.size() ? rules.about[index] : std::uint16_t{Rules::nothing};
    if (about == Rules::names) rename(std::get<wifi::InterfaceRenamed>(event.payload));
    const std::optional<Place> named = event.interface.empty() ? std::nullopt : interfaces.place_of(event);
    if (about == Rules::nothing && now < wake) return std::nullopt;
    return weigh(event, about, named);
}

std::optional<Decision> Engine::State::weigh(const wifi::Event& event, std::uint16_t about,
                                             std::optional<Place> named) {
    bool look = (about & may_begin) != 0 || now >= wake;
    if (alert) look = look || (about & may_change) != 0 || (ladder.running() && (about & Rules::keys) != 0);
    if (untold) {
        look = true;
        for (const Place place : interfaces.places())
            if (interfaces[place].link.has_untold())
                follow(place, interfaces[place].on_late(
                                  event.payload, named == place && !wifi::is_measurement(event.payload), now));
    }
    if ((about & Rules::the_machine) != 0) {
        tell_machine(event.payload);
    } else if (named) {
        look = tell(*named, event.payload, about) || look;
    } else if (event.interface.empty()) {
        for (const Place place : interfaces.places())
            if (link::concerns_phy(event, interfaces[place].phy.view()))
                look = tell(place, event.payload, about) || look;
        if ((about & Rules::the_radio) != 0 && event.phy.empty())
            interfaces.note_radio_of_all(std::holds_alternative<wifi::RadioBlocked>(event.payload));
    }
    if (ladder.running() && (about & Rules::the_action) != 0) tell_of_action(event.payload);

    if (!look) return std::nullopt;
    std::optional<Decision> decided;
    if (ladder.running()) decided = climb();
    const Prospect next = ladder.running() ? Prospect{} : prospect();
    if (!decided && next.at <= now) decided = begin_ladder(next);
    note_wake(next);
    return decided;
}

bool Engine::State::tell(Place place, const wifi::Payload& payload, std::uint16_t about) {
    const std::uint8_t told = interfaces[place].on(payload, about, now);
    if (told != InterfaceState::nothing) follow(place, told);
    constexpr std::uint16_t of_the_ladder = Rules::the_ladder | Rules::the_radio;
    if (ladder.running() && place == on_place && (about & of_the_ladder) != 0 &&
        interfaces[place].link.may_be_station())
        ladder.on(payload);
    return (told & (InterfaceState::lost | InterfaceState::stalled)) != 0 ||
           (alert && (told & InterfaceState::changed) != 0) || interfaces[place].link.has_untold();
}

void Engine::State::follow(Place place, std::uint8_t told) {
    if ((told & InterfaceState::made) != 0) interfaces.note_radio_of_all(false);
    if (ladder.running() && place == on_place) ladder.follow(told);
}

void Engine::State::tell_machine(const wifi::Payload& payload) {
    const bool boots = std::holds_alternative<wifi::Booted>(payload);
    const auto* gap = std::get_if<wifi::Gap>(&payload);
    if (gap != nullptr && gap->links_known) return;
    suspended = std::holds_alternative<wifi::Suspended>(payload);
    if (!suspended) grace_until = now + rules.policy->limits.grace;
    if (boots) {
        gave_up = false;
        unproved = 0;
        limits.boot();
        interfaces.note_radio_of_all(false);
    }
    const std::uint16_t about = rules.about[payload.index()];
    for (const Place place : interfaces.places()) {
        if (boots)
            interfaces[place].forget_all();
        else if (suspended || gap != nullptr)
            interfaces[place].forget();
        tell(place, payload, about);
    }
    if (ladder.running()) ladder.on(payload);
}

// The word of whoever acts may name no interface, or the name that it had before.
void Engine::State::tell_of_action(const wifi::Payload& payload) {
    const auto* finished = std::get_if<wifi::ActionFinished>(&payload);
    ladder.on(payload);
    InterfaceState& state = interfaces[on_place];
    if (finished != nullptr && state.own_reset() &&
        finished->method == driver::name_of(rules.policy->rungs[rung].method))
        state.set_own_reset(now);
}

void Engine::State::rename(const wifi::InterfaceRenamed& renamed) {
    const auto gone = interfaces.rename(renamed);
    if (!gone || !ladder.running() || gone->gone != on_place) return;
    if (gone->heir)
        on_place = *gone->heir;
    else
        ladder.end();
}

// --- the ladder -------------------------------------------------------------------------------------------------

std::optional<Decision> Engine::State::climb() {
    switch (ladder.look(interfaces[on_place], now)) {
        case Ladder::Outcome::undecided: break;
        case Ladder::Outcome::broken_off: ladder.end(); break;
        case Ladder::Outcome::proved:
            ladder.end();
            unproved = 0;
            return decision(Decision::Kind::healthy);
        case Ladder::Outcome::failed: return next_rung();
        case Ladder::Outcome::refused:
            limits.take_back();
            --actions;
            interfaces[on_place].set_own_reset(own_reset_before);
            return next_rung();
    }
    return std::nullopt;
}

std::optional<Decision> Engine::State::next_rung() {
    const std::size_t next = rules.next_rung(rung + 1);
    if (next == rules.policy->rungs.size() || limits.within_budgets(now) > now) return end_unproved();
    return act(next);
}

std::optional<Decision> Engine::State::end_unproved() {
    ladder.end();
    if (actions > 0) ++unproved;
    gave_up = rules.policy->limits.give_up_after && unproved >= *rules.policy->limits.give_up_after;
    return gave_up ? std::optional(decision(Decision::Kind::gave_up)) : std::nullopt;
}

Decision Engine::State::act(std::size_t next) {
    rung = next;
    const Rung& what = rules.policy->rungs[rung];
    InterfaceState& state = interfaces[on_place];
    own_reset_before = state.own_reset();
    if (what.method != driver::Method::reassociate) state.set_own_reset(now);
    limits.act(now);
    ++actions;
    ladder.begin_rung(what, state, now);
    return decision(Decision::Kind::act);
}

Decision Engine::State::decision(Decision::Kind kind) const {
    return {.kind = kind,
            .at = now,
            .interface = interfaces[on_place].name.view(),
            .method = rules.policy->rungs[rung].method,
            .rung = rung,
            .trigger = trigger,
            .ladder = ladders};
}

// --- when a ladder begins ---------------------------------------------------------------------------------------

std::optional<std::size_t> Engine::State::first_trigger(const InterfaceState& state) const {
    for (std::size_t at = 0; at < rules.policy->triggers.size(); ++at)
        if (state.holds(at, now).from == now) return at;
    return std::nullopt;
}

Instant Engine::State::may_hold(const Rules::CompiledGate& gate, const InterfaceState& state) const {
    if (gate.of.size() == 1) return state.may_hold(gate.of.front(), now);
    std::array<Instant, Gate::most_conditions> each;
    std::size_t count = 0;
    for (const Rules::Check& check : gate.of)
        if (const Instant at = state.may_hold(check, now); at != never && count < each.size()) each[count++] = at;
    if (count < gate.at_least) return never;
    std::nth_element(each.begin(), each.begin() + static_cast<std::ptrdiff_t>(gate.at_least - 1),
                     each.begin() + static_cast<std::ptrdiff_t>(count));
    return each[gate.at_least - 1];
}

Instant Engine::State::gates_may_hold(const InterfaceState& state) const {
    Instant all = now;
    for (const Rules::CompiledGate& gate : rules.gates) {
        all = std::max(all, may_hold(gate, state));
        if (all == never) break;
    }
    return all;
}

Instant Engine::State::earliest_ladder() const {
    if (gave_up || suspended || rules.first_rung == rules.policy->rungs.size()) return never;
    return std::max({after_grace(), limits.after_cool_down(now), limits.within_budgets(now)});
}

Engine::State::Prospect Engine::State::prospect() {
    Prospect next;
    alert = false;
    const std::size_t triggers = rules.policy->triggers.size();
    for (const Place place : interfaces.places()) {
        const InterfaceState& state = interfaces[place];
        std::optional<Instant> besides;  // when all else than a trigger may hold
        for (std::size_t at = 0; at < triggers; ++at) {
            const InterfaceState::Stretch holds = state.holds(at, now);
            if (holds.from == never) continue;
            alert = true;
            if (!state.link.may_be_station() || state.radio_blocked) break;
            if (!besides) {
                const Instant gates = gates_may_hold(state);
                besides = gates == never ? never : std::max(gates, earliest_ladder());
            }
            if (*besides == never) break;
            const Instant then = std::max(holds.from, *besides);
            if (then <= holds.until && then < next.at) next = {.at = then, .place = place, .trigger = at};
        }
    }
    return next;
}

Decision Engine::State::begin_ladder(const Prospect& with) {
    interfaces[with.place].empty_event_watches();
    on_place = with.place;
    trigger = with.trigger;
    actions = 0;
    ++ladders;
    limits.begin_ladder(now);
    return act(rules.first_rung);
}

void Engine::State::note_wake(const Prospect& next) {
    wake = next.at;
    if (ladder.running()) {
        alert = true;
        wake = ladder.deadline(interfaces[on_place]);
    }
    untold = false;
    for (const Place place : interfaces.places())
        if (const auto& change = interfaces[place].link.untold()) {
            wake = std::min(wake, std::max(change->at + link::Link::told_within, now) + instant_after);
            alert = untold = true;
        }
}

// --- what holds it back -----------------------------------------------------------------------------------------

std::size_t Engine::State::first_gate_against(const InterfaceState& state) const {
    std::size_t at = 0;
    while (at < rules.gates.size() && may_hold(rules.gates[at], state) == now) ++at;
    return at;
}

Held Engine::State::held_on(Place place) const {
    const InterfaceState& state = interfaces[place];
    if (!state.link.may_be_station() || !first_trigger(state)) return Held::no_trigger;
    if (ladder.running()) return Held::running;
    if (gave_up) return Held::gave_up;
    if (suspended) return Held::suspended;
    if (state.radio_blocked) return Held::radio_blocked;
    if (after_grace() > now) return Held::grace;
    if (limits.after_cool_down(now) > now) return Held::cool_down;
    if (limits.within_hour(now) > now) return Held::per_hour;
    if (limits.within_day(now) > now) return Held::per_day;
    if (limits.since_boot(now) > now) return Held::per_boot;
    if (first_gate_against(state) < rules.gates.size()) return Held::gate;
    // Everything is in place: the event itself decided that the last ladder had ended.
    return rules.first_rung == rules.policy->rungs.size() ? Held::no_rung : Held::running;
}

Place Engine::State::nearest() const {
    Place nearest = 0;
    Held most = Held::no_trigger;
    for (const Place place : interfaces.places())
        if (const Held held = held_on(place); held > most) {
            most = held;
            nearest = place;
        }
    return nearest;
}

void Engine::State::reset() {
    interfaces.reset();
    limits = LimitsState(rules.policy->limits);
    ladder.end();
    wake = never;
    now = earliest;
    alert = untold = suspended = gave_up = false;
    grace_until.reset();
    unproved = actions = 0;
    on_place = 0;
    rung = trigger = 0;
    ladders = 0;
    own_reset_before.reset();
}

// --- the engine -------------------------------------------------------------------------------------------------

Engine::Engine(std::shared_ptr<const Policy> policy, const std::vector<driver::Method>& forbidden)
    : state_(std::make_unique<State>(std::move(policy), forbidden)) {}
Engine::~Engine() = default;
Engine::Engine(Engine&&) noexcept = default;
Engine& Engine::operator=(Engine&&) noexcept = default;

std::optional<Decision> Engine::on(const wifi::Event& event) { return state_->on(event); }

std::optional<Instant> Engine::next_deadline() const {
    return state_->wake == never ? std::nullopt
                                 : std::optional(std::max(state_->wake, state_->now + instant_after));
}

Held Engine::held() const {
    return state_->interfaces.places().empty() ? Held::no_trigger : state_->held_on(state_->nearest());
}

std::size_t Engine::held_by_gate() const {
    return state_->first_gate_against(state_->interfaces[state_->nearest()]);
}

bool Engine::heeds(std::size_t event) const {
    constexpr std::uint16_t of_the_link = Rules::the_link | Rules::keys;
    return (state_->rules.about.at(event) & ~of_the_link) != 0;
}

const Policy& Engine::policy() const { return *state_->rules.policy; }
std::uint64_t Engine::left_out() const { return state_->interfaces.left_out(); }
void Engine::reset() { state_->reset(); }

}  // namespace wlanmedic::policy
