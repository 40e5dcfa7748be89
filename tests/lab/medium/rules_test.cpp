// SPDX-License-Identifier: MIT
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/lab/medium/scene.h"

namespace wlanmedic::lab {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(Rules, ADroppedFrameIsNeitherReceivedNorAcknowledged) {
    Scene scene;
    scene.add(drop("data", 2, 0));
    const Fate fate = scene.station_sends();
    EXPECT_THAT(receivers(fate), IsEmpty());
    EXPECT_FALSE(fate.acknowledged);
    EXPECT_TRUE(fate.fault);
    EXPECT_TRUE(scene.access_point_sends().acknowledged) << "a rule has its direction";
    EXPECT_FALSE(scene.access_point_sends().fault);
}

TEST(Rules, OnlyTheirFramesAreTheirs) {
    Scene scene;
    scene.add(drop("beacon"));
    EXPECT_THAT(receivers(scene.access_point_beacons()), IsEmpty());
    EXPECT_THAT(receivers(scene.access_point_sends()), ElementsAre(2));
}

TEST(Rules, AGroupFrameIsJudgedForEachReceiver) {
    Scene scene;
    scene.add(drop("beacon", 0, 2));
    const Fate fate = scene.access_point_beacons();
    EXPECT_THAT(receivers(fate), ElementsAre(1));
    EXPECT_TRUE(fate.fault);
    EXPECT_THAT(receivers(scene.judge(1, beacon(ap2))), ElementsAre(0, 2));
}

TEST(Rules, DropAcknowledgedLosesBehindTheReceiversMac) {
    Scene scene;
    scene.add(with_effect(drop("data", 2), Rule::Effect::drop_acknowledged));
    const Fate fate = scene.station_sends();
    EXPECT_THAT(receivers(fate), IsEmpty());
    EXPECT_TRUE(fate.acknowledged);
    EXPECT_TRUE(fate.fault);
}

TEST(Rules, ADelayedFrameIsAcknowledgedAtOnce) {
    Scene scene;
    Rule rule = with_effect(drop("all"), Rule::Effect::delay);
    rule.delay = 300ms;
    scene.add(rule);
    const Fate fate = scene.station_sends();
    ASSERT_THAT(receivers(fate), ElementsAre(0));
    EXPECT_EQ(fate.deliveries[0].delay, 300ms);
    EXPECT_TRUE(fate.acknowledged) << "the acknowledgement itself is not late";
    EXPECT_TRUE(fate.fault);
}

TEST(Rules, TheFirstThatMatchesDecides) {
    Scene scene;
    scene.add(with_effect(drop("authentication"), Rule::Effect::pass));
    scene.add(drop("all"));
    scene.add(with_effect(drop("data"), Rule::Effect::pass));
    EXPECT_THAT(receivers(scene.judge(2, authentication(ap1, station))), ElementsAre(0));
    EXPECT_FALSE(scene.judge(2, authentication(ap1, station)).acknowledged)
        << "an acknowledgement is not of the class that is acknowledged";
    EXPECT_THAT(receivers(scene.station_sends()), IsEmpty());
}

TEST(Rules, AChanceThatSparesAFrameDoesNotHandItToTheNextRule) {
    Scene scene;
    Rule never = drop("data");
    never.probability = 0;
    scene.add(never);
    scene.add(drop("data"));
    EXPECT_TRUE(scene.station_sends().acknowledged);
}

TEST(Rules, ALostAcknowledgementLeavesTheFrameReceived) {
    Scene scene;
    scene.add(drop("acknowledgement", 0, 2));
    const Fate fate = scene.station_sends();
    EXPECT_THAT(receivers(fate), ElementsAre(0));
    EXPECT_FALSE(fate.acknowledged);
    EXPECT_TRUE(fate.fault);
    EXPECT_TRUE(scene.access_point_sends().acknowledged) << "the other way's acknowledgements are not lost";
}

TEST(Rules, AllWithADirectionTakesTheAcknowledgementsOfThatDirection) {
    Scene scene;
    scene.add(drop("all", 0, 2));
    const Fate fate = scene.station_sends();
    EXPECT_THAT(receivers(fate), ElementsAre(0));
    EXPECT_FALSE(fate.acknowledged);
}

TEST(Rules, OfAcknowledgementsOnlyADropMakesADifference) {
    for (const Rule::Effect effect : {Rule::Effect::pass, Rule::Effect::drop_acknowledged, Rule::Effect::delay}) {
        Scene scene;
        scene.add(with_effect(drop("acknowledgement"), effect));
        EXPECT_TRUE(scene.station_sends().acknowledged);
        EXPECT_FALSE(scene.station_sends().fault);
    }
}

TEST(Rules, AreTakenAwayByName) {
    Scene scene;
    scene.add(named(drop("beacon"), "deaf"));
    scene.add(named(drop("data"), "dumb"));
    scene.add(named(drop("null"), "deaf"));
    EXPECT_TRUE(scene.medium.is_needed());
    EXPECT_EQ(scene.medium.clear("neither", 0s), 0U);
    EXPECT_EQ(scene.medium.clear("deaf", 0s), 2U);
    EXPECT_THAT(receivers(scene.access_point_beacons()), ElementsAre(1, 2));
    EXPECT_THAT(receivers(scene.station_sends()), IsEmpty());
    scene.add(drop("data"));
    EXPECT_EQ(scene.medium.clear("", 0s), 2U) << "an empty name is all of them";
    EXPECT_FALSE(scene.medium.is_needed());
    EXPECT_TRUE(scene.station_sends().acknowledged);
}

TEST(Rules, OutliveTheirRadio) {
    Scene scene;
    scene.add(drop("all", {}, 2));
    scene.medium.remove_radio(2);
    scene.medium.add_radio(2);
    scene.medium.add_address(2, address("02:00:00:00:02:00"));
    EXPECT_THAT(receivers(scene.access_point_sends()), IsEmpty());
}

}  // namespace
}  // namespace wlanmedic::lab
