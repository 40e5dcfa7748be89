// SPDX-License-Identifier: MIT
#include "whatif/model.h"

namespace wlanmedic::whatif {

const AllMethodTimes& lab_times() {
    // docs/simulate.md has the source of each.
    static const AllMethodTimes times{{
        {.healthy_s = 1.2, .healing_s = 1.2},   // reassociate
        {.healthy_s = 0.25, .healing_s = 1.3},  // link_down_up
        {.healthy_s = 0.45, .healing_s = 1.5},  // radio_off_on
        {.healthy_s = 0, .healing_s = 5.1},     // restart_hw
        {.healthy_s = 1.3, .healing_s = 1.7},   // function_reset
        {.healthy_s = 1.3, .healing_s = 1.7},   // unbind_bind
        {.healthy_s = 1.3, .healing_s = 1.7},   // module_reload
        {.healthy_s = 5, .healing_s = 5},       // remove_rescan
        {.healthy_s = 5, .healing_s = 5},       // power_cycle
    }};
    return times;
}

void suppose(Model& model, Hypothesis hypothesis) {
    model.hypothesis = hypothesis;
    switch (hypothesis) {
        case Hypothesis::comeback: model.healed_from.reset(); break;
        case Hypothesis::stale: model.healed_from = driver::Method::link_down_up; break;
        case Hypothesis::wedged: model.healed_from = driver::Method::function_reset; break;
    }
}

}  // namespace wlanmedic::whatif
