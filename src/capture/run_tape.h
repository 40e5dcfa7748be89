// SPDX-License-Identifier: MIT
// The tape of a recording: numbers and stamps what sources put on it, and writes it in whole wake-ups.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "capture/recorder.h"
#include "capture/source.h"
#include "runfile/parts.h"
#include "runfile/reader.h"

namespace wlanmedic::capture {

class RunTape : public Tape {
public:
    /// `state` is kept up to date. `written`: each record once it is in the file, with the number of its frame
    /// there, and on run_clock(): in the file each part has a clock of its own.
    RunTape(runfile::Parts parts, const ClockReading& at_begin, RecorderState& state,
            std::function<void(runfile::ReadRecord&&)> written);

    void put(runfile::NetlinkFrame frame) override;
    void put(runfile::Text text) override;
    void put(runfile::Text text, wifi::Instant instant) override;
    const RunClock& clock() const override { return clock_; }
    /// The first part's: one for the whole run, whoever sets the wall clock meanwhile.
    const RunClock& run_clock() const { return run_clock_; }

    /// Writes what waits. Where there is no room for all, as much as there is room for, from the first on.
    void flush();
    /// Writes what waits, begins the next part, closes the one before with `end`: frames count from 1, the clock
    /// is taken anew. Error: there is no next part; the one before is written on, without `end`.
    wifi::Result<void> rotate(const ClockReading& at_begin, runfile::Text end);
    /// The last record; tried also where others had no room, for it is small.
    void end(runfile::Text text);
    /// Behind the last record: waits for parts that are being packed, and tells what trouble they had.
    void finish();
    wifi::Result<void> sync() { return parts_.current().sync(); }
    bool is_due() const { return !failure_ && parts_.is_due(clock_.now()); }

    std::uint64_t sequence() const { return sequence_; }  ///< the last number given
    /// Counters were written since the last call.
    bool took_counters() { return std::exchange(took_counters_, false); }
    /// Why nothing is written any more.
    const std::optional<wifi::Error>& failure() const { return failure_; }

private:
    void add(std::variant<runfile::NetlinkFrame, runfile::Text> what, wifi::Instant instant, std::size_t bytes);
    bool note(const runfile::Text& text);
    bool write_alone(runfile::Record& record);
    void write_end(runfile::Writer& to, runfile::Text text);
    void hand_on(std::span<runfile::Record> records);
    void stamp_part();
    void tell_size();

    runfile::Parts parts_;
    RunClock clock_;
    RunClock run_clock_;
    RecorderState* state_;
    std::function<void(runfile::ReadRecord&&)> written_;
    std::vector<runfile::Record> waiting_;
    std::size_t waiting_bytes_ = 0;
    std::uint64_t sequence_ = 0;
    std::uint64_t frames_ = 0;  // of this part
    bool took_counters_ = false;
    std::optional<wifi::Error> failure_;
};

}  // namespace wlanmedic::capture
