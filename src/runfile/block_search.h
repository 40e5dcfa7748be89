// SPDX-License-Identifier: MIT
// Where a whole block of pcapng stands: after damage the reader goes on from there.
#pragma once

#include <bit>
#include <cstdint>
#include <optional>

#include "runfile/window.h"

namespace wlanmedic::runfile {

struct BlockHead {
    std::uint32_t type = 0;
    std::uint64_t length = 0;  ///< all of it, padded to 4 bytes; 0 where what stands there is no block's length
    std::endian order = std::endian::native;
    bool known_order = true;  ///< a section's magic was found; true for other blocks
};

/// Of 12 bytes; `order` is that of the section.
BlockHead block_head(std::string_view bytes, std::endian order);
/// The length at the end, padded as the one at the beginning; 0 where the file ends before.
std::uint64_t trailing_length(Window& window, std::uint64_t offset, const BlockHead& head);

/// The first offset from `from` on where something stands that is a block beyond doubt: a type that the standard
/// knows, both lengths equal, at most Reader::largest_block, and a content that such a block has. Nothing where
/// there is none.
std::optional<std::uint64_t> find_block(Window& window, std::uint64_t from, std::endian order);
/// The same at this offset only.
bool is_block(Window& window, std::uint64_t offset, std::endian order);

}  // namespace wlanmedic::runfile
