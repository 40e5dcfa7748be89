// SPDX-License-Identifier: MIT
// What a reader found beside records.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "runfile/reader.h"

namespace wlanmedic::runfile {

struct Findings {
    std::vector<Damage> damage;
    std::uint64_t damaged = 0;
    std::uint64_t frames = 0;
    std::uint64_t passed_over = 0;
    std::optional<int> version;

    void tell(std::uint64_t offset, std::string what, bool at_end = false) {
        ++damaged;
        if (damage.size() < Reader::most_damage) {
            damage.push_back({.offset = offset, .what = std::move(what), .at_end = at_end});
        } else if (at_end) {  // more important than the one before
            damage.back() = {.offset = offset, .what = std::move(what), .at_end = true};
        }
    }
};

}  // namespace wlanmedic::runfile
