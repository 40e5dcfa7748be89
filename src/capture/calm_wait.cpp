// SPDX-License-Identifier: MIT
#include "capture/calm_wait.h"

#include <sys/epoll.h>

#include <algorithm>
#include <utility>

#include "capture/run_clock.h"

namespace wlanmedic::capture {
namespace {

constexpr int most_futile = 12;

}  // namespace

CalmWait::CalmWait(Loop& loop, int descriptor, wifi::Duration calm, std::function<bool()> read)
    : loop_(&loop),
      calm_(calm),
      read_(std::move(read)),
      last_news_(-calm),
      news_(loop.on_descriptor(descriptor, EPOLLIN, [this](std::uint32_t) { on_news(); })) {}

void CalmWait::on_news() {
    const wifi::Duration now = boottime_now();
    const bool burst = now - last_news_ < calm_;
    last_news_ = now;
    futile_ = read_() ? 0 : std::min(futile_ + 1, most_futile);
    if (!burst && futile_ == 0) return;
    news_.pause();
    go_on_calmly();
}

void CalmWait::go_on_calmly() {
    const wifi::Duration pause = std::min(calm_ * (1 << futile_), longest_pause);
    timer_ = loop_->after(pause, pause / 2, [this] {
        if (read_()) {
            futile_ = 0;
            return go_on_calmly();
        }
        news_.resume();
    });
}

}  // namespace wlanmedic::capture
