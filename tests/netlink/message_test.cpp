// SPDX-License-Identifier: MIT
#include "netlink/message.h"

#include <gmock/gmock.h>

#include "support/netlink_bytes.h"

namespace wlanmedic::netlink {
namespace {

using test::AttributeBytes;
using test::ByteVector;
using test::operator+;

TEST(Messages, ComeOneAfterTheOther) {
    const ByteVector bytes = test::message({.type = 20, .flags = 2, .sequence = 3, .port = 4}, {1, 2, 3}) +
                             test::message({.type = 21, .sequence = 5}, {});
    Messages messages(bytes);
    const auto one = messages.next();
    ASSERT_TRUE(one);
    EXPECT_EQ(one->type, 20);
    EXPECT_EQ(one->flags, 2);
    EXPECT_EQ(one->sequence, 3U);
    EXPECT_EQ(one->port, 4U);
    EXPECT_THAT(one->payload, testing::ElementsAre(1, 2, 3));
    const auto two = messages.next();
    ASSERT_TRUE(two);
    EXPECT_EQ(two->type, 21);
    EXPECT_TRUE(two->payload.empty());
    EXPECT_FALSE(messages.next());
    EXPECT_FALSE(messages.broken());
}

TEST(Messages, EndBrokenWhereTheirSizeLies) {
    for (const std::uint32_t size : {0U, 15U, 29U, 4096U, 0xffff'ffffU, 0xffff'fffdU}) {
        ByteVector bytes = test::message({.type = 20}, {1, 2, 3, 4}) + test::message({.type = 21}, {1, 2, 3, 4});
        std::memcpy(bytes.data() + 20, &size, sizeof size);
        Messages messages(bytes);
        EXPECT_TRUE(messages.next());
        EXPECT_FALSE(messages.next()) << size;
        EXPECT_TRUE(messages.broken()) << size;
        EXPECT_FALSE(messages.next()) << size;
    }
}

TEST(Messages, CutAnywhereGiveTheWholeOnesBeforeTheCut) {
    const ByteVector whole = test::message({.type = 20}, {1, 2, 3, 4}) + test::message({.type = 21}, {1, 2, 3});
    for (std::size_t size = 0; size <= whole.size(); ++size) {
        Messages messages(Bytes(whole).first(size));
        std::size_t found = 0;
        while (messages.next()) ++found;
        EXPECT_EQ(found, size < 20 ? 0U : size < 39 ? 1U : 2U) << size;
        EXPECT_EQ(messages.broken(), size != 0 && size != 20 && size < 39) << size;
    }
}

TEST(Message, IsANotificationWhereNobodyAskedForIt) {
    EXPECT_TRUE((Message{.type = 28}).is_notification());
    EXPECT_FALSE((Message{.type = 28, .sequence = 9}).is_notification());
    EXPECT_FALSE((Message{.type = 28, .port = 4000}).is_notification()) << "a process that counts from 0";
    EXPECT_FALSE((Message{.type = 28, .flags = NLM_F_REQUEST}).is_notification());
    EXPECT_TRUE((Message{.type = 28, .flags = NLM_F_REQUEST}).is_request());
    EXPECT_FALSE((Message{.type = 28, .flags = NLM_F_MULTI}).is_request());
}

TEST(GenericMessage, HasACommandAndAttributesBehindFourBytes) {
    const auto bytes = test::generic({.type = 28}, 46, AttributeBytes().u32(3, 5));
    const auto message = Messages(bytes).next();
    ASSERT_TRUE(message);
    const auto generic = GenericMessage::of(*message);
    ASSERT_TRUE(generic);
    EXPECT_EQ(generic->command, 46);
    EXPECT_EQ(generic->version, 1);
    EXPECT_EQ(Attributes::find(generic->attributes, 3)->u32(), 5U);
    for (std::size_t size = 0; size < 4; ++size) {
        const ByteVector payload(size);
        EXPECT_FALSE(GenericMessage::of({.type = 28, .payload = payload})) << size;
    }
}

TEST(Family, IsWhatTheControllerSaysOfNl80211) {
    const auto told = [](const ByteVector& bytes) { return nl80211_family_in(Messages(bytes).next().value()); };
    EXPECT_EQ(told(test::controller_names("nl80211", 28)), 28);
    EXPECT_FALSE(told(test::controller_names("nl80211x", 28)));
    EXPECT_FALSE(told(test::controller_names("MAC80211_HWSIM", 29)));
    EXPECT_FALSE(told(test::generic({.type = GENL_ID_CTRL}, CTRL_CMD_NEWFAMILY,
                                    AttributeBytes().text(CTRL_ATTR_FAMILY_NAME, "nl80211"))));
    EXPECT_FALSE(
        told(test::generic({.type = GENL_ID_CTRL}, CTRL_CMD_NEWFAMILY,
                           AttributeBytes().text(CTRL_ATTR_FAMILY_NAME, "nl80211").u32(CTRL_ATTR_FAMILY_ID, 28))))
        << "a number of another size";
    const auto named = AttributeBytes().text(CTRL_ATTR_FAMILY_NAME, "nl80211").u16(CTRL_ATTR_FAMILY_ID, 28);
    EXPECT_FALSE(told(test::generic({.type = GENL_ID_CTRL}, CTRL_CMD_DELFAMILY, named)));
    EXPECT_FALSE(told(test::generic({.type = 28}, CTRL_CMD_NEWFAMILY, named))) << "not the controller";
}

}  // namespace
}  // namespace wlanmedic::netlink
