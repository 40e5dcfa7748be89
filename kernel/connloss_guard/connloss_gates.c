// SPDX-License-Identifier: GPL-2.0
/* When the gates of a policy let a ladder begin (docs/policy.md, "[[gate]]" and rule 9). */
#include "connloss_parts.h"

static u64 if_so(const struct connloss_core *core, bool holds)
{
	return holds ? core->now : CONNLOSS_NEVER;
}

static u64 condition_may_hold(const struct connloss_core *core, const struct connloss_vif *vif,
			      u8 gate, u8 of)
{
	const struct connloss_condition *condition = &core->policy->gate[gate].of[of];
	u64 until;

	switch (condition->kind) {
	case CONNLOSS_IF_LINK_DOWN:
		return if_so(core, vif->link == CONNLOSS_DOWN);
	case CONNLOSS_IF_LINK_UP:
		return if_so(core, vif->link == CONNLOSS_UP);
	case CONNLOSS_IF_LINK_ANY:
		return core->now;
	case CONNLOSS_IF_FAILURES:
		return if_so(core, connloss_vif_failures_hold(vif, condition));
	case CONNLOSS_IF_SINCE_LOSS:
		return connloss_later(core->now, connloss_after(vif->lost_at, condition->span));
	case CONNLOSS_IF_BEFORE:
		return if_so(core,
			     vif->lost_at == CONNLOSS_NEVER ||
				     connloss_is_within(vif->lost_at, condition->span, core->now));
	case CONNLOSS_IF_WORKED_BEFORE:
		return if_so(core, vif->worked);
	case CONNLOSS_IF_SYMPTOM:
		until = connloss_vif_holds_until(core, vif, core->symptom[gate][of]);
		return if_so(core, until != CONNLOSS_NEVER);
	}
	return CONNLOSS_NEVER;
}

/* The instant at which so many of the conditions may hold as must. */
static u64 gate_may_hold(const struct connloss_core *core, const struct connloss_vif *vif, u8 gate)
{
	u64 sorted[CONNLOSS_MAX_CONDITIONS];
	u8 i, k;

	for (i = 0; i < core->policy->gate[gate].conditions; i++) {
		u64 at = condition_may_hold(core, vif, gate, i);

		for (k = i; k > 0 && sorted[k - 1] > at; k--)
			sorted[k] = sorted[k - 1];
		sorted[k] = at;
	}
	return sorted[core->policy->gate[gate].at_least - 1];
}

u64 connloss_gates_may_hold(const struct connloss_core *core, const struct connloss_vif *vif)
{
	u64 all = core->names_the_link ? core->now : if_so(core, vif->link == CONNLOSS_DOWN);
	u8 i;

	for (i = 0; i < core->policy->gates; i++)
		all = connloss_later(all, gate_may_hold(core, vif, i));
	return all;
}
