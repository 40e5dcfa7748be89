// SPDX-License-Identifier: MIT
// What a recorder itself has seen, in words of its own: sleep, radios, devices, probes, load (docs/run-file.md).
#pragma once

#include <cstdint>
#include <optional>

#include "evidence/decoded.h"
#include "runfile/record.h"

namespace wlanmedic::evidence {

/// Of the kinds sleep, rfkill, device, probe, load; all others are noted. Malformed: a field that the kind needs
/// is missing or is none of its words.
Decoded decode_run_text(const runfile::Text& text);

/// A field that is a whole decimal number; nothing where it is missing, empty, or anything else.
std::optional<std::int64_t> number_in(const runfile::Text& text, std::string_view name);

/// A number of nanoseconds, or of `unit` each, from 0 to `longest_span`; nothing for all else.
std::optional<wifi::Duration> span_in(const runfile::Text& text, std::string_view name,
                                      wifi::Duration unit = wifi::Duration{1});
/// No machine is up for longer; sums of such spans and of instants do not overflow.
inline constexpr wifi::Duration longest_span = std::chrono::years{30};

/// The same of an instant, from 1970 to 2199.
std::optional<wifi::Instant> instant_in(const runfile::Text& text, std::string_view name,
                                        wifi::Duration unit = wifi::Duration{1});

}  // namespace wlanmedic::evidence
