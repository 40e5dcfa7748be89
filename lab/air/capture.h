// SPDX-License-Identifier: MIT
// Capture files of frames in the air: classic pcap (pcap-savefile(5)) with radiotap headers (link type 127), frame
// by frame. Our own, not libpcap: forty lines against a library that the static guest would have to carry.
#pragma once

#include <cstdint>
#include <iosfwd>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "wifi/error.h"
#include "wifi/instant.h"

namespace wlanmedic::lab {

struct CapturedFrame {
    wifi::Instant at;
    std::span<const std::uint8_t> bytes;  ///< from the frame control field; until the next call of next()
    std::uint64_t offset = 0;             ///< of its record in the file
};

/// Holds one record at a time, of at most `longest_record` bytes. Byte order and unit of time (microseconds,
/// nanoseconds) are those that the file's magic says.
class CaptureReader {
public:
    /// `file` is named in errors; `in` must outlive the reader. Errors: no pcap, another link type.
    static wifi::Result<CaptureReader> open(std::istream& in, std::string file);

    /// Nothing at the end of the file. Errors say at which byte the record begins: cut off, longer than
    /// `longest_record`, a fraction of a second that is none, a radiotap header longer than its record. Then
    /// the rest of the file cannot be read.
    wifi::Result<std::optional<CapturedFrame>> next();

    static constexpr std::size_t longest_record = std::size_t{256} * 1024;  ///< as libpcap's MAXIMUM_SNAPLEN

private:
    CaptureReader(std::istream& in, std::string file) : in_(&in), file_(std::move(file)) {}

    std::istream* in_;
    std::string file_;
    bool swapped_ = false;
    bool nanoseconds_ = false;
    std::uint64_t offset_ = 0;
    std::vector<std::uint8_t> record_;
};

/// Writes little-endian, in nanoseconds. Whether all was written is for the stream to say.
class CaptureWriter {
public:
    /// Writes the file's header; `out` must outlive the writer.
    explicit CaptureWriter(std::ostream& out);

    /// `bytes`: radiotap header and frame, as read from a monitor interface. Times before 1970 count as 1970,
    /// records beyond CaptureReader::longest_record are cut.
    void append(wifi::Instant at, std::span<const std::uint8_t> bytes);

private:
    std::ostream* out_;
};

}  // namespace wlanmedic::lab
