// SPDX-License-Identifier: MIT
// A bug report as people paste it: log lines quoted, fenced, numbered, coloured, wrapped, joined on one line, told
// twice. Such a file is cleaned once into a temporary one that is read like any log; each of its lines knows where
// it comes from, for receipts stay verbatim.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "driver/catalog.h"
#include "evidence/input.h"

namespace wlanmedic::evidence {

class Pasted {
public:
    static constexpr std::uint64_t largest_file = 8U << 20;  ///< bytes; a larger file is read as it stands
    static constexpr std::size_t most_lines = 1U << 17;      ///< log lines; likewise
    static constexpr std::size_t looked_at = 1U << 20;       ///< bytes by which is decided whether it is pasted

    /// Where the line of the cleaned text stands in the file.
    struct Origin {
        std::uint64_t line = 0;    ///< the first of its lines, from 1
        std::uint64_t offset = 0;  ///< of its first byte
        std::uint32_t length = 0;  ///< bytes, with the ends of lines within it
        bool gap_before = false;   ///< lines were left out before it, and time has passed
    };

    /// Nothing where the file is read as well as it stands, and where it is too large. The text before and after
    /// is the same but for what the cleaning made better: what nobody understands stays as it is.
    static std::optional<Pasted> clean(const Input& input, const driver::Catalog& drivers);

    /// The cleaned text; path and time of the last change are those of the file.
    const Input& text() const { return text_; }
    /// `line`: of the cleaned text, from 1.
    const Origin& origin(std::uint64_t line) const { return origins_[line - 1]; }
    /// The lines of `file` that became this one, '\r' at their ends removed, '\n' between them; at most `most`
    /// bytes.
    static std::string verbatim(const Input& file, const Origin& origin, std::size_t most);

    /// Lines of the file; where line ends were lost, those that were found again are counted too.
    std::uint64_t lines() const { return lines_; }
    /// Log lines left out because another excerpt tells them.
    std::uint64_t repeated() const { return repeated_; }

private:
    explicit Pasted(Input text) : text_(std::move(text)) {}

    Input text_;
    std::vector<Origin> origins_;
    std::uint64_t lines_ = 0;
    std::uint64_t repeated_ = 0;
};

}  // namespace wlanmedic::evidence
