// SPDX-License-Identifier: MIT
#include "wifi/mac_address.h"

#include <gmock/gmock.h>

#include <array>
#include <string>

namespace wlanmedic::wifi {
namespace {

std::string through(std::string_view text) {
    const auto address = MacAddress::parse(text);
    return address ? address->to_string() : "nothing";
}

TEST(MacAddress, IsPrintedAsTheKernelPrintsIt) {
    EXPECT_EQ(through("02:00:00:00:0a:ff"), "02:00:00:00:0a:ff");
    EXPECT_EQ(through("AB:CD:EF:01:23:45"), "ab:cd:ef:01:23:45");
    EXPECT_EQ(MacAddress{}.to_string(), "00:00:00:00:00:00");
}

TEST(MacAddress, KeepsAnOctetThatSomebodyBlankedOutUnknown) {
    EXPECT_EQ(through("60:38:e0:xx:xx:xx"), "60:38:e0:xx:xx:xx");
    EXPECT_EQ(through("60:38:e0:XX:**:01"), "60:38:e0:xx:xx:01");
    EXPECT_EQ(through("xx:xx:xx:xx:xx:xx"), "xx:xx:xx:xx:xx:xx");
}

TEST(MacAddress, IsNotReadFromOtherText) {
    for (const std::string_view text :
         {"", "02:00:00:00:0a", "02:00:00:00:0a:ff:", "02:00:00:00:0a:ff ", " 02:00:00:00:0a:ff",
          "02-00-00-00-0a-ff", "02:00:00:00:0a:fg", "02:00:00:00:0a:+f", "02:00:00:00:0a: f", "2:0:0:0:a:ff:0000",
          "02:00:00:00:0a:x1", "02:00:00:00:0a:xX", "02:00:00:00:0a:*x", "02:00:00:00:0aff:", "0200:00:00:0a:ff0",
          "02:00:00:00:0a:0x", "[redacted BSSID]:", "................."})
        EXPECT_EQ(through(text), "nothing") << text;
    EXPECT_EQ(through(std::string_view("02:00:00:00:0a:f\0", 17)), "nothing");
}

TEST(MacAddress, EqualsAnotherWhoseKnownAndUnknownOctetsAreTheSame) {
    const auto equal = [](std::string_view one, std::string_view other) {
        return *MacAddress::parse(one) == *MacAddress::parse(other);
    };
    EXPECT_TRUE(equal("02:00:00:00:0a:ff", "02:00:00:00:0A:FF"));
    EXPECT_FALSE(equal("02:00:00:00:0a:ff", "02:00:00:00:0a:fe"));
    EXPECT_FALSE(equal("02:00:00:00:0a:ff", "03:00:00:00:0a:ff"));
    EXPECT_TRUE(equal("60:38:e0:xx:xx:xx", "60:38:e0:**:XX:xx"));
    EXPECT_FALSE(equal("60:38:e0:xx:xx:xx", "60:38:e0:00:00:00")) << "an unknown octet is not zero";
    EXPECT_FALSE(equal("60:38:e0:xx:00:00", "60:38:e0:00:xx:00")) << "at the same place";
}

TEST(MacAddress, HasAnOrderInWhichOnlyEqualOnesAreEqual) {
    const auto address = [](std::string_view text) { return *MacAddress::parse(text); };
    EXPECT_LT(address("02:00:00:00:0a:fe"), address("02:00:00:00:0a:ff"));
    EXPECT_LT(address("02:00:00:00:0a:ff"), address("03:00:00:00:00:00"));
    EXPECT_NE(address("02:00:00:00:0a:xx"), address("02:00:00:00:0a:00"));
}

TEST(MacAddress, IsMadeOfSixOctetsInTheirOrder) {
    const std::array<std::uint8_t, 7> octets{1, 2, 3, 0xa0, 0xfe, 0xff, 7};
    EXPECT_EQ(MacAddress::from_octets(std::span(octets).first(6))->to_string(), "01:02:03:a0:fe:ff");
    EXPECT_FALSE(MacAddress::from_octets(std::span(octets).first(5)));
    EXPECT_FALSE(MacAddress::from_octets(octets));
    EXPECT_FALSE(MacAddress::from_octets({}));
}

TEST(MacAddress, GivesItsOctetsBackUnlessOneWasBlankedOut) {
    EXPECT_THAT(MacAddress::parse("01:02:03:a0:fe:ff")->octets(),
                testing::Optional(testing::ElementsAre(1, 2, 3, 0xa0, 0xfe, 0xff)));
    EXPECT_THAT(MacAddress{}.octets(), testing::Optional(testing::Each(0)));
    EXPECT_EQ(MacAddress::parse("xx:02:03:a0:fe:ff")->octets(), std::nullopt);
    EXPECT_EQ(MacAddress::parse("01:02:03:a0:fe:xx")->octets(), std::nullopt);
}

TEST(MacAddress, IsBroadcastOrZeroOnlyWhereAllOctetsAreKnown) {
    EXPECT_TRUE(MacAddress::parse("ff:ff:ff:ff:ff:ff")->is_broadcast());
    EXPECT_FALSE(MacAddress::parse("ff:ff:ff:ff:ff:fe")->is_broadcast());
    EXPECT_FALSE(MacAddress::parse("ff:ff:ff:ff:ff:xx")->is_broadcast());
    EXPECT_FALSE(MacAddress::parse("00:00:00:00:00:00")->is_broadcast());
    EXPECT_TRUE(MacAddress::parse("00:00:00:00:00:00")->is_zero());
    EXPECT_FALSE(MacAddress::parse("00:00:00:00:00:01")->is_zero());
    EXPECT_FALSE(MacAddress::parse("xx:xx:xx:xx:xx:xx")->is_zero());
    EXPECT_FALSE(MacAddress::parse("ff:ff:ff:ff:ff:ff")->is_zero());
}

}  // namespace
}  // namespace wlanmedic::wifi
