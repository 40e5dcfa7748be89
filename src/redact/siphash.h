// SPDX-License-Identifier: MIT
// A keyed function that nobody without the key can run backwards or guess: SipHash-2-4 (Aumasson and Bernstein,
// 2012), 64 bits out.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace wlanmedic::redact {

using SipKey = std::array<std::uint64_t, 2>;

std::uint64_t siphash(const SipKey& key, std::string_view bytes);

}  // namespace wlanmedic::redact
