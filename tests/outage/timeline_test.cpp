// SPDX-License-Identifier: MIT
// The same recording under clocks that lie: what happened, and how long it took, must not change.
#include <fmt/chrono.h>
#include <fmt/format.h>
#include <gmock/gmock.h>

#include <cmath>
#include <functional>
#include <random>

#include "support/explained.h"

namespace wlanmedic::test {
namespace {

using evidence::Alignment;
using evidence::ClockChange;
using Shift = std::function<double(double)>;

std::string file_of(const std::string& path) { return WLANMEDIC_SOURCE_DIR "/tests/golden/lab/" + path; }

std::vector<std::string> lines_of(const std::string& path) {
    std::ifstream file(file_of(path));
    std::vector<std::string> lines;
    for (std::string line; std::getline(file, line);) lines.push_back(line);
    return lines;
}

// dmesg of the lab with another clock.
std::string dmesg_with(const std::string& folder, const Shift& shift) {
    std::string text;
    for (const std::string& line : lines_of(folder + "/dmesg.txt")) {
        double when = 0;
        if (sscanf(line.c_str(), "[%lf]", &when) != 1) continue;
        text += fmt::format("[{:12.6f}] {}\n", shift(when), line.substr(line.find("] ") + 2));
    }
    return text;
}

// iw event of the lab as -t prints it, with another clock; or as -T does, in local time.
std::string iw_with(const std::string& folder, const Shift& shift, bool local = false) {
    std::string text;
    for (const std::string& line : lines_of(folder + "/iw-event.txt")) {
        double when = 0;
        if (sscanf(line.c_str(), "%lf: ", &when) != 1) continue;
        const double now = shift(when);
        const auto micros = static_cast<std::int64_t>(std::llround(now * 1e6));
        const std::string rest = line.substr(line.find(": ") + 2);
        if (local)
            text +=
                fmt::format("[{:%Y-%m-%d %H:%M:%S}.{:06}]: {}\n",
                            fmt::gmtime(static_cast<std::time_t>(micros / 1'000'000)), micros % 1'000'000, rest);
        else
            text += fmt::format("{}.{:06}: {}\n", micros / 1'000'000, micros % 1'000'000, rest);
    }
    return text;
}

double same(double when) { return when; }

void expect_same_story(const Explained& other, const Explained& truth, double tolerance) {
    EXPECT_EQ(other.totals, truth.totals);
    ASSERT_EQ(other.outages.size(), truth.outages.size());
    for (std::size_t i = 0; i < truth.outages.size(); ++i) {
        EXPECT_EQ(other.outages[i].trigger.outage_class, truth.outages[i].trigger.outage_class) << i;
        EXPECT_EQ(other.outages[i].open_ended(), truth.outages[i].open_ended()) << i;
        EXPECT_NEAR(seconds(other.outages[i].duration()), seconds(truth.outages[i].duration()), tolerance) << i;
    }
}

const Alignment& alignment_of(const Explained& explained, std::size_t file) {
    return explained.files.at(file).alignments.at(0);
}

class TimeLine : public testing::TestWithParam<std::string> {
protected:
    Explained truth() const { return explain_texts({iw_with(GetParam(), same), dmesg_with(GetParam(), same)}); }
};

TEST_P(TimeLine, DoesNotDependOnWhereTheKernelsClockBegan) {
    std::mt19937 random(11);
    for (int round = 0; round < 5; ++round) {
        const double by = static_cast<double>(random() % 1'000'000'000) / 1000;
        const Explained moved = explain_texts(
            {iw_with(GetParam(), same), dmesg_with(GetParam(), [&](double when) { return when + by; })});
        expect_same_story(moved, truth(), 0.001);
        EXPECT_EQ(alignment_of(moved, 1).how, Alignment::How::happenings);
    }
}

TEST_P(TimeLine, DoesNotDependOnDriftOfTheKernelsClock) {
    for (const double ppm : {50.0, -50.0}) {
        const Explained drifting =
            explain_texts({iw_with(GetParam(), same),
                           dmesg_with(GetParam(), [&](double when) { return when * (1 + ppm * 1e-6); })});
        expect_same_story(drifting, truth(), 0.1);
        EXPECT_TRUE(alignment_of(drifting, 1).changes.empty());
    }
}

TEST_P(TimeLine, IsTheSameFromDifferencesOfIw) {
    // iw -r: the time since the line before; where it began nobody knows.
    std::string relative;
    double before = -1;
    for (const std::string& line : lines_of(GetParam() + "/iw-event.txt")) {
        double when = 0;
        if (sscanf(line.c_str(), "%lf: ", &when) != 1) continue;
        relative +=
            fmt::format("{:.6f}: {}\n", before < 0 ? 0.0 : when - before, line.substr(line.find(": ") + 2));
        before = when;
    }
    const Explained one = explain_texts({relative, dmesg_with(GetParam(), same)});
    expect_same_story(one, truth(), 0.05);
    EXPECT_EQ(alignment_of(one, 0).clock, evidence::Clock::relative);
    EXPECT_EQ(alignment_of(one, 0).how, Alignment::How::happenings);
}

TEST_P(TimeLine, FindsTheZoneOfALocalTime) {
    const Explained zoned = explain_texts(
        {iw_with(GetParam(), same), iw_with(GetParam(), [](double when) { return when + 7200; }, true)});
    const Explained alone = explain_texts({iw_with(GetParam(), same)});
    expect_same_story(zoned, alone, 0.001);
    EXPECT_EQ(alignment_of(zoned, 1).zone, "+02:00");
    // And two local times of different zones.
    const Explained locals = explain_texts(
        {iw_with(GetParam(), same, true), iw_with(GetParam(), [](double when) { return when - 19'800; }, true)});
    expect_same_story(locals, alone, 0.001);
    EXPECT_EQ(alignment_of(locals, 1).zone, "-05:30");
}

INSTANTIATE_TEST_SUITE_P(All, TimeLine,
                         testing::Values("beacon-loss", "full-chain", "recovery-actions", "two-access-points",
                                         "wedge", "wedge-zombie", "access-point-killed",
                                         "connection-loss-comeback", "connection-loss-no-pmf", "soak-10h30"),
                         [](const auto& of) {
                             std::string name = of.param;
                             std::ranges::replace(name, '-', '_');
                             return name;
                         });

// --- the night of 21 outages, one each half hour
// --------------------------------------------------------------------------------------

const std::string night = "soak-10h30";

Explained true_night() { return explain_texts({iw_with(night, same), dmesg_with(night, same)}); }

TEST(TimeLineOfANight, PassesOverASuspendInWhichTheKernelsClockStoodStill) {
    const double begin = 1'767'225'600;
    const auto asleep_after = [&](double when) { return when > begin + 20'500 ? when + 5000 : when; };
    const Explained slept = explain_texts({iw_with(night, asleep_after), dmesg_with(night, same)});
    expect_same_story(slept, true_night(), 0.05);
    const Alignment& alignment = alignment_of(slept, 1);
    ASSERT_EQ(alignment.changes.size(), 1);
    EXPECT_NEAR(seconds(alignment.changes[0].by), 5000, 0.05);
    EXPECT_EQ(alignment.changes[0].why, ClockChange::Why::unknown) << "no line tells of a suspend";
    EXPECT_LT(seconds(alignment.residual), 0.05);
}

TEST(TimeLineOfANight, PlacesASuspendWhereTheKernelTellsOfIt) {
    const double begin = 1'767'225'600;
    std::string kernel;
    std::istringstream lines(dmesg_with(night, same));
    bool told = false;
    for (std::string line; std::getline(lines, line);) {
        double when = 0;
        sscanf(line.c_str(), "[%lf]", &when);
        if (when > 20'500 && !told) {
            kernel += "[20499.000000] PM: suspend entry (deep)\n[20500.000000] PM: suspend exit\n";
            told = true;
        }
        kernel += line + "\n";
    }
    ASSERT_TRUE(told);
    const Explained slept = explain_texts(
        {iw_with(night, [&](double when) { return when > begin + 20'520 ? when + 5000 : when; }), kernel});
    const Alignment& alignment = alignment_of(slept, 1);
    ASSERT_EQ(alignment.changes.size(), 1);
    EXPECT_EQ(alignment.changes[0].why, ClockChange::Why::resumed);
    EXPECT_NEAR(seconds(alignment.changes[0].at.time_since_epoch()), begin + 36.3 + 25'500, 1);
}

TEST(TimeLineOfANight, JoinsTwoBootsOfOneKernelLog) {
    // The second half of the night is another boot: its clock begins anew.
    const Explained booted =
        explain_texts({iw_with(night, same),
                       dmesg_with(night, [](double when) { return when > 20'500 ? when - 20'490 : when; })});
    const Explained truth = true_night();
    EXPECT_EQ(booted.totals, truth.totals);
    ASSERT_EQ(booted.outages.size(), truth.outages.size());
    const Alignment& alignment = alignment_of(booted, 1);
    EXPECT_EQ(alignment.stretches, 2);
    EXPECT_EQ(alignment.stretches_alone, 0);
    ASSERT_EQ(alignment.changes.size(), 1);
    EXPECT_EQ(alignment.changes[0].why, ClockChange::Why::restarted);
}

TEST(TimeLineOfANight, PutsExcerptsInDisorderIntoTheirOrder) {
    std::string early;
    std::string late;
    std::istringstream lines(dmesg_with(night, same));
    for (std::string line; std::getline(lines, line);) {
        double when = 0;
        sscanf(line.c_str(), "[%lf]", &when);
        (when > 20'500 ? late : early) += line + "\n";
    }
    const Explained truth = true_night();
    expect_same_story(explain_texts({iw_with(night, same), late + early}), truth, 0.02);
}

TEST(TimeLineOfANight, SetsRightAWallClockThatWasSetBack) {
    // NTP sets iw's clock back by 40 s in the middle; the kernel's clock goes on.
    const double begin = 1'767'225'600;
    const Explained stepped =
        explain_texts({iw_with(night, [&](double when) { return when > begin + 20'500 ? when - 4000 : when; }),
                       dmesg_with(night, same)});
    expect_same_story(stepped, true_night(), 0.05);
    const Alignment& alignment = alignment_of(stepped, 0);
    EXPECT_EQ(alignment.stretches, 2);
    ASSERT_EQ(alignment.changes.size(), 1);
    EXPECT_NEAR(std::abs(seconds(alignment.changes[0].by)), 4000, 0.05);
}

TEST(TimeLineOfANight, RefusesAPartThatFitsInSeveralPlaces) {
    // Four outages of the night that all look alike, half an hour apart to the millisecond, and a kernel log of
    // two.
    std::string iw;
    std::string kernel;
    for (int i = 0; i < 4; ++i) {
        const double when = 1'767'225'700 + 1800.0 * i;
        iw += fmt::format(
            "{:.6f}: wlan0 (phy #0): auth 02:00:00:00:01:00 -> 02:00:00:00:03:00 status: 0: Successful\n"
            "{:.6f}: wlan0 (phy #0): connected to 02:00:00:00:01:00\n",
            when, when + 0.5);
        if (i < 2)
            kernel += fmt::format("[{:12.6f}] wlan0: authenticated\n[{:12.6f}] wlan0: associated\n",
                                  100 + 1800.0 * i, 100.5 + 1800.0 * i);
    }
    const Explained explained = explain_texts({iw, kernel});
    const Alignment& alignment = alignment_of(explained, 1);
    EXPECT_EQ(alignment.how, Alignment::How::alone);
    EXPECT_THAT(alignment.because, testing::HasSubstr("two places, 1800.000 s apart"));
}

TEST(TimeLineOfTwoMachines, DoesNotPartClocksThatShouldAgreeByASingleJoining) {
    const auto joining = [](double when) {
        return fmt::format(
            "{:.6f}: wlan0 (phy #0): auth 02:00:00:00:01:00 -> 02:00:00:00:03:00 status: 0: Successful\n"
            "{:.6f}: wlan0 (phy #0): assoc 02:00:00:00:01:00 -> 02:00:00:00:03:00 status: 0: Successful\n"
            "{:.6f}: wlan0 (phy #0): connected to 02:00:00:00:01:00\n",
            when, when + 0.1, when + 0.11);
    };
    const Explained explained = explain_texts({joining(1'767'225'700), joining(1'767'229'999)});
    EXPECT_EQ(explained.total("associated"), 2) << "two joinings, an hour apart, of one clock";
    EXPECT_EQ(alignment_of(explained, 1).how, Alignment::How::as_it_is);
}

TEST(TimeLineOfTwoFiles, IsNotCutWhereOneOfThemGoesBack) {
    // The outage stands in the middle of an iw log that goes on; beside it a syslog with its excerpts in disorder.
    const std::string iw = iw_with("wedge", same);
    const Explained alone = explain_texts({iw});
    std::string other;
    for (const double at : {1'767'225'690.0, 1'767'225'640.0, 1'767'225'670.0})
        other += fmt::format("{:.6f} host kernel: wlan7: authenticated\n", at);
    const Explained both = explain_texts({iw, other});
    ASSERT_EQ(both.outages.size(), alone.outages.size());
    for (std::size_t i = 0; i < alone.outages.size(); ++i) {
        EXPECT_EQ(both.outages[i].start, alone.outages[i].start);
        EXPECT_EQ(both.outages[i].duration(), alone.outages[i].duration());
    }
}

}  // namespace
}  // namespace wlanmedic::test
