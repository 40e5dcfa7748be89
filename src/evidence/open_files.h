// SPDX-License-Identifier: MIT
// The files of a folder that can be read as evidence, and a reader for each.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "evidence/event_source.h"
#include "evidence/folder.h"
#include "evidence/format.h"
#include "evidence/input.h"
#include "evidence/pasted.h"
#include "evidence/prefilter.h"

namespace wlanmedic::evidence {

/// A log, or a capture; of a run file also how it stands to the other parts of its run.
struct OpenFile {
    std::unique_ptr<Input> input;
    std::optional<Pasted> pasted;
    Sniffed sniffed;
    bool capture = false;
    std::string run;                   ///< empty where it is no run file
    std::uint32_t part = 0;            ///< of the run
    std::uint64_t sequence = 0;        ///< of the last record of the run before it
    bool after_gap = false;            ///< earlier parts are there, the one before is not
    std::uint64_t goes_on_behind = 0;  ///< the part after it begins behind this record; 0 where there is none
};

class OpenFiles {
public:
    /// Files of no known format are in `skipped`. `drivers` must outlive it.
    OpenFiles(const FolderPaths& paths, const driver::Catalog& drivers, const FolderOptions& options,
              std::vector<SkippedFile>& skipped);

    /// All that have lines or frames.
    const std::vector<OpenFile>& open() const { return open_; }
    /// The open ones first, in their order, then those of counts. What shows only when a file is read is not in
    /// it.
    std::vector<EvidenceFile>& files() { return files_; }
    const std::vector<EvidenceFile>& files() const { return files_; }
    const std::vector<Counts>& counts() const { return counts_; }

    /// Of an open file, from its beginning. It must not outlive this.
    std::unique_ptr<EventSource> reader(std::size_t index) const;
    /// The first of the open files that one clock has stamped one after the other: the parts of a run.
    std::size_t family_of(std::size_t index) const;

private:
    void open_log(Input&& input, std::optional<Pasted>&& pasted, const Sniffed& sniffed);
    void open_capture(Input&& input, std::vector<SkippedFile>& skipped);
    void open_counts(const std::string& path, std::vector<SkippedFile>& skipped);
    void add(OpenFile&& file);
    void find_missing_parts();
    const Prefilter* prefilter_for(const OpenFile& file) const;

    const driver::Catalog* drivers_;
    std::uint32_t first_source_;
    std::uint64_t prefilter_from_;
    std::unique_ptr<Prefilter> prefilter_;
    std::vector<OpenFile> open_;
    std::vector<EvidenceFile> files_;
    std::vector<Counts> counts_;
};

}  // namespace wlanmedic::evidence
