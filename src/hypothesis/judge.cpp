// SPDX-License-Identifier: MIT
#include "hypothesis/judge.h"

#include <array>

#include "hypothesis/advice.h"
#include "hypothesis/hypotheses.h"

namespace wlanmedic::hypothesis {

Diagnosis judge(const outage::Outage& outage) {
    static constexpr std::array all{comeback_not_respected,
                                    stale_station_state,
                                    receive_path_wedged,
                                    station_still_known,
                                    access_point_absent,
                                    access_point_full,
                                    access_point_refuses,
                                    access_point_slow,
                                    wrong_key,
                                    local_decision,
                                    power_save,
                                    regulatory_change,
                                    firmware_crash,
                                    waiting};
    const Case of(outage);
    Diagnosis diagnosis;
    if (outage.failure)
        for (const auto ask : all) diagnosis.hypotheses.push_back(ask(of));
    diagnosis.advice = advice_on(of, diagnosis.hypotheses);
    return diagnosis;
}

}  // namespace wlanmedic::hypothesis
