// SPDX-License-Identifier: MIT
// The tracepoints of tracepoints.h, as the kernel's own lines, from a trace instance of this recorder's own: other
// tracers and other recorders neither see it nor lose anything by it.
//
// trace_pipe of all CPUs wakes with the first event, whatever buffer_percent says (kernel/trace/ring_buffer.c,
// ring_buffer_poll_wait: `full` is 0 for RING_BUFFER_ALL_CPUS), and after it no event costs anything until the
// pipe is polled again (`waiters_pending`). Events are stamped by the kernel: those of a burst are read together.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "capture/calm_wait.h"
#include "capture/devices.h"
#include "capture/source.h"
#include "capture/trace_text.h"
#include "capture/tracepoints.h"
#include "posix/descriptor.h"

struct tracefs_instance;

namespace wlanmedic::capture {

class TraceSource : public Source {
public:
    /// `devices`: where a new one appears, all tracepoints are looked after again: a module that was not there at
    /// the start brings them, and one that was loaded anew has them off.
    explicit TraceSource(const Devices& devices);
    /// Removes the instance.
    ~TraceSource() override;

    std::string_view name() const override { return "trace"; }
    /// Makes the instance "wlanmedic-PID"; removes those of recorders that were killed. Error: no tracefs, none of
    /// the tracepoints, no permission: tracefs belongs to root (mode 0700), so CAP_DAC_OVERRIDE is needed, at the
    /// start and for the end, and a kernel that is not locked down.
    wifi::Result<void> start(const Surroundings& surroundings) override;
    void drain() override;

private:
    struct Destroy {
        void operator()(tracefs_instance* instance) const;
    };

    wifi::Result<void> set_up();
    std::vector<Tracepoint> enable();
    bool read();
    void put(TraceRecord record);

    const Devices* devices_;
    Surroundings surroundings_;
    std::unique_ptr<tracefs_instance, Destroy> instance_;
    posix::Descriptor pipe_;  // closed before the instance is removed, which it keeps from that
    std::uint32_t newest_device_ = 0;
    TraceText text_;
    std::unique_ptr<CalmWait> wait_;
};

}  // namespace wlanmedic::capture
