// SPDX-License-Identifier: MIT
// One line of a terminal that is drawn anew, and whole lines that pass above it. Nobody waits for who reads them.
#pragma once

#include <cstdint>
#include <string>

#include "waiting_lines.h"

namespace wlanmedic::app {

class StatusLine {
public:
    /// Standard error, where it is a terminal that can go back to the beginning of a line, and it is `wanted`.
    explicit StatusLine(bool wanted);
    StatusLine(const StatusLine&) = delete;
    StatusLine& operator=(const StatusLine&) = delete;
    ~StatusLine();  ///< leaves the last line, and waits a second for what was not taken yet

    bool on() const { return on_; }
    /// Columns to write in, read anew each time: one less than the terminal has.
    std::size_t width() const;
    /// Left out where the terminal takes nothing now: the next one is newer.
    void draw(const std::string& text);
    enum class To : std::uint8_t { output, errors };
    /// Whole lines; the status line stands below them afterwards. What is not taken now comes with a later call.
    void pass(To to, const std::string& lines);

private:
    void write_out();

    bool on_;
    std::string shown_;
    WaitingLines output_;
    WaitingLines errors_;
};

}  // namespace wlanmedic::app
