// SPDX-License-Identifier: MIT
// ftrace in the guest: the evidence's trace, and one of our own that tells the medium how a radio was treated.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "lab/guest/loop.h"
#include "posix/descriptor.h"

namespace wlanmedic::lab {

/// The mac80211 and cfg80211 events that a user would record, and where there is a guard all of its own; those
/// that this kernel lacks are returned.
std::vector<std::string> begin_trace(bool guarded);
/// The trace so far, as the kernel prints it.
void save_trace(const std::string& file);

/// mac80211's calls into the driver of one interface, in an instance of its own: never seen in the evidence.
class DriverWatch {
public:
    enum class Call : std::uint8_t { interface_removed, restart, association_left };
    using OnCall = std::function<void(Call call, std::string_view phy, std::string_view interface)>;

    DriverWatch(Loop& loop, OnCall on_call);
    ~DriverWatch();
    DriverWatch(const DriverWatch&) = delete;
    DriverWatch& operator=(const DriverWatch&) = delete;

private:
    void read();
    void hear(std::string_view line);

    Loop& loop_;
    OnCall on_call_;
    posix::Descriptor pipe_;
    std::string begun_;
};

}  // namespace wlanmedic::lab
