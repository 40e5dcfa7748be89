// SPDX-License-Identifier: MIT
// Who receives what where nothing goes wrong.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/lab/medium/scene.h"

namespace wlanmedic::lab {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(Delivery, AUnicastFrameGoesToItsOwnerAloneAndIsAcknowledged) {
    Scene scene;
    const Fate fate = scene.station_sends();
    EXPECT_THAT(receivers(fate), ElementsAre(0));
    EXPECT_TRUE(fate.acknowledged);
    EXPECT_FALSE(fate.fault);
    EXPECT_EQ(fate.deliveries[0].signal_dbm, Medium::usual_signal_dbm);
    EXPECT_EQ(fate.deliveries[0].delay, 0s);
}

TEST(Delivery, ARadioMayOwnSeveralAddresses) {
    Scene scene;
    EXPECT_THAT(receivers(scene.judge(0, data_to(station, ap1))), ElementsAre(2));
    EXPECT_THAT(receivers(scene.judge(0, data_to(p2p_device, ap1))), ElementsAre(2));
    scene.medium.remove_address(2, address("42:00:00:00:02:00"));
    EXPECT_THAT(receivers(scene.judge(0, data_to(p2p_device, ap1))), ElementsAre(1, 2)) << "nobody's now";
    EXPECT_THAT(receivers(scene.judge(0, data_to(station, ap1))), ElementsAre(2));
}

TEST(Delivery, AnAddressMovesToWhoeverTookItLast) {
    Scene scene;
    scene.medium.add_address(1, address("02:00:00:00:02:00"));
    EXPECT_THAT(receivers(scene.access_point_sends()), ElementsAre(1));
    scene.medium.remove_address(2, address("02:00:00:00:02:00"));
    EXPECT_THAT(receivers(scene.access_point_sends()), ElementsAre(1)) << "it was not radio 2's to give up";
}

TEST(Delivery, AnAddressThatNobodyOwnsIsHeardByAllAndNotAcknowledged) {
    Scene scene;
    const Fate fate = scene.judge(2, data_to("02 00 00 00 09 00", station));
    EXPECT_THAT(receivers(fate), ElementsAre(0, 1));
    EXPECT_FALSE(fate.acknowledged);
    EXPECT_FALSE(fate.fault) << "the kernel's own medium does the same";
}

TEST(Delivery, GroupFramesGoToAllOthersAndAreNotAcknowledged) {
    Scene scene;
    const Fate fate = scene.access_point_beacons();
    EXPECT_THAT(receivers(fate), ElementsAre(1, 2));
    EXPECT_FALSE(fate.acknowledged);
    EXPECT_FALSE(fate.fault);
}

TEST(Delivery, NobodyIsToldOfAnAcknowledgementThatHeDidNotWant) {
    Scene scene;
    const Fate fate = scene.medium.judge(2, data_to(ap1, station), false, 0s);
    EXPECT_THAT(receivers(fate), ElementsAre(0));
    EXPECT_FALSE(fate.acknowledged);
    EXPECT_FALSE(fate.fault);
}

TEST(Delivery, NoRadioHearsItself) {
    Scene scene;
    const Fate fate = scene.judge(2, data_to(p2p_device, station));
    EXPECT_THAT(receivers(fate), IsEmpty());
    EXPECT_FALSE(fate.acknowledged);
}

TEST(Delivery, WhatIsNoFrameGoesNowhere) {
    Scene scene;
    EXPECT_THAT(receivers(scene.judge(2, {})), IsEmpty());
    EXPECT_THAT(receivers(scene.judge(2, bytes("80 00 00 00 ff ff ff ff ff ff"))), IsEmpty());
}

TEST(Delivery, ARadioThatWasRemovedIsGoneWithItsAddresses) {
    Scene scene;
    scene.medium.remove_radio(2);
    EXPECT_THAT(receivers(scene.access_point_beacons()), ElementsAre(1));
    const Fate fate = scene.access_point_sends();
    EXPECT_THAT(receivers(fate), ElementsAre(1)) << "nobody's address";
    EXPECT_FALSE(fate.acknowledged);

    scene.medium.add_radio(5);
    scene.medium.add_address(5, address("02:00:00:00:02:00"));
    EXPECT_THAT(receivers(scene.access_point_sends()), ElementsAre(5));
    EXPECT_TRUE(scene.access_point_sends().acknowledged);
}

TEST(Delivery, ARadioThatIsNotThereOwnsNothing) {
    Scene scene;
    scene.medium.add_address(9, address("02:00:00:00:09:00"));
    EXPECT_THAT(receivers(scene.judge(2, data_to("02 00 00 00 09 00", station))), ElementsAre(0, 1));
}

TEST(Delivery, ASenderThatWasNotAddedIsHeard) {
    Scene scene;
    EXPECT_THAT(receivers(scene.judge(9, beacon())), ElementsAre(0, 1, 2));
    EXPECT_TRUE(scene.judge(9, data_to(station, "02 00 00 00 09 00")).acknowledged);
}

TEST(Delivery, ARadioThatIsAddedTwiceHearsOnce) {
    Scene scene;
    scene.medium.add_radio(2);
    EXPECT_THAT(receivers(scene.access_point_beacons()), ElementsAre(1, 2));
}

TEST(Delivery, TheMediumIsNotNeededWhereNothingIsWrong) {
    Scene scene;
    EXPECT_FALSE(scene.medium.is_needed());
    EXPECT_FALSE(scene.medium.next_change());
    EXPECT_THAT(scene.medium.advance(1h), IsEmpty());
}

}  // namespace
}  // namespace wlanmedic::lab
