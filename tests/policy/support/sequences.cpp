// SPDX-License-Identifier: MIT
#include "support/sequences.h"

#include <string>

namespace wlanmedic::policy {
namespace {

using namespace std::chrono_literals;
using wifi::Duration;

std::optional<wifi::MacAddress> access_point(Dice& dice) {
    if (dice.one_in(6)) return std::nullopt;
    const std::uint32_t which = dice.one_in(3) ? dice.roll(12) : dice.roll(2);
    return wifi::MacAddress::parse("02:00:00:00:00:0" + std::string(1, "0123456789ab"[which]));
}

template <class T>
wifi::Payload with_address(Dice& dice) {
    return T{.bssid = access_point(dice)};
}

Duration some_span(Dice& dice) { return dice.pick<Duration>({1s, 2s, 5s, 10s, 30s, 60s, 120s}); }

Watch random_watch(Dice& dice) {
    using Class = outage::Class;
    Watch watch;
    watch.count = 1 + static_cast<int>(dice.roll(dice.one_in(3) ? 5 : 2));
    watch.within = some_span(dice);
    if (dice.one_in(4)) watch.per = Scope::bssid;
    switch (dice.roll(5)) {
        case 0:
        case 1:
            if (!dice.one_in(3))
                watch.outage_class = dice.pick<Class>({Class::connection_loss, Class::connection_loss,
                                                       Class::beacon_loss, Class::ap_deauth, Class::unknown});
            break;
        case 2:
            watch.on = Watch::On::event;
            watch.event = *wifi::alternative_named(dice.pick<std::string>(
                {"auth_timeout", "assoc_comeback", "assoc_timeout", "decrypt_failure", "firmware_error",
                 "probe_result", "beacon_loss", "suspended", "booted", "network_not_found"}));
            if (dice.one_in(2)) watch.driver = "iwlwifi";
            if (dice.one_in(2)) watch.answer = wifi::Answer::down;
            break;
        case 3:
            watch.on = Watch::On::counter;
            watch.counter = dice.pick<std::string>({"rx_packets", "tx_packets", "rx_decryption_failures"});
            break;
        default:
            watch.on = Watch::On::stall;
            watch.stall = static_cast<outage::Stall::Kind>(dice.roll(6));
            watch.count = 1;
            watch.per = Scope::interface;
    }
    return watch;
}

Condition random_condition(Dice& dice) {
    Condition condition;
    condition.kind = static_cast<Condition::Kind>(dice.roll(9));
    condition.link = static_cast<Condition::Link>(dice.roll(3));
    condition.failures = static_cast<std::uint16_t>(
        dice.one_in(2) ? (1U << failure_names.size()) - 1 : 1 + dice.roll((1U << failure_names.size()) - 1));
    condition.count = 1 + static_cast<int>(dice.roll(3));
    condition.bssids = static_cast<int>(dice.roll(3));
    condition.each = dice.one_in(3);
    condition.span = some_span(dice);
    condition.dbm = -75;
    condition.watch = random_watch(dice);
    return condition;
}

wifi::Payload random_payload(Dice& dice) {
    using namespace wifi;
    switch (dice.roll(46)) {
        case 0:
        case 1:
        case 2:
        case 3:
        case 4: return with_address<Associated>(dice);
        case 5:
        case 6: return with_address<Authorized>(dice);
        case 7:
        case 8:
        case 9:
        case 10:
        case 11: return with_address<ConnectionLoss>(dice);
        case 12:
            return Deauthenticated{.by = static_cast<Sender>(dice.roll(3)),
                                   .reason = static_cast<std::uint16_t>(dice.roll(8)),
                                   .joining = dice.one_in(3)};
        case 13:
            return Disconnected{.by = static_cast<Sender>(dice.roll(3)),
                                .reason = static_cast<std::uint16_t>(dice.roll(8))};
        case 14: return with_address<JoinStarted>(dice);
        case 15: return with_address<AuthRequested>(dice);
        case 16: return with_address<Authenticated>(dice);
        case 17:
        case 18: return with_address<AuthTimedOut>(dice);
        case 19: return AssocRejected{.bssid = access_point(dice), .status = 17};
        case 20:
        case 21: return AssocComeback{.bssid = access_point(dice), .tu = 1000};
        case 22:
        case 23: return with_address<AssocTimedOut>(dice);
        case 24: return BeaconLoss{};
        case 25: return DecryptFailure{};
        case 26: return FirmwareError{.driver = dice.one_in(2) ? "iwlwifi" : "ath10k", .device = {}};
        case 27: return HardwareRestarted{};
        case 28:
        case 29:
            return Counter{.name = dice.pick<std::string>({"rx_packets", "tx_packets", "rx_decryption_failures"}),
                           .value = dice.roll(6)};
        case 30: return ProbeResult{.target = {}, .answer = static_cast<Answer>(dice.roll(3)), .took = {}};
        case 31: return LoadReport{.target = {}, .state = static_cast<LoadReport::State>(dice.roll(4))};
        case 32: return dice.one_in(3) ? Payload(AddressAcquired{}) : Payload(AddressRequested{});
        case 33:
            return UserRequest{.who = "somebody",
                               .what = dice.pick<std::string>({"disconnect", "scan", "reconnect"}),
                               .person = dice.one_in(2)};
        case 34: {
            const std::string who = dice.pick<std::string>({"a", "b", "c", "d", "e"});
            if (dice.one_in(2)) return WaitingOver{.who = who, .bssid = {}};
            return Waiting{.who = who,
                           .bssid = {},
                           .because = {},
                           .duration = dice.one_in(4) ? std::nullopt : std::optional(some_span(dice))};
        }
        case 35: return dice.one_in(3) ? Payload(RadioUnblocked{}) : Payload(RadioBlocked{});
        case 36: return dice.one_in(3) ? Payload(Resumed{}) : Payload(Suspended{});
        case 37: {
            if (dice.one_in(2)) return Booted{};
            return Gap{.because = {}, .until = {}, .links_known = dice.one_in(2)};
        }
        case 38: {
            const std::string method(driver::name_of(static_cast<driver::Method>(dice.roll(9))));
            if (dice.one_in(2)) return ActionRefused{.method = method, .because = {}};
            return ActionFinished{.method = method, .done = !dice.one_in(4)};
        }
        case 39: {
            StationState peer{.address = access_point(dice)};
            peer.before = static_cast<StationStage>(dice.roll(5));
            peer.after = static_cast<StationStage>(dice.roll(5));
            return peer;
        }
        case 40: return SignalReport{.bssid = dice.one_in(2) ? access_point(dice) : std::nullopt, .dbm = -70};
        case 41: return NetworkSeen{.bssid = access_point(dice), .dbm = dice.one_in(2) ? -70 : -80};
        case 42: {
            ScanFinished scan{.frequencies = {}, .aborted = dice.one_in(4), .seen = {}};
            if (!dice.one_in(3)) scan.seen = static_cast<int>(dice.roll(2));
            return scan;
        }
        case 43: {
            if (dice.one_in(2)) return WrongKey{};
            return dice.one_in(2) ? Payload(NetworkNotFound{}) : Payload(ConnectionLossReported{});
        }
        case 44: {
            if (dice.one_in(3)) return Roamed{.bssid = access_point(dice)};
            return RoamRequested{.from = access_point(dice), .to = access_point(dice)};
        }
        default: return TimerFired{};
    }
}

}  // namespace

// splitmix64 (Steele, Lea, Flood 2014)
std::uint32_t Dice::roll(std::uint32_t below) {
    std::uint64_t z = state_ += 0x9e3779b97f4a7c15;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return static_cast<std::uint32_t>((z ^ (z >> 31)) % below);
}

Policy random_policy(Dice& dice) {
    Policy policy;
    for (std::uint32_t i = 0; i <= dice.roll(3); ++i) policy.triggers.push_back(random_watch(dice));
    const std::uint32_t gates = dice.roll(3);
    for (std::uint32_t i = 0; i < gates; ++i) {
        Gate& gate = policy.gates.emplace_back();
        const std::uint32_t conditions = 1 + (dice.one_in(2) ? dice.roll(3) : 0);
        for (std::uint32_t k = 0; k < conditions; ++k) gate.of.push_back(random_condition(dice));
        gate.at_least = 1 + static_cast<int>(dice.roll(conditions));
    }
    // Else most policies would wait for a link that is down.
    if (dice.one_in(3))
        policy.gates.push_back({.of = {Condition{.kind = Condition::Kind::link, .link = Condition::Link::any}}});
    for (std::uint32_t i = 0; i <= dice.roll(3); ++i)
        policy.rungs.push_back({.method = static_cast<driver::Method>(dice.one_in(2) ? 0 : dice.roll(9)),
                                .deadline = some_span(dice),
                                .proof = static_cast<Proof>(dice.roll(3)),
                                .healthy_for = dice.one_in(3) ? Duration{0} : some_span(dice)});
    Limits& limits = policy.limits;
    limits.cool_down = dice.one_in(2) ? Duration{0} : some_span(dice);
    limits.cool_down_factor = 1 + static_cast<int>(dice.roll(3));
    if (dice.one_in(2)) limits.cool_down_max = limits.cool_down * 3;
    const auto maybe = [&]() {
        return dice.one_in(3) ? std::optional(1 + static_cast<int>(dice.roll(6))) : std::nullopt;
    };
    limits.per_hour = maybe();
    limits.per_day = maybe();
    limits.per_boot = maybe();
    limits.give_up_after = maybe();
    limits.grace = dice.one_in(2) ? Duration{0} : some_span(dice);
    if (dice.one_in(5)) policy.never.push_back(driver::Method::reassociate);
    return policy;
}

std::vector<wifi::Event> random_events(Dice& dice, std::size_t count, const Mixture& mixture) {
    std::vector<wifi::Event> events;
    wifi::Instant now{100'000s};
    for (std::size_t i = 0; i < count; ++i) {
        if (!dice.one_in(3)) now += 250ms * dice.roll(dice.one_in(20) ? 4000 : 40);
        if (dice.one_in(200)) now += 1h;
        wifi::Event& event = events.emplace_back();
        event.instant = now;
        if (dice.one_in(16)) event.instant += Duration{1};
        if (mixture.backwards && dice.one_in(12)) event.instant -= 250ms * dice.roll(100);
        event.timed = !dice.one_in(64);
        event.payload = random_payload(dice);
        const std::uint32_t names = mixture.many_names && dice.one_in(20) ? 11 : 2;
        if (!dice.one_in(10)) event.interface = "wlan" + std::to_string(dice.one_in(3) ? dice.roll(names) : 0);
        if (dice.one_in(8)) event.phy = "phy" + std::to_string(dice.roll(2));
        if (mixture.many_names && dice.one_in(80)) {
            const std::string after = "wlan" + std::to_string(dice.roll(3));
            event.payload =
                wifi::InterfaceRenamed{.before = "wlan" + std::to_string(dice.roll(3)), .after = after};
            event.interface = after;
        }
        if (mixture.many_names && dice.one_in(100))
            event.payload =
                wifi::InterfaceType{.type = dice.one_in(3) ? "monitor" : "station", .removed = dice.one_in(4)};
    }
    return events;
}

}  // namespace wlanmedic::policy
