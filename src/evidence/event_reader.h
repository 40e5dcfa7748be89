// SPDX-License-Identifier: MIT
// One evidence file as a stream of events, each on the clock of its own line.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>

#include "driver/catalog.h"
#include "evidence/decoded.h"
#include "evidence/event_source.h"
#include "evidence/format.h"
#include "evidence/journal_clock.h"
#include "evidence/journal_reader.h"
#include "evidence/line_reader.h"
#include "evidence/pasted.h"
#include "evidence/process_message.h"
#include "evidence/summer_time.h"
#include "evidence/trace_event.h"
#include "wifi/event.h"

namespace wlanmedic::evidence {

class EventReader : public EventSource {
public:
    /// Receipts get `source` as theirs. `prefilter` may be null; it is not used where every line counts. `pasted`:
    /// the cleaned text of `input`, which is read instead; null where there is none. All references must outlive
    /// the reader.
    EventReader(const Input& input, const Sniffed& sniffed, std::uint32_t source, const driver::Catalog& drivers,
                const Prefilter* prefilter, const Pasted* pasted = nullptr);

    std::optional<RawEvent> next() override;

    /// Nobody else tells what a trace lost: each loss within it is a Gap. Else losses are counted only, for a
    /// link whose loss or return is missing here is told by the others.
    void tells_alone() { alone_ = true; }

    /// Complete after next() has given nothing.
    const Tally& tally() const override { return tally_; }

    /// All literals that a line of weight contains one of.
    static std::vector<std::string> literals(const driver::Catalog& drivers);

private:
    std::optional<RawEvent> read(const Line& line);
    void read_entries();
    void read(const JournalEntry& entry);
    std::optional<RawEvent> read_trace_loss(const Line& line, std::string_view text);
    std::optional<RawEvent> make(const Line& line, const Stamp& stamp, Decoded decoded);
    void note_time(const Stamp& stamp);
    void sharpen(Stamp& stamp, const LogLine& line);
    std::uint64_t order_of(const Line& line) const;
    wifi::Receipt receipt(const Line& line) const;
    std::optional<RawEvent> gap_before(const RawEvent& event);

    const Input* input_;
    const Pasted* pasted_;
    std::uint64_t gaps_ = 0;                    // in the text so far
    std::map<Clock, std::uint64_t> gaps_told_;  // on each clock that had an event
    std::uint32_t source_;
    const driver::Catalog* drivers_;
    bool relative_times_;
    bool ends_known_;  // from the sniffer; else from the lines
    Clock main_clock_;
    LineReader lines_;
    JournalReader journal_;
    JournalClock journal_clock_;
    std::deque<RawEvent> ready_;  // what one entry of a journal told
    LineContext context_;
    ProcessMessages processes_;
    wifi::Instant relative_now_;  // iw -r: the sum of all differences
    std::map<Clock, wifi::Instant>
        newest_;  // of each clock, the last event: for marks of the journal, which have no time
    std::optional<wifi::Duration> boot_to_wall_;  // where lines carry both
    std::optional<wifi::Instant> exact_;          // of the last line with a better time than the whole second
    TraceDecoder trace_;
    bool alone_ = false;
    SummerTime summer_time_;
    Tally tally_;
};

}  // namespace wlanmedic::evidence
