// SPDX-License-Identifier: MIT
#include "capture/wanted.h"

#include <fmt/format.h>

#include <utility>
#include <vector>

namespace wlanmedic::capture {

bool Wanted::operator()(const Device& device) {
    if (name_.empty()) return true;
    if (device.interface == name_) index_ = device.index;
    return device.index == index_;
}

std::function<wifi::Result<std::string>()> way_out(const Devices& devices, Wanted wanted) {
    return [&devices, wanted = std::move(wanted)]() mutable -> wifi::Result<std::string> {
        std::vector<std::string> names;
        for (const Device& device : devices.stations())
            if (wanted(device)) names.push_back(device.interface);
        if (names.empty())
            return std::unexpected(
                wifi::Error{.what = fmt::format("{} is not there now",
                                                wanted.name().empty() ? "a Wi-Fi interface" : wanted.name())});
        return names.size() == 1 ? names.front() : std::string();
    };
}

}  // namespace wlanmedic::capture
