// SPDX-License-Identifier: MIT
#include <gmock/gmock.h>

#include <numeric>
#include <set>

#include "redact/permutation.h"
#include "support.h"

namespace wlanmedic::redact {
namespace {

using testing::Each;
using testing::StartsWith;

TEST(SipHash, GivesTheNumbersOfItsAuthors) {
    // Aumasson and Bernstein, appendix A: key 00 01 … 0f, message 00 01 … 0e.
    const SipKey key{0x0706050403020100U, 0x0f0e0d0c0b0a0908U};
    std::string message(15, '\0');
    std::iota(message.begin(), message.end(), '\0');
    EXPECT_EQ(siphash(key, message), 0xa129ca6149be45e5U);
}

TEST(Permutation, IsOneForOne) {
    std::set<std::uint64_t> seen;
    for (std::uint64_t i = 0; i < 256; ++i) seen.insert(permuted(test::key, "x", 8, i));
    EXPECT_EQ(seen.size(), 256U);
    EXPECT_EQ(*seen.rbegin(), 255U);
}

struct StandInsTest : testing::Test {
    Originals originals;
    StandIns stand_ins{test::key, true, originals};
};

TEST_F(StandInsTest, AMacKeepsItsKindAndItsSiblings) {
    const Mac one{0x60, 0x38, 0xe0, 0x11, 0x22, 0x33};
    const Mac sibling{0x60, 0x38, 0xe0, 0x11, 0x22, 0x34};
    const Mac local{0x62, 0x38, 0xe0, 0x11, 0x22, 0x33};
    const Mac a = stand_ins.mac(one);
    const Mac b = stand_ins.mac(sibling);
    const Mac c = stand_ins.mac(local);
    EXPECT_NE(a, one);
    EXPECT_NE(a, b);
    EXPECT_TRUE(std::equal(a.begin(), a.begin() + 5, b.begin()));
    EXPECT_EQ(a[0] & 3, 0);
    EXPECT_EQ(c[0], a[0] | 2);
    EXPECT_EQ(stand_ins.mac(one), a);
}

TEST_F(StandInsTest, TwoMacsNeverShareOne) {
    std::set<std::uint64_t> seen;
    for (unsigned i = 0; i < 20'000; ++i)
        seen.insert(number_of(stand_ins.mac({0x00, 0x11, 0x22, static_cast<std::uint8_t>(i >> 16),
                                             static_cast<std::uint8_t>(i >> 8), static_cast<std::uint8_t>(i)})));
    EXPECT_EQ(seen.size(), 20'000U - 0U);
}

TEST_F(StandInsTest, GroupsAndZeroStay) {
    for (const Mac& mac : {Mac{}, Mac{255, 255, 255, 255, 255, 255}, Mac{1, 0, 0x5e, 0, 0, 0xfb},
                           Mac{1, 0x80, 0xc2, 0, 0, 0x0e}, Mac{0x33, 0x33, 0, 0, 0, 1}})
        EXPECT_EQ(stand_ins.mac(mac), mac);
    const Mac solicited{0x33, 0x33, 0xff, 0x33, 0x44, 0x55};
    EXPECT_NE(stand_ins.mac(solicited), solicited) << "its end is that of an address";
    EXPECT_EQ(stand_ins.mac(solicited)[2], 0xff);
}

TEST_F(StandInsTest, AnotherKeyGivesOtherOnes) {
    const StandIns others(Key("another key"), true, originals);
    const Mac mac{0x60, 0x38, 0xe0, 0x11, 0x22, 0x33};
    EXPECT_NE(stand_ins.mac(mac), others.mac(mac));
}

TEST_F(StandInsTest, NetworksStayTogetherAndPrivate) {
    originals.add(Ipv4{192, 168, 178, 20});
    const Ipv4 a = stand_ins.ipv4({192, 168, 178, 20});
    const Ipv4 b = stand_ins.ipv4({192, 168, 178, 1});
    const Ipv4 c = stand_ins.ipv4({192, 168, 179, 20});
    EXPECT_EQ(a[0], 10);
    EXPECT_TRUE(std::equal(a.begin(), a.begin() + 3, b.begin()));
    EXPECT_FALSE(std::equal(a.begin(), a.begin() + 3, c.begin()));
    EXPECT_NE(a[3], b[3]);
    EXPECT_EQ(stand_ins.ipv4({192, 168, 178, 255})[3], 255);
    EXPECT_EQ(stand_ins.ipv4({8, 8, 8, 8})[0], 198);
    EXPECT_EQ(stand_ins.ipv4({255, 255, 255, 0}), (Ipv4{255, 255, 255, 0}));
    EXPECT_EQ(stand_ins.ipv4({127, 0, 0, 1}), (Ipv4{127, 0, 0, 1}));
}

TEST_F(StandInsTest, AnEui64IsMadeFromTheStandInOfItsMac) {
    const Mac mac = stand_ins.mac({0x00, 0x11, 0x22, 0x33, 0x44, 0x55});
    const Ipv6 address{0xfe, 0x80, 0, 0, 0, 0, 0, 0, 0x02, 0x11, 0x22, 0xff, 0xfe, 0x33, 0x44, 0x55};
    const Ipv6 expected{
        0xfe,   0x80,   0,    0,    0,      0,      0,     0, static_cast<std::uint8_t>(mac[0] ^ 2),
        mac[1], mac[2], 0xff, 0xfe, mac[3], mac[4], mac[5]};
    EXPECT_EQ(stand_ins.ipv6(address), expected);
}

TEST_F(StandInsTest, AnSsidHasAsManyBytes) {
    std::set<std::string> seen;
    for (const std::size_t size : {1U, 2U, 3U, 7U, 8U, 9U, 20U, 32U}) {
        const std::string ssid(size, 'q');
        const std::string other = stand_ins.name(Kind::ssid, ssid);
        EXPECT_EQ(other.size(), size);
        EXPECT_NE(other, ssid);
        seen.insert(other);
    }
    EXPECT_EQ(seen.size(), 8U);
    EXPECT_NE(stand_ins.name(Kind::ssid, "Home"), stand_ins.name(Kind::ssid, "home"));
    EXPECT_THAT(stand_ins.name(Kind::ssid, "a long network name"), StartsWith("ssid-"));
}

TEST_F(StandInsTest, HostsAreNumberedOrMadeOfTheKey) {
    EXPECT_EQ(stand_ins.name(Kind::host, "ohm"), "host-1");
    EXPECT_EQ(stand_ins.name(Kind::host, "volt"), "host-2");
    EXPECT_EQ(stand_ins.name(Kind::host, "OHM"), "host-1");
    EXPECT_EQ(stand_ins.name(Kind::host, "ohm.fritz.box"), "host-1.domain-1.example");
    EXPECT_EQ(stand_ins.name(Kind::host, "localhost"), "localhost");
    StandIns one(test::key, false, originals);
    StandIns other(test::key, false, originals);
    other.name(Kind::host, "volt");
    EXPECT_EQ(one.name(Kind::host, "ohm"), other.name(Kind::host, "ohm")) << "whatever was seen before";
}

}  // namespace
}  // namespace wlanmedic::redact
