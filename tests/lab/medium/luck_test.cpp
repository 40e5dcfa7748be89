// SPDX-License-Identifier: MIT
// Chance: the same for the same seed, on every machine, and each pair's own.
#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <string>
#include <vector>

#include "lab/medium/draws.h"
#include "tests/lab/medium/scene.h"

namespace wlanmedic::lab {
namespace {

Rule sometimes(Rule rule, double probability) {
    rule.probability = probability;
    return rule;
}

// Rules of every sort, a fade, and frames of all three radios; what became of them.
std::vector<std::string> story(std::uint64_t seed, const std::function<void(Scene&)>& also = [](Scene&) {}) {
    Scene scene(seed);
    scene.add(sometimes(drop("acknowledgement"), 0.1));
    scene.add(sometimes(drop("beacon"), 0.3));
    Rule bursts = with_effect(drop("data", 2), Rule::Effect::drop_acknowledged);
    bursts.burst = Burst{0.1, 0.2, 0, 0.9};
    scene.add(bursts);
    scene.add(sometimes(with_effect(drop("data", 0), Rule::Effect::delay), 0.5));
    scene.medium.fade(0, -95, 60s, 0s);
    also(scene);
    std::vector<std::string> fates;
    for (int i = 0; i < 1000; ++i) {
        scene.now += 50ms;
        fates.push_back(print(scene.access_point_beacons()));
        fates.push_back(print(scene.judge(1, beacon(ap2))));
        fates.push_back(print(scene.station_sends()));
        fates.push_back(print(scene.access_point_sends()));
    }
    return fates;
}

TEST(Luck, TheSameSeedGivesTheSameStory) {
    EXPECT_EQ(story(1), story(1));
    EXPECT_EQ(story(0), story(0));
}

TEST(Luck, AnotherSeedGivesAnother) {
    EXPECT_NE(story(1), story(2));
    EXPECT_NE(story(1), story(1 + (std::uint64_t{1} << 32U))) << "all 64 bits count";
}

// Fixed by the C++ standard for seed_seq and mt19937_64: a run must be the same with any library.
TEST(Luck, TheFirstDrawsAreTheseOnEveryMachine) {
    Draws draws(1, 1, 0, 2);
    std::string text;
    for (int i = 0; i < 32; ++i) text.push_back(draws.happens(0.5) ? '1' : '0');
    EXPECT_EQ(text, "10011001010011100011011000101010");
}

TEST(Luck, OneIsAlwaysAndZeroIsNever) {
    Draws draws(1, 1, 0, 2);
    for (int i = 0; i < 100'000; ++i) {
        ASSERT_TRUE(draws.happens(1));
        ASSERT_FALSE(draws.happens(0));
        ASSERT_FALSE(draws.happens(-1));
        ASSERT_FALSE(draws.happens(std::nan("")));
    }
}

TEST(Luck, ThingsHappenAsOftenAsTheirProbabilitySays) {
    for (const double probability : {0.001, 0.1, 0.5, 0.9}) {
        Draws draws(7, 1, 0, 2);
        constexpr int frames = 1'000'000;
        int happened = 0;
        for (int i = 0; i < frames; ++i) happened += draws.happens(probability) ? 1 : 0;
        EXPECT_NEAR(happened, frames * probability, 5 * std::sqrt(frames * probability * (1 - probability)));
    }
}

// --- what befalls one radio leaves the others' luck alone

std::vector<std::string> fates_of_others(const std::vector<Wedge>& wedges_of_radio_3) {
    Scene scene;
    scene.medium.add_radio(3);
    scene.medium.add_address(3, address("02:00:00:00:03:00"));
    scene.add(sometimes(drop("all"), 0.3));
    scene.medium.fade(0, -88, 0s, 0s);
    for (const Wedge& wedge : wedges_of_radio_3) scene.wedge(wedge, 3);
    std::vector<std::string> fates;
    for (int i = 0; i < 1000; ++i) {
        scene.now += 10ms;
        scene.judge(3, data_to(ap1, "02 00 00 00 03 00"));
        scene.judge(0, data_to("02 00 00 00 03 00", ap1));
        scene.judge(3, beacon("02 00 00 00 03 00"));
        Fate beacons = scene.access_point_beacons();
        std::erase_if(beacons.deliveries, [](const Delivery& delivery) { return delivery.to == 3; });
        beacons.fault = false;  // may be radio 3's
        fates.push_back(print(beacons));
        fates.push_back(print(scene.station_sends()));
        fates.push_back(print(scene.access_point_sends()));
    }
    return fates;
}

TEST(Luck, AWedgeOfOneRadioLeavesTheFatesOfAllOthersAsTheyWere) {
    const auto sound = fates_of_others({});
    for (const Wedge::Path path : {Wedge::Path::receive, Wedge::Path::transmit, Wedge::Path::both}) {
        for (const Wedge::Kind kind :
             {Wedge::Kind::unacknowledged, Wedge::Kind::acknowledged, Wedge::Kind::intermittent}) {
            Wedge wedge;
            wedge.path = path;
            wedge.kind = kind;
            EXPECT_EQ(fates_of_others({wedge}), sound);
        }
    }
}

TEST(Luck, ARuleForOtherFramesChangesNothing) {
    EXPECT_EQ(story(1, [](Scene& scene) { scene.add(sometimes(drop("deauthentication"), 0.5)); }), story(1));
}

TEST(Luck, ARuleThatIsAddedAgainHasNewLuck) {
    const auto losses = [](Scene& scene) {
        scene.medium.clear("", 0s);
        scene.add(sometimes(drop("all"), 0.5));
        std::string text;
        for (int i = 0; i < 200; ++i) text.append(print(scene.station_sends()));
        return text;
    };
    Scene scene;
    const std::string first = losses(scene);
    EXPECT_NE(losses(scene), first);
}

}  // namespace
}  // namespace wlanmedic::lab
