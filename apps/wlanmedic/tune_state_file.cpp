// SPDX-License-Identifier: MIT
#include "tune_state_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <nlohmann/json.hpp>

#include "runfile/file_lock.h"
#include "tune/state.h"

namespace wlanmedic::app {
namespace {

std::unexpected<wifi::Error> trouble(const std::string& path, std::string what, std::string hint = {}) {
    return std::unexpected(wifi::Error{.what = std::move(what), .file = path, .hint = std::move(hint)});
}

// A pipe or a device is none: it cannot be read again.
wifi::Result<posix::Descriptor> open_regular(const std::string& path, int flags) {
    constexpr mode_t mode = 0666;
    posix::Descriptor file(::open(path.c_str(), flags | O_CLOEXEC | O_NONBLOCK | O_NOCTTY, mode));
    if (!file) return trouble(path, std::strerror(errno));
    struct stat status{};
    if (::fstat(file.get(), &status) != 0) return trouble(path, std::strerror(errno));
    if (!S_ISREG(status.st_mode)) return trouble(path, "this is no regular file");
    return file;
}

wifi::Result<std::string> all_of(const std::string& path, int descriptor) {
    std::string text;
    std::string block(1U << 16, '\0');
    for (;;) {
        const ssize_t got = ::read(descriptor, block.data(), block.size());
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return trouble(path, std::strerror(errno));
        if (got == 0) return text;
        text.append(block, 0, static_cast<std::size_t>(got));
        if (text.size() > tune::most_state_bytes)
            return trouble(path, "this is too large for the state of a sweep");
    }
}

}  // namespace

wifi::Result<TuneStateFile> TuneStateFile::open(const std::string& path, const nlohmann::ordered_json& sweep,
                                                tune::Results& results) {
    auto file = open_regular(path, O_RDWR | O_CREAT);
    if (!file) return std::unexpected(file.error());
    if (!runfile::take_lock(file->get())) return trouble(path, "another run writes it");
    const auto text = all_of(path, file->get());
    if (!text) return std::unexpected(text.error());
    const auto whole = tune::read_state(*text, path, sweep, results);
    if (!whole) return std::unexpected(whole.error());
    // A file with a single line that has no end may be anything of somebody's.
    if (*whole == 0 && !text->empty() && !tune::state_header(sweep).starts_with(*text))
        return trouble(path, "this is no state of wlanmedic tune", "Name a file that is not there yet.");
    if (::ftruncate(file->get(), static_cast<off_t>(*whole)) != 0 ||
        ::lseek(file->get(), static_cast<off_t>(*whole), SEEK_SET) < 0)
        return trouble(path, std::strerror(errno));
    TuneStateFile state(path, *std::move(file));
    if (*whole == 0)
        if (const auto begun = state.append(tune::state_header(sweep)); !begun)
            return std::unexpected(begun.error());
    return state;
}

wifi::Result<void> TuneStateFile::append(std::string_view line) {
    while (!line.empty()) {
        const ssize_t written = ::write(file_.get(), line.data(), line.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) return trouble(path_, fmt::format("cannot be written: {}", std::strerror(errno)));
        line.remove_prefix(static_cast<std::size_t>(written));
    }
    if (::fdatasync(file_.get()) != 0)
        return trouble(path_, fmt::format("cannot be written: {}", std::strerror(errno)));
    return {};
}

wifi::Result<void> read_tune_state(const std::string& path, const nlohmann::ordered_json& sweep,
                                   tune::Results& results) {
    const auto file = open_regular(path, O_RDONLY);
    if (!file) return std::unexpected(file.error());
    const auto text = all_of(path, file->get());
    if (!text) return std::unexpected(text.error());
    const auto whole = tune::read_state(*text, path, sweep, results);
    if (!whole) return std::unexpected(whole.error());
    if (*whole == 0) return trouble(path, "this is no state of wlanmedic tune");
    return {};
}

}  // namespace wlanmedic::app
