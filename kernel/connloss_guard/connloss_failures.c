// SPDX-License-Identifier: GPL-2.0
/*
 * The attempts to join that failed since the link was last up, by kind and by access point
 * (docs/policy.md, rules 5 and 7).
 */
#include "connloss_parts.h"

#define OURS_AFTER_RESET (60 * CONNLOSS_NS_PER_S)

void connloss_vif_forget_failures(struct connloss_vif *vif)
{
	memset(vif->failed, 0, sizeof(vif->failed));
	vif->access_points = 0;
	vif->comebacks = 0;
}

/* What names no access point may be of any. */
static bool may_be_of(const struct connloss_comeback *comeback, const struct connloss_event *event)
{
	return !event->has_bssid || !comeback->has_bssid ||
	       !memcmp(comeback->bssid, event->bssid, 6);
}

static bool is_of(const struct connloss_comeback *comeback, const struct connloss_event *event)
{
	return event->has_bssid == comeback->has_bssid && may_be_of(comeback, event);
}

static void remove_comeback(struct connloss_vif *vif, u8 at)
{
	vif->comebacks--;
	memmove(&vif->comeback[at], &vif->comeback[at + 1],
		(vif->comebacks - at) * sizeof(vif->comeback[0]));
}

void connloss_vif_begins_to_join(struct connloss_vif *vif, const struct connloss_event *event)
{
	u8 i = 0;

	while (i < vif->comebacks) {
		if (may_be_of(&vif->comeback[i], event))
			remove_comeback(vif, i);
		else
			i++;
	}
}

static void note_comeback(struct connloss_vif *vif, const struct connloss_event *event, bool ours)
{
	struct connloss_comeback *comeback;
	u8 i = 0;

	while (i < vif->comebacks && !is_of(&vif->comeback[i], event))
		i++;
	if (i < vif->comebacks)
		remove_comeback(vif, i);
	else if (vif->comebacks == CONNLOSS_MAX_COMEBACKS)
		remove_comeback(vif, 0);
	comeback = &vif->comeback[vif->comebacks++];
	memset(comeback, 0, sizeof(*comeback));
	comeback->has_bssid = event->has_bssid;
	comeback->ours = ours;
	if (event->has_bssid)
		memcpy(comeback->bssid, event->bssid, 6);
}

static const struct connloss_comeback *comeback_before(const struct connloss_vif *vif,
						       const struct connloss_event *event)
{
	u8 i = vif->comebacks;

	while (i > 0)
		if (may_be_of(&vif->comeback[--i], event))
			return &vif->comeback[i];
	return NULL;
}

static struct connloss_failed_at *failed_at(struct connloss_vif *vif, const u8 *bssid)
{
	struct connloss_failed_at *at;
	u8 i;

	for (i = 0; i < vif->access_points; i++)
		if (!memcmp(vif->access_point[i].bssid, bssid, 6))
			return &vif->access_point[i];
	if (vif->access_points == CONNLOSS_MAX_BSSIDS)
		return NULL;
	at = &vif->access_point[vif->access_points++];
	memset(at, 0, sizeof(*at));
	memcpy(at->bssid, bssid, 6);
	return at;
}

static void add(u32 *times, u8 ways)
{
	u8 i;

	for (i = 0; i < CONNLOSS_FAILURES; i++)
		if (ways & 1 << i && times[i] + 1)
			times[i]++;
}

u8 connloss_vif_failed(struct connloss_vif *vif, const struct connloss_event *event, u64 now)
{
	bool after_our_reset = connloss_is_within(vif->own_reset, OURS_AFTER_RESET, now);
	u8 ways = event->failure;

	if (ways == CONNLOSS_ASSOC_COMEBACK) {
		note_comeback(vif, event, after_our_reset);
		if (after_our_reset)
			return 0;
	} else if (ways == CONNLOSS_ASSOC_TIMEOUT) {
		const struct connloss_comeback *asked = comeback_before(vif, event);

		if (asked && asked->ours)
			return 0;
		if (asked)
			ways |= CONNLOSS_ASSOC_TIMEOUT_AFTER_COMEBACK;
	}
	add(vif->failed, ways);
	if (event->has_bssid) {
		struct connloss_failed_at *at = failed_at(vif, event->bssid);

		if (at)
			add(at->times, ways);
	}
	return ways;
}

static u64 sum(const u32 *times, u8 ways)
{
	u64 total = 0;
	u8 i;

	/* Those after a comeback are among the time-outs already. */
	if (ways & CONNLOSS_ASSOC_TIMEOUT)
		ways &= ~CONNLOSS_ASSOC_TIMEOUT_AFTER_COMEBACK;
	for (i = 0; i < CONNLOSS_FAILURES; i++)
		if (ways & 1 << i)
			total += times[i];
	return total;
}

bool connloss_vif_failures_hold(const struct connloss_vif *vif,
				const struct connloss_condition *condition)
{
	u8 in_these_ways = 0;
	u8 i;

	if (sum(vif->failed, condition->failures) < condition->count)
		return false;
	for (i = 0; i < vif->access_points; i++) {
		u64 failed = sum(vif->access_point[i].times, condition->failures);

		if (failed)
			in_these_ways++;
		/* An access point is known by a failure: there is one at least. */
		if (condition->each && failed < condition->count)
			return false;
	}
	return in_these_ways >= condition->bssids;
}
