// SPDX-License-Identifier: MIT
#include "evidence/capture_link_type.h"

#include <fmt/format.h>

#include <array>
#include <bit>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "runfile/block.h"

namespace wlanmedic::evidence {
namespace {

namespace block = runfile::block;

// Interfaces stand before the first frame of theirs: mostly a few blocks on, however many frames follow.
constexpr int most_blocks = 10'000;

std::optional<std::uint32_t> u32_at(const Input& input, std::uint64_t offset, bool swapped) {
    std::array<char, 4> bytes{};
    if (input.read_at(offset, bytes) < bytes.size()) return std::nullopt;
    std::uint32_t value = 0;
    std::memcpy(&value, bytes.data(), sizeof value);
    return swapped ? std::byteswap(value) : value;
}

// https://www.tcpdump.org/linktypes.html
std::string_view name_of(std::uint32_t link_type) {
    switch (link_type) {
        case 1: return "Ethernet";
        case 101: return "IP";
        case 105: return "802.11";
        case 127: return "802.11 with radiotap";
        case 192: return "PPI";
        case 276: return "Linux cooked, version 2";
        default: return "";
    }
}

bool may_be_netlink(std::uint32_t link_type) {
    return link_type == block::link_netlink || link_type == block::link_cooked;
}

std::string text_of(std::uint32_t link_type) {
    const std::string_view name = name_of(link_type);
    return fmt::format("a capture of link type {}{}; netlink's is {}", link_type,
                       name.empty() ? "" : fmt::format(" ({})", name), block::link_netlink);
}

std::optional<std::string> of_pcapng(const Input& input) {
    const auto magic = u32_at(input, 8, false);
    if (!magic) return std::nullopt;
    const bool swapped = *magic == std::byteswap(block::section_magic);
    std::optional<std::uint32_t> first;
    std::uint64_t offset = 0;
    for (int looked_at = 0; looked_at < most_blocks && offset < input.size(); ++looked_at) {
        const auto type = u32_at(input, offset, swapped);
        const auto length = u32_at(input, offset + 4, swapped);
        if (!type || !length || *length > input.size() - offset) break;  // the file is cut
        const bool whole = *length >= block::shortest && *length % 4 == 0 &&
                           u32_at(input, offset + *length - 4, swapped) == *length;
        if (!whole) return std::nullopt;
        // Another section, or a recording's own words: nobody else's capture has them.
        if ((*type == block::section && offset > 0) || *type == block::journal) return std::nullopt;
        if (*type == block::interface) {
            const auto word = u32_at(input, offset + 8, swapped);
            if (!word) return std::nullopt;
            // Two bytes of link type, two reserved, in the order of the section.
            const std::uint32_t link_type =
                (std::endian::native == std::endian::little) != swapped ? *word & 0xFFFF : *word >> 16;
            if (may_be_netlink(link_type)) return std::nullopt;
            if (!first) first = link_type;
        }
        offset += *length;
    }
    if (!first) return std::nullopt;
    return text_of(*first);
}

}  // namespace

std::optional<std::string> foreign_link_type(const Input& input) {
    const auto magic = u32_at(input, 0, false);
    if (!magic) return std::nullopt;
    if (*magic == block::section) return of_pcapng(input);
    const bool swapped = *magic == 0xD4C3B2A1 || *magic == 0x4D3CB2A1;
    const auto link_type = u32_at(input, 20, swapped);
    // The upper bits say how long a frame check sequence is.
    if (!link_type || may_be_netlink(*link_type & 0xFFFF)) return std::nullopt;
    return text_of(*link_type & 0xFFFF);
}

}  // namespace wlanmedic::evidence
