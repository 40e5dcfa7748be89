// SPDX-License-Identifier: MIT
// The words that logs are made of. A network may be called "kernel": it is replaced where it stands as a network,
// and the log's own word stays.
#pragma once

#include <set>
#include <string>
#include <string_view>

namespace wlanmedic::redact {

class OwnWords {
public:
    /// Words common in the logs of Linux machines.
    OwnWords();

    /// The words of `text`, which a decoder looks for.
    void add(std::string_view text);

    /// True for one of the words, in any case; for numbers; for what looks like an interface ("wlan0", "phy0").
    bool has(std::string_view word) const;

private:
    std::set<std::string, std::less<>> words_;
};

}  // namespace wlanmedic::redact
