// SPDX-License-Identifier: MIT
// Numbered pieces of work on several threads, and somebody who watches.
#pragma once

#include <atomic>
#include <cstddef>
#include <functional>

namespace wlanmedic::whatif {

/// Calls work(i) once for each i below `count`; it is to end soon once `stop` is set, and must not throw. `watch`
/// is called from this thread about ten times a second with how many are done; where it answers false, `stop` is
/// set. Whether all was done.
bool in_parallel(std::size_t count, unsigned threads,
                 const std::function<void(std::size_t i, const std::atomic<bool>& stop)>& work,
                 const std::function<bool(std::size_t done)>& watch);

}  // namespace wlanmedic::whatif
