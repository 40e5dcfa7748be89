// SPDX-License-Identifier: MIT
#include "lab/host/overlay.h"

#include <archive.h>
#include <archive_entry.h>
#include <fmt/format.h>

#include <memory>
#include <stdexcept>
#include <string_view>

namespace wlanmedic::lab {
namespace {

// cpio "newc", everything root's and without a time: equal files give equal bytes.
class Archive {
public:
    Archive() : writer_(archive_write_new(), archive_write_free) {
        archive_write_set_format_cpio_newc(writer_.get());
        archive_write_set_bytes_in_last_block(writer_.get(), 1);
        check(archive_write_open(writer_.get(), &bytes_, nullptr, append, nullptr) == ARCHIVE_OK);
    }
    void directory(const char* path) { header(path, AE_IFDIR, 0755, 0); }
    void file(const char* path, std::string_view content) {
        header(path, AE_IFREG, 0644, content.size());
        check(archive_write_data(writer_.get(), content.data(), content.size()) ==
              static_cast<la_ssize_t>(content.size()));
    }
    std::string finish() {
        check(archive_write_close(writer_.get()) == ARCHIVE_OK);
        return std::move(bytes_);
    }

private:
    static la_ssize_t append(archive* /*writer*/, void* into, const void* bytes, std::size_t size) {
        static_cast<std::string*>(into)->append(static_cast<const char*>(bytes), size);
        return static_cast<la_ssize_t>(size);
    }
    void header(const char* path, unsigned type, unsigned mode, std::size_t size) {
        const std::unique_ptr<archive_entry, void (*)(archive_entry*)> entry(archive_entry_new(),
                                                                             archive_entry_free);
        archive_entry_set_pathname(entry.get(), path);
        archive_entry_set_filetype(entry.get(), type);
        archive_entry_set_perm(entry.get(), static_cast<__LA_MODE_T>(mode));
        archive_entry_set_mtime(entry.get(), 0, 0);
        archive_entry_set_nlink(entry.get(), 1);
        archive_entry_set_size(entry.get(), static_cast<la_int64_t>(size));
        check(archive_write_header(writer_.get(), entry.get()) == ARCHIVE_OK);
    }
    // It is written to memory: only the want of that makes it fail.
    static void check(bool done) {
        if (!done) throw std::runtime_error("the archive for the guest cannot be made");
    }

    std::string bytes_;
    std::unique_ptr<archive, int (*)(archive*)> writer_;
};

}  // namespace

std::string overlay_archive(const Overlay& overlay) {
    Archive archive;
    archive.directory("lab");
    archive.file("lab/scenario.toml", overlay.scenario);
    archive.file("lab/scenario.name", fmt::format("{}\n", overlay.file));
    std::string settings;
    for (const Setting& setting : overlay.settings) settings += fmt::format("{}={}\n", setting.key, setting.value);
    archive.file("lab/settings", settings);
    archive.file("lab/seed", fmt::format("{}\n", overlay.seed));
    if (overlay.shell) archive.file("lab/shell", "");
    return archive.finish();
}

wifi::Result<MemoryFile> join_initrd(const std::vector<std::filesystem::path>& parts, const std::string& last) {
    auto initrd = MemoryFile::make("lab initrd");
    if (!initrd) return initrd;
    for (const std::filesystem::path& part : parts) {
        if (auto added = initrd->append_file(part.string()); !added) {
            added.error().hint = "wlanmedic lab prepare";
            return std::unexpected(added.error());
        }
        if (auto padded = initrd->pad(512); !padded) return std::unexpected(padded.error());
    }
    if (auto added = initrd->append(last); !added) return std::unexpected(added.error());
    return initrd;
}

}  // namespace wlanmedic::lab
