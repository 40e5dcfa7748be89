// SPDX-License-Identifier: MIT
// When no data could pass: each fault from its begin to its end, alone and together.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "story.h"

namespace wlanmedic::lab::test {
namespace {

using testing::ElementsAre;

const char* const before = "0-2.05 not associated; keys not yet agreed";

std::vector<std::string> no_data(const Story& story) { return as_text(story.station().no_data); }

Story linked(double end_s = 100) { return Story(end_s).join(2, "ap1"); }

TEST(NoData, NeedsAssociationAndKeys) {
    EXPECT_THAT(no_data(linked()), ElementsAre(before));
    EXPECT_THAT(no_data(linked().leave(5, "ap1").join(7, "ap1")),
                ElementsAre(before, "5-7.05 not associated; keys not yet agreed"));
    EXPECT_THAT(no_data(Story().join(2, "free")), ElementsAre("0-2 not associated"));
}

TEST(NoData, LastsAsLongAsAWedgeOfTheStation) {
    Story story = linked();
    story.inject(10, "wedge", R"("radio":2,"path":"receive","kind":"acknowledged","healed_by":"link")");
    EXPECT_THAT(no_data(story), ElementsAre(before, "10- the station's radio is wedged (receive, acknowledged)"));
    story.inject(20, "heal", R"("radio":0,"by":"time")").inject(30, "heal", R"("radio":2,"by":"link")");
    EXPECT_THAT(no_data(story),
                ElementsAre(before, "10-30 the station's radio is wedged (receive, acknowledged)"));
}

TEST(NoData, LastsAsLongAsEachFaultOfTheChip) {
    Story story = linked();
    story.inject(10, "chip-fault", R"("fault":"receive-wedge","heals":"join")");
    story.inject(12, "chip-fault", R"("fault":"hang","heals":"chip-reset")");
    story.inject(15, "chip-heal", R"("fault":"receive-wedge","by":"join")");
    EXPECT_THAT(no_data(story), ElementsAre(before,
                                            "10- the station's chip has a fault (receive-wedge); "
                                            "the station's chip has a fault (hang)"));
    story.inject(20, "chip-heal", R"("fault":"hang","by":"chip-reset")");
    EXPECT_THAT(no_data(story), ElementsAre(before,
                                            "10-20 the station's chip has a fault (receive-wedge); "
                                            "the station's chip has a fault (hang)"));
    EXPECT_THAT(no_data(linked().inject(10, "chip-fault", R"("fault":"slow-scan","heals":"never")")),
                ElementsAre(before))
        << "data passes";
}

TEST(NoData, OfAnIntermittentWedgeStandsApart) {
    Story story = linked().leave(20, "ap1").join(21, "ap1");
    story.inject(10, "wedge", R"("radio":2,"path":"both","kind":"intermittent")");
    story.inject(30, "heal", R"("radio":2,"by":"link")");
    const std::string wedge = "the station's radio is wedged (receive and transmit, intermittent) (in parts)";
    EXPECT_THAT(no_data(story), ElementsAre(before, "10-20 " + wedge,
                                            "20-21.05 not associated; keys not yet agreed", "21.05-30 " + wedge));
}

TEST(NoData, AWedgedAccessPointCountsWhileTheStationIsWithIt) {
    Story story = linked().join(20, "ap2").leave(40, "ap2").join(40.5, "ap1");
    story.inject(10, "wedge", R"("radio":1,"path":"receive","kind":"unacknowledged")");
    EXPECT_THAT(no_data(story),
                ElementsAre(before,
                            "19.98-40.55 not associated; radio 1 is wedged (receive, unacknowledged); "
                            "keys not yet agreed"));
}

TEST(NoData, ARuleThatDropsAllDataEitherWay) {
    for (const char* ends :
         {R"("from":0,"to":2)", R"("from":2,"to":0)", R"("from":null,"to":2)", R"("from":2,"to":null)"}) {
        Story story = linked();
        story.inject(10, "rule", std::string(R"("name":"r","frames":["data"],"effect":"drop",)") + ends);
        story.inject(15, "clear", R"("name":"other")").inject(20, "clear", R"("name":"r")");
        EXPECT_THAT(no_data(story), ElementsAre(before, testing::StartsWith("10-20 a rule drops data"))) << ends;
    }
}

TEST(NoData, NotARuleThatLeavesSomeThrough) {
    for (
        const char* rule : {
            R"("from":0,"to":2,"frames":["all"],"effect":"drop","probability":0.99)",
            R"("from":0,"to":2,"frames":["all"],"effect":"delay","delay_s":0.3)",
            R"("from":0,"to":2,"frames":["beacon","eapol"],"effect":"drop")",
            R"("from":1,"to":2,"frames":["all"],"effect":"drop")",
            R"("from":0,"to":2,"frames":["all"],"effect":"drop","probability":1.0,"burst":{"good_to_bad":0.1,"bad_to_good":0.2,"loss_good":0,"loss_bad":1})",
        }) {
        EXPECT_THAT(no_data(linked().inject(10, "rule", std::string(R"("name":"r",)") + rule)),
                    ElementsAre(before))
            << rule;
    }
}

TEST(NoData, TheFirstRuleDecides) {
    Story story = linked();
    story.inject(5, "rule", R"("name":"let","from":null,"to":null,"frames":["payload"],"effect":"pass")");
    story.inject(10, "rule", R"("name":"r","from":null,"to":null,"frames":["all"],"effect":"drop")");
    EXPECT_THAT(no_data(story), ElementsAre(before));
    story.inject(20, "clear", R"("name":"let")").inject(30, "clear", R"("name":"")");
    EXPECT_THAT(no_data(story), ElementsAre(before, testing::StartsWith("20-30 a rule drops data")));
}

TEST(NoData, ASignalBelowTheFloor) {
    // -30 to -110 dBm in 20 s: at -92 dBm after 15.5 s, and back after 4.5 s.
    Story story = linked();
    story.inject(10, "fade", R"("radios":[0,3],"dbm":-110,"over_s":20)");
    story.inject(50, "fade", R"("radios":[0,3],"dbm":-30,"over_s":20)");
    EXPECT_THAT(no_data(story), ElementsAre(before, "25.5-54.5 the signal of radio 0 is below -92 dBm"));
}

TEST(NoData, NotASignalThatTurnsBeforeTheFloor) {
    Story story = linked();
    story.inject(10, "fade", R"("radios":[2],"dbm":-110,"over_s":20)")
        .inject(25, "fade", R"("radios":[2],"dbm":-30,"over_s":0)");
    EXPECT_THAT(no_data(story), ElementsAre(before));
    EXPECT_THAT(no_data(linked().inject(10, "fade", R"("radios":[1],"dbm":-110,"over_s":0)")),
                ElementsAre(before));
    EXPECT_THAT(no_data(linked().inject(10, "fade", R"("radios":[2],"dbm":-95,"over_s":0)")),
                ElementsAre(before, "10- the signal of radio 2 is below -92 dBm"));
}

TEST(NoData, AnAccessPointThatIsGoneUntilTheStationJoinsAnew) {
    Story story = linked().leave(12, "ap1", 4).join(30, "ap1");
    story.inject(10, "access-point", R"("name":"ap1","kind":"kill")");
    story.inject(20, "access-point", R"("name":"ap1","kind":"start")");
    EXPECT_THAT(no_data(story), ElementsAre(before, "10-30.05 ap1 is gone; not associated; keys not yet agreed"));
}

TEST(NoData, NotAnAccessPointThatTheStationIsNotWith) {
    EXPECT_THAT(no_data(linked().inject(10, "access-point", R"("name":"ap2","kind":"stop")")),
                ElementsAre(before));
    EXPECT_THAT(no_data(linked().inject(10, "access-point", R"("name":"ap1","kind":"filter-icmp")")),
                ElementsAre(before));
}

TEST(NoData, AnAccessPointThatForgotTheStation) {
    EXPECT_THAT(no_data(linked().inject(10, "access-point", R"("name":"ap1","kind":"forget")").leave(15, "ap1")),
                ElementsAre(before, "10- ap1 forgot the station; not associated"));
}

TEST(NoData, WhatTheStationDoesToItself) {
    EXPECT_THAT(no_data(linked()
                            .inject(10, "station", R"("kind":"rfkill-block")")
                            .inject(20, "station", R"("kind":"rfkill-unblock")")
                            .inject(30, "station", R"("kind":"link-down")")
                            .inject(40, "station", R"("kind":"link-up")")
                            .inject(50, "station", R"("kind":"suspend","value":"","lasts_s":10)")
                            .inject(70, "station", R"("kind":"radio-off")")),
                ElementsAre(before, "10-20 radio blocked", "30-40 interface down", "50-60 suspended",
                            "70- Wi-Fi switched off"));
}

TEST(NoData, EndsWithTheRun) {
    Story story = linked(50);
    story.inject(40, "wedge", R"("radio":2,"path":"receive","kind":"acknowledged")");
    story.inject(60, "heal", R"("radio":2,"by":"link")");
    EXPECT_THAT(no_data(story), ElementsAre(before, "40- the station's radio is wedged (receive, acknowledged)"));
}

TEST(Phases, LastUntilTheNext) {
    const Truth truth =
        linked().inject(10, "phase", R"("name":"quiet")").inject(50, "phase", R"("name":"wedged")").tell();
    EXPECT_THAT(as_text(truth.phases), ElementsAre("10-50 quiet", "50- wedged"));
}

TEST(Run, HasItsNameSeedAndTimes) {
    const Truth truth = linked(42).tell();
    EXPECT_EQ(truth.scenario, "story");
    EXPECT_EQ(truth.seed, 7U);
    EXPECT_EQ(truth.from, at(0));
    EXPECT_EQ(truth.to, at(42));
    EXPECT_EQ(truth.injected.front().what, "scenario");
    EXPECT_EQ(truth.injected.back().what, "end");
}

}  // namespace
}  // namespace wlanmedic::lab::test
