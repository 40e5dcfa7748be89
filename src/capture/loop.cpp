// SPDX-License-Identifier: MIT
#include "capture/loop.h"

#include <fmt/format.h>

#include <csignal>
#include <cstring>
#include <ctime>
#include <stdexcept>
#include <utility>

namespace wlanmedic::capture {

struct Loop::State {
    sd_event* event = nullptr;
    std::function<void()> before_sleep;
    std::exception_ptr thrown;
    ~State() { sd_event_unref(event); }
};

struct Wait::Source {
    Loop::State* loop = nullptr;
    sd_event_source* handle = nullptr;
    std::function<void(std::uint32_t)> then;
    std::shared_ptr<const Loop::OnThrow> on_throw;
    bool within = false;  // its own callback
    bool gone = false;    // destroyed within it

    // Exceptions must not cross sd-event, which is C: who guards gets them, else run() throws them on.
    void call(std::uint32_t events);
    void call_guarded(std::uint32_t events);
};

void Wait::Source::call(std::uint32_t events) {
    Loop::State* const of = loop;
    within = true;
    try {
        call_guarded(events);
    } catch (...) {
        of->thrown = std::current_exception();
        sd_event_exit(of->event, 1);
    }
    within = false;
    if (gone) delete this;
}

void Wait::Source::call_guarded(std::uint32_t events) {
    if (!on_throw) return then(events);
    try {
        then(events);
    } catch (...) {
        (*on_throw)(std::current_exception());
    }
}

void Wait::Free::operator()(Source* source) const {
    sd_event_source_disable_unref(source->handle);
    source->handle = nullptr;
    if (source->within)
        source->gone = true;  // call() deletes it: the callback still stands on it
    else
        delete source;
}

void Wait::pause() { sd_event_source_set_enabled(source_->handle, SD_EVENT_OFF); }
void Wait::resume() { sd_event_source_set_enabled(source_->handle, SD_EVENT_ON); }

namespace {

// Of a loop that exists, adding fails only where the descriptor is none or memory is gone: the caller's mistake.
void must(int result, std::string_view what) {
    if (result < 0) throw std::runtime_error(fmt::format("{}: {}", what, std::strerror(-result)));
}

}  // namespace

wifi::Result<Loop> Loop::create() {
    auto state = std::make_shared<State>();
    if (const int result = sd_event_new(&state->event); result < 0)
        return std::unexpected(wifi::Error{.what = fmt::format("no event loop: {}", std::strerror(-result))});
    return Loop(std::move(state));
}

Loop Loop::guarded(OnThrow on_throw) const {
    Loop same(state_);
    same.on_throw_ = std::make_shared<const OnThrow>(std::move(on_throw));
    return same;
}

Loop::Loop(std::shared_ptr<State> state) : state_(std::move(state)) {}
Loop::Loop(Loop&& other) noexcept = default;
Loop& Loop::operator=(Loop&& other) noexcept = default;
Loop::~Loop() = default;

sd_event* Loop::get() const { return state_->event; }

Wait Loop::made(std::function<void(std::uint32_t)> then) const {
    Wait wait;
    wait.source_.reset(new Wait::Source{.loop = state_.get(), .then = std::move(then), .on_throw = on_throw_});
    return wait;
}

Wait Loop::on_descriptor(int descriptor, std::uint32_t events, std::function<void(std::uint32_t)> then) {
    Wait wait = made(std::move(then));
    must(sd_event_add_io(
             state_->event, &wait.source_->handle, descriptor, events,
             [](sd_event_source*, int, std::uint32_t got, void* source) {
                 static_cast<Wait::Source*>(source)->call(got);
                 return 0;
             },
             wait.source_.get()),
         "waiting for a descriptor");
    return wait;
}

Wait Loop::after(wifi::Duration in, wifi::Duration late, std::function<void()> then) {
    return after_on(CLOCK_BOOTTIME, in, late, std::move(then));
}

Wait Loop::after_awake(wifi::Duration in, wifi::Duration late, std::function<void()> then) {
    return after_on(CLOCK_MONOTONIC, in, late, std::move(then));
}

Wait Loop::after_on(int clock, wifi::Duration in, wifi::Duration late, std::function<void()> then) {
    const auto microseconds = [](wifi::Duration of) {
        return static_cast<std::uint64_t>(
            std::max<std::int64_t>(std::chrono::ceil<std::chrono::microseconds>(of).count(), 1));
    };
    Wait wait = made([then = std::move(then)](std::uint32_t) { then(); });
    must(sd_event_add_time_relative(
             state_->event, &wait.source_->handle, clock, microseconds(in), microseconds(late),
             [](sd_event_source*, std::uint64_t, void* source) {
                 static_cast<Wait::Source*>(source)->call(0);
                 return 0;
             },
             wait.source_.get()),
         "waiting for a time");
    return wait;
}

Wait Loop::on_signal(int number, std::function<void()> then) {
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, number);
    pthread_sigmask(SIG_BLOCK, &set, nullptr);
    Wait wait = made([then = std::move(then)](std::uint32_t) { then(); });
    must(sd_event_add_signal(
             state_->event, &wait.source_->handle, number,
             [](sd_event_source*, const signalfd_siginfo*, void* source) {
                 static_cast<Wait::Source*>(source)->call(0);
                 return 0;
             },
             wait.source_.get()),
         "waiting for a signal");
    return wait;
}

void Loop::before_sleep(std::function<void()> then) { state_->before_sleep = std::move(then); }

int Loop::run() {
    int value = 0;
    bool told = false;  // before_sleep, since the last callback
    while (sd_event_get_state(state_->event) != SD_EVENT_FINISHED) {
        // What became ready together is looked at before before_sleep: prepare() says whether more waits.
        int result = sd_event_prepare(state_->event);
        if (result == 0 && !told) {
            told = true;
            if (state_->before_sleep) state_->before_sleep();
            // What before_sleep waits for is armed by the next prepare(), which wants a wait() before it.
            result = sd_event_wait(state_->event, 0);
        } else if (result == 0) {
            result = sd_event_wait(state_->event, UINT64_MAX);
        }
        if (result > 0) {
            result = sd_event_dispatch(state_->event);
            told = false;
        }
        if (state_->thrown) std::rethrow_exception(std::exchange(state_->thrown, nullptr));
        if (result < 0) return result;
    }
    sd_event_get_exit_code(state_->event, &value);
    return value;
}

void Loop::stop(int value) { sd_event_exit(state_->event, value); }

}  // namespace wlanmedic::capture
