// SPDX-License-Identifier: MIT
#include "runfile/window.h"

#include <algorithm>

namespace wlanmedic::runfile {

std::size_t Window::read(std::uint64_t offset, char* to, std::size_t length) {
    if (offset >= size_) return 0;
    const auto wanted = static_cast<std::size_t>(std::min<std::uint64_t>(length, size_ - offset));
    const std::size_t had = std::min(read_at_(offset, {to, wanted}), wanted);
    if (had < wanted) size_ = offset + had;
    return had;
}

std::string_view Window::at(std::uint64_t offset, std::size_t length) {
    const bool begins_here = offset >= begin_ && offset - begin_ <= bytes_.size();
    const auto skipped = begins_here ? static_cast<std::size_t>(offset - begin_) : 0;
    if (!begins_here || bytes_.size() - skipped < length) {
        // What is there already is not read again: a file that grows or shrinks meanwhile stays one story.
        bytes_.erase(0, begins_here ? skipped : bytes_.size());
        begin_ = offset;
        const std::size_t had = bytes_.size();
        const std::size_t wanted = std::max(length, piece);
        if (bytes_.capacity() > 4 * piece && wanted == piece) bytes_.shrink_to_fit();
        bytes_.resize(wanted);
        bytes_.resize(had + read(offset + had, bytes_.data() + had, wanted - had));
        return std::string_view(bytes_).substr(0, length);
    }
    return std::string_view(bytes_).substr(skipped, length);
}

std::string_view Window::peek(std::uint64_t offset, std::size_t length) {
    length = std::min(length, sizeof(peeked_));
    if (offset >= begin_ && offset - begin_ <= bytes_.size() && bytes_.size() - (offset - begin_) >= length)
        return std::string_view(bytes_).substr(static_cast<std::size_t>(offset - begin_), length);
    return {peeked_, read(offset, peeked_, length)};
}

}  // namespace wlanmedic::runfile
