// SPDX-License-Identifier: MIT
#include "link/link.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace wlanmedic::link {
namespace {

using Kind = Change::Kind;
const auto ap = wifi::MacAddress::parse("02:00:00:00:00:01");
const auto other_ap = wifi::MacAddress::parse("02:00:00:00:00:02");
const auto station = wifi::MacAddress::parse("02:00:00:00:00:99");

Change tell(Link& link, wifi::Payload payload) {
    return link.on({.interface = "wlan0", .payload = std::move(payload)});
}

Link linked() {
    Link link;
    tell(link, wifi::JoinStarted{.bssid = ap});
    tell(link, wifi::Associated{});
    return link;
}

TEST(Link, IsMadeWithTheAccessPointThatItAimedAtWhereTheLineNamesNone) {
    Link link;
    tell(link, wifi::JoinStarted{.bssid = ap});
    EXPECT_EQ(link.state(), State::joining);
    const Change change = tell(link, wifi::Associated{});
    EXPECT_EQ(change.kind, Kind::made);
    EXPECT_EQ(change.bssid, ap);
    EXPECT_EQ(link.state(), State::up);
}

TEST(Link, IsLostOnceThoughThreeLinesTellIt) {
    Link link = linked();
    EXPECT_EQ(tell(link, wifi::ConnectionLoss{.bssid = ap}).kind, Kind::lost);
    EXPECT_EQ(tell(link, wifi::Deauthenticated{.by = wifi::Sender::local, .reason = 4}).kind, Kind::none);
    EXPECT_EQ(tell(link, wifi::Disconnected{.by = wifi::Sender::local, .reason = 4}).kind, Kind::none);
}

TEST(Link, KnowsWhoSentADeauthByTheAddresses) {
    Link by_access_point = linked();
    EXPECT_EQ(tell(by_access_point, wifi::Deauthenticated{.from = ap, .to = station, .reason = 7}).by,
              wifi::Sender::access_point);
    Link by_station = linked();
    EXPECT_EQ(tell(by_station, wifi::Deauthenticated{.from = station, .to = ap, .reason = 3}).by,
              wifi::Sender::local);
    Link by_stranger = linked();
    EXPECT_EQ(tell(by_stranger, wifi::Deauthenticated{.from = other_ap, .to = other_ap, .reason = 3}).by,
              wifi::Sender::unknown);
}

TEST(Link, ThatStoodBeforeTheEvidenceBeginsIsLostByTheFirstLineOfALoss) {
    Link link;
    EXPECT_EQ(tell(link, wifi::Disconnected{.by = wifi::Sender::local, .reason = 4}).kind, Kind::lost);
}

TEST(Link, JoiningWhileUpMeansThatItWasLostSilently) {
    Link link = linked();
    const Change change = tell(link, wifi::JoinStarted{.bssid = other_ap});
    EXPECT_EQ(change.kind, Kind::lost);
    EXPECT_TRUE(change.silent);
    EXPECT_EQ(change.bssid, ap) << "the one lost, not the one aimed at";
}

TEST(Link, ConnectionLossOfAZeroAddressCountsOnlyWhileUp) {
    const auto zero = wifi::MacAddress::parse("00:00:00:00:00:00");
    Link up = linked();
    EXPECT_EQ(tell(up, wifi::ConnectionLoss{.bssid = zero}).kind, Kind::lost);
    EXPECT_EQ(tell(up, wifi::ConnectionLoss{.bssid = zero}).kind, Kind::none);
    Link unknown;
    EXPECT_EQ(tell(unknown, wifi::ConnectionLoss{.bssid = zero}).kind, Kind::none);
}

TEST(Link, EndsNoLinkWithADeauthOfAnAttempt) {
    Link link;
    tell(link, wifi::JoinStarted{.bssid = ap});
    EXPECT_EQ(
        tell(link,
             wifi::Deauthenticated{.by = wifi::Sender::access_point, .from = ap, .reason = 1, .joining = true})
            .kind,
        Kind::none);
}

TEST(Link, IsMadeOnceThoughTwoSourcesTellIt) {
    Link link = linked();
    EXPECT_EQ(tell(link, wifi::Associated{.bssid = ap}).kind, Kind::none);
}

TEST(Link, MovesWithAnAssociationElsewhere) {
    Link link = linked();
    const Change change = tell(link, wifi::Associated{.bssid = other_ap});
    EXPECT_EQ(change.kind, Kind::moved);
    EXPECT_EQ(link.bssid(), other_ap);
}

TEST(Link, OfAnAccessPointsInterfaceHasNoState) {
    Link link;
    tell(link, wifi::InterfaceType{.type = "access point"});
    EXPECT_EQ(tell(link, wifi::Associated{.bssid = ap}).kind, Kind::none);
    EXPECT_FALSE(link.may_be_station());
    tell(link, wifi::InterfaceType{.type = "station"});
    EXPECT_EQ(tell(link, wifi::Associated{.bssid = ap}).kind, Kind::made) << "it became a station";
}

TEST(Link, ForgetsItsStateAtAGapAndAtABoot) {
    for (const wifi::Payload& payload : {wifi::Payload{wifi::Gap{}}, wifi::Payload{wifi::Booted{}}}) {
        Link link = linked();
        EXPECT_EQ(tell(link, payload).kind, Kind::forgotten);
        EXPECT_EQ(link.state(), State::unknown);
        EXPECT_EQ(tell(link, wifi::JoinStarted{.bssid = ap}).kind, Kind::none)
            << "no silent loss of a link that nobody knows of";
    }
}

TEST(Link, StandsWhereAGapLeavesWhatIsKnownOfLinks) {
    Link link = linked();
    EXPECT_EQ(tell(link, wifi::Gap{.links_known = true}).kind, Kind::none);
    EXPECT_EQ(link.state(), State::up);
    EXPECT_EQ(link.bssid(), ap);
}

TEST(Links, TellWhatConcernsTheWholeMachineToEachOfItsInterfaces) {
    Links links;
    links.on({.interface = "wlan0", .phy = "phy0", .payload = wifi::Associated{.bssid = ap}});
    links.on({.interface = "wlan1", .phy = "phy1", .payload = wifi::Associated{.bssid = ap}});
    EXPECT_EQ(links.on({.payload = wifi::Suspended{}}).size(), 2);
    EXPECT_EQ(links.on({.phy = "phy1", .payload = wifi::HardwareRestarted{}}).size(), 1);
}

TEST(Links, LoseTheStationWhosePhyGoesAndNoOther) {
    Links links;
    links.on({.interface = "wlan0", .phy = "phy0", .payload = wifi::Associated{.bssid = ap}});
    links.on({.interface = "wlan1", .phy = "phy1", .payload = wifi::Associated{.bssid = ap}});
    EXPECT_TRUE(
        links.on({.phy = "phy0", .payload = wifi::InterfaceType{.type = "P2P-Device", .removed = true}}).empty());
    const auto affected =
        links.on({.phy = "phy0", .payload = wifi::InterfaceType{.type = "station", .removed = true}});
    ASSERT_EQ(affected.size(), 1);
    EXPECT_EQ(affected[0].interface, "wlan0");
    EXPECT_EQ(affected[0].change.kind, Kind::lost);
}

TEST(Links, AreNotMadeWithoutEnd) {
    Links links;
    for (std::size_t i = 0; i < Links::most_interfaces + 10; ++i)
        links.on({.interface = fmt::format("wlan{}", i), .payload = wifi::ScanStarted{}});
    EXPECT_EQ(links.left_out(), 10);
}

}  // namespace
}  // namespace wlanmedic::link
