// SPDX-License-Identifier: MIT
#include "kernel_view.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <utility>

#include "policy/interface_state.h"
#include "policy/watch_state.h"

namespace wlanmedic::policy {
namespace {

using wifi::Instant;

template <class T>
bool is(const wifi::Payload& payload) {
    return std::holds_alternative<T>(payload);
}

u64 ns_of(wifi::Duration span) { return static_cast<u64>(span.count()); }
u64 ns_of(Instant at) { return at < Instant{} ? 0 : ns_of(at.time_since_epoch()); }

connloss_event make_event(connloss_event_kind kind) {
    connloss_event event{};
    event.kind = static_cast<u8>(kind);
    event.vif = CONNLOSS_ALL_VIFS;
    return event;
}

connloss_failure failure_of(const wifi::Payload& payload) {
    if (is<wifi::AuthTimedOut>(payload)) return CONNLOSS_AUTH_TIMEOUT;
    if (is<wifi::AuthRejected>(payload)) return CONNLOSS_AUTH_REJECTED;
    if (is<wifi::AssocTimedOut>(payload)) return CONNLOSS_ASSOC_TIMEOUT;
    if (is<wifi::AssocRejected>(payload)) return CONNLOSS_ASSOC_REJECTED;
    if (is<wifi::AssocComeback>(payload)) return CONNLOSS_ASSOC_COMEBACK;
    return {};
}

// What only a supplicant, a manager or a client of DHCP tells.
bool fails_unseen(const wifi::Payload& payload) {
    const auto* scan = std::get_if<wifi::ScanFinished>(&payload);
    return is<wifi::NetworkNotFound>(payload) || is<wifi::ScanFailed>(payload) || is<wifi::WrongKey>(payload) ||
           is<wifi::AddressFailed>(payload) || (scan != nullptr && scan->seen == 0 && !scan->aborted);
}

constexpr std::uint16_t every_failure = (1U << failure_names.size()) - 1;
constexpr unsigned failures_seen = 6;  // the first ones of policy::Failure, in the order of enum connloss_failure

// --- policies
// ----------------------------------------------------------------------------------------------------

struct Refused {
    std::string because;
};

u8 failure_watched(const Watch& watch) {
    static const std::map<std::string_view, connloss_failure> names{{"auth_timeout", CONNLOSS_AUTH_TIMEOUT},
                                                                    {"auth_rejected", CONNLOSS_AUTH_REJECTED},
                                                                    {"assoc_timeout", CONNLOSS_ASSOC_TIMEOUT},
                                                                    {"assoc_rejected", CONNLOSS_ASSOC_REJECTED},
                                                                    {"assoc_comeback", CONNLOSS_ASSOC_COMEBACK}};
    const std::string_view name = wifi::alternative_name(watch.event);
    const auto found = names.find(name);
    if (found == names.end()) throw Refused{fmt::format("a kernel module does not count {}", name)};
    return static_cast<u8>(found->second);
}

connloss_watch watch_of(const Watch& watch) {
    connloss_watch to{};
    to.count = static_cast<u8>(watch.count);
    to.within = ns_of(watch.within);
    if (watch.per == Scope::bssid)
        throw Refused{"a kernel module counts losses by interface, not by access point"};
    switch (watch.on) {
        case Watch::On::outage:
            if (watch.outage_class && watch.outage_class != outage::Class::connection_loss)
                throw Refused{"a kernel module tells no outage from another but a connection loss"};
            to.on = watch.outage_class ? CONNLOSS_ON_LOSS : CONNLOSS_ON_ANY_OUTAGE;
            return to;
        case Watch::On::event:
            if (!watch.driver.empty()) throw Refused{"a kernel module knows the faults of its own driver only"};
            if (watch.event == wifi::alternative_named("firmware_error")) {
                to.on = CONNLOSS_ON_FAULT;
            } else {
                to.on = CONNLOSS_ON_FAILURE;
                to.failures = failure_watched(watch);
            }
            return to;
        case Watch::On::counter: throw Refused{"a kernel module reads no counters"};
        case Watch::On::stall: throw Refused{"a kernel module sees no stall"};
    }
    throw Refused{"no such watch"};
}

connloss_condition condition_of(const Condition& condition) {
    connloss_condition to{};
    to.span = ns_of(condition.span);
    switch (condition.kind) {
        case Condition::Kind::link:
            to.kind = condition.link == Condition::Link::down ? CONNLOSS_IF_LINK_DOWN
                      : condition.link == Condition::Link::up ? CONNLOSS_IF_LINK_UP
                                                              : CONNLOSS_IF_LINK_ANY;
            return to;
        case Condition::Kind::failures:
            if (condition.failures != every_failure && condition.failures >> failures_seen != 0)
                throw Refused{"a kernel module does not see scans, keys and addresses fail"};
            to.kind = CONNLOSS_IF_FAILURES;
            to.failures = static_cast<u8>(condition.failures & CONNLOSS_ANY_FAILURE);
            to.count = static_cast<u16>(condition.count);
            to.bssids = static_cast<u8>(condition.bssids);
            to.each = condition.each;
            return to;
        case Condition::Kind::since_loss: to.kind = CONNLOSS_IF_SINCE_LOSS; return to;
        case Condition::Kind::before: to.kind = CONNLOSS_IF_BEFORE; return to;
        case Condition::Kind::worked_before: to.kind = CONNLOSS_IF_WORKED_BEFORE; return to;
        case Condition::Kind::symptom:
            to.kind = CONNLOSS_IF_SYMPTOM;
            to.watch = watch_of(condition.watch);
            return to;
        case Condition::Kind::signal: throw Refused{"a kernel module keeps no signal of the link"};
        case Condition::Kind::not_asked_for: throw Refused{"a kernel module does not hear what people ask for"};
        case Condition::Kind::not_waiting: throw Refused{"a kernel module does not hear who waits"};
    }
    throw Refused{"no such condition"};
}

connloss_method method_of(driver::Method method) {
    switch (method) {
        case driver::Method::reassociate: return CONNLOSS_REASSOCIATE;
        case driver::Method::restart_hw: return CONNLOSS_RESTART_HW;
        case driver::Method::function_reset: return CONNLOSS_FUNCTION_RESET;
        default: throw Refused{fmt::format("a kernel module does not do {}", driver::name_of(method))};
    }
}

connloss_rung rung_of(const Rung& rung) {
    connloss_rung to{};
    to.method = static_cast<u8>(method_of(rung.method));
    to.deadline = ns_of(rung.deadline);
    to.healthy_for = ns_of(rung.healthy_for);
    if (rung.proof == Proof::answer) throw Refused{"a kernel module asks nobody for an answer"};
    to.proof = rung.proof == Proof::associated ? CONNLOSS_PROOF_ASSOCIATED : CONNLOSS_PROOF_AUTHORIZED;
    return to;
}

// Of a list as many as the core has room for.
template <class From, class To, std::size_t most>
u8 fill(const std::vector<From>& from, To (&to)[most], To (*translated)(const From&), std::string_view what) {
    if (from.size() > most) throw Refused{fmt::format("a kernel module follows at most {} {}", most, what)};
    std::ranges::transform(from, to, translated);
    return static_cast<u8>(from.size());
}

connloss_gate gate_of(const Gate& gate) {
    connloss_gate to{};
    to.conditions = fill(gate.of, to.of, condition_of, "conditions of a gate");
    to.at_least = static_cast<u8>(gate.at_least);
    return to;
}

}  // namespace

std::expected<connloss_policy, std::string> kernel_policy_of(const Policy& policy) try {
    connloss_policy to{};
    to.triggers = fill(policy.triggers, to.trigger, watch_of, "triggers");
    to.gates = fill(policy.gates, to.gate, gate_of, "gates");
    to.rungs = fill(policy.rungs, to.rung, rung_of, "rungs");
    for (const Rung& rung : policy.rungs)
        if (std::ranges::count(policy.never, rung.method) > 0)
            to.forbidden = static_cast<u8>(to.forbidden | 1U << method_of(rung.method));
    const Limits& limits = policy.limits;
    to.cool_down = ns_of(limits.cool_down);
    to.cool_down_max = ns_of(limits.cool_down_max.value_or(limits.cool_down));
    to.cool_down_factor = static_cast<u32>(limits.cool_down_factor);
    to.per_hour = static_cast<u8>(limits.per_hour.value_or(0));
    to.per_day = static_cast<u8>(limits.per_day.value_or(0));
    to.per_boot = static_cast<u8>(limits.per_boot.value_or(0));
    to.give_up_after = static_cast<u8>(limits.give_up_after.value_or(0));
    to.grace = ns_of(limits.grace);
    if (const char* trouble = connloss_policy_trouble(&to)) return std::unexpected(trouble);
    return to;
} catch (const Refused& refused) {
    return std::unexpected(refused.because);
}

// --- what happens -----------------------------------------------------------------------------------------------

struct KernelView::Notes {
    std::vector<connloss_event> events;

    void add(Interface& interface, connloss_event event) {
        event.vif = interface.vif;
        interface.touched = true;
        events.push_back(event);
    }
};

KernelView::KernelView(const Policy& policy) : rungs_(policy.rungs) {
    for (const Gate& gate : policy.gates)
        for (const Condition& condition : gate.of)
            if (condition.kind == Condition::Kind::failures)
                failures_asked_beyond_ = failures_asked_beyond_ || condition.each || condition.bssids > 0 ||
                                         condition.failures >> failures_seen != 0;
}

std::string KernelView::follow(Interface& interface, const link::Change& change, const wifi::Payload& told_by,
                               Instant at, Notes& notes) const {
    using Kind = link::Change::Kind;
    if (change.kind == Kind::made || change.kind == Kind::moved) {
        if (change.kind == Kind::made) interface.all.link_made();
        notes.add(interface, make_event(CONNLOSS_EV_ASSOCIATED));
        return "";
    }
    if (change.kind != Kind::lost) return "";
    const auto known = outage::class_of(interface.all.at_loss(at, told_by, change));
    const auto noted = outage::class_of(interface.of_a_guard.at_loss(at, told_by, change));
    if (noted == outage::Class::connection_loss) {
        notes.add(interface, make_event(CONNLOSS_EV_LOSS));
        return "";
    }
    if (is<wifi::ConnectionLoss>(told_by))
        return "a kernel module takes what the driver reports for a connection loss, whatever came before";
    notes.add(interface, make_event(is_counted(known) ? CONNLOSS_EV_OTHER_LOSS : CONNLOSS_EV_LEFT));
    return "";
}

std::string KernelView::tell_late(Interface& interface, const wifi::Event& event, Notes& notes) const {
    if (!interface.link.has_untold()) return "";
    const link::Link::Untold untold = *interface.link.untold();
    const bool concerns = !event.interface.empty() && interfaces_.contains(event.interface) &&
                          &interfaces_.at(event.interface) == &interface && !wifi::is_measurement(event.payload);
    const auto change = interface.link.overdue(&event.payload, now_, concerns);
    if (!change || !interface.link.may_be_station()) return "";
    return follow(interface, *change, untold.peer, untold.at, notes);
}

std::string KernelView::tell(Interface& interface, const wifi::Event& event, Notes& notes) const {
    const wifi::Payload& payload = event.payload;
    const link::State before = interface.link.state();
    const bool was_station = interface.link.may_be_station();
    const link::Change change = interface.link.on(payload, now_);
    if (was_station != interface.link.may_be_station() && interface.touched)
        return "a kernel module is told of stations only";
    if (!interface.link.may_be_station()) return "";
    interface.all.on(payload, now_);
    if (!is<wifi::FirmwareError>(payload) && !is<wifi::RadioBlocked>(payload))
        interface.of_a_guard.on(payload, now_);
    const auto bssid = wifi::bssid_of(payload);
    const auto add = [&](connloss_event noted) {
        const auto octets = bssid ? bssid->octets() : std::nullopt;
        noted.has_bssid = octets.has_value();
        if (octets) std::ranges::copy(*octets, noted.bssid);
        notes.add(interface, noted);
    };
    if (is<wifi::RoamRequested>(payload) && before == link::State::joining &&
        change.kind == link::Change::Kind::lost)
        return "a kernel module knows from the attempt on that there was no link";
    if (change.kind == link::Change::Kind::moved && before != link::State::up)
        return "a kernel module sees nobody roam without a link";
    if (std::string refused = follow(interface, change, payload, now_, notes); !refused.empty()) return refused;
    const bool made = change.kind == link::Change::Kind::made || change.kind == link::Change::Kind::moved;
    if (before == link::State::unknown && interface.link.state() == link::State::up && !made)
        return "a kernel module is not told afterwards that there is a link";
    const auto* peer = std::get_if<wifi::StationState>(&payload);
    if (is<wifi::Authorized>(payload) || (peer != nullptr && peer->after == wifi::StationStage::authorized))
        notes.add(interface, make_event(CONNLOSS_EV_AUTHORIZED));
    if (const connloss_failure failure = failure_of(payload)) {
        connloss_event noted = make_event(CONNLOSS_EV_FAILED);
        noted.failure = static_cast<u8>(failure);
        add(noted);
    } else if (is<wifi::JoinStarted>(payload) || is<wifi::AuthRequested>(payload) ||
               is<wifi::Authenticated>(payload)) {
        add(make_event(CONNLOSS_EV_ATTEMPT));
    } else if (before == link::State::unknown && interface.link.state() == link::State::joining) {
        return "a kernel module is told of each attempt from its authentication on";
    } else if (is<wifi::FirmwareError>(payload)) {
        connloss_event fault = make_event(CONNLOSS_EV_FAULT);
        fault.fault = CONNLOSS_FAULT_FIRMWARE;
        notes.add(interface, fault);
    } else if (is<wifi::RadioBlocked>(payload)) {
        notes.add(interface, make_event(CONNLOSS_EV_RADIO_BLOCKED));
    } else if (is<wifi::RadioUnblocked>(payload)) {
        notes.add(interface, make_event(CONNLOSS_EV_RADIO_UNBLOCKED));
    }
    return "";
}

std::string KernelView::rename(const wifi::InterfaceRenamed& renamed) {
    if (!interfaces_.contains(renamed.before) || renamed.before == renamed.after) return "";
    if (interfaces_.contains(renamed.after)) {
        if (!interfaces_.at(renamed.before).link.is_new())
            return "a kernel module does not know interfaces by name";
        if (interfaces_.at(renamed.before).touched)
            return "a kernel module does not forget an interface for another";
        interfaces_.erase(renamed.before);
        std::erase(order_, renamed.before);
        return "";
    }
    auto node = interfaces_.extract(renamed.before);
    node.key() = renamed.after;
    interfaces_.insert(std::move(node));
    std::ranges::replace(order_, renamed.before, renamed.after);
    return "";
}

std::string KernelView::note(const wifi::Event& event, Notes& notes) {
    const wifi::Payload& payload = event.payload;
    const auto* gap = std::get_if<wifi::Gap>(&payload);
    if (gap != nullptr && !gap->links_known) return "a kernel module's evidence has no gaps";
    if (const auto* request = std::get_if<wifi::UserRequest>(&payload))
        if (request->person && asks_to_leave(*request)) return "a kernel module does not hear what people ask for";
    if (failures_asked_beyond_ && fails_unseen(payload))
        return "a kernel module does not see scans, keys and addresses fail";
    now_ = std::max(now_, event.instant);
    if (const auto* renamed = std::get_if<wifi::InterfaceRenamed>(&payload))
        if (std::string refused = rename(*renamed); !refused.empty()) return refused;

    u8 named = CONNLOSS_ALL_VIFS;
    if (!event.interface.empty()) {
        if (!interfaces_.contains(event.interface)) {
            if (places_ == CONNLOSS_MAX_VIFS) return "a kernel module follows at most 4 interfaces";
            interfaces_[event.interface].vif = static_cast<u8>(places_++);
            order_.push_back(event.interface);
        }
        if (!event.phy.empty()) interfaces_[event.interface].phy = event.phy;
        named = interfaces_[event.interface].vif;
    }
    for (const std::string& name : order_)
        if (std::string refused = tell_late(interfaces_[name], event, notes); !refused.empty()) return refused;

    connloss_event whole = make_event(CONNLOSS_EV_TIMER);  // that nothing more of it is to come
    whole.vif = named;
    const bool machine = is<wifi::Suspended>(payload) || is<wifi::Resumed>(payload) || is<wifi::Booted>(payload);
    const auto* refused = std::get_if<wifi::ActionRefused>(&payload);
    const auto* finished = std::get_if<wifi::ActionFinished>(&payload);
    for (const std::string& name : order_) {
        const bool concerned =
            machine || gap != nullptr ||
            (event.interface.empty() ? link::concerns_phy(event, interfaces_[name].phy) : name == event.interface);
        if (!concerned) continue;
        if (std::string why = tell(interfaces_[name], event, notes); !why.empty()) return why;
    }
    if (machine) {
        whole.kind = is<wifi::Suspended>(payload) ? CONNLOSS_EV_SUSPENDED
                     : is<wifi::Resumed>(payload) ? CONNLOSS_EV_RESUMED
                                                  : CONNLOSS_EV_BOOTED;
    } else if (refused != nullptr && refused->method == acting_) {
        whole.kind = CONNLOSS_EV_REFUSED;
    } else if (finished != nullptr && finished->method == acting_) {
        whole.kind = CONNLOSS_EV_FINISHED;
        whole.ok = finished->done;
    } else if (event.interface.empty() && event.phy.empty() && is<wifi::RadioBlocked>(payload)) {
        whole.kind = CONNLOSS_EV_RADIO_BLOCKED;
    } else if (event.interface.empty() && event.phy.empty() && is<wifi::RadioUnblocked>(payload)) {
        whole.kind = CONNLOSS_EV_RADIO_UNBLOCKED;
    }
    const bool says_all =
        !notes.events.empty() && whole.kind == CONNLOSS_EV_TIMER && named == notes.events.back().vif;
    if (!says_all) notes.events.push_back(whole);
    return "";
}

KernelView::Noted KernelView::on(const wifi::Event& event) {
    Notes notes;
    if (!event.timed) return notes.events;
    const KernelView before = *this;
    if (std::string refused = note(event, notes); !refused.empty()) {
        *this = before;
        return std::unexpected(refused);
    }
    for (connloss_event& noted : notes.events) {
        noted.at = ns_of(event.instant);
        noted.more = true;
    }
    notes.events.back().more = false;
    return notes.events;
}

void KernelView::decided(const connloss_decision& decision) {
    if (decision.kind == CONNLOSS_ACT) acting_ = driver::name_of(rungs_.at(decision.rung).method);
}

u64 KernelView::deadline() const {
    u64 earliest = CONNLOSS_NEVER;
    for (const auto& [name, interface] : interfaces_)
        if (const auto& untold = interface.link.untold())
            earliest = std::min(earliest, ns_of(std::max(untold->at + link::Link::told_within, now_)) + 1);
    return earliest;
}

std::string KernelView::name_of(u8 vif) const {
    for (const auto& [name, interface] : interfaces_)
        if (interface.vif == vif) return name;
    return "";
}

}  // namespace wlanmedic::policy
