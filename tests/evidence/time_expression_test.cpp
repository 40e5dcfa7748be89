// SPDX-License-Identifier: MIT
#include "evidence/time_expression.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support.h"

namespace wlanmedic::evidence {
namespace {

const wifi::Instant now = utc("2026-05-07T12:30:00");

std::string said(std::string_view text) {
    const auto time = parse_time(text, now);
    if (!time) return "error";
    if (time->since_boot) return fmt::format("{} s", wifi::to_seconds(time->instant.time_since_epoch()));
    return wifi::to_rfc3339(time->instant);
}

struct Case {
    std::string_view text;
    std::string_view means;
};

TEST(TimeExpression, MeansWhatSystemdMeansByIt) {
    for (const auto& [text, means] : std::initializer_list<Case>{
             {"2026-05-07 02:40:00", "2026-05-07T02:40:00.000000Z"},
             {"2026-05-07 02:40", "2026-05-07T02:40:00.000000Z"},
             {"2026-05-07", "2026-05-07T00:00:00.000000Z"},
             {"2026-05-07T02:40:00.25Z", "2026-05-07T02:40:00.250000Z"},
             {"2026-05-07T02:40:00+02:00", "2026-05-07T00:40:00.000000Z"},
             {"2026-05-07 02:40:00 -0130", "2026-05-07T04:10:00.000000Z"},
             {"2026-05-07 UTC", "2026-05-07T00:00:00.000000Z"},
             {"2026-05-07 02:40:00 UTC", "2026-05-07T02:40:00.000000Z"},
             {"Thu 2026-05-07 02:40:00", "2026-05-07T02:40:00.000000Z"},
             {"Thursday 2026-05-07", "2026-05-07T00:00:00.000000Z"},
             {"02:40", "2026-05-07T02:40:00.000000Z"},
             {"02:40:45.5", "2026-05-07T02:40:45.500000Z"},
             {"  now ", "2026-05-07T12:30:00.000000Z"},
             {"today", "2026-05-07T00:00:00.000000Z"},
             {"yesterday", "2026-05-06T00:00:00.000000Z"},
             {"tomorrow", "2026-05-08T00:00:00.000000Z"},
             {"@1778114445", "2026-05-07T00:40:45.000000Z"},
             {"@1778114445.125", "2026-05-07T00:40:45.125000Z"},
             {"-2h", "2026-05-07T10:30:00.000000Z"},
             {"-1h 30min", "2026-05-07T11:00:00.000000Z"},
             {"-1h30min", "2026-05-07T11:00:00.000000Z"},
             {"-90", "2026-05-07T12:28:30.000000Z"},
             {"2 hours ago", "2026-05-07T10:30:00.000000Z"},
             {"1.5 days ago", "2026-05-06T00:30:00.000000Z"},
             {"1week ago", "2026-04-30T12:30:00.000000Z"},
             {"5m ago", "2026-05-07T12:25:00.000000Z"},
         })
        EXPECT_EQ(said(text), means) << text;
}

TEST(TimeExpression, OfABareNumberIsWhatDmesgPrints) {
    EXPECT_EQ(said("100"), "100 s");
    EXPECT_EQ(said("3027.669072"), "3027.669072 s");
    EXPECT_EQ(said("+120"), "120 s");
    EXPECT_EQ(said("+2min"), "120 s");
    EXPECT_EQ(said("100s"), "100 s");
    EXPECT_EQ(said("0"), "0 s");
}

TEST(TimeExpression, ThatSaysNothingIsAnErrorWithAnExample) {
    for (const std::string_view text : {"",
                                        " ",
                                        "gestern",
                                        "2026-13-01",
                                        "2026-02-30",
                                        "2026-05-07 25:00",
                                        "2026-05-07 02:40:00 CEST",
                                        "24:61",
                                        "-",
                                        "+",
                                        "@",
                                        "@x",
                                        "-2 fortnights",
                                        "2 hours ago ago",
                                        "Wed 2026-05-07",
                                        "2026-05-07 02:40 x",
                                        "1778-01-01",
                                        "99999999999999999999",
                                        "@99999999999999999",
                                        "-999999999999y",
                                        "1h-",
                                        "--2h",
                                        "ago",
                                        " ago",
                                        "1e5",
                                        "2026-05-07T",
                                        "1..5",
                                        "nan"}) {
        const auto time = parse_time(text, now);
        ASSERT_FALSE(time) << text << " read as " << said(text);
        EXPECT_THAT(time.error().hint, testing::HasSubstr("2026-05-07 02:40:00")) << text;
    }
}

}  // namespace
}  // namespace wlanmedic::evidence
