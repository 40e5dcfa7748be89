// SPDX-License-Identifier: MIT
// One line of a terminal that is drawn anew, and whole lines that pass above it.
#pragma once

#include <cstdio>
#include <string>

namespace wlanmedic::app {

class StatusLine {
public:
    /// Standard error, where it is a terminal that can go back to the beginning of a line, and it is `wanted`.
    explicit StatusLine(bool wanted);
    StatusLine(const StatusLine&) = delete;
    StatusLine& operator=(const StatusLine&) = delete;
    ~StatusLine();  ///< leaves the last line

    bool on() const { return on_; }
    /// Columns to write in, read anew each time: one less than the terminal has.
    std::size_t width() const;
    void draw(const std::string& text);
    /// Whole lines to standard output or standard error; the status line stands below them afterwards. False: that
    /// cannot be written to any more.
    bool pass(std::FILE* to, const std::string& lines);

private:
    bool put(const std::string& text);
    bool on_;
    std::string shown_;
};

}  // namespace wlanmedic::app
