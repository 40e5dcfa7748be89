// SPDX-License-Identifier: MIT
// A part of the evidence: of a time, of an interface. What lies outside is left out as if nobody had recorded it.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>

#include "evidence/time_expression.h"
#include "wifi/event.h"

namespace wlanmedic::evidence {

struct Window {
    std::optional<PointInTime> since;  ///< not before
    std::optional<PointInTime> until;  ///< not after
    std::string interface;             ///< only its events, and those of none; empty: all

    bool has_times() const { return since || until; }
    bool asked() const { return has_times() || !interface.empty(); }
};

/// Takes the events of one or more machines as they come, each to be asked about once.
class WindowFilter {
public:
    explicit WindowFilter(Window window) : window_(std::move(window)) {}

    /// Whether the event is looked at. A gap between time lines is; how far the line before it reaches is cut to
    /// the window. An event without a time, or on a clock that the window does not speak of (seconds since boot
    /// against a date), cannot be placed and is left out.
    bool takes(wifi::Event& event);

    /// Begin and end of evidence, as far as they lie within. Nothing stays nothing.
    std::optional<wifi::Instant> begin(std::optional<wifi::Instant> first) const;
    std::optional<wifi::Instant> end(std::optional<wifi::Instant> last) const;
    /// Evidence from `first` to `last` has a part within.
    bool meets(wifi::Instant first, wifi::Instant last) const;

    const Window& window() const { return window_; }
    std::uint64_t taken() const { return taken_; }  ///< events, gaps not among them
    std::uint64_t unplaced() const { return unplaced_; }
    bool has_interface() const { return has_interface_; }            ///< the one that was asked for has events
    const std::set<std::string>& others() const { return others_; }  ///< some interfaces that were left out

    static constexpr std::size_t most_others = 16;

private:
    enum class Place : std::uint8_t { within, outside, unknown };
    Place place(wifi::Instant instant) const;

    Window window_;
    std::uint64_t taken_ = 0;
    std::uint64_t unplaced_ = 0;
    bool has_interface_ = false;
    std::set<std::string> others_;
};

}  // namespace wlanmedic::evidence
