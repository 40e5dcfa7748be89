// SPDX-License-Identifier: MIT
// The loop's promises: waits that go within their own callback, pauses, timers set before it sleeps; and bursts
// that are read together.
#include "capture/loop.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/epoll.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <csignal>
#include <string>
#include <thread>

#include "capture/calm_wait.h"
#include "capture/run_clock.h"
#include "posix/descriptor.h"

namespace wlanmedic::capture {
namespace {

using namespace std::chrono_literals;

class Loops : public testing::Test {
protected:
    Loops() {
        std::array<int, 2> both{};
        EXPECT_EQ(::pipe2(both.data(), O_NONBLOCK | O_CLOEXEC), 0);
        read_ = posix::Descriptor(both[0]);
        write_ = posix::Descriptor(both[1]);
    }
    void write(std::string_view text) {
        ASSERT_EQ(::write(write_.get(), text.data(), text.size()), std::ssize(text));
    }
    std::string read() {
        std::array<char, 64> bytes{};
        const ssize_t size = ::read(read_.get(), bytes.data(), bytes.size());
        return {bytes.data(), size > 0 ? static_cast<std::size_t>(size) : 0};
    }
    Loop loop_ = Loop::create().value();
    posix::Descriptor read_;
    posix::Descriptor write_;
};

TEST_F(Loops, AWaitMayEndWithinItsOwnCallback) {
    write("x");
    int called = 0;
    Wait wait = loop_.on_descriptor(read_.get(), EPOLLIN, [&](std::uint32_t) {
        const std::string kept = "the callback still stands";
        ++called;
        wait = {};
        EXPECT_EQ(kept, "the callback still stands");
    });
    const Wait end = loop_.after(50ms, 0ms, [&] { loop_.stop(3); });
    EXPECT_EQ(loop_.run(), 3);
    EXPECT_EQ(called, 1) << "the byte is still there";
}

TEST_F(Loops, AWaitMayReplaceItselfWithinItsOwnCallback) {
    int rounds = 0;
    Wait wait;
    std::function<void()> again = [&] {
        if (++rounds == 3) return loop_.stop(0);
        wait = loop_.after(1ms, 0ms, again);
    };
    wait = loop_.after(1ms, 0ms, again);
    loop_.run();
    EXPECT_EQ(rounds, 3);
}

TEST_F(Loops, APausedWaitIsSilentUntilItGoesOn) {
    write("x");
    std::string order;
    Wait wait = loop_.on_descriptor(read_.get(), EPOLLIN, [&](std::uint32_t) {
        order += "read ";
        read();
        loop_.stop(0);
    });
    wait.pause();
    const Wait later = loop_.after(30ms, 0ms, [&] {
        order += "resume ";
        wait.resume();
    });
    loop_.run();
    EXPECT_EQ(order, "resume read ");
}

TEST_F(Loops, TimersCountInOrder) {
    std::string order;
    const Wait second = loop_.after(20ms, 0ms, [&] { order += '2'; });
    const Wait first = loop_.after(5ms, 0ms, [&] { order += '1'; });
    const Wait third = loop_.after(40ms, 0ms, [&] { loop_.stop(0); });
    const wifi::Duration begin = boottime_now();
    loop_.run();
    EXPECT_EQ(order, "12");
    EXPECT_GE(boottime_now() - begin, 40ms);
}

TEST_F(Loops, ATimerSetBeforeTheSleepWakesIt) {
    Wait timer;
    bool set = false;
    loop_.before_sleep([&] {
        if (std::exchange(set, true)) return;
        timer = loop_.after(5ms, 0ms, [&] { loop_.stop(7); });
    });
    const Wait rescue = loop_.after(10s, 0ms, [&] { loop_.stop(1); });
    EXPECT_EQ(loop_.run(), 7);
}

TEST_F(Loops, BeforeSleepComesOnceForAllThatIsReady) {
    std::array<int, 2> both{};
    ASSERT_EQ(::pipe2(both.data(), O_NONBLOCK | O_CLOEXEC), 0);
    const posix::Descriptor other_read(both[0]);
    const posix::Descriptor other_write(both[1]);
    write("x");
    ASSERT_EQ(::write(other_write.get(), "x", 1), 1);
    std::string order;
    const Wait one = loop_.on_descriptor(read_.get(), EPOLLIN, [&](std::uint32_t) {
        order += 'r';
        read();
    });
    const Wait two = loop_.on_descriptor(other_read.get(), EPOLLIN, [&](std::uint32_t) {
        order += 'r';
        char byte = 0;
        EXPECT_EQ(::read(other_read.get(), &byte, 1), 1);
    });
    const Wait end = loop_.after(30ms, 0ms, [&] { loop_.stop(0); });
    loop_.before_sleep([&] { order += 's'; });
    loop_.run();
    EXPECT_NE(order.find("rrs"), std::string::npos) << order;
    EXPECT_EQ(order.find("rsr"), std::string::npos) << order;
}

TEST_F(Loops, ASignalArrivesInTheLoop) {
    const Wait wait = loop_.on_signal(SIGUSR1, [&] { loop_.stop(5); });
    ::kill(::getpid(), SIGUSR1);
    EXPECT_EQ(loop_.run(), 5);
}

TEST_F(Loops, WhoGuardsItsCallbacksMayDestroyThemAndTheLoopGoesOn) {
    std::string told;
    Wait thrower;
    Loop guarded = loop_.guarded([&](const std::exception_ptr& thrown) {
        thrower = {};
        try {
            std::rethrow_exception(thrown);
        } catch (const std::exception& what) {
            told = what.what();
        }
    });
    thrower = guarded.after(1ms, 0ms, [] { throw std::runtime_error("a bug"); });
    const Wait end = loop_.after(20ms, 0ms, [&] { loop_.stop(5); });
    EXPECT_EQ(loop_.run(), 5);
    EXPECT_EQ(told, "a bug");
}

class Calm : public Loops {
protected:
    // Counts how often the loop sleeps until 300 ms are over, with news at these milliseconds.
    int sleeps(const std::vector<int>& news) {
        std::vector<Wait> waits;
        waits.reserve(news.size());
        for (const int at : news)
            waits.push_back(loop_.after(std::chrono::milliseconds{at}, 0ms, [this] {
                write("x");
                ++own_;
            }));
        const Wait end = loop_.after(300ms, 0ms, [&] { loop_.stop(0); });
        CalmWait wait(loop_, read_.get(), 40ms, [this] {
            const std::string bytes = read();
            got_ += bytes;
            if (!bytes.empty()) ++reads_;
            return !bytes.empty();
        });
        loop_.run();
        return reads_;
    }
    std::string got_;
    int reads_ = 0;
    int own_ = 0;
};

TEST_F(Calm, LoneNewsAreReadAtOnceAndCostOneWakeUpEach) {
    constexpr auto calm = 20ms;
    int looked = 0;
    const CalmWait wait(loop_, read_.get(), calm, [&] {
        ++looked;
        got_ += read();
        return true;
    });
    const auto run_what_is_ready = [&] {
        while (sd_event_run(loop_.get(), 0) > 0) {
        }
    };
    for (const std::size_t news : {1U, 2U, 3U}) {
        write("x");
        run_what_is_ready();
        EXPECT_EQ(got_.size(), news) << "in the wake-up that it made";
        std::this_thread::sleep_for(3 * calm);
        run_what_is_ready();
        EXPECT_EQ(looked, static_cast<int>(news)) << "nobody looks again";
    }
}

TEST_F(Calm, NewsBehindAWakeUpForNothingDoNotWaitTillTheyAreLate) {
    write("never read: always ready");
    int looked = 0;
    wifi::Duration at{0};
    const CalmWait wait(loop_, read_.get(), CalmWait::longest_pause, [&] {
        if (++looked > 1) loop_.stop(0);
        at = looked > 1 ? at : boottime_now();
        return looked > 1;
    });
    loop_.run();
    EXPECT_LT(boottime_now() - at, 2500ms);
}

TEST_F(Calm, ABurstIsReadTogether) {
    std::vector<int> news;
    for (int at = 10; at < 90; at += 2) news.push_back(at);
    EXPECT_LE(sleeps(news), 6) << "forty news";
    EXPECT_EQ(got_, std::string(40, 'x')) << "none is lost";
}

TEST_F(Calm, ADescriptorThatBrokeIsLookedAtMoreAndMoreSeldom) {
    write("never read");
    int looked = 0;
    const CalmWait wait(loop_, read_.get(), 1ms, [&] {
        ++looked;
        return false;
    });
    const Wait end = loop_.after(300ms, 0ms, [&] { loop_.stop(0); });
    loop_.run();
    EXPECT_LE(looked, 20) << "a descriptor that is ready all the time";
}

TEST_F(Calm, AfterABurstLoneNewsWakeAgain) {
    EXPECT_LE(sleeps({10, 12, 14, 16, 200}), 4) << "first, second with the pause, the rest of the burst, the last";
    EXPECT_EQ(got_, "xxxxx") << "the last was read before the loop ended";
}

}  // namespace
}  // namespace wlanmedic::capture
