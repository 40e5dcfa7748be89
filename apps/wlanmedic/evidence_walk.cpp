// SPDX-License-Identifier: MIT
#include "evidence_walk.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>

#include "commands.h"
#include "report/safe_text.h"

namespace wlanmedic::app {
namespace {

// A word now and then where somebody watches and it takes long.
class Progress {
public:
    void on_event(const wifi::Event& event) {
        if (!watched_ || ++events_ % 200'000 != 0) return;
        fmt::print(stderr, "\r{} events, at {} ", events_, wifi::to_rfc3339(event.instant));
        shown_ = true;
    }
    ~Progress() {
        if (shown_) fmt::print(stderr, "\r\x1b[K");
    }

private:
    bool watched_ = ::isatty(STDERR_FILENO) == 1;
    bool shown_ = false;
    std::uint64_t events_ = 0;
};

metrics::CountedRun counted_run(const evidence::Counts& counts) {
    const auto length =
        std::chrono::duration_cast<wifi::Duration>(std::chrono::duration<double, std::ratio<3600>>(counts.hours));
    metrics::CountedRun run{.hours = counts.hours, .from = counts.begin, .to = {}, .counts = {}};
    if (counts.begin) run.to = wifi::shifted(*counts.begin, length);
    for (const evidence::Count& count : counts.counts)
        run.counts[count.name] = {.count = count.count, .escalated = count.escalated};
    return run;
}

void say(const evidence::SkippedFile& file) {
    fmt::print(stderr, "wlanmedic: {}: {}\n", report::for_terminal(file.path), report::for_terminal(file.because));
}

}  // namespace

EvidenceWalk::EvidenceWalk(const std::vector<std::string>& paths, const driver::Catalog& drivers,
                           std::optional<int> year) {
    evidence::Collection collection = evidence::collect(paths);
    skipped_ = std::move(collection.skipped);
    std::uint32_t sources = 0;
    for (const evidence::FolderPaths& one : collection.folders) {
        evidence::Folder folder(one, drivers, {.year = year, .first_source = sources}, skipped_);
        if (folder.files().empty()) continue;
        sources += static_cast<std::uint32_t>(folder.files().size());
        counts_.insert(counts_.end(), folder.counts().begin(), folder.counts().end());
        folders_.push_back(std::move(folder));
    }
}

int EvidenceWalk::say_nothing_read() const {
    say_all_skipped();
    fmt::print(stderr,
               "wlanmedic: nothing here is evidence that can be read\n"
               "hint: give the output of 'iw event -t', 'dmesg', 'journalctl', /var/log/syslog, OpenWrt's "
               "'logread',\n"
               "      a recording of wlanmedic record, or a directory with such files\n");
    return std::ranges::any_of(skipped_, &evidence::SkippedFile::named) ? exit_trouble : exit_not_understood;
}

void EvidenceWalk::say_all_skipped() const { std::ranges::for_each(skipped_, say); }

std::vector<std::string> EvidenceWalk::names() const {
    std::vector<std::string> names;
    for (const evidence::Folder& folder : folders_)
        for (const evidence::EvidenceFile& file : folder.files()) names.push_back(file.path);
    return names;
}

std::vector<metrics::CountedRun> EvidenceWalk::counted_runs() const {
    std::vector<metrics::CountedRun> runs;
    std::ranges::transform(counts_, std::back_inserter(runs), counted_run);
    return runs;
}

void EvidenceWalk::play(const Visitor& visitor) {
    Progress progress;
    for (evidence::Folder& folder : folders_) {
        visitor.begin(folder.since());
        while (auto event = folder.next()) {
            progress.on_event(*event);
            visitor.event(*event);
        }
        visitor.end(folder.until(), folder.files());
        files_.insert(files_.end(), folder.files().begin(), folder.files().end());
    }
}

int EvidenceWalk::say_skipped() const {
    int result = exit_done;
    for (const evidence::SkippedFile& file : skipped_) {
        if (!file.named) continue;
        say(file);
        result = exit_trouble;
    }
    return result;
}

}  // namespace wlanmedic::app
