// SPDX-License-Identifier: GPL-2.0
/* What events mean, and when a ladder begins (docs/policy.md, rules 1 to 3, 8, 9, 13 and 14). */
#include "connloss_parts.h"

/* src/outage/cause.cpp: a fault, or a blocked radio, so shortly before a loss is why. */
#define FAULT_TO_LOSS (10 * CONNLOSS_NS_PER_S)
#define BLOCK_TO_LOSS (5 * CONNLOSS_NS_PER_S)

/* --- what is kept of an interface ------------------------------------------------------------ */

static void forget(struct connloss_vif *vif)
{
	connloss_vif_empty_watches(vif);
	connloss_vif_forget_failures(vif);
	vif->lost_at = CONNLOSS_NEVER;
}

static void forget_all(struct connloss_vif *vif)
{
	forget(vif);
	vif->link = CONNLOSS_UNKNOWN;
	vif->worked = false;
	vif->keys = false;
	vif->radio_blocked = false;
	vif->own_reset = CONNLOSS_NEVER;
}

static void make_known(struct connloss_core *core, u8 index)
{
	struct connloss_vif *vif = &core->vif[index];

	if (vif->known)
		return;
	forget_all(vif);
	vif->made_at = CONNLOSS_NEVER;
	vif->fault_at = CONNLOSS_NEVER;
	vif->blocked_at = CONNLOSS_NEVER;
	vif->known = true;
	vif->radio_blocked = core->all_blocked;
	core->order[core->vifs++] = index;
}

static void lose(struct connloss_core *core, u8 index, u8 kind)
{
	struct connloss_vif *vif = &core->vif[index];

	if (vif->link == CONNLOSS_DOWN)
		return;
	vif->link = CONNLOSS_DOWN;
	vif->worked = true;
	vif->keys = false;
	vif->lost_at = core->now;
	connloss_vif_forget_failures(vif);
	connloss_ladder_note_loss(core, index);
	if (kind == CONNLOSS_EV_LOSS &&
	    connloss_is_within(vif->blocked_at, BLOCK_TO_LOSS, core->now))
		return;
	if (kind == CONNLOSS_EV_LOSS &&
	    !connloss_is_within(vif->fault_at, FAULT_TO_LOSS, core->now))
		connloss_vif_occur(core, vif, CONNLOSS_ON_LOSS, 0);
	if (kind != CONNLOSS_EV_LEFT)
		connloss_vif_occur(core, vif, CONNLOSS_ON_ANY_OUTAGE, 0);
}

static void make(struct connloss_core *core, u8 index)
{
	struct connloss_vif *vif = &core->vif[index];

	/* With another access point, or anew: its keys are still to come. */
	if (vif->link == CONNLOSS_UP)
		vif->keys = false;
	else
		vif->blocked_at = CONNLOSS_NEVER;
	vif->link = CONNLOSS_UP;
	vif->worked = true;
	vif->made_at = core->now;
	vif->lost_at = CONNLOSS_NEVER;
	vif->own_reset = CONNLOSS_NEVER;
	vif->radio_blocked = false;
	core->all_blocked = false;
	connloss_vif_forget_failures(vif);
	connloss_ladder_note_made(core, index);
}

static void fail(struct connloss_core *core, struct connloss_vif *vif,
		 const struct connloss_event *event)
{
	u8 ways = event->failure;

	if (vif->link == CONNLOSS_UNKNOWN)
		vif->link = CONNLOSS_DOWN;
	if (vif->link != CONNLOSS_UP)
		ways = connloss_vif_failed(vif, event, core->now);
	connloss_vif_occur(core, vif, CONNLOSS_ON_FAILURE, ways);
}

static void block(struct connloss_core *core, u8 index)
{
	core->vif[index].radio_blocked = true;
	core->vif[index].blocked_at = core->now;
	if (core->ladder.running && core->ladder.vif == index)
		core->ladder.broken_off_now = true;
}

/* --- events ---------------------------------------------------------------------------------- */

static void tell(struct connloss_core *core, u8 index, const struct connloss_event *event)
{
	struct connloss_vif *vif = &core->vif[index];

	switch (event->kind) {
	case CONNLOSS_EV_ATTEMPT:
		if (vif->link == CONNLOSS_UNKNOWN)
			vif->link = CONNLOSS_DOWN;
		connloss_vif_begins_to_join(vif, event);
		break;
	case CONNLOSS_EV_ASSOCIATED:
		make(core, index);
		break;
	case CONNLOSS_EV_AUTHORIZED:
		vif->keys = true;
		break;
	case CONNLOSS_EV_LOSS:
	case CONNLOSS_EV_OTHER_LOSS:
	case CONNLOSS_EV_LEFT:
		lose(core, index, event->kind);
		break;
	case CONNLOSS_EV_FAILED:
		fail(core, vif, event);
		break;
	case CONNLOSS_EV_FAULT:
		vif->fault_at = core->now;
		connloss_vif_occur(core, vif, CONNLOSS_ON_FAULT, 0);
		break;
	case CONNLOSS_EV_RADIO_BLOCKED:
		block(core, index);
		break;
	case CONNLOSS_EV_RADIO_UNBLOCKED:
		vif->radio_blocked = false;
		break;
	}
}

static void tell_vifs(struct connloss_core *core, const struct connloss_event *event)
{
	u8 i;

	if (event->vif < CONNLOSS_MAX_VIFS) {
		tell(core, event->vif, event);
		return;
	}
	if (event->vif != CONNLOSS_ALL_VIFS)
		return;
	for (i = 0; i < core->vifs; i++)
		tell(core, core->order[i], event);
	if (event->kind == CONNLOSS_EV_RADIO_BLOCKED || event->kind == CONNLOSS_EV_RADIO_UNBLOCKED)
		core->all_blocked = event->kind == CONNLOSS_EV_RADIO_BLOCKED;
}

static void tell_machine(struct connloss_core *core, u8 kind)
{
	u8 i;

	core->suspended = kind == CONNLOSS_EV_SUSPENDED;
	if (!core->suspended)
		core->grace_until = connloss_after(core->now, core->policy->grace);
	if (kind == CONNLOSS_EV_RESUMED)
		return;
	for (i = 0; i < core->vifs; i++) {
		if (kind == CONNLOSS_EV_BOOTED)
			forget_all(&core->vif[core->order[i]]);
		else
			forget(&core->vif[core->order[i]]);
	}
	if (kind == CONNLOSS_EV_BOOTED) {
		core->gave_up = false;
		core->unproved = 0;
		core->all_blocked = false;
		core->limits.since_boot = 0;
	}
	if (core->ladder.running)
		core->ladder.broken_off_now = true;
}

static void tell_of_action(struct connloss_core *core, const struct connloss_event *event)
{
	struct connloss_ladder *ladder = &core->ladder;
	struct connloss_vif *vif = &core->vif[ladder->vif];

	if (!ladder->running)
		return;
	if (event->kind == CONNLOSS_EV_REFUSED) {
		ladder->refused_now = !ladder->finished && ladder->proved_at == CONNLOSS_NEVER;
		return;
	}
	ladder->finished = ladder->finished || event->ok;
	if (vif->own_reset != CONNLOSS_NEVER)
		vif->own_reset = core->now;
}

static bool is_understood(const struct connloss_event *event)
{
	switch (event->kind) {
	case CONNLOSS_EV_FAILED:
		return event->failure == CONNLOSS_AUTH_TIMEOUT ||
		       event->failure == CONNLOSS_AUTH_REJECTED ||
		       event->failure == CONNLOSS_ASSOC_TIMEOUT ||
		       event->failure == CONNLOSS_ASSOC_REJECTED ||
		       event->failure == CONNLOSS_ASSOC_COMEBACK;
	case CONNLOSS_EV_FAULT:
		return event->fault < CONNLOSS_FAULTS;
	default:
		return event->kind < CONNLOSS_EVENTS;
	}
}

static void take(struct connloss_core *core, const struct connloss_event *event)
{
	if (!is_understood(event)) {
		core->not_understood++;
		return;
	}
	if (event->vif < CONNLOSS_MAX_VIFS)
		make_known(core, event->vif);
	else if (event->vif != CONNLOSS_ALL_VIFS)
		core->left_out++;
	switch (event->kind) {
	case CONNLOSS_EV_TIMER:
		break;
	case CONNLOSS_EV_FINISHED:
	case CONNLOSS_EV_REFUSED:
		tell_of_action(core, event);
		break;
	case CONNLOSS_EV_SUSPENDED:
	case CONNLOSS_EV_RESUMED:
	case CONNLOSS_EV_BOOTED:
		tell_machine(core, event->kind);
		break;
	default:
		tell_vifs(core, event);
	}
}

/* --- when a ladder begins -------------------------------------------------------------------- */

struct prospect {
	u64 at;
	u8 vif, trigger;
};

static u64 grace_may_end(const struct connloss_core *core)
{
	if (core->grace_until == CONNLOSS_NEVER)
		return core->now;
	return connloss_later(core->now, connloss_after(core->grace_until, 1));
}

static u64 limits_may_allow(const struct connloss_core *core)
{
	u64 at = grace_may_end(core);

	if (core->gave_up || core->suspended ||
	    connloss_next_rung(core->policy, 0) == core->policy->rungs)
		return CONNLOSS_NEVER;
	at = connloss_later(at, connloss_limits_cool_down_may_end(&core->limits, core->now));
	return connloss_later(at, connloss_limits_budgets_may_allow(core));
}

/*
 * When, where and by which trigger a ladder may begin, if nothing happens: the earliest, of several
 * the first.
 */
static struct prospect find_prospect(const struct connloss_core *core)
{
	struct prospect next = { .at = CONNLOSS_NEVER };
	u64 limits = limits_may_allow(core);
	u8 i, trigger;

	for (i = 0; i < core->vifs; i++) {
		const struct connloss_vif *vif = &core->vif[core->order[i]];
		u64 at;

		if (vif->radio_blocked)
			continue;
		at = connloss_later(limits, connloss_gates_may_hold(core, vif));
		for (trigger = 0; trigger < core->policy->triggers; trigger++) {
			u64 until = connloss_vif_holds_until(core, vif, trigger);

			if (until == CONNLOSS_NEVER || at > until || at >= next.at)
				continue;
			next.at = at;
			next.vif = core->order[i];
			next.trigger = trigger;
		}
	}
	return next;
}

static bool some_trigger_holds(const struct connloss_core *core, const struct connloss_vif *vif)
{
	u8 i;

	for (i = 0; i < core->policy->triggers; i++)
		if (connloss_vif_holds_until(core, vif, i) != CONNLOSS_NEVER)
			return true;
	return false;
}

static enum connloss_held held_on(const struct connloss_core *core, const struct connloss_vif *vif)
{
	enum connloss_held budget;

	if (!some_trigger_holds(core, vif))
		return CONNLOSS_HELD_NO_TRIGGER;
	if (core->ladder.running)
		return CONNLOSS_HELD_RUNNING;
	if (core->gave_up)
		return CONNLOSS_HELD_GAVE_UP;
	if (core->suspended)
		return CONNLOSS_HELD_SUSPENDED;
	if (vif->radio_blocked)
		return CONNLOSS_HELD_RADIO_BLOCKED;
	if (grace_may_end(core) > core->now)
		return CONNLOSS_HELD_GRACE;
	if (connloss_limits_cool_down_may_end(&core->limits, core->now) > core->now)
		return CONNLOSS_HELD_COOL_DOWN;
	for (budget = CONNLOSS_HELD_PER_HOUR; budget <= CONNLOSS_HELD_PER_BOOT; budget++)
		if (connloss_limits_may_allow(core, budget) > core->now)
			return budget;
	if (connloss_gates_may_hold(core, vif) > core->now)
		return CONNLOSS_HELD_GATE;
	return CONNLOSS_HELD_NO_RUNG;
}

static void say_what_holds_back(const struct connloss_core *core,
				struct connloss_decision *decision)
{
	u8 i;

	for (i = 0; i < core->vifs; i++) {
		enum connloss_held held = held_on(core, &core->vif[core->order[i]]);

		if (held > decision->held || i == 0) {
			decision->held = held;
			decision->vif = core->order[i];
		}
	}
}

/* --- the core -------------------------------------------------------------------------------- */

void connloss_core_init(struct connloss_core *core, const struct connloss_policy *policy)
{
	u8 i, k;

	memset(core, 0, sizeof(*core));
	core->wake = CONNLOSS_NEVER;
	core->grace_until = CONNLOSS_NEVER;
	core->ladder.proved_at = CONNLOSS_NEVER;
	core->ladder.own_reset_before = CONNLOSS_NEVER;
	connloss_limits_init(&core->limits);
	if (connloss_policy_trouble(policy))
		return;
	core->policy = policy;
	for (i = 0; i < policy->triggers; i++)
		core->watch[core->watches++] = policy->trigger[i];
	for (i = 0; i < policy->gates; i++) {
		for (k = 0; k < policy->gate[i].conditions; k++) {
			const struct connloss_condition *condition = &policy->gate[i].of[k];

			if (condition->kind <= CONNLOSS_IF_LINK_ANY)
				core->names_the_link = true;
			if (condition->kind != CONNLOSS_IF_SYMPTOM)
				continue;
			core->symptom[i][k] = core->watches;
			core->watch[core->watches++] = condition->watch;
		}
	}
}

struct connloss_decision connloss_core_on(struct connloss_core *core,
					  const struct connloss_event *event)
{
	struct connloss_decision decision = { .kind = CONNLOSS_NOTHING };
	struct prospect next = { .at = CONNLOSS_NEVER };

	if (!core->policy)
		return decision;
	core->now = connloss_later(core->now, connloss_earlier(event->at, CONNLOSS_LATEST));
	take(core, event);
	if (event->more)
		return decision;

	if (core->ladder.running)
		connloss_ladder_climb(core, &decision);
	if (!core->ladder.running)
		next = find_prospect(core);
	if (decision.kind == CONNLOSS_NOTHING && next.at <= core->now) {
		connloss_ladder_begin(core, next.vif, next.trigger, &decision);
		next.at = CONNLOSS_NEVER;
	}
	core->wake = core->ladder.running ? connloss_ladder_deadline(core) : next.at;
	if (decision.kind == CONNLOSS_NOTHING)
		say_what_holds_back(core, &decision);
	return decision;
}

u64 connloss_core_deadline(const struct connloss_core *core)
{
	if (core->wake == CONNLOSS_NEVER)
		return CONNLOSS_NEVER;
	return connloss_later(core->wake, core->now + 1);
}
