// SPDX-License-Identifier: MIT
// When the machine suspends and resumes, and how its clocks stand to each other: records `sleep` and `clock`.
//
// systemd-logind says on the system bus (PrepareForSleep) when it begins to suspend. Where nobody says so, the
// beginning is reckoned back from the resume by what was slept. A resume, and a wall clock that is set, wake a
// timerfd (TFD_TIMER_CANCEL_ON_SET; fs/timerfd.c, timerfd_clock_was_set()); which of them it was, the clocks tell.
#pragma once

#include <exception>
#include <optional>
#include <string_view>

#include "capture/clock_watch.h"
#include "capture/source.h"
#include "posix/descriptor.h"

struct sd_bus;
struct sd_bus_slot;

namespace wlanmedic::capture {

class SleepSource : public Source {
public:
    static constexpr wifi::Duration clocks_every = std::chrono::minutes{10};

    SleepSource() = default;
    SleepSource(const SleepSource&) = delete;
    SleepSource& operator=(const SleepSource&) = delete;
    ~SleepSource() override;

    std::string_view name() const override { return "sleep"; }
    wifi::Result<void> start(const Surroundings& surroundings) override;
    void tell_state() override;
    void drain() override;

    /// What logind says: public for the bus.
    void on_bus(bool begins) noexcept;
    /// The same: public for tests.
    void prepare_for_sleep(bool begins);
    /// The clocks as they are now: public for tests.
    void look(const ClockReading& now);

private:
    bool arm();
    void on_timer();
    void wait_for_interval();
    void open_bus();
    void close_bus();
    void put_clock(const ClockReading& now, std::string_view because, std::string message);

    Surroundings to_;
    posix::Descriptor timer_;
    Wait on_timer_;
    Wait interval_;
    sd_bus* bus_ = nullptr;
    sd_bus_slot* match_ = nullptr;
    bool bus_told_ = false;  // that there is none
    std::optional<ClockWatch> watch_;
    bool told_ = false;        // how the clocks stand at the beginning
    bool suspending_ = false;  // told, and no resume since
    std::exception_ptr thrown_;
};

}  // namespace wlanmedic::capture
