// SPDX-License-Identifier: GPL-2.0
/*
 * The watch over the joined BSS's beacons: tells the host when as many in a row were missed as it
 * asked for, once, and that they are back. BSS parameters written anew begin it anew.
 */
#include "wsm_state.h"

static bool watches(struct wsm_firmware *firmware)
{
	return firmware->joined && firmware->beacon_lost_count;
}

static void lost(struct wsm_firmware *firmware)
{
	wsm_count(firmware, COUNT_BSS_LOST);
	wsm_tell_event(firmware, WSM_EVENT_BSS_LOST, 0);
}

static void wait_for_beacon(struct wsm_firmware *firmware)
{
	u32 interval = firmware->beacon_interval;
	u32 units = firmware->beacon_lost_count * interval + interval / 2;

	if (watches(firmware))
		mod_delayed_work(firmware->processor, &firmware->watch, wsm_time_units(units));
}

void wsm_watch_begin(struct wsm_firmware *firmware)
{
	firmware->bss_lost = false;
	firmware->flooded = jiffies;
	wait_for_beacon(firmware);
}

void wsm_watch_beacon(struct wsm_firmware *firmware)
{
	wait_for_beacon(firmware);
	if (!watches(firmware))
		return;
	if (fault_in_force(FAULT_BSS_LOST_FLOOD)) {
		if (time_after_eq(jiffies, firmware->flooded + HZ)) {
			firmware->flooded = jiffies;
			lost(firmware);
		}
	} else if (firmware->bss_lost) {
		firmware->bss_lost = false;
		wsm_count(firmware, COUNT_BSS_REGAINED);
		wsm_tell_event(firmware, WSM_EVENT_BSS_REGAINED, 0);
	}
}

void wsm_watch_timer(struct work_struct *work)
{
	struct wsm_firmware *firmware = container_of(to_delayed_work(work), struct wsm_firmware,
						     watch);

	mutex_lock(&firmware->lock);
	if (watches(firmware) && !firmware->bss_lost && !fault_in_force(FAULT_HANG)) {
		firmware->bss_lost = true;
		lost(firmware);
	}
	mutex_unlock(&firmware->lock);
}
