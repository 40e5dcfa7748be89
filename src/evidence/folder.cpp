// SPDX-License-Identifier: MIT
#include "evidence/folder.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <memory>
#include <utility>

#include "evidence/same_happening.h"

namespace wlanmedic::evidence {
namespace {

// Small files are read through once before they are merged: which clocks they have shows only then.
constexpr std::uint64_t always_read_twice = 16U << 20;

struct OpenFile {
    std::unique_ptr<Input> input;
    std::optional<Pasted> pasted;
    Sniffed sniffed;
    std::map<Clock, std::vector<Landmark>> landmarks;
    std::map<Clock, wifi::Duration> resolutions;
    std::map<Clock, std::uint64_t> events;
    std::map<Clock, wifi::Duration> offsets;
    std::map<Clock, int> timelines;
    std::map<Clock, std::shared_ptr<EventReader>> readers;  // one for each stream; every one reads the whole file
};

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
        alignments, [&](const Alignment& alignment) { return alignment.clock == clock && !alignment.aligned; });
}

struct Folder::Parts {
    const driver::Catalog* drivers;
    std::unique_ptr<Prefilter> prefilter;
    std::vector<OpenFile> open;
    std::vector<EvidenceFile> files;  // the open ones first, in their order, then those of counts
    std::vector<Counts> counts;
    std::uint32_t first_source;
    std::uint64_t prefilter_from;

    std::vector<int> timelines;  // still to be merged, in order
    std::size_t at_timeline = 0;
    std::unique_ptr<Merge> merge;
    std::uint64_t sequence = 0;
    bool gap_due = false;
    std::optional<wifi::Instant> until;  // how far the time line that was merged last reaches
    std::optional<wifi::Event> held;     // the event that a gap was put before

    const Prefilter* prefilter_for(const OpenFile& file) const {
        return file.input->size() >= prefilter_from && !file.pasted ? prefilter.get() : nullptr;
    }

    std::unique_ptr<EventReader> reader(std::size_t index) const {
        const OpenFile& file = open[index];
        return std::make_unique<EventReader>(*file.input, file.sniffed,
                                             first_source + static_cast<std::uint32_t>(index), *drivers,
                                             prefilter_for(file), file.pasted ? &*file.pasted : nullptr);
    }

    void survey();
    void align();
    void start_timeline();
    std::optional<wifi::Instant> end_of_timeline() const;
    void finish();
};

// What each file has on each clock, found by reading it once.
void Folder::Parts::survey() {
    bool differ = false;
    for (const OpenFile& file : open) differ = differ || file.sniffed.clock != open.front().sniffed.clock;
    for (std::size_t i = 0; i < open.size(); ++i) {
        OpenFile& file = open[i];
        if (!differ && file.input->size() > always_read_twice) continue;
        const auto events = reader(i);
        while (const auto raw = events->next()) {
            ++file.events[raw->clock];
            wifi::Duration& resolution = file.resolutions[raw->clock];
            resolution = std::max(resolution, raw->event.resolution);
            const std::uint64_t what = landmark(raw->event);
            auto& landmarks = file.landmarks[raw->clock];
            if (what != 0 && raw->clock != Clock::none && landmarks.size() < ClockAlignment::most_landmarks)
                landmarks.push_back({.what = what, .when = raw->event.instant});
        }
    }
}

void Folder::Parts::align() {
    // The reference: the worthiest clock, of the file with the most landmarks on it.
    std::size_t reference_file = open.size();
    Clock reference_clock = Clock::none;
    for (std::size_t i = 0; i < open.size(); ++i)
        for (const auto& [clock, landmarks] : open[i].landmarks) {
            const bool better = reference_file == open.size() || clock < reference_clock ||
                                (clock == reference_clock &&
                                 landmarks.size() > open[reference_file].landmarks.at(reference_clock).size());
            if (better && !(landmarks.empty() && reference_file != open.size())) {
                reference_file = i;
                reference_clock = clock;
            }
        }
    int lonely = 1;
    for (std::size_t i = 0; i < open.size(); ++i) {
        OpenFile& file = open[i];
        for (const auto& [clock, landmarks] : file.landmarks) {
            Alignment alignment{.clock = clock};
            file.offsets[clock] = wifi::Duration{0};
            if (clock == reference_clock) {
                alignment.aligned = true;
                alignment.is_reference = true;
                file.timelines[clock] = 0;
            } else {
                const auto& reference = open[reference_file];
                const wifi::Duration tolerance = std::chrono::milliseconds{100} + file.resolutions[clock] +
                                                 reference.resolutions.at(reference_clock);
                const auto fit =
                    ClockAlignment::fit(reference.landmarks.at(reference_clock), landmarks, tolerance);
                alignment.aligned = fit.has_value();
                file.timelines[clock] = fit ? 0 : lonely++;
                if (fit) {
                    alignment.fit = *fit;
                    file.offsets[clock] = fit->offset;
                }
            }
            files[i].alignments.push_back(alignment);
        }
    }
    std::vector<int> all;
    for (const OpenFile& file : open)
        for (const auto& [clock, timeline] : file.timelines) all.push_back(timeline);
    for (const OpenFile& file : open)
        if (file.timelines.empty()) all.push_back(0);
    std::ranges::sort(all);
    all.erase(std::unique(all.begin(), all.end()), all.end());
    timelines = std::move(all);
}

void Folder::Parts::start_timeline() {
    const int timeline = timelines[at_timeline];
    std::vector<Stream> streams;
    for (std::size_t i = 0; i < open.size(); ++i) {
        OpenFile& file = open[i];
        if (file.timelines.empty()) {
            if (timeline != 0) continue;
            file.readers[file.sniffed.clock] = reader(i);
            streams.push_back({.next = [events = file.readers[file.sniffed.clock]] { return events->next(); }});
            continue;
        }
        for (const auto& [clock, of] : file.timelines) {
            if (of != timeline) continue;
            std::shared_ptr<EventReader> events = reader(i);
            file.readers[clock] = events;
            streams.push_back({.next = [events, clock = clock]() -> std::optional<RawEvent> {
                                   while (auto raw = events->next())
                                       if (raw->clock == clock) return raw;
                                   return std::nullopt;
                               },
                               .offset = file.offsets.at(clock)});
        }
    }
    merge = std::make_unique<Merge>(std::move(streams));
}

std::optional<wifi::Instant> Folder::Parts::end_of_timeline() const {
    std::optional<wifi::Instant> end;
    for (const OpenFile& file : open) {
        const Clock main_clock = file.sniffed.clock;
        const auto events = file.readers.find(main_clock);
        if (events == file.readers.end() || !events->second->tally().last) continue;
        const auto of = file.timelines.find(main_clock);
        if (of != file.timelines.end() && of->second != timelines[at_timeline]) continue;
        const auto offset = file.offsets.find(main_clock);
        const wifi::Instant last = wifi::shifted(
            *events->second->tally().last, offset == file.offsets.end() ? wifi::Duration{0} : offset->second);
        if (!end || last > *end) end = last;
    }
    return end;
}

void Folder::Parts::finish() {
    for (std::size_t i = 0; i < open.size(); ++i) {
        OpenFile& file = open[i];
        EvidenceFile& summary = files[i];
        if (file.readers.empty()) continue;
        summary.tally = file.readers.begin()->second->tally();
        summary.format = format_of(summary.tally.formats, file.sniffed.format);
        const auto moved = [&](std::optional<wifi::Instant> instant) {
            const auto offset = file.offsets.find(summary.clock);
            if (instant && offset != file.offsets.end()) instant = wifi::shifted(*instant, offset->second);
            return instant;
        };
        summary.first = moved(summary.tally.first);
        summary.last = moved(summary.tally.last);
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
            skipped.push_back({.path = path, .because = input.error().what, .named = named});
            continue;
        }
        auto pasted = Pasted::clean(*input, drivers);
        const auto sniffed = sniff(pasted ? pasted->text() : *input, options.year);
        if (!sniffed) {
            skipped.push_back({.path = path,
                               .because = input->size() == 0 ? "empty" : "no line of a format that is known",
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
    for (const OpenFile& file : parts_->open) {
        const Clock clock = file.sniffed.clock;
        const auto of = file.timelines.find(clock);
        const bool elsewhere = of != file.timelines.end() && of->second != parts_->timelines.front();
        const bool timed = file.sniffed.first && file.sniffed.first->clock == clock && clock != Clock::none;
        if (elsewhere || !timed || clock == Clock::relative) continue;
        const auto offset = file.offsets.find(clock);
        const wifi::Instant first =
            file.sniffed.first->instant + (offset == file.offsets.end() ? wifi::Duration{0} : offset->second);
        if (!since || first < *since) since = first;
    }
    return since;
}
std::optional<wifi::Instant> Folder::until() const { return parts_->until; }
const std::vector<EvidenceFile>& Folder::files() const { return parts_->files; }
const std::vector<Counts>& Folder::counts() const { return parts_->counts; }

}  // namespace wlanmedic::evidence
