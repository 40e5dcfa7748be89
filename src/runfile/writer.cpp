// SPDX-License-Identifier: MIT
#include "runfile/writer.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "runfile/block.h"
#include "runfile/byte_order.h"
#include "runfile/cooked_header.h"
#include "runfile/file_lock.h"
#include "runfile/journal_entry.h"
#include "runfile/known_instant.h"
#include "runfile/options.h"

namespace wlanmedic::runfile {
namespace {

/// Begins a block; its length is set by end_block().
std::size_t begin_block(std::string& bytes, std::uint32_t type) {
    const std::size_t begin = bytes.size();
    append(bytes, type);
    append(bytes, std::uint32_t{0});
    return begin;
}

void end_block(std::string& bytes, std::size_t begin) {
    bytes.append(padded(bytes.size() - begin) - (bytes.size() - begin), '\0');
    const auto length = static_cast<std::uint32_t>(bytes.size() - begin + 4);
    std::memcpy(bytes.data() + begin + 4, &length, sizeof length);
    append(bytes, length);
}

std::string head(const std::string& program) {
    std::string bytes;
    std::size_t begin = begin_block(bytes, block::section);
    append(bytes, block::section_magic);
    append(bytes, std::uint16_t{1});  // version 1.0
    append(bytes, std::uint16_t{0});
    append(bytes, ~std::uint64_t{0});  // the section's length: not known
    append_option(bytes, block::option_program, std::string_view(program).substr(0, 1024));
    append_option(bytes, block::option_end, {});
    end_block(bytes, begin);
    begin = begin_block(bytes, block::interface);
    append(bytes, block::link_netlink);
    append(bytes, std::uint16_t{0});
    append(bytes, std::uint32_t{0});  // frames are as long as they are
    append_option(bytes, block::option_name, "netlink");
    append_option(bytes, block::option_resolution, "\x09");
    append_option(bytes, block::option_end, {});
    end_block(bytes, begin);
    return bytes;
}

void append_packet(std::string& bytes, const Record& record, const NetlinkFrame& frame) {
    const std::size_t begin = begin_block(bytes, block::enhanced_packet);
    const std::uint64_t time = known_nanoseconds(record.instant);
    const auto length = static_cast<std::uint32_t>(cooked_header_size + frame.bytes.size());
    append(bytes, std::uint32_t{0});  // the interface
    append(bytes, static_cast<std::uint32_t>(time >> 32U));
    append(bytes, static_cast<std::uint32_t>(time));
    append(bytes, length);
    append(bytes, length);
    append_cooked_header(bytes, frame);
    bytes.append(frame.bytes.begin(), frame.bytes.end());
    bytes.append(padded(length) - length, '\0');
    std::string number;
    append(number, record.sequence);
    append_option(bytes, block::option_packet_id, number);
    append_option(bytes, block::option_end, {});
    end_block(bytes, begin);
}

void append_journal(std::string& bytes, const Record& record, const Text& text, const std::optional<Boot>& boot) {
    const std::size_t begin = begin_block(bytes, block::journal);
    const std::uint64_t time = known_nanoseconds(record.instant);
    append_field(bytes, "__REALTIME_TIMESTAMP", fmt::format_int(time / 1000).str());
    if (boot) {
        const std::uint64_t since_boot = known_nanoseconds(record.instant - boot->offset);
        append_field(bytes, "__MONOTONIC_TIMESTAMP", fmt::format_int(since_boot / 1000).str());
        append_field(bytes, "_BOOT_ID", boot->id);
    }
    append_field(bytes, "WLANMEDIC_KIND", name_of(text.kind));
    append_field(bytes, "WLANMEDIC_SEQUENCE", fmt::format_int(record.sequence).str());
    append_field(bytes, "WLANMEDIC_INSTANT", fmt::format_int(time).str());
    append_field(bytes, "MESSAGE", text.message);
    for (const auto& [name, value] : text.fields)
        if (!is_reserved_field(name)) append_field(bytes, name, value);
    end_block(bytes, begin);
}

wifi::Error error_of(int number, const std::string& path, std::string_view doing) {
    wifi::Error error{.what = fmt::format("{}: {}", doing, std::strerror(number)), .file = path};
    if (number == ENOSPC || number == EDQUOT) {
        error.hint = "make room there, or record to another disk";
    } else if (number == EFBIG) {
        error.hint = "let the file be longer (ulimit -f), or rotate it earlier";
    } else if (number == EEXIST) {
        error.hint = "nothing is written over: name another file";
    } else if (number == EACCES || number == EPERM || number == EROFS) {
        error.hint = "name a file in a directory that you may write to";
    } else if (number == ENOENT) {
        error.hint = "make the directory first";
    } else if (number == EIO) {
        error.hint = "the disk fails: look at the kernel's log, and record to another one";
    }
    return error;
}

}  // namespace

wifi::Result<Writer> Writer::create(const std::string& path, const std::string& program) {
    const int descriptor = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0640);
    if (descriptor < 0) return std::unexpected(error_of(errno, path, "cannot be made"));
    Writer writer(path, descriptor);
    // Who begins under this name at the same moment may have found the file before it was locked, and put it
    // aside.
    if (!take_lock(descriptor) || !is_at(path, descriptor))
        return std::unexpected(wifi::Error{.what = "another recording begins under this name",
                                           .file = path,
                                           .hint = "end that one, or name another file"});
    writer.buffer_ = head(program);
    if (auto written = writer.write_buffer(); !written) {
        ::unlink(path.c_str());  // nothing is in it
        return std::unexpected(std::move(written.error()));
    }
    return writer;
}

Writer::Writer(Writer&& other) noexcept
    : path_(std::move(other.path_)),
      descriptor_(std::exchange(other.descriptor_, -1)),
      bytes_(other.bytes_),
      began_(other.began_),
      boot_(std::move(other.boot_)),
      buffer_(std::move(other.buffer_)) {}

Writer& Writer::operator=(Writer&& other) noexcept {
    if (this == &other) return *this;
    if (descriptor_ >= 0) ::close(descriptor_);
    path_ = std::move(other.path_);
    descriptor_ = std::exchange(other.descriptor_, -1);
    bytes_ = other.bytes_;
    began_ = other.began_;
    boot_ = std::move(other.boot_);
    buffer_ = std::move(other.buffer_);
    return *this;
}

Writer::~Writer() {
    if (descriptor_ >= 0) ::close(descriptor_);
}

wifi::Result<void> Writer::write_buffer() {
    std::string_view rest = buffer_;
    // At an offset of its own: what an earlier write left torn is written over.
    std::uint64_t offset = bytes_;
    while (!rest.empty()) {
        const ssize_t written = ::pwrite(descriptor_, rest.data(), rest.size(), static_cast<off_t>(offset));
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) {
            wifi::Error error = error_of(written < 0 ? errno : ENOSPC, path_, "cannot be written");
            if (::ftruncate(descriptor_, static_cast<off_t>(bytes_)) != 0)
                error.hint += "; and its last block is not whole";
            return std::unexpected(std::move(error));
        }
        rest.remove_prefix(static_cast<std::size_t>(written));
        offset += static_cast<std::uint64_t>(written);
    }
    bytes_ = offset;
    // A long message must not keep its room for all time.
    if (buffer_.capacity() > largest_block) buffer_ = std::string();
    return {};
}

wifi::Result<void> Writer::append(const Record& record) { return append({&record, 1}); }

wifi::Result<void> Writer::append(std::span<const Record> records) {
    buffer_.clear();
    for (const Record& record : records) {
        const std::size_t begin = buffer_.size();
        const auto* frame = std::get_if<NetlinkFrame>(&record.what);
        if (frame != nullptr && frame->bytes.size() > longest_frame)
            return std::unexpected(wifi::Error{.what = fmt::format("a netlink frame of {} bytes: {} are the most",
                                                                   frame->bytes.size(), longest_frame),
                                               .file = path_});
        if (frame != nullptr) {
            append_packet(buffer_, record, *frame);
        } else {
            const auto& text = std::get<Text>(record.what);
            if (text.fields.size() > most_fields)
                return std::unexpected(wifi::Error{
                    .what = fmt::format("a record of {} fields: {} are the most", text.fields.size(), most_fields),
                    .file = path_});
            for (const auto& [name, value] : text.fields)
                if (!is_field_name(name))
                    return std::unexpected(wifi::Error{
                        .what = fmt::format("a field cannot be named \"{}\"", name),
                        .file = path_,
                        .hint = "names have A to Z, 0 to 9 and _, no digit first, and at most 64 characters"});
            append_journal(buffer_, record, text, boot_);
        }
        if (const std::size_t size = buffer_.size() - begin; size > largest_block)
            return std::unexpected(wifi::Error{
                .what = fmt::format("a record of {} bytes: {} are the most", size, largest_block), .file = path_});
    }
    if (buffer_.empty()) return {};
    if (auto written = write_buffer(); !written) return written;
    if (!began_) began_ = records.front().instant;
    return {};
}

wifi::Result<void> Writer::sync() {
    if (::fdatasync(descriptor_) == 0) return {};
    return std::unexpected(error_of(errno, path_, "cannot be brought to the disk"));
}

}  // namespace wlanmedic::runfile
