// SPDX-License-Identifier: MIT
// A recovery policy as data: when a device is to be treated, how, how often at most. docs/policy.md says what
// every part means, and what range it has.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "config/names.h"
#include "config/place.h"
#include "driver/reset.h"
#include "outage/outage.h"
#include "outage/stall.h"
#include "wifi/event.h"

namespace wlanmedic::policy {

enum class Scope : std::uint8_t { interface, bssid };

/// Counts happenings in a sliding window, or waits until a stall has lasted.
struct Watch {
    enum class On : std::uint8_t { outage, event, counter, stall };

    static constexpr int most_count = 64;

    On on = On::outage;
    std::optional<outage::Class> outage_class;  ///< outage; nothing: any that nobody wished
    std::size_t event = 0;                      ///< event: index of the alternative in wifi::Payload
    std::string driver;                         ///< of a FirmwareError; "": any
    std::optional<wifi::Answer> answer;         ///< of a ProbeResult
    std::string counter;                        ///< its name
    outage::Stall::Kind stall = outage::Stall::Kind::no_answer;
    int count = 1;             ///< 1 to most_count; of a stall 1
    wifi::Duration within{0};  ///< of a stall how long it must last
    Scope per = Scope::interface;
    config::Place place;

    bool operator==(const Watch&) const = default;
};

enum class Failure : std::uint8_t {
    auth_timeout,
    auth_rejected,
    assoc_timeout,   ///< those after a comeback included
    assoc_rejected,  ///< comebacks not included
    assoc_comeback,
    assoc_timeout_after_comeback,
    network_not_found,
    scan_empty,
    scan_failed,
    wrong_key,
    address_failed,
};

inline constexpr config::Names<Failure, 11> failure_names{{
    {Failure::auth_timeout, "auth_timeout"},
    {Failure::auth_rejected, "auth_rejected"},
    {Failure::assoc_timeout, "assoc_timeout"},
    {Failure::assoc_rejected, "assoc_rejected"},
    {Failure::assoc_comeback, "assoc_comeback"},
    {Failure::assoc_timeout_after_comeback, "assoc_timeout_after_comeback"},
    {Failure::network_not_found, "network_not_found"},
    {Failure::scan_empty, "scan_empty"},
    {Failure::scan_failed, "scan_failed"},
    {Failure::wrong_key, "wrong_key"},
    {Failure::address_failed, "address_failed"},
}};

constexpr std::uint16_t bit_of(Failure failure) {
    return static_cast<std::uint16_t>(1U << static_cast<unsigned>(failure));
}

struct Condition {
    enum class Kind : std::uint8_t {
        link,
        failures,
        since_loss,
        before,
        signal,
        not_asked_for,
        not_waiting,
        worked_before,
        symptom
    };
    enum class Link : std::uint8_t { down, up, any };

    static constexpr int most_bssids = 8;

    Kind kind = Kind::link;
    Link link = Link::down;
    std::uint16_t failures = 0;  ///< bit_of() each Failure
    int count = 1;               ///< of failures: 1 to 1000
    int bssids = 0;              ///< distinct ones, 0 to most_bssids
    bool each = false;           ///< every BSSID that failed must have failed `count` times
    wifi::Duration span{0};      ///< of since_loss, before, and of signal: how long ago at most
    int dbm = 0;                 ///< of signal: -120 to 0
    Watch watch;                 ///< of a symptom
    config::Place place;

    bool operator==(const Condition&) const = default;
};

struct Gate {
    static constexpr std::size_t most_conditions = 16;

    std::vector<Condition> of;  ///< 1 to most_conditions
    int at_least = 1;           ///< so many of them must hold

    bool operator==(const Gate&) const = default;
};

enum class Proof : std::uint8_t { associated, authorized, answer };

struct Rung {
    driver::Method method = driver::Method::reassociate;
    wifi::Duration deadline{std::chrono::seconds{30}};
    Proof proof = Proof::authorized;
    wifi::Duration healthy_for{std::chrono::seconds{10}};
    config::Place place;

    bool operator==(const Rung&) const = default;
};

struct Limits {
    wifi::Duration cool_down{std::chrono::minutes{2}};
    int cool_down_factor = 1;
    std::optional<wifi::Duration> cool_down_max;  ///< nothing: it grows no further than `cool_down`
    std::optional<int> per_hour;
    std::optional<int> per_day;
    std::optional<int> per_boot;
    std::optional<int> give_up_after;
    wifi::Duration grace{std::chrono::seconds{30}};

    bool operator==(const Limits&) const = default;
};

struct Policy {
    static constexpr std::size_t most_triggers = 16;
    static constexpr std::size_t most_gates = 16;
    static constexpr std::size_t most_rungs = 16;

    std::string name;   ///< stem of the file: "b-1"
    std::string about;  ///< one sentence; may be empty
    std::string file;   ///< where it was read
    std::vector<Watch> triggers;
    std::vector<Gate> gates;
    std::vector<Rung> rungs;
    Limits limits;
    std::vector<driver::Method> never;

    bool operator==(const Policy&) const = default;
};

/// Whether some gate says in which state the link may be; where none does, the policy acts only where it is down.
inline bool names_the_link(const Policy& policy) {
    for (const auto& gate : policy.gates)
        for (const auto& condition : gate.of)
            if (condition.kind == Condition::Kind::link) return true;
    return false;
}

/// Acts never: no triggers and no rungs.
inline bool does_nothing(const Policy& policy) { return policy.triggers.empty() && policy.rungs.empty(); }

}  // namespace wlanmedic::policy
