// SPDX-License-Identifier: MIT
#include "evidence/journal_sniff.h"

#include "evidence/journal_clock.h"
#include "evidence/journal_reader.h"

namespace wlanmedic::evidence {
namespace {

// An entry at the beginning may hold a memory dump; beyond this nobody looks for its end.
constexpr std::uint64_t farthest = 1ULL << 30;

template <class OnEntry>
void read_part(const Input& input, std::uint64_t from, std::uint64_t to, OnEntry&& on_entry) {
    LineReader lines(input, nullptr, from);
    JournalReader journal(false);
    const auto hand_over = [&] {
        while (const auto entry = journal.next()) on_entry(*entry);
    };
    bool ended = true;
    while (lines.position() < to || (journal.within_entry() && lines.position() < farthest)) {
        const auto line = lines.next();
        if (!line) break;
        journal.take(*line, lines);
        hand_over();
        ended = lines.position() >= input.size();
    }
    if (!ended) return;  // what is left over is no cut entry
    journal.finish();
    hand_over();
}

}  // namespace

SniffedJournal sniff_journal(const Input& input, std::uint64_t head, std::uint64_t tail) {
    SniffedJournal found;
    {
        JournalClock clock;
        read_part(input, 0, head, [&](const JournalEntry& entry) {
            if (!entry.realtime) return;
            ++found.formats[entry.format];
            found.spans_lines = found.spans_lines || JournalReader::spans_lines(entry.format);
            if (!found.first) found.first = clock.stamp(entry);
        });
    }
    JournalClock clock;
    const std::uint64_t from = input.size() > tail ? input.size() - tail : 0;
    read_part(input, from, input.size(), [&](const JournalEntry& entry) {
        if (!entry.realtime || entry.broken) return;
        found.spans_lines = found.spans_lines || JournalReader::spans_lines(entry.format);
        found.last = clock.stamp(entry);
        if (!found.first) {
            found.first = found.last;
            found.formats[entry.format] = 1;
        }
    });
    return found;
}

}  // namespace wlanmedic::evidence
