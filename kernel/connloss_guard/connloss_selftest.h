/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Whether the core, as it was compiled here, does what the vectors of tests/vectors/policy say.
 * They are in connloss_selftest_vectors.h, which tests/kernel/core writes and holds to them.
 */
#ifndef CONNLOSS_SELFTEST_H
#define CONNLOSS_SELFTEST_H

#include "connloss_core.h"

struct connloss_selftest_result {
	u32 steps, failures;
	const char *first;	/* the vector of the first failure, or NULL */
	u32 first_step;		/* in it, from 1 */
};

/* core: overwritten. In the kernel only to be called at the module's load. */
struct connloss_selftest_result connloss_selftest(struct connloss_core *core);

#endif
