// SPDX-License-Identifier: MIT
#include "redact/key.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/random.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

namespace wlanmedic::redact {
namespace {

constexpr std::size_t shortest = 16;
constexpr std::size_t longest = 4096;

wifi::Result<std::string> random_bytes() {
    std::array<char, 32> bytes{};
    if (::getrandom(bytes.data(), bytes.size(), 0) != static_cast<ssize_t>(bytes.size()))
        return std::unexpected(wifi::Error{
            .what = fmt::format("no random numbers: {}", std::strerror(errno)), .file = {}, .hint = {}});
    return std::string(bytes.data(), bytes.size());
}

wifi::Error trouble(const std::string& path, std::string_view what) {
    return {.what = std::string(what), .file = path, .hint = "give another file with --key"};
}

wifi::Result<Key> make_file(const std::string& path) {
    const auto bytes = random_bytes();
    if (!bytes) return std::unexpected(bytes.error());
    std::string text;
    for (const char byte : *bytes) text += fmt::format("{:02x}", static_cast<unsigned char>(byte));
    text += '\n';
    const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (file < 0) return std::unexpected(trouble(path, std::strerror(errno)));
    const bool whole = ::write(file, text.data(), text.size()) == static_cast<ssize_t>(text.size());
    if (::close(file) != 0 || !whole) return std::unexpected(trouble(path, "the key could not be written"));
    return Key(text);
}

}  // namespace

wifi::Result<Key> Key::random() {
    const auto bytes = random_bytes();
    if (!bytes) return std::unexpected(bytes.error());
    return Key(*bytes);
}

wifi::Result<Key> Key::from_file(const std::string& path) {
    const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY);
    if (file < 0 && errno == ENOENT) return make_file(path);
    if (file < 0) return std::unexpected(trouble(path, std::strerror(errno)));
    std::array<char, longest + 1> buffer{};
    std::size_t size = 0;
    while (size < buffer.size()) {
        const ssize_t got = ::read(file, buffer.data() + size, buffer.size() - size);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) {
            const int error = errno;
            ::close(file);
            return std::unexpected(trouble(path, std::strerror(error)));
        }
        if (got == 0) break;
        size += static_cast<std::size_t>(got);
    }
    ::close(file);
    if (size < shortest) return std::unexpected(trouble(path, "a key has at least 16 bytes"));
    if (size > longest) return std::unexpected(trouble(path, "a key has at most 4096 bytes"));
    return Key(std::string_view(buffer.data(), size));
}

Key::Key(std::string_view bytes) : key_{siphash({1, 0}, bytes), siphash({2, 0}, bytes)} {}

std::uint64_t Key::number(std::string_view use, std::string_view bytes) const {
    std::string text(use);
    text += '\0';
    text += bytes;
    return siphash(key_, text);
}

}  // namespace wlanmedic::redact
