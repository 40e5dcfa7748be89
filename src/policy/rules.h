// SPDX-License-Identifier: MIT
// A policy made ready for the engine: its watches in one row, its gates in another, and for each kind of event
// what of all that is kept it can concern. Most kinds concern nothing.
#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <memory>
#include <vector>

#include "policy/policy.h"

namespace wlanmedic::policy {

struct Rules {
    /// What a kind of event bears on; bits.
    enum About : std::uint16_t {
        nothing = 0,
        the_link = 1,
        class_of_loss = 2,
        watches = 4,
        failures = 8,
        stalls = 16,
        waiting = 32,
        signal = 64,
        requests = 128,
        the_radio = 256,
        the_machine = 512,  ///< suspend, resume, boot, gap: whatever they name
        the_ladder = 1024,
        names = 2048,
        the_time = 4096,
        keys = 8192,
        the_action = 16384,
    };
    static constexpr std::size_t no_watch = std::numeric_limits<std::size_t>::max();

    struct Check {
        Condition condition;
        std::size_t watch = no_watch;  ///< of a symptom: index into watches
    };
    struct CompiledGate {
        std::vector<Check> of;
        std::size_t at_least = 1;
    };

    Rules(std::shared_ptr<const Policy> rules, const std::vector<driver::Method>& forbidden);

    /// The first rung from `first` on that is not forbidden; rungs.size() where there is none.
    std::size_t next_rung(std::size_t first) const;

    std::shared_ptr<const Policy> policy;
    std::vector<const Watch*> watched;  ///< the triggers, then the symptoms of the gates, in the order of the file
    /// Those of the file, then, where none of them speaks of the link, one that it is down.
    std::vector<CompiledGate> gates;
    std::array<std::uint16_t, std::variant_size_v<wifi::Payload>> about{};
    std::uint16_t failures_asked = 0;  ///< bit_of() each way of failing that some condition counts
    bool outages_watched = false;
    bool stalls_watched = false;
    std::size_t first_rung = 0;  ///< next_rung(0)

private:
    std::uint16_t forbidden_ = 0;  // bits: 1 << driver::Method
};

}  // namespace wlanmedic::policy
