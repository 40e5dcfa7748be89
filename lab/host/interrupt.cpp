// SPDX-License-Identifier: MIT
#include "lab/host/interrupt.h"

#include <signal.h>

#include <array>
#include <cstddef>

namespace wlanmedic::lab {
namespace {

constexpr std::array watched = {SIGINT, SIGTERM, SIGHUP};
volatile sig_atomic_t first = 0;
std::array<struct sigaction, watched.size()> before;

void remember(int signal) {
    if (first == 0) first = signal;
}

}  // namespace

InterruptWatch::InterruptWatch() {
    first = 0;
    struct sigaction action{};
    action.sa_handler = remember;
    for (std::size_t i = 0; i < watched.size(); ++i) {
        ::sigaction(watched[i], nullptr, &before[i]);
        if (before[i].sa_handler != SIG_IGN) ::sigaction(watched[i], &action, nullptr);  // nohup stays nohup
    }
}

InterruptWatch::~InterruptWatch() {
    for (std::size_t i = 0; i < watched.size(); ++i) ::sigaction(watched[i], &before[i], nullptr);
}

int interrupted() { return static_cast<int>(first); }

}  // namespace wlanmedic::lab
