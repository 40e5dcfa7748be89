// SPDX-License-Identifier: MIT
// The patterns of driver profiles: literal text in which '*' stands for what varies. No backtracking, so that no
// log line can make a match slow.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace wlanmedic::driver {

/// Bytes are compared as they are: case matters, nothing is decoded, any byte may occur in either text.
class Glob {
public:
    /// Every text is a glob. One without literal text ("", "*") matches everything.
    explicit Glob(std::string_view text);

    /// Whether the literal runs occur in `message` in their order, with anything before, between and after them.
    bool found_in(std::string_view message) const;

    /// Whether `message` begins so. Here '*' takes no space, for it stands for a part of one name ("phy*: ").
    bool begins(std::string_view message) const;

    /// The first of the longest runs; empty where there is none. Every text that matches contains it.
    std::string_view longest_literal() const;

    /// Bytes of all literal runs together.
    std::size_t literal_size() const;

private:
    std::vector<std::string> runs_;  // none is empty
    bool starts_open_ = false;       // begins with '*'
};

}  // namespace wlanmedic::driver
