// SPDX-License-Identifier: MIT
// What a good scenario means: who is in the air, with what, and when the clock begins.
#include "lab/scenario/reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "read.h"

namespace wlanmedic::lab {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;

TEST(Reader, NamesAScenarioAfterItsFile) {
    const auto read = read_scenario(head, "some/where/two-words.toml");
    ASSERT_TRUE(read) << read.error().to_string();
    EXPECT_EQ(read->name, "two-words");
}

TEST(Reader, GivesWhatIsLeftOutItsDefault) {
    const auto one = scenario("");
    EXPECT_EQ(wifi::to_rfc3339(one.clock), "2026-01-01T00:00:00.000000Z");
    EXPECT_EQ(one.duration, 1h);
    EXPECT_EQ(one.rest, 2s);
    EXPECT_EQ(one.station.manager, Manager::wpa_supplicant);
    EXPECT_EQ(one.station.passphrase, "labpassword");
    EXPECT_TRUE(one.traffic.empty());
    EXPECT_TRUE(one.steps.empty());
    EXPECT_FALSE(one.outages_known);
    EXPECT_FALSE(one.quiet);
}

TEST(Reader, GivesRadiosInOrderAroundTheStation) {
    const auto one = scenario("[[access_point]]\n");
    std::vector<std::string> seen;
    for (const auto& at : one.access_points)
        seen.push_back(fmt::format("{} {} {}", at.name, at.radio, at.interface));
    EXPECT_THAT(seen, ElementsAre("ap1 0 wlan0", "ap2 1 wlan1", "ap3 3 wlan3", "neighbour 4 wlan4"));
}

TEST(Reader, AddsAForeignAccessPointLast) {
    const auto one = scenario("");
    const auto& foreign = one.access_points.back();
    EXPECT_TRUE(foreign.foreign);
    EXPECT_EQ(foreign.ssid, "neighbour");
    EXPECT_EQ(foreign.channel, 11U);
    EXPECT_EQ(foreign.security, Security::wpa2);
    EXPECT_FALSE(one.access_points.front().foreign);
}

TEST(Reader, PutsTheForeignOneOnAnotherChannel) {
    EXPECT_EQ(scenario("[[access_point]]\nchannel = 11\n").access_points.back().channel, 6U);
    EXPECT_EQ(
        scenario("[[access_point]]\nchannel = 11\n[[access_point]]\nchannel = 6\n").access_points.back().channel,
        3U);
    const auto changed = scenario("[foreign]\nchannel = 1\nsecurity = \"open\"\nssid = \"cafe\"\n");
    EXPECT_EQ(changed.access_points.back().channel, 1U);
    EXPECT_EQ(changed.access_points.back().security, Security::open);
    EXPECT_EQ(changed.access_points.back().pmf, ManagementProtection::off);
    EXPECT_EQ(changed.access_points.back().ssid, "cafe");
}

TEST(Reader, ReadsAnAccessPoint) {
    const auto one = scenario(R"([[access_point]]
name = "kitchen"
ssid = "at home"
channel = 36
security = "sae"
pmf = "optional"
passphrase = "longenough"
beacon_interval = 200
sa_query_max_timeout = 5000
sa_query_retry_timeout = 100
group_rekey = "5 min"
)");
    const auto& at = one.access_points[2];
    EXPECT_EQ(at.name, "kitchen");
    EXPECT_EQ(at.ssid, "at home");
    EXPECT_EQ(at.channel, 36U);
    EXPECT_EQ(at.security, Security::sae);
    EXPECT_EQ(at.pmf, ManagementProtection::optional);
    EXPECT_EQ(at.passphrase, "longenough");
    EXPECT_EQ(at.beacon_interval, 200U);
    EXPECT_EQ(at.sa_query_max_timeout, 5000U);
    EXPECT_EQ(at.sa_query_retry_timeout, 100U);
    EXPECT_EQ(at.group_rekey_s, 300U);
    EXPECT_EQ(one.access_points[0].ssid, "lab") << "the others keep theirs";
    EXPECT_EQ(one.access_points[0].pmf, ManagementProtection::required);
}

TEST(Reader, LetsTheStationKnowThePassphraseOfTheFirst) {
    const std::string_view own = "duration = \"1 h\"\n[[access_point]]\npassphrase = \"firstfirst\"\n";
    EXPECT_EQ(read_scenario(own, "x.toml")->station.passphrase, "firstfirst");
    const auto other = read_scenario(
        std::string(own).append("[station]\npassphrase = \"another1\"\nmanager = \"iwd\"\n"), "x.toml");
    EXPECT_EQ(other->station.passphrase, "another1");
    EXPECT_EQ(other->station.manager, Manager::iwd);
}

TEST(Reader, ReadsTheClockWithItsZone) {
    const auto clock = [](const std::string& text) {
        const auto read = read_scenario(fmt::format("clock = {}\n{}", text, head), "x.toml");
        return read ? wifi::to_rfc3339(read->clock) : read.error().to_string();
    };
    EXPECT_EQ(clock("2026-05-06T21:13:00Z"), "2026-05-06T21:13:00.000000Z");
    EXPECT_EQ(clock("2026-05-06T23:13:00+02:00"), "2026-05-06T21:13:00.000000Z");
    EXPECT_EQ(clock("2026-05-06T18:43:00-02:30"), "2026-05-06T21:13:00.000000Z");
}

TEST(Reader, ReadsTraffic) {
    const auto one =
        scenario("[[traffic]]\ninterval = \"1 s\"\n[[traffic]]\nkind = \"load\"\nbytes_per_second = 5\n");
    ASSERT_EQ(one.traffic.size(), 2U);
    EXPECT_EQ(one.traffic[0].kind, Traffic::Kind::probe);
    EXPECT_EQ(one.traffic[0].interval, 1s);
    EXPECT_EQ(one.traffic[1].kind, Traffic::Kind::load);
    EXPECT_EQ(one.traffic[1].bytes_per_second, 5U);
}

TEST(Reader, ReadsExpectations) {
    const auto one = scenario(R"([expect]
order = ["connected", { in = "hostapd-ap1", has = ["STA", "associated"] }]
never = ["comeback"]
outages = ["connection_loss", "roam"]
)");
    ASSERT_EQ(one.expected.size(), 2U);
    EXPECT_EQ(one.expected[0].source, "iw-event");
    EXPECT_EQ(one.expected[1].source, "hostapd-ap1");
    EXPECT_THAT(one.expected[1].words, ElementsAre("STA", "associated"));
    EXPECT_EQ(one.never.front().name, "comeback");
    EXPECT_TRUE(one.outages_known);
    EXPECT_THAT(one.outages, ElementsAre("connection_loss", "roam"));
    EXPECT_EQ(one.each_outage, std::nullopt);
    EXPECT_EQ(scenario("[expect]\neach_outage = \"roam\"\n").each_outage, "roam");
}

TEST(Reader, KnowsNoOutageFromNoOpinion) {
    EXPECT_TRUE(scenario("[expect]\noutages = []\n").outages_known);
    EXPECT_FALSE(scenario("[expect]\nnever = [\"comeback\"]\n").outages_known);
}

}  // namespace
}  // namespace wlanmedic::lab
