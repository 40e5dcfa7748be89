// SPDX-License-Identifier: MIT
// The one loop that all sources of a recording wait in: sd-event with owners.
#pragma once

#include <systemd/sd-event.h>

#include <cstdint>
#include <functional>
#include <memory>

#include "wifi/error.h"
#include "wifi/instant.h"

namespace wlanmedic::capture {

/// Something waited for. Gone when it is destroyed, also from within its own callback.
class Wait {
public:
    Wait() = default;
    explicit operator bool() const { return source_ != nullptr; }
    void pause();  ///< not waited for until resume()
    void resume();

private:
    friend class Loop;
    struct Source;
    struct Free {
        void operator()(Source* source) const;
    };
    std::unique_ptr<Source, Free> source_;
};

class Loop {
public:
    /// Error: the kernel gives no epoll.
    static wifi::Result<Loop> create();
    Loop(Loop&& other) noexcept;
    Loop& operator=(Loop&& other) noexcept;
    ~Loop();

    /// `events`: EPOLLIN and the like; `then` gets those that are there.
    Wait on_descriptor(int descriptor, std::uint32_t events, std::function<void(std::uint32_t)> then);
    /// Once, after `in` on CLOCK_BOOTTIME; as much as `late` later, where that saves a wake-up.
    Wait after(wifi::Duration in, wifi::Duration late, std::function<void()> then);
    /// The same on CLOCK_MONOTONIC: what the machine sleeps does not count.
    Wait after_awake(wifi::Duration in, wifi::Duration late, std::function<void()> then);
    /// The signal is blocked for the process, and arrives here.
    Wait on_signal(int number, std::function<void()> then);
    /// When everything that is ready has been looked at, before the loop sleeps again.
    void before_sleep(std::function<void()> then);  ///< one; the last that was given

    /// Until stop() is called; its value. Throws on what a callback threw.
    int run();
    void stop(int value);
    sd_event* get() const;

private:
    friend class Wait;
    struct State;
    Wait after_on(int clock, wifi::Duration in, wifi::Duration late, std::function<void()> then);
    explicit Loop(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

}  // namespace wlanmedic::capture
