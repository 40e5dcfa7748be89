// SPDX-License-Identifier: MIT
// What wlanmedic tune was asked for.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "simulation_options.h"
#include "tune/axes.h"

namespace wlanmedic::app {

struct TuneOptions {
    /// The last round plays four times as many, and keeps what each draw says of each finalist.
    static constexpr std::uint32_t most_draws = 4000;

    SimulationOptions simulation;
    tune::AxisTexts axes;
    std::string policy;  ///< the base; empty: default_base()
    std::string hypothesis = "H3";
    std::optional<double> most_resets;  ///< a day
    std::optional<std::size_t> choose;  ///< number of a member of the front
    std::string write;                  ///< the chosen policy; empty: nowhere
    std::string state;                  ///< empty: none is kept
    std::string shard;                  ///< "2/3"; empty: all
    std::vector<std::string> merge;     ///< states of the parts; empty: the sweep is played
    std::string format = "text";
    bool threads_given = false;
};

/// 0 done, and as docs/tune.md says.
int run_tune(const TuneOptions& options);

}  // namespace wlanmedic::app
