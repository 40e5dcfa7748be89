// SPDX-License-Identifier: MIT
#include "evidence/clock.h"

namespace wlanmedic::evidence {

std::string_view name_of(Clock clock) {
    switch (clock) {
        case Clock::epoch: return "epoch";
        case Clock::local: return "local";
        case Clock::boot: return "boot";
        case Clock::trace: return "trace";
        case Clock::relative: return "relative";
        case Clock::none: return "none";
    }
    return "none";
}

}  // namespace wlanmedic::evidence
