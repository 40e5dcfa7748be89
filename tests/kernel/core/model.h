// SPDX-License-Identifier: MIT
// Every state that the core of the connection-loss guard can come to by events of a small alphabet, in small steps
// of time: breadth first, the shortest way to each.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "policy/engine.h"

extern "C" {
#include "connloss_core.h"
}

namespace wlanmedic::policy {

/// One event, as the core is told it and as the engine is.
struct Letter {
    std::string name;
    connloss_event event{};
    /// `linked`: whether the link is up; `acting`: the name of the latest action's method.
    std::function<wifi::Payload(bool linked, const std::string& acting)> payload;
};

struct Move {
    std::size_t letter = 0;
    u64 at = 0;
};

struct Model {
    std::string name;
    Policy policy;
    std::vector<Letter> letters;
    std::vector<u64> steps;  ///< ns between events, besides those to the next deadline and 1 ns before it
    u64 horizon = 0;         ///< ns: at least the longest span that the policy knows, and twice its cool-down
};

struct Explored {
    std::size_t states = 0;
    std::size_t moves = 0;
    std::size_t depth = 0;  ///< of the longest shortest way
    bool complete = false;  ///< no further state is in reach
};

/// Calls `arrived` for each state that was not known, with the way there and the core after it. What no future can
/// depend on is no part of a state: what is longer ago than the horizon, numbers of ladders, counts beyond those
/// asked for. Ends after `most` states.
Explored explore(const Model& model, std::size_t most,
                 const std::function<void(const std::vector<Move>&, const connloss_core&)>& arrived);

/// The event of a move.
connloss_event event_of(const Model& model, const Move& move);

}  // namespace wlanmedic::policy
