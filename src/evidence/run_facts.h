// SPDX-License-Identifier: MIT
// What a run file says of itself beside its events: its manifest, what could not be recorded, how it ended.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "runfile/reader.h"

namespace wlanmedic::evidence {

/// What a manifest says (docs/run-file.md, "The manifest"), as far as a report shows it. What is not there, or of
/// another type, stays empty.
struct RunFacts {
    struct Interface {
        std::string name;
        std::string phy;
        std::string driver;
        std::string bus;
        std::string firmware;
        std::string bssid;  ///< of the network that it was in when the part began
    };
    struct Program {
        std::string name;
        std::string version;
    };
    struct Missing {
        std::string source;
        std::string because;
    };

    std::string run;             ///< alike in all parts
    std::uint32_t part = 0;      ///< from 1; 0 where it is not told
    std::uint64_t sequence = 0;  ///< the last number before this part; 0 of the first
    std::string recorder;        ///< "wlanmedic 0.1.0"
    std::string kernel;          ///< its release
    std::string machine;         ///< "aarch64"
    std::vector<Interface> interfaces;
    std::vector<Program> programs;  ///< that manage the links, and run
    std::vector<std::string> countries;
    std::vector<Missing> missing;  ///< sources that are not in the file, of the records that say so
    std::string ended;             ///< "stopped", "rotated", …; empty where the file just ends
    bool begun = false;            ///< there was a manifest

    static constexpr std::size_t most = 64;  ///< of each list

    /// Manifests, sources that are missing, the end; other records are passed over. The first manifest counts.
    void take(const runfile::Record& record);
};

/// How often and how far the wall clock was set while the run went on, which its own clock did not follow.
class WallClockWatch {
public:
    void take(const runfile::Record& record);
    /// One sentence; empty where it was not set.
    std::string remark() const;

private:
    std::optional<wifi::Duration> ahead_;  // of the wall clock against the run's, at the last reading
    std::uint64_t times_ = 0;
    wifi::Duration largest_{0};
};

}  // namespace wlanmedic::evidence
