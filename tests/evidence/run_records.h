// SPDX-License-Identifier: MIT
// Records of a recording, in few words, and files of them.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "runfile/reader.h"

namespace wlanmedic::evidence {

using Fields = std::vector<std::pair<std::string, std::string>>;

/// The run's clock, this long after 2026-05-07 02:40:00 UTC.
wifi::Instant run_time(wifi::Duration after);

runfile::Record text_record(wifi::Duration when, runfile::Kind kind, std::string message, Fields fields = {});

runfile::Record kernel_record(wifi::Duration when, std::string message);

/// The controller's word that nl80211 is family 0x1c.
runfile::Record family_record(wifi::Duration when);
/// The answer that interface 3 is wlan0 of phy 0, a station.
runfile::Record interface_record(wifi::Duration when, std::string_view name = "wlan0");
/// NL80211_CMD_CONNECT, status 0.
runfile::Record connect_record(wifi::Duration when, std::string_view bssid);
/// NL80211_CMD_DISCONNECT.
runfile::Record disconnect_record(wifi::Duration when, std::uint16_t reason, bool by_access_point);

runfile::Record manifest_record(wifi::Duration when, std::string json = R"({"format":"wlanmedic.run/1"})");

/// Sequence numbers from `first` on, frames from 1 on.
std::vector<runfile::ReadRecord> numbered(std::vector<runfile::Record> records, std::uint64_t first = 1);

/// What Writer makes of them, numbered from `first` on.
std::string run_file_of(std::vector<runfile::Record> records, std::uint64_t first = 1);

/// A capture of others: classic pcap, link type 253, microseconds; texts are left out.
std::string pcap_of(const std::vector<runfile::Record>& records, std::uint32_t link_type = 253);

}  // namespace wlanmedic::evidence
