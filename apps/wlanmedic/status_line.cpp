// SPDX-License-Identifier: MIT
#include "status_line.h"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <cstdlib>
#include <string_view>
#include <utility>

namespace wlanmedic::app {
namespace {

constexpr std::string_view erase_line = "\r\x1b[K";  // ECMA-48, 8.3.41 (EL)

bool is_able() {
    const char* const kind = std::getenv("TERM");
    return ::isatty(STDERR_FILENO) == 1 && kind != nullptr && std::string_view(kind) != "dumb";
}

}  // namespace

StatusLine::StatusLine(bool wanted) : on_(wanted && is_able()) {}

StatusLine::~StatusLine() {
    if (on_ && !shown_.empty()) put("\n");
}

std::size_t StatusLine::width() const {
    winsize size{};
    if (::ioctl(STDERR_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col < 2) return 79;
    return size.ws_col - 1U;
}

// A terminal that was closed (a broken ssh) is nothing to die of: the recording goes on without it.
bool StatusLine::put(const std::string& text) {
    if (::write(STDERR_FILENO, text.data(), text.size()) < 0) on_ = false;
    return on_;
}

void StatusLine::draw(const std::string& text) {
    if (!on_ || text == shown_) return;
    shown_ = text;
    put(fmt::format("{}{}", erase_line, text));
}

bool StatusLine::pass(std::FILE* to, const std::string& lines) {
    const std::string shown = std::exchange(shown_, "");
    if (on_ && !shown.empty()) put(std::string(erase_line));
    const bool written = std::fwrite(lines.data(), 1, lines.size(), to) == lines.size() && std::fflush(to) == 0;
    draw(shown);
    return written;
}

}  // namespace wlanmedic::app
