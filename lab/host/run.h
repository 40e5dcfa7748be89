// SPDX-License-Identifier: MIT
// One run of a scenario: from its text to a folder with the evidence and the truth. docs/lab.md has the folder.
#pragma once

#include <cstdint>
#include <expected>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "lab/host/emulator.h"
#include "lab/scenario/reader.h"

namespace wlanmedic::lab {

struct RunOptions {
    std::string scenario;       ///< name of an embedded one, or a file
    std::filesystem::path out;  ///< empty: ./lab-<scenario>-<seed>
    bool force = false;         ///< replaces what is there
    bool keep = false;          ///< leaves OUT.part where the run fails
    std::uint64_t seed = 1;
    bool realtime = false;
    unsigned cpus = 1;
    std::vector<Setting> settings;
    std::filesystem::path cache;
    std::filesystem::path
        bes2600;  ///< a folder with virtual BES2600s, for scenarios with that chip; empty: there is none
    std::string emulator = default_emulator();
    std::optional<wifi::Duration> wall_limit;  ///< else by the scenario's duration
    std::string version;                       ///< wlanmedic's, for result.json
    std::filesystem::path program;  ///< wlanmedic itself, which records in the guest; empty: as prepared
};

struct Played {
    std::filesystem::path folder;
    Scenario scenario;
    double guest_s = 0;
    double wall_s = 0;
    std::vector<std::string> unmet;  ///< expectations of the scenario, one sentence each
};

struct Failure {
    wifi::Error error;
    std::vector<std::string> console;           ///< its last lines, where the guest ran
    std::optional<std::filesystem::path> kept;  ///< OUT.part
    int signal = 0;                             ///< ended by this one
};

struct ScenarioText {
    std::string file;
    std::string text;
};
/// An embedded scenario by its name, else a file (at most 1 MiB).
wifi::Result<ScenarioText> find_scenario(const std::string& name);

/// Virtual time runs faster than the wall's but for a loaded host: 5 min and a fifth of the scenario's duration.
/// In real time, twice the duration and 5 min.
wifi::Duration default_wall_limit(const Scenario& scenario, bool realtime);

/// Leaves a whole folder, or none.
std::expected<Played, Failure> play_run(const RunOptions& options,
                                        const std::function<void(const Scenario&, const Stage&)>& watcher);

/// The run that these options ask for, where its folder is there, whole, and was made from the same scenario,
/// settings, guest and wlanmedic. wall_s is 0.
std::optional<Played> played_before(const RunOptions& options);

}  // namespace wlanmedic::lab
