// SPDX-License-Identifier: MIT
#include "driver/glob.h"

namespace wlanmedic::driver {

Glob::Glob(std::string_view text) : starts_open_(text.starts_with('*')) {
    while (!text.empty()) {
        const auto star = text.find('*');
        if (const auto run = text.substr(0, star); !run.empty()) runs_.emplace_back(run);
        if (star == std::string_view::npos) break;
        text.remove_prefix(star + 1);
    }
}

bool Glob::found_in(std::string_view message) const {
    for (const auto& run : runs_) {
        const auto at = message.find(run);
        if (at == std::string_view::npos) return false;
        message.remove_prefix(at + run.size());
    }
    return true;
}

bool Glob::begins(std::string_view message) const {
    // The first place of each run is good enough: a later one would only make the gap before it longer, and a gap
    // may grow, but never past a space.
    bool open = starts_open_;
    for (const auto& run : runs_) {
        const auto at = open ? message.find(run) : 0;
        if (at == std::string_view::npos || message.compare(at, run.size(), run) != 0) return false;
        if (message.substr(0, at).contains(' ')) return false;
        message.remove_prefix(at + run.size());
        open = true;
    }
    return true;
}

std::string_view Glob::longest_literal() const {
    std::string_view longest;
    for (const auto& run : runs_) {
        if (run.size() > longest.size()) longest = run;
    }
    return longest;
}

std::size_t Glob::literal_size() const {
    std::size_t size = 0;
    for (const auto& run : runs_) size += run.size();
    return size;
}

}  // namespace wlanmedic::driver
