// SPDX-License-Identifier: MIT
// Text for a terminal or a pipe that may not take it now (Ctrl-S, a reader that sleeps): whoever writes here never
// waits for it.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "posix/descriptor.h"

namespace wlanmedic::app {

class WaitingLines {
public:
    explicit WaitingLines(int descriptor);

    /// Whole lines, or what draws one. Where more than `most` bytes would wait they are left out and counted, and
    /// once all others are written a line says how many.
    void add(std::string_view text);
    /// Hands over what is taken now, or within `patience` in all. False: nothing is taken any more (a terminal
    /// that was closed); what waited is gone.
    bool write_out(std::chrono::milliseconds patience = {});
    bool empty() const { return waiting_.empty(); }

    static constexpr std::size_t most = 64U << 10;

private:
    bool is_ready(std::chrono::steady_clock::time_point until) const;

    posix::Descriptor own_;  // opened here
    int descriptor_;
    std::string waiting_;
    std::uint64_t left_out_ = 0;  // lines
    bool gone_ = false;
};

}  // namespace wlanmedic::app
