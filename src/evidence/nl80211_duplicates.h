// SPDX-License-Identifier: MIT
// A tap on netlink (nlmon) gives one copy of a notification for each process that listens.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "runfile/record.h"
#include "wifi/instant.h"

namespace wlanmedic::evidence {

/// For captures of others only: a recording of our own hears each notification once, and there the same bytes
/// again are a happening again. Copies are made in one go (do_one_broadcast() in net/netlink/af_netlink.c).
class Nl80211Duplicates {
public:
    /// True where a frame with the same bytes, which went the same way, stands at most `within` before: such a
    /// frame is not to be told. Requests are never copies.
    bool is_copy(const runfile::NetlinkFrame& frame, wifi::Instant instant);

    /// Counted from the first copy, so that what keeps happening is told again and again.
    static constexpr wifi::Duration within = std::chrono::milliseconds{10};
    /// Frames that are remembered. Between two copies of one stand only those that others sent at that moment.
    static constexpr std::size_t most_remembered = 64;

private:
    struct Seen {
        std::uint64_t hash = 0;
        std::size_t size = 0;
        wifi::Instant first;
    };
    std::array<std::optional<Seen>, most_remembered> seen_;  // a ring
    std::size_t next_ = 0;
};

}  // namespace wlanmedic::evidence
