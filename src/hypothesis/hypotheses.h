// SPDX-License-Identifier: MIT
// The hypotheses, one file each. Every one is asked about every failure, and always answers.
#pragma once

#include "hypothesis/case.h"
#include "hypothesis/hypothesis.h"

namespace wlanmedic::hypothesis {

/// H1: the access point asked to wait (status 30), and the station asked again before the time was over.
Hypothesis comeback_not_respected(const Case& of);
/// H2: keys, station entry or queues of the old association were not torn down before the next one.
Hypothesis stale_station_state(const Case& of);
/// H3: the chip receives nothing, while it may still send.
Hypothesis receive_path_wedged(const Case& of);
/// The access point never learnt that the station had left, and held the old association against it.
Hypothesis station_still_known(const Case& of);
Hypothesis access_point_absent(const Case& of);
Hypothesis access_point_full(const Case& of);
Hypothesis access_point_refuses(const Case& of);
Hypothesis access_point_slow(const Case& of);
Hypothesis wrong_key(const Case& of);
/// Supplicant, manager or person on this side decided to leave or to stay away.
Hypothesis local_decision(const Case& of);
/// Power save: the station sleeps through what it should hear.
Hypothesis power_save(const Case& of);
Hypothesis regulatory_change(const Case& of);
Hypothesis firmware_crash(const Case& of);
/// Somebody on this side was waiting: for what, and until when.
Hypothesis waiting(const Case& of);

}  // namespace wlanmedic::hypothesis
