// SPDX-License-Identifier: MIT
// Records become events, as they arrive: of a run file that is read, and of a recording that is being made. The
// same records give the same events.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "driver/catalog.h"
#include "evidence/counter_values.h"
#include "evidence/event_source.h"
#include "evidence/nl80211_duplicates.h"
#include "evidence/nl80211_event.h"
#include "evidence/online_merge.h"
#include "evidence/process_message.h"
#include "evidence/trace_event.h"
#include "runfile/reader.h"

namespace wlanmedic::evidence {

class RunDecoder {
public:
    /// Receipts get `source` as theirs, and the number of the frame as their line. `drivers` must outlive it.
    RunDecoder(std::uint32_t source, const driver::Catalog& drivers);

    /// An event stands at the instant of its record: its source knew when it happened. All that the instant makes
    /// due goes out before the record itself is looked at: whether on_time() was called in between makes no
    /// difference, as long as nothing that is stamped more than 2.5 s before that time is taken afterwards.
    void take(const runfile::ReadRecord& record);
    /// The run's clock has come to `now`, and nothing arrived.
    void on_time(wifi::Instant now);
    /// When on_time() will let the next event out; nothing where none waits, or what was measured alone
    /// (wifi::is_measurement): that has time until the next record, and is not worth waking up for.
    std::optional<wifi::Instant> next_deadline() const;

    /// The part of the run after this one begins behind record `last`: those that are missing at the end of this
    /// one are told as a Gap. After its last record.
    void ends_before(std::uint64_t last);

    /// The next event that is due; the same happening told by several sources once, with all its receipts.
    std::optional<wifi::Event> next();
    /// No more records come: what waits comes out, one by one.
    std::optional<wifi::Event> drain();

    /// `lines` are the records that were taken.
    const Tally& tally() const { return tally_; }
    /// How nl80211's number is known, and what passed before it was.
    const Nl80211Family& family() const { return netlink_.family(); }

private:
    // Who tells, to the merge. Each process that writes to the journal tells by itself.
    enum class Teller : std::uint8_t { netlink, kernel, trace, supplicant, manager, iwd, others, recorder };
    static constexpr std::size_t tellers = 8;

    void let_out();
    void note_sequence(std::uint64_t sequence, std::optional<wifi::Instant> known_until);
    void take_text(const runfile::Text& text);
    void take_kernel(const runfile::Text& text);
    void take_trace(const runfile::Text& text);
    void take_journal(const runfile::Text& text);
    void take_counters(const runfile::Text& text);
    void take_gap(const runfile::Text& text);
    void told(Teller teller, Decoded&& decoded, std::string_view text);

    std::uint32_t source_;
    const driver::Catalog* drivers_;
    OnlineMerge merge_;
    std::deque<wifi::Event> ready_;

    Nl80211Decoder netlink_;
    Nl80211Duplicates duplicates_;
    TraceDecoder trace_;
    ProcessMessages processes_;
    CounterValues counters_;
    std::optional<std::uint64_t> sequence_;  // of the last record
    std::optional<wifi::Instant> now_;       // the newest record
    std::optional<wifi::Instant> urgent_;    // the newest record when the last event came that is no measurement
    bool netlink_seen_ = false;

    // Of the record that is being taken.
    wifi::Instant instant_;
    std::uint64_t frame_ = 0;
    bool own_clock_ =
        false;  // stamped by a run's clock, which does not go back; captures of others have the wall's
    bool made_event_ = false;
    bool was_unrecognized_ = false;
    bool was_malformed_ = false;
    Tally tally_;
};

}  // namespace wlanmedic::evidence
