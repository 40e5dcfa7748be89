// SPDX-License-Identifier: MIT
#include "support/reference.h"

#include <algorithm>
#include <map>

#include "outage/frame_counters.h"

namespace wlanmedic::policy {
namespace {

using namespace std::chrono_literals;
using wifi::Instant;

template <class T>
const T* as(const wifi::Payload& payload) {
    return std::get_if<T>(&payload);
}

bool same_or_unnamed(const std::optional<wifi::MacAddress>& one, const std::optional<wifi::MacAddress>& other) {
    return !one || !other || *one == *other;
}

bool to_leave(const std::string& what) {
    for (const std::string word : {"deauthenticate", "disable", "disassociate", "disconnect", "manage", "remove",
                                   "sleep", "stop", "switch"})
        if (what.substr(0, word.size()) == word) return true;
    return false;
}

}  // namespace

Reference::Reference(Policy policy, std::vector<driver::Method> forbidden)
    : policy_(std::move(policy)), forbidden_(forbidden.begin(), forbidden.end()) {
    forbidden_.insert(policy_.never.begin(), policy_.never.end());
}

// --- rules 1, 2, 13 ---------------------------------------------------------------------------------------------

std::optional<Decision> Reference::on(const wifi::Event& event) {
    if (!event.timed) return std::nullopt;
    now_ = now_ ? std::max(*now_, event.instant) : event.instant;
    lost_ = broken_off_ = refused_ = false;
    if (const auto* renamed = as<wifi::InterfaceRenamed>(event.payload)) rename(*renamed);
    Interface* named = event.interface.empty() ? nullptr : interface_of(event);
    if (policy_.triggers.empty()) return std::nullopt;

    for (Interface& one : interfaces_) {
        const auto untold = one.link.untold();
        const bool concerns = named == &one && !wifi::is_measurement(event.payload);
        if (const auto change = one.link.overdue(&event.payload, *now_, concerns);
            change && one.link.may_be_station())
            follow(one, *change, untold->peer, untold->at);
    }

    const auto* gap = as<wifi::Gap>(event.payload);
    const bool nothing_at_all = gap != nullptr && gap->links_known;
    const bool suspends = as<wifi::Suspended>(event.payload) != nullptr;
    const bool boots = as<wifi::Booted>(event.payload) != nullptr;
    const bool of_the_machine = suspends || boots || gap != nullptr || as<wifi::Resumed>(event.payload) != nullptr;
    if (of_the_machine && !nothing_at_all) {
        suspended_ = suspends;
        if (!suspends) grace_begun_ = *now_;
        if (boots) {
            gave_up_ = false;
            unproved_ = since_boot_ = 0;
            all_blocked_ = false;
        }
        for (Interface& one : interfaces_) {
            if (suspends || boots || gap != nullptr) forget(one);
            if (gap != nullptr) one.symptoms = {};
            if (boots) {
                one.waits.clear();
                one.our_reset.reset();
                one.worked = one.blocked = one.keys = false;
            }
            tell(one, event.payload);
        }
        if (suspends || boots) broken_off_ = true;
    } else if (!of_the_machine) {
        for (Interface& one : interfaces_)
            if (event.interface.empty() ? link::concerns_phy(event, one.phy) : named == &one)
                tell(one, event.payload);
        if (event.interface.empty() && event.phy.empty()) {
            if (as<wifi::RadioBlocked>(event.payload)) all_blocked_ = true;
            if (as<wifi::RadioUnblocked>(event.payload)) all_blocked_ = false;
        }
    }

    std::optional<Decision> decision = look_at_ladder(event);
    if (!decision) decision = look_at_triggers();
    return decision;
}

Reference::Interface* Reference::interface_of(const wifi::Event& event) {
    auto found = std::ranges::find(interfaces_, event.interface, &Interface::name);
    if (found == interfaces_.end()) {
        if (interfaces_.size() == 8 || event.interface.size() > 63) return nullptr;
        Interface& made = interfaces_.emplace_back();
        made.name = event.interface;
        made.blocked = all_blocked_;
        for (const Watch& trigger : policy_.triggers) made.watches.push_back({.rule = trigger});
        for (const Gate& gate : policy_.gates)
            for (const Condition& condition : gate.of) made.watches.push_back({.rule = condition.watch});
        found = std::prev(interfaces_.end());
    }
    if (!event.phy.empty()) found->phy = event.phy;
    return &*found;
}

void Reference::rename(const wifi::InterfaceRenamed& renamed) {
    const auto before = std::ranges::find(interfaces_, renamed.before, &Interface::name);
    const auto after = std::ranges::find(interfaces_, renamed.after, &Interface::name);
    if (before == interfaces_.end() || before == after) return;
    if (after != interfaces_.end()) {
        const bool comes_back = before->link.is_new();
        const auto gone = comes_back ? before : after;
        const auto heir = comes_back ? after : before;
        if (running_ && ladder_.on == &*gone) ladder_.on = &*heir;
        if (!comes_back) heir->name = renamed.after;
        interfaces_.erase(gone);
    } else {
        before->name = renamed.after;
    }
}

void Reference::forget(Interface& interface) {
    for (Watched& watch : interface.watches) {
        watch.occurrences.clear();
        watch.reading.reset();
    }
    interface.signs.clear();
    interface.failed.clear();
    interface.comebacks.clear();
    interface.lost_at.reset();
    interface.asked_at.reset();
    interface.asked = false;
    interface.heard.reset();
}

// --- rules 3 to 7 -----------------------------------------------------------------------------------------------

void Reference::follow(Interface& interface, const link::Change& change, const wifi::Payload& by, Instant at) {
    using Kind = link::Change::Kind;
    const bool of_ladder = running_ && ladder_.on == &interface;
    if (change.kind == Kind::lost) {
        interface.failed.clear();
        interface.comebacks.clear();
        interface.signs.clear();
        interface.worked = true;
        interface.keys = false;
        interface.lost_at = *now_;
        interface.asked = interface.asked_at && *now_ <= *interface.asked_at + 3s;
        const auto outage_class = outage::class_of(interface.symptoms.at_loss(at, by, change));
        const std::set wished{outage::Class::user, outage::Class::suspend, outage::Class::radio_blocked,
                              outage::Class::roam};
        for (Watched& watch : interface.watches)
            if (watch.rule.on == Watch::On::outage && !wished.contains(outage_class) &&
                (!watch.rule.outage_class || *watch.rule.outage_class == outage_class))
                occur(interface, watch, 1, change.bssid);
        if (of_ladder) lost_ = true;
    }
    if (change.kind == Kind::made || change.kind == Kind::moved) {
        if (change.kind == Kind::made) interface.symptoms.link_made();
        if (change.kind == Kind::moved) interface.keys = false;
        interface.failed.clear();
        interface.comebacks.clear();
        std::erase_if(interface.signs, [](const Sign& sign) {
            return !as<wifi::AddressRequested>(sign.payload) && !as<wifi::AddressAcquired>(sign.payload);
        });
        interface.lost_at.reset();
        interface.asked = false;
        interface.heard.reset();
        interface.our_reset.reset();
        interface.blocked = all_blocked_ = false;
        interface.made_at = *now_;
        if (of_ladder) {
            ladder_.stood = false;
            ladder_.made = true;
        }
    }
    if (interface.link.state() == link::State::up) interface.worked = true;
}

void Reference::tell(Interface& interface, const wifi::Payload& payload) {
    const bool was_up = interface.link.state() == link::State::up;
    const link::Change change = interface.link.on(payload, *now_);
    if (!interface.link.may_be_station()) return;
    interface.symptoms.on(payload, *now_);
    follow(interface, change, payload, *now_);
    const bool up = interface.link.state() == link::State::up;
    if (!was_up && up) {
        interface.failed.clear();
        interface.comebacks.clear();
    }
    const auto* peer = as<wifi::StationState>(payload);
    if (as<wifi::Authorized>(payload) || (peer && peer->after == wifi::StationStage::authorized))
        interface.keys = true;

    if (up || count_failure(interface, payload)) {
        auto bssid = wifi::bssid_of(payload);
        if (!bssid || bssid->is_zero()) bssid = interface.link.bssid();
        for (Watched& watch : interface.watches) {
            if (watch.rule.on == Watch::On::event && payload.index() == watch.rule.event) {
                const auto* error = as<wifi::FirmwareError>(payload);
                const auto* probe = as<wifi::ProbeResult>(payload);
                if (error && !watch.rule.driver.empty() && error->driver != watch.rule.driver) continue;
                if (probe && watch.rule.answer && probe->answer != *watch.rule.answer) continue;
                occur(interface, watch, 1, bssid);
            }
            if (const auto* counter = as<wifi::Counter>(payload);
                counter && watch.rule.on == Watch::On::counter && counter->name == watch.rule.counter) {
                if (watch.reading && counter->value > *watch.reading)
                    occur(interface, watch,
                          static_cast<std::uint64_t>(counter->value) - static_cast<std::uint64_t>(*watch.reading),
                          bssid);
                watch.reading = counter->value;
            }
        }
    }
    interface.signs.push_back({.at = *now_, .payload = payload, .up = up});

    if (const auto* waits = as<wifi::Waiting>(payload)) {
        const Instant until = *now_ + waits->duration.value_or(10min);
        auto& all = interface.waits;
        auto known = std::ranges::find(all, waits->who, &std::pair<std::string, Instant>::first);
        if (known != all.end()) {
            known->second = std::max(known->second, until);
        } else {
            if (all.size() == 4)
                all.erase(std::ranges::min_element(all, {}, &std::pair<std::string, Instant>::second));
            all.emplace_back(waits->who, until);
        }
    }
    if (const auto* over = as<wifi::WaitingOver>(payload))
        std::erase_if(interface.waits, [&](const auto& one) { return one.first == over->who; });
    if (interface.link.state() == link::State::up || interface.link.state() == link::State::unknown) {
        if (const auto* report = as<wifi::SignalReport>(payload);
            report && report->dbm != 0 && (!report->bssid || report->bssid == interface.link.bssid()))
            interface.heard = {*now_, report->dbm};
        if (const auto* seen = as<wifi::NetworkSeen>(payload);
            seen && seen->dbm != 0 && seen->bssid && seen->bssid == interface.link.bssid())
            interface.heard = {*now_, seen->dbm};
    }
    const bool of_ladder = running_ && ladder_.on == &interface;
    if (as<wifi::RadioBlocked>(payload)) {
        interface.blocked = true;
        if (of_ladder) broken_off_ = true;
    }
    if (as<wifi::RadioUnblocked>(payload)) interface.blocked = false;
    if (const auto* request = as<wifi::UserRequest>(payload); request && to_leave(request->what)) {
        interface.asked_at = *now_;
        if (interface.lost_at) interface.asked = true;
        if (of_ladder && request->person) broken_off_ = true;
    }
    if (const auto* probe = as<wifi::ProbeResult>(payload);
        probe && of_ladder && probe->answer == wifi::Answer::up)
        ladder_.answered = true;
}

// False of what nobody counts (rule 7).
bool Reference::count_failure(Interface& interface, const wifi::Payload& payload) {
    const auto bssid = wifi::bssid_of(payload);
    const auto add = [&](std::set<Failure> ways) { interface.failed.push_back({std::move(ways), bssid}); };
    if (as<wifi::JoinStarted>(payload) || as<wifi::AuthRequested>(payload) || as<wifi::Authenticated>(payload))
        std::erase_if(interface.comebacks,
                      [&](const Comeback& comeback) { return same_or_unnamed(comeback.bssid, bssid); });
    if (as<wifi::AuthTimedOut>(payload)) add({Failure::auth_timeout});
    if (as<wifi::AuthRejected>(payload)) add({Failure::auth_rejected});
    if (as<wifi::AssocRejected>(payload)) add({Failure::assoc_rejected});
    if (as<wifi::NetworkNotFound>(payload)) add({Failure::network_not_found});
    if (as<wifi::ScanFailed>(payload)) add({Failure::scan_failed});
    if (as<wifi::WrongKey>(payload)) add({Failure::wrong_key});
    if (as<wifi::AddressFailed>(payload)) add({Failure::address_failed});
    if (const auto* scan = as<wifi::ScanFinished>(payload);
        scan && scan->seen && *scan->seen == 0 && !scan->aborted)
        add({Failure::scan_empty});
    if (as<wifi::AssocComeback>(payload)) {
        const bool ours = interface.our_reset && *now_ <= *interface.our_reset + 60s;
        std::erase_if(interface.comebacks, [&](const Comeback& comeback) { return comeback.bssid == bssid; });
        interface.comebacks.push_back({bssid, ours});
        if (interface.comebacks.size() > 8) interface.comebacks.pop_front();
        if (ours) return false;
        add({Failure::assoc_comeback});
    }
    if (as<wifi::AssocTimedOut>(payload)) {
        const Comeback* latest = nullptr;
        for (const Comeback& comeback : interface.comebacks)
            if (same_or_unnamed(comeback.bssid, bssid)) latest = &comeback;
        if (latest && latest->ours) return false;
        if (latest)
            add({Failure::assoc_timeout, Failure::assoc_timeout_after_comeback});
        else
            add({Failure::assoc_timeout});
    }
    return true;
}

void Reference::occur(Interface&, Watched& watch, std::uint64_t times,
                      const std::optional<wifi::MacAddress>& bssid) {
    const bool each = watch.rule.per == Scope::bssid;
    if (each && (!bssid || bssid->is_zero())) return;
    for (std::uint64_t i = 0; i < times && i < 64; ++i)
        watch.occurrences.push_back({*now_, each ? bssid : std::nullopt});
    // Of the access points the last 8 that were seen.
    std::vector<wifi::MacAddress> seen;
    for (auto at = watch.occurrences.rbegin(); each && at != watch.occurrences.rend(); ++at)
        if (std::ranges::find(seen, *at->bssid) == seen.end()) seen.push_back(*at->bssid);
    if (seen.size() > 8)
        std::erase_if(watch.occurrences, [&](const Occurrence& one) { return one.bssid == seen.back(); });
}

std::optional<Instant> Reference::stall_begun(const Interface& interface, outage::Stall::Kind kind) const {
    using enum outage::Stall::Kind;
    std::optional<Instant> begun;
    Instant notice;
    bool worked = false;
    bool sent = false;
    std::map<std::string, std::int64_t> readings;
    const auto begin = [&](Instant at) {
        if (!begun) begun = at;
    };
    for (const Sign& sign : interface.signs) {
        const auto* probe = as<wifi::ProbeResult>(sign.payload);
        const auto* load = as<wifi::LoadReport>(sign.payload);
        const auto* counter = as<wifi::Counter>(sign.payload);
        if (kind == beacons_missed && sign.up && as<wifi::BeaconLoss>(sign.payload)) {
            if (!begun || sign.at > notice + 10s) begun = sign.at;
            notice = sign.at;
        }
        if (kind == firmware_error && as<wifi::FirmwareError>(sign.payload)) begin(sign.at);
        if (kind == firmware_error && as<wifi::HardwareRestarted>(sign.payload)) begun.reset();
        if (kind == no_address && sign.up && as<wifi::AddressRequested>(sign.payload)) begin(sign.at);
        if (kind == no_address && as<wifi::AddressAcquired>(sign.payload)) begun.reset();
        if (kind == no_answer && probe && sign.up) {
            if (probe->answer == wifi::Answer::up) {
                worked = true;
                begun.reset();
            }
            if (probe->answer == wifi::Answer::down && worked) begin(sign.at);
        }
        if (kind == load_stalled && load && sign.up) {
            using State = wifi::LoadReport::State;
            if (load->state == State::flowing) worked = true;
            if (load->state == State::flowing || load->state == State::ended)
                begun.reset();
            else if (worked)
                begin(sign.at);
        }
        if (kind == frozen_counters && counter && sign.up) {
            const bool rx = outage::counts_received(counter->name);
            if (!rx && !outage::counts_sent(counter->name)) continue;
            const auto before = readings.find(counter->name);
            if (before == readings.end()) {
                if (readings.size() < 16) readings[counter->name] = counter->value;
                continue;
            }
            const bool grew = counter->value > before->second;
            const bool stands = counter->value == before->second;
            before->second = counter->value;
            if (rx && grew) {
                sent = false;
                begun.reset();
            }
            if (rx && stands && sent) begin(sign.at);
            if (!rx && grew) sent = true;
        }
    }
    if (kind == beacons_missed && begun && *now_ > notice + 10s) begun.reset();
    return begun;
}

bool Reference::holds(const Interface& interface, const Watched& watch) const {
    if (watch.rule.on == Watch::On::stall) {
        const auto begun = stall_begun(interface, watch.rule.stall);
        return begun && *now_ >= *begun + watch.rule.within;
    }
    std::map<std::string, int> recent;
    for (const Occurrence& one : watch.occurrences)
        if (one.at + watch.rule.within >= *now_) ++recent[one.bssid ? one.bssid->to_string() : ""];
    return std::ranges::any_of(recent, [&](const auto& one) { return one.second >= watch.rule.count; });
}

bool Reference::holds(const Interface& interface, const Condition& condition, const Watched* watch) const {
    using Kind = Condition::Kind;
    const link::State state = interface.link.state();
    switch (condition.kind) {
        case Kind::link:
            if (condition.link == Condition::Link::any) return true;
            if (condition.link == Condition::Link::up) return state == link::State::up;
            return state == link::State::down || state == link::State::joining;
        case Kind::failures: {
            const auto in_these_ways = [&](const Failed& failed) {
                return std::ranges::any_of(failed.ways, [&](Failure way) {
                    return (condition.failures >> static_cast<unsigned>(way) & 1U) != 0;
                });
            };
            int count = 0;
            std::vector<std::pair<std::string, int>> by_bssid;  // of all that failed, at most 8
            for (const Failed& failed : interface.failed) {
                if (in_these_ways(failed)) ++count;
                if (!failed.bssid) continue;
                auto known =
                    std::ranges::find(by_bssid, failed.bssid->to_string(), &std::pair<std::string, int>::first);
                if (known == by_bssid.end()) {
                    if (by_bssid.size() == 8) continue;
                    known = by_bssid.insert(known, {failed.bssid->to_string(), 0});
                }
                if (in_these_ways(failed)) ++known->second;
            }
            const auto bssids = std::ranges::count_if(by_bssid, [](const auto& one) { return one.second > 0; });
            if (count < condition.count || bssids < condition.bssids) return false;
            return !condition.each ||
                   std::ranges::all_of(by_bssid, [&](const auto& one) { return one.second >= condition.count; });
        }
        case Kind::since_loss: return interface.lost_at && *now_ >= *interface.lost_at + condition.span;
        case Kind::before: return !interface.lost_at || *now_ <= *interface.lost_at + condition.span;
        case Kind::signal:
            return interface.lost_at && interface.heard && interface.heard->second >= condition.dbm &&
                   *interface.lost_at <= interface.heard->first + condition.span;
        case Kind::not_asked_for: return !interface.asked;
        case Kind::not_waiting:
            return std::ranges::none_of(interface.waits, [&](const auto& one) { return one.second >= *now_; });
        case Kind::worked_before: return interface.worked;
        case Kind::symptom: return holds(interface, *watch);
    }
    return false;
}

bool Reference::gates_hold(const Interface& interface) const {
    std::size_t watch = policy_.triggers.size();
    bool of_the_link = false;
    for (const Gate& gate : policy_.gates) {
        int held = 0;
        for (const Condition& condition : gate.of) {
            if (holds(interface, condition, &interface.watches[watch++])) ++held;
            if (condition.kind == Condition::Kind::link) of_the_link = true;
        }
        if (held < gate.at_least) return false;
    }
    return of_the_link || holds(interface, Condition{}, nullptr);
}

// --- rules 8 to 12 ----------------------------------------------------------------------------------------------

bool Reference::budgets_allow() const {
    const auto& limits = policy_.limits;
    const auto in_the_last = [&](wifi::Duration span) {
        return std::ranges::count_if(actions_, [&](Instant at) { return at + span >= *now_; });
    };
    return !(limits.per_hour && in_the_last(1h) >= *limits.per_hour) &&
           !(limits.per_day && in_the_last(24h) >= *limits.per_day) &&
           !(limits.per_boot && since_boot_ >= *limits.per_boot);
}

bool Reference::is_forbidden(const std::string& name) const {
    const auto one = std::ranges::find(interfaces_, name, &Interface::name);
    return suspended_ || (one != interfaces_.end() && one->blocked);
}

std::optional<std::size_t> Reference::allowed_rung(std::size_t from) const {
    for (; from < policy_.rungs.size(); ++from)
        if (!forbidden_.contains(policy_.rungs[from].method)) return from;
    return std::nullopt;
}

std::optional<Decision> Reference::look_at_triggers() {
    if (running_ || gave_up_ || suspended_ || !allowed_rung(0) || !budgets_allow()) return std::nullopt;
    if (grace_begun_ && *now_ <= *grace_begun_ + policy_.limits.grace) return std::nullopt;
    if (latest_decision_ && *now_ <= *latest_decision_ + cool_down_) return std::nullopt;
    for (Interface& one : interfaces_) {
        if (!one.link.may_be_station() || one.blocked || !gates_hold(one)) continue;
        for (std::size_t trigger = 0; trigger < policy_.triggers.size(); ++trigger) {
            if (!holds(one, one.watches[trigger])) continue;
            for (Watched& watch : one.watches) {
                watch.occurrences.clear();
                watch.reading.reset();
            }
            const auto& limits = policy_.limits;
            if (latest_decision_ && *now_ <= *latest_decision_ + 2 * cool_down_)
                cool_down_ = std::min(cool_down_ * limits.cool_down_factor,
                                      std::max(limits.cool_down, limits.cool_down_max.value_or(limits.cool_down)));
            else
                cool_down_ = limits.cool_down;
            running_ = true;
            ladder_ = {.on = &one, .trigger = trigger};
            ++ladders_;
            return act(*allowed_rung(0));
        }
    }
    return std::nullopt;
}

Decision Reference::act(std::size_t rung) {
    Running next{.on = ladder_.on, .rung = rung, .trigger = ladder_.trigger, .decided_at = *now_};
    next.stood = ladder_.on->link.state() == link::State::up;
    next.actions = ladder_.actions + 1;
    next.reset_before = ladder_.on->our_reset;
    ladder_ = next;
    if (policy_.rungs[rung].method != driver::Method::reassociate) ladder_.on->our_reset = *now_;
    actions_.push_back(*now_);
    ++since_boot_;
    latest_decision_ = *now_;
    return decided(Decision::Kind::act);
}

Decision Reference::decided(Decision::Kind kind) const {
    return {.kind = kind,
            .at = *now_,
            .interface = ladder_.on->name,
            .method = policy_.rungs[ladder_.rung].method,
            .rung = ladder_.rung,
            .trigger = ladder_.trigger,
            .ladder = ladders_};
}

std::optional<Decision> Reference::next_rung() {
    const auto next = allowed_rung(ladder_.rung + 1);
    if (next && budgets_allow()) return act(*next);
    running_ = false;
    if (ladder_.actions > 0) ++unproved_;
    if (!policy_.limits.give_up_after || unproved_ < *policy_.limits.give_up_after) return std::nullopt;
    gave_up_ = true;
    return decided(Decision::Kind::gave_up);
}

std::optional<Decision> Reference::look_at_ladder(const wifi::Event& event) {
    if (!running_) return std::nullopt;
    Running& ladder = ladder_;
    const Rung& rung = policy_.rungs[ladder.rung];
    const std::string method(driver::name_of(rung.method));
    if (const auto* refused = as<wifi::ActionRefused>(event.payload))
        refused_ = refused->method == method && !ladder.finished && !ladder.proved_at;
    if (const auto* finished = as<wifi::ActionFinished>(event.payload); finished && finished->method == method) {
        ladder.finished = ladder.finished || finished->done;
        if (ladder.on->our_reset) ladder.on->our_reset = *now_;
    }
    if (broken_off_) {
        running_ = false;
        return std::nullopt;
    }
    if (refused_) {
        actions_.pop_back();
        --since_boot_;
        --ladder.actions;
        ladder.on->our_reset = ladder.reset_before;
        return next_rung();
    }
    const bool up = ladder.on->link.state() == link::State::up;
    bool proof = false;
    if (rung.proof == Proof::answer) proof = ladder.answered;
    if (rung.proof == Proof::associated) proof = up && (ladder.made || (ladder.stood && ladder.finished));
    if (rung.proof == Proof::authorized)
        proof = up && ((ladder.stood && ladder.finished) ||
                       (ladder.made && (ladder.on->keys || *now_ >= ladder.on->made_at + 11s)));
    if (!ladder.proved_at && proof) ladder.proved_at = *now_;
    if (!ladder.proved_at) return *now_ >= ladder.decided_at + rung.deadline ? next_rung() : std::nullopt;
    const Instant healthy = *ladder.proved_at + rung.healthy_for;
    if (lost_ && *now_ <= healthy) return next_rung();
    if (*now_ < healthy) return std::nullopt;
    running_ = false;
    unproved_ = 0;
    return decided(Decision::Kind::healthy);
}

}  // namespace wlanmedic::policy
