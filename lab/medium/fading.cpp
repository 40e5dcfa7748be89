// SPDX-License-Identifier: MIT
#include "lab/medium/fading.h"

#include <algorithm>

#include "lab/medium/saturating.h"

namespace wlanmedic::lab {

void Fading::begin(int dbm, wifi::Duration over, wifi::Duration now) {
    from_dbm_ = this->dbm(now);
    to_dbm_ = dbm;
    begin_ = now;
    over_ = std::max(over, wifi::Duration::zero());
}

double Fading::dbm(wifi::Duration now) const {
    const wifi::Duration passed = now - begin_;
    if (passed >= over_) return to_dbm_;
    const double share = std::max(0.0, static_cast<double>(passed.count()) / static_cast<double>(over_.count()));
    return from_dbm_ + (to_dbm_ - from_dbm_) * share;
}

wifi::Duration Fading::end() const { return sum_of(begin_, over_); }

double share_lost(double dbm, int floor_dbm) {
    constexpr double slope_db = 10;
    return std::clamp((floor_dbm + slope_db - dbm) / slope_db, 0.0, 1.0);
}

}  // namespace wlanmedic::lab
