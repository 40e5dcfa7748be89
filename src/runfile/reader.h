// SPDX-License-Identifier: MIT
// Reads pcapng and pcap: run files, and captures of netlink that others made (tcpdump on nlmon, iwmon). Nothing is
// trusted; memory does not grow with the file.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "runfile/record.h"
#include "wifi/error.h"

namespace wlanmedic::runfile {

/// Where the bytes come from: fills the buffer from an offset on; fewer only at the end.
using ReadAt = std::function<std::size_t(std::uint64_t offset, std::span<char> buffer)>;

/// By the first bytes (16 are enough): pcapng's section header, or pcap's magic in either byte order and either
/// unit.
bool is_capture(std::string_view beginning);

struct ReadRecord {
    Record record;
    std::uint64_t frame = 0;   ///< from 1: the number that Wireshark gives it
    std::uint64_t offset = 0;  ///< of its block, bytes from the beginning of the file
};

/// What of a file could not be read; told in its order.
struct Damage {
    std::uint64_t offset = 0;
    std::string what;     ///< "the file ends within a block of 120 bytes", "a block of 4294967292 bytes", …
    bool at_end = false;  ///< nothing can be read after it
};

class Reader {
public:
    Reader(ReadAt read_at, std::uint64_t size);
    Reader(Reader&&) noexcept;
    Reader& operator=(Reader&&) noexcept;
    ~Reader();

    /// The next record; nothing at the end, and where nothing further can be read. Frames of other link types than
    /// netlink (253), of families other than Family, and blocks of other kinds are passed over and counted.
    std::optional<ReadRecord> next();

    /// Damage found so far, at most `most_damage` (more are counted in `damaged`).
    const std::vector<Damage>& damage() const;
    std::uint64_t damaged() const;
    std::uint64_t frames() const;       ///< all that Wireshark numbers
    std::uint64_t passed_over() const;  ///< names, statistics and secrets, which are no evidence, left out
    /// The version in the first manifest; nothing before it, and in captures of others.
    std::optional<int> version() const;

    static constexpr std::size_t most_damage = 100;
    static constexpr std::uint32_t largest_block = 16U << 20;  ///< a longer one is passed over, not read

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace wlanmedic::runfile
