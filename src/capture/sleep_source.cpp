// SPDX-License-Identifier: MIT
#include "capture/sleep_source.h"

#include <fmt/format.h>
#include <sys/epoll.h>
#include <sys/timerfd.h>
#include <systemd/sd-bus.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

namespace wlanmedic::capture {
namespace {

// Far off, and valid for kernels that reckon in nanoseconds of 64 bits: the year 2242.
constexpr time_t never = 1LL << 33;
constexpr wifi::Duration interval_late = std::chrono::minutes{1};

runfile::Text sleep_record(std::string message, std::string_view what) {
    runfile::Text text{.kind = runfile::Kind::sleep, .message = std::move(message), .fields = {}};
    text.set("WLANMEDIC_SLEEP", std::string(what));
    return text;
}

int on_signal(sd_bus_message* message, void* source, sd_bus_error*) {
    int begins = 0;
    if (sd_bus_message_read(message, "b", &begins) >= 0) static_cast<SleepSource*>(source)->on_bus(begins != 0);
    return 0;
}

}  // namespace

SleepSource::~SleepSource() { close_bus(); }

wifi::Result<void> SleepSource::start(const Surroundings& surroundings) {
    to_ = surroundings;
    watch_.emplace(ClockReading::now());
    timer_ = posix::Descriptor(::timerfd_create(CLOCK_REALTIME, TFD_NONBLOCK | TFD_CLOEXEC));
    if (!timer_ || !arm())
        return std::unexpected(wifi::Error{
            .what = fmt::format("the kernel gives no timer that tells of a resume: {}", std::strerror(errno)),
            .hint = "suspends and changes of the wall clock are then not recorded"});
    on_timer_ = to_.loop->on_descriptor(timer_.get(), EPOLLIN, [this](std::uint32_t) { on_timer(); });
    open_bus();
    wait_for_interval();
    return {};
}

bool SleepSource::arm() {
    const itimerspec when{.it_interval = {}, .it_value = {.tv_sec = never, .tv_nsec = 0}};
    // ECANCELED: the clock was set since it was armed the last time; it is armed again all the same.
    return ::timerfd_settime(timer_.get(), TFD_TIMER_ABSTIME | TFD_TIMER_CANCEL_ON_SET, &when, nullptr) == 0 ||
           errno == ECANCELED;
}

void SleepSource::on_timer() {
    std::uint64_t ignored = 0;
    (void)!::read(timer_.get(), &ignored, sizeof ignored);
    arm();
    look(ClockReading::now());
}

void SleepSource::wait_for_interval() {
    // Late, to go with whoever else wakes within the minute.
    interval_ = to_.loop->after(clocks_every - interval_late, interval_late, [this] {
        const ClockReading now = ClockReading::now();
        look(now);
        put_clock(now, "interval", "the clocks");
        if (bus_ == nullptr || sd_bus_is_open(bus_) <= 0) open_bus();
        wait_for_interval();
    });
}

void SleepSource::open_bus() {
    close_bus();
    int result = sd_bus_open_system(&bus_);
    if (result >= 0) result = sd_bus_attach_event(bus_, to_.loop->get(), SD_EVENT_PRIORITY_NORMAL);
    if (result >= 0)
        result = sd_bus_match_signal_async(bus_, &match_, "org.freedesktop.login1", "/org/freedesktop/login1",
                                           "org.freedesktop.login1.Manager", "PrepareForSleep", on_signal, nullptr,
                                           this);
    if (result >= 0) return;
    close_bus();
    if (std::exchange(bus_told_, true)) return;
    to_.tape->missing("sleep",
                      {.what = fmt::format("systemd-logind cannot be listened to: {}", std::strerror(-result)),
                       .hint = "when the machine began to suspend is reckoned from the clocks after the resume"});
}

void SleepSource::close_bus() {
    match_ = sd_bus_slot_unref(match_);
    if (bus_ != nullptr) sd_bus_detach_event(bus_);
    bus_ = sd_bus_close_unref(bus_);
}

void SleepSource::tell_state() {
    const ClockReading now = ClockReading::now();
    look(now);
    told_ = true;
    put_clock(now, "begin", "the clocks");
}

// Exceptions must not cross sd-bus, which is C: drain(), which the same wake-up calls, throws them on.
void SleepSource::on_bus(bool begins) noexcept {
    try {
        prepare_for_sleep(begins);
    } catch (...) {
        thrown_ = std::current_exception();
    }
}

void SleepSource::drain() {
    if (thrown_) std::rethrow_exception(std::exchange(thrown_, nullptr));
    if (!watch_) return;
    if (told_)
        look(ClockReading::now());
    else
        tell_state();
}

void SleepSource::prepare_for_sleep(bool begins) {
    drain();  // a signal that was read late comes after the resume
    if (begins) {
        if (!std::exchange(suspending_, true))
            to_.tape->put(sleep_record("the machine suspends (systemd-logind)", "suspending"));
        return;
    }
    if (!std::exchange(suspending_, false)) return;
    auto text = sleep_record("the machine is awake; its clocks did not stop", "resumed");
    text.set("WLANMEDIC_SLEPT", "0");
    to_.tape->put(std::move(text));
}

void SleepSource::look(const ClockReading& now) {
    const ClockChange change = watch_->look(now);
    if (change.slept > wifi::Duration::zero()) {
        if (!std::exchange(suspending_, false))
            to_.tape->put(sleep_record("the machine suspended (reckoned from the clocks)", "suspending"),
                          to_.tape->clock().at_boottime(now.boottime - change.slept));
        auto text = sleep_record(
            fmt::format("the machine has resumed, it slept {:.3f} s", wifi::to_seconds(change.slept)), "resumed");
        text.set("WLANMEDIC_SLEPT", std::to_string(change.slept.count()));
        to_.tape->put(std::move(text));
        put_clock(now, "resume", "the clocks after a suspend");
    }
    if (change.set != wifi::Duration::zero())
        put_clock(now, "set", fmt::format("the wall clock was set by {:+.6f} s", wifi::to_seconds(change.set)));
}

void SleepSource::put_clock(const ClockReading& now, std::string_view because, std::string message) {
    runfile::Text text{.kind = runfile::Kind::clock, .message = std::move(message), .fields = {}};
    text.set("WLANMEDIC_REALTIME", std::to_string(now.realtime.count()));
    text.set("WLANMEDIC_BOOTTIME", std::to_string(now.boottime.count()));
    text.set("WLANMEDIC_MONOTONIC", std::to_string(now.monotonic.count()));
    text.set("WLANMEDIC_BECAUSE", std::string(because));
    to_.tape->put(std::move(text), to_.tape->clock().at_boottime(now.boottime));
}

}  // namespace wlanmedic::capture
