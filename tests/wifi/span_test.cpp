// SPDX-License-Identifier: MIT
#include "wifi/span.h"

#include <gtest/gtest.h>

#include <chrono>

namespace wlanmedic::wifi {
namespace {

using namespace std::chrono_literals;

Duration read(std::string_view text) { return parse_span(text).value_or(Duration{-1}); }

TEST(Span, IsReadInUnitsAndInSecondsWithoutOne) {
    EXPECT_EQ(read("90"), 90s);
    EXPECT_EQ(read("1h 30min"), 90min);
    EXPECT_EQ(read("1 h 30 min"), 90min);
    EXPECT_EQ(read(" 2 hours "), 2h);
    EXPECT_EQ(read("1.5h"), 90min);
    EXPECT_EQ(read("250ms"), 250ms);
    EXPECT_EQ(read("7d"), 168h);
    EXPECT_EQ(read("0"), 0s);
}

TEST(Span, KeepsEachNanosecond) {
    EXPECT_EQ(read("0.789 us"), 789ns);
    EXPECT_EQ(read("1778114445.123456789"), 1778114445s + 123456789ns);
    EXPECT_EQ(read("0.000000001y"), 31557600ns);
    EXPECT_EQ(read("229.999999999y").count(), 229 * 31'557'600'000'000'000 + 999'999'999LL * 31'557'600);
}

TEST(Span, IsNotReadFromAnythingElse) {
    for (const std::string_view text : {"", " ", "h", "-1s", "+1s", "1 fortnight", "1..5", "1.", "nan", "1e5",
                                        "1s x", "231y", "230y 1s", "99999999999999999999"}) {
        const auto span = parse_span(text);
        ASSERT_FALSE(span) << text;
        EXPECT_FALSE(span.error().hint.empty()) << text;
    }
}

TEST(Span, IsShownAsItIsRead) {
    EXPECT_EQ(span_text(90s), "1 min 30 s");
    EXPECT_EQ(span_text(168h), "168 h");
    EXPECT_EQ(span_text(0s), "0 s");
    for (const Duration span : {Duration(1ns), Duration(1024us), Duration(25h + 1ms), Duration(3s + 7ns),
                                Duration(999'999'999ns), Duration(200 * 8766h)})
        EXPECT_EQ(read(span_text(span)), span) << span_text(span);
}

}  // namespace
}  // namespace wlanmedic::wifi
