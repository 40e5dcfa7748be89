// SPDX-License-Identifier: MIT
#include "lab/guest/links.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <net/if.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#include <cerrno>
#include <cstring>
#include <fstream>

namespace wlanmedic::lab {
namespace {

wifi::Error problem(const std::string& what) {
    return {.what = fmt::format("{}: {}", what, std::strerror(errno))};
}

ifreq request_for(const std::string& interface) {
    ifreq request{};
    interface.copy(request.ifr_name, IFNAMSIZ - 1);
    return request;
}

posix::Descriptor any_socket() { return posix::Descriptor{::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0)}; }

}  // namespace

wifi::Result<void> set_link(const std::string& interface, bool up) {
    const posix::Descriptor socket = any_socket();
    ifreq request = request_for(interface);
    if (::ioctl(socket.get(), SIOCGIFFLAGS, &request) != 0)
        return std::unexpected(problem(fmt::format("cannot find {}", interface)));
    const int flags = request.ifr_flags;
    request.ifr_flags = static_cast<short>(up ? flags | IFF_UP : flags & ~IFF_UP);
    if (::ioctl(socket.get(), SIOCSIFFLAGS, &request) != 0)
        return std::unexpected(problem(fmt::format("cannot take {} {}", interface, up ? "up" : "down")));
    return {};
}

wifi::Result<void> rename_link(const std::string& from, const std::string& to) {
    const posix::Descriptor socket = any_socket();
    ifreq request = request_for(from);
    to.copy(request.ifr_newname, IFNAMSIZ - 1);
    if (::ioctl(socket.get(), SIOCSIFNAME, &request) != 0)
        return std::unexpected(problem(fmt::format("cannot rename {} to {}", from, to)));
    return {};
}

wifi::Result<void> set_address(const std::string& interface, std::uint32_t address) {
    const posix::Descriptor socket = any_socket();
    ifreq request = request_for(interface);
    sockaddr_in value{};
    value.sin_family = AF_INET;
    value.sin_addr.s_addr = ::htonl(address);
    std::memcpy(&request.ifr_addr, &value, sizeof value);
    if (::ioctl(socket.get(), SIOCSIFADDR, &request) != 0)
        return std::unexpected(problem(fmt::format("cannot give {} an address", interface)));
    value.sin_addr.s_addr = ::htonl(0xffffff00U);
    std::memcpy(&request.ifr_netmask, &value, sizeof value);
    if (::ioctl(socket.get(), SIOCSIFNETMASK, &request) != 0)
        return std::unexpected(problem(fmt::format("cannot give {} a netmask", interface)));
    return {};
}

bool link_exists(const std::string& interface) { return ::if_nametoindex(interface.c_str()) != 0; }

std::string phy_of(const std::string& interface) {
    std::ifstream file(fmt::format("/sys/class/net/{}/phy80211/name", interface));
    std::string name;
    file >> name;
    return name;
}

wifi::Result<posix::Descriptor> network_of(pid_t process) {
    posix::Descriptor network{::open(fmt::format("/proc/{}/ns/net", process).c_str(), O_RDONLY | O_CLOEXEC)};
    if (!network) return std::unexpected(problem(fmt::format("no network namespace of process {}", process)));
    return network;
}

}  // namespace wlanmedic::lab
