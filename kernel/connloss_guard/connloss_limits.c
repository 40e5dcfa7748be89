// SPDX-License-Identifier: GPL-2.0
/*
 * What is kept of the actions so far, and when the limits of a policy allow another
 * (docs/policy.md, rules 11 and 12).
 */
#include "connloss_parts.h"

#define AN_HOUR (3600 * CONNLOSS_NS_PER_S)
#define A_DAY (24 * AN_HOUR)

void connloss_limits_init(struct connloss_limits *limits)
{
	memset(limits, 0, sizeof(*limits));
	limits->decided_at = CONNLOSS_NEVER;
}

void connloss_limits_begin_ladder(struct connloss_limits *limits,
				  const struct connloss_policy *policy, u64 now)
{
	u64 longest = connloss_later(policy->cool_down, policy->cool_down_max);

	if (connloss_is_within(limits->decided_at, 2 * limits->cool_down, now))
		limits->cool_down =
			connloss_earlier(limits->cool_down * policy->cool_down_factor, longest);
	else
		limits->cool_down = policy->cool_down;
}

void connloss_limits_act(struct connloss_limits *limits, u64 now)
{
	limits->decided_at = now;
	limits->action[limits->actions++ % CONNLOSS_MAX_COUNT] = now;
	limits->since_boot++;
}

void connloss_limits_take_back(struct connloss_limits *limits)
{
	limits->actions--;
	limits->since_boot--;
}

u64 connloss_limits_cool_down_may_end(const struct connloss_limits *limits, u64 now)
{
	if (limits->decided_at == CONNLOSS_NEVER)
		return now;
	return connloss_later(now, connloss_after(limits->decided_at, limits->cool_down + 1));
}

static u64 within(const struct connloss_limits *limits, u8 budget, u64 span, u64 now)
{
	u64 oldest;

	if (!budget || limits->actions < budget)
		return now;
	oldest = limits->action[(limits->actions - budget) % CONNLOSS_MAX_COUNT];
	return connloss_later(now, connloss_after(oldest, span + 1));
}

u64 connloss_limits_may_allow(const struct connloss_core *core, enum connloss_held budget)
{
	const struct connloss_limits *limits = &core->limits;
	const struct connloss_policy *policy = core->policy;

	switch (budget) {
	case CONNLOSS_HELD_PER_HOUR:
		return within(limits, policy->per_hour, AN_HOUR, core->now);
	case CONNLOSS_HELD_PER_DAY:
		return within(limits, policy->per_day, A_DAY, core->now);
	case CONNLOSS_HELD_PER_BOOT:
		if (policy->per_boot && limits->since_boot >= policy->per_boot)
			return CONNLOSS_NEVER;
		return core->now;
	default:
		return core->now;
	}
}

u64 connloss_limits_budgets_may_allow(const struct connloss_core *core)
{
	enum connloss_held budget;
	u64 at = core->now;

	for (budget = CONNLOSS_HELD_PER_HOUR; budget <= CONNLOSS_HELD_PER_BOOT; budget++)
		at = connloss_later(at, connloss_limits_may_allow(core, budget));
	return at;
}
