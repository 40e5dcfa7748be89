// SPDX-License-Identifier: GPL-2.0
/* A ladder that runs: which rung, what has come of it, what follows (docs/policy.md, rule 10). */
#include "connloss_parts.h"

/* Supplicants give up after 10 s on a link whose keys were not agreed on. */
#define KEYS_ARE_IN_PLACE (11 * CONNLOSS_NS_PER_S)

enum outcome {
	UNDECIDED,
	PROVED, /* and healthy for as long as was asked */
	FAILED, /* this rung: the next one is to follow */
	REFUSED,
	BROKEN_OFF, /* the whole ladder, without a verdict */
};

u8 connloss_next_rung(const struct connloss_policy *policy, u8 first)
{
	while (first < policy->rungs && policy->forbidden & 1 << policy->rung[first].method)
		first++;
	return first;
}

void connloss_ladder_note_loss(struct connloss_core *core, u8 vif)
{
	if (core->ladder.running && core->ladder.vif == vif)
		core->ladder.lost_now = true;
}

void connloss_ladder_note_made(struct connloss_core *core, u8 vif)
{
	if (!core->ladder.running || core->ladder.vif != vif)
		return;
	core->ladder.stood = false;
	core->ladder.made = true;
}

static void decide(const struct connloss_core *core, enum connloss_decision_kind kind,
		   struct connloss_decision *decision)
{
	decision->kind = kind;
	decision->vif = core->ladder.vif;
	decision->rung = core->ladder.rung;
	decision->method = core->policy->rung[core->ladder.rung].method;
	decision->trigger = core->ladder.trigger;
	decision->ladder = core->ladder.number;
}

static void act(struct connloss_core *core, u8 rung, struct connloss_decision *decision)
{
	struct connloss_ladder *ladder = &core->ladder;
	struct connloss_vif *vif = &core->vif[ladder->vif];

	ladder->running = true;
	ladder->rung = rung;
	ladder->decided_at = core->now;
	ladder->proved_at = CONNLOSS_NEVER;
	ladder->stood = vif->link == CONNLOSS_UP;
	ladder->made = false;
	ladder->finished = false;
	ladder->own_reset_before = vif->own_reset;
	if (core->policy->rung[rung].method != CONNLOSS_REASSOCIATE)
		vif->own_reset = core->now;
	ladder->acted++;
	connloss_limits_act(&core->limits, core->now);
	decide(core, CONNLOSS_ACT, decision);
}

void connloss_ladder_begin(struct connloss_core *core, u8 vif, u8 trigger,
			   struct connloss_decision *decision)
{
	core->ladder.vif = vif;
	core->ladder.trigger = trigger;
	core->ladder.acted = 0;
	core->ladder.number++;
	connloss_vif_empty_watches(&core->vif[vif]);
	connloss_limits_begin_ladder(&core->limits, core->policy, core->now);
	act(core, connloss_next_rung(core->policy, 0), decision);
}

static void next_rung(struct connloss_core *core, struct connloss_decision *decision)
{
	u8 next = connloss_next_rung(core->policy, core->ladder.rung + 1);

	if (next < core->policy->rungs && connloss_limits_budgets_may_allow(core) == core->now) {
		act(core, next, decision);
		return;
	}
	core->ladder.running = false;
	if (core->ladder.acted && core->unproved < CONNLOSS_MAX_COUNT)
		core->unproved++;
	core->gave_up = core->policy->give_up_after &&
			core->unproved >= core->policy->give_up_after;
	if (core->gave_up)
		decide(core, CONNLOSS_GAVE_UP, decision);
}

static bool is_proved(const struct connloss_core *core)
{
	const struct connloss_ladder *ladder = &core->ladder;
	const struct connloss_vif *vif = &core->vif[ladder->vif];

	if (vif->link != CONNLOSS_UP)
		return false;
	if (ladder->stood && ladder->finished)
		return true;
	if (core->policy->rung[ladder->rung].proof == CONNLOSS_PROOF_ASSOCIATED)
		return ladder->made;
	return ladder->made && (vif->keys || core->now - vif->made_at >= KEYS_ARE_IN_PLACE);
}

static enum outcome look(struct connloss_core *core)
{
	struct connloss_ladder *ladder = &core->ladder;
	const struct connloss_rung *rung = &core->policy->rung[ladder->rung];
	bool lost = ladder->lost_now;
	bool refused = ladder->refused_now;
	bool broken_off = ladder->broken_off_now;

	ladder->lost_now = false;
	ladder->refused_now = false;
	ladder->broken_off_now = false;
	if (broken_off)
		return BROKEN_OFF;
	if (refused)
		return REFUSED;
	if (ladder->proved_at == CONNLOSS_NEVER && is_proved(core))
		ladder->proved_at = core->now;
	if (ladder->proved_at == CONNLOSS_NEVER)
		return core->now - ladder->decided_at >= rung->deadline ? FAILED : UNDECIDED;
	if (lost && connloss_is_within(ladder->proved_at, rung->healthy_for, core->now))
		return FAILED;
	return core->now - ladder->proved_at >= rung->healthy_for ? PROVED : UNDECIDED;
}

void connloss_ladder_climb(struct connloss_core *core, struct connloss_decision *decision)
{
	switch (look(core)) {
	case UNDECIDED:
		break;
	case BROKEN_OFF:
		core->ladder.running = false;
		break;
	case PROVED:
		core->ladder.running = false;
		core->unproved = 0;
		decide(core, CONNLOSS_HEALTHY, decision);
		break;
	case REFUSED:
		connloss_limits_take_back(&core->limits);
		core->ladder.acted--;
		core->vif[core->ladder.vif].own_reset = core->ladder.own_reset_before;
		next_rung(core, decision);
		break;
	case FAILED:
		next_rung(core, decision);
		break;
	}
}

u64 connloss_ladder_deadline(const struct connloss_core *core)
{
	const struct connloss_ladder *ladder = &core->ladder;
	const struct connloss_rung *rung = &core->policy->rung[ladder->rung];
	const struct connloss_vif *vif = &core->vif[ladder->vif];
	u64 at;

	if (ladder->proved_at != CONNLOSS_NEVER)
		return connloss_after(ladder->proved_at, rung->healthy_for);
	at = connloss_after(ladder->decided_at, rung->deadline);
	if (rung->proof == CONNLOSS_PROOF_AUTHORIZED && ladder->made && vif->link == CONNLOSS_UP)
		at = connloss_earlier(at, connloss_after(vif->made_at, KEYS_ARE_IN_PLACE));
	return at;
}
