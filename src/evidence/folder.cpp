// SPDX-License-Identifier: MIT
#include "evidence/folder.h"

#include <algorithm>
#include <bitset>
#include <map>
#include <memory>
#include <span>
#include <utility>

#include "evidence/open_files.h"
#include "evidence/same_happening.h"
#include "evidence/strand.h"

namespace wlanmedic::evidence {
namespace {

// Small files are read through once before they are merged: which clocks they have shows only then.
constexpr std::uint64_t always_read_twice = 16U << 20;

// What reading a file showed.
struct Reading {
    std::size_t strands_from = 0;  // of Parts::strands
    std::size_t strands_to = 0;
    std::shared_ptr<EventSource> whole;  // reads to the end of the file

    std::span<const Strand> strands(const std::vector<Strand>& all) const {
        return std::span(all).subspan(strands_from, strands_to - strands_from);
    }
};

// A stream that is to be read: some runs of one clock of a file.
struct Plan {
    std::size_t file = 0;
    std::optional<Clock> clock;  // nothing: all of an unsurveyed file
    std::bitset<RunCounter::most_runs> runs;
    const Strand* strand = nullptr;  // where its time is brought elsewhere
};

std::size_t last_of(const std::bitset<RunCounter::most_runs>& runs) {
    std::size_t last = 0;
    for (std::size_t run = 0; run < runs.size(); ++run)
        if (runs.test(run)) last = run;
    return last;
}

std::string format_of(const std::map<LineFormat, std::uint64_t>& formats, LineFormat fallback) {
    std::uint64_t all = 0;
    for (const auto& [format, lines] : formats)
        if (format != LineFormat::journal_mark) all += lines;
    std::vector<std::pair<std::uint64_t, LineFormat>> shares;
    for (const auto& [format, lines] : formats)
        if (format != LineFormat::journal_mark && lines * 20 >= all) shares.emplace_back(lines, format);
    if (shares.empty()) return std::string(name_of(fallback));
    std::ranges::stable_sort(shares, std::ranges::greater{}, [](const auto& share) { return share.first; });
    std::string text;
    for (const auto& [lines, format] : shares) {
        if (!text.empty()) text += '+';
        text += name_of(format);
    }
    return text;
}

}  // namespace

bool EvidenceFile::stands_alone() const {
    return std::ranges::any_of(
        alignments, [&](const Alignment& alignment) { return alignment.clock == clock && !alignment.aligned(); });
}

struct Folder::Parts {
    Parts(const FolderPaths& paths, const driver::Catalog& drivers, const FolderOptions& options,
          std::vector<SkippedFile>& skipped)
        : opened(paths, drivers, options, skipped), readings(opened.open().size()) {}

    OpenFiles opened;
    std::vector<Reading> readings;  // of the open files

    std::vector<Strand> strands;               // of all files, in order
    std::vector<std::vector<Plan>> timelines;  // in the order in which they are merged
    std::size_t at_timeline = 0;
    std::unique_ptr<Merge> merge;
    std::uint64_t sequence = 0;
    bool gap_due = false;
    std::optional<wifi::Instant> until;  // how far the time line that was merged last reaches
    std::optional<wifi::Event> held;     // the event that a gap was put before

    void survey();
    void align();
    void plan(bool lone);
    Stream stream_of(const Plan& plan);
    std::optional<wifi::Instant> on_first_time_line(std::size_t file, wifi::Instant own, bool last) const;
    void start_timeline();
    std::optional<wifi::Instant> end_of_timeline() const;
    void finish();
};

// What each file has on each clock, found by reading it once.
void Folder::Parts::survey() {
    const std::vector<OpenFile>& open = opened.open();
    bool differ = false;
    for (const OpenFile& file : open) differ = differ || file.sniffed.clock != open.front().sniffed.clock;
    // Wall time without a zone may be another zone's.
    const bool zones = open.size() > 1 && open.front().sniffed.clock == Clock::local;
    for (std::size_t i = 0; i < open.size(); ++i) {
        readings[i].strands_from = strands.size();
        if (differ || zones || open[i].input->size() <= always_read_twice) {
            std::map<Clock, RunCollector> clocks;
            const auto events = opened.reader(i);
            while (const auto raw = events->next())
                clocks[raw->clock].add(raw->event, raw->clock == Clock::none ? 0 : landmark(raw->event));
            for (auto& [clock, collector] : clocks) {
                std::size_t run = 0;
                for (ClockRun& told : collector.take())
                    strands.push_back({.file = i,
                                       .family = opened.family_of(i),
                                       .clock = clock,
                                       .run = run++,
                                       .told = std::move(told)});
            }
        }
        readings[i].strands_to = strands.size();
    }
}

void Folder::Parts::align() {
    const bool lone = std::ranges::all_of(strands, [&](const Strand& strand) {
        return strand.file == strands.front().file && strand.clock == strands.front().clock;
    });
    if (!lone) place_strands(strands);
    const auto same_clock = [](const Strand& one, const Strand& other) {
        return one.file == other.file && one.clock == other.clock;
    };
    for (auto begin = strands.begin(); begin != strands.end();) {
        const auto end =
            std::find_if(begin, strands.end(), [&](const Strand& of) { return !same_clock(*begin, of); });
        opened.files()[begin->file].alignments.push_back(summary_of(std::span<const Strand>(begin, end), lone));
        begin = end;
    }
    plan(lone);
    // From here on their places are enough.
    for (Strand& strand : strands) strand.told.landmarks = {};
}

// The first time line has all that could be brought together; what could not stands behind it, each clock of each
// file by itself. A lone clock is one stream, however often it goes back.
void Folder::Parts::plan(bool lone) {
    timelines.emplace_back();
    for (std::size_t i = 0; i < readings.size(); ++i)
        if (readings[i].strands(strands).empty()) timelines.front().push_back({.file = i, .runs = {}});
    if (lone && !strands.empty())
        timelines.front().push_back(
            {.file = strands.front().file, .clock = strands.front().clock, .runs = ~decltype(Plan::runs){}});
    if (lone) return;
    for (const Strand& strand : strands) {
        if (strand.on_first_time_line()) {
            timelines.front().push_back(
                {.file = strand.file, .clock = strand.clock, .runs = {}, .strand = &strand});
            timelines.front().back().runs.set(strand.run);
            continue;
        }
        Plan* with = timelines.size() > 1 ? &timelines.back().front() : nullptr;
        if (with == nullptr || with->file != strand.file || with->clock != strand.clock) {
            timelines.push_back({{.file = strand.file, .clock = strand.clock, .runs = {}}});
            with = &timelines.back().front();
        }
        with->runs.set(strand.run);
    }
}

Stream Folder::Parts::stream_of(const Plan& plan) {
    Reading& file = readings[plan.file];
    std::shared_ptr<EventSource> events = opened.reader(plan.file);
    if (!plan.clock) {
        file.whole = events;
        return {.next = [events] { return events->next(); }};
    }
    std::size_t last_run = 0;
    for (const Strand& strand : file.strands(strands))
        if (strand.clock == *plan.clock) last_run = strand.run;
    const std::size_t last = last_of(plan.runs);
    if (last >= last_run) file.whole = events;
    return {.next = [events, plan, last, counter = RunCounter()]() mutable -> std::optional<RawEvent> {
        while (auto raw = events->next()) {
            if (raw->clock != *plan.clock) continue;
            const std::size_t run = counter.run_of(raw->event);
            if (run > last) return std::nullopt;
            if (!plan.runs.test(run)) continue;
            if (plan.strand != nullptr) raw->event.instant = plan.strand->on_time_line(raw->event.instant);
            return raw;
        }
        return std::nullopt;
    }};
}

void Folder::Parts::start_timeline() {
    std::vector<Stream> streams;
    for (const Plan& plan : timelines[at_timeline]) streams.push_back(stream_of(plan));
    merge = std::make_unique<Merge>(std::move(streams));
}

// A time of the file's main clock, of its first run or its last, brought onto the first time line; nothing where
// that run is not on it.
std::optional<wifi::Instant> Folder::Parts::on_first_time_line(std::size_t file, wifi::Instant own,
                                                               bool last) const {
    const Strand* of = nullptr;
    for (const Strand& strand : readings[file].strands(strands))
        if (strand.clock == opened.open()[file].sniffed.clock && (last || of == nullptr)) of = &strand;
    if (of == nullptr || timelines.size() == 1) return of == nullptr ? own : of->on_time_line(own);
    if (!of->on_first_time_line()) return std::nullopt;
    return of->on_time_line(own);
}

std::optional<wifi::Instant> Folder::Parts::end_of_timeline() const {
    std::optional<wifi::Instant> end;
    for (const Plan& plan : timelines[at_timeline]) {
        const auto& whole = readings[plan.file].whole;
        if (!whole || !whole->tally().last) continue;
        if (plan.clock && *plan.clock != opened.open()[plan.file].sniffed.clock) continue;
        const wifi::Instant own = *whole->tally().last;
        const auto last = at_timeline == 0 ? on_first_time_line(plan.file, own, true) : own;
        if (last && (!end || *last > *end)) end = *last;
    }
    return end;
}

void Folder::Parts::finish() {
    for (std::size_t i = 0; i < readings.size(); ++i) {
        const Reading& file = readings[i];
        const Sniffed& sniffed = opened.open()[i].sniffed;
        EvidenceFile& summary = opened.files()[i];
        if (!file.whole) continue;
        summary.tally = file.whole->tally();
        summary.remarks = file.whole->remarks();
        if (const RunFacts* facts = file.whole->run()) summary.run = *facts;
        summary.format = format_of(summary.tally.formats, sniffed.format);
        if (!summary.tally.first || !summary.tally.last) continue;
        summary.first = on_first_time_line(i, *summary.tally.first, false);
        summary.last = on_first_time_line(i, *summary.tally.last, true);
        const bool stands_alone = !summary.first && !summary.last;
        // Stretches in another order than that of time.
        for (const Strand& strand : file.strands(strands)) {
            if (timelines.size() == 1 && !strand.fit) continue;
            if (strand.clock != sniffed.clock || !strand.on_first_time_line()) continue;
            const wifi::Instant first = strand.on_time_line(strand.told.first);
            const wifi::Instant last = strand.on_time_line(strand.told.last);
            summary.first = std::min(summary.first.value_or(first), first);
            summary.last = std::max(summary.last.value_or(last), last);
        }
        if (!summary.first && !summary.last && stands_alone) {
            summary.first = summary.tally.first;
            summary.last = summary.tally.last;
        }
    }
}

Folder::Folder(const FolderPaths& paths, const driver::Catalog& drivers, const FolderOptions& options,
               std::vector<SkippedFile>& skipped)
    : parts_(std::make_unique<Parts>(paths, drivers, options, skipped)) {
    if (parts_->readings.empty()) return;
    parts_->survey();
    parts_->align();
    parts_->start_timeline();
}

Folder::~Folder() = default;
Folder::Folder(Folder&&) noexcept = default;
Folder& Folder::operator=(Folder&&) noexcept = default;

std::optional<wifi::Event> Folder::next() {
    Parts& parts = *parts_;
    if (parts.held) {
        std::optional<wifi::Event> event = std::exchange(parts.held, std::nullopt);
        event->sequence = ++parts.sequence;
        return event;
    }
    while (parts.merge) {
        if (auto event = parts.merge->next()) {
            if (parts.gap_due) {
                // The event comes after the gap that it is the first of.
                parts.gap_due = false;
                wifi::Event gap;
                gap.instant = event->instant;
                gap.timed = event->timed;
                gap.sequence = ++parts.sequence;
                gap.payload =
                    wifi::Gap{.because = "a time line of its own begins here: its clock could not be aligned",
                              .until = parts.until};
                parts.held = std::move(event);
                return gap;
            }
            event->sequence = ++parts.sequence;
            return event;
        }
        parts.until = parts.end_of_timeline();
        parts.merge.reset();
        if (++parts.at_timeline < parts.timelines.size()) {
            parts.start_timeline();
            parts.gap_due = true;
        } else {
            parts.finish();
        }
    }
    return std::nullopt;
}

std::optional<wifi::Instant> Folder::since() const {
    std::optional<wifi::Instant> since;
    for (std::size_t i = 0; i < parts_->readings.size(); ++i) {
        const Sniffed& sniffed = parts_->opened.open()[i].sniffed;
        const Clock clock = sniffed.clock;
        const bool timed = sniffed.first && sniffed.first->clock == clock && clock != Clock::none;
        if (!timed || clock == Clock::relative) continue;
        const auto first = parts_->on_first_time_line(i, sniffed.first->instant, false);
        if (first && (!since || *first < *since)) since = first;
    }
    return since;
}
std::optional<wifi::Instant> Folder::until() const { return parts_->until; }
const std::vector<EvidenceFile>& Folder::files() const { return parts_->opened.files(); }
const std::vector<Counts>& Folder::counts() const { return parts_->opened.counts(); }

}  // namespace wlanmedic::evidence
