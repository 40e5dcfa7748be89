// SPDX-License-Identifier: MIT
// The guest's one thread: descriptors that became readable, and timers.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <utility>

#include "wifi/instant.h"

namespace wlanmedic::lab {

class Loop {
public:
    using Call = std::function<void()>;
    using Timer = std::pair<wifi::Duration, std::uint64_t>;

    /// `call` runs whenever the descriptor can be read or its other end is gone, until forget().
    void watch(int descriptor, Call call);
    void forget(int descriptor);

    /// Once, at this time since boot. Timers of one time run in the order in which they were asked for.
    Timer at(wifi::Duration since_boot, Call call);
    Timer after(wifi::Duration wait, Call call);
    void cancel(const Timer& timer);

    void run();
    void stop() { stopped_ = true; }
    /// Lets everything that is due happen for so long: for the rare place that must wait for something.
    void run_until(const std::function<bool()>& done, wifi::Duration at_most);

private:
    void turn(wifi::Duration no_later_than);
    void fire_timers();

    std::map<int, Call> watched_;
    std::map<Timer, Call> timers_;
    std::uint64_t asked_ = 0;
    bool stopped_ = false;
};

}  // namespace wlanmedic::lab
