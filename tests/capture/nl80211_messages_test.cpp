// SPDX-License-Identifier: MIT
// What nl80211's messages tell of the family and of interfaces.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <linux/nl80211.h>

#include "built_message.h"
#include "capture/nl80211_source.h"
#include "capture/wireless_sysfs.h"
#include "told_sysfs.h"

namespace wlanmedic::capture {
namespace {

using test::Built;
using testing::ElementsAre;
using testing::Pair;

constexpr std::uint16_t nl80211 = 32;

std::vector<std::uint8_t> family_answer(const std::string& name = "nl80211") {
    return Built::generic(GENL_ID_CTRL, CTRL_CMD_NEWFAMILY, 1)
        .with(CTRL_ATTR_FAMILY_NAME, name)
        .with_u16(CTRL_ATTR_FAMILY_ID, nl80211)
        .with_groups({{"config", 5}, {"scan", 6}, {"mlme", 8}})
        .bytes();
}

TEST(Nl80211Family, HasItsNumberAndItsGroups) {
    const auto family = Nl80211Family::in(family_answer());
    ASSERT_TRUE(family);
    EXPECT_EQ(family->id, nl80211);
    EXPECT_THAT(family->groups, ElementsAre(Pair("config", 5), Pair("mlme", 8), Pair("scan", 6)));
}

TEST(Nl80211Family, IsNoOther) {
    EXPECT_FALSE(Nl80211Family::in(family_answer("wireguard")));
    EXPECT_FALSE(Nl80211Family::in({}));
}

TEST(Nl80211Family, AnswerMayBeCutAnywhere) {
    const auto whole = family_answer();
    for (std::size_t size = 0; size < whole.size(); ++size)
        EXPECT_FALSE(Nl80211Family::in(std::span(whole).first(size))) << size;
}

class Interfaces : public testing::Test {
protected:
    static Built message(std::uint8_t command, std::uint32_t sequence = 0) {
        return Built::generic(nl80211, command, sequence);
    }
    static std::vector<std::uint8_t> wlan0(std::uint8_t command = NL80211_CMD_NEW_INTERFACE) {
        return message(command)
            .with(NL80211_ATTR_IFINDEX, 4U)
            .with(NL80211_ATTR_IFNAME, "wlan0")
            .with(NL80211_ATTR_WIPHY, 2U)
            .with(NL80211_ATTR_IFTYPE, std::uint32_t{NL80211_IFTYPE_STATION})
            .with(NL80211_ATTR_MAC, std::vector<std::uint8_t>{2, 0, 0, 0, 2, 0})
            .bytes();
    }
    void take(const std::vector<std::uint8_t>& frame) {
        follow_interfaces(frame, nl80211, sysfs_.machine(), devices_, &there_);
    }
    test::ToldSysfs sysfs_;
    Devices devices_;
    std::set<std::uint32_t> there_;
};

TEST_F(Interfaces, AreKnownFromTheirMessage) {
    take(wlan0());
    const Device* device = devices_.find(4);
    ASSERT_NE(device, nullptr);
    EXPECT_EQ(device->interface, "wlan0");
    EXPECT_EQ(device->wiphy, 2U);
    EXPECT_EQ(device->phy, "phy2");
    EXPECT_EQ(device->type, static_cast<std::uint32_t>(NL80211_IFTYPE_STATION));
    EXPECT_EQ(device->address->to_string(), "02:00:00:00:02:00");
    EXPECT_THAT(there_, ElementsAre(4));
    EXPECT_EQ(devices_.stations().size(), 1U);
}

TEST_F(Interfaces, HaveDriverAndCarrierFromSysfs) {
    sysfs_.wireless("wlan0", 4, 2, "up");
    take(wlan0());
    EXPECT_EQ(devices_.find(4)->driver, "bes2600");
    EXPECT_TRUE(devices_.find(4)->carrier);
}

TEST_F(Interfaces, HaveACarrierByTheirOperstateForTheKernelShowsCarrierUnderTheLockThatADriverMayHold) {
    const auto carrier_of = [&](const char* operstate) {
        sysfs_.wireless("wlan0", 4, 2, operstate);
        return device_in_sysfs(sysfs_.machine(), "wlan0")->carrier;
    };
    for (const char* with : {"up", "dormant", "unknown"}) EXPECT_TRUE(carrier_of(with)) << with;
    for (const char* without : {"down", "lowerlayerdown", "notpresent", "testing", ""})
        EXPECT_FALSE(carrier_of(without)) << without;
}

TEST_F(Interfaces, AnotherThatBearsTheNameByNowIsNotAsked) {
    sysfs_.wireless("wlan0", 9, 3);
    take(wlan0());
    EXPECT_EQ(devices_.find(4)->driver, "");
    EXPECT_EQ(devices_.find(4)->phy, "phy2");
}

TEST_F(Interfaces, ThatChangeTheirTypeKeepTheRest) {
    take(wlan0());
    take(message(NL80211_CMD_SET_INTERFACE)
             .with(NL80211_ATTR_IFINDEX, 4U)
             .with(NL80211_ATTR_IFTYPE, std::uint32_t{NL80211_IFTYPE_AP})
             .bytes());
    EXPECT_EQ(devices_.find(4)->type, static_cast<std::uint32_t>(NL80211_IFTYPE_AP));
    EXPECT_EQ(devices_.find(4)->interface, "wlan0");
    EXPECT_TRUE(devices_.stations().empty());
}

TEST_F(Interfaces, ThatGoAreForgotten) {
    take(wlan0());
    take(message(NL80211_CMD_DEL_INTERFACE).with(NL80211_ATTR_IFINDEX, 4U).bytes());
    EXPECT_EQ(devices_.find(4), nullptr);
}

TEST_F(Interfaces, AP2pDeviceIsNone) {
    take(message(NL80211_CMD_NEW_INTERFACE)
             .with(NL80211_ATTR_WIPHY, 2U)
             .with(NL80211_ATTR_IFTYPE, std::uint32_t{NL80211_IFTYPE_P2P_DEVICE})
             .bytes());
    EXPECT_TRUE(devices_.all().empty());
}

TEST_F(Interfaces, OfAnotherFamilyTellNothing) {
    follow_interfaces(wlan0(), nl80211 + 1, sysfs_.machine(), devices_);
    EXPECT_TRUE(devices_.all().empty());
}

TEST_F(Interfaces, SeveralMessagesInAFrameAreAllTaken) {
    take(test::joined(wlan0(), message(NL80211_CMD_NEW_INTERFACE)
                                   .with(NL80211_ATTR_IFINDEX, 5U)
                                   .with(NL80211_ATTR_IFNAME, "wlan1")
                                   .bytes()));
    EXPECT_THAT(there_, ElementsAre(4, 5));
}

TEST_F(Interfaces, ANameFromTheKernelLeadsNowhereElse) {
    take(message(NL80211_CMD_NEW_INTERFACE)
             .with(NL80211_ATTR_IFINDEX, 4U)
             .with(NL80211_ATTR_IFNAME, "../net/wlan0")
             .bytes());
    EXPECT_EQ(devices_.find(4)->driver, "");
}

}  // namespace
}  // namespace wlanmedic::capture
