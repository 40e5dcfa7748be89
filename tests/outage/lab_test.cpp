// SPDX-License-Identifier: MIT
// The recordings of the lab (real mac80211, hostapd, wpa_supplicant on virtual radios): what happened is known.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/explained.h"

namespace wlanmedic::test {
namespace {

using outage::Class;

struct Expected {
    double start;     // seconds since the epoch
    double duration;  // negative: open-ended
    Class outage_class;
    bool failure;
};

struct Recording {
    std::string folder;
    std::vector<Expected> outages;
    // Where only iw's own events are given and the kernel log is not: what differs.
    std::vector<Class> classes_of_iw_alone = {};
};

void PrintTo(const Recording& recording, std::ostream* out) { *out << recording.folder; }

constexpr double tolerance = 0.3;

std::vector<Recording> recordings() {
    std::vector<Recording> all{
        {"clean-association", {}},
        {"beacons-only-lost", {}},
        {"beacon-loss",
         {{1795344107.99, 12.305, Class::beacon_loss, true}, {1795344122.76, -1, Class::ap_deauth, true}}},
        {"access-point-killed",
         {{1795342811.385, 6.077, Class::beacon_loss, true}, {1795342818.734, -1, Class::ap_deauth, true}}},
        {"connection-loss-comeback", {{1767225632.415, 1.313, Class::connection_loss, true}}},
        {"connection-loss-no-pmf", {{1767225632.413, 0.265, Class::connection_loss, true}}},
        {"wedge", {{1767225662.855, 44.888, Class::beacon_loss, true}, {1767225710.340, -1, Class::user, false}}},
        {"wedge-zombie", {{1767225652.443, 5.165, Class::connection_loss, true}}, {Class::beacon_loss}},
        {"full-chain",
         {{1767225661.461, 3.671, Class::connection_loss, true},
          {1767225668.363, 0.295, Class::ap_deauth, true},
          {1767225679.939, -1, Class::user, false}}},
        {"two-access-points",
         {{1767225633.505, 0.257, Class::beacon_loss, true}, {1767225641.320, 1.072, Class::roam, true}}},
        {"recovery-actions",
         {{1767225632.455, 1.073, Class::user, false},
          {1767225634.657, 0.054, Class::user, false},
          {1767225635.813, 0.186, Class::user, false},
          {1767225637.103, 0.384, Class::radio_blocked, false},
          {1767225645.505, 3.246, Class::beacon_loss, true},
          {1767225651.494, 3.477, Class::beacon_loss, true},
          {1767225657.506, 7.097, Class::beacon_loss, true},
          {1767225666.501, 20.120, Class::beacon_loss, true},
          {1767225688.005, -1, Class::user, false}},
         // rfkill's name stands in the supplicant's log only.
         {Class::user, Class::user, Class::user, Class::user}},
    };
    return all;
}

void expect_outages(const Explained& explained, const Recording& recording, bool iw_alone) {
    ASSERT_EQ(explained.outages.size(), recording.outages.size());
    for (std::size_t i = 0; i < recording.outages.size(); ++i) {
        const outage::Outage& found = explained.outages[i];
        const Expected& expected = recording.outages[i];
        EXPECT_EQ(found.interface, "wlan2");
        EXPECT_NEAR(seconds(found.start.time_since_epoch()), expected.start, tolerance);
        EXPECT_EQ(found.open_ended(), expected.duration < 0);
        if (expected.duration >= 0) {
            EXPECT_NEAR(seconds(found.duration()), expected.duration, tolerance);
        }
        const bool differs = iw_alone && i < recording.classes_of_iw_alone.size();
        const Class outage_class = differs ? recording.classes_of_iw_alone[i] : expected.outage_class;
        EXPECT_EQ(outage::name_of(found.trigger.outage_class), outage::name_of(outage_class)) << i;
        EXPECT_EQ(found.failure, expected.failure) << i;
        EXPECT_LE(found.lost_since, found.start);
    }
}

class LabRecording : public testing::TestWithParam<Recording> {
protected:
    static std::string folder(const std::string& name) { return WLANMEDIC_SOURCE_DIR "/tests/golden/lab/" + name; }
};

TEST_P(LabRecording, GivesItsOutagesFromTheWholeFolder) {
    Explained explained = explain_paths({folder(GetParam().folder)});
    // iw's recording ends first: that the supplicant is stopped with the machine, only its own log tells.
    if (explained.outages.size() == GetParam().outages.size() + 1) {
        EXPECT_TRUE(explained.outages.back().open_ended());
        EXPECT_FALSE(explained.outages.back().failure);
        explained.outages.pop_back();
    }
    expect_outages(explained, GetParam(), false);
}

TEST_P(LabRecording, GivesTheSameOutagesFromIwAlone) {
    expect_outages(explain_paths({folder(GetParam().folder) + "/iw-event.txt"}), GetParam(), true);
}

TEST_P(LabRecording, InventsNoOutageFromTheKernelLogAlone) {
    const Explained all = explain_paths({folder(GetParam().folder)});
    const Explained kernel = explain_paths({folder(GetParam().folder) + "/dmesg.txt"});
    // The kernel log has no line for a beacon-loss disconnect, and its last lines come before the machine is taken
    // down.
    EXPECT_LE(kernel.outages.size(), all.outages.size());
    for (const outage::Outage& outage : kernel.outages) EXPECT_EQ(outage.interface, "wlan2");
}

INSTANTIATE_TEST_SUITE_P(All, LabRecording, testing::ValuesIn(recordings()), [](const auto& of) {
    std::string name = of.param.folder;
    std::ranges::replace(name, '-', '_');
    return name;
});

Explained lab(const std::string& name) {
    return explain_paths({WLANMEDIC_SOURCE_DIR "/tests/golden/lab/" + name});
}

TEST(LabNight, HasItsTwentyOneBlackholesAndNoOther) {
    for (const std::string evidence : {"soak-10h30", "soak-10h30/iw-event.txt"}) {
        const Explained explained = lab(evidence);
        ASSERT_EQ(explained.outages.size(), 22);
        for (std::size_t i = 0; i < 21; ++i) {
            const outage::Outage& outage = explained.outages[i];
            EXPECT_EQ(outage.interface, "wlan2");
            EXPECT_EQ(outage.trigger.outage_class, Class::beacon_loss);
            EXPECT_TRUE(outage.blackhole(std::chrono::seconds{5}).value_or(false));
            EXPECT_GE(seconds(outage.duration()), 19.5);
            EXPECT_LE(seconds(outage.duration()), 20.6);
        }
        EXPECT_TRUE(explained.outages.back().open_ended());
        EXPECT_FALSE(explained.outages.back().failure);
        const auto& watches = explained.watches.at("wlan2");
        ASSERT_EQ(watches.size(), 1);
        EXPECT_NEAR(seconds(watches[0].to - watches[0].from) / 3600, 10.63, 0.01);
    }
}

TEST(LabRecordings, CountEachHappeningOnceThoughIwAndTheKernelLogBothTellIt) {
    const Explained chain = lab("full-chain");
    EXPECT_EQ(chain.total("unprotected_deauth"), 21);
    EXPECT_EQ(chain.total("assoc_comeback"), 1);
    EXPECT_EQ(chain.total("assoc_timeout"), 1);
    EXPECT_EQ(chain.total("auth_timeout"), 1);
    EXPECT_EQ(chain.total("connection_loss"), 1);
    EXPECT_EQ(chain.total("associated"), 3);
    EXPECT_EQ(chain.total("deauth_local"), 3);
    EXPECT_EQ(chain.total("deauth_by_ap"), 0);
    EXPECT_EQ(lab("beacons-only-lost").total("beacon_loss"), 14);
    EXPECT_EQ(lab("recovery-actions").total("unprotected_deauth"), 0)
        << "what the access point's own interface hears is not ours";
}

TEST(LabFullChain, TellsTheStrayDeauthsByAccessPointAndReason) {
    const Explained chain = lab("full-chain");
    ASSERT_EQ(chain.outages.size(), 3);
    ASSERT_EQ(chain.outages[0].unprotected.size(), 1);
    EXPECT_EQ(chain.outages[0].unprotected[0].count, 13);
    EXPECT_EQ(chain.outages[0].unprotected[0].reason_code, 7);
    ASSERT_EQ(chain.outages[1].unprotected.size(), 2);
    EXPECT_EQ(chain.outages[1].unprotected[0].count, 4);
}

TEST(LabFullChain, ShowsThatTheComebackWasRespected) {
    const Explained chain = lab("full-chain");
    ASSERT_EQ(chain.outages[0].comebacks.size(), 1);
    EXPECT_EQ(chain.outages[0].comebacks[0].tu, 999);
    EXPECT_EQ(chain.outages[0].comebacks[0].respected, std::optional(true));
}

TEST(LabZombie, IsLostSinceTheFirstBeaconLossNoticeOfItsRun) {
    const Explained zombie = lab("wedge-zombie");
    ASSERT_FALSE(zombie.outages.empty());
    EXPECT_NEAR(seconds(zombie.outages[0].lost_since.time_since_epoch()), 1767225633.4857, 0.001);
}

TEST(LabRecordings, SkipWhatNoReaderKnows) {
    const Explained chain = lab("full-chain");
    std::vector<std::string> skipped;
    for (const auto& file : chain.skipped) skipped.push_back(std::filesystem::path(file.path).filename());
    EXPECT_THAT(skipped, testing::UnorderedElementsAre("hostapd-ap1.log"));
}

}  // namespace
}  // namespace wlanmedic::test
