// SPDX-License-Identifier: MIT
// A recording: the sources, the part that is being written, and the events decoded from what was written.
//
// What one wake-up brings is written at its end, in one piece, before the loop sleeps again: a killed process
// loses what the kernel had not handed over, and of what it had, no more than one wake-up's. A pulled plug also
// loses what the kernel holds for the disk (by default up to 30 s). Asking for it at once would write a whole page
// of flash for each event, a night long. So the disk is asked (fdatasync) where it is worth it: with the counters,
// and when a link was lost or came back; never twice within Recorder::between_syncs.
#pragma once

#include <cstdint>
#include <expected>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "capture/devices.h"
#include "capture/manifest.h"
#include "capture/source.h"
#include "driver/catalog.h"
#include "evidence/run_decoder.h"
#include "runfile/parts.h"

namespace wlanmedic::capture {

struct RecorderOptions {
    runfile::PartsOptions parts;  ///< where to, when a part ends, what is kept
    std::string interface;        ///< empty: all stations
    wifi::Duration counters_every = std::chrono::seconds{60};
    wifi::Duration counters_while_down = std::chrono::seconds{1};
    bool probe_gateway = false;
    std::string load_host;  ///< "host" or "host:port"; empty: no load
    std::uint64_t load_bytes_per_second = 0;
    std::vector<std::string> command_line;  ///< for the manifest
    std::string version;
};

struct RecorderState {
    std::uint64_t bytes = 0;  ///< written, of all parts
    std::uint64_t records = 0;
    std::uint64_t gaps = 0;
    std::uint64_t lost = 0;            ///< as far as gaps tell how many
    std::uint32_t parts = 0;           ///< begun
    std::string part;                  ///< path of the part that is being written
    std::vector<std::string> missing;  ///< sources that are not there, and why: one line each
    std::vector<std::string> trouble;  ///< what could not be done beside recording (to pack a part, …)
};

/// What a recording is made of. Tests put others in the place of these.
struct Makings {
    /// `devices` outlives the sources.
    using Sources = std::function<std::vector<std::unique_ptr<Source>>(const RecorderOptions& options,
                                                                       Devices& devices, const driver::Catalog&)>;
    /// May take seconds. Called in another thread, but for the first part.
    using AskMachine = std::function<ChildTold()>;
    using MakeManifest = std::function<Manifest(const RunFacts& run, const ChildTold& machine)>;
    using ReadClock = std::function<ClockReading()>;

    Sources sources;
    AskMachine ask_machine;
    MakeManifest manifest;
    ReadClock read_clock = ClockReading::now;  ///< at the beginning of each part

    /// This machine's.
    static Makings real();
};

struct NotStarted : wifi::Error {
    enum class Why : std::uint8_t {
        wrong_name,        ///< no name that a run file can have
        cannot_write,      ///< it cannot be made, or there is no room for the beginning
        nothing_to_record  ///< none of the sources that tell of the link (nl80211, trace, kernel, journal) is
                           ///< there
    };
    Why why;
};

class Recorder {
public:
    /// Error: no part is left that has not even its manifest.
    static std::expected<std::unique_ptr<Recorder>, NotStarted> start(Loop& loop, const RecorderOptions& options,
                                                                      const driver::Catalog& drivers,
                                                                      const Makings& makings = Makings::real());
    ~Recorder();

    /// Events as they become due; called from within the loop.
    void on_event(std::function<void(const wifi::Event&)> then);
    /// The recording cannot go on (the disk is full): the file is whole, the loop was not stopped.
    void on_failure(std::function<void(const wifi::Error&)> then);
    /// At the end of each wake-up, after its events.
    void on_wake(std::function<void()> then);

    /// Also done by itself, where options.parts say so. The machine is asked first, for the manifest, which may
    /// take seconds: what happens meanwhile is of the old part. Where the next one cannot be begun, the old one
    /// goes on, and `missing` says why. Error: nothing can be written any more.
    wifi::Result<void> rotate();
    /// Reads what is there, writes the end, closes. What waited for others comes out through on_event.
    void finish(const std::string& because);

    const RecorderState& state() const;
    const Devices& devices() const;
    wifi::Instant now() const;  ///< on the clock that events are stamped with

    static constexpr wifi::Duration between_syncs = std::chrono::seconds{10};
    static constexpr std::size_t most_in_one_write = 512;  ///< records
    static constexpr std::size_t most_bytes_in_one_write = 256U << 10;

private:
    struct Works;
    explicit Recorder(std::unique_ptr<Works> works);
    std::unique_ptr<Works> works_;
};

}  // namespace wlanmedic::capture
