// SPDX-License-Identifier: MIT
// Finds the few lines worth reading among millions: those that contain one of many literals.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace wlanmedic::evidence {

/// All literals are searched for at once (vectorscan). Not for use by two threads at a time.
class Prefilter {
public:
    explicit Prefilter(const std::vector<std::string>& literals);
    ~Prefilter();
    Prefilter(const Prefilter&) = delete;
    Prefilter& operator=(const Prefilter&) = delete;

    /// Appends to `lines` the start of each line of `block` with a literal in it, in rising order. `block` begins
    /// at the start of a line and ends at the end of one.
    void find_lines(std::string_view block, std::vector<std::size_t>& lines) const;

private:
    struct Engine;
    std::unique_ptr<Engine> engine_;
};

}  // namespace wlanmedic::evidence
