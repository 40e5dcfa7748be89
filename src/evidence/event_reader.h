// SPDX-License-Identifier: MIT
// One evidence file as a stream of events, each on the clock of its own line.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "driver/catalog.h"
#include "evidence/decoded.h"
#include "evidence/format.h"
#include "evidence/line_reader.h"
#include "evidence/summer_time.h"
#include "wifi/event.h"

namespace wlanmedic::evidence {

struct RawEvent {
    Clock clock = Clock::none;
    wifi::Event event;  ///< one receipt; `instant` on `clock`
};

/// What became of the lines of a file: each is in exactly one of these.
struct Tally {
    std::uint64_t lines = 0;
    std::uint64_t events = 0;        ///< lines that made an event
    std::uint64_t unrecognized = 0;  ///< lines that name a wireless interface, process or module and match nothing
    std::uint64_t malformed = 0;     ///< cut, too long, impossible time, half a message
    std::map<LineFormat, std::uint64_t> formats;  ///< framed lines; those passed over by a prefilter are not in it
    std::map<Clock, std::uint64_t> clocks;
    std::optional<wifi::Instant> first;  ///< on the clock of most lines
    std::optional<wifi::Instant> last;
};

class EventReader {
public:
    /// Receipts get `source` as theirs. `prefilter` may be null; it is not used where every line counts. All
    /// references must outlive the reader.
    EventReader(const Input& input, const Sniffed& sniffed, std::uint32_t source, const driver::Catalog& drivers,
                const Prefilter* prefilter);

    std::optional<RawEvent> next();

    /// Complete after next() has given nothing.
    const Tally& tally() const { return tally_; }

    /// All literals that a line of weight contains one of.
    static std::vector<std::string> literals(const driver::Catalog& drivers);

private:
    std::optional<RawEvent> read(const Line& line);
    std::optional<RawEvent> make(const Line& line, const Stamp& stamp, Decoded decoded);
    void note_time(const Stamp& stamp);

    std::uint32_t source_;
    const driver::Catalog* drivers_;
    bool relative_times_;
    bool ends_known_;  // from the sniffer; else from the lines
    Clock main_clock_;
    LineReader lines_;
    LineContext context_;
    wifi::Instant relative_now_;  // iw -r: the sum of all differences
    std::map<Clock, wifi::Instant>
        newest_;  // of each clock, the last event: for marks of the journal, which have no time
    std::optional<wifi::Duration> boot_to_wall_;  // where lines carry both
    SummerTime summer_time_;
    Tally tally_;
};

}  // namespace wlanmedic::evidence
