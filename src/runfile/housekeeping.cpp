// SPDX-License-Identifier: MIT
#include "runfile/housekeeping.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <limits>
#include <system_error>
#include <utility>

#include "runfile/packing.h"

namespace wlanmedic::runfile {
namespace {

constexpr std::size_t longest_trouble = 4096;

/// SCHED_IDLE also gives the lowest class of disk access; where it is not allowed, the lowest priority.
void step_back() {
    const sched_param none{};
    if (::pthread_setschedparam(::pthread_self(), SCHED_IDLE, &none) != 0) ::setpriority(PRIO_PROCESS, 0, 19);
}

struct Size {
    std::uint64_t bytes = 0;
    wifi::Instant changed;
};

std::optional<Size> size_of(const std::string& path) {
    struct stat status{};
    if (::lstat(path.c_str(), &status) != 0 || !S_ISREG(status.st_mode)) return std::nullopt;
    return Size{.bytes = static_cast<std::uint64_t>(status.st_size),
                .changed = wifi::Instant{std::chrono::seconds{status.st_mtim.tv_sec} +
                                         wifi::Duration{status.st_mtim.tv_nsec}}};
}

/// Here, because it may take seconds, and whoever records cannot wait.
void bring_to_disk(const std::string& path) {
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (descriptor < 0) return;
    ::fsync(descriptor);
    ::close(descriptor);
}

}  // namespace

Housekeeping::Housekeeping(PartsOptions options, PartNames names)
    : options_(std::move(options)), names_(std::move(names)) {}

void Housekeeping::finish() {
    {
        const std::lock_guard lock(mutex_);
        ending_ = true;
        std::erase_if(jobs_, [](const Job& job) { return job.left_over; });
        if (left_over_now_) break_off_ = true;
    }
    changed_.notify_all();
    if (!thread_.joinable()) return;
    // Now somebody waits for it.
    const sched_param none{};
    ::pthread_setschedparam(thread_.native_handle(), SCHED_OTHER, &none);
    thread_.join();
}

void Housekeeping::begin() {
    std::deque<Job> jobs;
    const auto parts = names_.find();
    for (const auto& [number, found] : parts)
        if (found.packing || (found.plain && (options_.compress || found.packed)))
            jobs.push_back({.number = number, .left_over = true});
    const bool keeps = options_.keep_parts || options_.keep_bytes || options_.keep_age;
    if (keeps && !parts.empty())
        jobs.push_back({.number = parts.rbegin()->first, .left_over = true, .packs = false});
    add(std::move(jobs));
}

void Housekeeping::closed(std::uint32_t number) { add({Job{.number = number, .left_over = false}}); }

void Housekeeping::add(std::deque<Job> jobs) {
    if (jobs.empty()) return;
    {
        const std::lock_guard lock(mutex_);
        jobs_.insert(jobs_.end(), jobs.begin(), jobs.end());
    }
    changed_.notify_all();
    if (thread_.joinable()) return;
    // Signals are for the threads that wait for them.
    sigset_t all;
    sigset_t before;
    ::sigfillset(&all);
    ::pthread_sigmask(SIG_SETMASK, &all, &before);
    try {
        thread_ = std::thread([this] { run(); });
    } catch (const std::system_error& error) {
        tell(fmt::format("closed parts stay as they are: no thread for it ({})", error.what()));
    }
    ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
}

void Housekeeping::run() {
    step_back();
    std::unique_lock lock(mutex_);
    while (true) {
        changed_.wait(lock, [this] { return ending_ || !jobs_.empty(); });
        if (jobs_.empty()) return;
        const Job job = jobs_.front();
        jobs_.pop_front();
        left_over_now_ = job.left_over;
        lock.unlock();
        work(job);
        lock.lock();
        left_over_now_ = false;
        break_off_ = false;
    }
}

void Housekeeping::work(const Job& job) {
    // What goes for its number or its age makes room for what is packed; by size they go when they have it.
    remove_old(0);
    if (job.packs) {
        auto packed = pack_part(job.number);
        if (!packed && is_no_room(packed.error()) && remove_old(std::numeric_limits<std::uint32_t>::max()))
            packed = pack_part(job.number);
        if (!packed && !break_off_)
            tell(fmt::format("{} could not be packed and stays as it is: {}", names_.plain(job.number),
                             packed.error().what));
    }
    if (!break_off_) remove_old(job.number);
}

wifi::Result<void> Housekeeping::pack_part(std::uint32_t number) {
    const std::string plain = names_.plain(number);
    if (!size_of(plain)) {
        // Removed meanwhile, or packed already. Where nothing else is left, a half is better than nothing.
        if (size_of(names_.packed(number))) ::unlink(names_.packing(number).c_str());
        return {};
    }
    if (!options_.compress) {
        // Killed before the plain one was removed, which so is whole.
        ::unlink(names_.packing(number).c_str());
        ::unlink(names_.packed(number).c_str());
        bring_to_disk(plain);
        return {};
    }
    return pack(plain, names_.packing(number), names_.packed(number), break_off_);
}

bool Housekeeping::remove_old(std::uint32_t sized) {
    if (!options_.keep_parts && !options_.keep_bytes && !options_.keep_age) return false;
    const auto parts = names_.find();
    const wifi::Instant now = options_.wall_clock();
    std::uint64_t count = 0;
    std::uint64_t bytes = 0;
    bool over = false;
    bool removed = false;
    for (auto part = parts.rbegin(); part != parts.rend(); ++part) {
        const auto& [number, found] = *part;
        if (!found.plain && !found.packed) continue;
        ++count;
        wifi::Instant changed{};
        for (const auto& path : {names_.plain(number), names_.packed(number)}) {
            const auto size = size_of(path);
            if (!size) continue;
            if (number <= sized) bytes += size->bytes;
            changed = size->changed;
        }
        // Once one goes, all before it go: what is kept has no holes.
        over = over || (options_.keep_parts && count > *options_.keep_parts) ||
               (options_.keep_age && now - changed > *options_.keep_age) ||
               (options_.keep_bytes && bytes > *options_.keep_bytes);
        if (!over) continue;
        if (count == 1)
            tell(fmt::format("{} is removed, and with it all closed parts: --keep allows less than it has",
                             found.packed ? names_.packed(number) : names_.plain(number)));
        for (const auto& path : {names_.plain(number), names_.packing(number), names_.packed(number)}) {
            if (::unlink(path.c_str()) == 0) {
                removed = true;
            } else if (errno != ENOENT) {
                tell(fmt::format("{} could not be removed: {}", path, std::strerror(errno)));
            }
        }
    }
    return removed;
}

std::string Housekeeping::trouble() {
    const std::lock_guard lock(mutex_);
    if (untold_ != 0) trouble_ += fmt::format("; and {} more", untold_);
    untold_ = 0;
    return std::exchange(trouble_, {});
}

void Housekeeping::tell(const std::string& trouble) {
    const std::lock_guard lock(mutex_);
    if (trouble_.size() + trouble.size() > longest_trouble) {
        ++untold_;
        return;
    }
    if (!trouble_.empty()) trouble_ += "; ";
    trouble_ += trouble;
}

}  // namespace wlanmedic::runfile
