// SPDX-License-Identifier: MIT
#include "machine/archive_writer.h"

#include <archive.h>
#include <archive_entry.h>
#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <ctime>

namespace wlanmedic::machine {
namespace {

wifi::Error trouble(const std::string& path, const char* what) {
    return {.what = what == nullptr ? "cannot be written" : what, .file = path, .hint = {}};
}

}  // namespace

ArchiveWriter::ArchiveWriter(archive* writer, int file, std::string path)
    : writer_(writer, Close{file}), path_(std::move(path)) {}

void ArchiveWriter::Close::operator()(archive* writer) const {
    archive_write_free(writer);
    ::close(file);
}

wifi::Result<ArchiveWriter> ArchiveWriter::make(const std::string& path) {
    archive* writer = archive_write_new();
    archive_write_set_format_pax_restricted(writer);
    int known = ARCHIVE_OK;
    if (path.ends_with(".tar.zst")) {
        known = archive_write_add_filter_zstd(writer);
    } else if (path.ends_with(".tar.gz")) {
        known = archive_write_add_filter_gzip(writer);
    } else if (path.ends_with(".tar.xz")) {
        known = archive_write_add_filter_xz(writer);
    } else if (!path.ends_with(".tar")) {
        known = ARCHIVE_FATAL;
    }
    if (known != ARCHIVE_OK) {
        archive_write_free(writer);
        return std::unexpected(wifi::Error{.what = "no kind of bundle that is known here",
                                           .file = path,
                                           .hint = "let its name end in .tar.zst, .tar.gz, .tar.xz or .tar"});
    }
    const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (file < 0) {
        const int error = errno;
        archive_write_free(writer);
        return std::unexpected(
            wifi::Error{.what = std::strerror(error),
                        .file = path,
                        .hint = error == EEXIST ? "nothing is written over: name another with -o" : ""});
    }
    ArchiveWriter result(writer, file, path);
    if (archive_write_open_fd(writer, file) != ARCHIVE_OK)
        return std::unexpected(trouble(path, archive_error_string(writer)));
    return result;
}

wifi::Result<void> ArchiveWriter::add(const std::string& name, std::string_view text) {
    const std::unique_ptr<archive_entry, void (*)(archive_entry*)> entry(archive_entry_new(), archive_entry_free);
    archive_entry_set_pathname(entry.get(), name.c_str());
    archive_entry_set_size(entry.get(), static_cast<la_int64_t>(text.size()));
    archive_entry_set_filetype(entry.get(), AE_IFREG);
    archive_entry_set_perm(entry.get(), 0644);
    // explain takes the year of times that have none from the last change.
    archive_entry_set_mtime(entry.get(), std::time(nullptr), 0);
    if (archive_write_header(writer_.get(), entry.get()) != ARCHIVE_OK ||
        archive_write_data(writer_.get(), text.data(), text.size()) != static_cast<la_ssize_t>(text.size()))
        return std::unexpected(trouble(path_, archive_error_string(writer_.get())));
    return {};
}

wifi::Result<void> ArchiveWriter::finish() {
    if (archive_write_close(writer_.get()) != ARCHIVE_OK)
        return std::unexpected(trouble(path_, archive_error_string(writer_.get())));
    return {};
}

}  // namespace wlanmedic::machine
