// SPDX-License-Identifier: MIT
// What record was asked for, and what it comes to.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "capture/recorder.h"
#include "wifi/error.h"

namespace wlanmedic::app {

/// As given on the command line.
struct RecordOptions {
    std::string output;
    std::string interface;
    std::string rotate;
    std::string keep;
    std::string every = "60s";
    std::string probe;
    std::string load;
    std::string to;
    std::string duration;
    std::vector<std::string> driver_directories;
    double blackhole_s = 5;
    bool quiet = false;
    bool plain = false;
};

/// Errors: what is wrong with which option, and what it may be.
wifi::Result<capture::RecorderOptions> recorder_options(const RecordOptions& options);

/// A span of time of the option, at least `least`: "90s", "10h".
wifi::Result<wifi::Duration> span_of(const std::string& option, const std::string& text, wifi::Duration least);

}  // namespace wlanmedic::app
