// SPDX-License-Identifier: MIT
// wpa_supplicant's own log of the lab's recordings, alone and in the frames of others, against iw's of the same.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/explained.h"

namespace wlanmedic::test {
namespace {

using outage::Class;

std::string lab(const std::string& name) { return WLANMEDIC_SOURCE_DIR "/tests/golden/lab/" + name; }

// What the log of the supplicant knows better: rfkill was the cause.
Class known_better(const std::string& folder, std::size_t index, Class of_iw) {
    return folder == "recovery-actions" && index == 3 ? Class::radio_blocked : of_iw;
}

// The recordings of iw end first: the supplicant then still says that it is being stopped.
std::vector<outage::Outage> without_the_end(std::vector<outage::Outage> outages) {
    if (!outages.empty() && outages.back().open_ended()) outages.pop_back();
    return outages;
}

void expect_alike(const std::string& folder, const Explained& supplicant, double tolerance) {
    const auto expected = without_the_end(explain_paths({lab(folder) + "/iw-event.txt"}).outages);
    const auto found = without_the_end(supplicant.outages);
    ASSERT_EQ(found.size(), expected.size());
    for (std::size_t i = 0; i < found.size(); ++i) {
        EXPECT_EQ(found[i].interface, "wlan2");
        EXPECT_NEAR(seconds(found[i].start.time_since_epoch()), seconds(expected[i].start.time_since_epoch()),
                    tolerance);
        EXPECT_NEAR(seconds(found[i].duration()), seconds(expected[i].duration()), tolerance);
        EXPECT_EQ(outage::name_of(found[i].trigger.outage_class),
                  outage::name_of(known_better(folder, i, expected[i].trigger.outage_class)))
            << i;
    }
    for (const outage::Outage& outage : supplicant.outages) EXPECT_EQ(outage.interface, "wlan2");
    if (supplicant.outages.size() > found.size()) {
        EXPECT_FALSE(supplicant.outages.back().failure);
    }
}

// Each line "1767225658.832286: wlan2: …" in another frame.
template <class Frame>
std::string dressed(const std::string& folder, Frame frame) {
    std::ifstream log(lab(folder) + "/wpa_supplicant.log");
    std::string text;
    for (std::string line; std::getline(log, line);) {
        const std::size_t colon = line.find(": ");
        if (colon == std::string::npos) continue;
        text += frame(std::stoll(line.substr(0, 10)), line.substr(11, colon - 11), line.substr(colon + 2));
        text += '\n';
    }
    return text;
}

std::string civil(std::int64_t epoch, std::string_view format) {
    const std::time_t time = epoch;
    std::tm parts{};
    gmtime_r(&time, &parts);
    std::array<char, 64> text{};
    return {text.data(), std::strftime(text.data(), text.size(), std::string(format).c_str(), &parts)};
}

class SupplicantOfTheLab : public testing::TestWithParam<std::string> {};

TEST_P(SupplicantOfTheLab, GivesTheOutagesOfIwAlone) {
    expect_alike(GetParam(), explain_paths({lab(GetParam()) + "/wpa_supplicant.log"}), 0.3);
}

TEST_P(SupplicantOfTheLab, GivesThemInTheJournalToo) {
    const std::string precise = dressed(GetParam(), [](std::int64_t epoch, const std::string& part,
                                                       const std::string& text) {
        return fmt::format("{}.{}+0000 box wpa_supplicant[7]: {}", civil(epoch, "%Y-%m-%dT%H:%M:%S"), part, text);
    });
    expect_alike(GetParam(), explain_texts({precise}), 0.3);
    const std::string rfc5424 =
        dressed(GetParam(), [](std::int64_t epoch, const std::string& part, const std::string& text) {
            return fmt::format("<30>1 {}.{}Z box wpa_supplicant 7 - - {}", civil(epoch, "%Y-%m-%dT%H:%M:%S"), part,
                               text);
        });
    expect_alike(GetParam(), explain_texts({rfc5424}), 0.3);
    const std::string stamped =
        dressed(GetParam(), [](std::int64_t epoch, const std::string& part, const std::string& text) {
            return fmt::format("{}.{} box wpa_supplicant[7]: {}.{}: {}", epoch, part, epoch, part, text);
        });
    expect_alike(GetParam(), explain_texts({stamped}), 0.3);
}

TEST_P(SupplicantOfTheLab, GivesThemToTheSecondInSyslogAndLogread) {
    const auto expected = without_the_end(explain_paths({lab(GetParam()) + "/iw-event.txt"}).outages);
    for (const bool logread : {false, true}) {
        const std::string text =
            dressed(GetParam(), [&](std::int64_t epoch, const std::string&, const std::string& words) {
                if (logread)
                    return fmt::format("{} daemon.notice wpa_supplicant[7]: {}",
                                       civil(epoch, "%a %b %e %H:%M:%S %Y"), words);
                return fmt::format("{} box wpa_supplicant[7]: {}", civil(epoch, "%Y-%m-%dT%H:%M:%S+00:00"), words);
            });
        const auto found = without_the_end(explain_texts({text}).outages);
        ASSERT_EQ(found.size(), expected.size());
        for (std::size_t i = 0; i < found.size(); ++i) {
            EXPECT_NEAR(seconds(found[i].start.time_since_epoch()), seconds(expected[i].start.time_since_epoch()),
                        1.1);
            EXPECT_NEAR(seconds(found[i].duration()), seconds(expected[i].duration()), 1.1);
        }
    }
}

TEST_P(SupplicantOfTheLab, GivesThemInTheirOrderWithoutTimes) {
    const auto expected = without_the_end(explain_paths({lab(GetParam()) + "/iw-event.txt"}).outages);
    const auto found = without_the_end(
        explain_texts({dressed(GetParam(), [](std::int64_t, const std::string&, const std::string& text) {
            return text;
        })}).outages);
    ASSERT_EQ(found.size(), expected.size());
    for (const outage::Outage& outage : found) {
        EXPECT_EQ(outage.interface, "wlan2");
        EXPECT_FALSE(outage.timed);
    }
}

INSTANTIATE_TEST_SUITE_P(All, SupplicantOfTheLab,
                         testing::Values("clean-association", "beacons-only-lost", "beacon-loss",
                                         "access-point-killed", "connection-loss-comeback",
                                         "connection-loss-no-pmf", "wedge", "wedge-zombie", "full-chain",
                                         "two-access-points", "recovery-actions", "soak-10h30"),
                         [](const auto& of) {
                             std::string name = of.param;
                             std::ranges::replace(name, '-', '_');
                             return name;
                         });

TEST(SupplicantAndKernel, TellOneHappeningOnce) {
    const Explained all = explain_paths({lab("full-chain")});
    EXPECT_EQ(all.total("unprotected_deauth"), 21);
    EXPECT_EQ(all.total("auth_timeout"), 1);
    EXPECT_EQ(all.total("assoc_timeout"), 1);
    EXPECT_EQ(all.total("associated"), 3);
    EXPECT_EQ(explain_paths({lab("beacons-only-lost")}).total("beacon_loss"), 14);
}

class SupplicantPublicLog : public testing::Test {
protected:
    static std::optional<Explained> explain(const std::string& name) {
        const std::string path = WLANMEDIC_SOURCE_DIR "/../shared/evidence/public/" + name + ".txt";
        if (!std::filesystem::exists(path)) return std::nullopt;
        return explain_paths({path});
    }
};

TEST_F(SupplicantPublicLog, OfADyingFirmwareHasTheLossesThatOnlyTheSupplicantTells) {
    const auto explained = explain("sdio-bcm4335-firmware-crash");
    if (!explained) GTEST_SKIP() << "the public logs are not here";
    EXPECT_GE(explained->outages.size(), 12);
    for (const outage::Outage& outage : explained->outages) EXPECT_EQ(outage.interface, "wlan0");
}

TEST_F(SupplicantPublicLog, OfSilentMinutesHasBeaconLossesAndNoOutage) {
    const auto explained = explain("rtw88-silent-minutes");
    if (!explained) GTEST_SKIP() << "the public logs are not here";
    EXPECT_EQ(explained->total("beacon_loss"), 6);
    EXPECT_TRUE(explained->outages.empty());
}

TEST_F(SupplicantPublicLog, ToldByTwoOnOneClockKeepsItsLosses) {
    const auto explained = explain("monitor-regression-5min");
    if (!explained) GTEST_SKIP() << "the public logs are not here";
    EXPECT_EQ(explained->outages.size(), 2);
}

}  // namespace
}  // namespace wlanmedic::test
