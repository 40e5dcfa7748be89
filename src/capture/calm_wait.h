// SPDX-License-Identifier: MIT
// Waiting for a descriptor whose news come in bursts, and carry their own stamps: the first wakes at once, those
// of a burst are read together.
#pragma once

#include <functional>

#include "capture/loop.h"

namespace wlanmedic::capture {

class CalmWait {
public:
    /// `read`: reads what is there; whether anything was. Lone news cost one wake-up. News within `calm` of the
    /// wake-up before begin a burst: the descriptor is not waited for, but read every `calm`, and as much as half
    /// of it later, until nothing was there. A descriptor that wakes again and again with nothing to read is
    /// looked at more and more seldom, down to every `longest_pause`, until something is there once more.
    CalmWait(Loop& loop, int descriptor, wifi::Duration calm, std::function<bool()> read);
    CalmWait(const CalmWait&) = delete;
    CalmWait& operator=(const CalmWait&) = delete;

    /// With the half that comes to it, news are read before evidence::RunDecoder takes them for late (2.5 s).
    static constexpr wifi::Duration longest_pause = std::chrono::milliseconds{1600};

private:
    void on_news();
    void go_on_calmly();

    Loop* loop_;
    wifi::Duration calm_;
    std::function<bool()> read_;
    wifi::Duration last_news_;  // CLOCK_BOOTTIME
    int futile_ = 0;            // wake-ups in a row that had nothing
    Wait news_;
    Wait timer_;
};

}  // namespace wlanmedic::capture
