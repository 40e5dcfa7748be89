// SPDX-License-Identifier: MIT
#include "whatif/elementary.h"

#include <bit>
#include <cstdint>

namespace wlanmedic::whatif {
namespace {

constexpr double ln2_high = 6.93147180369123816490e-01;  // its last bits are zero: times an exponent it is exact
constexpr double ln2_low = 1.90821492927058770002e-10;
constexpr double one_by_ln2 = 1.44269504088896338700;

}  // namespace

double logarithm(double x) {
    // x = 2^exponent * (1 + f), with 1 + f between sqrt(1/2) and sqrt(2).
    constexpr std::uint64_t sqrt_half = 0x3fe6a09e00000000U;
    constexpr std::uint64_t one = 0x3ff0000000000000U;
    const std::uint64_t bits = std::bit_cast<std::uint64_t>(x) + (one - sqrt_half);
    const double exponent = static_cast<double>(static_cast<int>(bits >> 52U) - 0x3ff);
    const double f = std::bit_cast<double>((bits & 0x000fffffffffffffU) + sqrt_half) - 1.0;
    const double s = f / (2.0 + f);
    const double z = s * s;
    const double w = z * z;
    const double odd =
        z * (6.666666666666735130e-01 +
             w * (2.857142874366239149e-01 + w * (1.818357216161805012e-01 + w * 1.479819860511658591e-01)));
    const double even =
        w * (3.999999999940941908e-01 + w * (2.222219843214978396e-01 + w * 1.531383769920937332e-01));
    const double half_square = 0.5 * f * f;
    return s * (half_square + (odd + even)) + exponent * ln2_low - half_square + f + exponent * ln2_high;
}

double exponential(double x) {
    if (!(x > -700.0)) return 0.0;
    if (x > 700.0) x = 700.0;
    const int k = static_cast<int>(one_by_ln2 * x + (x < 0 ? -0.5 : 0.5));
    const double high = x - k * ln2_high;
    const double low = k * ln2_low;
    const double r = high - low;
    const double square = r * r;
    const double c = r - square * (1.66666666666666019037e-01 +
                                   square * (-2.77777777770155933842e-03 +
                                             square * (6.61375632143793436117e-05 +
                                                       square * (-1.65339022054652515390e-06 +
                                                                 square * 4.13813679705723846039e-08))));
    const double y = 1.0 + (r * c / (2.0 - c) - low + high);
    return y * std::bit_cast<double>(static_cast<std::uint64_t>(k + 0x3ff) << 52U);
}

}  // namespace wlanmedic::whatif
