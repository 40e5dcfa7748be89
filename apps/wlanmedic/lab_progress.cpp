// SPDX-License-Identifier: MIT
#include "lab_progress.h"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "report/safe_text.h"

namespace wlanmedic::app {
namespace {

std::size_t width_of_terminal() {
    winsize size{};
    return ::ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 20 ? size.ws_col : 80;
}

}  // namespace

std::string clock_text(double seconds) {
    const double whole = std::floor(std::clamp(seconds, 0.0, 1e9));
    const auto s = static_cast<long>(whole);
    if (s < 60) return fmt::format("{:.1f} s", std::max(seconds, 0.0));
    if (s < 3600) return fmt::format("{}:{:02}", s / 60, s % 60);
    return fmt::format("{}:{:02}:{:02}", s / 3600, s / 60 % 60, s % 60);
}

LabProgress::LabProgress(bool quiet) : quiet_(quiet), terminal_(::isatty(STDERR_FILENO) == 1) {}

LabProgress::~LabProgress() { clear(); }

void LabProgress::show(const lab::Scenario& scenario, const lab::Stage& stage) {
    if (quiet_) return;
    const double wall = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin_).count();
    std::string line =
        fmt::format("{}: {} of at most {} in the guest, {} here", scenario.name, clock_text(stage.guest_s),
                    clock_text(wifi::to_seconds(scenario.duration)), clock_text(wall));
    if (!stage.what.empty()) line += fmt::format(": {}", stage.what);
    line = report::for_terminal(line);
    if (terminal_) {
        line.resize(std::min(line.size(), width_of_terminal() - 1));
        fmt::print(stderr, "\r\033[K{}", line);
        std::fflush(stderr);
        drawn_ = true;
    } else if (stage.what != last_) {
        fmt::print(stderr, "{}\n", line);
        last_ = stage.what;
    }
}

void LabProgress::clear() {
    if (drawn_) fmt::print(stderr, "\r\033[K");
    std::fflush(stderr);
    drawn_ = false;
}

}  // namespace wlanmedic::app
