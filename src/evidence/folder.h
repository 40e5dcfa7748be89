// SPDX-License-Identifier: MIT
// All evidence of one machine and one time: the files of a folder, or those named together on a command line.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "driver/catalog.h"
#include "evidence/alignment.h"
#include "evidence/counts.h"
#include "evidence/event_reader.h"
#include "evidence/merge.h"
#include "evidence/run_facts.h"
#include "wifi/error.h"

namespace wlanmedic::evidence {

struct EvidenceFile {
    std::string path;
    std::string
        format;  ///< of most lines: "iw-event", "dmesg", …; several joined by '+' where each has a fair share
    Tally tally;
    Clock clock = Clock::none;  ///< of most lines
    bool year_assumed = false;  ///< `year` was not in the evidence
    int year = 0;
    std::vector<Alignment> alignments;   ///< one for each clock that the file has events on
    std::optional<wifi::Instant> first;  ///< on the time line of the folder
    std::optional<wifi::Instant> last;
    bool is_counts = false;
    std::string remark;                ///< a part of it is missing, and why; mostly empty
    std::vector<std::string> remarks;  ///< further ones, known once it was read
    std::optional<RunFacts> run;       ///< of a run file

    /// Its main clock could not be brought onto those of the other files.
    bool stands_alone() const;
};

struct SkippedFile {
    std::string path;
    std::string because;
    bool named = false;  ///< by the user, not found in a directory
};

/// Which files belong together.
struct FolderPaths {
    std::string name;
    std::vector<std::string> files;
};

struct Collection {
    std::vector<FolderPaths> folders;
    std::vector<SkippedFile> skipped;
};

/// Directories are walked to their ends, each folder within them by itself; files named one by one belong
/// together. Of a campaign (a folder with a folder baseline/ in it) the baseline only. Hidden files
/// and marks.txt, truth.json, truth/ (what a lab run knows better, which no reader of evidence may see) are left
/// alone.
Collection collect(const std::vector<std::string>& paths);

struct FolderOptions {
    std::optional<int> year;                  ///< of the first line of each file whose times have none
    std::uint64_t prefilter_from = 4U << 20;  ///< bytes from which a file is not read line by line
    std::uint32_t first_source = 0;           ///< number of the first file in receipts
};

/// Opens, recognises, aligns and merges; then the events come one by one, in memory that does not grow with the
/// files.
class Folder {
public:
    /// Files of no known format are in `skipped`. `drivers` must outlive the folder.
    Folder(const FolderPaths& paths, const driver::Catalog& drivers, const FolderOptions& options,
           std::vector<SkippedFile>& skipped);
    ~Folder();
    Folder(Folder&&) noexcept;
    Folder& operator=(Folder&&) noexcept;

    std::optional<wifi::Event> next();

    /// Where the lines of the first time line begin, those that make no event included.
    std::optional<wifi::Instant> since() const;
    /// How far the lines of the last time line reach, those that made no event included. After next() has given
    /// nothing.
    std::optional<wifi::Instant> until() const;

    /// Complete after next() has given nothing.
    const std::vector<EvidenceFile>& files() const;
    const std::vector<Counts>& counts() const;

private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

}  // namespace wlanmedic::evidence
