// SPDX-License-Identifier: MIT
#include "redact/name_trie.h"

namespace wlanmedic::redact {

void NameTrie::add(std::string_view word, std::size_t value) {
    if (word.empty()) return;
    begins_[fold(static_cast<std::uint8_t>(word.front()))] = true;
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
