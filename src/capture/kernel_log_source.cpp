// SPDX-License-Identifier: MIT
#include "capture/kernel_log_source.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <utility>
#include <vector>

namespace wlanmedic::capture {
namespace {

constexpr const char* path = "/dev/kmsg";
constexpr std::size_t largest = 16384;  // CONSOLE_EXT_LOG_MAX is 8192
constexpr std::chrono::milliseconds calm{50};
constexpr int most_reads = 2000;  // at once: others have a turn
constexpr const char* lost_without =
    "without it a recording does not tell what mac80211, the driver and its bus print";

}  // namespace

void KernelLog::tell_left_out(std::uint64_t lines) {
    if (lines > 0)
        tape_->gap("kernel", fmt::format("{} lines of the kernel's log were left out: there were too many", lines),
                   lines);
}

void KernelLog::take(std::span<const std::string> records, const ClockReading& read) {
    std::vector<std::optional<KmsgRecord>> parsed;
    parsed.reserve(records.size());
    std::optional<wifi::Duration> newest;
    for (const std::string& record : records) {
        parsed.push_back(KmsgRecord::parse(record));
        if (parsed.back())
            newest = std::max<wifi::Duration>(newest.value_or(parsed.back()->stamp), parsed.back()->stamp);
    }
    if (newest) clock_.on_read(*newest, read);
    for (std::size_t at = 0; at < records.size(); ++at) take(records[at], parsed[at], read.boottime);
}

void KernelLog::take(const std::string& whole, const std::optional<KmsgRecord>& record, wifi::Duration now) {
    std::optional<wifi::Duration> printed;
    if (record) {
        if (next_ && record->sequence > *next_) {
            const std::uint64_t lost = record->sequence - *next_;
            tape_->gap("kernel",
                       fmt::format("{} lines of the kernel's log were overwritten before they were read", lost),
                       lost);
        }
        next_ = record->sequence + 1;
        printed = clock_.at(record->stamp, record->message);
    }
    tell_left_out(gate_.reopened(now));
    switch (gate_.on_line(now)) {
        case FloodGate::Verdict::pass: break;
        case FloodGate::Verdict::shut:
            tape_->gap("kernel", "the kernel's log is flooded: from here on lines are left out, and counted");
            return;
        case FloodGate::Verdict::left_out: return;
    }
    if (record) return tape_->put(record->as_text(), tape_->clock().at_boottime(*printed));
    runfile::Text text{.kind = runfile::Kind::kernel, .message = whole, .fields = {}};
    text.set("SYSLOG_IDENTIFIER", "kernel");
    text.set("_TRANSPORT", "kernel");
    tape_->put(std::move(text));
}

// Before the first line was read, no number tells how many.
void KernelLog::overrun() {
    if (!next_) tape_->gap("kernel", "lines of the kernel's log were overwritten before they were read");
}

void KernelLog::pause(wifi::Duration now) { tell_left_out(gate_.reopened(now)); }
void KernelLog::end() { tell_left_out(gate_.take_left_out()); }

wifi::Result<void> KernelLogSource::start(const Surroundings& surroundings) {
    surroundings_ = surroundings;
    log_ = posix::Descriptor(::open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC));
    if (!log_) {
        wifi::Error error{.what = fmt::format("{}: {}", path, std::strerror(errno)), .hint = lost_without};
        if (errno == EPERM || errno == EACCES)
            error.hint = fmt::format(
                "root, or CAP_SYSLOG for a service, is needed at the start (kernel.dmesg_restrict is 1); {}",
                lost_without);
        return std::unexpected(std::move(error));
    }
    // Behind the last line: what was printed before is not of this recording.
    if (::lseek(log_.get(), 0, SEEK_END) < 0)
        return std::unexpected(wifi::Error{.what = fmt::format("the end of {}: {}", path, std::strerror(errno)),
                                           .hint = lost_without});
    lines_.emplace(*surroundings_.tape);
    wait_ = std::make_unique<CalmWait>(*surroundings_.loop, log_.get(), calm, [this] { return read(); });
    return {};
}

void KernelLogSource::drain() {
    if (wait_) read();
}

void KernelLogSource::finish() {
    if (lines_) lines_->end();
}

bool KernelLogSource::read() {
    std::array<char, largest> record{};
    std::vector<std::string> records;
    for (int reads = 0; reads < most_reads; ++reads) {
        const ssize_t size = ::read(log_.get(), record.data(), record.size());
        // EPIPE: lines were overwritten, the next read gives the oldest there is, and its number tells how many.
        if (size < 0 && errno == EPIPE && records.empty()) lines_->overrun();
        if (size < 0 && (errno == EINTR || errno == EPIPE)) continue;
        if (size <= 0) break;
        records.emplace_back(record.data(), static_cast<std::size_t>(size));
    }
    const ClockReading now = ClockReading::now();
    lines_->take(records, now);
    lines_->pause(now.boottime);
    return !records.empty();
}

}  // namespace wlanmedic::capture
