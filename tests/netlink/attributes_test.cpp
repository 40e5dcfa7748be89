// SPDX-License-Identifier: MIT
#include "netlink/attributes.h"

#include <gmock/gmock.h>

#include "netlink/attribute_table.h"
#include "support/netlink_bytes.h"

namespace wlanmedic::netlink {
namespace {

using test::AttributeBytes;
using test::ByteVector;

std::vector<std::uint16_t> types(const ByteVector& bytes, bool& broken) {
    std::vector<std::uint16_t> all;
    Attributes attributes(bytes);
    while (const auto one = attributes.next()) all.push_back(one->type);
    broken = attributes.broken();
    return all;
}

TEST(Attributes, ComeOneAfterTheOtherWithTheirPadding) {
    const auto bytes = AttributeBytes().u8(1, 7).u32(2, 70'000).text(3, "wlan0").flag(4).all();
    Attributes attributes(bytes);
    const auto one = attributes.next();
    ASSERT_TRUE(one);
    EXPECT_EQ(one->type, 1);
    EXPECT_EQ(one->u8(), 7);
    const auto two = attributes.next();
    ASSERT_TRUE(two);
    EXPECT_EQ(two->u32(), 70'000U);
    const auto three = attributes.next();
    ASSERT_TRUE(three);
    EXPECT_EQ(three->text(), "wlan0");
    EXPECT_EQ(three->value.size(), 6U);
    const auto four = attributes.next();
    ASSERT_TRUE(four);
    EXPECT_TRUE(four->value.empty());
    EXPECT_FALSE(attributes.next());
    EXPECT_FALSE(attributes.broken());
}

TEST(Attributes, NeedNoPaddingBehindTheLastOne) {
    ByteVector bytes = AttributeBytes().u8(1, 7).all();
    bytes.resize(5);
    bool broken = true;
    EXPECT_THAT(types(bytes, broken), testing::ElementsAre(1));
    EXPECT_FALSE(broken);
}

TEST(Attributes, LeaveTheFlagsOfTheTypeOut) {
    const auto bytes = AttributeBytes().u8(NLA_F_NESTED | 5, 1).u8(NLA_F_NET_BYTEORDER | 6, 1).all();
    bool broken = true;
    EXPECT_THAT(types(bytes, broken), testing::ElementsAre(5, 6));
}

TEST(Attributes, AreNumbersOnlyWithTheSizeOfTheNumber) {
    const auto bytes = AttributeBytes().u16(1, 0x0102).all();
    const auto one = Attributes::find(bytes, 1);
    ASSERT_TRUE(one);
    EXPECT_EQ(one->u16(), 0x0102);
    EXPECT_FALSE(one->u8());
    EXPECT_FALSE(one->u32());
    EXPECT_FALSE(one->u64());
    EXPECT_EQ(Attributes::find(AttributeBytes().u64(1, 1ULL << 40U).all(), 1)->u64(), 1ULL << 40U);
}

TEST(Attributes, AreTextUpToTheFirstZeroOrToTheirEnd) {
    EXPECT_EQ(Attributes::find(AttributeBytes().bytes(1, {'a', 0, 'b'}).all(), 1)->text(), "a");
    EXPECT_EQ(Attributes::find(AttributeBytes().bytes(1, {'a', 'b'}).all(), 1)->text(), "ab");
    EXPECT_EQ(Attributes::find(AttributeBytes().bytes(1, {}).all(), 1)->text(), "");
}

TEST(Attributes, AreFoundByTheFirstOfTheirType) {
    const auto bytes = AttributeBytes().u8(1, 7).u8(2, 8).u8(2, 9).all();
    EXPECT_EQ(Attributes::find(bytes, 2)->u8(), 8);
    EXPECT_FALSE(Attributes::find(bytes, 3));
}

TEST(Attributes, EndBrokenWhereASizeLies) {
    for (const std::uint16_t size : std::initializer_list<std::uint16_t>{0, 1, 3, 9, 4096, 65535}) {
        ByteVector bytes = AttributeBytes().u8(1, 7).u32(2, 1).all();
        std::memcpy(bytes.data() + 8, &size, sizeof size);
        bool broken = false;
        EXPECT_THAT(types(bytes, broken), testing::ElementsAre(1)) << size;
        EXPECT_TRUE(broken) << size;
    }
}

TEST(Attributes, CutAnywhereGiveTheWholeOnesBeforeTheCut) {
    const auto whole = AttributeBytes().u32(1, 1).u16(2, 2).u8(3, 3).all();
    const std::vector<std::size_t> ends{0, 8, 14, 21};  // of the nothing before the first, and of each value
    for (std::size_t size = 0; size <= whole.size(); ++size) {
        const ByteVector bytes(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size));
        bool broken = false;
        const std::size_t found = types(bytes, broken).size();
        std::size_t expected = 0;
        while (expected + 1 < ends.size() && ends[expected + 1] <= size) ++expected;
        EXPECT_EQ(found, expected) << size;
        // Padding may be missing behind the last; everything else that is left over is a broken attribute.
        const bool rest = size > ((ends[expected] + 3) & ~std::size_t{3});
        EXPECT_EQ(broken, rest) << size;
    }
}

TEST(AttributeTable, ReadsEachTypeWithTheSizeThatItHas) {
    const auto bytes = AttributeBytes()
                           .u8(1, 1)
                           .u16(2, 2)
                           .u32(3, 3)
                           .u64(4, 4)
                           .address(5, "02:00:00:00:00:01")
                           .text(6, "x")
                           .flag(7)
                           .all();
    const AttributeTable table(bytes);
    EXPECT_EQ(table.u8(1), 1);
    EXPECT_EQ(table.u16(2), 2);
    EXPECT_EQ(table.u32(3), 3U);
    EXPECT_EQ(table.u64(4), 4U);
    EXPECT_EQ(table.address(5)->to_string(), "02:00:00:00:00:01");
    EXPECT_EQ(table.text(6), "x");
    EXPECT_EQ(table.bytes(6)->size(), 2U);
    EXPECT_TRUE(table.has(7));
    EXPECT_FALSE(table.has(8));
    EXPECT_FALSE(table.u32(8));
    EXPECT_FALSE(table.is_malformed());
}

TEST(AttributeTable, IsMalformedOnceAnAttributeOfAnotherSizeWasAskedFor) {
    const auto bytes = AttributeBytes().u16(1, 1).u32(2, 2).all();
    const AttributeTable table(bytes);
    EXPECT_EQ(table.u32(2), 2U);
    EXPECT_FALSE(table.is_malformed());
    EXPECT_FALSE(table.u32(1));
    EXPECT_TRUE(table.is_malformed());

    const AttributeTable address(bytes);
    EXPECT_FALSE(address.address(2));
    EXPECT_TRUE(address.is_malformed());
}

TEST(AttributeTable, IsMalformedWhereTheBytesBreakOffAndKeepsWhatStandsBefore) {
    ByteVector bytes = AttributeBytes().u32(1, 1).u32(2, 2).all();
    bytes.resize(bytes.size() - 1);
    const AttributeTable table(bytes);
    EXPECT_TRUE(table.is_malformed());
    EXPECT_EQ(table.u32(1), 1U);
    EXPECT_FALSE(table.has(2));
}

TEST(AttributeTable, KeepsOneOfEachTypeHoweverManyThereAre) {
    AttributeBytes many;
    for (int i = 0; i < 10'000; ++i)
        many.u32(static_cast<std::uint16_t>(i % 16'000), static_cast<std::uint32_t>(i));
    many.u32(1, 99);
    const auto bytes = many.all();
    const AttributeTable table(bytes);
    EXPECT_EQ(table.u32(1), 1U);
    EXPECT_EQ(table.u32(1023), 1023U);
    EXPECT_FALSE(table.has(1024));
    EXPECT_FALSE(table.is_malformed());
}

}  // namespace
}  // namespace wlanmedic::netlink
