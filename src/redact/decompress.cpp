// SPDX-License-Identifier: MIT
#include "redact/decompress.h"

#include <archive.h>
#include <archive_entry.h>
#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <memory>
#include <string_view>

#include "evidence/temporary_file.h"

namespace wlanmedic::redact {
namespace {

struct Packing {
    std::string_view magic;
    std::string_view suffix;
};
constexpr std::array<Packing, 5> packings{{{"\x1f\x8b", ".gz"},
                                           {std::string_view("\xfd"
                                                             "7zXZ\0",
                                                             6),
                                            ".xz"},
                                           {"\x28\xb5\x2f\xfd", ".zst"},
                                           {"BZh", ".bz2"},
                                           {"\x04\x22\x4d\x18", ".lz4"}}};

struct Source {
    const evidence::Input* input = nullptr;
    std::uint64_t offset = 0;
    std::array<char, 65536> buffer{};
};

la_ssize_t read_source(archive*, void* data, const void** buffer) {
    auto* source = static_cast<Source*>(data);
    const std::size_t got = source->input->read_at(source->offset, source->buffer);
    source->offset += got;
    *buffer = source->buffer.data();
    return static_cast<la_ssize_t>(got);
}

wifi::Error trouble(const std::string& path, std::string_view what) {
    return {.what = fmt::format("cannot be unpacked: {}", what), .file = path, .hint = "unpack it yourself"};
}

wifi::Result<void> unpack(const evidence::Input& packed, int to) {
    const std::unique_ptr<archive, int (*)(archive*)> reader(archive_read_new(), archive_read_free);
    archive_read_support_filter_gzip(reader.get());
    archive_read_support_filter_xz(reader.get());
    archive_read_support_filter_zstd(reader.get());
    archive_read_support_filter_bzip2(reader.get());
    archive_read_support_filter_lz4(reader.get());
    archive_read_support_format_raw(reader.get());
    Source source{.input = &packed};
    const auto failed = [&] {
        const char* text = archive_error_string(reader.get());
        return std::unexpected(trouble(packed.path(), text == nullptr ? "broken data" : text));
    };
    if (archive_read_open(reader.get(), &source, nullptr, read_source, nullptr) != ARCHIVE_OK) return failed();
    archive_entry* entry = nullptr;
    if (archive_read_next_header(reader.get(), &entry) != ARCHIVE_OK) return failed();
    std::array<char, 65536> buffer;
    for (;;) {
        const la_ssize_t got = archive_read_data(reader.get(), buffer.data(), buffer.size());
        if (got < 0) return failed();
        if (got == 0) return {};
        std::string_view bytes(buffer.data(), static_cast<std::size_t>(got));
        while (!bytes.empty()) {
            const ssize_t written = ::write(to, bytes.data(), bytes.size());
            if (written < 0 && errno == EINTR) continue;
            if (written <= 0) return std::unexpected(trouble(packed.path(), std::strerror(errno)));
            bytes.remove_prefix(static_cast<std::size_t>(written));
        }
    }
}

}  // namespace

wifi::Result<Unpacked> open_unpacked(const std::string& path) {
    auto input = evidence::Input::open(path);
    if (!input) return std::unexpected(input.error());
    std::array<char, 8> head{};
    const std::string_view begin(head.data(), input->read_at(0, head));
    for (const Packing& packing : packings) {
        if (!begin.starts_with(packing.magic)) continue;
        const auto file = evidence::open_temporary_file();
        if (!file) return std::unexpected(file.error());
        const auto done = unpack(*input, *file);
        auto plain = done ? evidence::Input::open(fmt::format("/proc/self/fd/{}", *file))
                          : wifi::Result<evidence::Input>(std::unexpected(done.error()));
        ::close(*file);
        if (!plain) return std::unexpected(plain.error());
        return Unpacked{
            .input = std::move(*plain), .suffix = std::string(packing.suffix), .modified = input->modified()};
    }
    const std::time_t modified = input->modified();
    return Unpacked{.input = std::move(*input), .suffix = {}, .modified = modified};
}

}  // namespace wlanmedic::redact
