// SPDX-License-Identifier: MIT
// The times that log lines begin with. Each function eats a whole time from the cursor or nothing.
#pragma once

#include <optional>

#include "evidence/clock.h"
#include "wifi/text_cursor.h"

namespace wlanmedic::evidence {

struct TimeResult {
    Stamp stamp;
    bool valid = true;  ///< false: the shape is right, the date is impossible
    int month = 0;      ///< where the time has a month
};

/// "2026-05-06T21:13:00", also with ' ' for 'T', a fraction after '.' or ',', and "Z", "+02:00", "+0200".
std::optional<TimeResult> take_iso_time(wifi::TextCursor& cursor);

/// "May  6 21:13:00", also with a fraction. Year from the caller.
std::optional<TimeResult> take_syslog_time(wifi::TextCursor& cursor, int year);

/// "Wed May  6 21:13:00 2026": asctime(3).
std::optional<TimeResult> take_ctime(wifi::TextCursor& cursor);

/// "22.659154" with any number of fraction digits (at least one), as seconds from zero.
std::optional<TimeResult> take_seconds(wifi::TextCursor& cursor, Clock clock);

/// True where the cursor stands at "Mon" to "Sun".
bool at_weekday(const wifi::TextCursor& cursor);

}  // namespace wlanmedic::evidence
