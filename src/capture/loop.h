// SPDX-License-Identifier: MIT
// The one loop that all sources of a recording wait in: sd-event with owners.
#pragma once

#include <systemd/sd-event.h>

#include <cstdint>
#include <exception>
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
    /// The same loop. What callbacks throw that were given to this one goes to `on_throw`, and run() goes on; it
    /// may destroy what they belong to.
    Loop guarded(std::function<void(std::exception_ptr)> on_throw) const;
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

    /// Until stop() is called; its value. Throws on what a callback threw that nobody guards.
    int run();
    void stop(int value);
    sd_event* get() const;

private:
    friend class Wait;
    struct State;
    Wait after_on(int clock, wifi::Duration in, wifi::Duration late, std::function<void()> then);
    using OnThrow = std::function<void(std::exception_ptr)>;
    explicit Loop(std::shared_ptr<State> state);
    Wait made(std::function<void(std::uint32_t)> then) const;
    std::shared_ptr<State> state_;
    std::shared_ptr<const OnThrow> on_throw_;
};

}  // namespace wlanmedic::capture
