// SPDX-License-Identifier: MIT
// Packs closed parts and removes what is not to be kept: in a thread that runs when nothing else wants to.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <mutex>
#include <string>
#include <thread>

#include "runfile/part_names.h"
#include "runfile/parts.h"

namespace wlanmedic::runfile {

class Housekeeping {
public:
    Housekeeping(PartsOptions options, PartNames names);
    ~Housekeeping() { finish(); }
    Housekeeping(const Housekeeping&) = delete;
    Housekeeping& operator=(const Housekeeping&) = delete;

    /// All closed parts that lie there, at the beginning.
    void begin();
    /// This run has closed a part.
    void closed(std::uint32_t number);
    /// Waits for the parts that this run closed; what earlier runs left over waits for the next one. Nothing
    /// comes after it.
    void finish();

    std::string trouble();
    void tell(const std::string& trouble);

private:
    struct Job {
        std::uint32_t number = 0;
        bool left_over = false;
        bool packs = true;
    };

    void add(std::deque<Job> jobs);
    void run();
    void work(const Job& job);
    wifi::Result<void> pack_part(std::uint32_t number);
    /// True where something was removed. Parts up to number `sized` are also judged by their size: later ones
    /// still have to be packed.
    bool remove_old(std::uint32_t sized);

    const PartsOptions options_;
    const PartNames names_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<Job> jobs_;        // under mutex_
    std::string trouble_;         // under mutex_
    std::size_t untold_ = 0;      // under mutex_: troubles for which there was no room
    bool ending_ = false;         // under mutex_
    bool left_over_now_ = false;  // under mutex_
    std::atomic<bool> break_off_{false};
    std::thread thread_;  // begins with the first job
};

}  // namespace wlanmedic::runfile
