// SPDX-License-Identifier: MIT
// The way to look at a machine: files and the output of commands. Another root can be put in its place.
#pragma once

#include <chrono>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "wifi/error.h"

namespace wlanmedic::machine {

struct CommandOutput {
    int status = -1;  ///< exit status; 128 + N where signal N ended it
    std::string out;  ///< standard output, then standard error; at most Probe::most_output bytes
    bool cut = false;
};

/// Nothing is changed, no shell is asked.
class Probe {
public:
    static constexpr std::size_t most_output = std::size_t{64} << 20U;
    static constexpr std::size_t most_file = std::size_t{1} << 20U;

    virtual ~Probe() = default;

    /// Errors: the program is missing, did not end in time (it was killed), could not be started.
    virtual wifi::Result<CommandOutput> run(const std::vector<std::string>& command,
                                            std::chrono::seconds limit = std::chrono::seconds(10)) const = 0;
    /// Errors: missing, no permission. At most most_file bytes.
    virtual wifi::Result<std::string> read(const std::string& path) const = 0;
    virtual bool exists(const std::string& path) const = 0;
    /// Names in a directory, sorted; none where it cannot be read.
    virtual std::vector<std::string> list(const std::string& path) const = 0;
    /// Where a link leads, as it is written; "" for none.
    virtual std::string link(const std::string& path) const = 0;
};

/// This machine.
class ThisMachine : public Probe {
public:
    wifi::Result<CommandOutput> run(const std::vector<std::string>& command,
                                    std::chrono::seconds limit) const override;
    wifi::Result<std::string> read(const std::string& path) const override;
    bool exists(const std::string& path) const override;
    std::vector<std::string> list(const std::string& path) const override;
    std::string link(const std::string& path) const override;
};

/// A machine that is told by a directory: DIRECTORY/root/… are its files, DIRECTORY/commands/NAME what a command
/// prints, where NAME is the command with '_' for blanks and slashes ("iw_dev_wlan0_get_power_save").
class ToldMachine : public ThisMachine {
public:
    explicit ToldMachine(std::string directory) : directory_(std::move(directory)) {}

    wifi::Result<CommandOutput> run(const std::vector<std::string>& command,
                                    std::chrono::seconds limit) const override;
    wifi::Result<std::string> read(const std::string& path) const override;
    bool exists(const std::string& path) const override;
    std::vector<std::string> list(const std::string& path) const override;
    std::string link(const std::string& path) const override;

private:
    std::string in_root(const std::string& path) const { return directory_ + "/root" + path; }

    std::string directory_;
};

/// "iw dev wlan0 get power_save": for people, and for another's shell.
std::string as_text(const std::vector<std::string>& command);

}  // namespace wlanmedic::machine
