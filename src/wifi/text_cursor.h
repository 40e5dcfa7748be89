// SPDX-License-Identifier: MIT
// Takes a line apart from left to right without copying it.
#pragma once

#include <charconv>
#include <concepts>
#include <cstdint>
#include <optional>
#include <string_view>

namespace wlanmedic::wifi {

/// ASCII only, whatever the locale says.
constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Each take_… either eats what it names and says so, or eats nothing.
class TextCursor {
public:
    explicit TextCursor(std::string_view text) : rest_(text) {}

    std::string_view rest() const { return rest_; }
    bool at_end() const { return rest_.empty(); }
    char peek() const { return rest_.empty() ? '\0' : rest_.front(); }

    bool take(std::string_view literal) {
        if (!rest_.starts_with(literal)) return false;
        rest_.remove_prefix(literal.size());
        return true;
    }

    void skip_spaces() {
        while (!rest_.empty() && rest_.front() == ' ') rest_.remove_prefix(1);
    }

    /// An unsigned number in the given base that fits the type; no sign, no leading blank.
    template <std::integral T>
    std::optional<T> take_number(int base = 10) {
        if (rest_.empty() || rest_.front() == '-' || rest_.front() == '+') return std::nullopt;
        T value{};
        const auto [end, error] = std::from_chars(rest_.data(), rest_.data() + rest_.size(), value, base);
        if (error != std::errc{}) return std::nullopt;
        rest_.remove_prefix(static_cast<std::size_t>(end - rest_.data()));
        return value;
    }

    /// A number that something follows: at the end of a text it may have been cut.
    template <std::integral T>
    std::optional<T> take_whole_number() {
        TextCursor ahead = *this;
        const auto value = ahead.take_number<T>();
        if (!value || ahead.at_end()) return std::nullopt;
        *this = ahead;
        return value;
    }

    /// Exactly `digits` decimal digits.
    std::optional<int> take_fixed(std::size_t digits) {
        if (rest_.size() < digits) return std::nullopt;
        int value = 0;
        for (std::size_t i = 0; i < digits; ++i) {
            const char c = rest_[i];
            if (c < '0' || c > '9') return std::nullopt;
            value = value * 10 + (c - '0');
        }
        rest_.remove_prefix(digits);
        return value;
    }

    struct Fraction {
        std::int64_t nanoseconds = 0;
        int digits = 0;
    };
    /// One or more decimal digits as the fraction of a second; digits after the ninth are dropped.
    std::optional<Fraction> take_fraction() {
        Fraction fraction;
        std::size_t i = 0;
        for (; i < rest_.size() && rest_[i] >= '0' && rest_[i] <= '9'; ++i) {
            if (i >= 9) continue;
            fraction.nanoseconds = fraction.nanoseconds * 10 + (rest_[i] - '0');
            ++fraction.digits;
        }
        if (i == 0) return std::nullopt;
        for (int digit = fraction.digits; digit < 9; ++digit) fraction.nanoseconds *= 10;
        rest_.remove_prefix(i);
        return fraction;
    }

    /// Everything up to the next blank (or the end).
    std::string_view take_word() {
        const std::string_view word = rest_.substr(0, rest_.find(' '));
        rest_.remove_prefix(word.size());
        return word;
    }

private:
    std::string_view rest_;
};

}  // namespace wlanmedic::wifi
