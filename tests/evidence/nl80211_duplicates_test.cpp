// SPDX-License-Identifier: MIT
#include "evidence/nl80211_duplicates.h"

#include <gtest/gtest.h>
#include <linux/nl80211.h>

#include "nl80211_lines.h"
#include "support.h"

namespace wlanmedic::evidence {
namespace {

using namespace std::chrono_literals;

constexpr wifi::Instant noon{};

runfile::NetlinkFrame scan(std::uint32_t index, runfile::Way way = runfile::Way::from_kernel) {
    return {
        .way = way,
        .bytes = notification(NL80211_CMD_TRIGGER_SCAN, test::AttributeBytes().u32(NL80211_ATTR_IFINDEX, index))};
}

TEST(Nl80211Duplicates, AreTheSameBytesWithinMilliseconds) {
    Nl80211Duplicates duplicates;
    EXPECT_FALSE(duplicates.is_copy(scan(3), noon));
    EXPECT_TRUE(duplicates.is_copy(scan(3), noon));
    EXPECT_FALSE(duplicates.is_copy(scan(4), noon + 1ms)) << "other bytes";
    EXPECT_TRUE(duplicates.is_copy(scan(3), noon + 2ms)) << "a third listener";
    EXPECT_TRUE(duplicates.is_copy(scan(4), noon + 3ms));
}

TEST(Nl80211Duplicates, AreNotWhatHappensAgain) {
    Nl80211Duplicates duplicates;
    EXPECT_FALSE(duplicates.is_copy(scan(3), noon));
    EXPECT_TRUE(duplicates.is_copy(scan(3), noon + 8ms));
    EXPECT_FALSE(duplicates.is_copy(scan(3), noon + 16ms)) << "copies do not make the time longer";
    EXPECT_FALSE(duplicates.is_copy(scan(3), noon + 5s));
    EXPECT_FALSE(duplicates.is_copy(scan(3), noon + 1s)) << "the clock was set back";
}

TEST(Nl80211Duplicates, AreNotRequestsNorWhatWentAnotherWay) {
    Nl80211Duplicates duplicates;
    EXPECT_FALSE(duplicates.is_copy(scan(3), noon));
    EXPECT_FALSE(duplicates.is_copy(scan(3, runfile::Way::other), noon));
    EXPECT_FALSE(duplicates.is_copy(scan(3, runfile::Way::to_kernel), noon));
    EXPECT_FALSE(duplicates.is_copy(scan(3, runfile::Way::to_kernel), noon));
    const runfile::NetlinkFrame request{
        .way = runfile::Way::other,
        .bytes = test::generic({.type = number, .flags = NLM_F_REQUEST, .sequence = 1}, NL80211_CMD_GET_SCAN, {})};
    EXPECT_FALSE(duplicates.is_copy(request, noon));
    EXPECT_FALSE(duplicates.is_copy(request, noon));
}

TEST(Nl80211Duplicates, AreFoundAmongWhatOthersSentInBetweenWithinBounds) {
    Nl80211Duplicates duplicates;
    EXPECT_FALSE(duplicates.is_copy(scan(0), noon));
    for (std::uint32_t other = 1; other < Nl80211Duplicates::most_remembered; ++other)
        EXPECT_FALSE(duplicates.is_copy(scan(other), noon));
    EXPECT_TRUE(duplicates.is_copy(scan(0), noon));
    EXPECT_FALSE(duplicates.is_copy(scan(1000), noon));
    EXPECT_FALSE(duplicates.is_copy(scan(0), noon)) << "forgotten: the memory is bounded";
}

TEST(Nl80211Duplicates, NeedAWholeMessage) {
    Nl80211Duplicates duplicates;
    const runfile::NetlinkFrame broken{.bytes = {1, 2, 3}};
    EXPECT_FALSE(duplicates.is_copy(broken, noon));
    EXPECT_FALSE(duplicates.is_copy(broken, noon)) << "told each time, as malformed";
}

}  // namespace
}  // namespace wlanmedic::evidence
