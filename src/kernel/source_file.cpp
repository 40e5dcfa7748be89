// SPDX-License-Identifier: MIT
#include "kernel/source_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>

#include "posix/descriptor.h"

namespace wlanmedic::kernel {
namespace {

namespace fs = std::filesystem;

wifi::Error trouble(const fs::path& file, std::string what) {
    return {.what = std::move(what), .file = file.string(), .hint = {}};
}

// Beside the file it is to replace: a rename does not cross file systems.
class Prepared {
public:
    explicit Prepared(fs::path target) : target_(std::move(target)), path_(target_.string() + ".wlanmedic-new") {}
    Prepared(Prepared&& other) noexcept : target_(std::move(other.target_)), path_(std::move(other.path_)) {
        other.path_.clear();
    }
    Prepared& operator=(Prepared&&) = delete;
    ~Prepared() {
        if (!path_.empty()) ::unlink(path_.c_str());
    }

    wifi::Result<void> write(const std::string& text) {
        struct stat old{};
        const mode_t mode = ::stat(target_.c_str(), &old) == 0 ? old.st_mode & 07777U : 0644U;
        posix::Descriptor file(::open(path_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, mode));
        if (!file) return std::unexpected(trouble(path_, std::strerror(errno)));
        ::fchmod(file.get(), mode);
        for (std::size_t at = 0; at < text.size();) {
            const ssize_t put = ::write(file.get(), text.data() + at, text.size() - at);
            if (put < 0 && errno == EINTR) continue;
            if (put < 0) return std::unexpected(trouble(path_, std::strerror(errno)));
            at += static_cast<std::size_t>(put);
        }
        if (::fsync(file.get()) != 0 || file.close() != 0)
            return std::unexpected(trouble(path_, std::strerror(errno)));
        return {};
    }

    wifi::Result<void> replace() {
        if (::rename(path_.c_str(), target_.c_str()) != 0)
            return std::unexpected(trouble(target_, std::string("cannot be replaced: ") + std::strerror(errno)));
        path_.clear();
        return {};
    }

private:
    fs::path target_;
    fs::path path_;
};

}  // namespace

wifi::Result<std::string> read_source(const fs::path& file) {
    posix::Descriptor opened(::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK));
    struct stat about{};
    if (!opened || ::fstat(opened.get(), &about) != 0) return std::unexpected(trouble(file, std::strerror(errno)));
    if (!S_ISREG(about.st_mode)) return std::unexpected(trouble(file, "is no file"));
    if (static_cast<std::size_t>(about.st_size) > largest_source)
        return std::unexpected(trouble(file, "is too large to be a source"));
    std::string text(static_cast<std::size_t>(about.st_size), '\0');
    std::size_t size = 0;
    while (size < text.size()) {
        const ssize_t got = ::read(opened.get(), text.data() + size, text.size() - size);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return std::unexpected(trouble(file, std::strerror(errno)));
        if (got == 0) break;
        size += static_cast<std::size_t>(got);
    }
    text.resize(size);
    return text;
}

wifi::Result<void> write_sources(const std::vector<NewText>& files) {
    std::vector<Prepared> prepared;
    for (const NewText& file : files) {
        std::error_code failed;
        fs::create_directories(file.file.parent_path(), failed);
        const fs::path real = fs::weakly_canonical(file.file, failed);
        prepared.emplace_back(failed ? file.file : real);
        if (auto done = prepared.back().write(file.text); !done) return done;
    }
    for (Prepared& one : prepared)
        if (auto done = one.replace(); !done) return done;
    return {};
}

}  // namespace wlanmedic::kernel
