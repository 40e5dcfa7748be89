// SPDX-License-Identifier: MIT
// Exchanges numbers of a few bits for others of as many, one for one.
#pragma once

#include <cstdint>
#include <string_view>

#include "redact/key.h"

namespace wlanmedic::redact {

/// `bits`: even, 2 to 62; `number` below 2^bits. A balanced Feistel network of eight rounds.
std::uint64_t permuted(const Key& key, std::string_view use, unsigned bits, std::uint64_t number);

}  // namespace wlanmedic::redact
