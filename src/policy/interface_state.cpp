// SPDX-License-Identifier: MIT
#include "policy/interface_state.h"

#include <algorithm>
#include <span>

namespace wlanmedic::policy {
namespace {

using namespace std::chrono_literals;
using wifi::Duration;
using wifi::Instant;

constexpr Duration request_to_loss = 3s;
constexpr Duration longest_untold_waiting = 10min;
constexpr Duration ours_after_reset = 60s;
constexpr Duration instant_after = Duration{1};

template <class T>
bool is(const wifi::Payload& payload) {
    return std::holds_alternative<T>(payload);
}

}  // namespace

bool asks_to_leave(const wifi::UserRequest& request) {
    constexpr std::array<std::string_view, 9> words{
        "deauthenticate", "disable", "disassociate", "disconnect", "manage", "remove", "sleep", "stop", "switch"};
    return std::ranges::any_of(words, [&](std::string_view word) { return request.what.starts_with(word); });
}

InterfaceState::InterfaceState(const Rules& rules) : rules_(&rules) {
    for (const Watch* watch : rules.watched) watches_.emplace_back(*watch);
}

void InterfaceState::begin(std::string_view begun) {
    name = begun;
    phy = ShortText();
    link = {};
    symptoms_ = {};
    forget_all();
}

void InterfaceState::forget() {
    for (WatchState& watch : watches_) watch.empty();
    stalls_.forget();
    failed_.forget();
    lost_at_.reset();
    asked_at_.reset();
    asked_ = false;
    dbm_.reset();
}

void InterfaceState::forget_all() {
    forget();
    worked_ = keys_ = radio_blocked = false;
    own_reset_.reset();
    waiting_ = 0;
}

void InterfaceState::empty_event_watches() {
    for (WatchState& watch : watches_) watch.empty();
}

std::uint8_t InterfaceState::on(const wifi::Payload& payload, std::uint16_t about, Instant now) {
    std::uint8_t told = nothing;
    if ((about & Rules::the_link) != 0) {
        const link::State before = link.state();
        const bool was_station = link.may_be_station();
        const link::Change change = link.on(payload, now);
        if (is<wifi::Gap>(payload)) symptoms_ = {};
        if (!link.may_be_station()) return was_station ? changed : nothing;
        if ((about & Rules::class_of_loss) != 0) symptoms_.on(payload, now);
        if (change.kind != link::Change::Kind::none) told = follow(change, payload, now, now);
        if (before != link::State::up && is_up() && (told & made) == 0) failed_.forget();
        worked_ = worked_ || is_up();
        if (before != link.state() || !was_station) told |= changed;
    } else {
        if (!link.may_be_station()) return told;
        if ((about & Rules::class_of_loss) != 0) symptoms_.on(payload, now);
    }
    if ((about & Rules::keys) != 0) {
        const auto* peer = std::get_if<wifi::StationState>(&payload);
        if (peer == nullptr || peer->after == wifi::StationStage::authorized) keys_ = true;
    }
    constexpr std::uint16_t nothing_more = Rules::the_link | Rules::class_of_loss | Rules::keys;
    if ((about & ~nothing_more) == 0) return told;
    bool counts = true;
    if ((about & Rules::failures) != 0 && !is_up()) {
        const auto ways = failed_.on(payload, own_reset_ && now - *own_reset_ <= ours_after_reset);
        counts = ways.has_value();
        if ((ways.value_or(0) & rules_->failures_asked) != 0) told |= changed;
    }
    if ((about & Rules::watches) != 0 && counts)
        for (WatchState& watch : watches_) watch.on_event(payload, link.bssid(), now);
    if ((about & Rules::stalls) != 0 && stalls_.on(payload, is_up(), now)) told |= stalled;
    if ((about & Rules::waiting) != 0) on_waiting(payload, now);
    if ((about & Rules::signal) != 0) on_signal(payload, now);
    if ((about & Rules::the_radio) != 0) radio_blocked = is<wifi::RadioBlocked>(payload);
    if ((about & Rules::requests) != 0 && asks_to_leave(std::get<wifi::UserRequest>(payload))) {
        asked_at_ = now;
        asked_ = asked_ || lost_at_;
    }
    return told;
}

std::uint8_t InterfaceState::on_late(const wifi::Payload& next, bool concerns, Instant now) {
    if (!link.has_untold()) return nothing;
    const link::Link::Untold untold = *link.untold();
    const auto change = link.overdue(&next, now, concerns);
    if (!change || !link.may_be_station()) return nothing;
    const std::uint8_t told = follow(*change, untold.peer, untold.at, now);
    worked_ = worked_ || is_up();
    return told;
}

std::uint8_t InterfaceState::follow(const link::Change& change, const wifi::Payload& told_by, Instant at,
                                    Instant now) {
    using Kind = link::Change::Kind;
    if (change.kind == Kind::lost) {
        failed_.forget();
        if (rules_->stalls_watched) stalls_.link_lost();
        worked_ = true;
        keys_ = false;
        lost_at_ = now;
        asked_ = asked_at_ && now - *asked_at_ <= request_to_loss;
        if (rules_->outages_watched) {
            const outage::Class outage_class = outage::class_of(symptoms_.at_loss(at, told_by, change));
            for (WatchState& watch : watches_) watch.on_outage(outage_class, change.bssid, now);
        }
        return lost;
    }
    if (change.kind != Kind::made && change.kind != Kind::moved) return nothing;
    if (change.kind == Kind::made)
        symptoms_.link_made();
    else
        keys_ = false;
    failed_.forget();
    if (rules_->stalls_watched) stalls_.link_made();
    radio_blocked = false;
    made_at_ = now;
    lost_at_.reset();
    asked_ = false;
    own_reset_.reset();
    dbm_.reset();
    return made | changed;
}

void InterfaceState::on_waiting(const wifi::Payload& payload, Instant now) {
    const auto kept = std::span(waits_).first(waiting_);
    const auto of = [&](const std::string& who) {
        return std::ranges::find_if(kept, [&](const Waits& one) { return one.who == who; });
    };
    if (const auto* over = std::get_if<wifi::WaitingOver>(&payload)) {
        if (const auto one = of(over->who); one != kept.end()) *one = waits_[--waiting_];
        return;
    }
    const auto& waits = std::get<wifi::Waiting>(payload);
    const Instant until = wifi::shifted(now, waits.duration.value_or(longest_untold_waiting));
    auto one = of(waits.who);
    if (one == kept.end() && waiting_ < waits_.size()) {
        waits_[waiting_++] = {.who = ShortText(waits.who), .until = until};
        return;
    }
    if (one == kept.end()) {
        one = std::ranges::min_element(kept, {}, &Waits::until);
        *one = {.who = ShortText(waits.who), .until = until};
    }
    one->until = std::max(one->until, until);
}

std::optional<Instant> InterfaceState::waiting_until(Instant now) const {
    std::optional<Instant> until;
    for (const Waits& one : std::span(waits_).first(waiting_))
        if (one.until >= now) until = std::max(until.value_or(one.until), one.until);
    return until;
}

void InterfaceState::on_signal(const wifi::Payload& payload, Instant now) {
    if (link.state() != link::State::up && link.state() != link::State::unknown) return;
    const auto* report = std::get_if<wifi::SignalReport>(&payload);
    const auto* seen = std::get_if<wifi::NetworkSeen>(&payload);
    if (report == nullptr && seen == nullptr) return;
    const int dbm = report != nullptr ? report->dbm : seen->dbm;
    const auto& bssid = report != nullptr ? report->bssid : seen->bssid;
    const bool of_the_link = bssid ? bssid == link.bssid() : report != nullptr;
    if (dbm == 0 || !of_the_link) return;
    dbm_ = dbm;
    heard_at_ = now;
}

InterfaceState::Stretch InterfaceState::holds(std::size_t watch, Instant now) const {
    const Watch& rule = *rules_->watched[watch];
    if (rule.on == Watch::On::stall) {
        const auto begun = stalls_.begun(rule.stall, now);
        if (!begun) return {};
        const Stretch stretch{.from = std::max(now, *begun + rule.within),
                              .until = stalls_.goes_on_until(rule.stall)};
        return stretch.from <= stretch.until ? stretch : Stretch{};
    }
    const Instant until = watches_[watch].holds_until();
    return until >= now ? Stretch{.from = now, .until = until} : Stretch{};
}

Instant InterfaceState::may_hold(const Rules::Check& check, Instant now) const {
    const Condition& condition = check.condition;
    const auto if_so = [&](bool holds) { return holds ? now : never; };
    switch (condition.kind) {
        case Condition::Kind::link:
            return if_so(condition.link == Condition::Link::any ||
                         (condition.link == Condition::Link::up
                              ? is_up()
                              : link.state() == link::State::down || link.state() == link::State::joining));
        case Condition::Kind::failures: return if_so(failed_.hold(condition));
        case Condition::Kind::since_loss: return lost_at_ ? std::max(now, *lost_at_ + condition.span) : never;
        case Condition::Kind::before: return if_so(!lost_at_ || now - *lost_at_ <= condition.span);
        case Condition::Kind::signal:
            return if_so(lost_at_ && dbm_ && *dbm_ >= condition.dbm && *lost_at_ - heard_at_ <= condition.span);
        case Condition::Kind::not_asked_for: return if_so(!asked_);
        case Condition::Kind::not_waiting: {
            const auto until = waiting_until(now);
            return until ? *until + instant_after : now;
        }
        case Condition::Kind::worked_before: return if_so(worked_);
        case Condition::Kind::symptom: return holds(check.watch, now).from;
    }
    return never;
}

}  // namespace wlanmedic::policy
