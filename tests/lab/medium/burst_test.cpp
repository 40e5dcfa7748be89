// SPDX-License-Identifier: MIT
#include "lab/medium/burst.h"

#include <gtest/gtest.h>

#include <cmath>

#include "tests/lab/medium/scene.h"

namespace wlanmedic::lab {
namespace {

struct Run {
    double loss = 0;
    double mean_burst = 0;  // frames lost in a row
};

Run run_of(const Burst& burst, int frames, std::uint64_t seed) {
    Draws draws(seed, 1, 0, 2);
    BurstChain chain;
    int lost = 0;
    int bursts = 0;
    bool before = false;
    for (int i = 0; i < frames; ++i) {
        const bool now = chain.loses(burst, draws);
        lost += now ? 1 : 0;
        bursts += now && !before ? 1 : 0;
        before = now;
    }
    return {static_cast<double>(lost) / frames, bursts == 0 ? 0 : static_cast<double>(lost) / bursts};
}

TEST(Burst, TheMeanLossIsTheShareOfEachStateTimesItsLoss) {
    EXPECT_DOUBLE_EQ((Burst{0.1, 0.3, 0, 1}.mean_loss()), 0.25);
    EXPECT_DOUBLE_EQ((Burst{0.1, 0.3, 0.2, 0.6}.mean_loss()), 0.3);
    EXPECT_DOUBLE_EQ((Burst{1, 0, 0, 0.7}.mean_loss()), 0.7) << "never back";
    EXPECT_DOUBLE_EQ((Burst{0, 1, 0.05, 1}.mean_loss()), 0.05) << "never bad";
    EXPECT_DOUBLE_EQ((Burst{0, 0, 0.05, 1}.mean_loss()), 0.05) << "never moved";
    EXPECT_DOUBLE_EQ(Burst{}.mean_loss(), 0);
}

// The long run's variance of a chain's mean: p (1 - p) / n for independent frames, times (1 + r) / (1 - r) where
// neighbours correlate with r = 1 - good_to_bad - bad_to_good. Five of its deviations, with the seed fixed.
TEST(Burst, AsMuchIsLostInTheLongRunAsTheMeanSays) {
    for (const Burst burst : {Burst{0.01, 0.09, 0, 1}, Burst{0.001, 0.1, 0, 1}, Burst{0.2, 0.3, 0.05, 0.8},
                              Burst{0.02, 0.02, 0.1, 0.4}, Burst{0.9, 0.9, 0, 1}, Burst{1, 1, 0, 1}}) {
        constexpr int frames = 1'000'000;
        const double mean = burst.mean_loss();
        const double correlation = std::max(0.0, 1 - burst.good_to_bad - burst.bad_to_good);
        const double deviation = std::sqrt(mean * (1 - mean) / frames * (1 + correlation) / (1 - correlation));
        for (const std::uint64_t seed : {1U, 2U, 3U})
            EXPECT_NEAR(run_of(burst, frames, seed).loss, mean, 5 * deviation) << mean;
    }
}

// A visit of the bad state lasts 1 / bad_to_good frames; single losses at random would last 1 / (1 - loss).
TEST(Burst, LossesComeInARow) {
    EXPECT_NEAR((run_of({0.01, 0.1, 0, 1}, 1'000'000, 1).mean_burst), 10, 0.5);
    EXPECT_NEAR((run_of({0.01, 0.5, 0, 1}, 1'000'000, 1).mean_burst), 2, 0.1);
}

TEST(Burst, ACertainChainAlternates) {
    Draws draws(1, 1, 0, 2);
    BurstChain chain;
    for (int i = 0; i < 100; ++i) EXPECT_EQ(chain.loses({1, 1, 0, 1}, draws), i % 2 == 0);
}

TEST(Burst, ARuleWithABurstLosesAsMuchAsItsChain) {
    Scene scene;
    Rule rule = drop("beacon", 0, 2);
    rule.burst = Burst{0.05, 0.2, 0, 1};
    rule.probability = 0;  // a burst takes its place
    scene.add(rule);
    int lost = 0;
    for (int i = 0; i < 100'000; ++i) lost += scene.access_point_beacons().deliveries.size() == 2 ? 0 : 1;
    EXPECT_NEAR(lost, 20'000, 5 * std::sqrt(100'000 * 0.2 * 0.8 * 1.75 / 0.25));
}

TEST(Burst, EachOrderedPairHasAChainOfItsOwn) {
    Scene scene;
    Rule rule = drop("beacon");
    rule.burst = Burst{0.1, 0.1, 0, 1};
    scene.add(rule);
    int together = 0;
    constexpr int frames = 100'000;
    for (int i = 0; i < frames; ++i) {
        const auto got = receivers(scene.access_point_beacons()).size();
        together += got == 0 || got == 2 ? 1 : 0;
    }
    EXPECT_NEAR(together, frames / 2, frames / 50) << "one chain for both would have them always together";
}

}  // namespace
}  // namespace wlanmedic::lab
