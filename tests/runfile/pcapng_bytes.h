// SPDX-License-Identifier: MIT
// pcapng and pcap of either byte order, made byte by byte and not by the Writer.
#pragma once

#include <bit>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace wlanmedic::runfile::test {

using OptionList = std::vector<std::pair<std::uint16_t, std::string>>;

std::string number(std::endian order, std::uint64_t value, int bytes);
std::string options_of(std::endian order, const OptionList& options);
/// `body` is padded.
std::string block_of(std::endian order, std::uint32_t type, std::string body);
std::string section(std::endian order, std::string_view program = {});
std::string interface_block(std::endian order, std::uint16_t link, const OptionList& options,
                            std::uint32_t longest = 0);
/// An Enhanced Packet block. `options_length`: of the first option, where it lies.
std::string packet(std::endian order, std::uint32_t interface, std::uint64_t units, const std::string& data,
                   const OptionList& options = {}, std::uint16_t options_length = 0);
std::string old_packet(std::endian order, std::uint16_t interface, std::uint64_t units, const std::string& data);
std::string simple_packet(std::endian order, std::uint32_t length, const std::string& data);
/// The header of 16 bytes and what follows.
std::string cooked(std::uint16_t family, std::string_view messages, std::uint16_t way = 6,
                   std::uint16_t device = 824);

std::string pcap_header(std::endian order, bool nanoseconds, std::uint32_t link);
std::string pcap_frame(std::endian order, std::uint32_t seconds, std::uint32_t fraction, const std::string& data);

}  // namespace wlanmedic::runfile::test
