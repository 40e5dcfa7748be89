// SPDX-License-Identifier: MIT
// Messages as net/wireless/nl80211.c (Linux 6.1) builds them, beside the line that iw 5.19's event.c prints of
// each.
#include "evidence/nl80211_event.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <linux/if.h>
#include <linux/nl80211.h>
#include <linux/rtnetlink.h>

#include "evidence/iw_event.h"
#include "evidence/same_happening.h"
#include "nl80211_lines.h"
#include "support.h"

namespace wlanmedic::evidence {
namespace {

using test::AttributeBytes;
using test::ByteVector;
using test::operator+;

runfile::NetlinkFrame frame(ByteVector bytes, runfile::Way way = runfile::Way::from_kernel) {
    return {.family = runfile::Family::generic, .way = way, .bytes = std::move(bytes)};
}

runfile::NetlinkFrame route(ByteVector bytes, runfile::Way way = runfile::Way::from_kernel) {
    return {.family = runfile::Family::route, .way = way, .bytes = std::move(bytes)};
}

// nl80211_send_iface().
AttributeBytes interface(std::string_view name, std::uint32_t index, std::uint32_t wiphy, std::uint32_t type) {
    return AttributeBytes()
        .u32(NL80211_ATTR_IFINDEX, index)
        .text(NL80211_ATTR_IFNAME, name)
        .u32(NL80211_ATTR_WIPHY, wiphy)
        .u32(NL80211_ATTR_IFTYPE, type)
        .u64(NL80211_ATTR_WDEV, (std::uint64_t{wiphy} << 32U) + 1)
        .address(NL80211_ATTR_MAC, own)
        .u32(NL80211_ATTR_GENERATION, 5)
        .u8(NL80211_ATTR_4ADDR, 0);
}

ByteVector answer(std::uint8_t command, const AttributeBytes& attributes) {
    return test::generic({.type = number, .flags = NLM_F_MULTI, .sequence = 1700000000, .port = 4711}, command,
                         attributes);
}

ByteVector request(std::uint8_t command, const AttributeBytes& attributes) {
    return test::generic(
        {.type = number, .flags = NLM_F_REQUEST | NLM_F_ACK, .sequence = 1700000001, .port = 4711}, command,
        attributes);
}

ByteVector link(std::uint16_t type, int index, std::string_view name, unsigned flags = IFF_UP | (1U << 16U),
                std::uint8_t family = AF_UNSPEC) {
    ByteVector payload;
    test::append(payload, ifinfomsg{.ifi_family = family, .ifi_type = 1, .ifi_index = index, .ifi_flags = flags});
    return test::message({.type = type},
                         payload + AttributeBytes().text(IFLA_IFNAME, name).u32(IFLA_MTU, 1500).all());
}

// Knows nl80211's number, and wlan0 (3, phy0, a station), ap0 (4, phy1, an access point).
class Nl80211 : public testing::Test {
protected:
    Nl80211() {
        decoder.take(frame(test::controller_names("nl80211", number)));
        decoder.take(frame(answer(NL80211_CMD_NEW_INTERFACE, interface("wlan0", 3, 0, NL80211_IFTYPE_STATION))));
        decoder.take(frame(answer(NL80211_CMD_NEW_INTERFACE, interface("ap0", 4, 1, NL80211_IFTYPE_AP))));
    }

    // What the one message tells; all of it joined by "; ".
    std::string told(const runfile::NetlinkFrame& one) {
        std::string all;
        for (const NetlinkTold& each : decoder.take(one)) all += (all.empty() ? "" : "; ") + words(each.decoded);
        return all;
    }
    std::string text(const runfile::NetlinkFrame& one) {
        std::string all;
        for (const NetlinkTold& each : decoder.take(one)) all += (all.empty() ? "" : "; ") + each.text;
        return all;
    }
    // As events of it call it.
    std::string name_of(std::uint32_t index) {
        const auto scan = AttributeBytes().u32(NL80211_ATTR_IFINDEX, index);
        return decoder.take(frame(notification(NL80211_CMD_TRIGGER_SCAN, scan))).back().decoded.interface;
    }

    Nl80211Decoder decoder;
};

// --- the kernel's notifications
// ------------------------------------------------------------------------------------

TEST_F(Nl80211, TellsOfEachNotificationWhatIwsLineTells) {
    for (const IwCase& one : iw_cases())
        EXPECT_EQ(told(frame(notification(one.command, one.attributes))), words(decode_iw_event(one.line)))
            << one.line;
}

// What the message has and iw does not print is told on top of it.
TEST_F(Nl80211, TellsMoreThanIwsLineAndNothingElse) {
    for (const RicherCase& one : richer_cases()) {
        const auto all = decoder.take(frame(notification(one.command, one.attributes)));
        ASSERT_EQ(all.size(), 1U) << one.line;
        EXPECT_EQ(words(all.front().decoded), one.told) << one.line;
        const Decoded printed = decode_iw_event(one.line);
        if (!printed.payload || std::holds_alternative<wifi::UnknownCommand>(*printed.payload)) continue;
        ASSERT_TRUE(all.front().decoded.payload) << one.line;
        EXPECT_TRUE(same_happening(*printed.payload, *all.front().decoded.payload)) << one.line;
    }
}

TEST_F(Nl80211, KeepsTheSignalOfACrossedThreshold) {
    const auto crossed = AttributeBytes()
                             .u32(NL80211_ATTR_CQM_RSSI_THRESHOLD_EVENT, 1)
                             .u32(NL80211_ATTR_CQM_RSSI_LEVEL, static_cast<std::uint32_t>(-71));
    const auto all =
        decoder.take(frame(notification(NL80211_CMD_NOTIFY_CQM, own_link().nest(NL80211_ATTR_CQM, crossed))));
    ASSERT_EQ(all.size(), 1U);
    ASSERT_TRUE(all.front().decoded.payload);
    EXPECT_EQ(std::get<wifi::SignalReport>(*all.front().decoded.payload).dbm, -71);
    EXPECT_EQ(all.front().text, "NL80211_CMD_NOTIFY_CQM wlan0 (phy0) signal -71 dBm");
}

TEST_F(Nl80211, NamesTheInterfaceThatIsTakenAwayAndForgetsIt) {
    const auto gone = notification(NL80211_CMD_DEL_INTERFACE, interface("wlan0", 3, 0, NL80211_IFTYPE_STATION));
    EXPECT_EQ(told(frame(gone)), "wlan0 phy0 interface_type type='station' removed");
    EXPECT_EQ(told(frame(notification(NL80211_CMD_DISCONNECT, own_link()))),
              "ifindex 3 phy0 disconnected by=local reason=0");
}

TEST_F(Nl80211, ForgetsTheInterfacesOfAPhyThatIsGone) {
    decoder.take(
        frame(notification(NL80211_CMD_DEL_WIPHY,
                           AttributeBytes().u32(NL80211_ATTR_WIPHY, 0).text(NL80211_ATTR_WIPHY_NAME, "phy0"))));
    EXPECT_EQ(name_of(3), "ifindex 3");
    EXPECT_EQ(name_of(4), "ap0");
}

TEST_F(Nl80211, PassesOverOtherFamilies) {
    EXPECT_EQ(told(frame(test::generic({.type = number + 1}, NL80211_CMD_DISCONNECT, own_link()))), "");
    EXPECT_EQ(told(frame(test::message({.type = NLMSG_DONE, .flags = NLM_F_MULTI, .sequence = 1}, {0, 0, 0, 0}))),
              "");
}

TEST_F(Nl80211, ReadsAllMessagesOfAFrame) {
    EXPECT_EQ(told(frame(notification(NL80211_CMD_TRIGGER_SCAN, own_link()) +
                         notification(NL80211_CMD_DISCONNECT, own_link()))),
              "wlan0 phy0 scan_started; wlan0 phy0 disconnected by=local reason=0");
}

TEST_F(Nl80211, FollowsTheControllerToAnotherNumber) {
    decoder.take(frame(test::controller_names("nl80211", 40)));
    EXPECT_EQ(told(frame(notification(NL80211_CMD_TRIGGER_SCAN, own_link()))), "");
    EXPECT_EQ(told(frame(test::generic({.type = 40}, NL80211_CMD_TRIGGER_SCAN, own_link()))),
              "wlan0 phy0 scan_started");
}

// --- bad input
// -----------------------------------------------------------------------------------------------------

TEST_F(Nl80211, SaysSoWhereAMessageBreaksOff) {
    const auto deauth = own_link().bytes(NL80211_ATTR_FRAME, leaving_frame(access_point, own, 7));
    const ByteVector whole = notification(NL80211_CMD_DEAUTHENTICATE, deauth);
    constexpr std::size_t padding = 2;
    for (std::size_t size = 1; size < whole.size(); ++size) {
        // As a frame that was cut, and as a message whose own size was cut.
        const ByteVector cut(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size));
        EXPECT_EQ(told(frame(cut)), "malformed") << size;
        if (size < sizeof(nlmsghdr) || size >= whole.size() - padding) continue;
        ByteVector shorter = cut;
        const auto claimed = static_cast<std::uint32_t>(size);
        std::memcpy(shorter.data(), &claimed, sizeof claimed);
        const std::string seen = told(frame(shorter));
        // Whole attributes before the cut are a message, too: one without a frame.
        EXPECT_THAT(seen, testing::Not(testing::HasSubstr("by=access_point"))) << size;
        EXPECT_NE(seen, "") << size;
    }
}

TEST_F(Nl80211, SaysSoWhereAnAttributeHasAnotherSize) {
    const auto with = [](AttributeBytes attributes) {
        return frame(notification(NL80211_CMD_DISCONNECT, attributes));
    };
    EXPECT_EQ(told(with(AttributeBytes().u16(NL80211_ATTR_IFINDEX, 3))), "malformed");
    EXPECT_EQ(told(with(AttributeBytes().u64(NL80211_ATTR_WIPHY, 0))), "malformed");
    EXPECT_EQ(told(with(own_link().u32(NL80211_ATTR_REASON_CODE, 3))), "malformed");
    EXPECT_EQ(told(frame(notification(NL80211_CMD_NEW_STATION, AttributeBytes().u32(NL80211_ATTR_IFINDEX, 3)))),
              "malformed");
    EXPECT_EQ(told(frame(notification(NL80211_CMD_NEW_STATION, own_link().u32(NL80211_ATTR_MAC, 1)))),
              "malformed");
    EXPECT_EQ(told(frame(notification(NL80211_CMD_NOTIFY_CQM, own_link()))), "malformed");
    EXPECT_EQ(
        told(frame(notification(NL80211_CMD_ASSOC_COMEBACK, own_link().address(NL80211_ATTR_MAC, access_point)))),
        "malformed");
}

TEST_F(Nl80211, SaysSoWhereAFrameIsNotWhatTheCommandReports) {
    const auto with = [this](std::uint8_t command, const ByteVector& bytes) {
        return told(frame(notification(command, own_link().bytes(NL80211_ATTR_FRAME, bytes))));
    };
    const ByteVector auth = test::management_frame(0xb0, own, access_point, access_point, {0, 0, 2, 0, 0, 0});
    const ByteVector deauth = leaving_frame(access_point, own, 7);
    EXPECT_EQ(with(NL80211_CMD_DEAUTHENTICATE, auth), "malformed");
    EXPECT_EQ(with(NL80211_CMD_AUTHENTICATE, deauth), "malformed");
    EXPECT_EQ(with(NL80211_CMD_ASSOCIATE, auth), "malformed");
    EXPECT_EQ(with(NL80211_CMD_UNPROT_DEAUTHENTICATE, auth), "malformed");
    EXPECT_EQ(with(NL80211_CMD_DEAUTHENTICATE, {}), "malformed");
    EXPECT_EQ(with(NL80211_CMD_DEAUTHENTICATE, ByteVector(deauth.begin(), deauth.end() - 1)), "malformed");
    EXPECT_EQ(with(NL80211_CMD_AUTHENTICATE, ByteVector(auth.begin(), auth.end() - 1)), "malformed");
    ByteVector data = deauth;
    data[0] = 0x08;
    EXPECT_EQ(with(NL80211_CMD_DEAUTHENTICATE, data), "malformed");
}

TEST_F(Nl80211, TakesNoNameThatTheKernelWouldNot) {
    for (const std::string_view name : {"", "a/b", "a b", "averylongname0123", "\x1b[31m", "."})
        decoder.take(
            frame(notification(NL80211_CMD_NEW_INTERFACE, interface(name, 9, 0, NL80211_IFTYPE_STATION))));
    EXPECT_EQ(name_of(9), "ifindex 9");
}

TEST_F(Nl80211, RemembersSoManyInterfacesAndNoMore) {
    for (std::uint32_t index = 100; index < 100 + 2 * KnownInterfaces::most; ++index)
        decoder.take(frame(notification(NL80211_CMD_NEW_INTERFACE,
                                        interface(fmt::format("w{}", index), index, 0, NL80211_IFTYPE_MONITOR))));
    EXPECT_EQ(name_of(3), "wlan0");
    EXPECT_EQ(name_of(100 + KnownInterfaces::most - 3), "w1121");
    EXPECT_EQ(name_of(100 + KnownInterfaces::most - 2), "ifindex 1122");
}

// --- state: answers
// ------------------------------------------------------------------------------------------------

AttributeBytes station_info(std::uint32_t index, std::string_view address, std::uint32_t set) {
    ByteVector flags;
    test::append(flags, nl80211_sta_flag_update{.mask = 0xff, .set = set});
    return AttributeBytes()
        .u32(NL80211_ATTR_IFINDEX, index)
        .address(NL80211_ATTR_MAC, address)
        .u32(NL80211_ATTR_GENERATION, 7)
        .nest(NL80211_ATTR_STA_INFO, AttributeBytes()
                                         .u32(NL80211_STA_INFO_CONNECTED_TIME, 60)
                                         .u8(NL80211_STA_INFO_SIGNAL, static_cast<std::uint8_t>(-43))
                                         .bytes(NL80211_STA_INFO_STA_FLAGS, flags));
}

constexpr std::uint32_t authorized = 1U << NL80211_STA_FLAG_AUTHORIZED;
constexpr std::uint32_t associated = 1U << NL80211_STA_FLAG_ASSOCIATED;
constexpr std::uint32_t authenticated = 1U << NL80211_STA_FLAG_AUTHENTICATED;
constexpr std::uint32_t reached_directly = 1U << NL80211_STA_FLAG_TDLS_PEER;

TEST_F(Nl80211, TakesAnAnswerForAStateAndNotForAHappening) {
    EXPECT_EQ(told(frame(answer(NL80211_CMD_NEW_INTERFACE, interface("wlan0", 3, 0, NL80211_IFTYPE_STATION)))),
              "wlan0 phy0 interface_type type='station'");
    const auto linked =
        answer(NL80211_CMD_NEW_STATION, station_info(3, access_point, authenticated | associated | authorized));
    EXPECT_EQ(told(frame(linked)), "wlan0 phy0 station_state address=02:00:00:00:01:00");
    const auto stands = std::get<wifi::StationState>(*decoder.take(frame(linked)).at(0).decoded.payload);
    EXPECT_EQ(stands.before, wifi::StationStage::authorized) << "nothing says when it came to it";
    EXPECT_EQ(stands.after, wifi::StationStage::authorized);
    EXPECT_EQ(text(frame(linked)),
              "answer NL80211_CMD_NEW_STATION wlan0 (phy0) 02:00:00:00:01:00 -43 dBm, may send data");
    // The results of a scan, asked for, are no scan that ends; nor is anything else.
    EXPECT_EQ(told(frame(answer(NL80211_CMD_NEW_SCAN_RESULTS, own_link()))), "noted");
    EXPECT_EQ(told(frame(answer(NL80211_CMD_NEW_WIPHY, AttributeBytes().u32(NL80211_ATTR_WIPHY, 0)))), "noted");
    EXPECT_EQ(told(frame(answer(NL80211_CMD_GET_REG, AttributeBytes()))), "noted");
    EXPECT_EQ(told(frame(answer(NL80211_CMD_DEL_STATION, own_link()))), "noted");
    EXPECT_EQ(told(frame(answer(250, AttributeBytes()))), "noted");
}

TEST_F(Nl80211, TakesOnlyAnAuthorizedAccessPointForALink) {
    EXPECT_EQ(
        told(frame(answer(NL80211_CMD_NEW_STATION, station_info(3, access_point, authenticated | associated)))),
        "noted");
    EXPECT_EQ(
        told(frame(answer(NL80211_CMD_NEW_STATION, station_info(3, access_point, authorized | reached_directly)))),
        "noted");
    EXPECT_EQ(told(frame(answer(NL80211_CMD_NEW_STATION, station_info(4, own, authorized)))), "noted")
        << "a client of an access point";
    EXPECT_EQ(told(frame(answer(NL80211_CMD_NEW_STATION, station_info(8, access_point, authorized)))), "noted")
        << "nothing says that it is a station";
}

TEST_F(Nl80211, FollowsTheTypeOfAnInterface) {
    decoder.take(frame(notification(NL80211_CMD_SET_INTERFACE, interface("ap0", 4, 1, NL80211_IFTYPE_STATION))));
    EXPECT_EQ(told(frame(answer(NL80211_CMD_NEW_STATION, station_info(4, access_point, authorized)))),
              "ap0 phy1 station_state address=02:00:00:00:01:00");
}

// --- requests of processes
// -----------------------------------------------------------------------------------------

TEST_F(Nl80211, TakesARequestForNoMoreThanARequest) {
    const auto asks = [this](std::uint8_t command, const AttributeBytes& attributes) {
        const std::string one = told(frame(request(command, attributes), runfile::Way::to_kernel));
        EXPECT_EQ(told(frame(request(command, attributes), runfile::Way::other)), one) << "the flag says it, too";
        return one;
    };
    const auto with_bssid = [] {
        return AttributeBytes().u32(NL80211_ATTR_IFINDEX, 3).address(NL80211_ATTR_MAC, access_point);
    };
    EXPECT_EQ(asks(NL80211_CMD_AUTHENTICATE, with_bssid()),
              "wlan0 phy0 auth_requested bssid=02:00:00:00:01:00 attempt=1");
    EXPECT_EQ(asks(NL80211_CMD_ASSOCIATE, with_bssid()),
              "wlan0 phy0 assoc_requested bssid=02:00:00:00:01:00 attempt=1");
    for (const std::uint8_t command :
         {NL80211_CMD_CONNECT, NL80211_CMD_DEAUTHENTICATE, NL80211_CMD_DISASSOCIATE, NL80211_CMD_DISCONNECT})
        EXPECT_EQ(asks(command, with_bssid().u16(NL80211_ATTR_REASON_CODE, 3)), "wlan0 phy0 user_request");
    for (const std::uint8_t command : {NL80211_CMD_TRIGGER_SCAN, NL80211_CMD_GET_INTERFACE, NL80211_CMD_NEW_KEY,
                                       NL80211_CMD_DEL_STATION, NL80211_CMD_NEW_STATION})
        EXPECT_EQ(asks(command, with_bssid()), "noted");
}

TEST_F(Nl80211, SaysWhatAProcessAskedFor) {
    const auto all =
        decoder.take(frame(request(NL80211_CMD_DEAUTHENTICATE, AttributeBytes()
                                                                   .u32(NL80211_ATTR_IFINDEX, 3)
                                                                   .address(NL80211_ATTR_MAC, access_point)
                                                                   .u16(NL80211_ATTR_REASON_CODE, 3))));
    ASSERT_EQ(all.size(), 1U);
    const auto& asked = std::get<wifi::UserRequest>(all.front().decoded.payload.value());
    EXPECT_EQ(asked.who, "a process");
    EXPECT_EQ(asked.what, "deauthenticate");
    EXPECT_FALSE(asked.person);
    EXPECT_EQ(
        all.front().text,
        "request NL80211_CMD_DEAUTHENTICATE wlan0 (phy0) 02:00:00:00:01:00 reason 3 (the sender is leaving)");
}

TEST_F(Nl80211, TakesLeaveToSendForASignWithoutAnAccessPoint) {
    const auto set = [](std::uint32_t mask, std::uint32_t flags) {
        ByteVector bytes;
        test::append(bytes, nl80211_sta_flag_update{.mask = mask, .set = flags});
        return frame(request(NL80211_CMD_SET_STATION, AttributeBytes()
                                                          .u32(NL80211_ATTR_IFINDEX, 3)
                                                          .address(NL80211_ATTR_MAC, access_point)
                                                          .bytes(NL80211_ATTR_STA_FLAGS2, bytes)));
    };
    EXPECT_EQ(told(set(authorized, authorized)), "wlan0 phy0 authorized bssid=-");
    EXPECT_EQ(told(set(authorized, 0)), "noted");
    EXPECT_EQ(told(set(0, authorized)), "noted");
}

TEST_F(Nl80211, LearnsNoNameFromARequest) {
    decoder.take(frame(request(NL80211_CMD_NEW_INTERFACE, interface("mon0", 3, 0, NL80211_IFTYPE_MONITOR))));
    EXPECT_EQ(name_of(3), "wlan0");
    EXPECT_EQ(told(frame(answer(NL80211_CMD_NEW_STATION, station_info(3, access_point, authorized)))),
              "wlan0 phy0 station_state address=02:00:00:00:01:00");
}

TEST_F(Nl80211, TellsAScanThatTheKernelRefused) {
    const auto refused = [](std::uint8_t command, std::int32_t error) {
        ByteVector payload;
        test::append(payload, error);
        return frame(test::message({.type = NLMSG_ERROR, .sequence = 1700000001, .port = 4711},
                                   payload + request(command, AttributeBytes().u32(NL80211_ATTR_IFINDEX, 3))));
    };
    const auto all = decoder.take(refused(NL80211_CMD_TRIGGER_SCAN, -16));
    ASSERT_EQ(all.size(), 1U);
    EXPECT_EQ(words(all.front().decoded), "wlan0 phy0 scan_failed");
    EXPECT_EQ(std::get<wifi::ScanFailed>(all.front().decoded.payload.value()).error, 16);
    EXPECT_EQ(all.front().text,
              "refused NL80211_CMD_TRIGGER_SCAN wlan0 (phy0) error 16 (Device or resource busy)");
    EXPECT_EQ(told(refused(NL80211_CMD_AUTHENTICATE, -114)), "noted");
    EXPECT_EQ(told(refused(NL80211_CMD_TRIGGER_SCAN, 0)), "") << "granted";
    EXPECT_EQ(told(refused(NL80211_CMD_TRIGGER_SCAN, std::numeric_limits<std::int32_t>::min())),
              "wlan0 phy0 scan_failed");
}

// --- names
// ---------------------------------------------------------------------------------------------------------

TEST_F(Nl80211, TellsThatAnInterfaceIsRenamed) {
    decoder.take(frame(notification(NL80211_CMD_TRIGGER_SCAN, own_link())));
    const auto all = decoder.take(route(link(RTM_NEWLINK, 3, "wlp1s0")));
    ASSERT_EQ(all.size(), 2U);
    EXPECT_EQ(all[0].decoded.interface, "wlp1s0");
    EXPECT_EQ(all[0].decoded.phy, "phy0");
    const auto& renamed = std::get<wifi::InterfaceRenamed>(all[0].decoded.payload.value());
    EXPECT_EQ(renamed.before, "wlan0");
    EXPECT_EQ(renamed.after, "wlp1s0");
    EXPECT_EQ(all[1].text, "RTM_NEWLINK wlp1s0 up, carrier");
    EXPECT_EQ(words(all[1].decoded), "noted");
    EXPECT_EQ(told(frame(notification(NL80211_CMD_TRIGGER_SCAN, own_link()))), "wlp1s0 phy0 scan_started");
}

TEST_F(Nl80211, TakesNoWordOfLinksThatAreNotWireless) {
    EXPECT_EQ(told(route(link(RTM_NEWLINK, 2, "eth0"))), "");
    EXPECT_EQ(told(route(link(RTM_NEWLINK, 2, "eth1"))), "");
    EXPECT_EQ(told(route(link(RTM_NEWLINK, 3, "br0", IFF_UP, AF_BRIDGE))), "") << "a port of a bridge";
    EXPECT_EQ(name_of(3), "wlan0");
    EXPECT_EQ(told(route(test::message({.type = RTM_NEWADDR}, {1, 2, 3}))), "");
}

TEST_F(Nl80211, LearnsNamesFromLinksBeforeNl80211TellsOfThem) {
    EXPECT_EQ(told(route(link(RTM_NEWLINK, 7, "wlan7"))), "");
    EXPECT_EQ(told(frame(notification(NL80211_CMD_TRIGGER_SCAN,
                                      AttributeBytes().u32(NL80211_ATTR_WIPHY, 2).u32(NL80211_ATTR_IFINDEX, 7)))),
              "wlan7 phy2 scan_started");
}

TEST_F(Nl80211, SaysWhoItWasOnceANumberHasAName) {
    const auto scan = notification(NL80211_CMD_TRIGGER_SCAN,
                                   AttributeBytes().u32(NL80211_ATTR_WIPHY, 2).u32(NL80211_ATTR_IFINDEX, 7));
    EXPECT_EQ(told(frame(scan)), "ifindex 7 phy2 scan_started");
    const auto all =
        decoder.take(frame(answer(NL80211_CMD_NEW_INTERFACE, interface("wlan7", 7, 2, NL80211_IFTYPE_STATION))));
    ASSERT_EQ(all.size(), 2U);
    EXPECT_EQ(std::get<wifi::InterfaceRenamed>(all[0].decoded.payload.value()).before, "ifindex 7");
    EXPECT_EQ(words(all[1].decoded), "wlan7 phy2 interface_type type='station'");
    EXPECT_EQ(told(frame(scan)), "wlan7 phy2 scan_started");
}

TEST_F(Nl80211, TellsNoRenamingOfWhatNobodyWasToldOf) {
    EXPECT_EQ(told(frame(answer(NL80211_CMD_NEW_INTERFACE, interface("mon7", 7, 2, NL80211_IFTYPE_MONITOR)))),
              "mon7 phy2 interface_type type='monitor'");
}

TEST_F(Nl80211, KeepsAWirelessInterfaceUntilNl80211LetsItGo) {
    EXPECT_EQ(told(route(link(RTM_DELLINK, 3, "wlan0", 0))), "noted");
    EXPECT_EQ(told(frame(notification(NL80211_CMD_DISCONNECT, own_link()))),
              "wlan0 phy0 disconnected by=local reason=0");
}

TEST_F(Nl80211, SaysSoWhereAWirelessLinksMessageIsBroken) {
    ByteVector broken = link(RTM_NEWLINK, 3, "wlan0");
    broken[sizeof(nlmsghdr) + sizeof(ifinfomsg)] = 0xff;
    EXPECT_EQ(told(route(broken)), "malformed");
    EXPECT_EQ(told(route(test::message({.type = RTM_NEWLINK}, {1, 2, 3}))), "malformed");
}

}  // namespace
}  // namespace wlanmedic::evidence
