// SPDX-License-Identifier: MIT
#include "capture/gateway_questions.h"

#include <algorithm>
#include <cstring>

namespace wlanmedic::capture {
namespace {

constexpr std::uint8_t type_reply = 0;
constexpr std::uint8_t type_request = 8;
constexpr std::size_t header_size = 8;
constexpr std::size_t message_size = header_size + 8;
constexpr std::size_t least_ip_header = 20;
constexpr std::array<std::uint8_t, 6> arp_of_ethernet{0, 1, 8, 0, 6, 4};
constexpr std::size_t arp_operation = 6;
constexpr std::size_t arp_sender = 8;
constexpr std::size_t arp_sender_address = 14;
constexpr std::size_t arp_target = 18;
constexpr std::size_t arp_target_address = 24;

void put16(std::uint8_t* at, std::uint16_t value) {
    at[0] = static_cast<std::uint8_t>(value >> 8U);
    at[1] = static_cast<std::uint8_t>(value & 0xffU);
}
std::uint16_t get16(const std::uint8_t* at) { return static_cast<std::uint16_t>(at[0] << 8U | at[1]); }

std::uint16_t checksum(std::span<const std::uint8_t> bytes) {
    std::uint32_t sum = 0;
    for (std::size_t i = 0; i + 1 < bytes.size(); i += 2) sum += get16(&bytes[i]);
    if (bytes.size() % 2 == 1) sum += std::uint32_t{bytes.back()} << 8U;
    while (sum >> 16U != 0) sum = (sum & 0xffffU) + (sum >> 16U);
    return static_cast<std::uint16_t>(~sum);
}

}  // namespace

std::vector<std::uint8_t> echo_request(const Echo& echo) {
    std::vector<std::uint8_t> bytes(message_size);
    bytes[0] = type_request;
    put16(&bytes[4], echo.id);
    put16(&bytes[6], echo.number);
    std::memcpy(&bytes[header_size], &echo.token, sizeof echo.token);
    put16(&bytes[2], checksum(bytes));
    return bytes;
}

std::optional<Echo> echo_reply_in(std::span<const std::uint8_t> bytes, bool with_header) {
    if (with_header) {
        if (bytes.size() < least_ip_header || bytes[0] >> 4U != 4) return std::nullopt;
        const std::size_t size = std::size_t{bytes[0] & 0xfU} * 4;
        if (size < least_ip_header || size > bytes.size()) return std::nullopt;
        bytes = bytes.subspan(size);
    }
    if (bytes.size() != message_size || bytes[0] != type_reply || bytes[1] != 0 || checksum(bytes) != 0)
        return std::nullopt;
    Echo echo{.id = get16(&bytes[4]), .number = get16(&bytes[6])};
    std::memcpy(&echo.token, &bytes[header_size], sizeof echo.token);
    return echo;
}

std::array<std::uint8_t, arp_size> arp_request(const MacOctets& own, Ipv4 own_address, const MacOctets& target,
                                               Ipv4 target_address) {
    std::array<std::uint8_t, arp_size> bytes{};
    std::ranges::copy(arp_of_ethernet, bytes.begin());
    put16(&bytes[arp_operation], 1);
    std::ranges::copy(own, bytes.begin() + arp_sender);
    std::memcpy(&bytes[arp_sender_address], &own_address.value, 4);
    std::ranges::copy(target, bytes.begin() + arp_target);
    std::memcpy(&bytes[arp_target_address], &target_address.value, 4);
    return bytes;
}

bool is_arp_reply(std::span<const std::uint8_t> bytes, Ipv4 from, Ipv4 to) {
    if (bytes.size() < arp_size || !std::ranges::equal(bytes.first(arp_of_ethernet.size()), arp_of_ethernet))
        return false;
    return get16(&bytes[arp_operation]) == 2 && std::memcmp(&bytes[arp_sender_address], &from.value, 4) == 0 &&
           std::memcmp(&bytes[arp_target_address], &to.value, 4) == 0;
}

}  // namespace wlanmedic::capture
