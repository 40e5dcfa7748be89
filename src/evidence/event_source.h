// SPDX-License-Identifier: MIT
// One evidence file as a stream of events, whatever the file is.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "evidence/clock.h"
#include "evidence/log_line.h"
#include "evidence/run_facts.h"
#include "wifi/event.h"

namespace wlanmedic::evidence {

struct RawEvent {
    Clock clock = Clock::none;
    wifi::Event event;  ///< `instant` on `clock`
};

/// What became of the lines (in captures: frames) of a file: each is in exactly one of these.
struct Tally {
    std::uint64_t lines = 0;
    std::uint64_t events = 0;        ///< lines that made an event
    std::uint64_t unrecognized = 0;  ///< lines that name a wireless interface, process or module and match nothing
    std::uint64_t malformed = 0;     ///< cut, too long, impossible time, half a message
    /// Events that a trace says it lost, at its beginning or within; records that a recording lacks, or says it
    /// lost. One where uncounted.
    std::uint64_t lost = 0;
    /// Left out: the same file tells them elsewhere too (pasted text, copies of a tap).
    std::uint64_t repeated = 0;
    std::map<LineFormat, std::uint64_t> formats;  ///< framed lines; those passed over by a prefilter are not in it
    std::map<Clock, std::uint64_t> clocks;
    std::optional<wifi::Instant> first;  ///< on the clock of most lines
    std::optional<wifi::Instant> last;
};

class EventSource {
public:
    virtual ~EventSource() = default;
    virtual std::optional<RawEvent> next() = 0;
    /// Complete after next() has given nothing.
    virtual const Tally& tally() const = 0;
    /// What a reader of the report must know of it, a sentence each; complete then, too.
    virtual std::vector<std::string> remarks() const { return {}; }
    /// What a recording says of itself; null for all other evidence. Complete then, too.
    virtual const RunFacts* run() const { return nullptr; }
};

}  // namespace wlanmedic::evidence
