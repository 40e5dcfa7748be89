// SPDX-License-Identifier: MIT
// A file seen through a piece of memory: forward in large pieces, and a few bytes elsewhere.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "runfile/reader.h"

namespace wlanmedic::runfile {

class Window {
public:
    Window(ReadAt read_at, std::uint64_t size) : read_at_(std::move(read_at)), size_(size) {}

    /// Less than was said at the beginning where the file turned out to end earlier.
    std::uint64_t size() const { return size_; }

    /// `length` bytes from `offset` on, or as many as there are. Good until the next call of at(). `length` is at
    /// most Reader::largest_block, and so is the memory, and a piece more.
    std::string_view at(std::uint64_t offset, std::size_t length);
    /// The same with at most 32 bytes, without moving the window.
    std::string_view peek(std::uint64_t offset, std::size_t length);

    static constexpr std::size_t piece = 256U << 10;

private:
    std::size_t read(std::uint64_t offset, char* to, std::size_t length);

    ReadAt read_at_;
    std::uint64_t size_;
    std::string bytes_;
    std::uint64_t begin_ = 0;  // of bytes_ in the file
    char peeked_[32] = {};
};

}  // namespace wlanmedic::runfile
