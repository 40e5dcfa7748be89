// SPDX-License-Identifier: MIT
#include "driver/coverage.h"

#include <algorithm>

namespace wlanmedic::driver {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_hexadecimal(char c) { return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }
bool is_word(char c) { return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }

// "0000:3a:00.0: error 0xdead at 17" -> "*:*:*.*: error * at *". A run of hexadecimal digits is a number where one
// of them is a decimal digit and no letter of a word touches it; "phy0" becomes "phy*".
std::string shape_of(std::string_view text) {
    std::string shape;
    while (!text.empty()) {
        const auto word = static_cast<std::size_t>(std::ranges::find_if_not(text, is_word) - text.begin());
        if (word == 0) {
            shape += text.front();
            text.remove_prefix(1);
            continue;
        }
        auto part = text.substr(0, word);
        text.remove_prefix(word);
        const auto digits = part.starts_with("0x") ? part.substr(2) : part;
        if (std::ranges::all_of(digits, is_hexadecimal) && std::ranges::any_of(part, is_digit)) {
            shape += '*';
            continue;
        }
        while (!part.empty()) {
            const auto number = static_cast<std::size_t>(std::ranges::find_if_not(part, is_digit) - part.begin());
            shape += number > 0 ? '*' : part.front();
            part.remove_prefix(std::max<std::size_t>(number, 1));
        }
    }
    return shape;
}

void count(Claimed& claimed, std::string_view message, std::uint64_t line) {
    if (claimed.lines++ > 0) return;
    claimed.first_line = line;
    claimed.first = message;
}

}  // namespace

Coverage::Coverage(const Catalog& catalog, std::string_view profile)
    : catalog_(&catalog),
      profile_(catalog.by_name(profile)),
      patterns_(profile_ == nullptr ? 0 : profile_->patterns.size()) {}

void Coverage::on(std::string_view message, std::uint64_t line) {
    ++messages_;
    const auto match = catalog_->match(message);
    if (!match || match->profile != profile_) return;
    message = message.substr(0, longest);
    if (match->pattern != nullptr) {
        count(patterns_[static_cast<std::size_t>(match->pattern - profile_->patterns.data())], message, line);
        return;
    }
    auto shape = shape_of(message);
    auto known = shapes_.find(shape);
    if (known == shapes_.end()) {
        if (shapes_.size() >= most_shapes) {
            ++left_out_;
            return;
        }
        known = shapes_.emplace(std::move(shape), Claimed{}).first;
    }
    count(known->second, message, line);
}

std::vector<Unclaimed> Coverage::unclaimed() const {
    std::vector<Unclaimed> all;
    for (const auto& [shape, seen] : shapes_) all.push_back({shape, seen});
    std::ranges::sort(all, [](const Unclaimed& a, const Unclaimed& b) {
        return a.seen.lines != b.seen.lines ? a.seen.lines > b.seen.lines : a.seen.first_line < b.seen.first_line;
    });
    return all;
}

}  // namespace wlanmedic::driver
