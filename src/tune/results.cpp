// SPDX-License-Identifier: MIT
#include "tune/results.h"

#include <algorithm>

namespace wlanmedic::tune {

Results::Results(std::size_t candidates)
    : results_(candidates), there_((candidates + chunk_size - 1) / chunk_size) {}

std::size_t Results::size_of(std::size_t chunk) const {
    return std::min(chunk_size, results_.size() - chunk * chunk_size);
}

std::size_t Results::missing() const { return static_cast<std::size_t>(std::ranges::count(there_, false)); }

std::vector<std::size_t> Results::missing(const Part& part) const {
    std::vector<std::size_t> chunks;
    for (std::size_t chunk = part.index; chunk < there_.size(); chunk += part.of)
        if (!there_[chunk]) chunks.push_back(chunk);
    return chunks;
}

bool Results::put(std::size_t chunk, std::span<const Result> results) {
    if (there_.at(chunk)) return std::ranges::equal(of(chunk), results);
    std::ranges::copy(results.first(size_of(chunk)),
                      results_.begin() + static_cast<std::ptrdiff_t>(chunk * chunk_size));
    there_[chunk] = true;
    return true;
}

std::span<const Result> Results::of(std::size_t chunk) const {
    return std::span(results_).subspan(chunk * chunk_size, size_of(chunk));
}

}  // namespace wlanmedic::tune
