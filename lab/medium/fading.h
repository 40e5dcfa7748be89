// SPDX-License-Identifier: MIT
// A signal that changes in a straight line over time, and what is lost where it is weak.
#pragma once

#include "lab/medium/rule.h"

namespace wlanmedic::lab {

class Fading {
public:
    explicit Fading(int dbm) : from_dbm_(dbm), to_dbm_(dbm) {}

    /// From what it is at `now` to `dbm`; at once where `over` is not positive.
    void begin(int dbm, wifi::Duration over, wifi::Duration now);

    double dbm(wifi::Duration now) const;
    /// What it is, or will be when the line has ended.
    int goal() const { return to_dbm_; }
    /// When the line has ended, or had.
    wifi::Duration end() const;

private:
    double from_dbm_;
    int to_dbm_;
    wifi::Duration begin_{};
    wifi::Duration over_{};
};

/// 1 at `floor_dbm` and below, 0 from 10 dB above it, a straight line between.
double share_lost(double dbm, int floor_dbm);

}  // namespace wlanmedic::lab
