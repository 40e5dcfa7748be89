// SPDX-License-Identifier: MIT
// Which of the devices a recording is of, and the way out over them.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "capture/devices.h"
#include "wifi/error.h"

namespace wlanmedic::capture {

/// The device that bears the name, also when it bears another later; of no name all.
class Wanted {
public:
    explicit Wanted(std::string name) : name_(std::move(name)) {}
    bool operator()(const Device& device);
    const std::string& name() const { return name_; }

private:
    std::string name_;
    std::optional<std::uint32_t> index_;
};

/// A load is for the link that is recorded: where that is one, nothing goes another way. The station's name now;
/// empty where there are several. Error: there is none now. `devices` must outlive it.
std::function<wifi::Result<std::string>()> way_out(const Devices& devices, Wanted wanted);

}  // namespace wlanmedic::capture
