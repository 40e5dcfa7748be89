// SPDX-License-Identifier: MIT
#include "whatif/random.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <functional>
#include <set>

#include "oracle.h"
#include "whatif/elementary.h"

namespace wlanmedic::whatif {
namespace {

using Words = std::array<std::uint32_t, 4>;

std::uint64_t places_between(double one, double other) {
    const auto a = std::bit_cast<std::int64_t>(one);
    const auto b = std::bit_cast<std::int64_t>(other);
    return static_cast<std::uint64_t>(std::abs(a - b));
}

// The known answers of Random123's kat_vectors, "philox4x32 10".
TEST(Philox, GivesTheKnownAnswers) {
    EXPECT_EQ(philox({0, 0, 0, 0}, {0, 0}), (Words{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}));
    constexpr std::uint32_t f = 0xffffffff;
    EXPECT_EQ(philox({f, f, f, f}, {f, f}), (Words{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}));
    EXPECT_EQ(philox({0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}, {0xa4093822, 0x299f31d0}),
              (Words{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}));
}

TEST(Elementary, LogarithmIsThatOfTheLibraryToTheLastPlace) {
    for (double x = 1e-300; x < 1e300; x *= 1.0137) EXPECT_LE(places_between(logarithm(x), std::log(x)), 1U) << x;
    EXPECT_EQ(logarithm(1), 0);
}

TEST(Elementary, ExponentialIsThatOfTheLibraryToTheLastPlace) {
    for (double x = -699; x < 700; x += 0.0371) EXPECT_LE(places_between(exponential(x), std::exp(x)), 1U) << x;
    EXPECT_EQ(exponential(-1000), 0);
    EXPECT_EQ(exponential(0), 1);
    EXPECT_TRUE(std::isfinite(exponential(1e9)));
}

TEST(Stream, IsTheSameForTheSameAddressAndAnotherForAnyOther) {
    const auto first = [](std::uint64_t seed, std::uint32_t draw, std::uint32_t night, Purpose purpose,
                          std::uint32_t number) { return Stream(seed, draw, night, purpose, number).bits(); };
    EXPECT_EQ(first(7, 1, 2, Purpose::loss, 3), first(7, 1, 2, Purpose::loss, 3));
    std::set<std::uint64_t> seen;
    for (const std::uint64_t seed : {0ULL, 1ULL, 1ULL << 32U})
        for (const std::uint32_t draw : {0U, 1U})
            for (const std::uint32_t night : {0U, 1U})
                for (const Purpose purpose : {Purpose::losses, Purpose::loss, Purpose::attempts})
                    for (const std::uint32_t number : {0U, 1U})
                        seen.insert(first(seed, draw, night, purpose, number));
    EXPECT_EQ(seen.size(), 72U);
}

TEST(Stream, TakesBothHalvesOfEachBlockInTurn) {
    Stream stream(0, 0, 0, Purpose::parameters);
    const Words block = philox({0, 0, 0, 0}, {0, 0});
    EXPECT_EQ(stream.bits(), (std::uint64_t{block[1]} << 32U) | block[0]);
    EXPECT_EQ(stream.bits(), (std::uint64_t{block[3]} << 32U) | block[2]);
    const Words next = philox({1, 0, 0, 0}, {0, 0});
    EXPECT_EQ(stream.bits(), (std::uint64_t{next[1]} << 32U) | next[0]);
}

// Whoever changes an algorithm, or compiles with contraction to fused multiply-adds, changes every simulation.
TEST(Stream, GivesTheSameBitsOnEveryMachine) {
    Stream stream(20260507, 3, 5, Purpose::loss, 8);
    double sum = 0;
    for (int i = 0; i < 1000; ++i) {
        sum += stream.uniform();
        sum += stream.standard_exponential();
        sum += stream.gamma(0.3);
        sum += stream.gamma(9.5);
        sum += stream.beta(0.5, 1.5);
        sum += exponential(stream.standard_normal());
    }
    EXPECT_EQ(sum, 0x1.99ca4955effe4p+13);
}

struct Law {
    const char* name;
    const char* quantiles;  // in R
    std::function<double(Stream&)> draw;
};

class Laws : public ::testing::TestWithParam<Law> {};

// The share of 40,000 draws below each of R's quantiles lies within 4.5 standard errors of what it should be.
TEST_P(Laws, HaveTheQuantilesOfR) {
    constexpr int draws = 40'000;
    const std::vector<double> shares{0.001, 0.025, 0.25, 0.5, 0.75, 0.975, 0.999};
    const auto limits = ask_r("p <- c(0.001, 0.025, 0.25, 0.5, 0.75, 0.975, 0.999); cat(" +
                              std::string(GetParam().quantiles) + ")");
    ASSERT_EQ(limits.size(), shares.size());
    Stream stream(11, 0, 0, Purpose::parameters);
    std::vector<double> values(draws);
    for (double& value : values) value = GetParam().draw(stream);
    for (std::size_t i = 0; i < shares.size(); ++i) {
        const auto below = std::ranges::count_if(values, [&](double value) { return value <= limits[i]; });
        const double error = std::sqrt(shares[i] * (1 - shares[i]) / draws);
        EXPECT_NEAR(static_cast<double>(below) / draws, shares[i], 4.5 * error);
    }
}

INSTANTIATE_TEST_SUITE_P(
    OfTheModel, Laws,
    ::testing::Values(Law{"uniform", "qunif(p)", [](Stream& s) { return s.uniform(); }},
                      Law{"exponential", "qexp(p)", [](Stream& s) { return s.standard_exponential(); }},
                      Law{"normal", "qnorm(p)", [](Stream& s) { return s.standard_normal(); }},
                      Law{"gammaTiny", "qgamma(p, 0.07)", [](Stream& s) { return s.gamma(0.07); }},
                      Law{"gammaHalf", "qgamma(p, 0.5)", [](Stream& s) { return s.gamma(0.5); }},
                      Law{"gammaLarge", "qgamma(p, 183.5)", [](Stream& s) { return s.gamma(183.5); }},
                      Law{"betaJeffreys", "qbeta(p, 0.5, 0.5)", [](Stream& s) { return s.beta(0.5, 0.5); }},
                      Law{"betaOneOfNine", "qbeta(p, 1.5, 8.5)", [](Stream& s) { return s.beta(1.5, 8.5); }}),
    [](const auto& law) { return std::string(law.param.name); });

}  // namespace
}  // namespace wlanmedic::whatif
