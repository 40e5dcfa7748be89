// SPDX-License-Identifier: MIT
// Writes one part of a run file: whole blocks, each handed to the kernel as soon as it is there.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include "runfile/record.h"
#include "wifi/error.h"

namespace wlanmedic::runfile {

/// Which start of the machine the run's clock counts from.
struct Boot {
    std::string id;           ///< as journald writes it: 32 hexadecimal digits
    wifi::Duration offset{};  ///< the run's clock less CLOCK_BOOTTIME
};

/// Of Text::fields those that a record has of itself (MESSAGE, WLANMEDIC_KIND, …, the times, _BOOT_ID) are left
/// out. Times before 1970 are written as 1970.
class Writer {
public:
    /// Creates `path` (0640), which must not exist, and writes the section and the interface. `program`:
    /// "wlanmedic 0.1.0". Errors: exists, no permission, no room.
    static wifi::Result<Writer> create(const std::string& path, const std::string& program);

    Writer(Writer&& other) noexcept;
    Writer& operator=(Writer&& other) noexcept;
    Writer(const Writer&) = delete;
    Writer& operator=(const Writer&) = delete;
    ~Writer();

    /// From now on text is written with __MONOTONIC_TIMESTAMP and _BOOT_ID; before, and without, it has neither.
    void set_boot(Boot boot) { boot_ = std::move(boot); }

    /// The record is with the kernel when this returns: a killed process loses none. Errors: no room (the file is
    /// cut to its last whole block, and can be written on when there is room), a block over `largest_block`, a
    /// frame over `longest_frame`, more than `most_fields` fields, one whose name no journal takes. Of these
    /// nothing is written.
    wifi::Result<void> append(const Record& record);
    /// The same with several: one write.
    wifi::Result<void> append(std::span<const Record> records);

    /// Asks the kernel to bring what was written to the disk (fdatasync): for a pulled plug.
    wifi::Result<void> sync();

    std::uint64_t bytes() const { return bytes_; }  ///< of the file so far
    const std::string& path() const { return path_; }
    /// Instant of the first record; nothing before it.
    std::optional<wifi::Instant> began() const { return began_; }

    static constexpr std::size_t largest_block = 1U << 20;
    /// Bytes of netlink: Wireshark stops at a frame that is longer than 262,144 with its cooked header.
    static constexpr std::size_t longest_frame = 262'144 - 16;

private:
    Writer(std::string path, int descriptor) : path_(std::move(path)), descriptor_(descriptor) {}
    wifi::Result<void> write_buffer();

    std::string path_;
    int descriptor_ = -1;
    std::uint64_t bytes_ = 0;
    std::optional<wifi::Instant> began_;
    std::optional<Boot> boot_;
    std::string buffer_;  // of one append, kept for its room
};

}  // namespace wlanmedic::runfile
