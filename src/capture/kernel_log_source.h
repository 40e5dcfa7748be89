// SPDX-License-Identifier: MIT
// The kernel's log from now on: every record of /dev/kmsg, those of other drivers too (a bus that fails, a task
// that hangs, memory that is gone: what explains a link is not known before). A night of a healthy machine is
// small; a flood is cut at 5,000 lines at once and 100 a second from then on, and a gap says how many were left
// out.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>

#include "capture/calm_wait.h"
#include "capture/flood_gate.h"
#include "capture/kmsg_record.h"
#include "capture/printk_clock.h"
#include "capture/source.h"
#include "posix/descriptor.h"

namespace wlanmedic::capture {

/// Records in their order become lines on the tape, with the gaps between them.
class KernelLog {
public:
    explicit KernelLog(Tape& tape) : tape_(&tape) {}

    /// Records that were read together, and how the clocks stood behind that. Each line gets the time of its own
    /// stamp. What is no record is put as it is.
    void take(std::span<const std::string> records, const ClockReading& read);
    /// Records were overwritten before they could be read (EPIPE).
    void overrun();
    /// No more records are there at `now`.
    void pause(wifi::Duration now);
    /// No more will come.
    void end();

    static constexpr std::uint32_t at_once = 5000;
    static constexpr std::uint32_t each_second = 100;

private:
    void take(const std::string& whole, const std::optional<KmsgRecord>& record, wifi::Duration now);
    void tell_left_out(std::uint64_t lines);

    Tape* tape_;
    PrintkClock clock_;
    FloodGate gate_{at_once, each_second};
    std::optional<std::uint64_t> next_;  // sequence number
};

class KernelLogSource : public Source {
public:
    KernelLogSource() = default;

    std::string_view name() const override { return "kernel"; }
    /// Error: no /dev/kmsg; no permission: CAP_SYSLOG is needed where kernel.dmesg_restrict is 1 (as on Debian),
    /// at the start alone.
    wifi::Result<void> start(const Surroundings& surroundings) override;
    void drain() override;
    void finish() override;

private:
    bool read();

    Surroundings surroundings_;
    posix::Descriptor log_;
    std::optional<KernelLog> lines_;
    std::unique_ptr<CalmWait> wait_;
};

}  // namespace wlanmedic::capture
