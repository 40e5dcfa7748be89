// SPDX-License-Identifier: MIT
#include "evidence/window.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support.h"

namespace wlanmedic::evidence {
namespace {

const wifi::Instant now = utc("2026-05-07T12:30:00");

std::optional<PointInTime> at(std::string_view text) {
    if (text.empty()) return std::nullopt;
    return parse_time(text, now).value();
}

wifi::Event event(wifi::Instant instant, std::string interface, wifi::Payload payload = wifi::Associated{}) {
    wifi::Event made;
    made.instant = instant;
    made.interface = std::move(interface);
    made.payload = std::move(payload);
    return made;
}

wifi::Event event(std::string_view time, std::string interface, wifi::Payload payload = wifi::Associated{}) {
    return event(utc(time), std::move(interface), std::move(payload));
}

bool takes(WindowFilter& filter, wifi::Event one) { return filter.takes(one); }

TEST(Window, TakesWhatLiesWithinItsEndsIncluded) {
    WindowFilter filter({.since = at("02:00"), .until = at("03:00")});
    EXPECT_FALSE(takes(filter, event("2026-05-07T01:59:59", "wlan0")));
    EXPECT_TRUE(takes(filter, event("2026-05-07T02:00:00", "wlan0")));
    EXPECT_TRUE(takes(filter, event("2026-05-07T03:00:00", "wlan0")));
    EXPECT_FALSE(takes(filter, event("2026-05-07T03:00:01", "wlan0")));
    EXPECT_EQ(filter.taken(), 2);
    EXPECT_EQ(filter.unplaced(), 0);
}

TEST(Window, OfAnInterfaceKeepsWhatBelongsToNone) {
    WindowFilter filter({.interface = "wlan1"});
    EXPECT_TRUE(takes(filter, event("2026-05-07T02:00:00", "wlan1")));
    EXPECT_FALSE(takes(filter, event("2026-05-07T02:00:00", "wlan0")));
    EXPECT_TRUE(takes(filter, event("2026-05-07T02:00:00", "", wifi::Booted{})));
    EXPECT_TRUE(filter.has_interface());
    EXPECT_THAT(filter.others(), testing::ElementsAre("wlan0"));
}

TEST(Window, LeavesOutWhatItCannotPlace) {
    WindowFilter dates({.since = at("2026-05-07 02:00")});
    EXPECT_FALSE(takes(dates, event(wifi::Instant{std::chrono::seconds{3027}}, "wlan0")));
    wifi::Event untimed = event("2026-05-07T02:00:01", "wlan0");
    untimed.timed = false;
    EXPECT_FALSE(takes(dates, untimed));
    EXPECT_EQ(dates.unplaced(), 2);
    WindowFilter seconds({.since = at("+3000")});
    EXPECT_TRUE(takes(seconds, event(wifi::Instant{std::chrono::seconds{3027}}, "wlan0")));
    EXPECT_FALSE(takes(seconds, event(wifi::Instant{std::chrono::seconds{2999}}, "wlan0")));
    EXPECT_FALSE(takes(seconds, event("2026-05-07T02:00:01", "wlan0")));
    EXPECT_EQ(seconds.unplaced(), 1);
}

TEST(Window, KeepsGapsAndCutsHowFarTheyReach) {
    WindowFilter filter({.until = at("03:00")});
    wifi::Event gap = event("2026-05-07T05:00:00", "", wifi::Gap{.until = utc("2026-05-07T04:00:00")});
    EXPECT_TRUE(filter.takes(gap));
    EXPECT_EQ(std::get<wifi::Gap>(gap.payload).until, utc("2026-05-07T03:00:00"));
    EXPECT_EQ(filter.taken(), 0);
}

TEST(Window, CutsBeginAndEndOfTheEvidence) {
    const WindowFilter filter({.since = at("02:00"), .until = at("03:00")});
    EXPECT_EQ(filter.begin(utc("2026-05-07T01:00:00")), utc("2026-05-07T02:00:00"));
    EXPECT_EQ(filter.begin(utc("2026-05-07T02:30:00")), utc("2026-05-07T02:30:00"));
    EXPECT_EQ(filter.end(utc("2026-05-07T04:00:00")), utc("2026-05-07T03:00:00"));
    EXPECT_EQ(filter.begin(std::nullopt), std::nullopt);
    EXPECT_TRUE(filter.meets(utc("2026-05-07T01:00:00"), utc("2026-05-07T04:00:00")));
    EXPECT_FALSE(filter.meets(utc("2026-05-07T03:00:01"), utc("2026-05-07T04:00:00")));
    EXPECT_FALSE(filter.meets(utc("2026-05-07T00:00:01"), utc("2026-05-07T01:59:59")));
}

}  // namespace
}  // namespace wlanmedic::evidence
