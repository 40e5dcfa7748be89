// SPDX-License-Identifier: MIT
// Messages of those who ask for addresses: dhclient, dhcpcd, udhcpc, systemd-networkd; and of ConnMan. All of
// NetworkManager's is in evidence/network_manager_message.h.
#pragma once

#include <string>
#include <string_view>

#include "evidence/decoded.h"

namespace wlanmedic::evidence {

/// dhclient and udhcpc name the interface only now and then, or never.
class AddressLog {
public:
    /// Kind::foreign where the process is none of these, or its interface is wired.
    Decoded decode(std::string_view process, std::string_view message);

    /// Another line of the file is about this station's interface.
    void saw(std::string_view interface);

private:
    Decoded decode_dhclient(std::string_view message);
    Decoded decode_udhcpc(std::string_view message) const;

    std::string dhclient_;  // the interface of its last request
    std::string station_;   // the only one of the file; empty where none or several
    bool several_ = false;
};

}  // namespace wlanmedic::evidence
