// SPDX-License-Identifier: MIT
// A trace of the stations' stages knows of each link, and says of none who ended it.
#include <gtest/gtest.h>

#include "link/link.h"

namespace wlanmedic::link {
namespace {

using Kind = Change::Kind;
using std::chrono::milliseconds;
using wifi::StationStage;
const auto ap = wifi::MacAddress::parse("02:00:00:00:00:01");
const auto neighbour = wifi::MacAddress::parse("02:00:00:00:00:07");

class Untold : public testing::Test {
protected:
    wifi::Event event(int at, wifi::Payload payload, std::string interface = "wlan0") {
        wifi::Event made;
        made.instant = wifi::Instant{milliseconds{at}};
        made.interface = std::move(interface);
        made.payload = std::move(payload);
        return made;
    }

    // "made@100 lost@200": each change, with the time of the event that it is told by.
    void tell(int at, wifi::Payload payload, std::string interface = "wlan0") {
        const wifi::Event next = event(at, std::move(payload), std::move(interface));
        for (const auto& late : links_.overdue(&next)) note(late.change, late.event);
        for (const auto& affected : links_.on(next)) note(affected.change, next);
    }
    void end() {
        for (const auto& late : links_.overdue(nullptr)) note(late.change, late.event);
    }
    void stage(int at, StationStage before, StationStage after, std::optional<wifi::MacAddress> of = ap) {
        tell(at, wifi::StationState{.address = of, .before = before, .after = after});
    }
    void made(int at) { stage(at, StationStage::authenticated, StationStage::associated); }
    void lost(int at) { stage(at, StationStage::associated, StationStage::authenticated); }

    std::string story_;

private:
    void note(const Change& change, const wifi::Event& of) {
        const auto at = std::chrono::duration_cast<milliseconds>(of.instant.time_since_epoch()).count();
        const std::string name = change.kind == Kind::lost ? "lost" : change.kind == Kind::made ? "made" : "moved";
        if (change.kind != Kind::none) story_ += name + "@" + std::to_string(at) + " ";
    }
    Links links_;
};

TEST_F(Untold, LinksAreMadeAndLostByStagesWhereNobodyElseTells) {
    made(100);
    lost(5000);
    stage(5001, StationStage::authenticated, StationStage::known);
    stage(9000, StationStage::none_at_all, StationStage::known);
    made(9100);
    tell(20'000, wifi::ScanStarted{});
    EXPECT_EQ(story_, "made@100 lost@5000 made@9100 ");
}

TEST_F(Untold, ChangesAreLeftToTheLineThatTellsMore) {
    made(100);
    tell(101, wifi::Associated{.bssid = ap});
    lost(5000);
    tell(5003, wifi::Deauthenticated{.by = wifi::Sender::local, .reason = 4});
    tell(20'000, wifi::ScanStarted{});
    EXPECT_EQ(story_, "made@101 lost@5003 ");
}

TEST_F(Untold, LossesAreToldAtTheEndOfTheEvidence) {
    made(100);
    lost(5000);
    EXPECT_EQ(story_, "made@100 ");
    end();
    EXPECT_EQ(story_, "made@100 lost@5000 ");
}

TEST_F(Untold, LinksThatLiveForAMomentAreNotMissed) {
    made(100);
    lost(160);
    end();
    EXPECT_EQ(story_, "made@100 lost@160 ");
}

TEST_F(Untold, LossesOfOneInterfaceAreNotDecidedByAnother) {
    made(100);
    lost(5000);
    tell(5010, wifi::JoinStarted{.bssid = ap}, "wlan1");
    tell(5020, wifi::Disconnected{.by = wifi::Sender::access_point});
    EXPECT_EQ(story_, "made@100 lost@5020 ");
}

TEST_F(Untold, ChangesAreNoneWhereAnAttemptGoesOnOrADirectPeerGoes) {
    made(100);
    stage(3000, StationStage::authenticated, StationStage::associated, neighbour);
    stage(4000, StationStage::associated, StationStage::authenticated, neighbour);
    stage(4500, StationStage::authorized, StationStage::associated);
    // A restart of the hardware puts the stations in again.
    stage(6000, StationStage::none_at_all, StationStage::known);
    made(6001);
    end();
    EXPECT_EQ(story_, "made@100 ");
}

TEST_F(Untold, CallsOfTheDriverAreNoLosses) {
    made(100);
    tell(5000, wifi::ConnectionLossReported{});
    tell(6000, wifi::BeaconLossReported{});
    tell(6001, wifi::BeaconLoss{});
    end();
    EXPECT_EQ(story_, "made@100 ");
}

}  // namespace
}  // namespace wlanmedic::link
