// SPDX-License-Identifier: MIT
#include "capture/load_protocol.h"

#include <algorithm>

namespace wlanmedic::capture {
namespace {

constexpr std::size_t greeting_size = load_hello.size();
static_assert(sink_hello.size() == greeting_size && sink_busy.size() == greeting_size);
constexpr std::size_t version_at = greeting_size - 2;

// Whether `bytes` begin as `greeting` does, but for its version.
bool may_be(std::string_view bytes, std::string_view greeting) {
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        const bool fits = i == version_at ? bytes[i] >= '0' && bytes[i] <= '9' : bytes[i] == greeting[i];
        if (!fits) return false;
    }
    return true;
}

}  // namespace

Greeting greeting_in(std::string_view bytes) {
    bytes = bytes.substr(0, greeting_size);
    const bool known = may_be(bytes, load_hello) || may_be(bytes, sink_hello) || may_be(bytes, sink_busy);
    if (!known) return Greeting::foreign;
    if (bytes.size() < greeting_size) return Greeting::incomplete;
    if (bytes == load_hello) return Greeting::load;
    if (bytes == sink_hello) return Greeting::sink;
    if (bytes == sink_busy) return Greeting::busy;
    return Greeting::other_version;
}

std::optional<std::uint64_t> Acknowledgements::take(std::string_view bytes) {
    std::optional<std::uint64_t> newest;
    for (const char byte : bytes) {
        part_[size_++] = static_cast<std::uint8_t>(byte);
        if (size_ < acknowledgement_size) continue;
        size_ = 0;
        std::uint64_t total = 0;
        for (const std::uint8_t one : part_) total = total << 8U | one;
        newest = total;
    }
    return newest;
}

std::string acknowledgement(std::uint64_t total) {
    std::string bytes(acknowledgement_size, '\0');
    for (std::size_t i = 0; i < acknowledgement_size; ++i)
        bytes[acknowledgement_size - 1 - i] = static_cast<char>(total >> (8 * i) & 0xffU);
    return bytes;
}

}  // namespace wlanmedic::capture
