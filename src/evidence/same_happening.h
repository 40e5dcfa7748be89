// SPDX-License-Identifier: MIT
// The kernel log, iw and others tell of the same happening, each with what it knows of it.
#pragma once

#include "wifi/event.h"

namespace wlanmedic::evidence {

/// True where nothing that both say contradicts: the same kind, and the same addresses, codes and times where both
/// have them. When it was told is for the caller to compare.
bool same_happening(const wifi::Payload& one, const wifi::Payload& other);

/// Adds to `known` what only `other` knows of the same happening.
void complete(wifi::Payload& known, const wifi::Payload& other);

/// A number that is the same for two sources that tell the same happening; 0 where a happening is no landmark to
/// set clocks by: too frequent, told by one kind of source only, or not tied to a moment.
std::uint64_t landmark(const wifi::Event& event);

}  // namespace wlanmedic::evidence
