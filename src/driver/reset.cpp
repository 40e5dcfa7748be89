// SPDX-License-Identifier: MIT
#include "driver/reset.h"

#include <fmt/format.h>

namespace wlanmedic::driver {

std::string to_string(const Step& step) {
    switch (step.action) {
        case Step::Action::write: return fmt::format("echo {} > {}", step.value, step.to);
        case Step::Action::unload: return fmt::format("modprobe -r {}", step.value);
        case Step::Action::load: return fmt::format("modprobe {}", step.value);
        case Step::Action::wait: return fmt::format("sleep {}", static_cast<double>(step.milliseconds) / 1000);
    }
    return {};
}

}  // namespace wlanmedic::driver
