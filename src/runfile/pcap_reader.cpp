// SPDX-License-Identifier: MIT
#include "runfile/pcap_reader.h"

#include <fmt/format.h>

#include <algorithm>

#include "runfile/block.h"
#include "runfile/byte_order.h"
#include "runfile/cooked_header.h"
#include "runfile/known_instant.h"

namespace wlanmedic::runfile {
namespace {

constexpr std::uint32_t magic_microseconds = 0xA1B2C3D4;
constexpr std::uint32_t magic_nanoseconds = 0xA1B23C4D;
constexpr std::size_t header_size = 24;
constexpr std::size_t frame_header_size = 16;

struct Magic {
    std::endian order;
    std::uint64_t unit;
};

std::optional<Magic> magic_of(std::string_view beginning) {
    if (beginning.size() < 4) return std::nullopt;
    for (const std::endian order : {std::endian::little, std::endian::big}) {
        const auto magic = load<std::uint32_t>(beginning, 0, order);
        if (magic == magic_microseconds) return Magic{order, 1000};
        if (magic == magic_nanoseconds) return Magic{order, 1};
    }
    return std::nullopt;
}

}  // namespace

bool PcapReader::is_pcap(std::string_view beginning) { return magic_of(beginning).has_value(); }

bool PcapReader::begin(Findings& findings) {
    const std::string_view header = window_.at(0, header_size);
    const auto magic = magic_of(header);
    if (!magic || header.size() < header_size) {
        findings.tell(0, fmt::format("the file ends within its header, after {} bytes", header.size()), true);
        return false;
    }
    order_ = magic->order;
    unit_ = magic->unit;
    if (const auto major = load<std::uint16_t>(header, 4, order_); major != 2) {
        findings.tell(0, fmt::format("pcap of version {}: only version 2 is known here", major), true);
        return false;
    }
    // As libpcap: what a lying snap length allows is still no frame.
    longest_ = std::clamp(load<std::uint32_t>(header, 16, order_), block::longest_packet, Reader::largest_block);
    link_ = load<std::uint32_t>(header, 20, order_) & 0xFFFFU;  // above stands the length of checksums
    at_ = header_size;
    return true;
}

std::optional<ReadRecord> PcapReader::next(Findings& findings) {
    if (at_ == 0 && !done_ && !begin(findings)) done_ = true;
    while (!done_) {
        const std::uint64_t offset = at_;
        const std::string_view header = window_.at(offset, frame_header_size);
        if (header.empty()) break;
        if (header.size() < frame_header_size) {
            findings.tell(
                offset, fmt::format("the file ends within a frame's header, after {} bytes of it", header.size()),
                true);
            break;
        }
        const std::uint64_t seconds = load<std::uint32_t>(header, 0, order_);
        const std::uint64_t fraction = load<std::uint32_t>(header, 4, order_);
        const std::uint32_t length = load<std::uint32_t>(header, 8, order_);
        if (length > longest_) {
            findings.tell(
                offset,
                fmt::format("a frame of {} bytes: none is so long, and nothing tells where the next one begins",
                            length),
                true);
            break;
        }
        const std::string_view packet = window_.at(offset + frame_header_size, length);
        if (packet.size() < length) {
            findings.tell(offset, fmt::format("the file ends within a frame of {} bytes", length), true);
            break;
        }
        at_ = offset + frame_header_size + length;
        ++findings.frames;
        if (link_ != block::link_netlink && link_ != block::link_cooked) {
            ++findings.passed_over;
            continue;
        }
        auto frame = parse_cooked(packet);
        if (!frame) {
            ++findings.passed_over;
            continue;
        }
        return ReadRecord{.record = {.sequence = 0,
                                     .instant = known_instant(seconds * 1'000'000'000 + fraction * unit_, 1),
                                     .what = std::move(*frame)},
                          .frame = findings.frames,
                          .offset = offset};
    }
    done_ = true;
    return std::nullopt;
}

}  // namespace wlanmedic::runfile
