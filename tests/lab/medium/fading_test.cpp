// SPDX-License-Identifier: MIT
#include "lab/medium/fading.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/lab/medium/scene.h"

namespace wlanmedic::lab {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

int lost_of_10000(int dbm) {
    Scene scene;
    scene.medium.fade(0, dbm, 0s, 0s);
    int lost = 0;
    for (int i = 0; i < 10'000; ++i) lost += receivers(scene.judge(0, beacon())).size() == 2 ? 0 : 1;
    return lost;
}

TEST(Fading, GoesInAStraightLineAndStays) {
    Fading fading(-30);
    fading.begin(-90, 60s, 100s);
    EXPECT_DOUBLE_EQ(fading.dbm(100s), -30);
    EXPECT_DOUBLE_EQ(fading.dbm(110s), -40);
    EXPECT_DOUBLE_EQ(fading.dbm(130s + 500ms), -60.5);
    EXPECT_DOUBLE_EQ(fading.dbm(160s), -90);
    EXPECT_DOUBLE_EQ(fading.dbm(1000s), -90);
}

TEST(Fading, ANewOneBeginsWhereTheOldOneIs) {
    Fading fading(-30);
    fading.begin(-90, 60s, 0s);
    fading.begin(-30, 30s, 30s);
    EXPECT_DOUBLE_EQ(fading.dbm(30s), -60);
    EXPECT_DOUBLE_EQ(fading.dbm(45s), -45);
}

TEST(Fading, OverNoTimeIsAtOnce) {
    Fading fading(-30);
    fading.begin(-90, 0s, 5s);
    EXPECT_DOUBLE_EQ(fading.dbm(5s), -90);
    fading.begin(-50, -1s, 6s);
    EXPECT_DOUBLE_EQ(fading.dbm(6s), -50);
}

TEST(Fading, TheShareThatIsLostGrowsOverTheLastTenDecibels) {
    EXPECT_EQ(share_lost(-82, -92), 0);
    EXPECT_EQ(share_lost(-30, -92), 0);
    EXPECT_DOUBLE_EQ(share_lost(-87, -92), 0.5);
    EXPECT_DOUBLE_EQ(share_lost(-91, -92), 0.9);
    EXPECT_EQ(share_lost(-92, -92), 1);
    EXPECT_EQ(share_lost(-150, -92), 1);
}

TEST(Fading, TheSignalOfWhatTheRadioSendsIsReported) {
    Scene scene;
    scene.medium.fade(0, -80, 10s, 0s);
    scene.now = 5s;
    for (const Delivery& delivery : scene.access_point_beacons().deliveries) EXPECT_EQ(delivery.signal_dbm, -55);
    EXPECT_EQ(scene.station_sends().deliveries.at(0).signal_dbm, Medium::usual_signal_dbm)
        << "what it receives is as strong as ever";
}

TEST(Fading, BelowTheFloorNothingIsReceivedAndNoAcknowledgementComes) {
    Scene scene;
    scene.medium.fade(0, -93, 0s, 0s);
    EXPECT_THAT(receivers(scene.access_point_beacons()), IsEmpty());
    EXPECT_TRUE(scene.access_point_beacons().fault);
    const Fate fate = scene.station_sends();
    EXPECT_THAT(receivers(fate), ElementsAre(0));
    EXPECT_FALSE(fate.acknowledged) << "the access point's acknowledgement is as weak as all that it sends";
    EXPECT_THAT(receivers(scene.judge(1, beacon(ap2))), ElementsAre(0, 2))
        << "the other access point does not fade";
}

// Two receivers, of which each loses 1, 0.5, 0.1 … of the frames: one of them at least.
TEST(Fading, AFrameIsLostAsOftenAsTheShareSays) {
    EXPECT_EQ(lost_of_10000(-82), 0);
    EXPECT_NEAR(lost_of_10000(-83), 1900, 160);  // 4 standard deviations
    EXPECT_NEAR(lost_of_10000(-87), 7500, 175);
    EXPECT_NEAR(lost_of_10000(-91), 9900, 40);
    EXPECT_EQ(lost_of_10000(-92), 10'000);
}

TEST(Fading, APassRuleDoesNotMakeAWeakSignalStrong) {
    Scene scene;
    scene.medium.fade(0, -100, 0s, 0s);
    scene.add(with_effect(drop("all"), Rule::Effect::pass));
    EXPECT_THAT(receivers(scene.access_point_beacons()), IsEmpty());
}

TEST(Fading, TheMediumIsNeededUntilTheSignalIsBack) {
    Scene scene;
    scene.medium.fade(0, -95, 20s, 0s);
    EXPECT_TRUE(scene.medium.is_needed());
    EXPECT_FALSE(scene.medium.next_change()) << "a fade that stays away needs no hand";
    scene.medium.advance(100s);
    EXPECT_TRUE(scene.medium.is_needed());
    scene.medium.fade(0, Medium::usual_signal_dbm, 10s, 100s);
    EXPECT_EQ(scene.medium.next_change(), 110s);
    scene.medium.advance(109s);
    EXPECT_TRUE(scene.medium.is_needed());
    EXPECT_THAT(scene.medium.advance(110s), IsEmpty()) << "no wedge was healed";
    EXPECT_FALSE(scene.medium.is_needed());
    EXPECT_FALSE(scene.medium.next_change());
}

TEST(Fading, BackAtOnceNeedsNobodyToWait) {
    Scene scene;
    scene.medium.fade(0, -95, 0s, 0s);
    scene.medium.fade(0, Medium::usual_signal_dbm, 0s, 1s);
    EXPECT_FALSE(scene.medium.is_needed());
}

TEST(Fading, GoesWithItsRadioAndOfNoRadioIsNothing) {
    Scene scene;
    scene.medium.fade(0, -95, 0s, 0s);
    scene.medium.fade(9, -95, 0s, 0s);
    scene.medium.remove_radio(0);
    EXPECT_FALSE(scene.medium.is_needed());
}

}  // namespace
}  // namespace wlanmedic::lab
