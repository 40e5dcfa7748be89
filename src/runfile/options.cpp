// SPDX-License-Identifier: MIT
#include "runfile/options.h"

#include <algorithm>

#include "runfile/block.h"
#include "runfile/byte_order.h"

namespace wlanmedic::runfile {

std::optional<Option> Options::next() {
    if (rest_.empty() || broken_) return std::nullopt;
    if (rest_.size() < 4) {
        broken_ = true;
        return std::nullopt;
    }
    const auto code = load<std::uint16_t>(rest_, 0, order_);
    const auto length = load<std::uint16_t>(rest_, 2, order_);
    if (code == block::option_end) {  // what follows it is nobody's
        rest_ = {};
        return std::nullopt;
    }
    if (length > rest_.size() - 4) {
        broken_ = true;
        return std::nullopt;
    }
    const Option option{.code = code, .value = rest_.substr(4, length)};
    rest_.remove_prefix(std::min<std::size_t>(rest_.size(), 4 + padded(length)));
    return option;
}

void append_option(std::string& bytes, std::uint16_t code, std::string_view value) {
    append(bytes, code);
    append(bytes, static_cast<std::uint16_t>(value.size()));
    bytes += value;
    bytes.append(padded(value.size()) - value.size(), '\0');
}

}  // namespace wlanmedic::runfile
