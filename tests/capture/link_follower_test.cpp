// SPDX-License-Identifier: MIT
// Which of rtnetlink's messages are news, and what becomes of a device that is renamed or goes.
#include "capture/link_follower.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <linux/if.h>

#include "built_message.h"
#include "told_sysfs.h"

namespace wlanmedic::capture {
namespace {

using test::Built;
using testing::IsEmpty;
using testing::SizeIs;

constexpr unsigned down = 0;
constexpr unsigned up = IFF_UP;
constexpr unsigned carrier = IFF_UP | IFF_RUNNING | IFF_LOWER_UP;
constexpr std::uint8_t operstate_dormant = 5;
constexpr std::uint8_t operstate_up = 6;

LinkMessage parsed(const std::vector<std::uint8_t>& bytes) {
    return LinkMessage::of(*netlink::Messages(bytes).next()).value();
}

LinkMessage link(int index, const std::string& name, unsigned flags, std::uint8_t operstate = operstate_up) {
    return parsed(
        Built::link(RTM_NEWLINK, index, flags).with(IFLA_IFNAME, name).with_u8(IFLA_OPERSTATE, operstate).bytes());
}

LinkMessage gone(int index) { return parsed(Built::link(RTM_DELLINK, index, down).bytes()); }

std::string field(const LinkFollower::News& news, std::string_view name) {
    const std::string* value = news.device ? news.device->find(name) : nullptr;
    return value == nullptr ? "(none)" : *value;
}

class Links : public testing::Test {
protected:
    Links() {
        sysfs_.wireless("wlan0", 4, 2);
        sysfs_.wired("eth0", 2);
    }
    LinkFollower& follower() {
        if (!follower_) follower_.emplace(devices_, sysfs_.machine());
        return *follower_;
    }
    test::ToldSysfs sysfs_;
    Devices devices_;
    std::optional<LinkFollower> follower_;
};

TEST_F(Links, ThoseThatAreThereAtTheBeginningDoNotAppear) {
    const auto news = follower().on(link(4, "wlan0", up));
    EXPECT_TRUE(news.worth_keeping);
    EXPECT_FALSE(news.device);
    EXPECT_EQ(devices_.find(4)->driver, "bes2600");
}

TEST_F(Links, WiredOnesAreNoNewsWhateverTheyDo) {
    EXPECT_FALSE(follower().on(link(2, "eth0", up)).worth_keeping);
    EXPECT_FALSE(follower().on(link(2, "eth1", carrier)).worth_keeping);
    EXPECT_FALSE(follower().on(gone(2)).worth_keeping);
    EXPECT_EQ(devices_.find(2), nullptr);
}

TEST_F(Links, TheSameAgainIsNoNews) {
    follower().on(link(4, "wlan0", carrier));
    EXPECT_FALSE(follower().on(link(4, "wlan0", carrier)).worth_keeping);
    // A message of wireless extensions has neither name nor operstate.
    EXPECT_FALSE(follower().on(parsed(Built::link(RTM_NEWLINK, 4, carrier).bytes())).worth_keeping);
    EXPECT_FALSE(follower().on(link(4, "wlan0", carrier | IFF_PROMISC)).worth_keeping);
}

TEST_F(Links, UpCarrierOperstateAndAddressAreNewsEach) {
    follower().on(link(4, "wlan0", down));
    EXPECT_TRUE(follower().on(link(4, "wlan0", up)).worth_keeping);
    EXPECT_FALSE(devices_.find(4)->carrier);
    EXPECT_TRUE(follower().on(link(4, "wlan0", carrier)).worth_keeping);
    EXPECT_TRUE(devices_.find(4)->carrier);
    EXPECT_TRUE(follower().on(link(4, "wlan0", carrier, operstate_dormant)).worth_keeping);
    const auto address = parsed(Built::link(RTM_NEWLINK, 4, carrier)
                                    .with(IFLA_ADDRESS, std::vector<std::uint8_t>{2, 0, 0, 0, 9, 9})
                                    .bytes());
    EXPECT_TRUE(follower().on(address).worth_keeping);
    EXPECT_EQ(devices_.find(4)->address->to_string(), "02:00:00:00:09:09");
    EXPECT_FALSE(follower().on(address).worth_keeping);
    EXPECT_TRUE(follower().on(link(4, "wlan0", up)).worth_keeping);
    EXPECT_FALSE(devices_.find(4)->carrier);
}

TEST_F(Links, ARenamedDeviceIsFollowed) {
    follower().on(link(4, "wlan0", up));
    sysfs_.rename("wlan0", "wlp3s0");
    const auto news = follower().on(link(4, "wlp3s0", up));
    EXPECT_TRUE(news.worth_keeping);
    EXPECT_EQ(field(news, "WLANMEDIC_DEVICE"), "renamed");
    EXPECT_EQ(field(news, "WLANMEDIC_BEFORE"), "wlan0");
    EXPECT_EQ(field(news, "WLANMEDIC_INTERFACE"), "wlp3s0");
    EXPECT_EQ(field(news, "WLANMEDIC_IFINDEX"), "4");
    EXPECT_EQ(field(news, "WLANMEDIC_PHY"), "phy2");
    EXPECT_EQ(devices_.find(4)->interface, "wlp3s0");
}

TEST_F(Links, ANewDeviceAppearsAndGoes) {
    follower();
    sysfs_.wireless("wlan1", 7, 3);
    const auto appeared = follower().on(link(7, "wlan1", down));
    EXPECT_EQ(field(appeared, "WLANMEDIC_DEVICE"), "appeared");
    EXPECT_EQ(field(appeared, "WLANMEDIC_PHY"), "phy3");
    ASSERT_NE(devices_.find(7), nullptr);
    sysfs_.remove("wlan1");
    const auto left = follower().on(gone(7));
    EXPECT_TRUE(left.worth_keeping);
    EXPECT_EQ(field(left, "WLANMEDIC_DEVICE"), "gone");
    EXPECT_EQ(field(left, "WLANMEDIC_INTERFACE"), "wlan1");
    EXPECT_EQ(devices_.find(7), nullptr);
    EXPECT_FALSE(follower().on(gone(7)).device) << "once";
}

TEST_F(Links, OneThatNl80211ToldFirstIsWirelessEvenIfSysfsHasMovedOn) {
    follower();
    devices_.set({.index = 7, .wiphy = 3, .interface = "wlan1", .phy = "phy3", .type = 2});
    EXPECT_EQ(field(follower().on(link(7, "wlan1", down)), "WLANMEDIC_DEVICE"), "appeared");
}

TEST_F(Links, ANameThatAWiredOneTookOverIsNotWireless) {
    follower();
    EXPECT_FALSE(follower().on(link(9, "wlan0", up)).worth_keeping);
}

TEST_F(Links, ThoseMissingFromAWholeAnswerAreGone) {
    follower();
    const auto asked = follower().known();
    sysfs_.wireless("wlan1", 7, 3);
    follower().on(link(7, "wlan1", down));
    EXPECT_THAT(follower().on_all(asked, {2, 4}), IsEmpty()) << "wlan1 came after the question";
    const auto gone = follower().on_all(asked, {2});
    ASSERT_THAT(gone, SizeIs(1));
    EXPECT_EQ(*gone[0].find("WLANMEDIC_INTERFACE"), "wlan0");
    EXPECT_EQ(devices_.find(4), nullptr);
}

TEST(LinkMessage, OfABridgeAboutItsPortIsNone) {
    const auto bytes = Built::link(RTM_DELLINK, 4, up, AF_BRIDGE).with(IFLA_IFNAME, "wlan0").bytes();
    EXPECT_FALSE(LinkMessage::of(*netlink::Messages(bytes).next()));
}

TEST(LinkMessage, ThatIsTooShortOrOfNoInterfaceIsNone) {
    auto bytes = Built::link(RTM_NEWLINK, 0, up).bytes();
    EXPECT_FALSE(LinkMessage::of(*netlink::Messages(bytes).next()));
    bytes = Built::generic(RTM_NEWLINK, 1).bytes();
    EXPECT_FALSE(LinkMessage::of(*netlink::Messages(bytes).next()));
}

}  // namespace
}  // namespace wlanmedic::capture
