// SPDX-License-Identifier: MIT
#include "report/spool.h"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "evidence/temporary_file.h"

namespace wlanmedic::report {
namespace {

wifi::Result<void> write_all(int descriptor, const char* bytes, std::size_t size) {
    while (size > 0) {
        const ssize_t written = ::write(descriptor, bytes, size);
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0)
            return std::unexpected(
                wifi::Error{.what = std::string("the temporary file cannot be written: ") + std::strerror(errno),
                            .hint = "set TMPDIR to a directory with room"});
        bytes += written;
        size -= static_cast<std::size_t>(written);
    }
    return {};
}

wifi::Result<void> read_all(int descriptor, std::uint64_t offset, char* bytes, std::size_t size) {
    while (size > 0) {
        const ssize_t got = ::pread(descriptor, bytes, size, static_cast<off_t>(offset));
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) return std::unexpected(wifi::Error{.what = "the temporary file cannot be read back"});
        bytes += got;
        offset += static_cast<std::uint64_t>(got);
        size -= static_cast<std::size_t>(got);
    }
    return {};
}

wifi::Result<void> ensure_open(int& descriptor) {
    if (descriptor >= 0) return {};
    const auto opened = evidence::open_temporary_file();
    if (!opened) return std::unexpected(opened.error());
    descriptor = *opened;
    return {};
}

}  // namespace

Spool::~Spool() {
    if (descriptor_ >= 0) ::close(descriptor_);
    if (index_descriptor_ >= 0) ::close(index_descriptor_);
}

wifi::Result<void> Spool::add(wifi::Instant when, std::string_view part) {
    index_.push_back({.when = when, .offset = written_ + memory_.size(), .size = part.size()});
    memory_ += part;
    ++parts_;
    if (memory_.size() > most_in_memory)
        if (auto done = flush(); !done) return done;
    if (index_.size() >= most_sorted) return write_index();
    return {};
}

wifi::Result<void> Spool::flush() {
    if (auto open = ensure_open(descriptor_); !open) return open;
    if (auto done = write_all(descriptor_, memory_.data(), memory_.size()); !done) return done;
    written_ += memory_.size();
    memory_.clear();
    return {};
}

wifi::Result<void> Spool::write_index() {
    if (auto open = ensure_open(index_descriptor_); !open) return open;
    std::ranges::stable_sort(index_, {}, &Place::when);
    if (auto done = write_all(index_descriptor_, reinterpret_cast<const char*>(index_.data()),
                              index_.size() * sizeof(Place));
        !done)
        return done;
    index_.clear();
    ++runs_;
    return {};
}

wifi::Result<std::string> Spool::read(const Place& place) const {
    if (place.offset >= written_) return memory_.substr(place.offset - written_, place.size);
    std::string part(place.size, '\0');
    if (auto done = read_all(descriptor_, place.offset, part.data(), part.size()); !done)
        return std::unexpected(done.error());
    return part;
}

wifi::Result<void> Spool::for_each(const std::function<void(std::string_view)>& give) {
    const auto give_run = [&](const std::vector<Place>& places) -> wifi::Result<void> {
        for (const Place& place : places) {
            const auto part = read(place);
            if (!part) return std::unexpected(part.error());
            give(*part);
        }
        return {};
    };
    std::vector<Place> run(runs_ > 0 ? most_sorted : 0);
    for (std::uint64_t i = 0; i < runs_; ++i) {
        const std::size_t bytes = most_sorted * sizeof(Place);
        if (auto done = read_all(index_descriptor_, i * bytes, reinterpret_cast<char*>(run.data()), bytes); !done)
            return done;
        if (auto done = give_run(run); !done) return done;
    }
    std::ranges::stable_sort(index_, {}, &Place::when);
    return give_run(index_);
}

}  // namespace wlanmedic::report
