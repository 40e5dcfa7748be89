// SPDX-License-Identifier: MIT
// The way that a load takes: never another than over the link that is recorded.
#include "capture/wanted.h"

#include <gmock/gmock.h>
#include <linux/nl80211.h>

namespace wlanmedic::capture {
namespace {

class WayOut : public testing::Test {
protected:
    void station(std::uint32_t index, const std::string& name) {
        devices_.set({.index = index, .interface = name, .type = NL80211_IFTYPE_STATION});
    }
    Devices devices_;
};

TEST_F(WayOut, IsTheOnlyStation) {
    const auto way = way_out(devices_, Wanted(""));
    station(4, "wlan0");
    devices_.set({.index = 5, .interface = "ap0", .type = NL80211_IFTYPE_AP});
    EXPECT_EQ(way(), "wlan0");
}

TEST_F(WayOut, IsAsTheRoutesSayWhereSeveralAreRecorded) {
    const auto way = way_out(devices_, Wanted(""));
    station(4, "wlan0");
    station(5, "wlan1");
    EXPECT_EQ(way(), "");
}

TEST_F(WayOut, IsNoneWhereTheDeviceIsGone) {
    const auto way = way_out(devices_, Wanted("wlan0"));
    const auto of_any = way_out(devices_, Wanted(""));
    station(4, "wlan0");
    ASSERT_TRUE(way());
    devices_.remove(4);
    ASSERT_FALSE(way());
    EXPECT_EQ(way().error().what, "wlan0 is not there now");
    EXPECT_FALSE(of_any());
    station(5, "wlan1");
    EXPECT_FALSE(way()) << "another device is no way for this one's load";
}

TEST_F(WayOut, FollowsTheDeviceThatIsRenamed) {
    const auto way = way_out(devices_, Wanted("wlan0"));
    station(4, "wlan0");
    ASSERT_TRUE(way());
    devices_.rename(4, "radio");
    station(5, "wlan1");
    EXPECT_EQ(way(), "radio");
}

}  // namespace
}  // namespace wlanmedic::capture
