// SPDX-License-Identifier: MIT
// Hours and counts that somebody else counted, as evidence of its own: docs/evidence.md, "counts.toml".
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "wifi/error.h"
#include "wifi/event.h"

namespace wlanmedic::evidence {

struct Count {
    std::string name;  ///< as in `totals`: "connection_loss", "decrypt_failure", …
    std::uint64_t count = 0;
    std::optional<std::uint64_t> escalated;  ///< of `count`, those that became a blackhole; nothing where not told
    wifi::Receipt receipt;
};

struct Counts {
    std::string path;
    std::string title;
    double hours = 0;                    ///< associated time that was watched, greater than 0
    std::optional<wifi::Instant> begin;  ///< wall time of the start, read as UTC; with `hours` the time covered
    std::vector<Count> counts;           ///< names are unique
};

/// Names that a count may have.
const std::vector<std::string_view>& countable();

/// Errors carry line and column: no TOML, a wrong type, hours not above 0, an unknown name, more escalated than
/// counted.
wifi::Result<Counts> parse_counts(std::string_view text, const std::string& file, std::uint32_t source);

}  // namespace wlanmedic::evidence
