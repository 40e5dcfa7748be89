// SPDX-License-Identifier: MIT
// Lines and counted bytes of a file, in memory that does not grow with it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "evidence/input.h"

namespace wlanmedic::redact {

class ByteReader {
public:
    static constexpr std::size_t longest_line = std::size_t{2} << 20U;

    explicit ByteReader(const evidence::Input& input) : input_(&input) {}

    /// The next line with its line end; the last may lack it. A line longer than `longest_line` comes in pieces
    /// that end behind a blank, a comma or a quote where there is one in the last half.
    std::optional<std::string> line();

    /// Gives lines back, to be read again next.
    void give_back(std::string_view bytes);

    /// The next `size` bytes, fewer at the end of the file.
    std::string bytes(std::size_t size);
    /// Passes over bytes; how many there were.
    std::uint64_t skip(std::uint64_t size);

private:
    bool fill(std::size_t size);

    const evidence::Input* input_;
    std::uint64_t offset_ = 0;
    std::string buffer_;
    std::size_t at_ = 0;
};

}  // namespace wlanmedic::redact
