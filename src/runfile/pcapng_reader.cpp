// SPDX-License-Identifier: MIT
#include "runfile/pcapng_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "runfile/block.h"
#include "runfile/byte_order.h"
#include "runfile/cooked_header.h"
#include "runfile/journal_entry.h"
#include "runfile/time_unit.h"

namespace wlanmedic::runfile {
namespace {

// A section needs no more; each takes memory until the section ends.
constexpr std::size_t most_interfaces = 65'536;

}  // namespace

bool PcapngReader::take_options(std::string_view bytes, const auto& take) const {
    Options options(bytes, order_);
    while (const auto option = options.next()) take(*option);
    return !options.broken();
}

void PcapngReader::find_on(Findings& findings, std::uint64_t from, std::uint64_t offset, std::string what) {
    auto found = find_block(window_, from, order_);
    if (!found && !section_seen_) {  // the file's very beginning is damaged: nothing told its byte order
        const std::endian other = order_ == std::endian::big ? std::endian::little : std::endian::big;
        found = find_block(window_, from, other);
        if (found) order_ = other;
    }
    if (found) {
        at_ = *found;
        findings.tell(offset,
                      fmt::format("{}; {} bytes are passed over, to the next whole block", what, *found - offset));
        return;
    }
    done_ = true;
    findings.tell(offset, std::move(what), true);
}

std::optional<PcapngReader::Block> PcapngReader::next_block(Findings& findings) {
    while (!done_) {
        const std::uint64_t offset = at_;
        const std::string_view start = window_.at(offset, block::shortest);
        if (start.empty()) break;
        if (start.size() < block::shortest) {
            findings.tell(offset, fmt::format("the file ends {} bytes into a block", start.size()), true);
            break;
        }
        const BlockHead head = block_head(start, order_);
        const auto told = load<std::uint32_t>(start, 4, head.order);
        if (!head.known_order) {
            find_on(findings, offset + 4, offset, "a section without its byte order mark");
            continue;
        }
        if (head.type == block::section) {  // also where its lengths lie: what follows is of it
            order_ = head.order;
            section_seen_ = true;
            interfaces_.clear();
        }
        if (head.length == 0) {
            const bool zeros = start.find_first_not_of('\0') == std::string_view::npos;
            find_on(findings, offset + 4, offset,
                    zeros ? std::string("zeros where a block should begin")
                          : fmt::format("a block of {} bytes: no block is so short", told));
            continue;
        }
        const std::uint64_t left = window_.size() - offset;
        if (head.length > left) {
            find_on(findings, offset + 4, offset,
                    fmt::format("a block of {} bytes, of which the file has {}", told, left));
            continue;
        }
        if (const std::uint64_t end = trailing_length(window_, offset, head); end != head.length) {
            std::string what = fmt::format("a block of {} bytes at its beginning and of {} at its end", told, end);
            // Mostly the one at the beginning is right.
            const std::uint64_t after = offset + head.length;
            find_on(findings, is_block(window_, after, order_) ? after : offset + 4, offset, std::move(what));
            continue;
        }
        at_ = offset + head.length;
        if (head.length > Reader::largest_block) {
            if (block::is_frame(head.type)) ++findings.frames;
            ++findings.passed_over;
            findings.tell(offset, fmt::format("a block of {} bytes: longer than is read ({}); it is passed over",
                                              told, Reader::largest_block));
            continue;
        }
        const std::string_view whole = window_.at(offset, static_cast<std::size_t>(head.length));
        if (whole.size() < head.length) {
            findings.tell(offset, fmt::format("the file ends within a block of {} bytes", told), true);
            break;
        }
        return Block{.offset = offset, .type = head.type, .body = whole.substr(8, whole.size() - block::shortest)};
    }
    done_ = true;
    return std::nullopt;
}

void PcapngReader::take_section(const Block& block, Findings& findings) {
    const auto major = load<std::uint16_t>(block.body, 4, order_);
    if (major != 1)
        findings.tell(block.offset, fmt::format("a section of pcapng version {}: it is read as version 1", major));
    if (!take_options(block.body.substr(16), [](const Option&) {}))
        findings.tell(block.offset, "a section whose options do not end where it ends");
}

void PcapngReader::take_interface(const Block& block, Findings& findings) {
    if (interfaces_.size() >= most_interfaces)
        return findings.tell(block.offset, "an interface too many: its frames are passed over");
    Interface interface;
    if (block.body.size() < 8) {
        findings.tell(block.offset, "an interface without its link type: its frames are passed over");
    } else {
        interface.link = load<std::uint16_t>(block.body, 0, order_);
        interface.longest = load<std::uint32_t>(block.body, 4, order_);
        const bool whole = take_options(block.body.substr(8), [&](const Option& option) {
            if (option.code == block::option_resolution && option.value.size() == 1)
                interface.resolution = static_cast<unsigned char>(option.value.front());
            if (option.code == block::option_time_offset && option.value.size() == 8)
                interface.offset = static_cast<std::int64_t>(load<std::uint64_t>(option.value, 0, order_));
        });
        if (!whole) findings.tell(block.offset, "an interface whose options do not end where it ends");
    }
    interfaces_.push_back(interface);
}

std::optional<Record> PcapngReader::of_packet(const Interface& interface, std::string_view packet,
                                              Findings& findings) {
    if (interface.link == block::link_netlink || interface.link == block::link_cooked)
        if (auto frame = parse_cooked(packet)) return Record{.what = std::move(*frame)};
    ++findings.passed_over;
    return std::nullopt;
}

std::optional<Record> PcapngReader::take_packet(const Block& block, Findings& findings) {
    ++findings.frames;
    const auto broken = [&](std::string what) -> std::optional<Record> {
        findings.tell(block.offset, fmt::format("frame {}: {}", findings.frames, what));
        return std::nullopt;
    };
    constexpr std::size_t fixed = 20;
    if (block.body.size() < fixed) return broken("a packet block without its header");
    const std::size_t number = block.type == block::old_packet ? load<std::uint16_t>(block.body, 0, order_)
                                                               : load<std::uint32_t>(block.body, 0, order_);
    const std::uint64_t units = static_cast<std::uint64_t>(load<std::uint32_t>(block.body, 4, order_)) << 32U |
                                load<std::uint32_t>(block.body, 8, order_);
    const auto length = load<std::uint32_t>(block.body, 12, order_);
    if (number >= interfaces_.size())
        return broken(fmt::format("of interface {}, which the section does not have", number));
    if (length > block.body.size() - fixed)
        return broken(
            fmt::format("a packet of {} bytes in a block that has {} for it", length, block.body.size() - fixed));
    std::uint64_t sequence = 0;
    const std::size_t options = std::min<std::size_t>(block.body.size(), fixed + padded(length));
    const bool whole = take_options(block.body.substr(options), [&](const Option& option) {
        if (block.type == block::enhanced_packet && option.code == block::option_packet_id &&
            option.value.size() == 8)
            sequence = load<std::uint64_t>(option.value, 0, order_);
    });
    if (!whole) return broken("options that do not end where their block ends");
    auto record = of_packet(interfaces_[number], block.body.substr(fixed, length), findings);
    if (record) {
        record->sequence = sequence;
        record->instant = instant_in(units, interfaces_[number].resolution, interfaces_[number].offset);
    }
    return record;
}

std::optional<Record> PcapngReader::take_simple_packet(const Block& block, Findings& findings) {
    ++findings.frames;
    if (interfaces_.empty() || block.body.size() < 4) {
        findings.tell(block.offset, fmt::format("frame {}: a simple packet without {}", findings.frames,
                                                interfaces_.empty() ? "an interface" : "its length"));
        return std::nullopt;
    }
    const Interface& interface = interfaces_.front();
    std::uint32_t length = load<std::uint32_t>(block.body, 0, order_);
    if (interface.longest != 0) length = std::min(length, interface.longest);
    if (length > block.body.size() - 4) {
        findings.tell(block.offset, fmt::format("frame {}: a packet of {} bytes in a block that has {} for it",
                                                findings.frames, length, block.body.size() - 4));
        return std::nullopt;
    }
    return of_packet(interface, block.body.substr(4, length), findings);
}

std::optional<Record> PcapngReader::take_journal(const Block& block, Findings& findings) {
    ++findings.frames;
    const auto fields = parse_entry(block.body);
    if (!fields) {
        findings.tell(block.offset,
                      fmt::format("frame {}: a journal entry that contradicts its format", findings.frames));
        return std::nullopt;
    }
    auto [record, timeless] = to_record(*fields);
    if (timeless)
        findings.tell(block.offset, fmt::format("frame {}: a journal entry without a time", findings.frames));
    if (!record && !timeless) ++findings.passed_over;
    if (!record || findings.version) return record;
    const auto& text = std::get<Text>(record->what);
    if (text.kind == Kind::manifest)
        if (const std::string* manifest = text.find("WLANMEDIC_MANIFEST"))
            findings.version = version_in(*manifest);
    return record;
}

std::optional<ReadRecord> PcapngReader::next(Findings& findings) {
    while (const auto block = next_block(findings)) {
        std::optional<Record> record;
        if (block->type == block::section) {
            take_section(*block, findings);
        } else if (block->type == block::interface) {
            take_interface(*block, findings);
        } else if (block->type == block::enhanced_packet || block->type == block::old_packet) {
            record = take_packet(*block, findings);
        } else if (block->type == block::simple_packet) {
            record = take_simple_packet(*block, findings);
        } else if (block->type == block::journal) {
            record = take_journal(*block, findings);
        } else {
            if (block::is_frame(block->type)) ++findings.frames;
            if (!block::is_beside(block->type)) ++findings.passed_over;
        }
        if (!record) continue;
        ReadRecord read;
        read.record = std::move(*record);
        read.frame = findings.frames;
        read.offset = block->offset;
        return read;
    }
    return std::nullopt;
}

}  // namespace wlanmedic::runfile
