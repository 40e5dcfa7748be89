// SPDX-License-Identifier: MIT
#include "capture/aside.h"

#include <fmt/format.h>
#include <poll.h>
#include <pthread.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <atomic>
#include <condition_variable>
#include <csignal>
#include <mutex>
#include <stdexcept>
#include <thread>
#include <utility>

#include "machine/probe.h"
#include "posix/descriptor.h"

namespace wlanmedic::capture {

// The thread has its share of it, and may outlive everything else.
struct Aside::Shared {
    std::mutex mutex;
    std::condition_variable wake;
    std::function<void()> work;
    bool end = false;
    posix::Descriptor done;  // eventfd
    std::atomic<pid_t> thread = 0;
    std::thread runs;
};

namespace {

constexpr std::size_t most_of_stack = 12;  // functions
constexpr int last_wait = 1000;            // milliseconds

}  // namespace

Aside::Aside(Loop& loop, std::string name)
    : loop_(&loop), name_(std::move(name)), shared_(std::make_shared<Shared>()) {}

Aside::~Aside() {
    done_ = {};
    deadline_ = {};
    {
        const std::lock_guard lock(shared_->mutex);
        shared_->end = true;
    }
    shared_->wake.notify_one();
    if (!shared_->runs.joinable()) return;
    pollfd done{.fd = shared_->done.get(), .events = POLLIN, .revents = 0};
    if (busy_ && (hung_ || ::poll(&done, 1, last_wait) <= 0))
        shared_->runs.detach();
    else
        shared_->runs.join();
}

bool Aside::start(std::function<void()> work, std::function<void()> then, wifi::Duration deadline,
                  std::function<void()> hung) {
    if (busy_) return false;
    if (!shared_->runs.joinable()) begin_thread();
    busy_ = true;
    hung_ = false;
    then_ = std::move(then);
    {
        const std::lock_guard lock(shared_->mutex);
        shared_->work = std::move(work);
    }
    shared_->wake.notify_one();
    // Nobody waits for the last second of it. Who was asleep with the machine has not hung.
    deadline_ = loop_->after_awake(deadline, deadline / 10, [this, hung = std::move(hung)] {
        hung_ = true;
        if (hung) hung();
    });
    return true;
}

void Aside::begin_thread() {
    shared_->done = posix::Descriptor(::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC));
    if (!shared_->done) throw std::runtime_error("the kernel gives no eventfd");
    done_ = loop_->on_descriptor(shared_->done.get(), EPOLLIN, [this](std::uint32_t) { on_done(); });
    // Signals are for the loop: a thread that took one would end the program.
    sigset_t all{};
    sigset_t before{};
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    shared_->runs = std::thread([shared = shared_, name = name_] {
        pthread_setname_np(pthread_self(), name.substr(0, 15).c_str());
        shared->thread = ::gettid();
        while (true) {
            std::function<void()> work;
            {
                std::unique_lock lock(shared->mutex);
                shared->wake.wait(lock, [&] { return shared->end || shared->work; });
                if (shared->end) return;
                work = std::exchange(shared->work, nullptr);
            }
            work();
            work = nullptr;
            const std::uint64_t one = 1;
            (void)!::write(shared->done.get(), &one, sizeof one);
        }
    });
    pthread_sigmask(SIG_SETMASK, &before, nullptr);
}

void Aside::on_done() {
    std::uint64_t count = 0;
    if (::read(shared_->done.get(), &count, sizeof count) != sizeof count) return;
    deadline_ = {};
    busy_ = false;
    hung_ = false;
    // It may start the next.
    if (const auto then = std::exchange(then_, nullptr)) then();
}

std::string Aside::where() const {
    const pid_t thread = shared_->thread;
    if (thread == 0) return {};
    const machine::ThisMachine machine;
    const std::string directory = fmt::format("/proc/self/task/{}", thread);
    std::string names;
    if (const auto stack = machine.read(directory + "/stack")) {
        // "[<0>] rtnl_dumpit+0x1c/0x40"
        std::size_t count = 0;
        std::size_t at = 0;
        while ((at = stack->find("] ", at)) != std::string::npos && count < most_of_stack) {
            at += 2;
            names += fmt::format("{}{}", names.empty() ? "" : " < ",
                                 std::string_view(*stack).substr(at, stack->find_first_of("+\n", at) - at));
            ++count;
        }
    }
    if (!names.empty()) return names;
    if (const auto wchan = machine.read(directory + "/wchan"); wchan && *wchan != "0") return *wchan;
    return {};
}

}  // namespace wlanmedic::capture
