// SPDX-License-Identifier: MIT
// The words of injected.jsonl, which lab/truth reads.
#include "lab/scenario/names.h"

#include <gtest/gtest.h>

#include <set>

#include "lab/scenario/actions.h"

namespace wlanmedic::lab {
namespace {

TEST(ScenarioNames, AreThoseOfTheEnumeratorsWithAHyphen) {
    EXPECT_EQ(to_text(DriverFault::Kind::connection_loss), "connection-loss");
    EXPECT_EQ(to_text(DriverFault::Kind::beacon_loss), "beacon-loss");
    EXPECT_EQ(to_text(DriverFault::Kind::rssi_low), "rssi-low");
    EXPECT_EQ(to_text(DriverFault::Kind::rssi_high), "rssi-high");
    EXPECT_EQ(to_text(DriverFault::Kind::disconnect), "disconnect");
    EXPECT_EQ(to_text(DriverFault::Kind::restart), "restart");
    EXPECT_EQ(to_text(DriverFault::Kind::hold_rtnl), "hold-rtnl");
    EXPECT_EQ(to_text(AccessPointAction::Kind::kill), "kill");
    EXPECT_EQ(to_text(AccessPointAction::Kind::stop), "stop");
    EXPECT_EQ(to_text(AccessPointAction::Kind::start), "start");
    EXPECT_EQ(to_text(AccessPointAction::Kind::forget), "forget");
    EXPECT_EQ(to_text(AccessPointAction::Kind::block), "block");
    EXPECT_EQ(to_text(AccessPointAction::Kind::unblock), "unblock");
    EXPECT_EQ(to_text(AccessPointAction::Kind::passphrase), "passphrase");
    EXPECT_EQ(to_text(AccessPointAction::Kind::filter_icmp), "filter-icmp");
    EXPECT_EQ(to_text(AccessPointAction::Kind::answer_icmp), "answer-icmp");
    EXPECT_EQ(to_text(StationAction::Kind::reassociate), "reassociate");
    EXPECT_EQ(to_text(StationAction::Kind::disconnect), "disconnect");
    EXPECT_EQ(to_text(StationAction::Kind::reconnect), "reconnect");
    EXPECT_EQ(to_text(StationAction::Kind::link_down), "link-down");
    EXPECT_EQ(to_text(StationAction::Kind::link_up), "link-up");
    EXPECT_EQ(to_text(StationAction::Kind::rfkill_block), "rfkill-block");
    EXPECT_EQ(to_text(StationAction::Kind::rfkill_unblock), "rfkill-unblock");
    EXPECT_EQ(to_text(StationAction::Kind::roam), "roam");
    EXPECT_EQ(to_text(StationAction::Kind::suspend), "suspend");
    EXPECT_EQ(to_text(StationAction::Kind::radio_off), "radio-off");
    EXPECT_EQ(to_text(StationAction::Kind::radio_on), "radio-on");
    EXPECT_EQ(to_text(StationAction::Kind::passphrase), "passphrase");
    EXPECT_EQ(to_text(Security::open), "open");
    EXPECT_EQ(to_text(Security::wpa2), "wpa2");
    EXPECT_EQ(to_text(Security::sae), "sae");
}

TEST(ScenarioNames, NoTwoStepsHaveTheSameWord) {
    std::set<std::string_view> words;
    for (const ActionWord& word : action_words()) {
        EXPECT_TRUE(words.insert(word.word).second) << word.word;
        EXPECT_NE(word.word, "unknown");
    }
}

}  // namespace
}  // namespace wlanmedic::lab
