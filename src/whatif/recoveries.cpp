// SPDX-License-Identifier: MIT
#include "whatif/recoveries.h"

#include <bit>
#include <cmath>
#include <cstddef>

namespace wlanmedic::whatif {

void Recoveries::add(wifi::Duration length) {
    ++count_;
    if (length.count() < (std::int64_t{1} << lowest)) {
        ++counts_[0];
        return;
    }
    const auto ns = static_cast<std::uint64_t>(length.count());
    const int power = static_cast<int>(std::bit_width(ns)) - 1;
    if (power >= highest) {
        ++counts_.back();
        return;
    }
    const auto within = static_cast<std::size_t>((ns >> static_cast<unsigned>(power - 6)) & (per_power - 1));
    ++counts_[static_cast<std::size_t>(power - lowest) * per_power + within + 1];
}

double Recoveries::quantile(double share) const {
    const double wanted = share * static_cast<double>(count_);
    std::uint64_t sum = 0;
    for (std::size_t i = 0; i < counts_.size(); ++i) {
        sum += counts_[i];
        if (sum == 0 || static_cast<double>(sum) < wanted) continue;
        const int power = lowest + static_cast<int>(i) / per_power;
        const double upper = 1 + static_cast<double>(i % per_power) / per_power;
        return std::ldexp(upper, power) * 1e-9;
    }
    return 0;
}

}  // namespace wlanmedic::whatif
