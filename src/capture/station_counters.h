// SPDX-License-Identifier: MIT
// The statistics of a station in nl80211's answer to NL80211_CMD_GET_STATION (enum nl80211_sta_info).
#pragma once

#include <optional>

#include "capture/counters.h"
#include "netlink/message.h"

namespace wlanmedic::capture {

/// station_rx_bytes, station_tx_retries, station_beacon_loss, … and measured station_signal (dBm),
/// station_tx_bitrate (kbit/s), station_inactive_time (ms) and the like: those that the driver gives. Nothing
/// where the message tells of no station.
std::optional<CounterValues> station_counters(const netlink::GenericMessage& message);

}  // namespace wlanmedic::capture
