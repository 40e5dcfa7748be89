// SPDX-License-Identifier: MIT
#include "pcapng_bytes.h"

#include <algorithm>

namespace wlanmedic::runfile::test {
namespace {

std::string padded(std::string bytes) {
    bytes.resize((bytes.size() + 3) / 4 * 4);
    return bytes;
}

}  // namespace

std::string number(std::endian order, std::uint64_t value, int bytes) {
    std::string text;
    for (int i = 0; i < bytes; ++i) text += static_cast<char>(value >> (8 * i));
    if (order == std::endian::big) std::ranges::reverse(text);
    return text;
}

std::string options_of(std::endian order, const OptionList& options) {
    std::string bytes;
    for (const auto& [code, value] : options)
        bytes += number(order, code, 2) + number(order, value.size(), 2) + padded(value);
    if (!bytes.empty()) bytes.append(4, '\0');
    return bytes;
}

std::string block_of(std::endian order, std::uint32_t type, std::string body) {
    body = padded(std::move(body));
    const std::string length = number(order, body.size() + 12, 4);
    return number(order, type, 4) + length + body + length;
}

std::string section(std::endian order, std::string_view program) {
    OptionList options;
    if (!program.empty()) options.emplace_back(4, program);
    return block_of(order, 0x0A0D0D0A,
                    number(order, 0x1A2B3C4D, 4) + number(order, 1, 2) + number(order, 0, 2) +
                        number(order, ~0ULL, 8) + options_of(order, options));
}

std::string interface_block(std::endian order, std::uint16_t link, const OptionList& options,
                            std::uint32_t longest) {
    return block_of(
        order, 1,
        number(order, link, 2) + number(order, 0, 2) + number(order, longest, 4) + options_of(order, options));
}

std::string packet(std::endian order, std::uint32_t interface, std::uint64_t units, const std::string& data,
                   const OptionList& options, std::uint16_t options_length) {
    std::string listed = options_of(order, options);
    if (options_length != 0) listed.replace(2, 2, number(order, options_length, 2));
    return block_of(order, 6,
                    number(order, interface, 4) + number(order, units >> 32U, 4) +
                        number(order, units & 0xFFFFFFFFU, 4) + number(order, data.size(), 4) +
                        number(order, data.size(), 4) + padded(data) + listed);
}

std::string old_packet(std::endian order, std::uint16_t interface, std::uint64_t units, const std::string& data) {
    return block_of(order, 2,
                    number(order, interface, 2) + number(order, 0xFFFF, 2) + number(order, units >> 32U, 4) +
                        number(order, units & 0xFFFFFFFFU, 4) + number(order, data.size(), 4) +
                        number(order, data.size(), 4) + data);
}

std::string simple_packet(std::endian order, std::uint32_t length, const std::string& data) {
    return block_of(order, 3, number(order, length, 4) + data);
}

std::string cooked(std::uint16_t family, std::string_view messages, std::uint16_t way, std::uint16_t device) {
    return (number(std::endian::big, way, 2) + number(std::endian::big, device, 2) + std::string(10, '\0') +
            number(std::endian::big, family, 2))
        .append(messages);
}

std::string pcap_header(std::endian order, bool nanoseconds, std::uint32_t link) {
    return number(order, nanoseconds ? 0xA1B23C4D : 0xA1B2C3D4, 4) + number(order, 2, 2) + number(order, 4, 2) +
           number(order, 0, 8) + number(order, 262'144, 4) + number(order, link, 4);
}

std::string pcap_frame(std::endian order, std::uint32_t seconds, std::uint32_t fraction, const std::string& data) {
    return number(order, seconds, 4) + number(order, fraction, 4) + number(order, data.size(), 4) +
           number(order, data.size(), 4) + data;
}

}  // namespace wlanmedic::runfile::test
