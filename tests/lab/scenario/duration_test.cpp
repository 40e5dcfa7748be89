// SPDX-License-Identifier: MIT
// Durations as people write them: exact, and nothing that could be meant otherwise.
#include "lab/scenario/duration.h"

#include <gtest/gtest.h>

#include "wifi/span.h"

namespace wlanmedic::lab {
namespace {

using namespace std::chrono_literals;

TEST(Duration, IsNumbersWithUnits) {
    EXPECT_EQ(duration_from_text("300 ms"), 300ms);
    EXPECT_EQ(duration_from_text("2 s"), 2s);
    EXPECT_EQ(duration_from_text("2s"), 2s);
    EXPECT_EQ(duration_from_text("5 h 27 min 45 s"), 5h + 27min + 45s);
    EXPECT_EQ(duration_from_text("5h27min45s"), 5h + 27min + 45s);
    EXPECT_EQ(duration_from_text(" 10 h 31 min "), 10h + 31min);
    EXPECT_EQ(duration_from_text("0 s"), 0s);
    EXPECT_EQ(duration_from_text("7 us"), 7us);
    EXPECT_EQ(duration_from_text("90 min"), 90min);
}

TEST(Duration, MayEndInAFraction) {
    EXPECT_EQ(duration_from_text("0.25 s"), 250ms);
    EXPECT_EQ(duration_from_text("1.024 ms"), 1024us);
    EXPECT_EQ(duration_from_text("0.000000001 s"), 1ns);
    EXPECT_EQ(duration_from_text("0.0000000010 s"), 1ns) << "a zero behind divides no nanosecond";
    EXPECT_EQ(duration_from_text("1 min 0.5 s"), 1min + 500ms);
    EXPECT_EQ(duration_from_text("1.5 min 1 s"), std::nullopt) << "a fraction is the end";
    EXPECT_EQ(duration_from_text("0.0000000001 s"), std::nullopt) << "less than a nanosecond is not rounded";
}

TEST(Duration, IsNothingElse) {
    for (const auto* text :
         {"",     " ",    "s",   "2",     "2 x", "-2 s",  "+2 s", "2 s 3 h", "2 s 3 s", "2 s,",  "1e3 s",
          "1. s", ".5 s", "2 S", "2 sec", "2 m", "0x2 s", "2\ts", "1 h 2",   "nan s",   "1..5 s"})
        EXPECT_EQ(duration_from_text(text), std::nullopt) << text;
}

TEST(Duration, IsAtMostAHundredDays) {
    EXPECT_EQ(duration_from_text("2400 h"), longest_duration);
    EXPECT_EQ(duration_from_text("2400 h 1 us"), std::nullopt);
    EXPECT_EQ(duration_from_text("9223372036854775807 h"), std::nullopt);
    EXPECT_EQ(duration_from_text("99999999999999999999999999 us"), std::nullopt);
    EXPECT_EQ(duration_from_text("8640000000000 us"), longest_duration);
}

TEST(Duration, IsShownAsItIsRead) {
    EXPECT_EQ(wifi::span_text(5h + 27min + 45s), "5 h 27 min 45 s");
    EXPECT_EQ(wifi::span_text(90s), "1 min 30 s");
    EXPECT_EQ(wifi::span_text(0s), "0 s");
    for (const wifi::Duration duration : {wifi::Duration(1ns), wifi::Duration(1024us), wifi::Duration(25h + 1ms),
                                          wifi::Duration(3s + 7ns), longest_duration})
        EXPECT_EQ(duration_from_text(wifi::span_text(duration)), duration) << wifi::span_text(duration);
}

}  // namespace
}  // namespace wlanmedic::lab
