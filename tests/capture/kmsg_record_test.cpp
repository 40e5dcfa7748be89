// SPDX-License-Identifier: MIT
// Records of /dev/kmsg, as the kernel's documentation and a running kernel write them.
#include "capture/kmsg_record.h"

#include <gtest/gtest.h>

namespace wlanmedic::capture {
namespace {

using namespace std::chrono_literals;

TEST(KmsgRecord, HasLevelNumberTimeAndText) {
    const auto record = KmsgRecord::parse("6,339,5140900,-;NET: Registered protocol family 10\n");
    ASSERT_TRUE(record);
    EXPECT_EQ(record->priority, 6U);
    EXPECT_EQ(record->facility, 0U);
    EXPECT_EQ(record->sequence, 339U);
    EXPECT_EQ(record->stamp, 5140900us);
    EXPECT_EQ(record->message, "NET: Registered protocol family 10");
    EXPECT_EQ(record->device, "");
}

TEST(KmsgRecord, TheFacilityIsWhatStandsAboveTheLevel) {
    const auto record = KmsgRecord::parse("30,340,5690716,-;udevd[80]: starting version 181\n");
    ASSERT_TRUE(record);
    EXPECT_EQ(record->priority, 6U);
    EXPECT_EQ(record->facility, 3U);
}

TEST(KmsgRecord, TheDictionaryNamesDeviceAndSubsystem) {
    const auto record = KmsgRecord::parse(
        "4,378,207560121,-;mac80211_hwsim hwsim2 wlan2: disabling HT\n SUBSYSTEM=mac80211_hwsim\n "
        "DEVICE=+mac80211_hwsim:hwsim2\n");
    ASSERT_TRUE(record);
    EXPECT_EQ(record->message, "mac80211_hwsim hwsim2 wlan2: disabling HT");
    EXPECT_EQ(record->subsystem, "mac80211_hwsim");
    EXPECT_EQ(record->device, "+mac80211_hwsim:hwsim2");
    const runfile::Text text = record->as_text();
    ASSERT_NE(text.find("_KERNEL_DEVICE"), nullptr);
    EXPECT_EQ(*text.find("_KERNEL_DEVICE"), "+mac80211_hwsim:hwsim2");
    EXPECT_EQ(*text.find("_KERNEL_SUBSYSTEM"), "mac80211_hwsim");
    EXPECT_EQ(*text.find("_SOURCE_MONOTONIC_TIMESTAMP"), "207560121");
    EXPECT_EQ(*text.find("WLANMEDIC_KMSG"), "378");
    EXPECT_EQ(*text.find("PRIORITY"), "4");
}

TEST(KmsgRecord, WithoutADictionaryNoFieldNamesADevice) {
    const runfile::Text text = KmsgRecord::parse("6,1,2,-;x\n")->as_text();
    EXPECT_EQ(text.find("_KERNEL_DEVICE"), nullptr);
    EXPECT_EQ(text.find("_KERNEL_SUBSYSTEM"), nullptr);
}

TEST(KmsgRecord, FieldsThatOtherKernelsAddAreTaken) {
    const auto record = KmsgRecord::parse("6,339,5140900,-,caller=T1;wlan0: associated\n OTHER=1\n");
    ASSERT_TRUE(record);
    EXPECT_EQ(record->message, "wlan0: associated");
}

TEST(KmsgRecord, ATextMayHaveSemicolonsAndCommas) {
    EXPECT_EQ(KmsgRecord::parse("6,1,2,-;a;b,c\n")->message, "a;b,c");
}

TEST(KmsgRecord, EscapedBytesAreBytesAgain) {
    EXPECT_EQ(KmsgRecord::parse("6,1,2,-;SSID \\x5cx41 caf\\xc3\\xa9 two\\x0alines\n")->message,
              "SSID \\x41 caf\xc3\xa9 two\nlines");
}

TEST(KmsgRecord, WhatOnlyLooksEscapedStays) {
    EXPECT_EQ(KmsgRecord::parse("6,1,2,-;\\xg1 \\x1\n")->message, "\\xg1 \\x1");
}

TEST(KmsgRecord, ALineOfAProgramThatLooksLikeADictionaryIsNone) {
    EXPECT_EQ(KmsgRecord::parse("6,1,2,-;text\nDEVICE=without a blank\n")->device, "");
}

TEST(KmsgRecord, WhatHasNoHeadIsNone) {
    for (const char* text : {"", ";", "6,1,2,-", "x,1,2,-;t\n", "6,x,2,-;t\n", "6,1,x,-;t\n", "6,1;t\n", "6;t\n",
                             "6,1,-2,-;t\n", "6,99999999999999999999999,2,-;t\n", "wlan0: associated\n"})
        EXPECT_FALSE(KmsgRecord::parse(text)) << text;
}

}  // namespace
}  // namespace wlanmedic::capture
