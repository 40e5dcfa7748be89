// SPDX-License-Identifier: MIT
// Asks the default gateway of an interface now and then whether it is there (--probe gateway): records `probe`.
// Nothing is sent anywhere else.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "capture/devices.h"
#include "capture/source.h"

namespace wlanmedic::capture {

struct ProbeOptions {
    wifi::Duration every = std::chrono::seconds{5};
    wifi::Duration after_failure = std::chrono::seconds{1};
    wifi::Duration answer_within = std::chrono::seconds{1};
    wifi::Duration summary_every = std::chrono::seconds{60};
    std::function<bool(const Device&)> wanted;  ///< whose gateways; empty: of all stations
};

/// Each station's IPv4 gateway, by ICMP echo, bound to the interface. `up`: it answered. `down`: the interface has
/// sent something since it was asked (its tx_packets grew: no proof that the question was among it, which nobody
/// counts), the gateway has answered before on this interface, and neither it nor ARP answers. `unknown`: anything
/// else. An answer that comes when the round is judged already is none.
class GatewayProbe : public Source {
public:
    /// `devices` must outlive it.
    explicit GatewayProbe(const Devices& devices, ProbeOptions options = {});
    GatewayProbe(const GatewayProbe&) = delete;
    GatewayProbe& operator=(const GatewayProbe&) = delete;
    ~GatewayProbe() override;

    std::string_view name() const override { return "probe"; }
    wifi::Result<void> start(const Surroundings& surroundings) override;
    void tell_state() override;
    /// Looks which stations there are, and whose link came up: their gateways are asked at once.
    void drain() override;

private:
    struct Asking;

    void summarize();
    void wait_for_summary();

    const Devices* devices_;
    ProbeOptions options_;
    Surroundings to_;
    Wait summary_;
    std::map<std::uint32_t, std::unique_ptr<Asking>> asking_;  // by ifindex
};

}  // namespace wlanmedic::capture
