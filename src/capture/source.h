// SPDX-License-Identifier: MIT
// A source of a recording: opened once, woken by the loop, puts what it reads on the tape.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "capture/loop.h"
#include "capture/run_clock.h"
#include "runfile/record.h"
#include "wifi/error.h"

namespace wlanmedic::capture {

/// Where sources put what they read. Numbers the records; knows the run's clock.
class Tape {
public:
    virtual ~Tape() = default;
    /// Stamped now.
    virtual void put(runfile::NetlinkFrame frame) = 0;
    virtual void put(runfile::Text text) = 0;
    /// Stamped by the source, where its own stamp is better than the time of arrival.
    virtual void put(runfile::Text text, wifi::Instant instant) = 0;
    virtual const RunClock& clock() const = 0;

    /// Something was lost in `source` ("nl80211", "trace", "kernel", "journal", …); `lost` where the number is
    /// known.
    void gap(std::string_view source, std::string because, std::optional<std::uint64_t> lost = {});
    /// `source` is not to be had: told once.
    void missing(std::string_view source, const wifi::Error& error);
};

/// What all sources are given.
struct Surroundings {
    Loop* loop = nullptr;
    Tape* tape = nullptr;
};

class Source {
public:
    virtual ~Source() = default;
    virtual std::string_view name() const = 0;

    /// Opens, and waits from now on. Error: cannot be had here; what is missing (a capability, a kernel option)
    /// and what to do stands in the hint. The recording goes on without it.
    virtual wifi::Result<void> start(const Surroundings& surroundings) = 0;
    /// Puts the present state on the tape: at the beginning of each part, and after a gap.
    virtual void tell_state() {}
    /// Reads what is there without waiting; called on each wake-up of any source, and before the end.
    virtual void drain() {}
    /// The recording ends: puts what is to be said last.
    virtual void finish() {}
};

}  // namespace wlanmedic::capture
