// SPDX-License-Identifier: MIT
// The state of a sweep on disk: what is in it survives whatever ends the program, and a sweep goes on from there.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

#include "posix/descriptor.h"
#include "tune/results.h"
#include "wifi/error.h"

namespace wlanmedic::app {

class TuneStateFile {
public:
    /// Begins the file, or goes on with it: what it has is put into `results`, and what a cut left of a last line
    /// is taken off. Errors: it cannot be written; another run writes it; as of tune::read_state().
    static wifi::Result<TuneStateFile> open(const std::string& path, const nlohmann::ordered_json& sweep,
                                            tune::Results& results);

    /// On the disk when it comes back.
    wifi::Result<void> append(std::string_view line);

private:
    TuneStateFile(std::string path, posix::Descriptor file) : path_(std::move(path)), file_(std::move(file)) {}

    std::string path_;
    posix::Descriptor file_;
};

/// Puts what a file has into `results`; it is not changed.
wifi::Result<void> read_tune_state(const std::string& path, const nlohmann::ordered_json& sweep,
                                   tune::Results& results);

}  // namespace wlanmedic::app
