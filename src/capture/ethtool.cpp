// SPDX-License-Identifier: MIT
#include "capture/ethtool.h"

#include <linux/ethtool.h>
#include <linux/sockios.h>
#include <net/if.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#include <array>
#include <cstring>
#include <optional>
#include <span>

namespace wlanmedic::capture {
namespace {

constexpr std::uint32_t most = 4096;  // statistics of one interface
constexpr std::size_t most_interfaces = 64;

// What the ioctls take: a header of the kernel's, and room behind it.
template <class Header>
struct Request {
    std::vector<std::uint64_t> room;
    explicit Request(std::size_t behind) : room((sizeof(Header) + behind + 7) / 8) {}
    Header* header() { return reinterpret_cast<Header*>(room.data()); }
    const unsigned char* behind() const {
        return reinterpret_cast<const unsigned char*>(room.data()) + sizeof(Header);
    }
};

bool ask(int socket, const std::string& interface, void* request) {
    ifreq asked{};
    if (interface.size() >= sizeof asked.ifr_name) return false;
    std::memcpy(asked.ifr_name, interface.data(), interface.size());
    asked.ifr_data = static_cast<char*>(request);
    return ::ioctl(socket, SIOCETHTOOL, &asked) == 0;
}

std::uint32_t count_of(int socket, const std::string& interface) {
    Request<ethtool_sset_info> request(sizeof(std::uint32_t));
    request.header()->cmd = ETHTOOL_GSSET_INFO;
    request.header()->sset_mask = 1ULL << ETH_SS_STATS;
    if (!ask(socket, interface, request.header()) || request.header()->sset_mask == 0) return 0;
    std::uint32_t count = 0;
    std::memcpy(&count, request.behind(), sizeof count);
    return count;
}

std::vector<std::string> names_of(int socket, const std::string& interface, std::uint32_t count) {
    Request<ethtool_gstrings> request(std::size_t{count} * ETH_GSTRING_LEN);
    request.header()->cmd = ETHTOOL_GSTRINGS;
    request.header()->string_set = ETH_SS_STATS;
    request.header()->len = count;
    std::vector<std::string> names;
    if (!ask(socket, interface, request.header())) return names;
    for (std::uint32_t i = 0; i < std::min(count, request.header()->len); ++i) {
        const char* name = reinterpret_cast<const char*>(request.behind()) + std::size_t{i} * ETH_GSTRING_LEN;
        names.emplace_back(name, ::strnlen(name, ETH_GSTRING_LEN));
    }
    return names;
}

}  // namespace

std::map<std::string, std::uint64_t> EthtoolStatistics::read(const std::string& interface) {
    std::map<std::string, std::uint64_t> values;
    if (!socket_) socket_ = posix::Descriptor(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0));
    if (!socket_) return values;
    const std::uint32_t count = count_of(socket_.get(), interface);
    if (count == 0 || count > most) return values;
    if (names_.size() >= most_interfaces) names_.clear();
    std::vector<std::string>& names = names_[interface];
    if (names.size() != count) names = names_of(socket_.get(), interface, count);
    // A driver that has more by now writes no more than was asked about (net/ethtool/ioctl.c takes its own count):
    // there is room for as many again.
    Request<ethtool_stats> request(std::size_t{count} * 2 * sizeof(std::uint64_t));
    request.header()->cmd = ETHTOOL_GSTATS;
    request.header()->n_stats = count;
    if (!ask(socket_.get(), interface, request.header()) || request.header()->n_stats != names.size())
        return values;
    for (std::size_t i = 0; i < names.size(); ++i) {
        std::uint64_t value = 0;
        std::memcpy(&value, request.behind() + i * sizeof value, sizeof value);
        values.insert_or_assign(names[i], value);
    }
    return values;
}

}  // namespace wlanmedic::capture
