// SPDX-License-Identifier: MIT
// When the station was associated: each way in which an association begins and ends, and what only looks so.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "story.h"

namespace wlanmedic::lab::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using enum Story::Heard;
using enum Story::Armour;

std::vector<std::string> losses(const Story& story) { return as_text(story.station().unassociated); }
std::vector<std::string> joined_to(const Story& story) { return as_text(story.station().associations); }

TEST(Begin, IsTheResponseWithStatus0) {
    EXPECT_THAT(joined_to(Story().join(2, "ap1")), ElementsAre("ap1: 2- keys 2.05"));
}

TEST(Begin, IsNotARefusalOrAComeback) {
    Story story;
    story.authentication(1.9, "ap1").association_request(1.95, "ap1").response(2, "ap1", 30);
    EXPECT_THAT(joined_to(story), IsEmpty());
    story.association_request(3, "ap1").response(3.1, "ap1").message_4(3.2, "ap1");
    EXPECT_THAT(joined_to(story), ElementsAre("ap1: 3.1- keys 3.2"));
}

TEST(Begin, IsNotAResponseThatWasLost) {
    Story story;
    story.authentication(1.9, "ap1").association_request(1.95, "ap1").response(2, "ap1", 0, lost);
    EXPECT_THAT(joined_to(story), IsEmpty());
    story.association_request(2.1, "ap1").response(2.2, "ap1").message_4(2.3, "ap1");
    EXPECT_THAT(joined_to(story), ElementsAre("ap1: 2.2- keys 2.3"));
}

TEST(Begin, IsNotAnAcknowledgedResponseAfterWhichTheStationAsksAgain) {
    Story story;
    story.authentication(1.9, "ap1").association_request(1.95, "ap1").response(2, "ap1");
    story.association_request(2.1, "ap1").response(2.2, "ap1").message_4(2.3, "ap1");
    EXPECT_THAT(joined_to(story), ElementsAre("ap1: 2.2- keys 2.3"));
}

TEST(Begin, IsAResponseWhoseAcknowledgementWasLostIfTheStationGoesOn) {
    Story story;
    story.authentication(1.9, "ap1")
        .association_request(1.95, "ap1")
        .response(2, "ap1", 0, lost)
        .message_4(2.1, "ap1");
    EXPECT_THAT(joined_to(story), ElementsAre("ap1: 2- keys 2.1"));
}

TEST(Begin, AnAcknowledgementOfAWedgedRadioProvesNothing) {
    Story story;
    story.authentication(1.9, "ap1").association_request(1.95, "ap1").response(2, "ap1").authentication(3, "ap1");
    EXPECT_THAT(joined_to(story), ElementsAre("ap1: 2-3 keys "));
    story.inject(1, "wedge", R"("radio":2,"path":"receive","kind":"acknowledged")");
    EXPECT_THAT(joined_to(story), IsEmpty());
}

TEST(Begin, IsWhatTheMediumSaysWhereTheAcknowledgementSaysOtherwise) {
    const auto response_of = [](Story::Heard heard, const char* delivered) {
        Story story;
        story.authentication(9.9, "ap1").association_request(9.95, "ap1").response(10, "ap1", 0, heard);
        story.inject(10.001, "fate",
                     std::string(R"("frame":"association-response","from":0,"delivered":)") + delivered);
        return as_text(story.station().associations).size();
    };
    EXPECT_EQ(response_of(Story::Heard::lost, "true"), 1U);
    EXPECT_EQ(response_of(Story::Heard::lost, "false"), 0U);
    EXPECT_EQ(response_of(Story::Heard::acknowledged, "false"), 0U);
}

TEST(Begin, IsNotToldByTheFateOfAnEarlierResponseOrOfAnotherSender) {
    Story story;
    story.authentication(9.9, "ap1").association_request(9.95, "ap1").response(10, "ap1", 0, Story::Heard::lost);
    story.inject(9.99, "fate", R"("frame":"association-response","from":0,"delivered":true)");
    story.inject(10.001, "fate", R"("frame":"association-response","from":1,"delivered":true)");
    story.inject(10.2, "fate", R"("frame":"association-response","from":0,"delivered":true)");
    EXPECT_THAT(story.station().associations, IsEmpty());
}

TEST(Begin, AWedgeThatOnlyKeepsTheStationFromSendingDoesNotMakeItDeaf) {
    Story story;
    story.authentication(1.9, "ap1").association_request(1.95, "ap1").response(2, "ap1").authentication(3, "ap1");
    story.inject(1, "wedge", R"("radio":2,"path":"transmit","kind":"acknowledged")");
    EXPECT_THAT(joined_to(story), ElementsAre("ap1: 2-3 keys "));
}

TEST(Begin, ARuleThatLosesWhatIsAcknowledgedMakesItDeaf) {
    Story story;
    story.authentication(1.9, "ap1").association_request(1.95, "ap1").response(2, "ap1").authentication(3, "ap1");
    story.inject(1, "rule",
                 R"("name":"r","from":0,"to":2,"frames":["association-response"],"effect":"drop-acknowledged")");
    EXPECT_THAT(joined_to(story), IsEmpty());
}

TEST(Begin, WhatIsForAnotherStationIsNotOurs) {
    Story story;
    story.join(2, "ap1");
    story.frame(3, {0x10, 0, 0, 0, 0x02, 0, 0, 0,    0x09, 0,    0x02, 0, 0, 0, 0,
                    0,    2, 0, 0, 0,    0, 0, 0x30, 0,    0x11, 4,    0, 0, 1, 0xc0});
    EXPECT_EQ(story.station().associations.size(), 1U);
}

TEST(End, IsTheStationsDeauthenticationWhetherOrNotItIsHeard) {
    EXPECT_THAT(losses(Story().join(2, "ap1").leave(5, "ap1", 4).join(6, "ap1")),
                ElementsAre("5-6 the station left ap1, reason 4"));
    EXPECT_THAT(losses(Story().join(2, "ap1").leave(5, "ap1", 4, sealed).join(6, "ap1")),
                ElementsAre("5-6 the station left ap1"));
}

TEST(End, IsNotADeauthenticationOfAnotherAccessPoint) {
    EXPECT_THAT(losses(Story().join(2, "ap1").leave(5, "ap2").null(6, "ap1")), IsEmpty());
}

TEST(End, ComesFromAProtectedDeauthenticationByTheAccessPoint) {
    EXPECT_THAT(losses(Story().join(2, "ap1").put_out(5, "ap1", sealed).probe_of_all(5.2).join(6, "ap1")),
                ElementsAre("5-6 ap1 put the station out"));
}

TEST(End, DoesNotComeFromAProtectedOneThatTheStationDoesNotReceive) {
    EXPECT_THAT(losses(Story().join(2, "ap1").put_out(5, "ap1", sealed, lost).null(6, "ap1")), IsEmpty());
    EXPECT_THAT(losses(Story().join(2, "ap1").put_out(5, "ap1", sealed, lost).authentication(9, "ap2")),
                ElementsAre("9- the station turned to ap2"));
}

TEST(End, DoesNotComeFromAnUnprotectedOneUnderPmf) {
    EXPECT_THAT(
        losses(Story().join(2, "ap1").put_out(5, "ap1", bare).sa_query(5.1, "ap1").leave(6, "ap1", 2, sealed)),
        ElementsAre("6- the station left ap1"));
    EXPECT_THAT(losses(Story().join(2, "ap1").put_out(5, "ap1", bare)), IsEmpty());
}

TEST(End, ComesFromAnUnprotectedOneWithoutPmf) {
    EXPECT_THAT(
        losses(Story().join(2, "ap1", false).put_out(5, "ap1", bare).probe_of_all(5.2).join(6, "ap1", false)),
        ElementsAre("5-6 ap1 put the station out, reason 7"));
    EXPECT_THAT(losses(Story().join(2, "ap1", false).put_out(5, "ap1", bare)),
                ElementsAre("5- ap1 put the station out, reason 7"));
}

TEST(End, DoesNotComeFromAnUnprotectedOneAfterWhichTheStationGoesOn) {
    EXPECT_THAT(losses(Story().join(2, "ap1", false).put_out(5, "ap1", bare).null(7, "ap1")), IsEmpty());
    EXPECT_THAT(losses(Story().join(2, "ap1", false).put_out(5, "ap1", bare).hidden_data(7)), IsEmpty());
}

TEST(End, ComesFromABroadcastThatBearsItsMic) {
    EXPECT_THAT(losses(Story().join(2, "ap1").put_all_out(5, "ap1", sealed).join(8, "ap1")),
                ElementsAre("5-8 ap1 put the station out, reason 3"));
    EXPECT_THAT(losses(Story().join(2, "ap1").put_all_out(5, "ap1", bare).null(6, "ap1")), IsEmpty());
    EXPECT_THAT(losses(Story().join(2, "ap1", false).put_all_out(5, "ap1", bare).join(8, "ap1")),
                ElementsAre("5-8 ap1 put the station out, reason 3"));
}

TEST(End, DoesNotComeFromAnotherAccessPoint) {
    EXPECT_THAT(losses(Story().join(2, "ap1", false).put_all_out(5, "ap2", bare)), IsEmpty());
}

TEST(End, OfARoamIsTheAuthenticationWithTheNextAccessPoint) {
    EXPECT_THAT(losses(Story().join(2, "ap1").null(4, "ap1").join(6, "ap2")),
                ElementsAre("5.98-6 the station turned to ap2"));
}

TEST(End, OfALinkGivenUpIsTheSecondNullFrameWithoutAcknowledgement) {
    EXPECT_THAT(
        losses(
            Story().join(2, "ap1").null(5, "ap1", lost).null(5.01, "ap1", lost).probe_of_all(15).join(16, "ap1")),
        ElementsAre("5.01-16 two null frames to ap1 were not acknowledged"));
}

TEST(End, IsNotANullFrameThatWasAcknowledgedAtTheSecondTry) {
    EXPECT_THAT(losses(Story().join(2, "ap1").null(5, "ap1", lost).null(5.01, "ap1")), IsEmpty());
    EXPECT_THAT(losses(Story().join(2, "ap1").null(5, "ap1", lost).null(9, "ap1", lost)), IsEmpty())
        << "two losses with 4 s between them are two probings";
}

TEST(End, ARetryIsNotASecondNullFrame) {
    EXPECT_THAT(losses(Story().join(2, "ap1").null(5, "ap1", lost).retry(5.01)), IsEmpty());
}

TEST(End, OfProbingThatIsNotAnsweredIsHalfASecondLater) {
    EXPECT_THAT(losses(Story().join(2, "ap1").null(5, "ap1", lost).probe_of_all(9).join(10, "ap1")),
                ElementsAre("5.5-10 ap1 did not answer for 500 ms"));
    EXPECT_THAT(losses(Story().join(2, "ap1").probe(5, "ap1").probe_of_all(9).join(10, "ap1")),
                ElementsAre("5.5-10 ap1 did not answer for 500 ms"));
}

TEST(End, OfProbingIsNotLaterThanTheFirstFrameWithoutAssociation) {
    EXPECT_THAT(losses(Story().join(2, "ap1").null(5, "ap1", lost).probe_of_all(5.1).join(10, "ap1")),
                ElementsAre("5.1-10 the station searched without announcing its absence"));
}

TEST(End, IsNotAScanThatWasAnnounced) {
    Story story;
    story.join(2, "ap1").null(5, "ap1", acknowledged, true).probe_of_all(5.1).probe_of_all(5.2).null(5.3, "ap1");
    EXPECT_THAT(losses(story), IsEmpty());
    story.null(9, "ap1", acknowledged, true).probe_of_all(9.1).join(12, "ap2");
    EXPECT_THAT(losses(story), ElementsAre("11.98-12 the station turned to ap2"));
}

TEST(End, IsNotAScanOfTheOwnChannelAfterWhichTheStationGoesOn) {
    EXPECT_THAT(losses(Story().join(2, "ap1").probe_of_all(5).null(6, "ap1").leave(9, "ap1")),
                ElementsAre("9- the station left ap1, reason 3"));
    EXPECT_THAT(losses(Story().join(2, "ap1").probe_of_all(5).hidden_data(6).join(9, "ap2")),
                ElementsAre("8.98-9 the station turned to ap2"));
    EXPECT_THAT(losses(Story().join(2, "ap1").probe_of_all(5)), IsEmpty()) << "nothing tells that it was lost";
}

TEST(End, ASilentLossShowsInTheSearch) {
    EXPECT_THAT(losses(Story().join(2, "ap1").null(3, "ap1").probe_of_all(5).probe_of_all(5.1).join(9, "ap1")),
                ElementsAre("5-9 the station searched without announcing its absence"));
}

TEST(End, OfALossThatADeafStationDoesNotComeBackFromShowsInTheSearches) {
    const auto deaf = [] {
        return Story().join(2, "ap1").null(3, "ap1").inject(4, "chip-fault",
                                                            R"("fault":"receive-wedge","heals":"chip-reset")");
    };
    EXPECT_THAT(losses(deaf().probe_of_all(8).probe_of_all(8.1).probe_of_all(13)),
                ElementsAre("8- the station searched without announcing its absence"));
    EXPECT_THAT(losses(deaf().probe_of_all(8).probe_of_all(8.1)), IsEmpty()) << "one search tells nothing";
    EXPECT_THAT(losses(deaf().probe_of_all(8).probe_of_all(13).hidden_data(14)), IsEmpty()) << "it went on";
    EXPECT_THAT(losses(Story().join(2, "ap1").null(3, "ap1").probe_of_all(8).probe_of_all(13)), IsEmpty())
        << "one that hears may search as often as it likes";
    EXPECT_THAT(losses(Story()
                           .join(2, "ap1")
                           .null(3, "ap1")
                           .inject(4, "chip-fault", R"("fault":"mute","heals":"chip-reset")")
                           .probe_of_all(8)
                           .probe_of_all(13)),
                IsEmpty())
        << "one that is mute still hears";
}

TEST(End, AfterTheEndOfTheRunIsNotTold) {
    const Story story = Story(10).join(2, "ap1").leave(11, "ap1");
    EXPECT_THAT(losses(story), IsEmpty());
    EXPECT_THAT(joined_to(story), ElementsAre("ap1: 2- keys 2.05"));
}

TEST(End, AnAssociationThatComesAfterTheEndOfTheRunLeavesTheIntervalOpen) {
    EXPECT_THAT(losses(Story(10).join(2, "ap1").leave(9, "ap1").join(11, "ap1")),
                ElementsAre("9- the station left ap1, reason 3"));
}

TEST(Keys, AreAgreedWithMessage4) {
    Story story;
    story.authentication(1.9, "ap1").association_request(1.95, "ap1").response(2, "ap1").message_2(2.1, "ap1");
    EXPECT_THAT(joined_to(story), ElementsAre("ap1: 2- keys "));
    story.message_4(2.2, "ap1");
    EXPECT_THAT(joined_to(story), ElementsAre("ap1: 2- keys 2.2"));
}

TEST(Keys, OfAnOpenNetworkThereAreNone) {
    EXPECT_THAT(joined_to(Story().join(2, "free")), ElementsAre("free: 2- keys 2"));
}

TEST(Keys, OfAnEarlierAssociationAreNotThoseOfTheNext) {
    Story story;
    story.join(2, "ap1").leave(5, "ap1");
    story.authentication(5.9, "ap1").association_request(5.95, "ap1").response(6, "ap1").leave(9, "ap1", 15);
    EXPECT_THAT(joined_to(story), ElementsAre("ap1: 2-5 keys 2.05", "ap1: 6-9 keys "));
}

TEST(Station, TheTimeBeforeTheFirstAssociationIsNoLoss) {
    const StationTruth station = Story().join(2, "ap1").station();
    EXPECT_THAT(station.unassociated, IsEmpty());
    EXPECT_EQ(station.interface, "wlan2");
    EXPECT_EQ(station.address.to_string(), "02:00:00:00:02:00");
}

}  // namespace
}  // namespace wlanmedic::lab::test
