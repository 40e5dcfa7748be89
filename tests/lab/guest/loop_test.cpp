// SPDX-License-Identifier: MIT
// The guest's one thread, on the clock of this machine.
#include "lab/guest/loop.h"

#include <gmock/gmock.h>
#include <unistd.h>

#include <array>

#include "lab/guest/guest_clock.h"
#include "posix/descriptor.h"

namespace wlanmedic::lab {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;

class Loops : public testing::Test {
protected:
    Loop::Call note(int number) {
        return [this, number] { happened_.push_back(number); };
    }
    void let_pass(wifi::Duration time) {
        loop_.run_until([] { return false; }, time);
    }
    Loop loop_;
    std::vector<int> happened_;
};

TEST_F(Loops, RunTimersInTheOrderOfTheirTimes) {
    const auto now = since_boot();
    loop_.at(now + 20ms, note(2));
    loop_.at(now + 10ms, note(1));
    loop_.at(now + 30ms, [this] { loop_.stop(); });
    loop_.run();
    EXPECT_THAT(happened_, ElementsAre(1, 2));
    EXPECT_GE(since_boot(), now + 30ms);
}

TEST_F(Loops, RunTimersOfOneTimeInTheOrderInWhichTheyWereAskedFor) {
    const auto then = since_boot() + 5ms;
    for (const int number : {3, 1, 2}) loop_.at(then, note(number));
    let_pass(20ms);
    EXPECT_THAT(happened_, ElementsAre(3, 1, 2));
}

TEST_F(Loops, RunATimerOnceAndOneWhoseTimeIsOverAtOnce) {
    loop_.at({}, note(1));
    let_pass(1ms);
    let_pass(1ms);
    EXPECT_THAT(happened_, ElementsAre(1));
}

TEST_F(Loops, DoNotRunATimerThatWasCancelledAlsoByAnotherOfItsTime) {
    const auto then = since_boot() + 5ms;
    loop_.cancel(loop_.at(then, note(1)));
    Loop::Timer last;
    loop_.at(then, [&] { loop_.cancel(last); });
    last = loop_.at(then, note(2));
    loop_.at(then, note(3));
    let_pass(20ms);
    EXPECT_THAT(happened_, ElementsAre(3));
}

TEST_F(Loops, StopWaitingWhenWhatIsWaitedForHasCome) {
    loop_.after(10ms, note(1));
    const auto begin = since_boot();
    loop_.run_until([this] { return !happened_.empty(); }, 20s);
    EXPECT_THAT(happened_, ElementsAre(1));
    EXPECT_LT(since_boot() - begin, 10s);
}

TEST_F(Loops, WaitNoLongerThanTheyMay) {
    const auto begin = since_boot();
    let_pass(30ms);
    EXPECT_GE(since_boot() - begin, 30ms);
    EXPECT_LT(since_boot() - begin, 10s);
}

TEST_F(Loops, CallWhenADescriptorCanBeReadUntilItIsForgotten) {
    std::array<int, 2> ends{};
    ASSERT_EQ(::pipe(ends.data()), 0);
    const posix::Descriptor reading{ends[0]};
    const posix::Descriptor writing{ends[1]};
    loop_.watch(reading.get(), [&] {
        char byte = 0;
        ASSERT_EQ(::read(reading.get(), &byte, 1), 1);
        happened_.push_back(byte);
    });
    let_pass(1ms);
    EXPECT_THAT(happened_, ElementsAre());
    ASSERT_EQ(::write(writing.get(), "ab", 2), 2);
    loop_.run_until([this] { return happened_.size() == 2; }, 10s);
    EXPECT_THAT(happened_, ElementsAre('a', 'b'));
    loop_.forget(reading.get());
    ASSERT_EQ(::write(writing.get(), "c", 1), 1);
    let_pass(20ms);
    EXPECT_THAT(happened_, ElementsAre('a', 'b'));
}

TEST_F(Loops, LetACallForgetAnotherDescriptorThatIsReadyAsWell) {
    std::array<int, 2> ends{};
    ASSERT_EQ(::pipe(ends.data()), 0);
    const posix::Descriptor first{ends[0]};
    const posix::Descriptor second{::dup(ends[0])};
    const posix::Descriptor writing{ends[1]};
    ASSERT_EQ(::write(writing.get(), "a", 1), 1);
    for (const int descriptor : {first.get(), second.get()})
        loop_.watch(descriptor, [&, descriptor] {
            happened_.push_back(descriptor);
            for (const int one : {first.get(), second.get()}) loop_.forget(one);
        });
    let_pass(20ms);
    EXPECT_EQ(happened_.size(), 1);
}

}  // namespace
}  // namespace wlanmedic::lab
