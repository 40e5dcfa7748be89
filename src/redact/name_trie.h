// SPDX-License-Identifier: MIT
// Many words searched at once, regardless of ASCII case.
#pragma once

#include <array>
#include <bitset>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace wlanmedic::redact {

class NameTrie {
public:
    struct Found {
        std::size_t length = 0;
        std::size_t value = 0;
    };

    /// The first to give a value to a word wins.
    void add(std::string_view word, std::size_t value);

    /// The longest word that stands at `at`, of those that `fits(length, value)` takes. Looks at no more bytes
    /// than the longest word has.
    template <class Fits>
    std::optional<Found> at(std::string_view text, std::size_t at, Fits fits) const {
        std::optional<Found> best;
        std::uint32_t node = 0;
        for (std::size_t i = at; i < text.size(); ++i) {
            const auto next = step(node, static_cast<std::uint8_t>(text[i]));
            if (!next) break;
            node = *next;
            if (values_[node] != none && fits(i + 1 - at, values_[node]))
                best = Found{.length = i + 1 - at, .value = values_[node]};
        }
        return best;
    }

    /// False where no word begins with the two bytes at `at`: cheap, and true of most places.
    bool may_begin(std::string_view text, std::size_t at) const {
        const std::size_t first = fold(static_cast<std::uint8_t>(text[at]));
        if (!begins_[first]) return false;
        return alone_[first] ||
               (at + 1 < text.size() && pairs_[first << 8U | fold(static_cast<std::uint8_t>(text[at + 1]))]);
    }
    bool empty() const { return values_.size() == 1; }

private:
    static constexpr std::size_t none = static_cast<std::size_t>(-1);
    static std::uint8_t fold(std::uint8_t c) {
        return c >= 'A' && c <= 'Z' ? static_cast<std::uint8_t>(c - 'A' + 'a') : c;
    }
    std::optional<std::uint32_t> step(std::uint32_t node, std::uint8_t c) const {
        const auto next = edges_.find((std::uint64_t{node} << 8U) | fold(c));
        return next == edges_.end() ? std::nullopt : std::optional(next->second);
    }

    std::unordered_map<std::uint64_t, std::uint32_t> edges_;
    std::vector<std::size_t> values_{none};
    std::array<bool, 256> begins_{};  // first bytes
    std::array<bool, 256> alone_{};   // words of one byte
    std::bitset<65536> pairs_;        // first two bytes
};

}  // namespace wlanmedic::redact
