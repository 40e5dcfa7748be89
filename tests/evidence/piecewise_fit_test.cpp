// SPDX-License-Identifier: MIT
#include "evidence/piecewise_fit.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <random>
#include <vector>

#include "evidence/strand.h"

namespace wlanmedic::evidence {
namespace {

using std::chrono::hours;
using std::chrono::microseconds;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;
using wifi::Duration;
using wifi::Instant;

constexpr Duration tolerance = milliseconds{100};
constexpr Duration zero =
    std::chrono::nanoseconds{1'767'225'607'123'456'789};  // of the other clock, on the reference

// What a clock reads at a true time since its zero.
using Clockwork = std::function<Duration(Duration)>;

struct Truth {
    std::vector<std::pair<std::uint64_t, Duration>> happenings;
};

// Outages at irregular times: of each a handful of happenings within a few seconds, all alike.
Truth outages(std::mt19937& random, int count, Duration apart) {
    Truth truth;
    Duration now = seconds{30};
    for (int i = 0; i < count; ++i) {
        now += apart / 2 + milliseconds{random() % static_cast<unsigned>(apart / milliseconds{1})};
        Duration then = now;
        for (const std::uint64_t what : {5, 7, 6, 5, 1, 2, 3}) {
            if (random() % 4 == 0) continue;
            then += milliseconds{150 + random() % 900};
            truth.happenings.emplace_back(what, then);
        }
    }
    return truth;
}

struct Seeing {
    Duration noise{0};
    unsigned missing_percent = 0;
    int foreign = 0;  // happenings of the same kinds that only this source tells
};

std::vector<Landmark> seen(const Truth& truth, const Clockwork& clock, std::mt19937& random,
                           const Seeing& how = {}) {
    std::vector<Landmark> landmarks;
    const auto late = [&] {
        return how.noise > Duration{0}
                   ? microseconds{random() % static_cast<unsigned>(how.noise / microseconds{1})}
                   : microseconds{0};
    };
    for (const auto& [what, when] : truth.happenings) {
        if (random() % 100 < how.missing_percent) continue;
        landmarks.push_back({.what = what, .when = Instant{clock(when) + late()}});
    }
    const Duration end = truth.happenings.back().second;
    for (int i = 0; i < how.foreign; ++i) {
        const Duration when = milliseconds{random() % static_cast<unsigned>(end / milliseconds{1})};
        landmarks.push_back({.what = 1 + random() % 7, .when = Instant{clock(when)}});
    }
    std::ranges::stable_sort(landmarks, {}, &Landmark::when);
    return landmarks;
}

ClockRun run(std::vector<Landmark> landmarks, std::vector<Instant> resumed = {}) {
    ClockRun told;
    if (!landmarks.empty()) {
        told.first = landmarks.front().when;
        told.last = landmarks.back().when;
    }
    told.landmarks = std::move(landmarks);
    told.resumed = std::move(resumed);
    return told;
}

Duration distance(Duration one, Duration other) { return one > other ? one - other : other - one; }
Duration plain(Duration when) { return when; }
Duration wall(Duration when) { return zero + when; }

// Where the fit puts each true moment of the happenings, against where it was.
Duration worst(const PiecewiseFit& fit, const Truth& truth, const Clockwork& reference, const Clockwork& other) {
    Duration most{0};
    for (const auto& [what, when] : truth.happenings)
        most = std::max(most, distance(fit.map(Instant{other(when)}).time_since_epoch(), reference(when)));
    return most;
}

TEST(PiecewiseFit, OfSteadyClocksIsOneOffset) {
    std::mt19937 random(1);
    for (int round = 0; round < 40; ++round) {
        const Truth truth = outages(random, 12, minutes{5});
        const auto fit = PiecewiseFit::fit(
            seen(truth, wall, random, {.noise = milliseconds{20}, .missing_percent = 20, .foreign = 6}),
            run(seen(truth, plain, random, {.noise = milliseconds{20}, .missing_percent = 20, .foreign = 6})),
            tolerance);
        ASSERT_TRUE(fit) << round;
        EXPECT_TRUE(fit->jumps.empty()) << round;
        EXPECT_EQ(fit->map.pieces().size(), 1U) << round;
        EXPECT_EQ(fit->drift, Duration{0}) << round;
        EXPECT_FALSE(fit->ambiguous) << round;
        EXPECT_LE(worst(*fit, truth, wall, plain), milliseconds{21}) << round;
    }
}

TEST(PiecewiseFit, FollowsAClockThatStandsStillWhileTheMachineIsSuspended) {
    std::mt19937 random(2);
    for (int round = 0; round < 40; ++round) {
        const Truth truth = outages(random, 16, minutes{5});
        const Duration asleep = milliseconds{1500 + random() % 7'200'000};
        // In a quiet time: after the fifth outage and again after the tenth.
        const Duration end = truth.happenings.back().second;
        std::vector<Duration> nights;
        for (std::size_t i = 1; i < truth.happenings.size(); ++i)
            if (truth.happenings[i].second - truth.happenings[i - 1].second > minutes{1})
                nights.push_back(truth.happenings[i - 1].second + seconds{20});
        const Duration first = nights[nights.size() / 3];
        const Duration second = nights[nights.size() * 2 / 3];
        ASSERT_LT(second, end);
        const Clockwork reference = [&](Duration when) {
            return zero + when + (when > first ? asleep : Duration{0}) + (when > second ? asleep : Duration{0});
        };
        const auto fit = PiecewiseFit::fit(
            seen(truth, reference, random, {.noise = milliseconds{20}, .missing_percent = 10, .foreign = 3}),
            run(seen(truth, plain, random, {.noise = milliseconds{20}, .missing_percent = 10, .foreign = 3}),
                {Instant{first}}),
            tolerance);
        ASSERT_TRUE(fit) << round;
        ASSERT_EQ(fit->jumps.size(), 2U) << round << ' ' << wifi::to_seconds(asleep);
        for (const Jump& jump : fit->jumps) {
            EXPECT_LE(distance(jump.by, asleep), milliseconds{80}) << round;
            EXPECT_LT(jump.after, jump.at);
            EXPECT_LE(jump.at, jump.before);
        }
        EXPECT_TRUE(fit->jumps[0].resumed) << round << ": the source tells where";
        EXPECT_EQ(fit->jumps[0].at, Instant{first}) << round;
        EXPECT_FALSE(fit->jumps[1].resumed) << round;
        EXPECT_LE(worst(*fit, truth, reference, plain), milliseconds{41}) << round;
        EXPECT_LE(fit->residual, milliseconds{100}) << round;
    }
}

TEST(PiecewiseFit, FollowsAClockThatDriftsThroughANight) {
    std::mt19937 random(3);
    for (const double ppm : {50.0, -50.0, 200.0}) {
        for (int round = 0; round < 10; ++round) {
            const Truth truth = outages(random, 21, minutes{30});
            const Clockwork drifting = [&](Duration when) {
                return Duration{static_cast<Duration::rep>(static_cast<double>(when.count()) * (1 + ppm * 1e-6))};
            };
            const auto fit =
                PiecewiseFit::fit(seen(truth, wall, random, {.noise = milliseconds{20}}),
                                  run(seen(truth, drifting, random, {.noise = milliseconds{20}})), tolerance);
            ASSERT_TRUE(fit);
            EXPECT_TRUE(fit->jumps.empty()) << ppm << ' ' << round;
            EXPECT_GE(fit->happenings, truth.happenings.size() * 9 / 10) << ppm << ' ' << round;
            const Duration all = truth.happenings.back().second - truth.happenings.front().second;
            EXPECT_NEAR(wifi::to_seconds(fit->drift), wifi::to_seconds(all) * std::abs(ppm) * 1e-6, 0.15);
            EXPECT_LE(worst(*fit, truth, wall, drifting), milliseconds{60}) << ppm << ' ' << round;
        }
    }
}

TEST(PiecewiseFit, TakesASlowChangeForNoJump) {
    // 30 min later 0.8 s more: 444 ppm, as a clock is slewed.
    std::vector<Landmark> reference;
    std::vector<Landmark> other;
    for (int i = 0; i < 10; ++i) {
        const Duration later = i < 5 ? Duration{0} : Duration{minutes{30}};
        const Duration slewed = i < 5 ? Duration{0} : Duration{milliseconds{800}};
        other.push_back({.what = 1, .when = Instant{seconds{7 * i * i} + later}});
        reference.push_back({.what = 1, .when = Instant{zero + seconds{7 * i * i} + later + slewed}});
    }
    const auto slow = PiecewiseFit::fit(reference, run(other), tolerance);
    ASSERT_TRUE(slow);
    EXPECT_TRUE(slow->jumps.empty());
    EXPECT_EQ(slow->happenings, 10U);
    // The same change within two minutes is a jump.
    for (int i = 5; i < 10; ++i) {
        other[static_cast<std::size_t>(i)].when -= minutes{29};
        reference[static_cast<std::size_t>(i)].when -= minutes{29};
    }
    const auto fast = PiecewiseFit::fit(reference, run(other), tolerance);
    ASSERT_TRUE(fast);
    ASSERT_EQ(fast->jumps.size(), 1U);
    EXPECT_EQ(fast->jumps[0].by, milliseconds{800});
}

TEST(PiecewiseFit, DoesNotBelieveASingleHappeningThatDisagrees) {
    std::vector<Landmark> reference;
    std::vector<Landmark> other;
    for (int i = 0; i < 6; ++i) {
        other.push_back({.what = static_cast<std::uint64_t>(i), .when = Instant{seconds{100 * i}}});
        reference.push_back({.what = static_cast<std::uint64_t>(i), .when = Instant{zero + seconds{100 * i}}});
    }
    reference.back().when += seconds{40};
    const auto one = PiecewiseFit::fit(reference, run(other), tolerance);
    ASSERT_TRUE(one);
    EXPECT_TRUE(one->jumps.empty());
    EXPECT_EQ(one->happenings, 5U);
    reference[4].when += seconds{40};
    const auto two = PiecewiseFit::fit(reference, run(other), tolerance);
    ASSERT_TRUE(two);
    ASSERT_EQ(two->jumps.size(), 1U) << "two that agree are enough";
    EXPECT_EQ(two->jumps[0].by, seconds{40});
}

TEST(PiecewiseFit, PrefersTheWholeToAPeriodBesideIt) {
    // Outages every half hour that all look alike: shifted by one, nearly as many pair.
    std::vector<Landmark> reference;
    std::vector<Landmark> other;
    for (int i = 0; i < 21; ++i)
        for (int k = 0; k < 4; ++k) {
            const Duration when = minutes{30 * i} + milliseconds{700 * k};
            other.push_back({.what = static_cast<std::uint64_t>(k), .when = Instant{when}});
            reference.push_back({.what = static_cast<std::uint64_t>(k), .when = Instant{zero + when}});
        }
    const auto fit = PiecewiseFit::fit(reference, run(other), tolerance);
    ASSERT_TRUE(fit);
    EXPECT_EQ(fit->offset, zero);
    EXPECT_FALSE(fit->ambiguous);
    ASSERT_TRUE(fit->rival);
    EXPECT_EQ(fit->rival->happenings, 80U);
    EXPECT_EQ(distance(fit->rival->away, Duration{0}), minutes{30});
}

TEST(PiecewiseFit, SaysWhereTwoPlacesFitEquallyWell) {
    std::vector<Landmark> reference;
    std::vector<Landmark> other;
    for (int i = 0; i < 21; ++i)
        for (int k = 0; k < 4; ++k) {
            const Duration when = minutes{30 * i} + milliseconds{700 * k};
            if (i >= 5 && i < 12) other.push_back({.what = static_cast<std::uint64_t>(k), .when = Instant{when}});
            reference.push_back({.what = static_cast<std::uint64_t>(k), .when = Instant{zero + when}});
        }
    const auto fit = PiecewiseFit::fit(reference, run(other), tolerance);
    ASSERT_TRUE(fit);
    EXPECT_TRUE(fit->ambiguous);
}

TEST(PiecewiseFit, FindsNothingWhereTheSourcesSawDifferentTimes) {
    std::mt19937 random(4);
    int found = 0;
    for (int round = 0; round < 100; ++round) {
        const Truth one = outages(random, 8, minutes{5});
        const Truth other = outages(random, 8, minutes{5});
        const auto fit = PiecewiseFit::fit(seen(one, wall, random), run(seen(other, plain, random)), tolerance);
        if (fit && !fit->ambiguous &&
            fit->happenings * 2 > std::min(one.happenings.size(), other.happenings.size()))
            ++found;
    }
    EXPECT_EQ(found, 0);
}

TEST(PiecewiseFit, IsBoundedWhereAllIsAlike) {
    std::vector<Landmark> reference;
    std::vector<Landmark> other;
    for (std::size_t i = 0; i < ClockAlignment::most_landmarks; ++i) {
        reference.push_back({.what = 1, .when = Instant{milliseconds{10 * i}}});
        other.push_back({.what = 1, .when = Instant{milliseconds{10 * i}}});
    }
    const auto begin = std::chrono::steady_clock::now();
    PiecewiseFit::fit(reference, run(other), tolerance);
    EXPECT_LT(std::chrono::steady_clock::now() - begin, seconds{20});
}

TEST(TimeMap, WithoutPiecesChangesNothing) { EXPECT_EQ(TimeMap()(Instant{seconds{5}}), Instant{seconds{5}}); }

TEST(TimeMap, GoesStraightBetweenKnotsAndLevelBeyond) {
    const TimeMap map(
        {Piece{.knots = {{.own = Instant{seconds{100}}, .offset = seconds{1}},
                         {.own = Instant{seconds{200}}, .offset = seconds{2}}}},
         Piece{.from = Instant{seconds{300}}, .knots = {{.own = Instant{seconds{400}}, .offset = seconds{50}}}}});
    EXPECT_EQ(map.offset_at(Instant{seconds{0}}), seconds{1});
    EXPECT_EQ(map.offset_at(Instant{seconds{150}}), milliseconds{1500});
    EXPECT_EQ(map.offset_at(Instant{seconds{299}}), seconds{2});
    EXPECT_EQ(map.offset_at(Instant{seconds{300}}), seconds{50});
    EXPECT_EQ(map(Instant{seconds{500}}), Instant{seconds{550}});
}

TEST(Zone, IsAWholeNumberOfQuartersOfAnHour) {
    EXPECT_EQ(as_zone(-hours{2}, milliseconds{20}), "+02:00") << "local time is ahead of what it is brought onto";
    EXPECT_EQ(as_zone(hours{5} + minutes{30}, milliseconds{20}), "-05:30");
    EXPECT_EQ(as_zone(-(hours{5} + minutes{45}) + milliseconds{15}, milliseconds{20}), "+05:45");
    EXPECT_EQ(as_zone(-hours{2} + milliseconds{25}, milliseconds{20}), std::nullopt);
    EXPECT_EQ(as_zone(milliseconds{5}, milliseconds{20}), std::nullopt) << "no difference is no zone";
    EXPECT_EQ(as_zone(hours{15}, milliseconds{20}), std::nullopt);
}

}  // namespace
}  // namespace wlanmedic::evidence
