// SPDX-License-Identifier: MIT
// What --rotate and --keep may say.
#include "record_options.h"

#include <gmock/gmock.h>

namespace wlanmedic::app {
namespace {

using testing::HasSubstr;

TEST(Limits, RotateTakesSizesAndAges) {
    struct Case {
        const char* text;
        std::optional<std::uint64_t> bytes;
        std::optional<wifi::Duration> age;
    };
    using namespace std::chrono_literals;
    for (const auto& [text, bytes, age] : {Case{"100MB", 100'000'000, {}},
                                           {"64MiB", 67'108'864, {}},
                                           {"10kB", 10'000, {}},
                                           {"3GB", 3'000'000'000, {}},
                                           {"24h", {}, 24h},
                                           {"7d", {}, 168h},
                                           {"1w", {}, 168h},
                                           {"90s", {}, 90s},
                                           {"30min", {}, 30min},
                                           {"1h30min", {}, 90min},
                                           {"100MB,24h", 100'000'000, 24h},
                                           {"24h,2GiB", 2'147'483'648, 24h}}) {
        runfile::PartsOptions options;
        const auto done = parse_rotate(text, options);
        ASSERT_TRUE(done) << text;
        EXPECT_EQ(options.rotate_bytes, bytes) << text;
        EXPECT_EQ(options.rotate_age, age) << text;
    }
}

TEST(Limits, WhatIsNoLimitIsRefusedWithWhatMayStandThere) {
    for (const char* text :
         {"", "0", "100", "0MB", "MB", "-1MB", "1.5GB", "9999B", "100MB,", ",24h", "24h,24h", "1GB,2GB",
          "99999999999999999999MB", "18446744073709551615TB", "100MB 24h", "100mb", "100M", "1000000d"}) {
        runfile::PartsOptions options;
        const auto done = parse_rotate(text, options);
        ASSERT_FALSE(done) << text;
        EXPECT_THAT(done.error().what, HasSubstr("--rotate does not take")) << text;
        EXPECT_THAT(done.error().hint, HasSubstr("100MB,24h"));
    }
    for (const char* text : {"", "0", "x", "20,30", "0d", "20,", "-5", "1.5"}) {
        runfile::PartsOptions options;
        EXPECT_FALSE(parse_keep(text, options)) << text;
    }
}

TEST(Limits, KeepTakesPartsSizesAndAges) {
    runfile::PartsOptions options;
    ASSERT_TRUE(parse_keep("20,2GB,7d", options));
    EXPECT_EQ(options.keep_parts, 20U);
    EXPECT_EQ(options.keep_bytes, 2'000'000'000U);
    EXPECT_EQ(options.keep_age, std::chrono::hours{168});
}

}  // namespace
}  // namespace wlanmedic::app
