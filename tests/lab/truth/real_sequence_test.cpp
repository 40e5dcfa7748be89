// SPDX-License-Identifier: MIT
// What really ran: the times and frames that the logs of tests/golden/lab show, as a capture would have them, and
// what explain says of the same logs.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "lab/truth/judgement.h"
#include "story.h"

namespace wlanmedic::lab::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using enum Story::Heard;
using enum Story::Armour;

// tests/golden/lab/beacon-loss: seconds of 1795344100. Beacons and acknowledgements are lost from 107.1 on; the
// notice comes at 107.950, the disconnect at 107.987, the comeback at 119.225, the link at 120.291.
TEST(BeaconLoss, IsToldAsTheStackTellsIt) {
    Story story(22);
    story.join(4.775, "ap1");
    story.null(7.951, "ap1", lost).null(7.962, "ap1", lost);
    story.probe_of_all(8.082)
        .authentication(8.231, "ap1")
        .authentication(8.240, "ap1")
        .authentication(8.244, "ap1");
    story.probe_of_all(8.759).probe_of_all(13.912).probe_of_all(19.062).authentication(19.207, "ap1");
    story.association_request(19.215, "ap1").response(19.221, "ap1", 30).association_request(20.284, "ap1");
    story.response(20.288, "ap1").message_4(20.343, "ap1").put_all_out(22.745, "ap1", sealed);
    EXPECT_THAT(as_text(story.station().unassociated),
                ElementsAre("7.962-20.288 two null frames to ap1 were not acknowledged"));
}

// tests/golden/lab/two-access-points: a loss of ap1, then a roam back that meets a comeback.
TEST(TwoAccessPoints, ARoamThatMustWaitIsALossOfASecond) {
    Story story(45);
    story.join(30.061, "ap1").null(33.480, "ap1", lost).null(33.492, "ap1", lost);
    story.probe_of_all(33.606).join(33.761, "ap2");
    story.authentication(41.321, "ap1").association_request(41.328, "ap1").response(41.329, "ap1", 30);
    story.association_request(42.388, "ap1").response(42.391, "ap1").message_4(42.409, "ap1");
    EXPECT_THAT(as_text(story.station().unassociated),
                ElementsAre("33.492-33.761 two null frames to ap1 were not acknowledged",
                            "41.321-42.391 the station turned to ap1"));
}

// tests/golden/lab/full-chain: after the link is back the access point, which has forgotten the station, sends
// unprotected deauthentications; SA Query decides.
TEST(FullChain, UnprotectedDeauthenticationsEndNothingUntilSaQueryDoes) {
    Story story(80);
    story.join(59.012, "ap1").leave(61.460, "ap1", 4, sealed).probe_of_all(61.562);
    story.authentication(61.712, "ap1").association_request(61.720, "ap1").response(61.728, "ap1", 30);
    story.association_request(62.750, "ap1").response(62.779, "ap1", 0, lost);
    story.association_request(62.860, "ap1").response(62.871, "ap1", 0, lost).probe_of_all(63.491);
    story.authentication(63.640, "ap1").authentication(63.748, "ap1").authentication(63.852, "ap1");
    story.probe_of_all(64.962).join(65.130, "ap1");
    for (const double at_s : {67.301, 67.365, 67.429, 67.494}) story.put_out(at_s, "ap1", bare);
    story.sa_query(67.305, "ap1").sa_query(67.511, "ap1").leave(68.365, "ap1", 2, sealed).join(68.6, "ap1");
    EXPECT_THAT(as_text(story.station().unassociated),
                ElementsAre("61.46-65.13 the station left ap1", "68.365-68.6 the station left ap1"));
}

// tests/golden/lab/wedge-zombie: each null frame is acknowledged, and the station stays for ever.
TEST(WedgeZombie, IsNoLossButNoData) {
    Story story(60);
    story.join(2, "ap1").inject(10, "wedge", R"("radio":2,"path":"receive","kind":"acknowledged")");
    for (int second = 11; second < 60; ++second) story.null(second, "ap1");
    EXPECT_THAT(story.station().unassociated, IsEmpty());
    EXPECT_EQ(story.station().no_data.size(), 2U);
}

}  // namespace
}  // namespace wlanmedic::lab::test
