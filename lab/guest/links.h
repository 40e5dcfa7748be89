// SPDX-License-Identifier: MIT
// Network interfaces by their names: up and down, renamed, addressed; namespaces of processes.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <string>

#include "posix/descriptor.h"
#include "wifi/error.h"

namespace wlanmedic::lab {

wifi::Result<void> set_link(const std::string& interface, bool up);
wifi::Result<void> rename_link(const std::string& from, const std::string& to);
/// IPv4, host byte order; /24.
wifi::Result<void> set_address(const std::string& interface, std::uint32_t address);
bool link_exists(const std::string& interface);
/// "phy2"; empty where there is no such interface or it is not wireless.
std::string phy_of(const std::string& interface);
/// Of a running process.
wifi::Result<posix::Descriptor> network_of(pid_t process);

}  // namespace wlanmedic::lab
