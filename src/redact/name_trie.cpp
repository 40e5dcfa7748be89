// SPDX-License-Identifier: MIT
#include "redact/name_trie.h"

namespace wlanmedic::redact {

void NameTrie::add(std::string_view word, std::size_t value) {
    if (word.empty()) return;
    const std::size_t first = fold(static_cast<std::uint8_t>(word.front()));
    begins_[first] = true;
    if (word.size() == 1) {
        alone_[first] = true;
    } else {
        pairs_[first << 8U | fold(static_cast<std::uint8_t>(word[1]))] = true;
    }
    std::uint32_t node = 0;
    for (const char c : word) {
        const std::uint64_t edge = (std::uint64_t{node} << 8U) | fold(static_cast<std::uint8_t>(c));
        const auto [next, made] = edges_.try_emplace(edge, static_cast<std::uint32_t>(values_.size()));
        if (made) values_.push_back(none);
        node = next->second;
    }
    if (values_[node] == none) values_[node] = value;
}

}  // namespace wlanmedic::redact
