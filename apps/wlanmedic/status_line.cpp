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

StatusLine::StatusLine(bool wanted) : on_(wanted && is_able()), output_(STDOUT_FILENO), errors_(STDERR_FILENO) {}

StatusLine::~StatusLine() {
    constexpr std::chrono::seconds patience{1};
    if (on_ && !shown_.empty()) errors_.add("\n");
    errors_.write_out(patience);
    output_.write_out(patience);
}

std::size_t StatusLine::width() const {
    winsize size{};
    if (::ioctl(STDERR_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col < 2) return 79;
    return size.ws_col - 1U;
}

// Errors first: where both go to one terminal, the old status line must be gone.
void StatusLine::write_out() {
    // A terminal that was closed (a broken ssh) is nothing to die of: the recording goes on without it.
    if (!errors_.write_out()) on_ = false;
    output_.write_out();
}

void StatusLine::draw(const std::string& text) {
    write_out();
    if (!on_ || text == shown_ || !errors_.empty()) return;
    shown_ = text;
    errors_.add(fmt::format("{}{}", erase_line, text));
    write_out();
}

void StatusLine::pass(To to, const std::string& lines) {
    const std::string shown = std::exchange(shown_, "");
    if (on_ && !shown.empty()) errors_.add(erase_line);
    (to == To::output ? output_ : errors_).add(lines);
    draw(shown);
}

}  // namespace wlanmedic::app
