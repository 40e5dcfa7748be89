// SPDX-License-Identifier: MIT
#include "kernel/line_map.h"

#include <algorithm>
#include <charconv>

namespace wlanmedic::kernel {
namespace {

// "@@ -426,6 +427,8 @@": the first line of the hunk in the old text and in the new one.
bool read_hunk(std::string_view line, std::uint32_t& in_old, std::uint32_t& in_new) {
    const std::size_t minus = line.find('-');
    const std::size_t plus = line.find('+');
    if (!line.starts_with("@@ ") || minus == std::string_view::npos || plus == std::string_view::npos)
        return false;
    const char* end = line.data() + line.size();
    return std::from_chars(line.data() + minus + 1, end, in_old).ec == std::errc{} &&
           std::from_chars(line.data() + plus + 1, end, in_new).ec == std::errc{};
}

}  // namespace

std::uint32_t old_line(std::string_view unified_diff, std::uint32_t new_line) {
    std::uint32_t in_old = 1;
    std::uint32_t in_new = 1;
    bool in_hunk = false;
    for (std::size_t at = 0; at < unified_diff.size();) {
        const std::size_t end = std::min(unified_diff.find('\n', at), unified_diff.size());
        const std::string_view line = unified_diff.substr(at, end - at);
        at = end + 1;
        if (line.starts_with("@@ ")) {
            std::uint32_t hunk_old = 0;
            std::uint32_t hunk_new = 0;
            if (!read_hunk(line, hunk_old, hunk_new)) continue;
            if (new_line < hunk_new) break;
            in_old = hunk_old;
            in_new = hunk_new;
            in_hunk = true;
        } else if (in_hunk && !line.empty()) {
            if (line[0] == '-') ++in_old;
            if (line[0] != '+' && line[0] != ' ') continue;
            if (in_new == new_line) return in_old;
            ++in_new;
            if (line[0] == ' ') ++in_old;
        }
    }
    return in_old + (new_line - in_new);
}

}  // namespace wlanmedic::kernel
