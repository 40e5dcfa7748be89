// SPDX-License-Identifier: MIT
// The attempts to join that failed since the link was last up, by kind and by access point (docs/policy.md, rules
// 5 and 7).
#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "policy/policy.h"

namespace wlanmedic::policy {

class FailedAttempts {
public:
    /// `our_doing`: a reset of ours may be why the access point asks to come back (rule 7).
    /// The ways that were counted (bit_of() each); nothing of a comeback that is, and of a time-out after one:
    /// nobody is to count them.
    std::optional<std::uint16_t> on(const wifi::Payload& payload, bool our_doing);

    void forget() {
        all_.fill(0);
        known_ = asked_ = 0;
    }

    bool hold(const Condition& condition) const;

private:
    using Counts = std::array<std::uint32_t, failure_names.size()>;
    struct AccessPoint {
        wifi::MacAddress bssid;
        Counts counts{};
    };
    struct Comeback {
        std::optional<wifi::MacAddress> bssid;
        bool our_doing = false;
    };
    static constexpr std::size_t most_comebacks = 8;

    void count(Failure failure, const std::optional<wifi::MacAddress>& bssid);
    void note_comeback(const std::optional<wifi::MacAddress>& bssid, bool our_doing);
    void begin_authentication(const std::optional<wifi::MacAddress>& bssid);
    const Comeback* comeback_of(const std::optional<wifi::MacAddress>& bssid) const;

    Counts all_{};
    std::array<AccessPoint, Condition::most_bssids> access_points_{};  // `known_` of them
    std::size_t known_ = 0;
    std::array<Comeback, most_comebacks> comebacks_{};  // the latest last
    std::size_t asked_ = 0;
};

}  // namespace wlanmedic::policy
