// SPDX-License-Identifier: MIT
#include "lab/host/kernel_image.h"

#include <archive.h>
#include <archive_entry.h>
#include <elf.h>
#include <fmt/format.h>

#include <array>
#include <cstdint>
#include <cstring>
#include <memory>
#include <optional>
#include <vector>

#include "lab/host/elf.h"

namespace wlanmedic::lab {
namespace {

// Offsets in the header of the image.
constexpr std::size_t setup_sects = 0x1f1;
constexpr std::size_t header_magic = 0x202;  // "HdrS"
constexpr std::size_t version = 0x206;
constexpr std::size_t payload_offset = 0x248;
constexpr std::size_t payload_length = 0x24c;
constexpr std::size_t header_end = 0x250;
constexpr std::uint16_t version_with_payload = 0x0208;
constexpr std::size_t sector = 512;

std::uint64_t little_endian(std::string_view bytes, std::size_t at, std::size_t size) {
    std::uint64_t value = 0;
    for (std::size_t i = size; i-- > 0;) value = value << 8U | static_cast<std::uint8_t>(bytes[at + i]);
    return value;
}

wifi::Error problem(std::string what) { return {.what = std::move(what), .file = "vmlinuz", .hint = ""}; }

wifi::Result<std::string_view> payload_of(std::string_view image) {
    if (image.size() < header_end || image.substr(header_magic, 4) != "HdrS")
        return std::unexpected(problem("is no x86 kernel image"));
    if (little_endian(image, version, 2) < version_with_payload)
        return std::unexpected(
            problem("is of a boot protocol before 2.08, which does not say where its payload is"));
    const std::uint64_t sectors = little_endian(image, setup_sects, 1);
    const std::uint64_t begin =
        ((sectors == 0 ? 4 : sectors) + 1) * sector + little_endian(image, payload_offset, 4);
    const std::uint64_t size = little_endian(image, payload_length, 4);
    if (begin > image.size() || size > image.size() - begin)
        return std::unexpected(problem("ends before its payload does"));
    return image.substr(begin, size);
}

/// Nothing where this is no whole ELF file: all that its program headers name lies within it.
std::optional<std::vector<Elf64_Phdr>> segments_of(std::string_view kernel) {
    if (!is_elf(kernel)) return std::nullopt;
    Elf64_Ehdr file{};
    std::memcpy(&file, kernel.data(), sizeof file);
    if (file.e_phentsize != sizeof(Elf64_Phdr) || file.e_phoff > kernel.size() ||
        (kernel.size() - file.e_phoff) / sizeof(Elf64_Phdr) < file.e_phnum)
        return std::nullopt;
    std::vector<Elf64_Phdr> segments(file.e_phnum);
    for (std::size_t i = 0; i < segments.size(); ++i) {
        std::memcpy(&segments[i], kernel.data() + file.e_phoff + i * sizeof(Elf64_Phdr), sizeof(Elf64_Phdr));
        if (segments[i].p_offset > kernel.size() || segments[i].p_filesz > kernel.size() - segments[i].p_offset)
            return std::nullopt;
    }
    return segments;
}

wifi::Result<std::string> unpacked(std::string_view payload, std::size_t most) {
    const std::unique_ptr<archive, decltype(&archive_read_free)> reader{archive_read_new(), archive_read_free};
    // What a kernel is packed with, and libarchive unpacks without another program.
    archive_read_support_filter_gzip(reader.get());
    archive_read_support_filter_bzip2(reader.get());
    archive_read_support_filter_lzma(reader.get());
    archive_read_support_filter_xz(reader.get());
    archive_read_support_filter_lz4(reader.get());
    archive_read_support_filter_zstd(reader.get());
    archive_read_support_format_raw(reader.get());
    archive_entry* entry = nullptr;
    if (archive_read_open_memory(reader.get(), payload.data(), payload.size()) != ARCHIVE_OK ||
        archive_read_next_header(reader.get(), &entry) != ARCHIVE_OK)
        return std::unexpected(problem("its payload is packed in a way that libarchive does not know"));
    std::string kernel;
    std::array<char, 1U << 16> bytes{};
    for (;;) {
        const la_ssize_t size = archive_read_data(reader.get(), bytes.data(), bytes.size());
        if (size == 0) return kernel;
        // Behind some packings stands the length of the whole, which is no part of the stream: an end, too.
        if (size < 0 && !kernel.empty() &&
            kernel.starts_with("\x7f"
                               "ELF"))
            return kernel;
        if (size < 0)
            return std::unexpected(
                problem(fmt::format("its payload cannot be unpacked: {}", archive_error_string(reader.get()))));
        kernel.append(bytes.data(), static_cast<std::size_t>(size));
        if (kernel.size() > most)
            return std::unexpected(problem(fmt::format("unpacks to more than {} MB", most >> 20U)));
    }
}

}  // namespace

// XEN_ELFNOTE_PHYS32_ENTRY is note 18 of the owner "Xen" (include/xen/interface/elfnote.h).
bool has_pvh_entry(std::string_view kernel) {
    const auto segments = segments_of(kernel);
    if (!segments) return false;
    for (const Elf64_Phdr& segment : *segments) {
        if (segment.p_type != PT_NOTE) continue;
        std::string_view notes = kernel.substr(segment.p_offset, segment.p_filesz);
        while (notes.size() >= sizeof(Elf64_Nhdr)) {
            const auto padded = [](std::uint64_t bytes) { return (bytes + 3) / 4 * 4; };
            const std::uint64_t owner = little_endian(notes, 0, 4);
            const std::uint64_t whole = sizeof(Elf64_Nhdr) + padded(owner) + padded(little_endian(notes, 4, 4));
            if (whole > notes.size()) break;
            if (little_endian(notes, 8, 4) == 18 &&
                notes.substr(sizeof(Elf64_Nhdr), owner) == std::string_view("Xen\0", 4))
                return true;
            notes.remove_prefix(whole);
        }
    }
    return false;
}

wifi::Result<std::string> unpack_kernel(std::string_view image, std::size_t most) {
    const auto payload = payload_of(image);
    if (!payload) return std::unexpected(payload.error());
    auto kernel = unpacked(*payload, most);
    if (!kernel) return kernel;
    if (!segments_of(*kernel)) return std::unexpected(problem("unpacks to no whole ELF file"));
    if (!has_pvh_entry(*kernel)) return std::unexpected(problem("has no PVH entry (CONFIG_PVH)"));
    return kernel;
}

}  // namespace wlanmedic::lab
