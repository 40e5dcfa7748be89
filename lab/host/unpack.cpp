// SPDX-License-Identifier: MIT
#include "lab/host/unpack.h"

#include <archive.h>
#include <archive_entry.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace wlanmedic::lab {
namespace {

namespace fs = std::filesystem;

struct Closer {
    void operator()(archive* reader) const { archive_read_free(reader); }
};

std::unexpected<wifi::Error> bad(std::string what) {
    return std::unexpected(wifi::Error{.what = std::move(what),
                                       .file = "the guest's results",
                                       .hint = "--keep leaves what there is; its truth/console.txt may tell why"});
}

std::unexpected<wifi::Error> no_room(const fs::path& path, int why) {
    return std::unexpected(wifi::Error{
        .what = std::strerror(why),
        .file = path.string(),
        .hint = why == ENOSPC || why == EDQUOT ? "make room there, or write to another place with --out" : ""});
}

class NewFile {
public:
    explicit NewFile(const fs::path& path)
        : path_(path),
          descriptor_(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0644)),
          error_(descriptor_ < 0 ? errno : 0) {}
    NewFile(const NewFile&) = delete;
    NewFile& operator=(const NewFile&) = delete;
    ~NewFile() {
        if (descriptor_ >= 0) ::close(descriptor_);
    }

    void write(std::string_view bytes) {
        while (!bytes.empty() && error_ == 0) {
            const ssize_t written = ::write(descriptor_, bytes.data(), bytes.size());
            if (written < 0 && errno == EINTR) continue;
            if (written < 0) error_ = errno;
            if (written > 0) bytes.remove_prefix(static_cast<std::size_t>(written));
        }
    }
    void skip_to(std::int64_t offset) {
        if (error_ == 0 && ::lseek(descriptor_, offset, SEEK_SET) < 0) error_ = errno;
    }
    wifi::Result<void> finish() {
        if (descriptor_ >= 0 && ::close(std::exchange(descriptor_, -1)) != 0 && error_ == 0) error_ = errno;
        if (error_ != 0) return no_room(path_, error_);
        return {};
    }
    bool good() const { return error_ == 0; }

private:
    fs::path path_;
    int descriptor_;
    int error_;
};

bool is_plain(std::string_view name) {
    return !name.empty() && name.size() <= 200 && !name.starts_with('.') && std::ranges::all_of(name, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               std::string_view("._-@+").contains(c);
    });
}

// "./truth/air.pcap" to "truth/air.pcap"; "" is the folder itself; nothing where the name leads elsewhere.
std::optional<fs::path> place_of(std::string_view name) {
    fs::path place;
    unsigned depth = 0;
    if (name.starts_with('/')) return std::nullopt;
    while (!name.empty()) {
        const std::size_t slash = name.find('/');
        const std::string_view part = name.substr(0, slash);
        name = slash == std::string_view::npos ? std::string_view{} : name.substr(slash + 1);
        if (part.empty() || part == ".") continue;
        if (!is_plain(part) || ++depth > 3) return std::nullopt;
        place /= part;
    }
    return place;
}

wifi::Result<void> unpack_file(archive* reader, const fs::path& path, std::uint64_t& room) {
    NewFile file(path);
    const void* bytes = nullptr;
    std::size_t size = 0;
    la_int64_t offset = 0;
    while (file.good()) {
        const int status = archive_read_data_block(reader, &bytes, &size, &offset);
        if (status == ARCHIVE_EOF) break;
        if (status != ARCHIVE_OK) {
            const char* const why = archive_error_string(reader);
            return bad(
                fmt::format("end too early in {}: {}", path.filename().string(), why != nullptr ? why : "?"));
        }
        if (size > room) return bad("are larger than anything a run makes");
        room -= size;
        file.skip_to(offset);
        file.write({static_cast<const char*>(bytes), size});
    }
    return file.finish();
}

wifi::Result<void> unpack_entry(archive* reader, archive_entry* entry, const fs::path& folder,
                                std::uint64_t& room) {
    const char* const name = archive_entry_pathname(entry);
    const auto place = name == nullptr ? std::nullopt : place_of(name);
    if (!place) return bad(fmt::format("hold a name that no run makes: {}", name == nullptr ? "(none)" : name));
    if (archive_entry_hardlink(entry) != nullptr || archive_entry_symlink(entry) != nullptr)
        return bad(fmt::format("hold a link: {}", name));
    const auto type = archive_entry_filetype(entry);
    if (type != AE_IFDIR && type != AE_IFREG) return bad(fmt::format("hold a special file: {}", name));
    const fs::path path = folder / *place;
    std::error_code error;
    fs::create_directories(type == AE_IFDIR ? path : path.parent_path(), error);
    if (error) return no_room(path, error.value());
    if (type == AE_IFDIR) return {};
    if (archive_entry_size_is_set(entry) && std::cmp_greater(archive_entry_size(entry), room))
        return bad("are larger than anything a run makes");
    return unpack_file(reader, path, room);
}

}  // namespace

wifi::Result<void> unpack_results(const MemoryFile& results, const fs::path& folder, const UnpackLimits& limits) {
    if (results.size() == 0) return bad("are empty");
    const std::unique_ptr<archive, Closer> reader(archive_read_new());
    archive_read_support_filter_gzip(reader.get());
    archive_read_support_format_tar(reader.get());
    if (::lseek(results.descriptor(), 0, SEEK_SET) < 0 ||
        archive_read_open_fd(reader.get(), results.descriptor(), 1U << 16U) != ARCHIVE_OK)
        return bad("are no gzip'd tar");
    std::uint64_t room = limits.bytes;
    unsigned files = 0;
    while (true) {
        archive_entry* entry = nullptr;
        const int status = archive_read_next_header(reader.get(), &entry);
        if (status == ARCHIVE_EOF) break;
        if (status != ARCHIVE_OK) {
            const char* const why = archive_error_string(reader.get());
            return bad(fmt::format("are no whole gzip'd tar: {}", why != nullptr ? why : "?"));
        }
        if (++files > limits.files) return bad("hold more files than any run makes");
        if (auto unpacked = unpack_entry(reader.get(), entry, folder, room); !unpacked) return unpacked;
    }
    if (files == 0) return bad("hold no file");
    return {};
}

wifi::Result<void> write_new_file(const fs::path& path, std::string_view bytes) {
    NewFile file(path);
    file.write(bytes);
    return file.finish();
}

}  // namespace wlanmedic::lab
