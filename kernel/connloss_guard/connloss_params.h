/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What can be set: as module parameters, which are what a device begins with that the guard has not
 * seen before, and for each device as a file in debugfs. A value that is none, is out of its range,
 * or makes no policy together with the others is refused with -EINVAL. Spans are whole
 * milliseconds.
 *
 * The default: 3 connection losses within 60 s, or 1 fault within 60 s; while the link is down, or
 * after a fault; each method that the device can be brought back by, from gentle to deep; 2 min of
 * cool-down that doubles up to 30 min; 4 actions an hour, 20 until the next boot; given up after 3
 * ladders without proof; 30 s of grace after a resume. The module begins like the engine in user
 * space, without a grace of its own: it is no boot when a driver is loaded.
 */
#ifndef CONNLOSS_PARAMS_H
#define CONNLOSS_PARAMS_H

#include "connloss_core.h"

enum connloss_setting {
	CONNLOSS_SET_LOSSES,
	CONNLOSS_SET_LOSS_WINDOW,
	CONNLOSS_SET_FAULTS,
	CONNLOSS_SET_FAULT_WINDOW,
	CONNLOSS_SET_FAILED_ATTEMPTS,
	CONNLOSS_SET_METHOD,
	CONNLOSS_SET_DEADLINE,
	CONNLOSS_SET_PROOF,
	CONNLOSS_SET_HEALTHY_FOR,
	CONNLOSS_SET_COOL_DOWN,
	CONNLOSS_SET_COOL_DOWN_FACTOR,
	CONNLOSS_SET_COOL_DOWN_MAX,
	CONNLOSS_SET_PER_HOUR,
	CONNLOSS_SET_PER_DAY,
	CONNLOSS_SET_PER_BOOT,
	CONNLOSS_SET_GIVE_UP_AFTER,
	CONNLOSS_SET_GRACE,
	CONNLOSS_SET_ON_SHARED,
	CONNLOSS_SETTINGS
};

/* The value of CONNLOSS_SET_METHOD that is no enum connloss_method. */
#define CONNLOSS_EACH_METHOD	CONNLOSS_METHODS

struct connloss_settings {
	u32 value[CONNLOSS_SETTINGS];	/* numbers, ms, or an index of its words */
};

const char *connloss_setting_name(enum connloss_setting setting);
/*
 * Sets one of them from what was written, a newline at its end allowed. 0 or -EINVAL; on an error
 * nothing is set.
 */
int connloss_setting_parse(struct connloss_settings *settings, enum connloss_setting setting,
			   const char *text);
/* As it is read, with a newline. The length, less than size. */
int connloss_setting_print(const struct connloss_settings *settings, enum connloss_setting setting,
			   char *text, size_t size);

/*
 * The policy that they make for a device that knows these methods; without any of those asked for,
 * one that does nothing.
 */
void connloss_settings_policy(const struct connloss_settings *settings, u8 methods,
			      struct connloss_policy *policy);
/*
 * Do they make a policy at all, for a device that knows each method? 0 or -EINVAL, and what is
 * wrong is logged.
 */
int connloss_settings_check(const struct connloss_settings *settings);

/* The module parameters. */
struct connloss_settings connloss_defaults(void);
/*
 * When the module is loaded: they come in any order, so only all together make a policy. 0 or
 * -EINVAL.
 */
int connloss_defaults_check(void);

#endif
