// SPDX-License-Identifier: MIT
// Parts as tests write them.
#pragma once

#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

#include "runfile/parts.h"
#include "support.h"

namespace wlanmedic::runfile::test {

inline constexpr wifi::Instant begin{std::chrono::seconds{1'750'000'000}};

std::set<std::string> names_in(const Folder& folder);
PartsOptions options_in(const Folder& folder);
void put(Parts& parts, std::uint64_t sequence, std::string message = "text");
void rotate(Parts& parts);
/// A record of so many bytes that zstd does not make smaller.
void fill(Parts& parts, std::size_t bytes);
std::vector<std::uint64_t> sequences_in(const std::string& bytes);
/// What zstd makes of it, once it has found it whole.
std::string unpacked(const std::string& path);

}  // namespace wlanmedic::runfile::test
