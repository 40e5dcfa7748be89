// SPDX-License-Identifier: MIT
// Numbers of pcapng (draft-ietf-opsawg-pcapng) and of what Wireshark 4.0 makes of it.
#pragma once

#include <cstdint>

namespace wlanmedic::runfile::block {

inline constexpr std::uint32_t section = 0x0A0D0D0A;
inline constexpr std::uint32_t section_magic = 0x1A2B3C4D;
inline constexpr std::uint32_t interface = 1;
inline constexpr std::uint32_t old_packet = 2;
inline constexpr std::uint32_t simple_packet = 3;
inline constexpr std::uint32_t names = 4;
inline constexpr std::uint32_t statistics = 5;
inline constexpr std::uint32_t enhanced_packet = 6;
inline constexpr std::uint32_t journal = 9;
inline constexpr std::uint32_t secrets = 10;
inline constexpr std::uint32_t custom = 0x00000BAD;
inline constexpr std::uint32_t custom_not_copied = 0x40000BAD;
inline constexpr std::uint32_t sysdig_event = 0x00000204;
inline constexpr std::uint32_t sysdig_event_2 = 0x00000216;
inline constexpr std::uint32_t sysdig_event_2_large = 0x00000221;

/// Type, length, and the length again.
inline constexpr std::uint32_t shortest = 12;

/// Blocks that Wireshark shows as frames, and so gives a number (wiretap/pcapng.c, pcapng_read_block()).
constexpr bool is_frame(std::uint32_t type) {
    return type == old_packet || type == simple_packet || type == enhanced_packet || type == journal ||
           type == custom || type == custom_not_copied || type == sysdig_event || type == sysdig_event_2 ||
           type == sysdig_event_2_large;
}

/// What stands beside the frames of a capture and tells nothing that is looked for.
constexpr bool is_beside(std::uint32_t type) { return type == names || type == statistics || type == secrets; }

inline constexpr std::uint16_t option_end = 0;
inline constexpr std::uint16_t option_program = 4;       ///< shb_userappl
inline constexpr std::uint16_t option_name = 2;          ///< if_name
inline constexpr std::uint16_t option_resolution = 9;    ///< if_tsresol
inline constexpr std::uint16_t option_time_offset = 14;  ///< if_tsoffset
inline constexpr std::uint16_t option_packet_id = 5;     ///< epb_packetid

inline constexpr std::uint16_t link_netlink = 253;  ///< LINKTYPE_NETLINK
inline constexpr std::uint16_t link_cooked = 113;   ///< LINKTYPE_LINUX_SLL

/// Wireshark stops at a packet that is longer (WTAP_MAX_PACKET_SIZE_STANDARD).
inline constexpr std::uint32_t longest_packet = 262'144;

}  // namespace wlanmedic::runfile::block
