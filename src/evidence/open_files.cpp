// SPDX-License-Identifier: MIT
#include "evidence/open_files.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>

#include "evidence/capture_reader.h"
#include "evidence/event_reader.h"
#include "evidence/own_journal.h"

namespace wlanmedic::evidence {

OpenFiles::OpenFiles(const FolderPaths& paths, const driver::Catalog& drivers, const FolderOptions& options,
                     std::vector<SkippedFile>& skipped)
    : drivers_(&drivers), first_source_(options.first_source), prefilter_from_(options.prefilter_from) {
    std::vector<std::string> counts_files;
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
            open_capture(std::move(*input), skipped);
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
        } else if (sniffed->counts) {
            counts_files.push_back(path);
        } else {
            open_log(std::move(*input), std::move(pasted), *sniffed);
        }
    }
    for (const std::string& path : counts_files) open_counts(path, skipped);
    find_missing_parts();
}

void OpenFiles::open_log(Input&& input, std::optional<Pasted>&& pasted, const Sniffed& sniffed) {
    if (!prefilter_ && input.size() >= prefilter_from_)
        prefilter_ = std::make_unique<Prefilter>(EventReader::literals(*drivers_));
    OpenFile file;
    file.input = std::make_unique<Input>(std::move(input));
    file.pasted = std::move(pasted);
    file.sniffed = sniffed;
    add(std::move(file));
}

void OpenFiles::open_capture(Input&& input, std::vector<SkippedFile>& skipped) {
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
    file.sequence = found->facts.sequence;
    add(std::move(file));
}

void OpenFiles::add(OpenFile&& file) {
    EvidenceFile summary;
    summary.path = file.input->path();
    summary.remark = file.input->remark();
    summary.clock = file.sniffed.clock;
    summary.year_assumed = file.sniffed.first && file.sniffed.first->year_missing;
    summary.year = file.sniffed.year;
    open_.push_back(std::move(file));
    files_.push_back(std::move(summary));
}

void OpenFiles::open_counts(const std::string& path, std::vector<SkippedFile>& skipped) {
    const auto input = Input::open(path);
    if (!input) return;
    std::string text(std::min<std::uint64_t>(input->size(), 1U << 20), '\0');
    text.resize(input->read_at(0, text));
    auto counts = parse_counts(text, path, first_source_ + static_cast<std::uint32_t>(files_.size()));
    if (!counts) {
        skipped.push_back({.path = path,
                           .because = fmt::format("line {}, column {}: {}", counts.error().line,
                                                  counts.error().column, counts.error().what),
                           .named = true});
        return;
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
        summary.last = wifi::shifted(
            *counts->begin,
            std::chrono::round<wifi::Duration>(std::chrono::duration<double, std::ratio<3600>>(counts->hours)));
    }
    files_.push_back(std::move(summary));
    counts_.push_back(std::move(*counts));
}

// Of a run of which a part in between was not kept nothing is known there.
void OpenFiles::find_missing_parts() {
    std::map<std::string, std::map<std::uint32_t, std::uint64_t>> runs;  // of each part where it begins
    for (const OpenFile& file : open_)
        if (!file.run.empty()) runs[file.run][file.part] = file.sequence;
    for (OpenFile& file : open_) {
        if (file.run.empty()) continue;
        const auto& parts = runs[file.run];
        file.after_gap = parts.begin()->first < file.part && !parts.contains(file.part - 1);
        if (const auto next = parts.find(file.part + 1); next != parts.end()) file.goes_on_behind = next->second;
    }
}

const Prefilter* OpenFiles::prefilter_for(const OpenFile& file) const {
    return file.input->size() >= prefilter_from_ && !file.pasted ? prefilter_.get() : nullptr;
}

std::unique_ptr<EventSource> OpenFiles::reader(std::size_t index) const {
    const OpenFile& file = open_[index];
    const std::uint32_t source = first_source_ + static_cast<std::uint32_t>(index);
    if (file.capture) {
        auto events = std::make_unique<CaptureReader>(*file.input, source, *drivers_);
        if (file.after_gap) events->begins_after_gap();
        if (file.goes_on_behind > 0) events->goes_on_behind(file.goes_on_behind);
        return events;
    }
    auto events = std::make_unique<EventReader>(*file.input, file.sniffed, source, *drivers_, prefilter_for(file),
                                                file.pasted ? &*file.pasted : nullptr);
    if (open_.size() == 1) events->tells_alone();
    return events;
}

std::size_t OpenFiles::family_of(std::size_t index) const {
    if (open_[index].run.empty()) return index;
    const auto first =
        std::ranges::find_if(open_, [&](const OpenFile& file) { return file.run == open_[index].run; });
    return static_cast<std::size_t>(first - open_.begin());
}

}  // namespace wlanmedic::evidence
