// SPDX-License-Identifier: MIT
#include "evidence/folder.h"

#include <fmt/format.h>

#include <algorithm>
#include <bitset>
#include <map>
#include <memory>
#include <set>
#include <span>
#include <utility>

#include "evidence/capture_reader.h"
#include "evidence/own_journal.h"
#include "evidence/same_happening.h"
#include "evidence/strand.h"

namespace wlanmedic::evidence {
namespace {

// Small files are read through once before they are merged: which clocks they have shows only then.
constexpr std::uint64_t always_read_twice = 16U << 20;

struct OpenFile {
    std::unique_ptr<Input> input;
    std::optional<Pasted> pasted;
    Sniffed sniffed;
    bool capture = false;
    std::string run;               // of a run file; empty else
    std::uint32_t part = 0;        // of the run
    bool after_gap = false;        // earlier parts are there, the one before is not
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
    const driver::Catalog* drivers;
    std::unique_ptr<Prefilter> prefilter;
    std::vector<OpenFile> open;
    std::vector<EvidenceFile> files;  // the open ones first, in their order, then those of counts
    std::vector<Counts> counts;
    std::uint32_t first_source;
    std::uint64_t prefilter_from;

    std::vector<Strand> strands;               // of all files, in order
    std::vector<std::vector<Plan>> timelines;  // in the order in which they are merged
    std::size_t at_timeline = 0;
    std::unique_ptr<Merge> merge;
    std::uint64_t sequence = 0;
    bool gap_due = false;
    std::optional<wifi::Instant> until;  // how far the time line that was merged last reaches
    std::optional<wifi::Event> held;     // the event that a gap was put before

    const Prefilter* prefilter_for(const OpenFile& file) const {
        return file.input->size() >= prefilter_from && !file.pasted && !file.capture ? prefilter.get() : nullptr;
    }

    std::unique_ptr<EventSource> reader(std::size_t index) const {
        const OpenFile& file = open[index];
        const std::uint32_t source = first_source + static_cast<std::uint32_t>(index);
        if (file.capture) {
            auto events = std::make_unique<CaptureReader>(*file.input, source, *drivers);
            if (file.after_gap) events->begins_after_gap();
            return events;
        }
        auto events = std::make_unique<EventReader>(*file.input, file.sniffed, source, *drivers,
                                                    prefilter_for(file), file.pasted ? &*file.pasted : nullptr);
        if (open.size() == 1) events->tells_alone();
        return events;
    }

    void open_capture(Input&& input, std::vector<SkippedFile>& skipped);
    void find_missing_parts();
    std::size_t family_of(std::size_t index) const;
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
    bool differ = false;
    for (const OpenFile& file : open) differ = differ || file.sniffed.clock != open.front().sniffed.clock;
    // Wall time without a zone may be another zone's.
    const bool zones = open.size() > 1 && open.front().sniffed.clock == Clock::local;
    for (std::size_t i = 0; i < open.size(); ++i) {
        OpenFile& file = open[i];
        file.strands_from = strands.size();
        if (differ || zones || file.input->size() <= always_read_twice) {
            std::map<Clock, RunCollector> clocks;
            const auto events = reader(i);
            while (const auto raw = events->next())
                clocks[raw->clock].add(raw->event, raw->clock == Clock::none ? 0 : landmark(raw->event));
            for (auto& [clock, collector] : clocks) {
                std::size_t run = 0;
                for (ClockRun& told : collector.take())
                    strands.push_back({.file = i,
                                       .family = family_of(i),
                                       .clock = clock,
                                       .run = run++,
                                       .told = std::move(told)});
            }
        }
        file.strands_to = strands.size();
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
        files[begin->file].alignments.push_back(summary_of(std::span<const Strand>(begin, end), lone));
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
    for (std::size_t i = 0; i < open.size(); ++i)
        if (open[i].strands(strands).empty()) timelines.front().push_back({.file = i, .runs = {}});
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
    OpenFile& file = open[plan.file];
    std::shared_ptr<EventSource> events = reader(plan.file);
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
    for (const Strand& strand : open[file].strands(strands))
        if (strand.clock == open[file].sniffed.clock && (last || of == nullptr)) of = &strand;
    if (of == nullptr || timelines.size() == 1) return of == nullptr ? own : of->on_time_line(own);
    if (!of->on_first_time_line()) return std::nullopt;
    return of->on_time_line(own);
}

std::optional<wifi::Instant> Folder::Parts::end_of_timeline() const {
    std::optional<wifi::Instant> end;
    for (const Plan& plan : timelines[at_timeline]) {
        const OpenFile& file = open[plan.file];
        if (!file.whole || !file.whole->tally().last) continue;
        if (plan.clock && *plan.clock != file.sniffed.clock) continue;
        const wifi::Instant own = *file.whole->tally().last;
        const auto last = at_timeline == 0 ? on_first_time_line(plan.file, own, true) : own;
        if (last && (!end || *last > *end)) end = *last;
    }
    return end;
}

void Folder::Parts::finish() {
    for (std::size_t i = 0; i < open.size(); ++i) {
        const OpenFile& file = open[i];
        EvidenceFile& summary = files[i];
        if (!file.whole) continue;
        summary.tally = file.whole->tally();
        summary.remarks = file.whole->remarks();
        if (const RunFacts* facts = file.whole->run()) summary.run = *facts;
        summary.format = format_of(summary.tally.formats, file.sniffed.format);
        if (!summary.tally.first || !summary.tally.last) continue;
        summary.first = on_first_time_line(i, *summary.tally.first, false);
        summary.last = on_first_time_line(i, *summary.tally.last, true);
        const bool stands_alone = !summary.first && !summary.last;
        // Stretches in another order than that of time.
        for (const Strand& strand : file.strands(strands)) {
            if (timelines.size() == 1 && !strand.fit) continue;
            if (strand.clock != file.sniffed.clock || !strand.on_first_time_line()) continue;
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

void Folder::Parts::open_capture(Input&& input, std::vector<SkippedFile>& skipped) {
    OpenFile file;
    file.input = std::make_unique<Input>(std::move(input));
    auto found = sniff_capture(*file.input);
    if (!found) {
        skipped.push_back({.path = file.input->path(), .because = found.error().what, .named = false});
        return;
    }
    file.capture = true;
    file.sniffed = found->sniffed;
    file.run = found->facts.run;
    file.part = found->facts.part;
    EvidenceFile summary;
    summary.path = file.input->path();
    summary.remark = file.input->remark();
    summary.clock = file.sniffed.clock;
    open.push_back(std::move(file));
    files.push_back(std::move(summary));
}

// Parts of one run are one clock's.
std::size_t Folder::Parts::family_of(std::size_t index) const {
    if (open[index].run.empty()) return index;
    std::size_t first = index;
    for (std::size_t i = 0; i < index; ++i)
        if (open[i].run == open[index].run) first = std::min(first, i);
    return first;
}

// Of a run of which a part in between was not kept nothing is known there.
void Folder::Parts::find_missing_parts() {
    std::map<std::string, std::set<std::uint32_t>> parts;
    for (const OpenFile& file : open)
        if (!file.run.empty()) parts[file.run].insert(file.part);
    for (OpenFile& file : open) {
        if (file.run.empty() || file.part < 2) continue;
        const std::set<std::uint32_t>& of_run = parts[file.run];
        file.after_gap = *of_run.begin() < file.part && !of_run.contains(file.part - 1);
    }
}

Folder::Folder(const FolderPaths& paths, const driver::Catalog& drivers, const FolderOptions& options,
               std::vector<SkippedFile>& skipped)
    : parts_(std::make_unique<Parts>()) {
    parts_->drivers = &drivers;
    parts_->first_source = options.first_source;
    parts_->prefilter_from = options.prefilter_from;
    std::vector<std::string> counts_files;
    bool large = false;
    const bool named = paths.name.empty();
    for (const std::string& path : paths.files) {
        auto input = Input::open(path);
        if (!input) {
            const wifi::Error& error = input.error();
            skipped.push_back(
                {.path = path.starts_with(own_journal_path) ? "this machine's journal" : path,
                 .because = error.hint.empty() ? error.what : fmt::format("{} ({})", error.what, error.hint),
                 .named = named});
            continue;
        }
        if (is_capture(*input)) {
            parts_->open_capture(std::move(*input), skipped);
            continue;
        }
        auto pasted = Pasted::clean(*input, drivers);
        const auto sniffed = sniff(pasted ? pasted->text() : *input, options.year);
        if (!sniffed) {
            skipped.push_back({.path = path,
                               .because = !input->remark().empty() ? input->remark()
                                          : input->size() == 0     ? "empty"
                                                                   : "no line of a format that is known",
                               .named = false});
            continue;
        }
        if (sniffed->counts) {
            counts_files.push_back(path);
            continue;
        }
        large = large || input->size() >= options.prefilter_from;
        OpenFile file;
        file.input = std::make_unique<Input>(std::move(*input));
        file.pasted = std::move(pasted);
        file.sniffed = *sniffed;
        EvidenceFile summary;
        summary.path = file.input->path();
        summary.remark = file.input->remark();
        summary.clock = sniffed->clock;
        summary.year_assumed = sniffed->first && sniffed->first->year_missing;
        summary.year = sniffed->year;
        parts_->open.push_back(std::move(file));
        parts_->files.push_back(std::move(summary));
    }
    for (const std::string& path : counts_files) {
        const auto input = Input::open(path);
        if (!input) continue;
        std::string text(std::min<std::uint64_t>(input->size(), 1U << 20), '\0');
        text.resize(input->read_at(0, text));
        auto counts =
            parse_counts(text, path, options.first_source + static_cast<std::uint32_t>(parts_->files.size()));
        if (!counts) {
            skipped.push_back({.path = path,
                               .because = fmt::format("line {}, column {}: {}", counts.error().line,
                                                      counts.error().column, counts.error().what),
                               .named = true});
            continue;
        }
        EvidenceFile summary;
        summary.path = path;
        summary.format = "counts";
        summary.is_counts = true;
        summary.clock = Clock::local;
        summary.tally.lines = static_cast<std::uint64_t>(std::ranges::count(text, '\n'));
        summary.tally.events = counts->counts.size();
        if (counts->begin) {
            summary.first = counts->begin;
            summary.last =
                wifi::shifted(*counts->begin, std::chrono::round<wifi::Duration>(
                                                  std::chrono::duration<double, std::ratio<3600>>(counts->hours)));
        }
        parts_->files.push_back(std::move(summary));
        parts_->counts.push_back(std::move(*counts));
    }
    if (large) parts_->prefilter = std::make_unique<Prefilter>(EventReader::literals(drivers));
    if (parts_->open.empty()) return;
    parts_->find_missing_parts();
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
    for (std::size_t i = 0; i < parts_->open.size(); ++i) {
        const OpenFile& file = parts_->open[i];
        const Clock clock = file.sniffed.clock;
        const bool timed = file.sniffed.first && file.sniffed.first->clock == clock && clock != Clock::none;
        if (!timed || clock == Clock::relative) continue;
        const auto first = parts_->on_first_time_line(i, file.sniffed.first->instant, false);
        if (first && (!since || *first < *since)) since = first;
    }
    return since;
}
std::optional<wifi::Instant> Folder::until() const { return parts_->until; }
const std::vector<EvidenceFile>& Folder::files() const { return parts_->files; }
const std::vector<Counts>& Folder::counts() const { return parts_->counts; }

}  // namespace wlanmedic::evidence
