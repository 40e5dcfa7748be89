// SPDX-License-Identifier: MIT
// Scenario x seed, on the CPUs there are.
#pragma once

#include <expected>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "lab/host/run.h"
#include "lab/truth/judgement.h"

namespace wlanmedic::lab {

struct Cell {
    std::string scenario;  ///< as it was asked for
    std::uint64_t seed = 1;
    bool again = false;  ///< its folder was whole, and it was only judged again
    std::optional<Played> played;
    std::optional<Judgement> judgement;
    std::optional<Failure> failure;  ///< it could not be played, or not be judged

    bool is_right() const;
};

struct MatrixOptions {
    std::vector<std::string> scenarios;
    std::uint64_t first_seed = 1;
    std::uint64_t last_seed = 1;
    unsigned jobs = 1;
    std::filesystem::path out;  ///< a folder <scenario>-<seed> for each cell
    bool again = false;         ///< play also what was played before
    std::string program;        ///< wlanmedic itself, which explains
    RunOptions run;             ///< for each; scenario, seed and out are the cell's
};

/// Cells in order of scenarios, then seeds. `done` is called as each is done, one at a time, in any order.
/// Ends early where interrupted(); cells that were not begun are left out.
std::vector<Cell> play_matrix(const MatrixOptions& options, const std::function<void(const Cell&)>& done);

/// wlanmedic.lab-matrix/1, with a line feed.
std::string to_json(const std::vector<Cell>& cells);

/// A row for each; true and explained outages, missed, invented, the largest error, stalls.
std::string table_head();
std::string table_row(const Cell& cell);

}  // namespace wlanmedic::lab
