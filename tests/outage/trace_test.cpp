// SPDX-License-Identifier: MIT
// The lab's traces: alone, of one system alone, and beside the other sources, they give the same outages.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

#include "support/explained.h"

namespace wlanmedic::test {
namespace {

namespace fs = std::filesystem;

const fs::path lab = WLANMEDIC_SOURCE_DIR "/tests/golden/lab";

// Outages that both ends of stand in the trace: most recordings of it end before the machine is taken down.
struct Recording {
    std::string folder;
    std::vector<double> durations;
};

void PrintTo(const Recording& recording, std::ostream* out) { *out << recording.folder; }

class LabTrace : public testing::TestWithParam<Recording> {
protected:
    std::string path(const std::string& file) const { return lab / GetParam().folder / file; }

    std::string lines_with(const std::vector<std::string>& beginnings) const {
        std::ifstream file(path("trace.txt"));
        std::string text;
        for (std::string line; std::getline(file, line);)
            for (const std::string& beginning : beginnings)
                if (line.find(": " + beginning) != std::string::npos) text += line + "\n";
        return text;
    }

    void expect_outages(const Explained& explained) const {
        std::vector<const outage::Outage*> closed;
        for (const outage::Outage& outage : explained.outages) {
            EXPECT_EQ(outage.interface, "wlan2");
            if (!outage.open_ended()) closed.push_back(&outage);
        }
        ASSERT_EQ(closed.size(), GetParam().durations.size());
        for (std::size_t i = 0; i < closed.size(); ++i)
            EXPECT_NEAR(seconds(closed[i]->duration()), GetParam().durations[i], 0.3) << i;
    }
};

TEST_P(LabTrace, AloneGivesTheOutages) { expect_outages(explain_paths({path("trace.txt")})); }

TEST_P(LabTrace, OfMac80211AloneGivesTheOutages) { expect_outages(explain_text(lines_with({"drv_", "api_"}))); }

TEST_P(LabTrace, OfCfg80211AloneInventsNone) {
    EXPECT_THAT(explain_text(lines_with({"rdev_", "cfg80211_"})).outages, testing::IsEmpty());
}

TEST_P(LabTrace, HasTheSameClassesAsAllSourcesTogether) {
    const Explained alone = explain_paths({path("trace.txt")});
    const Explained all = explain_paths({path("trace.txt"), path("iw-event.txt"), path("dmesg.txt")});
    ASSERT_LE(alone.outages.size(), all.outages.size());
    for (std::size_t i = 0; i < alone.outages.size(); ++i)
        EXPECT_EQ(outage::name_of(alone.outages[i].trigger.outage_class),
                  outage::name_of(all.outages[i].trigger.outage_class));
}

TEST_P(LabTrace, ChangesNeitherOutagesNorTotalsOfTheOthers) {
    const Explained without = explain_paths({path("iw-event.txt"), path("dmesg.txt")});
    const Explained with = explain_paths({path("iw-event.txt"), path("dmesg.txt"), path("trace.txt")});
    ASSERT_EQ(with.outages.size(), without.outages.size());
    for (std::size_t i = 0; i < with.outages.size(); ++i) {
        EXPECT_NEAR(seconds(with.outages[i].start - without.outages[i].start), 0, 0.05);
        EXPECT_NEAR(seconds(with.outages[i].duration()), seconds(without.outages[i].duration()), 0.05);
        EXPECT_EQ(with.outages[i].trigger.outage_class, without.outages[i].trigger.outage_class);
        EXPECT_EQ(with.outages[i].failure, without.outages[i].failure);
    }
    EXPECT_EQ(with.totals, without.totals);
}

TEST_P(LabTrace, IsAlignedToEachOfTheOthersWithinMilliseconds) {
    for (const std::string other : {"iw-event.txt", "dmesg.txt"}) {
        const Explained both = explain_paths({path(other), path("trace.txt")});
        ASSERT_EQ(both.files.size(), 2);
        ASSERT_EQ(both.files[1].alignments.size(), 1);
        EXPECT_TRUE(both.files[1].alignments[0].aligned());
        EXPECT_LE(seconds(both.files[1].alignments[0].residual), 0.03) << other;
        EXPECT_GE(both.files[1].alignments[0].happenings, 2);
    }
}

TEST_P(LabTrace, IsUnderstood) {
    const Explained trace = explain_paths({path("trace.txt")});
    ASSERT_EQ(trace.files.size(), 1);
    EXPECT_EQ(trace.files[0].format, "ftrace");
    EXPECT_EQ(trace.files[0].tally.unrecognized, 0);
    EXPECT_EQ(trace.files[0].tally.malformed, 0);
    EXPECT_EQ(trace.files[0].tally.lost, 0);
}

// "task-pid  [cpu]  time: event:   …" as trace-cmd report prints it.
TEST_P(LabTrace, ReadsTheSameAsTraceCmdPrintsIt) {
    std::ifstream file(path("trace.txt"));
    std::string text = "cpus=1\n";
    for (std::string line; std::getline(file, line);) {
        if (line.starts_with('#')) continue;
        const std::size_t flags = line.find("] ") + 2;
        const std::size_t time = line.find(' ', flags);
        const std::size_t event = line.find(": ", time) + 2;
        const std::size_t fields = line.find(": ", event) + 2;
        text += line.substr(0, flags) + line.substr(time, event - time - 2) +
                "000: " + line.substr(event, fields - event) + "      " + line.substr(fields) + "\n";
    }
    const Explained explained = explain_text(text);
    EXPECT_EQ(explained.files.at(0).format, "trace-cmd");
    expect_outages(explained);
    EXPECT_EQ(explained.totals, explain_paths({path("trace.txt")}).totals);
}

INSTANTIATE_TEST_SUITE_P(
    All, LabTrace,
    testing::Values(Recording{"clean-association", {}}, Recording{"beacons-only-lost", {}},
                    Recording{"beacon-loss", {12.305}}, Recording{"access-point-killed", {6.077}},
                    Recording{"connection-loss-comeback", {1.313}}, Recording{"connection-loss-no-pmf", {0.265}},
                    Recording{"wedge", {44.888}}, Recording{"wedge-zombie", {5.165}},
                    Recording{"full-chain", {3.671, 0.295}}, Recording{"two-access-points", {0.257, 1.072}},
                    Recording{"recovery-actions", {1.073, 0.054, 0.186, 0.384, 3.246, 3.477, 7.097, 20.120}}),
    [](const auto& of) {
        std::string name = of.param.folder;
        std::ranges::replace(name, '-', '_');
        return name;
    });

TEST(LabTraceNight, HasItsTwentyOneBlackholes) {
    const Explained trace = explain_paths({lab / "soak-10h30/trace.txt"});
    ASSERT_EQ(trace.outages.size(), 21);
    for (const outage::Outage& outage : trace.outages) {
        EXPECT_NEAR(seconds(outage.duration()), 20.05, 0.6);
        EXPECT_EQ(outage.trigger.outage_class, outage::Class::beacon_loss);
    }
}

const std::string made =
    "  wpa_supplicant-130     [000] .....    10.000000: rdev_auth: phy2, netdev:wlan2(4), auth type: 0, bssid: "
    "02:00:00:00:00:00\n"
    "  wpa_supplicant-130     [000] .....    10.000100: drv_sta_state: phy2 vif:wlan2(2) sta:02:00:00:00:00:00 "
    "state: 0->1\n"
    "    kworker/u2:1-24      [000] .....    10.010000: drv_sta_state: phy2 vif:wlan2(2) sta:02:00:00:00:00:00 "
    "state: 2->3\n";
const std::string lost =
    "    kworker/u2:1-24      [000] .....    60.010000: drv_sta_state: phy2 vif:wlan2(2) sta:02:00:00:00:00:00 "
    "state: 3->2\n";
const std::string loss_of_events = "CPU:0 [LOST 12 EVENTS]\n";

TEST(Trace, ThatLostEventsLeavesTheOutageOpenWhereNobodyElseTells) {
    const std::string later =
        "    kworker/u2:1-24      [000] .....    90.010000: api_cqm_beacon_loss_notify: phy2 vif:wlan2(2)\n";
    const Explained whole = explain_text(made + lost + later);
    ASSERT_EQ(whole.outages.size(), 1);
    const Explained gone = explain_text(made + lost + loss_of_events + later);
    ASSERT_EQ(gone.outages.size(), 1);
    EXPECT_EQ(gone.files.at(0).tally.lost, 12);
    EXPECT_NEAR(seconds(gone.outages[0].duration()), 0, 0.1) << "what came after the loss is not known";
}

TEST(Trace, ThatLostEventsDoesNotDisturbTheOthers) {
    const std::string path = lab / "full-chain/iw-event.txt";
    const Explained alone = explain_paths({path});
    std::ifstream file(lab / "full-chain/trace.txt");
    std::stringstream trace;
    std::size_t n = 0;
    for (std::string line; std::getline(file, line);) {
        // Every tenth line is lost.
        if (++n % 10 == 0)
            trace << loss_of_events;
        else
            trace << line << "\n";
    }
    std::stringstream iw;
    iw << std::ifstream(path).rdbuf();
    const Explained both = explain_texts({iw.str(), trace.str()});
    ASSERT_EQ(both.outages.size(), alone.outages.size());
    for (std::size_t i = 0; i < both.outages.size(); ++i)
        EXPECT_NEAR(seconds(both.outages[i].duration()), seconds(alone.outages[i].duration()), 0.05);
    EXPECT_GT(both.files.at(1).tally.lost, 100);
}

TEST(Trace, WhoseBeginningWasOverwrittenSaysHowMuchIsMissing) {
    const Explained trace =
        explain_text("# tracer: nop\n#\n# entries-in-buffer/entries-written: 4/100   #P:1\n#\n" + made + lost);
    EXPECT_EQ(trace.files.at(0).tally.lost, 96);
}

}  // namespace
}  // namespace wlanmedic::test
