// SPDX-License-Identifier: MIT
#include "lab/air/capture.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <istream>
#include <ostream>

namespace wlanmedic::lab {
namespace {

constexpr std::uint32_t magic_microseconds = 0xa1b2c3d4;
constexpr std::uint32_t magic_nanoseconds = 0xa1b23c4d;
constexpr std::uint32_t link_type_radiotap = 127;
constexpr std::uint32_t link_type_mask = 0x03ffffff;  // above: whether frames bear a check sequence
constexpr std::size_t file_header_size = 24;
constexpr std::size_t record_header_size = 16;
constexpr std::size_t smallest_radiotap = 8;

std::uint32_t u32_at(std::span<const std::uint8_t> bytes, std::size_t at, bool swapped) {
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < 4; ++i) value |= std::uint32_t{bytes[at + i]} << 8 * (swapped ? 3 - i : i);
    return value;
}

void put_u32(std::span<std::uint8_t> bytes, std::size_t at, std::uint32_t value) {
    for (std::size_t i = 0; i < 4; ++i) bytes[at + i] = static_cast<std::uint8_t>(value >> 8 * i);
}

std::size_t read_into(std::istream& in, std::span<std::uint8_t> bytes) {
    in.read(reinterpret_cast<char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
    return static_cast<std::size_t>(in.gcount());
}

void write_from(std::ostream& out, std::span<const std::uint8_t> bytes) {
    out.write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
}

}  // namespace

wifi::Result<CaptureReader> CaptureReader::open(std::istream& in, std::string file) {
    CaptureReader reader(in, std::move(file));
    std::array<std::uint8_t, file_header_size> header{};
    const auto fail = [&](std::string what) {
        return std::unexpected(wifi::Error{.what = std::move(what),
                                           .file = reader.file_,
                                           .hint = "a pcap file of a monitor interface is wanted"});
    };
    const std::size_t size = read_into(in, header);
    if (size < header.size())
        return fail(fmt::format("a pcap header has 24 bytes, the file ends at byte {}", size));
    const auto is_magic = [&](bool swapped) {
        const std::uint32_t magic = u32_at(header, 0, swapped);
        reader.swapped_ = swapped;
        reader.nanoseconds_ = magic == magic_nanoseconds;
        return magic == magic_nanoseconds || magic == magic_microseconds;
    };
    if (!is_magic(false) && !is_magic(true)) return fail("at byte 0 stands no magic number of pcap");
    const std::uint32_t link_type = u32_at(header, 20, reader.swapped_) & link_type_mask;
    if (link_type != link_type_radiotap)
        return fail(fmt::format("at byte 20 stands link type {}, not 127 (radiotap)", link_type));
    reader.offset_ = header.size();
    return reader;
}

wifi::Result<std::optional<CapturedFrame>> CaptureReader::next() {
    std::array<std::uint8_t, record_header_size> header{};
    const auto fail = [&](const std::string& what) {
        return std::unexpected(wifi::Error{.what = fmt::format("in the record at byte {}: {}", offset_, what),
                                           .file = file_,
                                           .hint = "the capture is damaged or cut off; run the scenario again"});
    };
    const std::size_t got = read_into(*in_, header);
    if (got == 0) return std::nullopt;
    if (got < header.size()) return fail("the file ends within its header");
    const std::uint32_t seconds = u32_at(header, 0, swapped_);
    const std::uint32_t fraction = u32_at(header, 4, swapped_);
    const std::uint32_t size = u32_at(header, 8, swapped_);
    if (fraction >= (nanoseconds_ ? 1'000'000'000U : 1'000'000U))
        return fail(fmt::format("{} is no fraction of a second", fraction));
    if (size > longest_record) return fail(fmt::format("{} bytes are more than a record can have", size));
    record_.resize(size);
    if (read_into(*in_, record_) < size) return fail(fmt::format("the file ends before its {} bytes", size));
    if (size < smallest_radiotap) return fail(fmt::format("{} bytes hold no radiotap header", size));
    const std::size_t radiotap = record_[2] | std::size_t{record_[3]} << 8;
    if (record_[0] != 0 || radiotap < smallest_radiotap || radiotap > size)
        return fail(fmt::format("radiotap version {} and length {} of {} bytes", record_[0], radiotap, size));
    CapturedFrame frame;
    frame.at = wifi::Instant(std::chrono::seconds(seconds)) +
               (nanoseconds_ ? wifi::Duration(fraction) : wifi::Duration(std::chrono::microseconds(fraction)));
    frame.bytes = std::span(record_).subspan(radiotap);
    frame.offset = offset_;
    offset_ += record_header_size + size;
    return frame;
}

CaptureWriter::CaptureWriter(std::ostream& out) : out_(&out) {
    std::array<std::uint8_t, file_header_size> header{};
    put_u32(header, 0, magic_nanoseconds);
    header[4] = 2;  // version 2.4
    header[6] = 4;
    put_u32(header, 16, CaptureReader::longest_record);
    put_u32(header, 20, link_type_radiotap);
    write_from(*out_, header);
}

void CaptureWriter::append(wifi::Instant at, std::span<const std::uint8_t> bytes) {
    const auto since_epoch = std::max(at.time_since_epoch(), wifi::Duration{});
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(since_epoch);
    const auto kept = bytes.first(std::min(bytes.size(), CaptureReader::longest_record));
    std::array<std::uint8_t, record_header_size> header{};
    put_u32(header, 0, static_cast<std::uint32_t>(seconds.count()));
    put_u32(header, 4, static_cast<std::uint32_t>((since_epoch - seconds).count()));
    put_u32(header, 8, static_cast<std::uint32_t>(kept.size()));
    put_u32(header, 12, static_cast<std::uint32_t>(std::min<std::size_t>(bytes.size(), UINT32_MAX)));
    write_from(*out_, header);
    write_from(*out_, kept);
}

}  // namespace wlanmedic::lab
