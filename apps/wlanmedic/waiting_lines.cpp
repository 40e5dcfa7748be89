// SPDX-License-Identifier: MIT
#include "waiting_lines.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <climits>

namespace wlanmedic::app {
namespace {

// Where poll(2) says that a pipe has room, so much goes in without waiting.
constexpr std::size_t most_at_once = PIPE_BUF;

// A terminal that has room for one byte, says poll(2), may wait for more in the middle of a line. Opened anew it
// can be told not to, and the shell that shares the other way in does not notice.
posix::Descriptor opened_anew(int terminal) {
    return posix::Descriptor(
        ::open(fmt::format("/proc/self/fd/{}", terminal).c_str(), O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC));
}

}  // namespace

WaitingLines::WaitingLines(int descriptor)
    : own_(::isatty(descriptor) == 1 ? opened_anew(descriptor) : posix::Descriptor()),
      descriptor_(own_ ? own_.get() : descriptor) {}

void WaitingLines::add(std::string_view text) {
    if (gone_) return;
    if (waiting_.size() + text.size() > most)
        left_out_ += static_cast<std::uint64_t>(std::ranges::count(text, '\n'));
    else
        waiting_ += text;
}

bool WaitingLines::is_ready(std::chrono::steady_clock::time_point until) const {
    const auto left =
        std::chrono::ceil<std::chrono::milliseconds>(until - std::chrono::steady_clock::now()).count();
    pollfd room{.fd = descriptor_, .events = POLLOUT, .revents = 0};
    return ::poll(&room, 1, static_cast<int>(std::max<std::int64_t>(left, 0))) > 0;
}

bool WaitingLines::write_out(std::chrono::milliseconds patience) {
    const auto until = std::chrono::steady_clock::now() + patience;
    std::size_t done = 0;
    while (!gone_) {
        if (done == waiting_.size() && left_out_ > 0) {
            waiting_ += fmt::format("wlanmedic: {} {} left out here: nobody read what came before\n", left_out_,
                                    left_out_ == 1 ? "line was" : "lines were");
            left_out_ = 0;
        }
        if (done == waiting_.size() || !is_ready(until)) break;
        const ssize_t written =
            ::write(descriptor_, waiting_.data() + done, std::min(waiting_.size() - done, most_at_once));
        if (written < 0 && (errno == EINTR || errno == EAGAIN)) break;
        gone_ = written < 0;
        if (!gone_) done += static_cast<std::size_t>(written);
    }
    waiting_.erase(0, gone_ ? std::string::npos : done);
    return !gone_;
}

}  // namespace wlanmedic::app
