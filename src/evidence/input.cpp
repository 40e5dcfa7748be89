// SPDX-License-Identifier: MIT
#include "evidence/input.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

#include "evidence/decompress.h"
#include "evidence/own_journal.h"
#include "evidence/temporary_file.h"
#include "evidence/trace_dat.h"

namespace wlanmedic::evidence {
namespace {

wifi::Error trouble(const std::string& path, int error) {
    std::string hint;
    if (error == EACCES) hint = "read it as root, or copy it to a place that you may read";
    if (error == ENOENT) hint = "check the path";
    return {.what = std::strerror(error), .file = path, .hint = hint};
}

bool write_all(int descriptor, std::span<const char> bytes) {
    while (!bytes.empty()) {
        const ssize_t written = ::write(descriptor, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) return false;
        bytes = bytes.subspan(static_cast<std::size_t>(written));
    }
    return true;
}

wifi::Result<int> copy_to_temporary_file(int from, const std::string& path) {
    const auto to = open_temporary_file();
    if (!to) return to;
    std::array<char, 65536> buffer;
    for (;;) {
        const ssize_t size = ::read(from, buffer.data(), buffer.size());
        if (size < 0 && errno == EINTR) continue;
        int error = 0;
        if (size < 0) error = errno;
        if (size > 0 && !write_all(*to, std::span(buffer).first(static_cast<std::size_t>(size)))) error = errno;
        if (error != 0) {
            ::close(*to);
            return std::unexpected(trouble(path, error));
        }
        if (size == 0) return *to;
    }
}

}  // namespace

wifi::Result<Input> Input::open(const std::string& path) {
    if (path.starts_with(own_journal_path)) return open_own_journal(path);
    if (path.ends_with('/')) return open_journal_files(journal_files_of(path), path);
    const bool standard_input = path == "-";
    const int descriptor =
        standard_input ? ::dup(STDIN_FILENO) : ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY);
    if (descriptor < 0) return std::unexpected(trouble(path, errno));
    Input input(standard_input ? "standard input" : path, descriptor);
    struct stat status{};
    if (::fstat(descriptor, &status) != 0) return std::unexpected(trouble(path, errno));
    if (S_ISDIR(status.st_mode)) return std::unexpected(trouble(path, EISDIR));
    input.modified_ = status.st_mtime;
    if (!S_ISREG(status.st_mode)) {
        const auto copy = copy_to_temporary_file(descriptor, input.path_);
        if (!copy) return std::unexpected(copy.error());
        ::close(descriptor);
        input.descriptor_ = *copy;
        input.modified_ = std::time(nullptr);
        if (::fstat(*copy, &status) != 0) return std::unexpected(trouble(path, errno));
    }
    input.size_ = static_cast<std::uint64_t>(status.st_size);
    if (!standard_input && is_journal_file(path)) return open_journal_files({path}, path);
    if (const auto done = input.unpack_if_packed(); !done) return std::unexpected(done.error());
    if (const auto done = input.print_if_trace(); !done) return std::unexpected(done.error());
    return input;
}

wifi::Result<Input> Input::adopt(int descriptor, std::string shown, std::string remark) {
    Input input(std::move(shown), descriptor);
    struct stat status{};
    if (::fstat(descriptor, &status) != 0) return std::unexpected(trouble(input.path_, errno));
    input.size_ = static_cast<std::uint64_t>(status.st_size);
    input.modified_ = std::time(nullptr);
    input.remark_ = std::move(remark);
    input.converted_ = true;
    return input;
}

wifi::Result<void> Input::unpack_if_packed() {
    std::array<char, 8> beginning{};
    const Packing packing = packing_of({beginning.data(), read_at(0, beginning)});
    if (packing == Packing::none) return {};
    const auto to = open_temporary_file();
    if (!to) return std::unexpected(to.error());
    auto unpacked = unpack(descriptor_, *to, packing);
    if (!unpacked) {
        ::close(*to);
        unpacked.error().file = path_;
        return std::unexpected(unpacked.error());
    }
    ::close(std::exchange(descriptor_, *to));
    size_ = unpacked->size;
    // A copy of an archive is young; what it was made from is as old as before.
    if (unpacked->modified > 0) modified_ = std::min(modified_, unpacked->modified);
    remark_ = std::move(unpacked->remark);
    converted_ = true;
    return {};
}

wifi::Result<void> Input::print_if_trace() {
    std::array<char, 10> beginning{};
    if (!is_trace_dat({beginning.data(), read_at(0, beginning)})) return {};
    const auto to = open_temporary_file();
    if (!to) return std::unexpected(to.error());
    auto printed = write_trace_text(descriptor_, *to);
    if (!printed) {
        ::close(*to);
        printed.error().file = path_;
        return std::unexpected(printed.error());
    }
    ::close(std::exchange(descriptor_, *to));
    size_ = printed->size;
    if (!remark_.empty() && !printed->remark.empty()) remark_ += "; ";
    remark_ += printed->remark;
    converted_ = true;
    return {};
}

wifi::Result<Input> Input::of_text(std::string_view text, const Input& like) {
    const auto to = open_temporary_file();
    if (!to) return std::unexpected(to.error());
    Input input(like.path_, *to);
    if (!write_all(*to, std::span(text.data(), text.size()))) return std::unexpected(trouble(like.path_, errno));
    input.modified_ = like.modified_;
    input.size_ = text.size();
    return input;
}

Input::Input(Input&& other) noexcept { *this = std::move(other); }

Input& Input::operator=(Input&& other) noexcept {
    std::swap(path_, other.path_);
    std::swap(remark_, other.remark_);
    std::swap(descriptor_, other.descriptor_);
    std::swap(size_, other.size_);
    std::swap(modified_, other.modified_);
    std::swap(read_error_, other.read_error_);
    std::swap(converted_, other.converted_);
    return *this;
}

Input::~Input() {
    if (descriptor_ >= 0) ::close(descriptor_);
}

std::size_t Input::read_at(std::uint64_t offset, std::span<char> buffer) const {
    std::size_t filled = 0;
    while (filled < buffer.size()) {
        const ssize_t size = ::pread(descriptor_, buffer.data() + filled, buffer.size() - filled,
                                     static_cast<off_t>(offset + filled));
        if (size < 0 && errno == EINTR) continue;
        if (size < 0) read_error_ = errno;
        if (size <= 0) break;
        filled += static_cast<std::size_t>(size);
    }
    return filled;
}

}  // namespace wlanmedic::evidence
