// SPDX-License-Identifier: GPL-2.0
/* What is watched of an interface: windows that count happenings (docs/policy.md, rule 4). */
#include "connloss_parts.h"

void connloss_vif_empty_watches(struct connloss_vif *vif)
{
	u8 i;

	for (i = 0; i < CONNLOSS_MAX_WATCHES; i++) {
		vif->window[i].kept = 0;
		vif->window[i].next = 0;
	}
}

static void window_add(struct connloss_window *window, u8 count, u64 now)
{
	window->at[window->next] = now;
	window->next = window->next + 1 == count ? 0 : window->next + 1;
	if (window->kept < count)
		window->kept++;
}

void connloss_vif_occur(struct connloss_core *core, struct connloss_vif *vif, u8 on, u8 failures)
{
	u8 i;

	for (i = 0; i < core->watches; i++) {
		const struct connloss_watch *watch = &core->watch[i];

		if (watch->on != on || (on == CONNLOSS_ON_FAILURE && !(watch->failures & failures)))
			continue;
		window_add(&vif->window[i], watch->count, core->now);
	}
}

u64 connloss_vif_holds_until(const struct connloss_core *core, const struct connloss_vif *vif,
			     u8 watch)
{
	const struct connloss_window *window = &vif->window[watch];
	u64 until;

	if (window->kept < core->watch[watch].count)
		return CONNLOSS_NEVER;
	until = connloss_after(window->at[window->next], core->watch[watch].within);
	return until >= core->now ? until : CONNLOSS_NEVER;
}
