// SPDX-License-Identifier: MIT
// For whoever writes a profile: which lines of a log its patterns claim, and which of the driver's lines none
// knows.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "driver/catalog.h"

namespace wlanmedic::driver {

struct Claimed {
    std::uint64_t lines = 0;
    std::uint64_t first_line = 0;  ///< its number; 0 where there is none
    std::string first;             ///< the message, at most Coverage::longest bytes of it
};

/// Lines that differ in numbers only.
struct Unclaimed {
    std::string shape;  ///< numbers, also hexadecimal ones and addresses, are '*'
    Claimed seen;
};

class Coverage {
public:
    static constexpr std::size_t longest = 512;       ///< bytes of a message that are kept
    static constexpr std::size_t most_shapes = 1000;  ///< that are told apart

    /// Of the profile of this name in the catalog, which must outlive this. Where two profiles claim a line it
    /// counts for the one that the catalog gives it to.
    Coverage(const Catalog& catalog, std::string_view profile);

    /// One message of the kernel, its frame taken off, and the number of its line.
    void on(std::string_view message, std::uint64_t line);

    std::uint64_t messages() const { return messages_; }
    /// In the order of the profile's patterns.
    const std::vector<Claimed>& patterns() const { return patterns_; }
    /// Lines of the driver that no pattern knows, the most frequent first.
    std::vector<Unclaimed> unclaimed() const;
    /// Lines of further shapes, which were only counted.
    std::uint64_t left_out() const { return left_out_; }

private:
    const Catalog* catalog_;
    const Profile* profile_;
    std::uint64_t messages_ = 0;
    std::vector<Claimed> patterns_;
    std::map<std::string, Claimed, std::less<>> shapes_;
    std::uint64_t left_out_ = 0;
};

}  // namespace wlanmedic::driver
