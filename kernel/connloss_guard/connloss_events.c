// SPDX-License-Identifier: GPL-2.0
/*
 * Events in, decisions out: what the guard is told goes to the core, and what the core decides is
 * counted and queued.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/log2.h>
#include <linux/netdevice.h>
#include <linux/timekeeping.h>

#include "connloss_device.h"
#include "connloss_names.h"
#include "connloss_trace.h"

static void count(struct connloss_device *device, const struct connloss_event *event)
{
	struct connloss_counters *counters = &device->counters;

	switch (event->kind) {
	case CONNLOSS_EV_ATTEMPT:
		counters->attempts++;
		break;
	case CONNLOSS_EV_ASSOCIATED:
		counters->associated++;
		break;
	case CONNLOSS_EV_AUTHORIZED:
		counters->authorized++;
		break;
	case CONNLOSS_EV_LOSS:
		counters->losses++;
		break;
	case CONNLOSS_EV_OTHER_LOSS:
		counters->other_losses++;
		break;
	case CONNLOSS_EV_LEFT:
		counters->left++;
		break;
	case CONNLOSS_EV_FAILED:
		counters->failed[ilog2((u32)event->failure)]++;
		break;
	case CONNLOSS_EV_FAULT:
		counters->faults[event->fault]++;
		break;
	}
}

static void say(const struct connloss_device *device, const struct connloss_decision *decision)
{
	const struct connloss_watch *trigger = &device->policy.trigger[decision->trigger];
	const char *interface = connloss_interface_name(device, decision->vif);

	/* A fault may come before any interface was told of. */
	if (!*interface)
		interface = "-";
	switch (decision->kind) {
	case CONNLOSS_ACT:
		pr_warn("%s: %s: %u %s within %llu ms: %s, ladder %u\n", device->name, interface,
			trigger->count,
			trigger->on == CONNLOSS_ON_FAULT ? "faults" : "connection losses",
			div_u64(trigger->within, NSEC_PER_MSEC),
			connloss_method_name(decision->method), decision->ladder);
		break;
	case CONNLOSS_HEALTHY:
		pr_info("%s: %s: the link is back, ladder %u\n", device->name, interface,
			decision->ladder);
		break;
	case CONNLOSS_GAVE_UP:
		pr_err("%s: %s: nothing brings the link back; given up until the next boot\n",
		       device->name, interface);
		break;
	}
}

static void obey(struct connloss_device *device, const struct connloss_decision *decision, u64 now)
{
	struct connloss_counters *counters = &device->counters;

	if (decision->kind == CONNLOSS_NOTHING) {
		counters->held[decision->held]++;
		if (decision->held != CONNLOSS_HELD_NO_TRIGGER)
			trace_connloss_held(device, now, decision);
		return;
	}
	trace_connloss_decision(device, now, decision);
	say(device, decision);
	if (decision->kind == CONNLOSS_ACT)
		connloss_queue_action(device, decision, now);
	else if (decision->kind == CONNLOSS_HEALTHY)
		counters->healthy++;
	else
		counters->gave_up++;
}

void connloss_tell_locked(struct connloss_device *device, struct connloss_event event)
{
	struct connloss_decision decision;

	lockdep_assert_held(&device->lock);
	event.at = ktime_get_boottime_ns();
	count(device, &event);
	trace_connloss_event(device, &event);
	decision = connloss_core_on(&device->core, &event);
	obey(device, &decision, event.at);
	connloss_queue_tick(device, connloss_core_deadline(&device->core), event.at);
}

static int place_of(struct connloss_device *device, const struct net_device *netdev)
{
	struct connloss_interface *place;
	char name[IFNAMSIZ];
	int i, free = -1;

	strscpy_pad(name, netdev->name, sizeof(name));
	for (i = 0; i < CONNLOSS_MAX_VIFS; ++i) {
		place = &device->interface[i];
		if (place->netdev == netdev && !strcmp(place->name, name))
			return i;
		if (!place->name[0] && free < 0)
			free = i;
	}
	for (i = 0; i < CONNLOSS_MAX_VIFS; ++i) {
		place = &device->interface[i];
		if (!strcmp(place->name, name)) {
			place->netdev = netdev;
			return i;
		}
	}
	if (free < 0) {
		device->counters.unknown_interfaces++;
		return -ENOSPC;
	}
	place = &device->interface[free];
	memcpy(place->name, name, sizeof(name));
	place->netdev = netdev;
	return free;
}

/* What a link's coming and going means for what the place knows; the core knows the rest. */
static void keep(struct connloss_interface *place, u8 kind)
{
	switch (kind) {
	case CONNLOSS_EV_ASSOCIATED:
		place->down = false;
		break;
	case CONNLOSS_EV_ATTEMPT:
		place->lost_early = false;
		break;
	case CONNLOSS_EV_LOSS:
	case CONNLOSS_EV_OTHER_LOSS:
	case CONNLOSS_EV_LEFT:
		place->down = true;
		break;
	}
}

static bool is_end_of_link(u8 kind)
{
	return kind == CONNLOSS_EV_LOSS || kind == CONNLOSS_EV_OTHER_LOSS ||
	       kind == CONNLOSS_EV_LEFT;
}

static void tell_of(struct connloss_device *device, const struct net_device *netdev,
		    struct connloss_event event)
{
	struct connloss_interface *place;
	int vif = place_of(device, netdev);

	if (vif < 0)
		return;
	place = &device->interface[vif];
	/*
	 * The disconnect that follows a loss which the driver told of, and one that another source
	 * tells too.
	 */
	if (is_end_of_link(event.kind) && place->down)
		return;
	event.vif = vif;
	keep(place, event.kind);
	connloss_tell_locked(device, event);
	if (event.kind == CONNLOSS_EV_ASSOCIATED && place->lost_early) {
		place->lost_early = false;
		event.kind = CONNLOSS_EV_LOSS;
		keep(place, event.kind);
		connloss_tell_locked(device, event);
	}
}

static bool knows_an_interface(const struct connloss_device *device)
{
	u8 i;

	for (i = 0; i < CONNLOSS_MAX_VIFS; ++i)
		if (device->interface[i].name[0])
			return true;
	return false;
}

void connloss_tell(struct connloss_device *device, const struct net_device *netdev,
		   struct connloss_event event)
{
	unsigned long flags;

	raw_spin_lock_irqsave(&device->lock, flags);
	if (netdev) {
		tell_of(device, netdev, event);
	} else {
		event.vif = knows_an_interface(device) ? CONNLOSS_ALL_VIFS : 0;
		connloss_tell_locked(device, event);
	}
	raw_spin_unlock_irqrestore(&device->lock, flags);
}

void connloss_count_told(struct connloss_device *device)
{
	unsigned long flags;

	raw_spin_lock_irqsave(&device->lock, flags);
	device->counters.told_by_driver++;
	raw_spin_unlock_irqrestore(&device->lock, flags);
}

void connloss_tell_loss(struct connloss_device *device, const struct net_device *netdev,
			bool associated)
{
	unsigned long flags;
	int vif;

	raw_spin_lock_irqsave(&device->lock, flags);
	vif = place_of(device, netdev);
	if (vif >= 0 && associated && !device->interface[vif].down) {
		tell_of(device, netdev, (struct connloss_event){ .kind = CONNLOSS_EV_LOSS });
	} else {
		device->counters.losses_ignored++;
		/*
		 * mac80211 is associated before it says so (ieee80211_assoc_success, then
		 * cfg80211_rx_assoc_resp).
		 */
		if (vif >= 0 && associated && connloss_observes())
			device->interface[vif].lost_early = true;
	}
	raw_spin_unlock_irqrestore(&device->lock, flags);
}

void connloss_tell_standing(struct connloss_device *device, const struct net_device *netdev)
{
	unsigned long flags;
	int vif;

	raw_spin_lock_irqsave(&device->lock, flags);
	vif = place_of(device, netdev);
	if (vif >= 0 && device->core.vif[vif].link != CONNLOSS_UP)
		tell_of(device, netdev, (struct connloss_event){ .kind = CONNLOSS_EV_ASSOCIATED });
	raw_spin_unlock_irqrestore(&device->lock, flags);
}

/*
 * The place that had the new name already is the one that goes on: a probe after a reset names its
 * interface late.
 */
void connloss_renamed(struct connloss_device *device, const struct net_device *netdev)
{
	struct connloss_interface *old = NULL, *same = NULL;
	unsigned long flags;
	int i;

	raw_spin_lock_irqsave(&device->lock, flags);
	for (i = 0; i < CONNLOSS_MAX_VIFS; ++i) {
		struct connloss_interface *place = &device->interface[i];

		if (place->netdev == netdev)
			old = place;
		else if (!strcmp(place->name, netdev->name))
			same = place;
	}
	if (old && same) {
		same->netdev = netdev;
		*old = (struct connloss_interface){};
	} else if (old) {
		strscpy_pad(old->name, netdev->name, IFNAMSIZ);
	}
	raw_spin_unlock_irqrestore(&device->lock, flags);
}

void connloss_tell_gone(struct connloss_device *device, bool by_action)
{
	struct connloss_event event = { .kind = by_action ? CONNLOSS_EV_OTHER_LOSS :
							    CONNLOSS_EV_LEFT };
	u8 i;

	for (i = 0; i < CONNLOSS_MAX_VIFS; ++i) {
		struct connloss_interface *place = &device->interface[i];

		if (!place->name[0])
			continue;
		place->netdev = NULL;
		place->lost_early = false;
		if (place->down)
			continue;
		event.vif = i;
		keep(place, event.kind);
		connloss_tell_locked(device, event);
	}
}

void connloss_set_policy(struct connloss_device *device)
{
	struct connloss_policy policy;
	u8 i;

	lockdep_assert_held(&device->lock);
	connloss_settings_policy(&device->settings, device->recovery.methods, &policy);
	if (!memcmp(&policy, &device->policy, sizeof(policy)) && device->core.policy)
		return;
	device->policy = policy;
	connloss_core_init(&device->core, &device->policy);
	for (i = 0; i < CONNLOSS_MAX_VIFS; ++i) {
		struct connloss_event known = { .kind = CONNLOSS_EV_TIMER, .vif = i };

		device->interface[i].down = false;
		if (!device->interface[i].name[0])
			continue;
		/* A fault is told of the interfaces that the core knows, and this core is new. */
		known.at = ktime_get_boottime_ns();
		connloss_core_on(&device->core, &known);
	}
	connloss_queue_tick(device, CONNLOSS_NEVER, 0);
}

void connloss_tick(struct work_struct *work)
{
	struct connloss_device *device =
		container_of(to_delayed_work(work), struct connloss_device, tick);
	unsigned long flags;

	raw_spin_lock_irqsave(&device->lock, flags);
	device->ticks_at = CONNLOSS_NEVER;
	connloss_tell_locked(device, (struct connloss_event){ .kind = CONNLOSS_EV_TIMER,
							      .vif = CONNLOSS_ALL_VIFS });
	raw_spin_unlock_irqrestore(&device->lock, flags);
}
