// SPDX-License-Identifier: MIT
// What a run shows while it goes on: on a terminal one line that changes, elsewhere a line for each stage.
#pragma once

#include <chrono>
#include <string>

#include "lab/host/emulator.h"
#include "lab/scenario/scenario.h"

namespace wlanmedic::app {

/// To standard error: standard output is for results.
class LabProgress {
public:
    explicit LabProgress(bool quiet);
    ~LabProgress();
    LabProgress(const LabProgress&) = delete;
    LabProgress& operator=(const LabProgress&) = delete;

    void show(const lab::Scenario& scenario, const lab::Stage& stage);
    /// The changing line goes.
    void clear();

private:
    bool quiet_;
    bool terminal_;
    bool drawn_ = false;
    std::string last_;
    std::chrono::steady_clock::time_point begin_ = std::chrono::steady_clock::now();
};

/// "1:02:03.4" below a day, for guest time.
std::string clock_text(double seconds);

}  // namespace wlanmedic::app
