// SPDX-License-Identifier: MIT
// The names of happenings mean real lines of the lab's evidence, and no others.
#include "lab/scenario/happening.h"

#include <gtest/gtest.h>

#include <fstream>
#include <string>

namespace wlanmedic::lab {
namespace {

constexpr auto supplicant = Manager::wpa_supplicant;

bool tells(std::string_view name, std::string_view line, Manager manager = supplicant) {
    const auto happening = happening_named(name, manager);
    EXPECT_TRUE(happening) << name;
    return happening && tells(*happening, line);
}

/// How often a log of tests/golden/lab tells it.
int count(std::string_view name, const std::string& run) {
    const auto happening = happening_named(name, supplicant);
    if (!happening) return -1;
    const bool text = happening->source != "wpa_supplicant";
    std::ifstream log(std::string(WLANMEDIC_SOURCE_DIR "/tests/golden/lab/") + run + "/" + happening->source +
                      (text ? ".txt" : ".log"));
    EXPECT_TRUE(log.is_open()) << run;
    int lines = 0;
    for (std::string line; std::getline(log, line);) lines += tells(*happening, line) ? 1 : 0;
    return lines;
}

TEST(Happening, IsCountedInACleanRun) {
    EXPECT_EQ(count("scan-started", "clean-association"), 1);
    EXPECT_EQ(count("scan-finished", "clean-association"), 1);
    EXPECT_EQ(count("authenticated", "clean-association"), 1);
    EXPECT_EQ(count("associated", "clean-association"), 1);
    EXPECT_EQ(count("connected", "clean-association"), 1);
    EXPECT_EQ(count("authorized", "clean-association"), 1);
    for (const auto* name : {"comeback", "beacon-loss", "auth-timed-out", "assoc-timed-out", "connection-loss",
                             "inactivity", "unprotected-deauthentication", "new-radio", "radio-blocked"})
        EXPECT_EQ(count(name, "clean-association"), 0) << name;
}

TEST(Happening, IsCountedInTheChain) {
    EXPECT_EQ(count("connection-loss", "full-chain"), 1);
    EXPECT_EQ(count("inactivity", "full-chain"), 1);
    EXPECT_EQ(count("comeback", "full-chain"), 1);
    EXPECT_EQ(count("assoc-timed-out", "full-chain"), 1);
    EXPECT_EQ(count("auth-timed-out", "full-chain"), 1);
    EXPECT_GE(count("unprotected-deauthentication", "full-chain"), 13);
}

TEST(Happening, IsCountedWhereTheRadioIsTreated) {
    EXPECT_EQ(count("radio-gone", "recovery-actions"), 1);
    EXPECT_EQ(count("new-radio", "recovery-actions"), 1);
    EXPECT_EQ(count("connected", "recovery-actions"), 9) << "one of them by a phy of another number";
    EXPECT_EQ(count("radio-blocked", "recovery-actions"), 4) << "each for the interface and for its P2P device";
    EXPECT_EQ(count("radio-unblocked", "recovery-actions"), 4);
    EXPECT_EQ(count("beacon-loss", "beacons-only-lost"), 14);
}

TEST(Happening, IsOfTheStation) {
    EXPECT_TRUE(tells("connected", "1767225659.014277: wlan2 (phy #2): connected to 02:00:00:00:00:00"));
    EXPECT_FALSE(tells("connected", "1767225659.014277: wlan0 (phy #0): connected to 02:00:00:00:00:00"));
    EXPECT_FALSE(tells("connected", "1767225659.014277: wlan2 (phy #2): disconnected (local request) reason: 4"));
    EXPECT_FALSE(tells("comeback", "1.0: wlan2 (phy #2): assoc 02:00 -> 02:00 status: 30: Rejected temporarily"));
    EXPECT_FALSE(
        tells("associated", "1.0: wlan2 (phy #2): assoc 02:00 -> 02:00 status: 30: Rejected temporarily"));
    EXPECT_FALSE(tells("associated", "1.0: wlan2 (phy #2): assoc comeback bssid 02:00:00:00:00:00 timeout 999"));
    EXPECT_FALSE(tells("inactivity", "1.0: wlan2 (phy #2): disconnected (local request) reason: 45: Peer"));
    EXPECT_FALSE(
        tells("unprotected-deauthentication", "1.0: wlan0 (phy #0): unprotected deauth 02:00 -> 02:00 reason 2"));
}

TEST(Happening, IsToldByItsManager) {
    EXPECT_EQ(happening_named("authorized", Manager::iwd)->source, "iwd");
    EXPECT_TRUE(tells("authorized",
                      "src/station.c:station_enter_state() Old State: connecting, new state: connected",
                      Manager::iwd));
    EXPECT_TRUE(tells("authorized", "event: state, old: connecting, new: connected", Manager::iwd));
    EXPECT_FALSE(tells("authorized",
                       "src/station.c:station_enter_state() Old State: connecting, new state: disconnected",
                       Manager::iwd));
    EXPECT_TRUE(
        tells("activated",
              "<info>  [1767225660.1] device (wlan2): state change: secondaries -> activated (reason 'none')",
              Manager::network_manager));
    EXPECT_FALSE(tells("activated",
                       "<info>  [1767225660.1] device (wlan2): state change: activated -> failed (reason 'none')",
                       Manager::network_manager));
    EXPECT_FALSE(happening_named("activated", supplicant));
    EXPECT_FALSE(happening_named("wrong-password", Manager::iwd));
    EXPECT_FALSE(happening_named("lunch", supplicant));
}

TEST(Happening, NeedsItsWordsInOrderAndApart) {
    const Happening happening{.name = "x", .source = "dmesg", .words = {"ab", "b"}};
    EXPECT_TRUE(tells(happening, "ab b"));
    EXPECT_TRUE(tells(happening, "abb"));
    EXPECT_FALSE(tells(happening, "ab"));
    EXPECT_FALSE(tells(happening, "b ab"));
}

TEST(Happening, NamesAreEachThereOnce) {
    const auto names = happening_names();
    for (std::size_t i = 0; i < names.size(); ++i)
        for (std::size_t j = 0; j < i; ++j) EXPECT_NE(names[i], names[j]);
}

}  // namespace
}  // namespace wlanmedic::lab
