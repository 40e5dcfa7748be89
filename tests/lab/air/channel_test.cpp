// SPDX-License-Identifier: MIT
#include "lab/air/channel.h"

#include <gtest/gtest.h>

namespace wlanmedic::lab {
namespace {

TEST(Channel, HasTheCentreFrequencyOfItsBand) {
    EXPECT_EQ(frequency_of(1), 2412);
    EXPECT_EQ(frequency_of(13), 2472);
    EXPECT_EQ(frequency_of(36), 5180);
    EXPECT_EQ(frequency_of(48), 5240);
}

}  // namespace
}  // namespace wlanmedic::lab
