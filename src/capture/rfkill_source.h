// SPDX-License-Identifier: MIT
// Whether radios for Wi-Fi are blocked, by software or a switch: records `rfkill`, from /dev/rfkill.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "capture/source.h"
#include "posix/descriptor.h"

namespace wlanmedic::capture {

/// struct rfkill_event and rfkill_event_ext (include/uapi/linux/rfkill.h), of any size from 8 bytes on.
struct RfkillEvent {
    std::uint32_t index = 0;
    std::uint8_t type = 0;       ///< enum rfkill_type; 1: WLAN
    std::uint8_t operation = 0;  ///< enum rfkill_operation
    bool soft = false;
    bool hard = false;
};
/// Nothing where the bytes are fewer than the oldest kernel gives.
std::optional<RfkillEvent> rfkill_event_in(std::span<const std::uint8_t> bytes);

/// What the radios for Wi-Fi are, and which events change that.
class Radios {
public:
    struct Radio {
        bool soft = false;
        bool hard = false;
        bool removed = false;
        bool operator==(const Radio&) const = default;
    };
    /// The radio's new state; nothing where it is none for Wi-Fi, or as it was before. A new one is a change.
    std::optional<Radio> take(const RfkillEvent& event);
    const std::map<std::uint32_t, Radio>& all() const { return radios_; }

    static constexpr std::size_t most = 1024;

private:
    std::map<std::uint32_t, Radio> radios_;
};

/// `phy`: "phy0"; empty where the radio is a platform's switch for all.
runfile::Text rfkill_record(std::uint32_t index, const Radios::Radio& radio, const std::string& phy);

class RfkillSource : public Source {
public:
    explicit RfkillSource(std::string path = "/dev/rfkill") : path_(std::move(path)) {}

    std::string_view name() const override { return "rfkill"; }
    wifi::Result<void> start(const Surroundings& surroundings) override;
    void tell_state() override;
    void drain() override;

private:
    void read(bool tell);

    std::string path_;
    Surroundings to_;
    posix::Descriptor descriptor_;
    Wait wait_;
    bool told_ = false;  // the state
    Radios radios_;
    std::map<std::uint32_t, std::string> phys_;  // as long as sysfs can still be asked
};

}  // namespace wlanmedic::capture
