// SPDX-License-Identifier: MIT
// A bound on what a source may write where it writes without end.
#pragma once

#include <algorithm>
#include <cstdint>
#include <utility>

#include "wifi/instant.h"

namespace wlanmedic::capture {

/// A bucket of tokens, one for each line. Empty, it shuts until it has a second's worth again: a flood is told in
/// pieces with whole seconds between them, and not as one line in ten.
class FloodGate {
public:
    /// `at_once` lines, and `each_second` from then on.
    FloodGate(std::uint32_t at_once, std::uint32_t each_second)
        : most_(at_once), each_second_(each_second), tokens_(at_once) {}

    enum class Verdict : std::uint8_t {
        pass,
        shut,      ///< left out, the first of these
        left_out,  ///< one more
    };
    /// A line at `now`, on a clock that does not go back.
    Verdict on_line(wifi::Duration now) {
        refill(now);
        if (tokens_ >= 1) {
            tokens_ -= 1;
            return Verdict::pass;
        }
        ++left_out_;
        if (shut_) return Verdict::left_out;
        shut_ = true;
        return Verdict::shut;
    }
    /// How many lines were left out since the gate shut, once it is open again; asked before the line that comes.
    std::uint64_t reopened(wifi::Duration now) {
        refill(now);
        return shut_ ? 0 : take_left_out();
    }
    /// The same, also while it is shut: no more lines come.
    std::uint64_t take_left_out() { return std::exchange(left_out_, 0); }

private:
    void refill(wifi::Duration now) {
        const double more = wifi::to_seconds(std::max(now - last_, wifi::Duration{0})) * each_second_;
        last_ = now;
        if (shut_) {
            saved_ += more;
            if (saved_ < each_second_) return;
            shut_ = false;
            tokens_ = std::min<double>(saved_, most_);
            saved_ = 0;
        } else {
            tokens_ = std::min<double>(tokens_ + more, most_);
        }
    }

    double most_;
    double each_second_;
    double tokens_;
    double saved_ = 0;
    wifi::Duration last_{0};
    std::uint64_t left_out_ = 0;
    bool shut_ = false;
};

}  // namespace wlanmedic::capture
