// SPDX-License-Identifier: MIT
#include "service_notice.h"

#include <fmt/format.h>
#include <systemd/sd-daemon.h>

#include <cstdlib>
#include <ctime>

namespace wlanmedic::app {

ServiceNotice::ServiceNotice() : wanted_(std::getenv("NOTIFY_SOCKET") != nullptr) {}

void ServiceNotice::tell(const std::string& message) const {
    if (wanted_) sd_notify(0, message.c_str());
}

void ServiceNotice::ready() { tell("READY=1"); }

void ServiceNotice::reloading() {
    timespec now{};
    clock_gettime(CLOCK_MONOTONIC, &now);
    tell(fmt::format("RELOADING=1\nMONOTONIC_USEC={}", now.tv_sec * 1'000'000 + now.tv_nsec / 1000));
}

void ServiceNotice::stopping() { tell("STOPPING=1"); }

void ServiceNotice::status(const std::string& text) {
    if (text == status_) return;
    status_ = text;
    tell(fmt::format("STATUS={}", text));
}

}  // namespace wlanmedic::app
