// SPDX-License-Identifier: GPL-2.0
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/kernel.h>
#include <linux/moduleparam.h>
#include <linux/mutex.h>
#include <linux/string.h>
#include <linux/time64.h>

#include "connloss_bus_reset.h"
#include "connloss_params.h"

#define MINUTE (60 * 1000)
#define HOUR (60 * MINUTE)
#define WEEK (7 * 24 * HOUR)

static const char *const methods[] = {
	[CONNLOSS_REASSOCIATE] = "reassociate",
	[CONNLOSS_RESTART_HW] = "restart_hw",
	[CONNLOSS_FUNCTION_RESET] = "function_reset",
	[CONNLOSS_EACH_METHOD] = "each",
	NULL,
};

static const char *const proofs[] = {
	[CONNLOSS_PROOF_ASSOCIATED] = "associated",
	[CONNLOSS_PROOF_AUTHORIZED] = "authorized",
	NULL,
};

static const char *const on_shared[] = {
	[CONNLOSS_SHARED_REFUSE] = "refuse",
	[CONNLOSS_SHARED_WARN] = "warn",
	NULL,
};

/*
 * PARAMETER(setting, name, least, most, what it begins with, its words or NULL for a number, what
 * it is). The ranges are those of docs/policy.md.
 */
#define PARAMETERS                                                                                \
	PARAMETER(LOSSES, losses, 0, 64, 3, NULL,                                                 \
		  "connection losses that begin a recovery; 0: none do")                          \
	PARAMETER(LOSS_WINDOW, loss_window_ms, 1, WEEK, MINUTE, NULL, "within which they come")   \
	PARAMETER(FAULTS, faults, 0, 64, 1, NULL, "faults that begin a recovery; 0: none do")     \
	PARAMETER(FAULT_WINDOW, fault_window_ms, 1, WEEK, MINUTE, NULL, "within which they come") \
	PARAMETER(FAILED_ATTEMPTS, failed_attempts, 0, 1000, 0, NULL,                             \
		  "attempts that must have failed since the loss; 0: not asked for")              \
	PARAMETER(METHOD, method, 0, 0, CONNLOSS_EACH_METHOD, methods,                            \
		  "each, restart_hw, function_reset, or reassociate")                             \
	PARAMETER(DEADLINE, deadline_ms, 1000, HOUR, 30 * 1000, NULL,                             \
		  "how long the proof may take")                                                  \
	PARAMETER(PROOF, proof, 0, 0, CONNLOSS_PROOF_AUTHORIZED, proofs,                          \
		  "associated or authorized")                                                     \
	PARAMETER(HEALTHY_FOR, healthy_for_ms, 0, HOUR, 10 * 1000, NULL,                          \
		  "how long the link must then stand")                                            \
	PARAMETER(COOL_DOWN, cool_down_ms, 0, WEEK, 2 * MINUTE, NULL,                             \
		  "without an action after one")                                                  \
	PARAMETER(COOL_DOWN_FACTOR, cool_down_factor, 1, 16, 2, NULL, "by which it grows")        \
	PARAMETER(COOL_DOWN_MAX, cool_down_max_ms, 0, WEEK, 30 * MINUTE, NULL,                    \
		  "up to which it grows")                                                         \
	PARAMETER(PER_HOUR, per_hour, 0, 64, 4, NULL, "actions an hour at most; 0: any number")   \
	PARAMETER(PER_DAY, per_day, 0, 64, 0, NULL, "actions a day at most; 0: any number")       \
	PARAMETER(PER_BOOT, per_boot, 0, 64, 20, NULL,                                            \
		  "actions until the next boot at most; 0: any number")                           \
	PARAMETER(GIVE_UP_AFTER, give_up_after, 0, 64, 3, NULL,                                   \
		  "ladders in a row without proof after which nothing more is tried; 0: never")   \
	PARAMETER(GRACE, grace_ms, 0, HOUR, 30 * 1000, NULL, "without an action after a resume")  \
	PARAMETER(ON_SHARED, on_shared, 0, 0, CONNLOSS_SHARED_REFUSE, on_shared,                  \
		  "a bus reset while another function of the chip is in use: refuse, or warn")

#define PARAMETER(setting, name, least, most, begins, words, what) \
	[CONNLOSS_SET_##setting] = { #name, least, most, words },
static const struct {
	const char *name;
	u32 least, most;
	const char *const *words;
} known[CONNLOSS_SETTINGS] = { PARAMETERS };
#undef PARAMETER

#define PARAMETER(setting, name, least, most, begins, words, what) \
	[CONNLOSS_SET_##setting] = begins,
static struct connloss_settings defaults = { .value = { PARAMETERS } };
#undef PARAMETER

static DEFINE_MUTEX(defaults_lock);
static bool are_whole;

const char *connloss_setting_name(enum connloss_setting setting)
{
	return known[setting].name;
}

static int word_of(const char *const *words, const char *text)
{
	int i;

	for (i = 0; words[i]; ++i)
		if (sysfs_streq(words[i], text))
			return i;
	return -EINVAL;
}

int connloss_setting_parse(struct connloss_settings *settings, enum connloss_setting setting,
			   const char *text)
{
	u32 value;

	if (known[setting].words) {
		int word = word_of(known[setting].words, text);

		if (word < 0)
			return word;
		value = word;
	} else if (kstrtou32(text, 10, &value) || value < known[setting].least ||
		   value > known[setting].most) {
		return -EINVAL;
	}
	settings->value[setting] = value;
	return 0;
}

int connloss_setting_print(const struct connloss_settings *settings, enum connloss_setting setting,
			   char *text, size_t size)
{
	u32 value = settings->value[setting];

	if (known[setting].words)
		return scnprintf(text, size, "%s\n", known[setting].words[value]);
	return scnprintf(text, size, "%u\n", value);
}

static u64 span(const struct connloss_settings *settings, enum connloss_setting setting)
{
	return (u64)settings->value[setting] * NSEC_PER_MSEC;
}

static void add_triggers(const struct connloss_settings *settings, struct connloss_policy *policy)
{
	if (settings->value[CONNLOSS_SET_LOSSES])
		policy->trigger[policy->triggers++] = (struct connloss_watch){
			.on = CONNLOSS_ON_LOSS,
			.count = settings->value[CONNLOSS_SET_LOSSES],
			.within = span(settings, CONNLOSS_SET_LOSS_WINDOW),
		};
	if (settings->value[CONNLOSS_SET_FAULTS])
		policy->trigger[policy->triggers++] = (struct connloss_watch){
			.on = CONNLOSS_ON_FAULT,
			.count = settings->value[CONNLOSS_SET_FAULTS],
			.within = span(settings, CONNLOSS_SET_FAULT_WINDOW),
		};
}

/*
 * Holds where the condition does, or after as many faults as begin it: a dead firmware shows
 * neither loss nor failure.
 */
static void add_gate(const struct connloss_settings *settings, struct connloss_policy *policy,
		     struct connloss_condition condition)
{
	struct connloss_gate *gate = &policy->gate[policy->gates++];

	gate->at_least = 1;
	gate->of[gate->conditions++] = condition;
	if (settings->value[CONNLOSS_SET_FAULTS])
		gate->of[gate->conditions++] = (struct connloss_condition){
			.kind = CONNLOSS_IF_SYMPTOM,
			.watch = {
				.on = CONNLOSS_ON_FAULT,
				.count = settings->value[CONNLOSS_SET_FAULTS],
				.within = span(settings, CONNLOSS_SET_FAULT_WINDOW),
			},
		};
}

static void add_rungs(const struct connloss_settings *settings, u8 methods_known,
		      struct connloss_policy *policy)
{
	u32 wished = settings->value[CONNLOSS_SET_METHOD];
	u8 method;

	for (method = 0; method < CONNLOSS_METHODS; ++method)
		if ((methods_known & BIT(method)) &&
		    (wished == method || wished == CONNLOSS_EACH_METHOD))
			policy->rung[policy->rungs++] = (struct connloss_rung){
				.method = method,
				.proof = settings->value[CONNLOSS_SET_PROOF],
				.deadline = span(settings, CONNLOSS_SET_DEADLINE),
				.healthy_for = span(settings, CONNLOSS_SET_HEALTHY_FOR),
			};
}

void connloss_settings_policy(const struct connloss_settings *settings, u8 methods_known,
			      struct connloss_policy *policy)
{
	/* Two policies are the same where their bytes are. */
	memset(policy, 0, sizeof(*policy));
	policy->cool_down = span(settings, CONNLOSS_SET_COOL_DOWN);
	policy->cool_down_factor = settings->value[CONNLOSS_SET_COOL_DOWN_FACTOR];
	policy->cool_down_max = span(settings, CONNLOSS_SET_COOL_DOWN_MAX);
	policy->per_hour = settings->value[CONNLOSS_SET_PER_HOUR];
	policy->per_day = settings->value[CONNLOSS_SET_PER_DAY];
	policy->per_boot = settings->value[CONNLOSS_SET_PER_BOOT];
	policy->give_up_after = settings->value[CONNLOSS_SET_GIVE_UP_AFTER];
	policy->grace = span(settings, CONNLOSS_SET_GRACE);
	add_triggers(settings, policy);
	if (policy->triggers)
		add_rungs(settings, methods_known, policy);
	if (!policy->rungs) {
		policy->triggers = 0;
		return;
	}
	add_gate(settings, policy, (struct connloss_condition){ .kind = CONNLOSS_IF_LINK_DOWN });
	if (settings->value[CONNLOSS_SET_FAILED_ATTEMPTS])
		add_gate(settings, policy,
			 (struct connloss_condition){
				 .kind = CONNLOSS_IF_FAILURES,
				 .failures = CONNLOSS_AUTH_TIMEOUT | CONNLOSS_AUTH_REJECTED |
					     CONNLOSS_ASSOC_TIMEOUT | CONNLOSS_ASSOC_REJECTED,
				 .count = settings->value[CONNLOSS_SET_FAILED_ATTEMPTS],
				 .bssids = 0,
			 });
}

int connloss_settings_check(const struct connloss_settings *settings)
{
	struct connloss_policy policy;
	const char *trouble;

	connloss_settings_policy(settings, BIT(CONNLOSS_METHODS) - 1, &policy);
	trouble = connloss_policy_trouble(&policy);
	if (!trouble)
		return 0;
	pr_warn("no policy: %s\n", trouble);
	return -EINVAL;
}

static int set_default(const char *text, const struct kernel_param *parameter)
{
	enum connloss_setting setting = (uintptr_t)parameter->arg;
	struct connloss_settings changed;
	int failed;

	mutex_lock(&defaults_lock);
	changed = defaults;
	failed = connloss_setting_parse(&changed, setting, text);
	if (!failed && are_whole)
		failed = connloss_settings_check(&changed);
	if (!failed)
		defaults = changed;
	mutex_unlock(&defaults_lock);
	return failed;
}

static int get_default(char *text, const struct kernel_param *parameter)
{
	struct connloss_settings now = connloss_defaults();

	return connloss_setting_print(&now, (uintptr_t)parameter->arg, text, PAGE_SIZE);
}

struct connloss_settings connloss_defaults(void)
{
	struct connloss_settings now;

	mutex_lock(&defaults_lock);
	now = defaults;
	mutex_unlock(&defaults_lock);
	return now;
}

int connloss_defaults_check(void)
{
	int failed;

	mutex_lock(&defaults_lock);
	failed = connloss_settings_check(&defaults);
	are_whole = !failed;
	mutex_unlock(&defaults_lock);
	return failed;
}

static const struct kernel_param_ops default_ops = {
	.set = set_default,
	.get = get_default,
};

#define PARAMETER(setting, name, least, most, begins, words, what)                 \
	module_param_cb(name, &default_ops, (void *)CONNLOSS_SET_##setting, 0644); \
	MODULE_PARM_DESC(name, what);
PARAMETERS
#undef PARAMETER
