// SPDX-License-Identifier: GPL-2.0
#include "connloss_selftest.h"

#ifdef __KERNEL__
#include <linux/init.h>
#include <linux/kernel.h>
#else
#define ARRAY_SIZE(a) (sizeof(a) / sizeof((a)[0]))
#endif

struct expected {
	u8 kind, held, rung, trigger;
	u32 ladder;
};

struct step {
	u64 at;
	u64 deadline;		/* that of the core must not be later */
	u8 kind, vif;
	u8 failure;
	u8 access_point;	/* the last octet of 02:00:00:00:00:xx; 0: none is named */
	u8 flags;
	struct expected decision;
};

struct vector {
	const char *name;
	const struct connloss_policy *policy;
	u32 steps;
};

/* How the vectors are written. */
#define S	1000000000ULL
#define NEVER	CONNLOSS_NEVER
#define ALL	CONNLOSS_ALL_VIFS
#define OK	1
#define MORE	2
#define EV(kind)	CONNLOSS_EV_##kind
#define HELD(why)	{ CONNLOSS_NOTHING, CONNLOSS_HELD_##why, 0, 0, 0 }
#define DECIDED(kind, rung, trigger, ladder)	{ CONNLOSS_##kind, 0, rung, trigger, ladder }

#include "connloss_selftest_vectors.h"

static bool __init does_as_expected(struct connloss_core *core, const struct step *step)
{
	struct connloss_event event = {
		.at = step->at,
		.kind = step->kind,
		.vif = step->vif,
		.failure = step->failure,
		.ok = step->flags & OK,
		.more = step->flags & MORE,
		.has_bssid = step->access_point,
		.bssid = { 2, 0, 0, 0, 0, step->access_point },
	};
	struct connloss_decision decision = connloss_core_on(core, &event);

	if (event.more)
		return true;
	return decision.kind == step->decision.kind && decision.held == step->decision.held &&
	       decision.rung == step->decision.rung && decision.trigger == step->decision.trigger &&
	       decision.ladder == step->decision.ladder &&
	       connloss_core_deadline(core) <= step->deadline;
}

struct connloss_selftest_result __init connloss_selftest(struct connloss_core *core)
{
	struct connloss_selftest_result result = { 0 };
	const struct step *step = steps;
	u32 i, k;

	for (i = 0; i < ARRAY_SIZE(vectors); i++) {
		connloss_core_init(core, vectors[i].policy);
		for (k = 0; k < vectors[i].steps; k++, step++) {
			result.steps++;
			if (does_as_expected(core, step))
				continue;
			if (!result.failures++) {
				result.first = vectors[i].name;
				result.first_step = k + 1;
			}
		}
	}
	return result;
}
