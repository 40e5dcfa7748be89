// SPDX-License-Identifier: MIT
// Plays a scenario's steps, one after the other, each when its condition is met.
#pragma once

#include <deque>
#include <functional>
#include <optional>
#include <string_view>
#include <vector>

#include "lab/guest/journal.h"
#include "lab/guest/loop.h"
#include "lab/scenario/scenario.h"

namespace wlanmedic::lab {

class Player {
public:
    using Act = std::function<wifi::Result<void>(const Action& action)>;

    /// `act` may let time pass. `ended` is called once: after the last step and the rest, or on a failure.
    Player(Loop& loop, Journal& journal, const Scenario& scenario, Act act, std::function<void()> ended);

    void begin();
    void hear(std::string_view source, std::string_view line);

private:
    void next();
    void arm(const Step& step);
    void perform();
    void fail(const std::string& why);

    Loop& loop_;
    Journal& journal_;
    const Scenario& scenario_;
    Act act_;
    std::function<void()> ended_;
    std::vector<const Step*> steps_;
    std::size_t done_ = 0;
    const Happening* awaited_ = nullptr;
    std::deque<std::pair<std::string, std::string>> recent_;  // lines since the last step began
    std::optional<Loop::Timer> limit_;
};

}  // namespace wlanmedic::lab
