// SPDX-License-Identifier: MIT
// A child process that asks what may hang for ever: one that hangs is left behind, with what it told until then.
#pragma once

#include <chrono>
#include <functional>
#include <string>

namespace wlanmedic::capture {

struct ChildTold {
    std::string last;       ///< the last whole line; empty where there was none
    std::string trouble;    ///< why there is no more; empty: it has told all
    bool too_slow = false;  ///< that is why
};

/// `tell`, in the child, writes lines to the descriptor, each with all that the one before it had. It has no other
/// descriptors but the standard ones, and what it throws ends it. Waits no longer than `patience` for lines. From
/// any thread.
ChildTold told_by_a_child(const std::function<void(int to)>& tell, std::chrono::milliseconds patience);

}  // namespace wlanmedic::capture
