// SPDX-License-Identifier: MIT
#include "lab/guest/loop.h"

#include <poll.h>

#include <algorithm>
#include <vector>

#include "lab/guest/guest_clock.h"

namespace wlanmedic::lab {
namespace {

constexpr wifi::Duration look_again = std::chrono::milliseconds{50};
constexpr wifi::Duration for_ever = std::chrono::hours{24 * 365};

}  // namespace

void Loop::watch(int descriptor, Call call) { watched_[descriptor] = std::move(call); }
void Loop::forget(int descriptor) { watched_.erase(descriptor); }

Loop::Timer Loop::at(wifi::Duration since_boot, Call call) {
    const Timer timer{since_boot, asked_++};
    timers_.emplace(timer, std::move(call));
    return timer;
}

Loop::Timer Loop::after(wifi::Duration wait, Call call) { return at(since_boot() + wait, std::move(call)); }

void Loop::cancel(const Timer& timer) { timers_.erase(timer); }

void Loop::run() {
    while (!stopped_) turn(for_ever);
}

void Loop::run_until(const std::function<bool()>& done, wifi::Duration at_most) {
    const wifi::Duration end = since_boot() + at_most;
    // What is waited for may be something that wakes nobody: a socket's file, a state in /proc.
    while (!done() && since_boot() < end) turn(std::min(end, since_boot() + look_again));
}

void Loop::fire_timers() {
    const wifi::Duration now = since_boot();
    while (!timers_.empty() && timers_.begin()->first.first <= now) {
        const Call call = std::move(timers_.begin()->second);
        timers_.erase(timers_.begin());
        call();
    }
}

void Loop::turn(wifi::Duration no_later_than) {
    if (!timers_.empty()) no_later_than = std::min(no_later_than, timers_.begin()->first.first);
    std::vector<pollfd> polled;
    polled.reserve(watched_.size());
    for (const auto& [descriptor, call] : watched_)
        polled.push_back({.fd = descriptor, .events = POLLIN, .revents = 0});
    const wifi::Duration wait = std::max(no_later_than - since_boot(), wifi::Duration::zero());
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(wait);
    const timespec timeout{.tv_sec = seconds.count(), .tv_nsec = (wait - seconds).count()};
    if (::ppoll(polled.data(), polled.size(), &timeout, nullptr) > 0) {
        for (const pollfd& one : polled) {
            // A call before it may have closed this descriptor.
            const auto found = one.revents != 0 ? watched_.find(one.fd) : watched_.end();
            if (found == watched_.end()) continue;
            const Call call = found->second;
            call();
        }
    }
    fire_timers();
}

}  // namespace wlanmedic::lab
