// SPDX-License-Identifier: MIT
#include "nl80211_lines.h"

#include <fmt/format.h>
#include <linux/nl80211.h>

namespace wlanmedic::evidence {

using test::AttributeBytes;
using test::ByteVector;

ByteVector notification(std::uint8_t command, const AttributeBytes& attributes) {
    return test::generic({.type = number}, command, attributes);
}

AttributeBytes own_link() { return AttributeBytes().u32(NL80211_ATTR_WIPHY, 0).u32(NL80211_ATTR_IFINDEX, 3); }

ByteVector leaving_frame(std::string_view from, std::string_view to, std::uint16_t reason, std::uint8_t control,
                         bool is_protected) {
    return test::management_frame(
        control, to, from, access_point,
        {static_cast<std::uint8_t>(reason & 0xff), static_cast<std::uint8_t>(reason >> 8)}, is_protected);
}

namespace {

constexpr std::string_view other = "02:00:00:00:09:00";
constexpr std::string_view everybody = "ff:ff:ff:ff:ff:ff";

std::string hex(const ByteVector& bytes) {
    std::string text = " [frame:";
    for (const std::uint8_t byte : bytes) text += fmt::format(" {:02x}", byte);
    return text + "]";
}

ByteVector auth_frame(std::uint8_t status, std::uint8_t algorithm = 0) {
    return test::management_frame(0xb0, own, access_point, access_point,
                                  {algorithm, 0, 2, 0, status, 0, 0x30, 0x00});
}

ByteVector assoc_frame(std::uint8_t status, const ByteVector& elements = {}, std::uint8_t control = 0x10) {
    ByteVector body{0x11, 0x04, status, 0, 0x01, 0xc0};
    body.insert(body.end(), elements.begin(), elements.end());
    return test::management_frame(control, own, access_point, access_point, body);
}

AttributeBytes with_frame(const ByteVector& frame) { return own_link().bytes(NL80211_ATTR_FRAME, frame); }
AttributeBytes with_mac(std::string_view address) { return own_link().address(NL80211_ATTR_MAC, address); }

// nl80211_prep_scan_msg(), nl80211_add_scan_req().
AttributeBytes scan() {
    return own_link()
        .u64(NL80211_ATTR_WDEV, 1)
        .nest(NL80211_ATTR_SCAN_SSIDS, AttributeBytes().bytes(0, {}))
        .nest(NL80211_ATTR_SCAN_FREQUENCIES, AttributeBytes().u32(0, 2412).u32(1, 2437).u32(2, 5180))
        .u32(NL80211_ATTR_SCAN_FLAGS, 0);
}

AttributeBytes quality(const AttributeBytes& measure) { return own_link().nest(NL80211_ATTR_CQM, measure); }

AttributeBytes interface(std::uint32_t type) {
    return AttributeBytes()
        .u32(NL80211_ATTR_IFINDEX, 3)
        .text(NL80211_ATTR_IFNAME, "wlan0")
        .u32(NL80211_ATTR_WIPHY, 0)
        .u32(NL80211_ATTR_IFTYPE, type)
        .u64(NL80211_ATTR_WDEV, 1)
        .address(NL80211_ATTR_MAC, own)
        .u8(NL80211_ATTR_4ADDR, 0);
}

void add_scans(std::vector<IwCase>& all) {
    all.push_back({NL80211_CMD_TRIGGER_SCAN, scan(), "wlan0 (phy #0): scan started"});
    all.push_back({NL80211_CMD_NEW_SCAN_RESULTS, scan(), "wlan0 (phy #0): scan finished: 2412 2437 5180, \"\""});
    all.push_back({NL80211_CMD_SCAN_ABORTED, scan(), "wlan0 (phy #0): scan aborted: 2412 2437 5180, \"\""});
    all.push_back({NL80211_CMD_NEW_SCAN_RESULTS, own_link(), "wlan0 (phy #0): scan finished:"});
    all.push_back({NL80211_CMD_TRIGGER_SCAN, AttributeBytes().u32(NL80211_ATTR_WIPHY, 0).u64(NL80211_ATTR_WDEV, 2),
                   "wdev 0x2 (phy #0): scan started"});
    all.push_back({NL80211_CMD_START_SCHED_SCAN, own_link().u64(NL80211_ATTR_COOKIE, 1),
                   "wlan0 (phy #0): scheduled scan started"});
    all.push_back({NL80211_CMD_SCHED_SCAN_RESULTS, own_link(), "wlan0 (phy #0): got scheduled scan results"});
    all.push_back({NL80211_CMD_SCHED_SCAN_STOPPED, own_link(), "wlan0 (phy #0): sched scan stopped"});
}

void add_joining(std::vector<IwCase>& all) {
    const std::string head = "wlan0 (phy #0): ";
    const std::string from_access_point = "02:00:00:00:01:00 -> 02:00:00:00:00:00";
    const auto auth = [&](std::uint8_t status, std::string_view words) {
        const ByteVector frame = auth_frame(status);
        all.push_back(
            {NL80211_CMD_AUTHENTICATE, with_frame(frame),
             fmt::format("{}auth {} status: {}: {}{}", head, from_access_point, status, words, hex(frame))});
    };
    auth(0, "Successful");
    auth(17, "Association denied because AP is unable to handle additional associated STA");
    auth(76, "<unknown>");
    auth(126, "<unknown>");
    auth(127, "<unknown>");
    all.push_back({NL80211_CMD_AUTHENTICATE, own_link(), "wlan0 (phy #0): auth: unknown event"});
    const auto assoc = [&](const ByteVector& frame, std::uint8_t status, std::string_view words) {
        all.push_back(
            {NL80211_CMD_ASSOCIATE, with_frame(frame).bytes(NL80211_ATTR_REQ_IE, {0, 3, 'l', 'a', 'b'}),
             fmt::format("{}assoc {} status: {}: {}{}", head, from_access_point, status, words, hex(frame))});
    };
    assoc(assoc_frame(0), 0, "Successful");
    assoc(assoc_frame(0, {}, 0x30), 0, "Successful");
    assoc(assoc_frame(17), 17, "Association denied because AP is unable to handle additional associated STA");
    assoc(assoc_frame(30, {56, 5, 3, 0xe8, 0x03, 0, 0}), 30,
          "Association request rejected temporarily; try again later");
    assoc(assoc_frame(30), 30, "Association request rejected temporarily; try again later");
    all.push_back({NL80211_CMD_ASSOC_COMEBACK, with_mac(access_point).u32(NL80211_ATTR_TIMEOUT, 881),
                   "wlan0 (phy #0): assoc comeback bssid 02:00:00:00:01:00 timeout 881"});
    const auto connect = [&](std::uint16_t status) {
        return with_mac(access_point).u16(NL80211_ATTR_STATUS_CODE, status);
    };
    all.push_back({NL80211_CMD_CONNECT, connect(0), "wlan0 (phy #0): connected to 02:00:00:00:01:00"});
    all.push_back({NL80211_CMD_CONNECT, own_link().u16(NL80211_ATTR_STATUS_CODE, 0), "wlan0 (phy #0): connected"});
    all.push_back({NL80211_CMD_CONNECT, connect(17),
                   "wlan0 (phy #0): failed to connect to 02:00:00:00:01:00, status: 17: Association denied "
                   "because AP is unable to handle additional associated STA"});
    all.push_back({NL80211_CMD_CONNECT,
                   connect(1).flag(NL80211_ATTR_TIMED_OUT).u32(NL80211_ATTR_TIMEOUT_REASON, 1),
                   "wlan0 (phy #0): timed out to 02:00:00:00:01:00"});
    all.push_back({NL80211_CMD_CONNECT, with_mac(access_point),
                   "wlan0 (phy #0): unknown connect status to 02:00:00:00:01:00"});
    all.push_back({NL80211_CMD_ROAM, with_mac(other), "wlan0 (phy #0): roamed to 02:00:00:00:09:00"});
    all.push_back({NL80211_CMD_CONTROL_PORT_FRAME_TX_STATUS,
                   own_link()
                       .u64(NL80211_ATTR_WDEV, 1)
                       .bytes(NL80211_ATTR_FRAME, {1, 2, 3})
                       .u64(NL80211_ATTR_COOKIE, 8)
                       .flag(NL80211_ATTR_ACK),
                   "wlan0 (phy #0): ctrl. port TX status (cookie 8): acked"});
    all.push_back({NL80211_CMD_CONTROL_PORT_FRAME_TX_STATUS, own_link().u64(NL80211_ATTR_COOKIE, 9),
                   "wlan0 (phy #0): ctrl. port TX status (cookie 9): no ack"});
}

// iw's reason.c.
std::string_view reason_words(std::uint16_t reason) {
    switch (reason) {
        case 1: return "Unspecified";
        case 2: return "Previous authentication no longer valid";
        case 3: return "Deauthenticated because sending station is leaving (or has left) the IBSS or ESS";
        case 6: return "Class 2 frame received from non-authenticated station";
        case 7: return "Class 3 frame received from non-authenticated station";
        case 8: return "Disassociated because sending station is leaving (or has left) the BSS";
        default: return "";
    }
}

void add_leaving(std::vector<IwCase>& all) {
    const std::string head = "wlan0 (phy #0): ";
    const auto leave = [&](std::uint8_t command, std::string_view words, std::string_view from,
                           std::string_view to, std::uint16_t reason, std::uint8_t control,
                           bool is_protected = false) {
        const ByteVector frame = leaving_frame(from, to, reason, control, is_protected);
        all.push_back({command, with_frame(frame),
                       fmt::format("{}{} {} -> {} reason {}: {}{}", head, words, from, to, reason,
                                   reason_words(reason), hex(frame))});
    };
    leave(NL80211_CMD_DEAUTHENTICATE, "deauth", access_point, own, 7, 0xc0);
    leave(NL80211_CMD_DEAUTHENTICATE, "deauth", own, access_point, 3, 0xc0);
    leave(NL80211_CMD_DEAUTHENTICATE, "deauth", access_point, everybody, 1, 0xc0);
    leave(NL80211_CMD_DEAUTHENTICATE, "deauth", access_point, own, 2, 0xc0, true);
    leave(NL80211_CMD_DISASSOCIATE, "disassoc", access_point, own, 8, 0xa0);
    leave(NL80211_CMD_UNPROT_DEAUTHENTICATE, "unprotected deauth", access_point, own, 6, 0xc0);
    leave(NL80211_CMD_UNPROT_DEAUTHENTICATE, "unprotected deauth", own, access_point, 6, 0xc0);
    leave(NL80211_CMD_UNPROT_DISASSOCIATE, "unprotected disassoc", access_point, own, 7, 0xa0);
    all.push_back({NL80211_CMD_DEAUTHENTICATE, own_link(), "wlan0 (phy #0): deauth [no frame]"});
    all.push_back({NL80211_CMD_DISASSOCIATE, own_link(), "wlan0 (phy #0): disassoc [no frame]"});
    all.push_back(
        {NL80211_CMD_UNPROT_DEAUTHENTICATE, own_link(), "wlan0 (phy #0): unprotected deauth [no frame]"});
    all.push_back({NL80211_CMD_DEAUTHENTICATE, with_frame({0xc0, 0, 1}),
                   "wlan0 (phy #0): deauth [invalid frame:  c0 00 01]"});
    all.push_back({NL80211_CMD_DISCONNECT,
                   own_link().u16(NL80211_ATTR_REASON_CODE, 4).flag(NL80211_ATTR_DISCONNECTED_BY_AP),
                   "wlan0 (phy #0): disconnected (by AP) reason: 4: Disassociated due to inactivity"});
    all.push_back(
        {NL80211_CMD_DISCONNECT, own_link().u16(NL80211_ATTR_REASON_CODE, 3),
         "wlan0 (phy #0): disconnected (local request) reason: 3: Deauthenticated because sending station "
         "is leaving (or has left) the IBSS or ESS"});
    all.push_back({NL80211_CMD_DISCONNECT, own_link(), "wlan0 (phy #0): disconnected (local request)"});
    all.push_back({NL80211_CMD_NOTIFY_CQM, quality(AttributeBytes().flag(NL80211_ATTR_CQM_BEACON_LOSS_EVENT)),
                   "wlan0 (phy #0): CQM event: beacon loss"});
    all.push_back({NL80211_CMD_NOTIFY_CQM, quality(AttributeBytes().u32(NL80211_ATTR_CQM_RSSI_THRESHOLD_EVENT, 2)),
                   "wlan0 (phy #0): CQM event: Beacon loss detected"});
    all.push_back(
        {NL80211_CMD_NOTIFY_CQM,
         with_mac(access_point).nest(NL80211_ATTR_CQM, AttributeBytes().u32(NL80211_ATTR_CQM_PKT_LOSS_EVENT, 50)),
         "wlan0 (phy #0): CQM event: peer 02:00:00:00:01:00 didn't ACK 50 packets"});
    all.push_back({NL80211_CMD_NOTIFY_CQM, quality(AttributeBytes().u32(NL80211_ATTR_CQM_TXE_PKTS, 3)),
                   "wlan0 (phy #0): CQM event: unknown event"});
}

void add_devices(std::vector<IwCase>& all) {
    all.push_back({NL80211_CMD_NEW_INTERFACE, interface(NL80211_IFTYPE_AP),
                   "wlan0 (phy #0): new interface type access point use 4addr 0"});
    all.push_back({NL80211_CMD_SET_INTERFACE, interface(NL80211_IFTYPE_STATION),
                   "wlan0 (phy #0): set interface type station use 4addr 0"});
    all.push_back(
        {NL80211_CMD_NEW_INTERFACE, interface(40), "wlan0 (phy #0): new interface type unknown (40) use 4addr 0"});
    all.push_back({NL80211_CMD_SET_INTERFACE, interface(NL80211_IFTYPE_STATION),
                   "wlan0 (phy #0): set interface type station use 4addr 0"});
    const auto p2p = AttributeBytes()
                         .u32(NL80211_ATTR_WIPHY, 0)
                         .u32(NL80211_ATTR_IFTYPE, NL80211_IFTYPE_P2P_DEVICE)
                         .u64(NL80211_ATTR_WDEV, 2);
    all.push_back({NL80211_CMD_NEW_INTERFACE, p2p, "wdev 0x2 (phy #0): new interface type P2P-Device"});
    all.push_back({NL80211_CMD_DEL_INTERFACE, p2p, "wdev 0x2 (phy #0): del interface type P2P-Device"});
    const auto country = AttributeBytes()
                             .u8(NL80211_ATTR_REG_INITIATOR, NL80211_REGDOM_SET_BY_USER)
                             .u8(NL80211_ATTR_REG_TYPE, NL80211_REGDOM_TYPE_COUNTRY)
                             .text(NL80211_ATTR_REG_ALPHA2, "DE");
    all.push_back({NL80211_CMD_REG_CHANGE, country, "regulatory domain change: set to DE by a user request"});
    all.push_back({NL80211_CMD_WIPHY_REG_CHANGE,
                   AttributeBytes()
                       .u8(NL80211_ATTR_REG_INITIATOR, NL80211_REGDOM_SET_BY_DRIVER)
                       .u8(NL80211_ATTR_REG_TYPE, NL80211_REGDOM_TYPE_WORLD)
                       .u32(NL80211_ATTR_WIPHY, 1),
                   "phy #1: regulatory domain change (phy): set to world roaming by a driver request"});
    all.push_back({NL80211_CMD_NEW_WIPHY,
                   AttributeBytes().u32(NL80211_ATTR_WIPHY, 5).text(NL80211_ATTR_WIPHY_NAME, "radio"),
                   "phy #5: renamed to radio"});
    all.push_back({NL80211_CMD_DEL_WIPHY,
                   AttributeBytes().u32(NL80211_ATTR_WIPHY, 5).text(NL80211_ATTR_WIPHY_NAME, "radio"),
                   "phy #5: delete wiphy"});
    all.push_back({NL80211_CMD_VENDOR,
                   own_link().u32(NL80211_ATTR_VENDOR_ID, 0x1374).u32(NL80211_ATTR_VENDOR_SUBCMD, 57),
                   "wlan0 (phy #0): vendor event 001374:57"});
    all.push_back(
        {NL80211_CMD_MICHAEL_MIC_FAILURE,
         with_mac(access_point).u32(NL80211_ATTR_KEY_TYPE, 0).u8(NL80211_ATTR_KEY_IDX, 1),
         "wlan0 (phy #0): Michael MIC failure event: source MAC address 02:00:00:00:01:00 Key Type Group Key "
         "Id 1"});
    all.push_back({NL80211_CMD_JOIN_IBSS, with_mac(other), "wlan0 (phy #0): IBSS 02:00:00:00:09:00 joined"});
    all.push_back(
        {NL80211_CMD_REMAIN_ON_CHANNEL,
         own_link().u32(NL80211_ATTR_WIPHY_FREQ, 2412).u32(NL80211_ATTR_DURATION, 100).u64(NL80211_ATTR_COOKIE, 1),
         "wlan0 (phy #0): remain on freq 2412 (100ms, cookie 1)"});
    all.push_back({NL80211_CMD_FRAME_TX_STATUS,
                   own_link().bytes(NL80211_ATTR_FRAME, auth_frame(0)).u64(NL80211_ATTR_COOKIE, 1),
                   "wlan0 (phy #0): mgmt TX status (cookie 1): no ack"});
    all.push_back({NL80211_CMD_RADAR_DETECT,
                   own_link().u32(NL80211_ATTR_RADAR_EVENT, 0).u32(NL80211_ATTR_WIPHY_FREQ, 5260),
                   "wlan0 (phy #0): 5260 MHz: radar detected"});
    all.push_back({200, own_link(), "wlan0 (phy #0): unknown event 200 (Unknown command (200))"});
    all.push_back({NL80211_CMD_GET_WIPHY, own_link(), "wlan0 (phy #0): unknown event 1 (get_wiphy)"});
}

}  // namespace

std::vector<IwCase> iw_cases() {
    std::vector<IwCase> all;
    add_scans(all);
    add_joining(all);
    add_leaving(all);
    add_devices(all);
    return all;
}

std::vector<RicherCase> richer_cases() {
    const auto without_phy = [] { return AttributeBytes().u32(NL80211_ATTR_IFINDEX, 3); };
    const AttributeBytes khz =
        own_link()
            .u64(NL80211_ATTR_WDEV, 1)
            .nest(NL80211_ATTR_SCAN_FREQ_KHZ, AttributeBytes().u32(0, 2'412'000).u32(1, 902'500));
    const auto switched = without_phy()
                              .u32(NL80211_ATTR_WIPHY_FREQ, 5220)
                              .u32(NL80211_ATTR_CHANNEL_WIDTH, 1)
                              .u32(NL80211_ATTR_CENTER_FREQ1, 5220);
    return {
        // The access point.
        {NL80211_CMD_AUTHENTICATE, own_link().flag(NL80211_ATTR_TIMED_OUT).address(NL80211_ATTR_MAC, access_point),
         "wlan0 (phy #0): auth: timed out", "wlan0 phy0 auth_timeout bssid=02:00:00:00:01:00"},
        {NL80211_CMD_ASSOCIATE, own_link().flag(NL80211_ATTR_TIMED_OUT).address(NL80211_ATTR_MAC, access_point),
         "wlan0 (phy #0): assoc: timed out", "wlan0 phy0 assoc_timeout bssid=02:00:00:00:01:00"},
        {NL80211_CMD_PORT_AUTHORIZED, with_mac(access_point),
         "wlan0 (phy #0): unknown event 125 (port_authorized)", "wlan0 phy0 authorized bssid=02:00:00:00:01:00"},
        // The phy.
        {NL80211_CMD_NEW_STATION, without_phy().address(NL80211_ATTR_MAC, access_point),
         "wlan0: new station 02:00:00:00:01:00", "wlan0 phy0 station_added address=02:00:00:00:01:00"},
        {NL80211_CMD_DEL_STATION, without_phy().address(NL80211_ATTR_MAC, access_point),
         "wlan0: del station 02:00:00:00:01:00", "wlan0 phy0 station_removed address=02:00:00:00:01:00"},
        {NL80211_CMD_CH_SWITCH_NOTIFY, switched, "wlan0: channel switch freq=5220 width=\"20 MHz\" freq1=5220",
         "wlan0 phy0 channel_switched frequency=5220"},
        {NL80211_CMD_CH_SWITCH_STARTED_NOTIFY, without_phy().u32(NL80211_ATTR_CH_SWITCH_COUNT, 5),
         "wlan0: channel switch started (count=5)", "noted"},
        // Numbers of kHz are none that iw prints.
        {NL80211_CMD_NEW_SCAN_RESULTS, khz,
         "wlan0 (phy #0): scan finished:", "wlan0 phy0 scan_finished frequencies=2412,902"},
        // What iw has no words for.
        {NL80211_CMD_SET_REKEY_OFFLOAD, with_mac(access_point),
         "wlan0 (phy #0): unknown event 79 (set_rekey_offload)", "noted"},
        {NL80211_CMD_UNPROT_BEACON, own_link(), "wlan0 (phy #0): unknown event 138 (unprot_beacon)", "noted"},
    };
}

}  // namespace wlanmedic::evidence
