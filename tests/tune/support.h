// SPDX-License-Identifier: MIT
// A small world for sweeps: the seed's night as a named prior, and few short nights.
#pragma once

#include <memory>

#include "policy/policies.h"
#include "tune/choose.h"
#include "whatif/fit.h"

namespace wlanmedic::test {

inline const whatif::Posterior& posterior() {
    static const whatif::Posterior fitted =
        whatif::Posterior::fit(whatif::named_prior("bes2600-seed", 5).value(), {}).value();
    return fitted;
}

inline tune::World small_world() {
    return {
        .posterior = &posterior(), .forbidden = {}, .plan = {.seed = 1, .draws = 12, .nights = 3, .hours = 10.5}};
}

inline std::shared_ptr<const policy::Policy> ready(std::string_view name) {
    return policy::Policies::built_in().find(name).value().policy;
}

/// b-1 with other numbers: `count` of 1, 2 and so on.
inline tune::Space space_of(const tune::AxisTexts& texts, const std::vector<driver::Method>& forbidden = {},
                            std::string_view base = "b-1") {
    return tune::Space::cross(tune::parse_axes(texts).value(), *ready(base), forbidden).value();
}

/// A draw of one night with so many dead seconds and resets.
inline whatif::DrawTally draw(double dead_s, double resets = 0) {
    whatif::DrawTally tally;
    tally.sum[whatif::DrawTally::dead_s] = dead_s;
    tally.squares[whatif::DrawTally::dead_s] = dead_s * dead_s;
    tally.sum[whatif::DrawTally::resets] = resets;
    tally.squares[whatif::DrawTally::resets] = resets * resets;
    tally.nights = 1;
    return tally;
}

}  // namespace wlanmedic::test
