// SPDX-License-Identifier: MIT
#include "evidence/decompress.h"

#include <fmt/format.h>
#include <lzma.h>
#include <sys/statvfs.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <memory>
#include <vector>

namespace wlanmedic::evidence {
namespace {

constexpr std::size_t block = 1U << 18;
constexpr std::uint64_t room_checked_every = 16ULL << 20;
constexpr std::uint64_t most_kept_free = 2ULL << 30;
constexpr int window_log_max = 27;  // 128 MiB

enum class Step : std::uint8_t {
    more,     // goes on
    ended,    // a member or frame is whole; another may follow
    damaged,  // or something else follows a whole one
    memory,
};

// Takes bytes from `in` and puts some into `out`; both are moved behind what was used.
class Unpacker {
public:
    virtual ~Unpacker() = default;
    virtual Step step(std::string_view& in, std::size_t& written, std::vector<char>& out) = 0;
};

class Gzip : public Unpacker {
public:
    Gzip() { ready_ = ::inflateInit2(&stream_, 15 + 16) == Z_OK; }
    ~Gzip() override { ::inflateEnd(&stream_); }
    Gzip(const Gzip&) = delete;
    Gzip& operator=(const Gzip&) = delete;

    Step step(std::string_view& in, std::size_t& written, std::vector<char>& out) override {
        if (!ready_) return Step::memory;
        stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(in.data()));
        stream_.avail_in = static_cast<uInt>(in.size());
        stream_.next_out = reinterpret_cast<Bytef*>(out.data());
        stream_.avail_out = static_cast<uInt>(out.size());
        const int result = ::inflate(&stream_, Z_NO_FLUSH);
        in.remove_prefix(in.size() - stream_.avail_in);
        written = out.size() - stream_.avail_out;
        if (result == Z_STREAM_END) {
            ::inflateReset(&stream_);
            return Step::ended;
        }
        if (result == Z_MEM_ERROR) return Step::memory;
        return result == Z_OK || result == Z_BUF_ERROR ? Step::more : Step::damaged;
    }

private:
    z_stream stream_{};
    bool ready_ = false;
};

class Xz : public Unpacker {
public:
    Xz() { ready_ = start(); }
    ~Xz() override { ::lzma_end(&stream_); }
    Xz(const Xz&) = delete;
    Xz& operator=(const Xz&) = delete;

    Step step(std::string_view& in, std::size_t& written, std::vector<char>& out) override {
        if (!ready_) return Step::memory;
        stream_.next_in = reinterpret_cast<const std::uint8_t*>(in.data());
        stream_.avail_in = in.size();
        stream_.next_out = reinterpret_cast<std::uint8_t*>(out.data());
        stream_.avail_out = out.size();
        const lzma_ret result = ::lzma_code(&stream_, LZMA_RUN);
        in.remove_prefix(in.size() - stream_.avail_in);
        written = out.size() - stream_.avail_out;
        if (result == LZMA_STREAM_END) {
            ready_ = start();
            return Step::ended;
        }
        if (result == LZMA_MEMLIMIT_ERROR || result == LZMA_MEM_ERROR) return Step::memory;
        return result == LZMA_OK || result == LZMA_BUF_ERROR ? Step::more : Step::damaged;
    }

private:
    bool start() { return ::lzma_stream_decoder(&stream_, most_unpacking_memory, 0) == LZMA_OK; }

    lzma_stream stream_ = LZMA_STREAM_INIT;
    bool ready_ = false;
};

class Zstd : public Unpacker {
public:
    Zstd() : context_(::ZSTD_createDCtx()) {
        if (context_ != nullptr) ::ZSTD_DCtx_setParameter(context_, ZSTD_d_windowLogMax, window_log_max);
    }
    ~Zstd() override { ::ZSTD_freeDCtx(context_); }
    Zstd(const Zstd&) = delete;
    Zstd& operator=(const Zstd&) = delete;

    Step step(std::string_view& in, std::size_t& written, std::vector<char>& out) override {
        if (context_ == nullptr) return Step::memory;
        ZSTD_inBuffer from{.src = in.data(), .size = in.size(), .pos = 0};
        ZSTD_outBuffer to{.dst = out.data(), .size = out.size(), .pos = 0};
        const std::size_t result = ::ZSTD_decompressStream(context_, &to, &from);
        in.remove_prefix(from.pos);
        written = to.pos;
        if (::ZSTD_isError(result) != 0) {
            const std::string_view name = ::ZSTD_getErrorName(result);
            return name.find("memory") != std::string_view::npos ? Step::memory : Step::damaged;
        }
        return result == 0 ? Step::ended : Step::more;
    }

private:
    ZSTD_DCtx* context_;
};

std::unique_ptr<Unpacker> unpacker_for(Packing packing) {
    if (packing == Packing::xz) return std::make_unique<Xz>();
    if (packing == Packing::zstd) return std::make_unique<Zstd>();
    return std::make_unique<Gzip>();
}

// Reads from the file, from its first byte on.
class Source {
public:
    explicit Source(int descriptor) : descriptor_(descriptor), buffer_(block) {}

    std::string_view rest;
    int error = 0;

    // False at the end.
    bool fill() {
        if (!rest.empty()) return true;
        const ssize_t size = ::pread(descriptor_, buffer_.data(), buffer_.size(), static_cast<off_t>(offset_));
        if (size < 0 && errno == EINTR) return fill();
        if (size < 0) error = errno;
        if (size <= 0) return false;
        offset_ += static_cast<std::uint64_t>(size);
        rest = {buffer_.data(), static_cast<std::size_t>(size)};
        return true;
    }

    std::uint64_t position() const { return offset_ - rest.size(); }

private:
    int descriptor_;
    std::vector<char> buffer_;
    std::uint64_t offset_ = 0;
};

bool write_all(int descriptor, const char* bytes, std::size_t size) {
    while (size > 0) {
        const ssize_t written = ::write(descriptor, bytes, size);
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) return false;
        bytes += written;
        size -= static_cast<std::size_t>(written);
    }
    return true;
}

bool has_room(int descriptor, const UnpackLimits& limits) {
    struct statvfs file_system{};
    if (::fstatvfs(descriptor, &file_system) != 0) return true;
    const std::uint64_t free = std::uint64_t{file_system.f_bavail} * file_system.f_frsize;
    const std::uint64_t all = std::uint64_t{file_system.f_blocks} * file_system.f_frsize;
    return free >= std::max(std::min(all / 20, most_kept_free), limits.least_free);
}

// gzip keeps the time of the file that it packed in bytes 4 to 7 (RFC 1952, 2.3.1).
std::time_t gzip_time(std::string_view beginning) {
    std::uint32_t time = 0;
    if (beginning.size() < 8) return 0;
    for (std::size_t i = 8; i-- > 4;) time = time << 8U | static_cast<unsigned char>(beginning[i]);
    return static_cast<std::time_t>(time);
}

wifi::Error wants_memory(Packing packing) {
    return {.what = fmt::format("it takes more than {} MiB of memory to unpack", most_unpacking_memory >> 20U),
            .hint = packing == Packing::zstd ? "unpack it first: zstd -d --long=31 FILE"
                                             : "unpack it first: xz -d FILE"};
}

}  // namespace

Packing packing_of(std::string_view beginning) {
    if (beginning.starts_with("\x1f\x8b\x08")) return Packing::gzip;
    if (beginning.starts_with(std::string_view("\xfd"
                                               "7zXZ\0",
                                               6)))
        return Packing::xz;
    if (beginning.starts_with("\x28\xb5\x2f\xfd")) return Packing::zstd;
    // A frame that is to be skipped may come first (RFC 8878, 3.1.2).
    if (beginning.size() >= 4 && (static_cast<unsigned char>(beginning[0]) & 0xf0U) == 0x50 &&
        beginning.substr(1, 3) == "\x2a\x4d\x18")
        return Packing::zstd;
    return Packing::none;
}

std::string_view name_of(Packing packing) {
    switch (packing) {
        case Packing::gzip: return "gzip";
        case Packing::xz: return "xz";
        case Packing::zstd: return "zstd";
        case Packing::none: break;
    }
    return "none";
}

wifi::Result<Unpacked> unpack(int from, int to, Packing packing, const UnpackLimits& limits) {
    Unpacked result;
    Source source(from);
    std::vector<char> out(block);
    const auto unpacker = unpacker_for(packing);
    std::uint64_t room_known_until = 0;
    std::uint64_t ended = 0;  // members or frames that were whole
    bool between = false;     // the last one has ended
    bool pending = false;     // the output was full: more may come without input
    if (source.fill() && packing == Packing::gzip) result.modified = gzip_time(source.rest);
    for (;;) {
        if (!pending && !source.fill()) break;
        if (between) {
            // xz pads with zeros, tapes too; a member may follow them.
            source.rest.remove_prefix(std::min(source.rest.find_first_not_of('\0'), source.rest.size()));
            if (source.rest.empty()) continue;
        }
        std::size_t written = 0;
        const std::uint64_t at = source.position();
        const Step step = unpacker->step(source.rest, written, out);
        if (written > 0) {
            if (result.size + written > limits.most) {
                result.remark = fmt::format("unpacks to more than {} bytes; the rest was left out", limits.most);
                return result;
            }
            if (result.size >= room_known_until) {
                room_known_until = result.size + room_checked_every;
                if (!has_room(to, limits)) {
                    result.remark = fmt::format(
                        "the disk has no room for more than {} bytes of what it unpacks "
                        "to; the rest was left out (set TMPDIR to a directory with room)",
                        result.size);
                    if (result.size == 0)
                        return std::unexpected(wifi::Error{.what = "there is no room to unpack it",
                                                           .hint = "set TMPDIR to a directory with room"});
                    return result;
                }
            }
            if (!write_all(to, out.data(), written))
                return std::unexpected(
                    wifi::Error{.what = std::strerror(errno), .hint = "set TMPDIR to a directory with room"});
            result.size += written;
        }
        if (step == Step::memory) {
            if (result.size == 0) return std::unexpected(wants_memory(packing));
            result.remark = wants_memory(packing).what + " from here on; the rest was left out";
            return result;
        }
        if (step == Step::damaged) {
            if (result.size == 0 && ended == 0)
                return std::unexpected(wifi::Error{
                    .what = fmt::format("begins like {} and is damaged", name_of(packing)), .hint = {}});
            result.remark = between
                                ? fmt::format("after the end of the {} data other bytes follow, from byte {} on",
                                              name_of(packing), at)
                                : fmt::format("the {} data are damaged before byte {}; the rest is missing",
                                              name_of(packing), source.position());
            return result;
        }
        between = step == Step::ended;
        if (between) ++ended;
        pending = !between && written == out.size();
    }
    if (source.error != 0)
        result.remark = fmt::format("{}; the rest is missing", std::strerror(source.error));
    else if (!between)
        result.remark = fmt::format("the {} data break off; the rest is missing", name_of(packing));
    return result;
}

}  // namespace wlanmedic::evidence
