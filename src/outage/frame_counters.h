// SPDX-License-Identifier: MIT
// Which counters count frames, told by their names: "rx_packets", "tx_bytes", "received frames".
#pragma once

#include <string_view>

namespace wlanmedic::outage {

constexpr bool counts_frames(std::string_view name, std::string_view short_word, std::string_view long_word) {
    const auto has = [&](std::string_view word) { return name.find(word) != std::string_view::npos; };
    return (has(short_word) || has(long_word)) && (has("packet") || has("frame") || has("byte"));
}
constexpr bool counts_received(std::string_view name) { return counts_frames(name, "rx", "received"); }
constexpr bool counts_sent(std::string_view name) { return counts_frames(name, "tx", "sent"); }

}  // namespace wlanmedic::outage
