// SPDX-License-Identifier: MIT
#include "evidence/nl80211_family.h"

#include <gtest/gtest.h>
#include <linux/nl80211.h>

#include "evidence/nl80211_event.h"
#include "nl80211_lines.h"

namespace wlanmedic::evidence {
namespace {

using test::AttributeBytes;
using test::ByteVector;

runfile::NetlinkFrame frame(ByteVector bytes) { return {.bytes = std::move(bytes)}; }

ByteVector request(std::uint8_t command, const AttributeBytes& attributes) {
    return test::generic({.type = number, .flags = NLM_F_REQUEST, .sequence = 1, .port = 4711}, command,
                         attributes);
}

TEST(Nl80211Number, IsInferredFromWhatCanBeNothingElse) {
    Nl80211Decoder decoder;
    EXPECT_EQ(decoder.family().source(), Nl80211Family::Source::unknown);
    EXPECT_TRUE(decoder.take(frame(notification(NL80211_CMD_DISCONNECT, own_link()))).empty())
        << "other families, too, have messages with two numbers";
    EXPECT_EQ(decoder.family().passed_unknown(), 1U);
    const auto all = decoder.take(frame(notification(
        NL80211_CMD_DEAUTHENTICATE, own_link().bytes(NL80211_ATTR_FRAME, leaving_frame(access_point, own, 7)))));
    ASSERT_EQ(all.size(), 1U);
    EXPECT_EQ(decoder.family().source(), Nl80211Family::Source::inferred);
    EXPECT_EQ(decoder.family().number(), number);
    EXPECT_EQ(decoder.take(frame(notification(NL80211_CMD_DISCONNECT, own_link()))).size(), 1U);
}

TEST(Nl80211Number, IsInferredFromAWirelessDeviceOfTheSamePhy) {
    const auto can_be = [](const ByteVector& bytes) {
        return Nl80211Family::can_be_nothing_else(netlink::Messages(bytes).next().value());
    };
    const auto with_wdev = [](std::uint64_t wdev) {
        return AttributeBytes()
            .u32(NL80211_ATTR_WIPHY, 2)
            .u32(NL80211_ATTR_IFINDEX, 7)
            .u64(NL80211_ATTR_WDEV, wdev);
    };
    EXPECT_TRUE(can_be(notification(NL80211_CMD_TRIGGER_SCAN, with_wdev(0x200000001))));
    EXPECT_FALSE(can_be(notification(NL80211_CMD_TRIGGER_SCAN, with_wdev(0x100000001)))) << "of another phy";
    EXPECT_FALSE(can_be(notification(NL80211_CMD_TRIGGER_SCAN, with_wdev(0x200000000)))) << "they count from 1";
    EXPECT_FALSE(can_be(notification(NL80211_CMD_SET_WIPHY, with_wdev(0x200000001)))) << "has no such attribute";
    EXPECT_FALSE(can_be(request(NL80211_CMD_TRIGGER_SCAN, with_wdev(0x200000001))));
    EXPECT_FALSE(can_be(test::generic({.type = 16}, NL80211_CMD_TRIGGER_SCAN, with_wdev(0x200000001))));
}

TEST(Nl80211Number, IsTheControllersWordWhateverWasInferred) {
    Nl80211Decoder decoder;
    decoder.take(frame(notification(NL80211_CMD_DEAUTHENTICATE,
                                    own_link().bytes(NL80211_ATTR_FRAME, leaving_frame(access_point, own, 7)))));
    decoder.take(frame(test::controller_names("nl80211", 33)));
    EXPECT_EQ(decoder.family().source(), Nl80211Family::Source::told);
    EXPECT_EQ(decoder.family().number(), 33);
}

}  // namespace
}  // namespace wlanmedic::evidence
