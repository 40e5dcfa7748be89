// SPDX-License-Identifier: MIT
// A clock of a file cut where it goes back: each run is one boot, excerpt or setting of the clock, and rises.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "evidence/clock_alignment.h"
#include "evidence/join_buffer.h"
#include "wifi/event.h"

namespace wlanmedic::evidence {

/// Numbers the runs, from 0. What goes back more often stays in the last.
class RunCounter {
public:
    std::size_t run_of(const wifi::Event& event) {
        if (order_.place(event).gap_before && run_ + 1 < most_runs) ++run_;
        return run_;
    }
    static constexpr std::size_t most_runs = 16;

private:
    SourceOrder order_;
    std::size_t run_ = 0;
};

/// What one run has that a clock can be set by.
struct ClockRun {
    std::vector<Landmark> landmarks;     ///< rising, at most ClockAlignment::most_landmarks
    std::vector<wifi::Instant> resumed;  ///< the machine was suspended until then; rising, at most most_resumed
    wifi::Instant first;                 ///< event
    wifi::Instant last;                  ///< event
    wifi::Duration resolution{0};        ///< the coarsest
    std::uint64_t events = 0;

    static constexpr std::size_t most_resumed = 1000;
};

/// Gathers the runs of one clock of one file. Of too many landmarks some are left out, and another file that tells
/// the same leaves out the same: which ones follows from what comes after them and how soon, not from the clock.
class RunCollector {
public:
    /// `what` is landmark() of the event.
    void add(const wifi::Event& event, std::uint64_t what);
    std::vector<ClockRun> take();

private:
    struct Candidate {
        Landmark landmark;
        std::uint64_t rank = 0;
    };
    void thin();
    void close();

    RunCounter counter_;
    std::size_t run_ = 0;
    std::vector<ClockRun> runs_;
    std::vector<Candidate> candidates_;  // of the last run
    std::uint64_t limit_ = UINT64_MAX;   // ranks above it are left out
};

}  // namespace wlanmedic::evidence
