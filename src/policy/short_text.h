// SPDX-License-Identifier: MIT
// A text kept in place: to be compared with what events say, without allocating.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace wlanmedic::policy {

/// Of a longer one the beginning is kept, and compared.
class ShortText {
public:
    static constexpr std::size_t most = 63;

    ShortText() = default;
    explicit ShortText(std::string_view text) { *this = text; }
    ShortText& operator=(std::string_view text) {
        size_ = static_cast<std::uint8_t>(std::min(text.size(), most));
        std::copy_n(text.begin(), size_, text_.begin());
        return *this;
    }

    std::string_view view() const { return {text_.data(), size_}; }
    bool operator==(std::string_view other) const { return is(other.substr(0, most)); }
    /// Equal, and kept whole.
    bool is(std::string_view other) const {
        return size_ == other.size() && same(text_.data(), other.data(), other.size());
    }

private:
    // Names are a few bytes long, and are compared at every event: a call costs more than the comparison.
    static bool same(const char* one, const char* other, std::size_t size) {
        for (; size >= 4; size -= 4, one += 4, other += 4)
            if (std::memcmp(one, other, 4) != 0) return false;
        for (; size > 0; --size)
            if (*one++ != *other++) return false;
        return true;
    }

    std::array<char, most> text_{};
    std::uint8_t size_ = 0;
};

}  // namespace wlanmedic::policy
