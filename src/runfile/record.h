// SPDX-License-Identifier: MIT
// What a run file holds, one after the other: netlink messages as the kernel sent them, and text. docs/run-file.md
// says how each is written.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "wifi/instant.h"

namespace wlanmedic::runfile {

/// Families of netlink (include/uapi/linux/netlink.h) that are recorded.
enum class Family : std::uint16_t { route = 0, generic = 16 };

/// Which way a message went: sll_pkttype of the cooked header (include/uapi/linux/if_packet.h), as nlmon gives it.
enum class Way : std::uint16_t {
    from_kernel = 6,  ///< PACKET_USER: to a process
    to_kernel = 7,    ///< PACKET_KERNEL: a request
    other = 4,        ///< PACKET_OUTGOING, and whatever else stands in a capture of others
};

/// One or more nlmsghdr with their payloads, in the byte order of the machine that recorded.
struct NetlinkFrame {
    Family family = Family::generic;
    Way way = Way::from_kernel;
    std::vector<std::uint8_t> bytes;  ///< from the first nlmsghdr on, as received
};

enum class Kind : std::uint8_t {
    manifest,  ///< what machine, device, programs: once, at the beginning of each part
    clock,     ///< the clocks and their relation
    kernel,    ///< a record of /dev/kmsg
    trace,     ///< a line of the kernel's trace
    journal,   ///< an entry of systemd's journal
    counters,  ///< of the driver, the interface, the station: differences to the record before
    sleep,     ///< the machine suspends, has resumed
    rfkill,    ///< a radio is blocked, is not
    device,    ///< a wireless interface appeared, was renamed, is gone
    probe,     ///< what a probe of the gateway gave
    load,      ///< what the load that the user asked for gave
    gap,       ///< something was lost here
    missing,   ///< a source is not there, or may not be read
    end,       ///< the part was closed, and why
};

std::string_view name_of(Kind kind);

/// One Journal Export Block. Fields in their order; names as systemd.journal-fields(7) has them, or beginning with
/// "WLANMEDIC_". MESSAGE, the kind, the sequence number and the times are not among them.
struct Text {
    Kind kind = Kind::kernel;
    std::string message;  ///< any bytes
    std::vector<std::pair<std::string, std::string>> fields;

    void set(std::string name, std::string value) { fields.emplace_back(std::move(name), std::move(value)); }
    /// The first field of this name; nullptr where there is none.
    const std::string* find(std::string_view name) const;
};

struct Record {
    std::uint64_t sequence = 0;  ///< from 1, through all parts of a run; 0 where a capture has none
    /// The run's clock: CLOCK_BOOTTIME, moved once, at the beginning of the part, to where CLOCK_REALTIME was
    /// then. It never goes back within a part, and goes on through suspend.
    wifi::Instant instant;
    std::variant<NetlinkFrame, Text> what;
};

}  // namespace wlanmedic::runfile
