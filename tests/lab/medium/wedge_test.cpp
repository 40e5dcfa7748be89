// SPDX-License-Identifier: MIT
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>

#include "lab/medium/names.h"
#include "tests/lab/medium/scene.h"

namespace wlanmedic::lab {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

Wedge wedge_of(Wedge::Path path, Wedge::Kind kind) {
    Wedge wedge;
    wedge.path = path;
    wedge.kind = kind;
    return wedge;
}

struct Case {
    Wedge::Path path;
    Wedge::Kind kind;
    // What the wedged station sends; what the access point sends to it; what both may see acknowledged.
    bool sent_arrives;
    bool sent_is_acknowledged;
    bool hears;
    bool heard_is_acknowledged;
    bool hears_group;
    bool group_arrives;
};

void PrintTo(const Case& wedge, std::ostream* out) { *out << to_text(wedge.path) << ' ' << to_text(wedge.kind); }

class WedgeCases : public testing::TestWithParam<Case> {};

TEST_P(WedgeCases, HoldBackWhatTheyShould) {
    const Case& expected = GetParam();
    Scene scene;
    scene.wedge(wedge_of(expected.path, expected.kind));

    const Fate sent = scene.station_sends();
    EXPECT_EQ(!sent.deliveries.empty(), expected.sent_arrives);
    EXPECT_EQ(sent.acknowledged, expected.sent_is_acknowledged);
    EXPECT_EQ(sent.fault, !expected.sent_arrives || !expected.sent_is_acknowledged);

    const Fate heard = scene.access_point_sends();
    EXPECT_EQ(!heard.deliveries.empty(), expected.hears);
    EXPECT_EQ(heard.acknowledged, expected.heard_is_acknowledged);
    EXPECT_EQ(heard.fault, !expected.hears || !expected.heard_is_acknowledged);

    EXPECT_THAT(
        receivers(scene.access_point_beacons()),
        testing::ElementsAreArray(expected.hears_group ? std::vector<Radio>{1, 2} : std::vector<Radio>{1}));
    EXPECT_EQ(receivers(scene.judge(2, frame("40 00", broadcast, station, broadcast))).size(),
              expected.group_arrives ? 2U : 0U);
}

constexpr auto receive = Wedge::Path::receive;
constexpr auto transmit = Wedge::Path::transmit;
constexpr auto both = Wedge::Path::both;
constexpr auto unacknowledged = Wedge::Kind::unacknowledged;
constexpr auto acknowledged = Wedge::Kind::acknowledged;
constexpr auto intermittent = Wedge::Kind::intermittent;

INSTANTIATE_TEST_SUITE_P(Wedges, WedgeCases,
                         testing::Values(Case{receive, unacknowledged, true, false, false, false, false, true},
                                         Case{receive, acknowledged, true, true, false, true, false, true},
                                         Case{receive, intermittent, true, false, false, false, false, true},
                                         Case{transmit, unacknowledged, false, false, true, false, true, false},
                                         Case{transmit, acknowledged, false, true, true, true, true, false},
                                         Case{transmit, intermittent, false, false, true, false, true, false},
                                         Case{both, unacknowledged, false, false, false, false, false, false},
                                         Case{both, acknowledged, false, true, false, true, false, false},
                                         Case{both, intermittent, false, false, false, false, false, false}));

TEST(Wedges, AWedgedRadioClaimsNoAcknowledgementOfAGroupFrameNorOneThatIsNotWanted) {
    Scene scene;
    scene.wedge(wedge_of(transmit, acknowledged));
    EXPECT_FALSE(scene.judge(2, frame("40 00", broadcast, station, broadcast)).acknowledged);
    EXPECT_FALSE(scene.medium.judge(2, data_to(ap1, station), false, 0s).acknowledged);
}

TEST(Wedges, AZombieDoesNotAcknowledgeWhatARuleKeptFromItsMac) {
    Scene scene;
    scene.wedge(wedge_of(receive, acknowledged));
    scene.add(drop("data", 0, 2));
    EXPECT_FALSE(scene.access_point_sends().acknowledged);
}

TEST(Wedges, TwoWedgedRadiosHearNothingOfEachOther) {
    Scene scene;
    scene.wedge(wedge_of(receive, acknowledged), 0);
    scene.wedge(wedge_of(receive, unacknowledged), 2);
    const Fate to_zombie = scene.station_sends();
    EXPECT_THAT(receivers(to_zombie), IsEmpty());
    EXPECT_FALSE(to_zombie.acknowledged) << "the zombie acknowledges, the deaf one does not hear it";
    EXPECT_FALSE(scene.access_point_sends().acknowledged);
}

TEST(Wedges, AreHealedByTheirTreatmentAndByAnyStrongerOne) {
    constexpr std::array<Treatment, 4> treatments = {Treatment::reassociation, Treatment::link, Treatment::restart,
                                                     Treatment::bus_reset};
    for (std::size_t needed = 0; needed < treatments.size(); ++needed) {
        for (std::size_t given = 0; given < treatments.size(); ++given) {
            Scene scene;
            Wedge wedge;
            wedge.healed_by = treatments.at(needed);
            scene.wedge(wedge);
            EXPECT_EQ(scene.medium.treat(2, treatments.at(given)), given >= needed) << given << ' ' << needed;
            EXPECT_EQ(scene.medium.is_wedged(2), given < needed);
            EXPECT_EQ(scene.access_point_sends().acknowledged, given >= needed);
        }
    }
}

TEST(Wedges, WhatNothingHealsIsTakenAwayByHand) {
    Scene scene;
    Wedge wedge;
    wedge.healed_by.reset();
    scene.wedge(wedge);
    EXPECT_FALSE(scene.medium.treat(2, Treatment::bus_reset));
    EXPECT_TRUE(scene.medium.unwedge(2));
    EXPECT_FALSE(scene.medium.unwedge(2));
    EXPECT_TRUE(scene.access_point_sends().acknowledged);
}

TEST(Wedges, ATreatmentOfASoundOrAbsentRadioHealsNothing) {
    Scene scene;
    scene.wedge({});
    EXPECT_FALSE(scene.medium.treat(0, Treatment::bus_reset));
    EXPECT_FALSE(scene.medium.treat(9, Treatment::bus_reset));
    EXPECT_FALSE(scene.medium.unwedge(9));
    EXPECT_TRUE(scene.medium.is_wedged(2));
    EXPECT_FALSE(scene.medium.is_wedged(0));
    EXPECT_FALSE(scene.medium.is_wedged(9));
}

TEST(Wedges, HealByThemselvesWhenTheirTimeIsOver) {
    Scene scene;
    scene.now = 100s;
    Wedge wedge;
    wedge.heals_after = 20s;
    scene.wedge(wedge);
    wedge.heals_after = 30s;
    scene.wedge(wedge, 0);
    EXPECT_EQ(scene.medium.next_change(), 120s);
    EXPECT_THAT(scene.medium.advance(119'999ms), IsEmpty());
    EXPECT_TRUE(scene.medium.is_wedged(2));
    EXPECT_THAT(scene.medium.advance(120s), ElementsAre(2));
    EXPECT_FALSE(scene.medium.is_wedged(2));
    EXPECT_EQ(scene.medium.next_change(), 130s);
    EXPECT_TRUE(scene.medium.is_needed());
    EXPECT_THAT(scene.medium.advance(1000s), ElementsAre(0));
    EXPECT_FALSE(scene.medium.next_change());
    EXPECT_FALSE(scene.medium.is_needed());
}

TEST(Wedges, FramesPassFromTheMomentOfHealingOn) {
    Scene scene;
    Wedge wedge;
    wedge.heals_after = 20s;
    scene.wedge(wedge);
    scene.now = 20s - 1ns;
    EXPECT_THAT(receivers(scene.access_point_sends()), IsEmpty());
    scene.now = 20s;
    EXPECT_THAT(receivers(scene.access_point_sends()), ElementsAre(2)) << "also before advance() was asked";
}

TEST(Wedges, ATimeWithoutEndNeverComes) {
    Scene scene;
    scene.now = 100s;
    Wedge wedge;
    wedge.heals_after = wifi::Duration::max();
    scene.wedge(wedge);
    EXPECT_EQ(scene.medium.next_change(), wifi::Duration::max());
    EXPECT_THAT(scene.medium.advance(24h * 365), IsEmpty());
}

TEST(Wedges, IntermittentOnesAreDeadAtTheBeginningOfEachPeriod) {
    Scene scene;
    scene.now = 10s;
    Wedge wedge = wedge_of(receive, intermittent);
    wedge.period = 4s;
    wedge.dead = 3s;
    scene.wedge(wedge);
    for (int period = 0; period < 100; ++period) {
        const wifi::Duration begin = 10s + 4s * period;
        for (const auto& [after, hears] :
             {std::pair<wifi::Duration, bool>{0s, false}, {3s - 1ns, false}, {3s, true}, {4s - 1ns, true}}) {
            scene.now = begin + after;
            EXPECT_EQ(scene.access_point_sends().acknowledged, hears) << period;
        }
    }
    EXPECT_TRUE(scene.medium.is_wedged(2)) << "also while it is alive";
}

TEST(Wedges, AnIntermittentOneWithoutAPeriodIsAlwaysDead) {
    Scene scene;
    Wedge wedge = wedge_of(receive, intermittent);
    wedge.period = 0s;
    scene.wedge(wedge);
    scene.now = 5s;
    EXPECT_FALSE(scene.access_point_sends().acknowledged);
}

TEST(Wedges, ANewOneReplacesTheOld) {
    Scene scene;
    scene.wedge(wedge_of(both, unacknowledged));
    scene.wedge(wedge_of(receive, acknowledged));
    EXPECT_TRUE(scene.station_sends().acknowledged);
}

TEST(Wedges, GoWithTheirRadio) {
    Scene scene;
    scene.wedge({});
    scene.medium.remove_radio(2);
    EXPECT_FALSE(scene.medium.is_needed());
    scene.medium.add_radio(2);
    EXPECT_FALSE(scene.medium.is_wedged(2));
    scene.medium.wedge(9, {}, 0s);
    EXPECT_FALSE(scene.medium.is_needed()) << "radio 9 is not there";
}

}  // namespace
}  // namespace wlanmedic::lab
