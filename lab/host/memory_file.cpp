// SPDX-License-Identifier: MIT
#include "lab/host/memory_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <string_view>
#include <utility>

namespace wlanmedic::lab {
namespace {

std::unexpected<wifi::Error> failed(const std::string& file = "") {
    return std::unexpected(wifi::Error{.what = std::strerror(errno), .file = file, .hint = ""});
}

}  // namespace

wifi::Result<MemoryFile> MemoryFile::make(const char* name) {
    const int descriptor = ::memfd_create(name, MFD_CLOEXEC);
    if (descriptor < 0) return failed("memory");
    return MemoryFile(descriptor);
}

MemoryFile::MemoryFile(MemoryFile&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}

MemoryFile& MemoryFile::operator=(MemoryFile&& other) noexcept {
    std::swap(descriptor_, other.descriptor_);
    return *this;
}

MemoryFile::~MemoryFile() {
    if (descriptor_ >= 0) ::close(descriptor_);
}

std::string MemoryFile::path() const { return fmt::format("/proc/self/fd/{}", descriptor_); }

std::uint64_t MemoryFile::size() const {
    struct stat status{};
    return ::fstat(descriptor_, &status) == 0 ? static_cast<std::uint64_t>(status.st_size) : 0;
}

wifi::Result<void> MemoryFile::append(std::string_view bytes) {
    auto offset = static_cast<off_t>(size());
    while (!bytes.empty()) {
        const ssize_t written = ::pwrite(descriptor_, bytes.data(), bytes.size(), offset);
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) return failed("memory");
        bytes.remove_prefix(static_cast<std::size_t>(written));
        offset += written;
    }
    return {};
}

wifi::Result<void> MemoryFile::append_file(const std::string& path) {
    const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (file < 0) return failed(path);
    std::string buffer(1U << 20U, '\0');
    wifi::Result<void> result;
    while (result) {
        const ssize_t got = ::read(file, buffer.data(), buffer.size());
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) result = failed(path);
        if (got <= 0) break;
        result = append(std::string_view(buffer).substr(0, static_cast<std::size_t>(got)));
    }
    ::close(file);
    return result;
}

wifi::Result<void> MemoryFile::pad(std::uint64_t multiple) {
    const std::uint64_t beyond = size() % multiple;
    return beyond == 0 ? wifi::Result<void>{} : append(std::string(multiple - beyond, '\0'));
}

std::string MemoryFile::read(std::uint64_t offset, std::uint64_t most) const {
    const std::uint64_t there = size();
    std::string bytes(offset < there ? std::min(most, there - offset) : 0, '\0');
    std::size_t got = 0;
    while (got < bytes.size()) {
        const ssize_t more =
            ::pread(descriptor_, bytes.data() + got, bytes.size() - got, static_cast<off_t>(offset + got));
        if (more < 0 && errno == EINTR) continue;
        if (more <= 0) break;
        got += static_cast<std::size_t>(more);
    }
    bytes.resize(got);
    return bytes;
}

}  // namespace wlanmedic::lab
