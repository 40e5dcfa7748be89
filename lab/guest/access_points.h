// SPDX-License-Identifier: MIT
// The access points: each radio in a network namespace of its own, so that IP crosses the radio; hostapd in it.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "lab/guest/journal.h"
#include "lab/guest/processes.h"
#include "lab/scenario/scenario.h"
#include "posix/descriptor.h"

namespace wlanmedic::lab {

inline constexpr std::uint32_t gateway_address = 0x0a000001;  ///< 10.0.0.1, of every access point
inline constexpr std::uint32_t station_address = 0x0a000002;  ///< 10.0.0.2

/// hwsim gives radio N this address, and its interface bears it.
wifi::MacAddress address_of_radio(Radio radio);

class AccessPoints {
public:
    AccessPoints(Processes& processes, Journal& journal, const Scenario& scenario);

    /// Moves the radios and starts all; an error names the access point that did not come up within 20 s.
    wifi::Result<void> begin(Loop& loop);
    /// A line of hostapd-<name>.
    void hear(std::string_view source, std::string_view line);
    wifi::Result<void> act(const AccessPointAction& action);
    /// After a sleep of the whole guest, which stops every access point in it.
    void restart();
    void end();

    /// Descriptors of the network namespaces behind those that the station knows.
    std::vector<int> gateways() const;

private:
    struct Running {
        AccessPoint settings;
        std::string passphrase;
        posix::Descriptor network;
        pid_t holder = -1;
        pid_t hostapd = -1;
        bool enabled = false;
    };
    wifi::Result<void> move(Loop& loop, Running& running);
    void start(Running& running);
    void write_configuration(const Running& running) const;
    wifi::Result<void> command(const Running& running, const std::string& words);
    std::string configuration_file(const Running& running) const;

    Processes& processes_;
    Journal& journal_;
    std::vector<Running> all_;
};

}  // namespace wlanmedic::lab
