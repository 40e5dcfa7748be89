// SPDX-License-Identifier: MIT
#include "lab/guest/kernel_log.h"

#include <fcntl.h>

#include <array>
#include <cerrno>

namespace wlanmedic::lab {

KernelLog::KernelLog(Loop& loop, OnLine on_line)
    : loop_(loop), on_line_(std::move(on_line)), log_(::open("/dev/kmsg", O_RDONLY | O_NONBLOCK | O_CLOEXEC)) {
    if (!log_) return;
    ::lseek(log_.get(), 0, SEEK_END);
    loop_.watch(log_.get(), [this] { read(); });
}

KernelLog::~KernelLog() {
    if (log_) loop_.forget(log_.get());
}

// Each read gives one record, "6,123,456789,-;message\n KEY=value…" (Documentation/ABI/testing/dev-kmsg).
void KernelLog::read() {
    std::array<char, 8192> record{};
    for (;;) {
        const ssize_t size = ::read(log_.get(), record.data(), record.size());
        if (size < 0 && errno == EPIPE) continue;  // records were overwritten
        if (size <= 0) return;
        const std::string_view text(record.data(), static_cast<std::size_t>(size));
        const std::size_t begin = text.find(';');
        if (begin == std::string_view::npos) continue;
        on_line_(text.substr(begin + 1, text.find('\n', begin) - begin - 1));
    }
}

}  // namespace wlanmedic::lab
