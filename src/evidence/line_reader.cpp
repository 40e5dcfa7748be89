// SPDX-License-Identifier: MIT
#include "evidence/line_reader.h"

#include <algorithm>
#include <cstring>

namespace wlanmedic::evidence {

LineReader::LineReader(const Input& input, const Prefilter* prefilter, std::uint64_t from)
    : input_(&input), prefilter_(prefilter), buffer_(block_size), offset_(from) {}

bool LineReader::load() {
    for (;;) {
        // What is left of a line that the block broke off goes to the front.
        const std::size_t left = filled_ - block_.size();
        std::memmove(buffer_.data(), buffer_.data() + block_.size(), left);
        const std::size_t got = input_->read_at(offset_, std::span(buffer_).subspan(left));
        offset_ += got;
        filled_ = left + got;
        block_ = {};
        at_ = 0;
        if (filled_ == 0) return false;
        const std::string_view all(buffer_.data(), filled_);
        if (skipping_) {
            const std::size_t end = all.find('\n');
            if (end == std::string_view::npos) {
                filled_ = 0;
                if (got == 0) return false;
                continue;
            }
            skipping_ = false;
            block_ = all.substr(0, end + 1);  // thrown away by the memmove above
            continue;
        }
        const std::size_t end = all.rfind('\n');
        if (end != std::string_view::npos) {
            block_ = all.substr(0, end + 1);
        } else {
            block_ = all;
            last_cut_ = filled_ == buffer_.size();
            skipping_ = last_cut_;
        }
        if (prefilter_ != nullptr) {
            found_.clear();
            next_found_ = 0;
            prefilter_->find_lines(block_, found_);
        }
        return true;
    }
}

Line LineReader::take(std::size_t begin, std::size_t end) {
    std::string_view text = block_.substr(begin, end - begin);
    Line line{.number = lines_, .text = text, .cut = last_cut_ || text.size() > longest};
    last_cut_ = false;
    if (line.cut) line.text = text.substr(0, longest);
    if (!line.text.empty() && line.text.back() == '\r') line.text.remove_suffix(1);
    return line;
}

std::optional<Line> LineReader::next_plain() {
    if (at_ >= block_.size() && !load()) return std::nullopt;
    const std::size_t begin = at_;
    const std::size_t end = std::min(block_.find('\n', begin), block_.size());
    at_ = end + 1;
    ++lines_;
    return take(begin, end);
}

std::optional<Line> LineReader::next_found() {
    for (;;) {
        const auto count_to = [&](std::size_t to) {
            lines_ +=
                static_cast<std::uint64_t>(std::count(block_.begin() + static_cast<std::ptrdiff_t>(at_),
                                                      block_.begin() + static_cast<std::ptrdiff_t>(to), '\n'));
            at_ = to;
        };
        if (next_found_ < found_.size()) {
            const std::size_t begin = found_[next_found_++];
            count_to(begin);
            const std::size_t end = std::min(block_.find('\n', begin), block_.size());
            ++lines_;
            at_ = std::min(end + 1, block_.size());
            return take(begin, end);
        }
        if (at_ < block_.size()) {
            count_to(block_.size());
            if (block_.back() != '\n') ++lines_;
        }
        last_cut_ = false;
        if (!load()) return std::nullopt;
    }
}

std::uint64_t LineReader::take_bytes(std::uint64_t count, std::size_t keep, std::string& bytes) {
    std::uint64_t taken = 0;
    while (taken < count) {
        if (at_ >= block_.size() && !load()) break;
        const auto part = block_.substr(
            at_, static_cast<std::size_t>(std::min<std::uint64_t>(count - taken, block_.size() - at_)));
        bytes.append(part.substr(0, keep > bytes.size() ? keep - bytes.size() : 0));
        lines_ += static_cast<std::uint64_t>(std::ranges::count(part, '\n'));
        taken += part.size();
        at_ += part.size();
        // A block without a line end is no line too long here.
        if (at_ < block_.size()) continue;
        skipping_ = false;
        last_cut_ = false;
    }
    return taken;
}

std::optional<Line> LineReader::next() { return prefilter_ != nullptr ? next_found() : next_plain(); }

}  // namespace wlanmedic::evidence
