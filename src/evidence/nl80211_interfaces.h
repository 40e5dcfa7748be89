// SPDX-License-Identifier: MIT
// Which number (ifindex) is which interface, as messages tell it one after the other.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace wlanmedic::evidence {

class KnownInterfaces {
public:
    struct Interface {
        std::string name;  ///< empty: not told
        std::optional<std::uint32_t> wiphy;
        std::optional<std::uint32_t> type;  ///< enum nl80211_iftype
        bool wireless = false;              ///< nl80211 knows it; else it is kept for its name alone
        bool told = false;                  ///< events were told of it, under this name or under its number
    };

    /// "wlan0"; "ifindex 5" where no message has told its name.
    std::string name(std::uint32_t index) const;

    /// Null where it is not known.
    const Interface* find(std::uint32_t index) const;

    /// Known from now on; null where there is no room: `most`, of which those that are not wireless go first.
    Interface* know(std::uint32_t index, bool wireless);

    /// The name that it had, where events were told of it under another than this one. Nothing changes where it is
    /// not known, or where `name` is none that the kernel allows (dev_valid_name(): up to 15 bytes, no '/', ':',
    /// white space); here, no other bytes either that a terminal could take for a command.
    std::optional<std::string> rename(std::uint32_t index, std::string_view name);

    /// An event was told of it.
    void note_told(std::uint32_t index);

    void forget(std::uint32_t index) { all_.erase(index); }
    void forget_wiphy(std::uint32_t wiphy);

    static constexpr std::size_t most = 1024;

private:
    std::map<std::uint32_t, Interface> all_;
};

}  // namespace wlanmedic::evidence
