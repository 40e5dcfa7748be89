// SPDX-License-Identifier: MIT
// How well a line is understood: by this the cleaning of pasted text judges whether it made a line better.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "driver/catalog.h"
#include "evidence/log_line.h"

namespace wlanmedic::evidence {

/// In rising order.
enum class Grade : std::uint8_t {
    unknown,   ///< no frame that is known: prose, markup, the rest of a wrapped line
    framed,    ///< a log line that is not about Wi-Fi
    doubtful,  ///< unrecognized or malformed
    noted,     ///< understood, of no weight
    event,
};

struct Known {
    Grade grade = Grade::unknown;
    LineFormat format = LineFormat::dmesg;
    Stamp stamp;
    std::string_view process;  ///< within the line; "kernel" for dmesg and iw
    std::string_view message;  ///< within the line
    bool difference = false;   ///< the time is told as a difference to the line before
    std::size_t what = 0;      ///< of an event: which alternative of wifi::Payload
    bool names_bssid = false;  ///< of an event

    /// A line that has a time of its own.
    bool timed() const { return grade != Grade::unknown && stamp.clock != Clock::none && !difference; }
};

/// Reads a line as EventReader would. `context` is brought forward where the line has a frame. Marks of the
/// journal are unknown here: they have no time.
Known know(std::string_view line, LineContext& context, const driver::Catalog& drivers);

}  // namespace wlanmedic::evidence
