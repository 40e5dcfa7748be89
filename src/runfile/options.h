// SPDX-License-Identifier: MIT
// Options of a pcapng block: number, length, value, padded to 4 bytes; the last may be opt_endofopt.
#pragma once

#include <bit>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace wlanmedic::runfile {

struct Option {
    std::uint16_t code = 0;
    std::string_view value;
};

class Options {
public:
    Options(std::string_view bytes, std::endian order) : rest_(bytes), order_(order) {}

    /// Nothing at the end, and where an option is longer than what is left.
    std::optional<Option> next();
    bool broken() const { return broken_; }

private:
    std::string_view rest_;
    std::endian order_;
    bool broken_ = false;
};

/// In this machine's byte order. `value` has at most 65,535 bytes.
void append_option(std::string& bytes, std::uint16_t code, std::string_view value);

}  // namespace wlanmedic::runfile
