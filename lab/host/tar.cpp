// SPDX-License-Identifier: MIT
#include "lab/host/tar.h"

#include <archive.h>
#include <archive_entry.h>

#include <memory>

namespace wlanmedic::lab {
namespace {

using Entry = FileTree::Entry;

struct Free {
    void operator()(archive* writer) const { archive_write_free(writer); }
    void operator()(archive_entry* header) const { archive_entry_free(header); }
};

la_ssize_t append(archive* /*writer*/, void* bytes, const void* buffer, size_t length) {
    static_cast<std::string*>(bytes)->append(static_cast<const char*>(buffer), length);
    return static_cast<la_ssize_t>(length);
}

bool add(archive* writer, archive_entry* header, const std::string& name, const Entry& entry) {
    archive_entry_clear(header);
    archive_entry_set_pathname(header, name.c_str());
    archive_entry_set_perm(header, entry.mode);
    archive_entry_set_mtime(header, 0, 0);
    const bool is_file = entry.kind == Entry::Kind::file;
    archive_entry_set_filetype(header, is_file                             ? AE_IFREG
                                       : entry.kind == Entry::Kind::folder ? AE_IFDIR
                                                                           : AE_IFLNK);
    if (entry.kind == Entry::Kind::link) archive_entry_set_symlink(header, entry.content.c_str());
    archive_entry_set_size(header, is_file ? static_cast<la_int64_t>(entry.content.size()) : 0);
    if (archive_write_header(writer, header) != ARCHIVE_OK) return false;
    return !is_file || archive_write_data(writer, entry.content.data(), entry.content.size()) ==
                           static_cast<la_ssize_t>(entry.content.size());
}

}  // namespace

wifi::Result<std::string> to_tar(const FileTree& tree) {
    std::string bytes;
    const std::unique_ptr<archive, Free> writer(archive_write_new());
    const std::unique_ptr<archive_entry, Free> header(archive_entry_new());
    bool good = writer && header && archive_write_set_format_ustar(writer.get()) == ARCHIVE_OK &&
                archive_write_open(writer.get(), &bytes, nullptr, append, nullptr) == ARCHIVE_OK;
    std::string name;
    for (auto entry = tree.entries().begin(); good && entry != tree.entries().end(); ++entry) {
        name = entry->first;
        good = add(writer.get(), header.get(), name, entry->second);
    }
    if (!good || archive_write_close(writer.get()) != ARCHIVE_OK) {
        const char* const why = writer ? archive_error_string(writer.get()) : nullptr;
        return std::unexpected(
            wifi::Error{.what = why == nullptr ? "no memory for a tar" : why, .file = name, .hint = {}});
    }
    return bytes;
}

}  // namespace wlanmedic::lab
