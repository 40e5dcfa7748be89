// SPDX-License-Identifier: MIT
// Which number generic netlink has given nl80211: it differs from boot to boot.
#pragma once

#include <cstdint>
#include <optional>

#include "netlink/message.h"

namespace wlanmedic::evidence {

/// The controller tells the number; each run file begins with its word. A capture that was begun later lacks it:
/// then the first message that can be nothing else settles the number, until the controller tells another.
class Nl80211Family {
public:
    /// How the number is known.
    enum class Source : std::uint8_t { unknown, inferred, told };

    /// Every message of the generic family comes by here first. True where it is the controller's word on nl80211.
    bool note(const netlink::Message& message);

    bool is(const netlink::Message& message) const { return number_ && message.type == *number_; }
    std::optional<std::uint16_t> number() const { return number_; }
    Source source() const { return source_; }
    /// Messages of families that have no fixed number, which passed while the number was not known.
    std::uint64_t passed_unknown() const { return passed_unknown_; }

    /// Version 1; attributes whole; a wiphy, and with it a wdev whose upper half names the same wiphy, in a
    /// message that has one; or an interface and a management frame of the kind that the command reports. No other
    /// family has such messages.
    static bool can_be_nothing_else(const netlink::Message& message);

private:
    std::optional<std::uint16_t> number_;
    Source source_ = Source::unknown;
    std::uint64_t passed_unknown_ = 0;
};

}  // namespace wlanmedic::evidence
