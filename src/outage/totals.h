// SPDX-License-Identifier: MIT
// How often each thing happened to the stations of a machine, each happening once.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "link/link.h"
#include "wifi/event.h"

namespace wlanmedic::outage {

class Totals {
public:
    static constexpr std::array<std::string_view, 14> names{
        "auth_timeout", "assoc_timeout",   "assoc_rejected", "assoc_comeback", "connection_loss",
        "beacon_loss",  "deauth_by_ap",    "deauth_local",   "disassoc_by_ap", "unprotected_deauth",
        "associated",   "decrypt_failure", "firmware_error", "suspend"};

    /// An event and what it meant for the interfaces that it concerns.
    void on(const wifi::Event& event, const std::vector<link::Links::Affected>& affected);

    /// A connection loss that no line of its own tells (iw: local reason 4 without a beacon-loss notice).
    void add_connection_loss(wifi::Instant at) { add("connection_loss", at); }

    const std::map<std::string, std::uint64_t, std::less<>>& counts() const { return counts_; }

    /// What of this name happened between these times shall not count: somebody else counted it. To be said before
    /// the first event.
    void leave_out(std::string_view name, wifi::Instant from, wifi::Instant to) {
        left_out_.push_back({.name = std::string(name), .from = from, .to = to});
    }

private:
    struct LeftOut {
        std::string name;
        wifi::Instant from;
        wifi::Instant to;
    };
    void add(std::string_view name, wifi::Instant at);

    std::map<std::string, std::uint64_t, std::less<>> counts_;
    std::vector<LeftOut> left_out_;
    // Of each interface: a deauthentication or disassociation.
    std::map<std::string, wifi::Instant, std::less<>> last_end_;
    std::map<std::string, wifi::Instant, std::less<>> last_cut_;  // of a disconnect that no frame was told before
    // Of each driver and device.
    std::map<std::string, wifi::Instant, std::less<>> last_firmware_;
};

}  // namespace wlanmedic::outage
