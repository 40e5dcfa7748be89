/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The parts of the core, for each other. Instants are given and returned as in connloss_core.h;
 * "may" functions return the first instant from now on at which something is so if nothing
 * happens, or CONNLOSS_NEVER.
 */
#ifndef CONNLOSS_PARTS_H
#define CONNLOSS_PARTS_H

#include "connloss_core.h"

#ifdef __KERNEL__
#include <linux/string.h>
#else
#include <string.h>
#endif

#define CONNLOSS_NS_PER_S	1000000000ULL
#define CONNLOSS_LATEST		(7260000000 * CONNLOSS_NS_PER_S)

static inline u64 connloss_later(u64 a, u64 b)
{
	return a > b ? a : b;
}

static inline u64 connloss_earlier(u64 a, u64 b)
{
	return a < b ? a : b;
}

/* Never stays never, and nothing overflows. */
static inline u64 connloss_after(u64 at, u64 span)
{
	return at > CONNLOSS_NEVER - span ? CONNLOSS_NEVER : at + span;
}

/* Whether it was, and is not longer ago than that: both ends belong to it. */
static inline bool connloss_is_within(u64 then, u64 span, u64 now)
{
	return then != CONNLOSS_NEVER && now - then <= span;
}

/* connloss_watch.c: rule 4 */
void connloss_vif_empty_watches(struct connloss_vif *vif);
void connloss_vif_occur(struct connloss_core *core, struct connloss_vif *vif, u8 on, u8 failures);
/* The last instant at which it holds, or CONNLOSS_NEVER where it does not hold now. */
u64 connloss_vif_holds_until(const struct connloss_core *core, const struct connloss_vif *vif,
			     u8 watch);

/* connloss_failures.c: rules 5 and 7 */
void connloss_vif_forget_failures(struct connloss_vif *vif);
void connloss_vif_begins_to_join(struct connloss_vif *vif, const struct connloss_event *event);
/* The ways in which that was a failure, bits; 0 where it follows from a reset of ours. */
u8 connloss_vif_failed(struct connloss_vif *vif, const struct connloss_event *event, u64 now);
bool connloss_vif_failures_hold(const struct connloss_vif *vif,
				const struct connloss_condition *condition);

/* connloss_gates.c: when the gates let a ladder begin */
u64 connloss_gates_may_hold(const struct connloss_core *core, const struct connloss_vif *vif);

/* connloss_limits.c: rules 11 and 12 */
void connloss_limits_init(struct connloss_limits *limits);
void connloss_limits_begin_ladder(struct connloss_limits *limits,
				  const struct connloss_policy *policy, u64 now);
void connloss_limits_act(struct connloss_limits *limits, u64 now);
void connloss_limits_take_back(struct connloss_limits *limits);
u64 connloss_limits_cool_down_may_end(const struct connloss_limits *limits, u64 now);
/* Which of the budgets is meant: CONNLOSS_HELD_PER_HOUR, _DAY, _BOOT. */
u64 connloss_limits_may_allow(const struct connloss_core *core, enum connloss_held budget);
u64 connloss_limits_budgets_may_allow(const struct connloss_core *core);

/* connloss_ladder.c: rule 10 */
u8 connloss_next_rung(const struct connloss_policy *policy, u8 first);
void connloss_ladder_note_loss(struct connloss_core *core, u8 vif);
void connloss_ladder_note_made(struct connloss_core *core, u8 vif);
void connloss_ladder_begin(struct connloss_core *core, u8 vif, u8 trigger,
			   struct connloss_decision *decision);
void connloss_ladder_climb(struct connloss_core *core, struct connloss_decision *decision);
u64 connloss_ladder_deadline(const struct connloss_core *core);

#endif
