// SPDX-License-Identifier: MIT
// Chance for simulation: any number of independent streams, each addressed by what it is for, and the same bits on
// every machine. A stream costs nothing to begin, so each happening has its own: what one policy makes of a night
// takes no luck away from another (common random numbers).
//
// The generator is Philox4x32-10 (J. K. Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", SC 2011);
// neither the standard library before C++26 nor Boost 1.74 has one that is addressed by a counter. Distributions
// are own code because those of the standard library and of Boost go through the C library's logarithm
// (elementary.h).
#pragma once

#include <array>
#include <cstdint>

namespace wlanmedic::whatif {

/// Ten rounds: `counter` enciphered under `key`.
std::array<std::uint32_t, 4> philox(std::array<std::uint32_t, 4> counter, std::array<std::uint32_t, 2> key);

/// What a stream is for. Streams of different purposes know nothing of each other.
enum class Purpose : std::uint32_t { parameters, losses, loss, attempts, background };

class Stream {
public:
    /// One of 2^24 streams of each purpose: of night `night` under draw `draw` of the parameters. `number` counts
    /// the happenings of that purpose; it wraps at 2^24, which no night reaches (Night::most_losses).
    Stream(std::uint64_t seed, std::uint32_t draw, std::uint32_t night, Purpose purpose, std::uint32_t number = 0);

    /// Good for 2^33 of them; later ones are the first again.
    std::uint64_t bits();

    /// Above 0 and below 1: odd multiples of 2^-53.
    double uniform();
    /// Mean 1; above 0 and below 37.
    double standard_exponential();
    double standard_normal();
    /// Mean `shape`, which is above 0.
    double gamma(double shape);
    /// Both above 0. Never outside [0, 1].
    double beta(double a, double b);
    bool happens(double probability) { return uniform() < probability; }

private:
    std::array<std::uint32_t, 4> counter_;
    std::array<std::uint32_t, 2> key_;
    std::uint64_t spare_ = 0;
    bool has_spare_ = false;
};

}  // namespace wlanmedic::whatif
