// SPDX-License-Identifier: MIT
#include "policy/rules.h"

#include <algorithm>
#include <initializer_list>
#include <type_traits>

namespace wlanmedic::policy {
namespace {

template <class... T>
struct List {};

using LinkEvents =
    List<wifi::JoinStarted, wifi::AuthRequested, wifi::Authenticated, wifi::AuthRejected, wifi::AuthTimedOut,
         wifi::AssocRequested, wifi::AssocResponse, wifi::AssocRejected, wifi::AssocComeback, wifi::AssocTimedOut,
         wifi::Associated, wifi::Authorized, wifi::Roamed, wifi::RoamRequested, wifi::StationState,
         wifi::ConnectionLoss, wifi::BeaconLoss, wifi::Deauthenticated, wifi::Disconnected,
         wifi::UnprotectedDeauth, wifi::InterfaceType, wifi::Booted, wifi::Gap>;
using SymptomEvents = List<wifi::BeaconLoss, wifi::ConnectionLossReported, wifi::FirmwareError,
                           wifi::DecryptFailure, wifi::UnprotectedDeauth, wifi::RoamRequested, wifi::Suspended,
                           wifi::RadioBlocked, wifi::UserRequest, wifi::AddressFailed, wifi::AddressAcquired>;
// From these it is known whether an association timed out after a comeback, and whose doing that was.
using ComebackEvents = List<wifi::JoinStarted, wifi::AuthRequested, wifi::Authenticated, wifi::AssocComeback>;

template <class One>
consteval std::size_t index_of() {
    return []<class... All>(std::type_identity<std::variant<All...>>) {
        constexpr std::array same{std::is_same_v<One, All>...};
        return static_cast<std::size_t>(std::ranges::find(same, true) - same.begin());
    }(std::type_identity<wifi::Payload>{});
}

class Table {
public:
    explicit Table(decltype(Rules::about)& about) : about_(about) {}
    template <class... T>
    void add(std::uint16_t what, List<T...>) {
        (add(what, index_of<T>()), ...);
    }
    void add(std::uint16_t what, std::size_t event) {
        if (event < about_.size()) about_[event] = static_cast<std::uint16_t>(about_[event] | what);
    }

private:
    decltype(Rules::about)& about_;
};

void add_stall(Table& table, outage::Stall::Kind kind) {
    using enum outage::Stall::Kind;
    constexpr std::uint16_t stalls = Rules::stalls;
    switch (kind) {
        case beacons_missed: return table.add(stalls, List<wifi::BeaconLoss>{});
        case firmware_error: return table.add(stalls, List<wifi::FirmwareError, wifi::HardwareRestarted>{});
        case frozen_counters: return table.add(stalls, List<wifi::Counter>{});
        case no_address: return table.add(stalls, List<wifi::AddressRequested, wifi::AddressAcquired>{});
        case no_answer: return table.add(stalls, List<wifi::ProbeResult>{});
        case load_stalled: return table.add(stalls, List<wifi::LoadReport>{});
        case source_silent: return;
    }
}

void add_failure(Table& table, Failure failure) {
    using enum Failure;
    constexpr std::uint16_t failures = Rules::failures;
    switch (failure) {
        case auth_timeout: return table.add(failures, List<wifi::AuthTimedOut>{});
        case auth_rejected: return table.add(failures, List<wifi::AuthRejected>{});
        case assoc_timeout:
        case assoc_timeout_after_comeback:
            table.add(failures, ComebackEvents{});
            return table.add(failures, List<wifi::AssocTimedOut>{});
        case assoc_rejected: return table.add(failures, List<wifi::AssocRejected>{});
        case assoc_comeback: return table.add(failures, List<wifi::AssocComeback>{});
        case network_not_found: return table.add(failures, List<wifi::NetworkNotFound>{});
        case scan_empty: return table.add(failures, List<wifi::ScanFinished>{});
        case scan_failed: return table.add(failures, List<wifi::ScanFailed>{});
        case wrong_key: return table.add(failures, List<wifi::WrongKey>{});
        case address_failed: return table.add(failures, List<wifi::AddressFailed>{});
    }
}

// Which access points are known, those of failures that are not asked for have a say in, too.
std::uint16_t failures_of(const Condition& condition) {
    const bool all = condition.each || condition.bssids > 0;
    return all ? std::uint16_t{(1U << failure_names.size()) - 1} : condition.failures;
}

}  // namespace

Rules::Rules(std::shared_ptr<const Policy> rules, const std::vector<driver::Method>& forbidden)
    : policy(std::move(rules)) {
    for (const auto& methods : {policy->never, forbidden})
        for (const driver::Method method : methods)
            forbidden_ = static_cast<std::uint16_t>(forbidden_ | 1U << static_cast<unsigned>(method));

    first_rung = next_rung(0);
    for (const Watch& trigger : policy->triggers) watched.push_back(&trigger);
    Table table(about);
    table.add(names, List<wifi::InterfaceRenamed>{});
    if (policy->triggers.empty()) return;
    table.add(the_time, List<wifi::TimerFired>{});
    table.add(the_link, LinkEvents{});
    table.add(keys, List<wifi::Authorized, wifi::StationState>{});
    table.add(the_radio, List<wifi::RadioBlocked, wifi::RadioUnblocked>{});
    table.add(the_machine, List<wifi::Suspended, wifi::Resumed, wifi::Booted, wifi::Gap>{});
    table.add(the_ladder, List<wifi::UserRequest>{});
    table.add(the_action, List<wifi::ActionRefused, wifi::ActionFinished>{});
    if (std::ranges::find(policy->rungs, Proof::answer, &Rung::proof) != policy->rungs.end())
        table.add(the_ladder, List<wifi::ProbeResult>{});

    bool speaks_of_the_link = false;
    for (const Gate& gate : policy->gates) {
        CompiledGate& compiled = gates.emplace_back();
        compiled.at_least = static_cast<std::size_t>(gate.at_least);
        for (const Condition& condition : gate.of) {
            Check& check = compiled.of.emplace_back(Check{.condition = condition});
            switch (condition.kind) {
                case Condition::Kind::link: speaks_of_the_link = true; break;
                case Condition::Kind::failures:
                    failures_asked = static_cast<std::uint16_t>(failures_asked | failures_of(condition));
                    break;
                case Condition::Kind::signal:
                    table.add(signal, List<wifi::SignalReport, wifi::NetworkSeen>{});
                    break;
                case Condition::Kind::not_asked_for: table.add(requests, List<wifi::UserRequest>{}); break;
                case Condition::Kind::not_waiting:
                    table.add(waiting, List<wifi::Waiting, wifi::WaitingOver>{});
                    break;
                case Condition::Kind::symptom:
                    check.watch = watched.size();
                    watched.push_back(&condition.watch);
                    break;
                case Condition::Kind::since_loss:
                case Condition::Kind::before:
                case Condition::Kind::worked_before: break;
            }
        }
    }
    for (const auto& [failure, name] : failure_names)
        if ((failures_asked & bit_of(failure)) != 0) add_failure(table, failure);
    if (!speaks_of_the_link)
        gates.push_back(
            {.of = {Check{.condition = {.kind = Condition::Kind::link, .link = Condition::Link::down}}}});

    for (const Watch* watch : watched) {
        switch (watch->on) {
            case Watch::On::outage:
                outages_watched = true;
                table.add(class_of_loss, SymptomEvents{});
                break;
            case Watch::On::event:
                table.add(watches, watch->event);
                // Which of these are to be counted, the failures know.
                if (watch->event == index_of<wifi::AssocComeback>()) add_failure(table, Failure::assoc_comeback);
                if (watch->event == index_of<wifi::AssocTimedOut>()) add_failure(table, Failure::assoc_timeout);
                break;
            case Watch::On::counter: table.add(watches, List<wifi::Counter>{}); break;
            case Watch::On::stall:
                stalls_watched = true;
                add_stall(table, watch->stall);
                break;
        }
    }
}

std::size_t Rules::next_rung(std::size_t first) const {
    while (first < policy->rungs.size() &&
           (forbidden_ >> static_cast<unsigned>(policy->rungs[first].method) & 1U) != 0)
        ++first;
    return first;
}

}  // namespace wlanmedic::policy
