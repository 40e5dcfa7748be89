// SPDX-License-Identifier: MIT
#include "redact/byte_reader.h"

#include <algorithm>

namespace wlanmedic::redact {
namespace {

constexpr std::size_t block = std::size_t{256} << 10U;

}  // namespace

bool ByteReader::fill(std::size_t size) {
    if (buffer_.size() - at_ >= size) return true;
    buffer_.erase(0, at_);
    at_ = 0;
    while (buffer_.size() < size) {
        const std::size_t before = buffer_.size();
        const std::size_t want = std::max(block, size - before);
        buffer_.resize(before + want);
        const std::size_t got = input_->read_at(offset_, std::span(buffer_).subspan(before));
        offset_ += got;
        buffer_.resize(before + got);
        if (got < want) break;
    }
    return buffer_.size() >= size;
}

std::optional<std::string> ByteReader::line() {
    std::size_t searched = 0;
    for (;;) {
        const std::size_t end = buffer_.find('\n', at_ + searched);
        if (end != std::string::npos) return bytes(end + 1 - at_);
        searched = buffer_.size() - at_;
        if (searched >= longest_line) break;
        if (!fill(searched + 1)) {
            if (searched == 0 && buffer_.size() == at_) return std::nullopt;
            if (buffer_.size() - at_ == searched) return bytes(searched);
        }
    }
    std::size_t end = at_ + longest_line;
    const std::size_t cut = buffer_.find_last_of(" ,\"\t", end - 1);
    if (cut != std::string::npos && cut > at_ + longest_line / 2) end = cut + 1;
    return bytes(end - at_);
}

void ByteReader::give_back(std::string_view bytes) {
    buffer_.replace(0, at_, bytes);
    at_ = 0;
}

std::string ByteReader::bytes(std::size_t size) {
    fill(size);
    const std::size_t got = std::min(size, buffer_.size() - at_);
    std::string taken = buffer_.substr(at_, got);
    at_ += got;
    return taken;
}

std::uint64_t ByteReader::skip(std::uint64_t size) {
    std::uint64_t passed = 0;
    while (passed < size) {
        const std::size_t got =
            bytes(static_cast<std::size_t>(std::min<std::uint64_t>(size - passed, block))).size();
        if (got == 0) break;
        passed += got;
    }
    return passed;
}

}  // namespace wlanmedic::redact
