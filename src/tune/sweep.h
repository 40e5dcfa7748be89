// SPDX-License-Identifier: MIT
// Plays candidates: all of them through the same nights, and each through the recorded ones.
#pragma once

#include <functional>
#include <vector>

#include "tune/nights.h"
#include "tune/results.h"
#include "tune/space.h"
#include "wifi/error.h"

namespace wlanmedic::tune {

/// Sweeps these chunks and puts them into `results`. `keep` is told of each as it is done, from any thread, one at
/// a time; its error ends the sweep. `watch` as of whatif::in_parallel(), with the number of chunks that are done.
/// Whether all was done.
wifi::Result<bool> sweep(const Space& space, const World& world, const Recorded& recorded,
                         const std::vector<std::size_t>& chunks, unsigned threads,
                         const std::function<wifi::Result<void>(std::size_t chunk)>& keep,
                         const std::function<bool(std::size_t done)>& watch, Results& results);

}  // namespace wlanmedic::tune
