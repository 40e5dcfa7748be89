// SPDX-License-Identifier: MIT
#include "wifi/event.h"

#include <gmock/gmock.h>

#include <set>
#include <string>
#include <utility>

#include "wifi/codes.h"
#include "wifi/error.h"

namespace wlanmedic::wifi {
namespace {

using testing::StartsWith;

template <std::size_t... indices>
std::vector<Payload> one_of_each(std::index_sequence<indices...>) {
    return {Payload(std::in_place_index<indices>)...};
}

std::vector<Payload> one_of_each() {
    return one_of_each(std::make_index_sequence<std::variant_size_v<Payload>>{});
}

TEST(NameOf, GivesEachPayloadANameOfItsOwnInLowerCase) {
    std::set<std::string_view> names;
    for (const Payload& payload : one_of_each()) {
        const std::string_view name = name_of(payload);
        EXPECT_FALSE(name.empty()) << payload.index();
        EXPECT_EQ(name.find_first_not_of("abcdefghijklmnopqrstuvwxyz_"), std::string_view::npos) << name;
        EXPECT_TRUE(names.insert(name).second) << name;
    }
    EXPECT_EQ(names.size(), std::variant_size_v<Payload>);
}

// A table in the order of the variant is right only as long as nobody puts a payload in between.
TEST(NameOf, BelongsToTheTypeThatItNames) {
    EXPECT_EQ(name_of(ScanStarted{}), "scan_started");
    EXPECT_EQ(name_of(ScanFinished{}), "scan_finished");
    EXPECT_EQ(name_of(JoinStarted{}), "join_started");
    EXPECT_EQ(name_of(AuthRequested{}), "auth_requested");
    EXPECT_EQ(name_of(Authenticated{}), "authenticated");
    EXPECT_EQ(name_of(AuthRejected{}), "auth_rejected");
    EXPECT_EQ(name_of(AuthTimedOut{}), "auth_timeout");
    EXPECT_EQ(name_of(AssocRequested{}), "assoc_requested");
    EXPECT_EQ(name_of(AssocResponse{}), "assoc_response");
    EXPECT_EQ(name_of(AssocRejected{}), "assoc_rejected");
    EXPECT_EQ(name_of(AssocComeback{}), "assoc_comeback");
    EXPECT_EQ(name_of(AssocTimedOut{}), "assoc_timeout");
    EXPECT_EQ(name_of(Associated{}), "associated");
    EXPECT_EQ(name_of(Authorized{}), "authorized");
    EXPECT_EQ(name_of(EapolSent{}), "eapol_sent");
    EXPECT_EQ(name_of(Roamed{}), "roamed");
    EXPECT_EQ(name_of(RoamRequested{}), "roam_requested");
    EXPECT_EQ(name_of(ConnectionLoss{}), "connection_loss");
    EXPECT_EQ(name_of(BeaconLoss{}), "beacon_loss");
    EXPECT_EQ(name_of(Deauthenticated{}), "deauthenticated");
    EXPECT_EQ(name_of(Disconnected{}), "disconnected");
    EXPECT_EQ(name_of(UnprotectedDeauth{}), "unprotected_deauth");
    EXPECT_EQ(name_of(StationAdded{}), "station_added");
    EXPECT_EQ(name_of(StationRemoved{}), "station_removed");
    EXPECT_EQ(name_of(DecryptFailure{}), "decrypt_failure");
    EXPECT_EQ(name_of(FirmwareError{}), "firmware_error");
    EXPECT_EQ(name_of(HardwareRestarted{}), "hardware_restarted");
    EXPECT_EQ(name_of(RegulatoryChanged{}), "regulatory_changed");
    EXPECT_EQ(name_of(ChannelSwitched{}), "channel_switched");
    EXPECT_EQ(name_of(InterfaceType{}), "interface_type");
    EXPECT_EQ(name_of(Suspended{}), "suspended");
    EXPECT_EQ(name_of(Resumed{}), "resumed");
    EXPECT_EQ(name_of(Booted{}), "booted");
    EXPECT_EQ(name_of(RadioBlocked{}), "radio_blocked");
    EXPECT_EQ(name_of(RadioUnblocked{}), "radio_unblocked");
    EXPECT_EQ(name_of(UnknownCommand{}), "unknown_command");
    EXPECT_EQ(name_of(Gap{}), "gap");
}

TEST(BssidOf, IsTheOneThatThePayloadNames) {
    const auto bssid = MacAddress::parse("02:00:00:00:00:01");
    EXPECT_EQ(bssid_of(Associated{.bssid = bssid}), bssid);
    EXPECT_EQ(bssid_of(AssocComeback{.bssid = bssid, .tu = 1000}), bssid);
    EXPECT_EQ(bssid_of(ConnectionLoss{.bssid = bssid}), bssid);
    EXPECT_EQ(bssid_of(Associated{}), std::nullopt);
}

TEST(BssidOf, IsNoneWhereOnlyTheTwoEndsOfAFrameAreNamed) {
    const auto address = MacAddress::parse("02:00:00:00:00:01");
    EXPECT_EQ(bssid_of(Deauthenticated{.from = address, .to = address}), std::nullopt);
    EXPECT_EQ(bssid_of(StationAdded{.address = address}), std::nullopt);
    EXPECT_EQ(bssid_of(RoamRequested{.from = address, .to = address}), std::nullopt);
    EXPECT_EQ(bssid_of(BeaconLoss{}), std::nullopt);
}

TEST(Codes, HaveWordsForWhatWlanmedicDecidesOn) {
    EXPECT_EQ(reason_text(reason_unspecified), "unspecified");
    EXPECT_EQ(reason_text(reason_deauth_leaving), "the sender is leaving");
    EXPECT_EQ(reason_text(reason_disassoc_due_to_inactivity), "inactivity");
    EXPECT_THAT(reason_text(reason_class2_frame_from_nonauth_sta), StartsWith("class 2"));
    EXPECT_THAT(reason_text(reason_class3_frame_from_nonassoc_sta), StartsWith("class 3"));
    EXPECT_EQ(reason_text(reason_4way_handshake_timeout), "4-way handshake timed out");
    EXPECT_EQ(reason_text(reason_group_key_handshake_timeout), "group key handshake timed out");
    EXPECT_THAT(reason_text(reason_ieee8021x_failed), StartsWith("IEEE 802.1X"));
    EXPECT_EQ(status_text(status_success), "success");
    EXPECT_EQ(status_text(status_assoc_rejected_temporarily), "refused temporarily, try again later");
    EXPECT_EQ(status_text(17), "access point is full");
}

TEST(Codes, SayWhereTheyDoNotKnowACode) {
    for (const int reserved : {0, 25 + 200, 65535})
        EXPECT_EQ(reason_text(static_cast<std::uint16_t>(reserved)), "unknown reason") << reserved;
    for (const int reserved : {8, 9, 65535})
        EXPECT_EQ(status_text(static_cast<std::uint16_t>(reserved)), "unknown status") << reserved;
}

TEST(Codes, AreNeverWithoutWordsAndFitIntoALine) {
    for (int code = 0; code <= 65535; ++code) {
        ASSERT_FALSE(reason_text(static_cast<std::uint16_t>(code)).empty()) << code;
        ASSERT_FALSE(status_text(static_cast<std::uint16_t>(code)).empty()) << code;
        ASSERT_LT(reason_text(static_cast<std::uint16_t>(code)).size(), 64U) << code;
        ASSERT_LT(status_text(static_cast<std::uint16_t>(code)).size(), 64U) << code;
    }
}

TEST(Error, IsPrintedWithThePartsOfItsPlaceThatAreKnown) {
    EXPECT_EQ((Error{.what = "no TOML", .file = "a.toml", .line = 3, .column = 7, .hint = "h"}.to_string()),
              "a.toml:3:7: no TOML");
    EXPECT_EQ((Error{.what = "no TOML", .file = "a.toml", .line = 3}.to_string()), "a.toml:3: no TOML");
    EXPECT_EQ((Error{.what = "no TOML", .file = "a.toml", .column = 7}.to_string()), "a.toml: no TOML");
    EXPECT_EQ((Error{.what = "no TOML", .line = 3, .column = 7}.to_string()), "no TOML");
}

}  // namespace
}  // namespace wlanmedic::wifi
