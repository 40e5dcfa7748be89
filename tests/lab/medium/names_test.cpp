// SPDX-License-Identifier: MIT
#include "lab/medium/names.h"

#include <gtest/gtest.h>

namespace wlanmedic::lab {
namespace {

TEST(MediumNames, AreThoseOfTheEnumeratorsWithAHyphen) {
    EXPECT_EQ(to_text(Rule::Effect::pass), "pass");
    EXPECT_EQ(to_text(Rule::Effect::drop), "drop");
    EXPECT_EQ(to_text(Rule::Effect::drop_acknowledged), "drop-acknowledged");
    EXPECT_EQ(to_text(Rule::Effect::delay), "delay");
    EXPECT_EQ(to_text(Treatment::reassociation), "reassociation");
    EXPECT_EQ(to_text(Treatment::link), "link");
    EXPECT_EQ(to_text(Treatment::restart), "restart");
    EXPECT_EQ(to_text(Treatment::bus_reset), "bus-reset");
    EXPECT_EQ(to_text(Wedge::Path::receive), "receive");
    EXPECT_EQ(to_text(Wedge::Path::transmit), "transmit");
    EXPECT_EQ(to_text(Wedge::Path::both), "both");
    EXPECT_EQ(to_text(Wedge::Kind::unacknowledged), "unacknowledged");
    EXPECT_EQ(to_text(Wedge::Kind::acknowledged), "acknowledged");
    EXPECT_EQ(to_text(Wedge::Kind::intermittent), "intermittent");
}

}  // namespace
}  // namespace wlanmedic::lab
