// SPDX-License-Identifier: GPL-2.0
/* What is wrong with a policy: the ranges of docs/policy.md, "The file". */
#include "connloss_parts.h"

#define A_MS 1000000ULL
#define AN_HOUR (3600 * CONNLOSS_NS_PER_S)
#define A_WEEK (7 * 24 * AN_HOUR)

static bool is_outside(u64 value, u64 least, u64 most)
{
	return value < least || value > most;
}

static const char *watch_trouble(const struct connloss_watch *watch)
{
	if (watch->on > CONNLOSS_ON_FAILURE)
		return "a watch is of no kind that is known";
	if (is_outside(watch->count, 1, CONNLOSS_MAX_COUNT))
		return "count of a watch must be 1 to 64";
	if (is_outside(watch->within, A_MS, A_WEEK))
		return "within of a watch must be 1 ms to 7 days";
	if (watch->on == CONNLOSS_ON_FAILURE ? !watch->failures : watch->failures)
		return "failures of a watch must be given where it counts them, and only there";
	if (watch->failures & ~CONNLOSS_ANY_FAILURE)
		return "failures of a watch must be known";
	return NULL;
}

static const char *condition_trouble(const struct connloss_condition *condition)
{
	switch (condition->kind) {
	case CONNLOSS_IF_LINK_DOWN:
	case CONNLOSS_IF_LINK_UP:
	case CONNLOSS_IF_LINK_ANY:
	case CONNLOSS_IF_WORKED_BEFORE:
		return NULL;
	case CONNLOSS_IF_FAILURES:
		if (!condition->failures || condition->failures & ~CONNLOSS_ANY_FAILURE)
			return "failures of a condition must be given, and known";
		if (is_outside(condition->count, 1, 1000))
			return "count of failures must be 1 to 1000";
		return condition->bssids > CONNLOSS_MAX_BSSIDS ? "bssids must be 0 to 8" : NULL;
	case CONNLOSS_IF_SINCE_LOSS:
	case CONNLOSS_IF_BEFORE:
		return is_outside(condition->span, A_MS, A_WEEK) ?
			       "a span of a condition must be 1 ms to 7 days" :
			       NULL;
	case CONNLOSS_IF_SYMPTOM:
		return watch_trouble(&condition->watch);
	}
	return "a condition is of no kind that is known";
}

static const char *gate_trouble(const struct connloss_gate *gate, u8 *watches)
{
	u8 i;

	if (is_outside(gate->conditions, 1, CONNLOSS_MAX_CONDITIONS))
		return "a gate must have 1 to 4 conditions";
	if (is_outside(gate->at_least, 1, gate->conditions))
		return "at_least must be 1 to the conditions of the gate";
	for (i = 0; i < gate->conditions; i++) {
		const char *trouble = condition_trouble(&gate->of[i]);

		if (trouble)
			return trouble;
		if (gate->of[i].kind == CONNLOSS_IF_SYMPTOM)
			(*watches)++;
	}
	return NULL;
}

static const char *rung_trouble(const struct connloss_rung *rung)
{
	if (rung->method >= CONNLOSS_METHODS)
		return "method of a rung is none that is known";
	if (rung->proof > CONNLOSS_PROOF_AUTHORIZED)
		return "proof of a rung is none that is known";
	if (is_outside(rung->deadline, CONNLOSS_NS_PER_S, AN_HOUR))
		return "deadline of a rung must be 1 s to 1 h";
	return rung->healthy_for > AN_HOUR ? "healthy_for of a rung must be 0 to 1 h" : NULL;
}

static const char *limits_trouble(const struct connloss_policy *policy)
{
	if (policy->cool_down > A_WEEK || policy->cool_down_max > A_WEEK)
		return "cool_down and cool_down_max must be 0 to 7 days";
	if (is_outside(policy->cool_down_factor, 1, 16))
		return "cool_down_factor must be 1 to 16";
	if (policy->per_hour > CONNLOSS_MAX_COUNT || policy->per_day > CONNLOSS_MAX_COUNT ||
	    policy->per_boot > CONNLOSS_MAX_COUNT || policy->give_up_after > CONNLOSS_MAX_COUNT)
		return "per_hour, per_day, per_boot and give_up_after must be 0 to 64";
	return policy->grace > AN_HOUR ? "grace must be 0 to 1 h" : NULL;
}

const char *connloss_policy_trouble(const struct connloss_policy *policy)
{
	const char *trouble = NULL;
	u8 watches;
	u8 i;

	if (!policy)
		return "there is no policy";
	if (policy->triggers > CONNLOSS_MAX_TRIGGERS || policy->gates > CONNLOSS_MAX_GATES ||
	    policy->rungs > CONNLOSS_MAX_RUNGS)
		return "a policy must have at most 4 triggers, gates and rungs each";
	if (policy->triggers && !policy->rungs)
		return "a policy with triggers must have a rung";
	watches = policy->triggers;
	for (i = 0; i < policy->triggers && !trouble; i++)
		trouble = watch_trouble(&policy->trigger[i]);
	for (i = 0; i < policy->gates && !trouble; i++)
		trouble = gate_trouble(&policy->gate[i], &watches);
	for (i = 0; i < policy->rungs && !trouble; i++)
		trouble = rung_trouble(&policy->rung[i]);
	if (!trouble && watches > CONNLOSS_MAX_WATCHES)
		trouble = "a policy must have at most 8 triggers and symptoms together";
	return trouble ? trouble : limits_trouble(policy);
}
