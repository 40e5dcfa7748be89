// SPDX-License-Identifier: MIT
// All evidence that a verb was given, read from its begin to its end: what explain, replay, simulate and tune
// share.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "driver/catalog.h"
#include "evidence/folder.h"
#include "metrics/metrics.h"
#include "wifi/event.h"

namespace wlanmedic::app {

class EvidenceWalk {
public:
    /// Opens what is named. `drivers` must outlive it.
    EvidenceWalk(const std::vector<std::string>& paths, const driver::Catalog& drivers, std::optional<int> year);

    /// Nothing of it can be read as evidence; say_nothing_read() tells what to give.
    bool is_empty() const { return folders_.empty(); }
    /// exit_trouble where something that was named could not be read, else exit_not_understood.
    int say_nothing_read() const;
    void say_all_skipped() const;

    /// Paths of the files, by the source of a receipt.
    std::vector<std::string> names() const;

    /// What others counted, known before the first event.
    const std::vector<evidence::Counts>& counts() const { return counts_; }
    std::vector<metrics::CountedRun> counted_runs() const;

    struct Visitor {
        /// A machine's evidence begins there; nothing where no line has a time.
        std::function<void(std::optional<wifi::Instant>)> begin;
        std::function<void(wifi::Event&)> event;
        /// It ends; its lines reach so far, and these are its files.
        std::function<void(std::optional<wifi::Instant>, const std::vector<evidence::EvidenceFile>&)> end;
    };
    /// Once. On a terminal a word now and then where it takes long.
    void play(const Visitor& visitor);

    /// Complete after play().
    const std::vector<evidence::EvidenceFile>& files() const { return files_; }
    const std::vector<evidence::SkippedFile>& skipped() const { return skipped_; }
    /// Says what was named and could not be read; exit_trouble then, else exit_done.
    int say_skipped() const;

private:
    std::vector<evidence::SkippedFile> skipped_;
    std::vector<evidence::Folder> folders_;
    std::vector<evidence::Counts> counts_;
    std::vector<evidence::EvidenceFile> files_;
};

}  // namespace wlanmedic::app
