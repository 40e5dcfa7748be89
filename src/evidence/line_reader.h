// SPDX-License-Identifier: MIT
// The lines of a file, one by one, in memory that does not grow with the file or with a line.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "evidence/input.h"
#include "evidence/prefilter.h"

namespace wlanmedic::evidence {

struct Line {
    std::uint64_t number = 0;  ///< from 1
    std::string_view text;     ///< without the line end and a '\r' before it; valid until the next call
    bool cut = false;          ///< the line is longer than LineReader::longest, `text` is its beginning
};

class LineReader {
public:
    static constexpr std::size_t block_size = 1U << 20;
    static constexpr std::size_t longest = 1U << 16;  ///< bytes of a line that are looked at

    /// With a prefilter only lines that it finds are given; all are counted. It must outlive the reader.
    /// `from`: the byte to begin at; what stands before is not counted.
    LineReader(const Input& input, const Prefilter* prefilter, std::uint64_t from = 0);

    std::optional<Line> next();

    /// Passes over the next `count` bytes, line ends or not, and adds the first `keep` of them to `bytes`. Fewer
    /// than `count` only where the file ends. Not with a prefilter. What next() gave last is gone.
    std::uint64_t take_bytes(std::uint64_t count, std::size_t keep, std::string& bytes);

    /// Of the byte that is read next.
    std::uint64_t position() const { return offset_ - filled_ + std::min(at_, block_.size()); }

    /// Lines passed so far, given or not; after the last next() those of the whole file.
    std::uint64_t lines() const { return lines_; }

private:
    bool load();
    Line take(std::size_t begin, std::size_t end);
    std::optional<Line> next_plain();
    std::optional<Line> next_found();

    const Input* input_;
    const Prefilter* prefilter_;
    std::vector<char> buffer_;
    std::string_view block_;    // whole lines, within buffer_
    std::size_t filled_ = 0;    // bytes in buffer_, the last of which may be a part of a line
    std::size_t at_ = 0;        // in block_
    std::uint64_t offset_ = 0;  // in the file, of the byte after those in buffer_
    std::uint64_t lines_ = 0;
    bool skipping_ = false;  // within a line too long for the buffer, whose beginning was given
    bool last_cut_ = false;  // block_ is the beginning of such a line
    std::vector<std::size_t> found_;
    std::size_t next_found_ = 0;
};

}  // namespace wlanmedic::evidence
