// SPDX-License-Identifier: MIT
#include "runfile/block_search.h"

#include "runfile/block.h"
#include "runfile/byte_order.h"

namespace wlanmedic::runfile {
namespace {

bool is_standard(std::uint32_t type) {
    return type == block::section || (type >= block::interface && type <= block::enhanced_packet) ||
           type == block::journal || type == block::secrets;
}

/// `head` are the block's first 32 bytes, or fewer.
bool has_content(std::string_view bytes, const BlockHead& head) {
    switch (head.type) {
        case block::section: return head.length >= 28;
        case block::interface: return head.length >= 20 && load<std::uint16_t>(bytes, 10, head.order) == 0;
        case block::old_packet:
        case block::enhanced_packet:
            return head.length >= 32 && load<std::uint32_t>(bytes, 20, head.order) <= head.length - 32;
        case block::simple_packet: return head.length >= 16;
        // journalctl begins with the first, a run file with the second.
        case block::journal:
            return bytes.substr(8).starts_with("__CURSOR") || bytes.substr(8).starts_with("__REALTIME_TIMES");
        default: return head.length >= 16;
    }
}

}  // namespace

BlockHead block_head(std::string_view bytes, std::endian order) {
    BlockHead head{.type = load<std::uint32_t>(bytes, 0, order), .order = order};
    if (load<std::uint32_t>(bytes, 0, std::endian::big) == block::section) {  // reads the same both ways
        head.type = block::section;
        head.order = load<std::uint32_t>(bytes, 8, std::endian::big) == block::section_magic ? std::endian::big
                                                                                             : std::endian::little;
        head.known_order = load<std::uint32_t>(bytes, 8, head.order) == block::section_magic;
    }
    const std::uint64_t length = padded(load<std::uint32_t>(bytes, 4, head.order));
    if (head.known_order && length >= (head.type == block::section ? 28U : block::shortest)) head.length = length;
    return head;
}

std::uint64_t trailing_length(Window& window, std::uint64_t offset, const BlockHead& head) {
    const std::string_view bytes = window.peek(offset + head.length - 4, 4);
    return bytes.size() < 4 ? 0 : padded(load<std::uint32_t>(bytes, 0, head.order));
}

bool is_block(Window& window, std::uint64_t offset, std::endian order) {
    const std::string_view bytes = window.peek(offset, 32);
    if (bytes.size() < block::shortest) return false;
    const BlockHead head = block_head(bytes, order);
    if (!is_standard(head.type) || head.length == 0 || head.length > Reader::largest_block ||
        head.length > window.size() - offset)
        return false;
    return has_content(bytes, head) && trailing_length(window, offset, head) == head.length;
}

std::optional<std::uint64_t> find_block(Window& window, std::uint64_t from, std::endian order) {
    while (from < window.size()) {
        const std::string_view bytes = window.at(from, Window::piece);
        if (bytes.size() < block::shortest) return std::nullopt;
        // The last bytes of a piece are looked at with the next one.
        const std::size_t looked_at = bytes.size() - (block::shortest - 1);
        for (std::size_t i = 0; i < looked_at; ++i) {
            const auto type = load<std::uint32_t>(bytes, i, order);
            if (is_standard(type) && is_block(window, from + i, order)) return from + i;
        }
        from += looked_at;
    }
    return std::nullopt;
}

}  // namespace wlanmedic::runfile
