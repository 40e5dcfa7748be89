// SPDX-License-Identifier: MIT
#include <linux/nl80211.h>

#include <array>

#include "evidence/nl80211_said.h"
#include "netlink/nl80211_names.h"
#include "wifi/codes.h"

namespace wlanmedic::evidence {
namespace {

using netlink::Attributes;
using netlink::AttributeTable;
using wifi::Sender;

// Newer than Debian 12's header: include/uapi/linux/nl80211.h, Linux 6.14.
constexpr std::uint8_t cmd_links_removed = 154;
constexpr std::uint8_t cmd_assoc_mlo_reconf = 156;
constexpr std::uint8_t cmd_epcs_cfg = 157;
constexpr std::uint8_t cmd_nan_next_dw_notification = 158;
constexpr std::uint8_t cmd_nan_cluster_joined = 159;

// Lists as NL80211_ATTR_SCAN_FREQUENCIES: an attribute of four bytes for each entry, its type the place.
bool read_list(const AttributeTable& attributes, std::uint16_t type, int divisor, std::vector<int>& list) {
    const auto nested = attributes.bytes(type);
    if (!nested) return true;
    Attributes entries(*nested);
    while (const auto entry = entries.next()) {
        const auto value = entry->u32();
        if (!value || *value > 0x7fff'ffff) return false;
        list.push_back(static_cast<int>(*value) / divisor);
    }
    return !entries.broken();
}

Nl80211Said scan_end(const AttributeTable& attributes, bool aborted) {
    wifi::ScanFinished scan{.frequencies = {}, .aborted = aborted, .seen = {}};
    if (!read_list(attributes, NL80211_ATTR_SCAN_FREQUENCIES, 1, scan.frequencies) ||
        !read_list(attributes, NL80211_ATTR_SCAN_FREQ_KHZ, 1000, scan.frequencies))
        return said_malformed("list of frequencies");
    std::string details;
    for (const int frequency : scan.frequencies) fmt::format_to(std::back_inserter(details), "{} ", frequency);
    if (!details.empty()) details += "MHz";
    return said(std::move(scan), std::move(details));
}

Nl80211Said connect_result(const AttributeTable& attributes) {
    const auto bssid = attributes.address(NL80211_ATTR_MAC);
    const auto status = attributes.u16(NL80211_ATTR_STATUS_CODE);
    if (attributes.has(NL80211_ATTR_TIMED_OUT))
        return said(wifi::AssocTimedOut{.bssid = bssid}, address_text(bssid) + " timed out");
    if (!status) return said_noted("no status");
    std::string details =
        fmt::format("{} status {} ({})", address_text(bssid), *status, wifi::status_text(*status));
    if (*status == 0) return said(wifi::Associated{.bssid = bssid}, std::move(details));
    return said(wifi::AssocRejected{.bssid = bssid, .status = *status}, std::move(details));
}

Nl80211Said disconnect(const AttributeTable& attributes) {
    const bool by_the_access_point = attributes.has(NL80211_ATTR_DISCONNECTED_BY_AP);
    const auto reason = attributes.u16(NL80211_ATTR_REASON_CODE);
    std::string details = by_the_access_point ? "by the access point" : "by this station";
    if (reason)
        fmt::format_to(std::back_inserter(details), ", reason {} ({})", *reason, wifi::reason_text(*reason));
    return said(wifi::Disconnected{.by = by_the_access_point ? Sender::access_point : Sender::local,
                                   .reason = reason.value_or(0)},
                std::move(details));
}

// enum nl80211_attr_cqm; the order of the questions is iw's.
Nl80211Said connection_quality(const AttributeTable& attributes) {
    const auto nested = attributes.bytes(NL80211_ATTR_CQM);
    if (!nested) return said_malformed("no measure");
    const AttributeTable measure(*nested);
    const auto threshold = measure.u32(NL80211_ATTR_CQM_RSSI_THRESHOLD_EVENT);
    const auto level = measure.u32(NL80211_ATTR_CQM_RSSI_LEVEL);
    const auto lost = measure.u32(NL80211_ATTR_CQM_PKT_LOSS_EVENT);
    const bool beacons = measure.has(NL80211_ATTR_CQM_BEACON_LOSS_EVENT);
    if (measure.is_malformed()) return said_malformed("measure");
    if (threshold == NL80211_CQM_RSSI_BEACON_LOSS_EVENT || (!threshold && !lost && beacons))
        return said(wifi::BeaconLoss{}, "beacon loss");
    if (threshold && level) {
        const auto dbm = static_cast<std::int32_t>(*level);
        return said(wifi::SignalReport{.bssid = attributes.address(NL80211_ATTR_MAC), .dbm = dbm},
                    fmt::format("signal {} dBm", dbm));
    }
    if (lost)
        return said_noted(fmt::format("{} did not acknowledge {} frames",
                                      address_text(attributes.address(NL80211_ATTR_MAC)), *lost));
    return said_noted();
}

Nl80211Said station(const AttributeTable& attributes, bool added) {
    const auto address = attributes.address(NL80211_ATTR_MAC);
    if (!address) return said_malformed("no address");
    if (added) return said(wifi::StationAdded{.address = address}, address->to_string());
    return said(wifi::StationRemoved{.address = address}, address->to_string());
}

Nl80211Said interface(const AttributeTable& attributes, bool removed) {
    const auto type = attributes.u32(NL80211_ATTR_IFTYPE);
    std::string text = type ? interface_type_text(*type) : std::string();
    return said(wifi::InterfaceType{.type = text, .removed = removed}, text);
}

Nl80211Said comeback(const AttributeTable& attributes) {
    const auto bssid = attributes.address(NL80211_ATTR_MAC);
    const auto tu = attributes.u32(NL80211_ATTR_TIMEOUT);
    if (!bssid || !tu) return said_malformed("no access point or no time");
    return said(wifi::AssocComeback{.bssid = bssid, .tu = *tu},
                fmt::format("{} come back in {} TU", bssid->to_string(), *tu));
}

Nl80211Said channel_switch(const AttributeTable& attributes) {
    const auto frequency = attributes.u32(NL80211_ATTR_WIPHY_FREQ);
    if (frequency && *frequency > 0x7fff'ffff) return said_malformed("frequency");
    return said(wifi::ChannelSwitched{.frequency = static_cast<int>(frequency.value_or(0))},
                frequency ? fmt::format("{} MHz", *frequency) : std::string());
}

Nl80211Said regulatory(const AttributeTable& attributes) {
    const auto alpha2 = attributes.text(NL80211_ATTR_REG_ALPHA2);
    return said(wifi::RegulatoryChanged{},
                alpha2 ? fmt::format("to {}", printable(alpha2->substr(0, 2))) : std::string());
}

Nl80211Said vendor(const AttributeTable& attributes) {
    const auto id = attributes.u32(NL80211_ATTR_VENDOR_ID);
    const auto number = attributes.u32(NL80211_ATTR_VENDOR_SUBCMD);
    if (!id || !number) return said_malformed("no vendor");
    return said_noted(fmt::format("vendor {:06x}, number {}", *id, *number));
}

Nl80211Said control_port_sent(const AttributeTable& attributes) {
    const bool acknowledged = attributes.has(NL80211_ATTR_ACK);
    return said(wifi::EapolSent{.acknowledged = acknowledged}, acknowledged ? "acknowledged" : "not acknowledged");
}

Nl80211Said with_address(const AttributeTable& attributes) {
    const auto address = attributes.address(NL80211_ATTR_MAC);
    return said_noted(address ? address->to_string() : std::string());
}

// What else the kernel tells of its own accord (net/wireless/nl80211.c, pmsr.c, nan): it makes no link and ends
// none.
constexpr std::array<std::uint8_t, 44> without_weight{
    NL80211_CMD_START_SCHED_SCAN,
    NL80211_CMD_STOP_SCHED_SCAN,
    NL80211_CMD_SCHED_SCAN_RESULTS,
    NL80211_CMD_SCHED_SCAN_STOPPED,
    NL80211_CMD_REG_BEACON_HINT,
    NL80211_CMD_REMAIN_ON_CHANNEL,
    NL80211_CMD_CANCEL_REMAIN_ON_CHANNEL,
    NL80211_CMD_FRAME,
    NL80211_CMD_FRAME_TX_STATUS,
    NL80211_CMD_FRAME_WAIT_CANCEL,
    NL80211_CMD_PMKSA_CANDIDATE,
    NL80211_CMD_SET_WOWLAN,
    NL80211_CMD_CH_SWITCH_STARTED_NOTIFY,
    NL80211_CMD_RADAR_DETECT,
    NL80211_CMD_PEER_MEASUREMENT_RESULT,
    NL80211_CMD_PEER_MEASUREMENT_COMPLETE,
    NL80211_CMD_DEL_NAN_FUNCTION,
    NL80211_CMD_NAN_MATCH,
    NL80211_CMD_STOP_AP,
    NL80211_CMD_SET_REKEY_OFFLOAD,
    NL80211_CMD_FT_EVENT,
    NL80211_CMD_CRIT_PROTOCOL_STOP,
    NL80211_CMD_CONTROL_PORT_FRAME,
    NL80211_CMD_EXTERNAL_AUTH,
    NL80211_CMD_UPDATE_OWE_INFO,
    NL80211_CMD_NOTIFY_RADAR,
    NL80211_CMD_UNPROT_BEACON,
    NL80211_CMD_OBSS_COLOR_COLLISION,
    NL80211_CMD_COLOR_CHANGE_STARTED,
    NL80211_CMD_COLOR_CHANGE_ABORTED,
    NL80211_CMD_COLOR_CHANGE_COMPLETED,
    NL80211_CMD_TESTMODE,
    NL80211_CMD_UNEXPECTED_FRAME,
    NL80211_CMD_UNEXPECTED_4ADDR_FRAME,
    NL80211_CMD_JOIN_IBSS,
    NL80211_CMD_NEW_PEER_CANDIDATE,
    NL80211_CMD_MICHAEL_MIC_FAILURE,
    NL80211_CMD_PROBE_CLIENT,
    NL80211_CMD_TDLS_OPER,
    NL80211_CMD_STA_OPMODE_CHANGED,
    NL80211_CMD_CONN_FAILED,
    cmd_links_removed,
    cmd_assoc_mlo_reconf,
    cmd_epcs_cfg,
};

}  // namespace

std::string interface_type_text(std::uint32_t type) {
    const std::string_view name = netlink::interface_type_name(type);
    return name == "unknown" ? fmt::format("unknown ({})", type) : std::string(name);
}

Nl80211Said nl80211_notification(std::uint8_t command, const AttributeTable& attributes) {
    if (carries_management_frame(command)) return nl80211_frame_notification(command, attributes);
    const auto bssid = [&] { return attributes.address(NL80211_ATTR_MAC); };
    switch (command) {
        case NL80211_CMD_TRIGGER_SCAN: return said(wifi::ScanStarted{});
        case NL80211_CMD_NEW_SCAN_RESULTS: return scan_end(attributes, false);
        case NL80211_CMD_SCAN_ABORTED: return scan_end(attributes, true);
        case NL80211_CMD_CONNECT: return connect_result(attributes);
        case NL80211_CMD_ROAM: return said(wifi::Roamed{.bssid = bssid()}, "to " + address_text(bssid()));
        case NL80211_CMD_DISCONNECT: return disconnect(attributes);
        case NL80211_CMD_PORT_AUTHORIZED: return said(wifi::Authorized{.bssid = bssid()}, address_text(bssid()));
        case NL80211_CMD_CONTROL_PORT_FRAME_TX_STATUS: return control_port_sent(attributes);
        case NL80211_CMD_NEW_STATION: return station(attributes, true);
        case NL80211_CMD_DEL_STATION: return station(attributes, false);
        case NL80211_CMD_NOTIFY_CQM: return connection_quality(attributes);
        case NL80211_CMD_ASSOC_COMEBACK: return comeback(attributes);
        case NL80211_CMD_CH_SWITCH_NOTIFY: return channel_switch(attributes);
        case NL80211_CMD_REG_CHANGE:
        case NL80211_CMD_WIPHY_REG_CHANGE: return regulatory(attributes);
        case NL80211_CMD_NEW_INTERFACE:
        case NL80211_CMD_SET_INTERFACE: return interface(attributes, false);
        case NL80211_CMD_DEL_INTERFACE: return interface(attributes, true);
        case NL80211_CMD_NEW_WIPHY: {
            const auto name = attributes.text(NL80211_ATTR_WIPHY_NAME);
            return said_noted(name ? fmt::format("named {}", printable(*name)) : std::string());
        }
        case NL80211_CMD_DEL_WIPHY: return said_noted("gone");
        case NL80211_CMD_VENDOR: return vendor(attributes);
        case cmd_nan_next_dw_notification:
        case cmd_nan_cluster_joined: return said_noted();
        default: break;
    }
    for (const std::uint8_t known : without_weight)
        if (known == command) return with_address(attributes);
    return said(wifi::UnknownCommand{.number = command});
}

}  // namespace wlanmedic::evidence
