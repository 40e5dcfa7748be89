// SPDX-License-Identifier: MIT
// How a load flows, from what was sent and what the sink has acknowledged. Times are of CLOCK_BOOTTIME.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "runfile/record.h"

namespace wlanmedic::capture {

enum class LoadState : std::uint8_t { connecting, flowing, stalled, unreachable, ended };

/// To be put on the tape.
struct LoadTold {
    LoadState state = LoadState::flowing;
    wifi::Duration at{0};     ///< when it came to be so
    std::uint64_t bytes = 0;  ///< acknowledged since the one before
    wifi::Duration over{0};   ///< since the one before
    std::string why;          ///< of `unreachable`
};

class LoadWatch {
public:
    /// Nothing acknowledged for so long, of what was sent: stalled.
    static constexpr wifi::Duration stalls_after = std::chrono::seconds{2};

    explicit LoadWatch(wifi::Duration now) : told_(now), progress_(now) {}

    void sent(std::uint64_t bytes, wifi::Duration now);
    std::optional<LoadTold> acknowledged(std::uint64_t bytes, wifi::Duration now);
    std::optional<LoadTold> look(wifi::Duration now);
    /// The connection is gone, or none could be made.
    std::optional<LoadTold> lost(std::string why, wifi::Duration now);
    /// A summary; nothing before anything is known.
    std::optional<LoadTold> interval(wifi::Duration now);
    LoadTold end(wifi::Duration now);

    LoadState state() const { return state_; }
    std::uint64_t outstanding() const { return outstanding_; }  ///< sent and not acknowledged

private:
    LoadTold tell(wifi::Duration at, std::string why = {});

    LoadState state_ = LoadState::connecting;
    std::uint64_t outstanding_ = 0;
    std::uint64_t bytes_ = 0;  // acknowledged since `told_`
    wifi::Duration told_;
    wifi::Duration progress_;  // the last acknowledgement, or when the first byte after it was sent
};

/// `target`: "192.0.2.7:5330"; `interface`: empty where the load is bound to none.
runfile::Text load_record(const LoadTold& told, const std::string& target, const std::string& interface);

}  // namespace wlanmedic::capture
