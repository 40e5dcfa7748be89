// SPDX-License-Identifier: MIT
#include "runfile/packing.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zstd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <memory>
#include <string_view>
#include <vector>

#include "posix/descriptor.h"
#include "runfile/file_lock.h"

namespace wlanmedic::runfile {
namespace {

constexpr std::string_view no_room = "there is no room on the disk";

// A window of 1 MiB: a recorder is to be small, and records repeat within minutes, not days.
constexpr int level = 3;
constexpr int window_log = 20;

std::unexpected<wifi::Error> failed(int number, const std::string& file) {
    return std::unexpected(
        wifi::Error{.what = number == ENOSPC || number == EDQUOT ? std::string(no_room) : std::strerror(number),
                    .file = file});
}

wifi::Result<void> write_all(int to, const std::string& path, std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t written = ::write(to, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) return failed(written < 0 ? errno : ENOSPC, path);
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    return {};
}

wifi::Result<void> compress(int from, const std::string& plain, int to, const std::string& packing,
                            const std::atomic<bool>& stop) {
    const std::unique_ptr<ZSTD_CCtx, std::size_t (*)(ZSTD_CCtx*)> context(::ZSTD_createCCtx(), ::ZSTD_freeCCtx);
    if (context == nullptr) return failed(ENOMEM, plain);
    ::ZSTD_CCtx_setParameter(context.get(), ZSTD_c_compressionLevel, level);
    ::ZSTD_CCtx_setParameter(context.get(), ZSTD_c_windowLog, window_log);
    ::ZSTD_CCtx_setParameter(context.get(), ZSTD_c_checksumFlag, 1);
    std::vector<char> in(::ZSTD_CStreamInSize());
    std::vector<char> out(::ZSTD_CStreamOutSize());
    for (bool more = true; more;) {
        if (stop) return failed(EINTR, plain);
        const ssize_t had = ::read(from, in.data(), in.size());
        if (had < 0 && errno == EINTR) continue;
        if (had < 0) return failed(errno, plain);
        more = had > 0;
        ZSTD_inBuffer input{.src = in.data(), .size = static_cast<std::size_t>(had), .pos = 0};
        for (std::size_t left = 1; input.pos < input.size || (!more && left != 0);) {
            ZSTD_outBuffer output{.dst = out.data(), .size = out.size(), .pos = 0};
            left = ::ZSTD_compressStream2(context.get(), &output, &input, more ? ZSTD_e_continue : ZSTD_e_end);
            if (::ZSTD_isError(left) != 0)
                return std::unexpected(wifi::Error{.what = ::ZSTD_getErrorName(left), .file = plain});
            if (auto written = write_all(to, packing, {out.data(), output.pos}); !written) return written;
        }
    }
    return {};
}

/// Only where it is another's: a sandbox may forbid the call itself. Who is not root cannot give files away.
wifi::Result<void> give_to(int file, const std::string& path, const struct stat& like) {
    struct stat status{};
    if (::fstat(file, &status) != 0) return failed(errno, path);
    if (status.st_uid == like.st_uid && status.st_gid == like.st_gid) return {};
    if (::fchown(file, like.st_uid, like.st_gid) != 0 && ::geteuid() == 0) return failed(errno, path);
    return {};
}

}  // namespace

bool is_no_room(const wifi::Error& error) { return error.what == no_room; }

wifi::Result<void> pack(const std::string& plain, const std::string& packing, const std::string& packed,
                        const std::atomic<bool>& stop) {
    const posix::Descriptor from(::open(plain.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
    if (from.get() < 0) return failed(errno, plain);
    if (!take_lock(from.get())) return std::unexpected(wifi::Error{.what = "it is being written", .file = plain});
    struct stat status{};
    if (::fstat(from.get(), &status) != 0) return failed(errno, plain);
    ::unlink(packing.c_str());  // of a process that was killed
    posix::Descriptor to(::open(packing.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600));
    if (to.get() < 0) return failed(errno, packing);
    auto done = compress(from.get(), plain, to.get(), packing, stop);
    // Who could read the plain one can read this one; the age of a part is that of its last change.
    if (auto given = give_to(to.get(), packing, status); !given && done) done = std::move(given);
    ::fchmod(to.get(), status.st_mode & 0777U);
    const timespec times[2] = {status.st_atim, status.st_mtim};
    ::futimens(to.get(), times);
    if (done && ::fsync(to.get()) != 0) done = failed(errno, packing);
    if (to.close() != 0 && done) done = failed(errno, packing);
    if (done && ::rename(packing.c_str(), packed.c_str()) != 0) done = failed(errno, packed);
    if (!done) {
        ::unlink(packing.c_str());
        return done;
    }
    // The new name must be on the disk before the old file is not.
    const std::filesystem::path folder = std::filesystem::path(packed).parent_path();
    const posix::Descriptor directory(
        ::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (directory.get() >= 0) ::fsync(directory.get());
    if (::unlink(plain.c_str()) != 0 && errno != ENOENT) return failed(errno, plain);
    return {};
}

}  // namespace wlanmedic::runfile
