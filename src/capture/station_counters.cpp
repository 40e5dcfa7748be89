// SPDX-License-Identifier: MIT
#include "capture/station_counters.h"

#include <linux/nl80211.h>

#include <algorithm>
#include <array>

#include "wifi/mac_address.h"

namespace wlanmedic::capture {
namespace {

struct Named {
    std::uint16_t type;
    const char* name;
};
// u32 or u64, as the kernel has them.
constexpr std::array<Named, 10> counted{{
    {NL80211_STA_INFO_RX_BYTES64, "station_rx_bytes"},
    {NL80211_STA_INFO_TX_BYTES64, "station_tx_bytes"},
    {NL80211_STA_INFO_RX_PACKETS, "station_rx_packets"},
    {NL80211_STA_INFO_TX_PACKETS, "station_tx_packets"},
    {NL80211_STA_INFO_TX_RETRIES, "station_tx_retries"},
    {NL80211_STA_INFO_TX_FAILED, "station_tx_failed"},
    {NL80211_STA_INFO_BEACON_LOSS, "station_beacon_loss"},
    {NL80211_STA_INFO_BEACON_RX, "station_beacon_rx"},
    {NL80211_STA_INFO_RX_DROP_MISC, "station_rx_drop"},
    {NL80211_STA_INFO_FCS_ERROR_COUNT, "station_fcs_errors"},
}};
// Signed, one byte.
constexpr std::array<Named, 4> signals{{
    {NL80211_STA_INFO_SIGNAL, "station_signal"},
    {NL80211_STA_INFO_SIGNAL_AVG, "station_signal_avg"},
    {NL80211_STA_INFO_BEACON_SIGNAL_AVG, "station_beacon_signal_avg"},
    {NL80211_STA_INFO_ACK_SIGNAL_AVG, "station_ack_signal_avg"},
}};

const char* name_in(std::span<const Named> table, std::uint16_t type) {
    const auto found = std::ranges::find(table, type, &Named::type);
    return found == table.end() ? nullptr : found->name;
}

// Units of 100 kbit/s; of 16 bits in old kernels, where it is too great for them not given at all.
std::optional<std::int64_t> bitrate(netlink::Bytes rate) {
    std::optional<std::int64_t> found;
    if (const auto wide = netlink::Attributes::find(rate, NL80211_RATE_INFO_BITRATE32); wide && wide->u32())
        found = *wide->u32();
    else if (const auto narrow = netlink::Attributes::find(rate, NL80211_RATE_INFO_BITRATE);
             narrow && narrow->u16())
        found = *narrow->u16();
    if (found) *found *= 100;
    return found;
}

void take(CounterValues& values, const netlink::Attribute& attribute) {
    if (const char* name = name_in(counted, attribute.type)) {
        if (const auto narrow = attribute.u32())
            values.counted.insert_or_assign(name, *narrow);
        else if (const auto wide = attribute.u64())
            values.counted.insert_or_assign(name, *wide);
        return;
    }
    if (const char* name = name_in(signals, attribute.type)) {
        if (const auto value = attribute.u8())
            values.measured.insert_or_assign(name, static_cast<std::int8_t>(*value));
        return;
    }
    switch (attribute.type) {
        case NL80211_STA_INFO_INACTIVE_TIME:
            if (const auto value = attribute.u32())
                values.measured.insert_or_assign("station_inactive_time", *value);
            break;
        case NL80211_STA_INFO_TX_BITRATE:
            if (const auto value = bitrate(attribute.value))
                values.measured.insert_or_assign("station_tx_bitrate", *value);
            break;
        case NL80211_STA_INFO_RX_BITRATE:
            if (const auto value = bitrate(attribute.value))
                values.measured.insert_or_assign("station_rx_bitrate", *value);
            break;
        default: break;
    }
}

}  // namespace

std::optional<CounterValues> station_counters(const netlink::GenericMessage& message) {
    if (message.command != NL80211_CMD_NEW_STATION) return std::nullopt;
    const auto info = netlink::Attributes::find(message.attributes, NL80211_ATTR_STA_INFO);
    if (!info) return std::nullopt;
    CounterValues values;
    netlink::Attributes attributes(info->value);
    while (const auto attribute = attributes.next()) take(values, *attribute);
    if (const auto attribute = netlink::Attributes::find(message.attributes, NL80211_ATTR_MAC))
        if (const auto address = wifi::MacAddress::from_octets(attribute->value))
            values.station = address->to_string();
    return values;
}

}  // namespace wlanmedic::capture
