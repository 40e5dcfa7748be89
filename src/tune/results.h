// SPDX-License-Identifier: MIT
// What a sweep found of each candidate, in chunks: a chunk is what is played at one go, kept, and sent elsewhere.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "tune/recorded.h"

namespace wlanmedic::tune {

/// A day; errors are standard errors of the mean over the draws.
struct Result {
    double dead_s = 0;
    double dead_error = 0;
    double resets = 0;
    double resets_error = 0;
    double false_alarms = 0;
    ReplayFigures replay;

    bool operator==(const Result&) const = default;
};

/// So many candidates follow one another in a chunk; the last may have fewer. The same for any split.
inline constexpr std::size_t chunk_size = 16;

/// One of `of` parts: the chunks whose number leaves `index` over. `index` is below `of`.
struct Part {
    std::size_t index = 0;
    std::size_t of = 1;
};

class Results {
public:
    explicit Results(std::size_t candidates);

    std::size_t chunks() const { return there_.size(); }
    std::size_t size_of(std::size_t chunk) const;
    bool has(std::size_t chunk) const { return there_.at(chunk); }
    std::size_t missing() const;
    /// Chunks of the part that are not there, ascending.
    std::vector<std::size_t> missing(const Part& part) const;

    /// As many as size_of() says. False: it is there already, and is not the same.
    bool put(std::size_t chunk, std::span<const Result> results);
    const std::vector<Result>& all() const { return results_; }
    std::span<const Result> of(std::size_t chunk) const;

private:
    std::vector<Result> results_;
    std::vector<bool> there_;
};

}  // namespace wlanmedic::tune
