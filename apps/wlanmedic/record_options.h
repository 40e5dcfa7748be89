// SPDX-License-Identifier: MIT
// What record was asked for, and what it comes to.
#pragma once

#include <optional>
#include <string>
#include <string_view>
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

/// "100MB" (1,000,000 bytes each), "64MiB", "1h30min", "7d", "100MB,24h": as --rotate takes it. Sets the two
/// limits; error: what is wrong with it, and what it may be. Zero is an error.
wifi::Result<void> parse_rotate(std::string_view text, runfile::PartsOptions& options);
/// "20" (parts), "2GB", "7d", or several with commas: as --keep takes it.
wifi::Result<void> parse_keep(std::string_view text, runfile::PartsOptions& options);

/// A span of time of the option, at least `least`: "90s", "10h".
wifi::Result<wifi::Duration> span_of(const std::string& option, const std::string& text, wifi::Duration least);

}  // namespace wlanmedic::app
