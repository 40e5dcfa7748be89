// SPDX-License-Identifier: MIT
// One record of /dev/kmsg (Documentation/ABI/testing/dev-kmsg; kernel/printk/printk.c, info_print_ext_header and
// msg_print_ext_body): "6,339,5140900,-;wlan0: associated\n SUBSYSTEM=net\n DEVICE=n3\n".
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "runfile/record.h"

namespace wlanmedic::capture {

struct KmsgRecord {
    unsigned priority = 0;  ///< 0 to 7: LOG_EMERG to LOG_DEBUG
    unsigned facility = 0;  ///< 0: the kernel itself; else what a program wrote to /dev/kmsg
    std::uint64_t sequence = 0;
    std::chrono::microseconds stamp{0};  ///< local_clock: seconds since boot, stands still in suspend
    std::string message;                 ///< as printk was given it: the kernel's "\x1b" is a byte again
    std::string device;                  ///< "+sdio:mmc2:0001:1", "n3" (the third interface), "b8:0", "c4:64"
    std::string subsystem;

    /// As read() gives one. Nothing where it is none: no numbers, no ';'. Fields that others may add are passed
    /// over.
    static std::optional<KmsgRecord> parse(std::string_view record);

    runfile::Text as_text() const;
};

}  // namespace wlanmedic::capture
