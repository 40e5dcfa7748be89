// SPDX-License-Identifier: MIT
// The chain of the campaign that wlanmedic began with, as it is and changed: nothing of it may be wired in.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <regex>
#include <sstream>

#include "support/explained.h"

namespace wlanmedic::test {
namespace {

std::string seed_file(const std::string& name) {
    std::ifstream file(WLANMEDIC_SOURCE_DIR "/campaigns/bes2600-patch-b/baseline/" + name);
    std::stringstream text;
    text << file.rdbuf();
    return text.str();
}

std::vector<std::string> last_octets(const outage::Outage& outage) {
    std::vector<std::string> path;
    for (const wifi::MacAddress& bssid : outage.bssids) path.push_back(bssid.to_string().substr(12));
    return path;
}

TEST(Seed, IsOneBlackholeOf86Seconds) {
    const Explained seed = explain_texts({seed_file("iw-event.txt"), seed_file("kernel.log")});
    ASSERT_EQ(seed.outages.size(), 1);
    const outage::Outage& outage = seed.outages[0];
    EXPECT_EQ(wifi::to_rfc3339(outage.start).substr(0, 19), "2026-05-07T02:40:45");
    EXPECT_NEAR(seconds(outage.duration()), 86, 0.1);
    EXPECT_EQ(outage.trigger.outage_class, outage::Class::connection_loss);
    EXPECT_EQ(outage.trigger.reason_code, std::optional<std::uint16_t>(4));
    EXPECT_THAT(last_octets(outage), testing::ElementsAre("5b:32", "61:b0", "74:17", "5b:32", "61:b0"));
    ASSERT_EQ(outage.comebacks.size(), 2);
    EXPECT_EQ(outage.comebacks[0].tu, 1000);
    EXPECT_EQ(outage.comebacks[1].tu, 881);
    EXPECT_EQ(outage.comebacks[0].respected, std::nullopt)
        << "no later request to that access point is in the notes";
    ASSERT_EQ(outage.unprotected.size(), 2);
    EXPECT_EQ(outage.unprotected[0].count, 7);
    EXPECT_EQ(outage.unprotected[0].reason_code, 6);
    EXPECT_LE(outage.unprotected[0].span, std::chrono::milliseconds{1});
    ASSERT_TRUE(outage.restored);
    EXPECT_EQ(outage.restored->bssid->to_string().substr(12), "61:b0");
}

TEST(Seed, ReadsTheSameFromEitherOfItsFilesAlone) {
    const Explained iw = explain_text(seed_file("iw-event.txt"));
    ASSERT_EQ(iw.outages.size(), 1);
    EXPECT_EQ(iw.outages[0].trigger.outage_class, outage::Class::connection_loss);
    EXPECT_EQ(iw.total("connection_loss"), 1)
        << "iw has no line for it: local reason 4 without a beacon-loss notice";
    const Explained kernel = explain_text(seed_file("kernel.log"));
    ASSERT_EQ(kernel.outages.size(), 1);
    EXPECT_TRUE(kernel.outages[0].open_ended()) << "the kernel log of the notes ends before the link is back";
}

TEST(Seed, MovedAndChangedGivesTheChangedFigures) {
    std::string iw = seed_file("iw-event.txt");
    std::string kernel = seed_file("kernel.log");
    for (std::string* text : {&iw, &kernel}) {
        *text = std::regex_replace(*text, std::regex(" 02:4"), " 05:4");
        *text = std::regex_replace(*text, std::regex("timeout 1000"), "timeout 700");
        *text =
            std::regex_replace(*text, std::regex("duration 1000 TU \\(1024 ms\\)"), "duration 700 TU (716 ms)");
        *text = std::regex_replace(*text, std::regex("timeout 881"), "timeout 1234");
        *text =
            std::regex_replace(*text, std::regex("duration 881 TU \\(902 ms\\)"), "duration 1234 TU (1263 ms)");
    }
    iw = std::regex_replace(iw, std::regex("[^\n]*42:11\\.001900[^\n]*\n"), "");  // one of the seven
    const Explained changed = explain_texts({iw, kernel});
    ASSERT_EQ(changed.outages.size(), 1);
    const outage::Outage& outage = changed.outages[0];
    EXPECT_EQ(wifi::to_rfc3339(outage.start).substr(0, 19), "2026-05-07T05:40:45");
    EXPECT_NEAR(seconds(outage.duration()), 86, 0.1);
    ASSERT_EQ(outage.comebacks.size(), 2);
    EXPECT_EQ(outage.comebacks[0].tu, 700);
    EXPECT_EQ(outage.comebacks[1].tu, 1234);
    EXPECT_EQ(outage.unprotected[0].count, 6);
}

TEST(Seed, GivesEachFigureTheLineItStandsOn) {
    const Explained seed = explain_texts({seed_file("iw-event.txt"), seed_file("kernel.log")});
    std::string receipts;
    for (const wifi::Event& event : seed.outages.at(0).events)
        for (const wifi::Receipt& receipt : event.receipts) receipts += receipt.text + "\n";
    for (const std::string line : {"disconnected (local request) reason: 4", "timeout 1000", "timeout 881",
                                   "connected to xx:xx:xx:xx:61:b0", "Connection to AP xx:xx:xx:xx:5b:32 lost"})
        EXPECT_THAT(receipts, testing::HasSubstr(line));
}

}  // namespace
}  // namespace wlanmedic::test
