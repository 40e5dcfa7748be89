// SPDX-License-Identifier: MIT
// One possible reason why a link did not come back at once, and what the evidence says of it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "wifi/event.h"

namespace wlanmedic::hypothesis {

enum class Verdict : std::uint8_t { supported, contradicted, undetermined };

struct Hypothesis {
    std::string_view id;  ///< "H1", "wrong_key", …: fixed names
    Verdict verdict = Verdict::undetermined;
    std::string because;                  ///< one or two sentences
    std::vector<wifi::Receipt> receipts;  ///< the lines that the verdict rests on; none where it rests on absence
    bool suspected = false;               ///< undetermined, and something speaks for it
    std::string to_decide;                ///< undetermined: what to record next time; else empty
};

inline std::string_view name_of(Verdict verdict) {
    switch (verdict) {
        case Verdict::supported: return "supported";
        case Verdict::contradicted: return "contradicted";
        case Verdict::undetermined: return "undetermined";
    }
    return "undetermined";
}

}  // namespace wlanmedic::hypothesis
