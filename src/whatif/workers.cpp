// SPDX-License-Identifier: MIT
#include "whatif/workers.h"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <vector>

namespace wlanmedic::whatif {

bool in_parallel(std::size_t count, unsigned threads,
                 const std::function<void(std::size_t, const std::atomic<bool>&)>& work,
                 const std::function<bool(std::size_t)>& watch) {
    std::atomic<std::size_t> next{0};
    std::atomic<std::size_t> done{0};
    std::atomic<bool> stop{false};
    std::mutex mutex;
    std::condition_variable finished;
    std::size_t working = std::min<std::size_t>(threads, count);
    const auto run = [&] {
        for (std::size_t i = next++; i < count && !stop; i = next++) {
            work(i, stop);
            ++done;
        }
        const std::lock_guard lock(mutex);
        --working;
        finished.notify_one();
    };
    std::vector<std::jthread> all;
    for (std::size_t i = working; i > 0; --i) all.emplace_back(run);
    std::unique_lock lock(mutex);
    while (!finished.wait_for(lock, std::chrono::milliseconds{100}, [&] { return working == 0; })) {
        lock.unlock();
        if (!watch(done)) stop = true;
        lock.lock();
    }
    lock.unlock();
    return !stop;
}

}  // namespace wlanmedic::whatif
