// SPDX-License-Identifier: MIT
#include "whatif/random.h"

#include <cmath>

#include "whatif/elementary.h"

namespace wlanmedic::whatif {

std::array<std::uint32_t, 4> philox(std::array<std::uint32_t, 4> counter, std::array<std::uint32_t, 2> key) {
    for (int round = 0; round < 10; ++round) {
        const std::uint64_t one = std::uint64_t{0xD2511F53U} * counter[0];
        const std::uint64_t two = std::uint64_t{0xCD9E8D57U} * counter[2];
        counter = {static_cast<std::uint32_t>(two >> 32U) ^ counter[1] ^ key[0], static_cast<std::uint32_t>(two),
                   static_cast<std::uint32_t>(one >> 32U) ^ counter[3] ^ key[1], static_cast<std::uint32_t>(one)};
        key[0] += 0x9E3779B9U;
        key[1] += 0xBB67AE85U;
    }
    return counter;
}

Stream::Stream(std::uint64_t seed, std::uint32_t draw, std::uint32_t night, Purpose purpose, std::uint32_t number)
    : counter_{0, (static_cast<std::uint32_t>(purpose) << 24U) | (number & 0xffffffU), night, draw},
      key_{static_cast<std::uint32_t>(seed), static_cast<std::uint32_t>(seed >> 32U)} {}

std::uint64_t Stream::bits() {
    if (has_spare_) {
        has_spare_ = false;
        return spare_;
    }
    const auto block = philox(counter_, key_);
    ++counter_[0];
    spare_ = (std::uint64_t{block[3]} << 32U) | block[2];
    has_spare_ = true;
    return (std::uint64_t{block[1]} << 32U) | block[0];
}

double Stream::uniform() { return (static_cast<double>(bits() >> 12U) + 0.5) * 0x1p-52; }

double Stream::standard_exponential() { return -logarithm(uniform()); }

double Stream::standard_normal() {
    // Marsaglia's polar method; the second of the pair is not kept, so that a stream's state is its counter alone.
    for (;;) {
        const double x = 2 * uniform() - 1;
        const double y = 2 * uniform() - 1;
        const double square = x * x + y * y;
        if (square < 1 && square > 0) return x * std::sqrt(-2 * logarithm(square) / square);
    }
}

double Stream::gamma(double shape) {
    // G. Marsaglia, W. W. Tsang, "A simple method for generating gamma variables", ACM TOMS 26 (2000).
    if (shape < 1) {
        const double larger = gamma(shape + 1);
        return larger * exponential(logarithm(uniform()) / shape);
    }
    const double d = shape - 1.0 / 3;
    const double c = 1 / (3 * std::sqrt(d));
    for (;;) {
        const double x = standard_normal();
        const double root = 1 + c * x;
        if (root <= 0) continue;
        const double cube = root * root * root;
        if (logarithm(uniform()) < 0.5 * x * x + d - d * cube + d * logarithm(cube)) return d * cube;
    }
}

double Stream::beta(double a, double b) {
    const double one = gamma(a);
    const double other = gamma(b);
    // Both can be 0 where a and b are tiny: then nearly all the mass lies at the ends.
    if (one + other <= 0) return happens(a / (a + b)) ? 1 : 0;
    return one / (one + other);
}

}  // namespace wlanmedic::whatif
