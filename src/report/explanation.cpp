// SPDX-License-Identifier: MIT
#include "report/explanation.h"

namespace wlanmedic::report {

Headline headline_of(const outage::Outage& outage, const hypothesis::Diagnosis& diagnosis,
                     wifi::Duration blackhole_limit) {
    return {.id = outage.id,
            .interface = outage.interface,
            .start = outage.start,
            .duration = outage.duration(),
            .timed = outage.timed,
            .open_ended = outage.open_ended(),
            .lower_bound = outage.lower_bound,
            .failure = outage.failure,
            .blackhole = outage.blackhole(blackhole_limit),
            .trigger = outage.trigger,
            .advice = diagnosis.advice};
}

}  // namespace wlanmedic::report
