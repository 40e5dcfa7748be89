// SPDX-License-Identifier: MIT
#include "runfile/parts.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <linux/fs.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <utility>

#include "posix/descriptor.h"
#include "runfile/file_lock.h"
#include "runfile/housekeeping.h"
#include "runfile/part_names.h"

namespace wlanmedic::runfile {
namespace {

wifi::Error error_of(int number, const std::string& file, std::string_view doing) {
    return {.what = fmt::format("{}: {}", doing, std::strerror(number)), .file = file};
}

/// Never over another file.
bool rename_to_new(const std::string& from, const std::string& to) {
    if (::renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), RENAME_NOREPLACE) == 0) return true;
    if (errno != EINVAL && errno != ENOSYS) return false;
    // A file system that cannot: a second name, then without the first; where it has no second names, with a look
    // before.
    if (::link(from.c_str(), to.c_str()) == 0) return ::unlink(from.c_str()) == 0;
    if (errno == EEXIST) return false;
    struct stat status{};
    if (::lstat(to.c_str(), &status) == 0) {
        errno = EEXIST;
        return false;
    }
    return ::rename(from.c_str(), to.c_str()) == 0;
}

NotOpened in_use(const std::string& path) {
    return {{.what = "is being written by another recording",
             .file = path,
             .hint = "end that one, or name another file"}};
}

/// A part of a recording before, held as one that is being written is: whoever else begins under this name leaves
/// it alone.
struct FoundPart {
    bool is_there = false;
    posix::Descriptor held;
};

std::expected<FoundPart, NotOpened> part_at(const std::string& path) {
    struct stat status{};
    if (::lstat(path.c_str(), &status) != 0) return FoundPart{};
    if (!S_ISREG(status.st_mode))
        return std::unexpected(
            NotOpened{{.what = "is no file", .file = path, .hint = "name a file that is to be made"}, true});
    posix::Descriptor held(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
    // Somebody may have put that one aside meanwhile, and write to another of this name.
    if (held && (!take_lock(held.get()) || !is_at(path, held.get()))) return std::unexpected(in_use(path));
    return FoundPart{.is_there = true, .held = std::move(held)};
}

}  // namespace

struct Parts::State {
    PartsOptions options;
    PartNames names;
    Writer writer;
    std::uint32_t number = 1;
    std::uint64_t closed_bytes = 0;
    std::unique_ptr<Housekeeping> housekeeping;
};

Parts::Parts(std::unique_ptr<State> state) : state_(std::move(state)) {}
Parts::Parts(Parts&&) noexcept = default;
Parts& Parts::operator=(Parts&&) noexcept = default;
Parts::~Parts() = default;

std::expected<Parts, NotOpened> Parts::open(const PartsOptions& options) {
    auto names = PartNames::of(options.path);
    if (!names) return std::unexpected(NotOpened{std::move(names.error()), true});
    auto before = part_at(names->current());
    if (!before) return std::unexpected(std::move(before.error()));

    const auto found = names->find();
    std::uint32_t number = found.empty() ? 1 : found.rbegin()->first + 1;
    const std::uint32_t before_number = number;
    if (before->is_there) {
        if (!rename_to_new(names->current(), names->plain(number)))
            return std::unexpected(NotOpened{error_of(errno, names->current(), "cannot be put aside")});
        ++number;
    }
    auto writer = Writer::create(names->current(), options.program);
    if (!writer) {
        if (before->is_there) rename_to_new(names->plain(before_number), names->current());
        return std::unexpected(NotOpened{std::move(writer.error())});
    }
    auto housekeeping = std::make_unique<Housekeeping>(options, *names);
    before->held.close();
    housekeeping->begin();
    return Parts(std::make_unique<State>(State{.options = options,
                                               .names = std::move(*names),
                                               .writer = std::move(*writer),
                                               .number = number,
                                               .housekeeping = std::move(housekeeping)}));
}

Writer& Parts::current() { return state_->writer; }

bool Parts::is_due(wifi::Instant now) const {
    const auto began = state_->writer.began();
    if (!began) return false;  // nothing is in it
    return (state_->options.rotate_bytes && state_->writer.bytes() >= *state_->options.rotate_bytes) ||
           (state_->options.rotate_age && now - *began >= *state_->options.rotate_age);
}

wifi::Result<void> Parts::rotate(const std::function<void(Writer&)>& last) {
    State& state = *state_;
    const std::string closed = state.names.plain(state.number);
    if (!rename_to_new(state.names.current(), closed))
        return std::unexpected(error_of(errno, closed, "the part cannot be closed under this name"));
    auto writer = Writer::create(state.names.current(), state.options.program);
    if (!writer) {
        // It is written on in the old one, where there may still be room.
        if (!rename_to_new(closed, state.names.current()))
            state.housekeeping->tell(fmt::format("{} is the part that is being written", closed));
        return std::unexpected(std::move(writer.error()));
    }
    if (last) last(state.writer);
    state.closed_bytes += state.writer.bytes();
    state.writer = std::move(*writer);
    state.housekeeping->closed(state.number);
    ++state.number;
    return {};
}

std::uint64_t Parts::bytes() const { return state_->closed_bytes + state_->writer.bytes(); }

void Parts::finish() { state_->housekeeping->finish(); }

std::string Parts::trouble() { return state_->housekeeping->trouble(); }

}  // namespace wlanmedic::runfile
