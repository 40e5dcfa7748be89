// SPDX-License-Identifier: MIT
// A counts.toml.
#include <algorithm>

#include "evidence/counts.h"
#include "require.h"

using namespace wlanmedic;
using wlanmedic::fuzz::require;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto counts = evidence::parse_counts(fuzz::as_text(data, size), "counts.toml", 0);
    if (!counts) {
        require(!counts.error().what.empty() && !counts.error().to_string().empty(),
                "an error says what is wrong");
        return 0;
    }
    require(counts->hours > 0, "hours are above 0");
    require(!counts->counts.empty(), "something is counted");
    for (const evidence::Count& count : counts->counts) {
        require(std::ranges::count(counts->counts, count.name, &evidence::Count::name) == 1, "names are unique");
        require(count.escalated.value_or(0) <= count.count, "no more escalated than were counted");
        require(count.receipt.line > 0 && !count.receipt.text.empty(), "a count has a receipt");
    }
    return 0;
}
