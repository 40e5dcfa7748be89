// SPDX-License-Identifier: MIT
#include "capture/aside.h"

#include <gmock/gmock.h>

#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>

#include "capture/counter_source.h"
#include "capture/sleep_source.h"
#include "driver/catalog.h"
#include "notebook.h"

namespace wlanmedic::capture {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;

// Closed until it is opened.
struct Gate {
    std::mutex mutex;
    std::condition_variable change;
    bool is_open = false;
    void pass() {
        std::unique_lock lock(mutex);
        change.wait(lock, [&] { return is_open; });
    }
    void open() {
        const std::lock_guard lock(mutex);
        is_open = true;
        change.notify_all();
    }
};

TEST(Aside, WorkIsDoneElsewhereAndItsEndIsToldInTheLoop) {
    auto loop = Loop::create();
    Aside aside(*loop, "test");
    const auto here = std::this_thread::get_id();
    std::thread::id there;
    bool done = false;
    ASSERT_TRUE(aside.start([&] { there = std::this_thread::get_id(); }, [&] { done = true; }, 60s, nullptr));
    EXPECT_FALSE(done);
    ASSERT_TRUE(test::run_until(*loop, [&] { return done; }));
    EXPECT_NE(there, here);
    EXPECT_FALSE(aside.is_busy());
    done = false;
    ASSERT_TRUE(aside.start([] {}, [&] { done = true; }, 60s, nullptr));
    ASSERT_TRUE(test::run_until(*loop, [&] { return done; }));
}

TEST(Aside, WorkThatHangsIsToldOnceAndNothingIsBegunBesideIt) {
    auto loop = Loop::create();
    Aside aside(*loop, "test");
    const auto gate = std::make_shared<Gate>();
    int hung = 0;
    bool done = false;
    ASSERT_TRUE(aside.start([gate] { gate->pass(); }, [&] { done = true; }, 10ms, [&] { ++hung; }));
    ASSERT_TRUE(test::run_until(*loop, [&] { return hung == 1; }));
    EXPECT_TRUE(aside.has_hung());
    EXPECT_FALSE(aside.start([] {}, [] {}, 10ms, nullptr));
    gate->open();
    ASSERT_TRUE(test::run_until(*loop, [&] { return done; }));
    EXPECT_FALSE(aside.has_hung());
    EXPECT_EQ(hung, 1);
}

TEST(Aside, WorkThatHasHungIsLeftAlone) {
    auto loop = Loop::create();
    const auto gate = std::make_shared<Gate>();
    const auto ended = std::make_shared<std::atomic<bool>>(false);
    bool done = false;
    {
        Aside aside(*loop, "test");
        bool hung = false;
        ASSERT_TRUE(aside.start(
            [gate, ended] {
                gate->pass();
                *ended = true;
            },
            [&] { done = true; }, 10ms, [&] { hung = true; }));
        ASSERT_TRUE(test::run_until(*loop, [&] { return hung; }));
    }
    EXPECT_FALSE(*ended);
    gate->open();
    ASSERT_TRUE(test::run_until(*loop, [&] { return ended->load(); }));
    EXPECT_FALSE(done);
}

TEST(CounterSource, TellsAbsoluteValuesAtFirstAndThenDifferences) {
    auto loop = Loop::create();
    test::Notebook tape;
    Devices devices;
    // The one interface that every machine has; it is up all the time.
    devices.set({.index = 1, .interface = "lo", .type = 2, .carrier = true});
    const auto drivers = driver::Catalog::built_in();
    CounterSource source(devices, drivers, {.pace = {.every = 20ms, .while_down = 20ms, .hurry_for = 1s}});
    ASSERT_TRUE(source.start({.loop = &*loop, .tape = &tape}));
    source.tell_state();
    ASSERT_TRUE(test::run_until(*loop, [&] { return tape.notes.size() >= 2; }));
    EXPECT_EQ(tape.field(0, "WLANMEDIC_OVER"), "0");
    EXPECT_EQ(tape.field(0, "WLANMEDIC_INTERFACE"), "lo");
    EXPECT_NE(tape.field(1, "WLANMEDIC_OVER"), "0");
    EXPECT_LT(tape.notes[0].instant, tape.notes[1].instant);
    const auto before = tape.notes.size();
    source.tell_state();
    ASSERT_TRUE(test::run_until(*loop, [&] { return tape.notes.size() >= before + 2; }));
    const auto overs = tape.fields("WLANMEDIC_OVER");
    EXPECT_EQ(std::ranges::count(overs, "0"), 2) << "a new part begins with values as they are";
}

TEST(CounterSource, ALinkThatGoesDownIsReadAtOnce) {
    auto loop = Loop::create();
    test::Notebook tape;
    Devices devices;
    devices.set({.index = 1, .interface = "lo", .type = 2, .carrier = true});
    const auto drivers = driver::Catalog::built_in();
    CounterSource source(devices, drivers, {.pace = {.every = 1h, .while_down = 1h, .hurry_for = 1h}});
    ASSERT_TRUE(source.start({.loop = &*loop, .tape = &tape}));
    source.tell_state();
    ASSERT_TRUE(test::run_until(*loop, [&] { return tape.notes.size() == 1; }));
    source.drain();
    devices.carrier(1, false);
    source.drain();
    ASSERT_TRUE(test::run_until(*loop, [&] { return tape.notes.size() == 2; }));
}

TEST(SleepSource, TellsHowTheClocksStandAndWhatTheyTell) {
    auto loop = Loop::create();
    test::Notebook tape;
    SleepSource source;
    ASSERT_TRUE(source.start({.loop = &*loop, .tape = &tape}));
    std::erase_if(tape.notes, [](const auto& note) { return note.text.kind == runfile::Kind::missing; });
    source.tell_state();
    EXPECT_THAT(tape.fields("WLANMEDIC_BECAUSE"), ElementsAre("begin"));
    auto now = ClockReading::now();
    now.realtime += 8h;
    now.boottime += 8h;
    source.look(now);
    EXPECT_THAT(tape.fields("WLANMEDIC_SLEEP"), ElementsAre("suspending", "resumed"));
    EXPECT_THAT(tape.fields("WLANMEDIC_BECAUSE"), ElementsAre("begin", "resume"));
    // Nobody said when it began: so much before the resume.
    EXPECT_LT(tape.notes[1].instant - tape.notes[0].instant, 1min);
    now.realtime -= 1h;
    source.look(now);
    EXPECT_THAT(tape.fields("WLANMEDIC_BECAUSE"), ElementsAre("begin", "resume", "set"));
}

TEST(SleepSource, WhatLogindSaysIsNotToldTwice) {
    auto loop = Loop::create();
    test::Notebook tape;
    SleepSource source;
    ASSERT_TRUE(source.start({.loop = &*loop, .tape = &tape}));
    source.tell_state();
    source.prepare_for_sleep(true);
    auto now = ClockReading::now();
    now.realtime += 8h;
    now.boottime += 8h;
    source.look(now);
    EXPECT_THAT(tape.fields("WLANMEDIC_SLEEP"), ElementsAre("suspending", "resumed"));
    EXPECT_NEAR(std::stod(tape.fields("WLANMEDIC_SLEPT").at(0)), 8 * 3600e9, 1e9);
}

TEST(SleepSource, ASuspendThatStopsNoClockEndsWhenLogindSaysSo) {
    auto loop = Loop::create();
    test::Notebook tape;
    SleepSource source;
    ASSERT_TRUE(source.start({.loop = &*loop, .tape = &tape}));
    source.tell_state();
    source.prepare_for_sleep(true);
    source.prepare_for_sleep(false);
    source.prepare_for_sleep(false);
    EXPECT_THAT(tape.fields("WLANMEDIC_SLEEP"), ElementsAre("suspending", "resumed"));
    EXPECT_THAT(tape.fields("WLANMEDIC_SLEPT"), ElementsAre("0"));
}

}  // namespace
}  // namespace wlanmedic::capture
