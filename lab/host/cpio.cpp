// SPDX-License-Identifier: MIT
#include "lab/host/cpio.h"

#include <archive.h>
#include <archive_entry.h>

#include <array>
#include <memory>
#include <utility>

#include "lab/host/stamp.h"

namespace wlanmedic::lab {
namespace {

la_ssize_t append(archive* /*writer*/, void* into, const void* bytes, std::size_t size) {
    static_cast<std::string*>(into)->append(static_cast<const char*>(bytes), size);
    return static_cast<la_ssize_t>(size);
}

bool write_entry(archive* writer, const std::string& name, const FileTree::Entry& entry) {
    using Kind = FileTree::Entry::Kind;
    const std::unique_ptr<archive_entry, void (*)(archive_entry*)> header(archive_entry_new(), archive_entry_free);
    archive_entry_set_pathname(header.get(), name.c_str());
    archive_entry_set_perm(header.get(), static_cast<__LA_MODE_T>(entry.mode));
    archive_entry_set_mtime(header.get(), 0, 0);
    archive_entry_set_nlink(header.get(), 1);
    archive_entry_set_size(header.get(), 0);
    if (entry.kind == Kind::folder) archive_entry_set_filetype(header.get(), AE_IFDIR);
    if (entry.kind == Kind::link) {
        archive_entry_set_filetype(header.get(), AE_IFLNK);
        archive_entry_set_symlink(header.get(), entry.content.c_str());
    }
    if (entry.kind == Kind::file) {
        archive_entry_set_filetype(header.get(), AE_IFREG);
        archive_entry_set_size(header.get(), static_cast<la_int64_t>(entry.content.size()));
    }
    if (archive_write_header(writer, header.get()) != ARCHIVE_OK) return false;
    return entry.kind != Kind::file || archive_write_data(writer, entry.content.data(), entry.content.size()) ==
                                           static_cast<la_ssize_t>(entry.content.size());
}

}  // namespace

std::string FileTree::merged_name(std::string_view name) {
    while (name.starts_with('/')) name.remove_prefix(1);
    for (const std::string_view top : {"bin", "sbin", "lib", "lib64"})
        if (name.size() > top.size() && name.starts_with(top) && name[top.size()] == '/')
            return "usr/" + std::string(name);
    return std::string(name);
}

void FileTree::put(const std::string& name, Entry entry) {
    for (std::size_t slash = name.find('/'); slash != std::string::npos; slash = name.find('/', slash + 1))
        entries_.emplace(name.substr(0, slash), Entry{Entry::Kind::folder, 0755, {}});
    entries_.insert_or_assign(name, std::move(entry));
}

void FileTree::add_file(std::string_view name, std::string content, std::uint32_t mode) {
    put(merged_name(name), {Entry::Kind::file, mode, std::move(content)});
}

void FileTree::add_link(std::string_view name, std::string target) {
    put(merged_name(name), {Entry::Kind::link, 0777, std::move(target)});
}

void FileTree::add_folder(std::string_view name, std::uint32_t mode) {
    put(merged_name(name), {Entry::Kind::folder, mode, {}});
}

bool FileTree::has(std::string_view name) const { return entries_.contains(merged_name(name)); }

wifi::Result<std::string> to_cpio(const FileTree& tree, Packing packing) {
    std::string bytes;
    const std::unique_ptr<archive, int (*)(archive*)> writer(archive_write_new(), archive_write_free);
    archive_write_set_format_cpio_newc(writer.get());
    if (packing == Packing::gzip) {
        archive_write_add_filter_gzip(writer.get());
        archive_write_set_filter_option(writer.get(), "gzip", "timestamp", nullptr);
    }
    archive_write_set_bytes_in_last_block(writer.get(), 1);
    bool done = archive_write_open(writer.get(), &bytes, nullptr, append, nullptr) == ARCHIVE_OK;
    for (const auto& [name, entry] : tree.entries()) done = done && write_entry(writer.get(), name, entry);
    done = archive_write_close(writer.get()) == ARCHIVE_OK && done;
    if (!done) {
        const char* why = archive_error_string(writer.get());
        return std::unexpected(
            wifi::Error{.what = why == nullptr ? "the archive cannot be made" : why, .file = {}, .hint = {}});
    }
    // The kernel skips zeros between archives.
    bytes.resize((bytes.size() + 3) / 4 * 4);
    return bytes;
}

wifi::Result<void> write_cpio(const FileTree& tree, const std::filesystem::path& file, Packing packing) {
    const auto bytes = to_cpio(tree, packing);
    if (!bytes) return std::unexpected(bytes.error());
    return write_file(file, *bytes);
}

}  // namespace wlanmedic::lab
