// SPDX-License-Identifier: GPL-2.0
/*
 * A policy as the file that docs/policy.md describes. Each policy that the core accepts can be
 * written so.
 */
#include <linux/math64.h>
#include <linux/seq_file.h>
#include <linux/time64.h>

#include "connloss_device.h"
#include "connloss_names.h"

static void write_span(struct seq_file *file, const char *key, u64 ns)
{
	seq_printf(file, "%s = \"%llums\"\n", key, div_u64(ns, NSEC_PER_MSEC));
}

/* "any" stands alone, and each of the others in words of its own. */
static void write_failures(struct seq_file *file, u8 failures)
{
	const char *between = "";
	u8 i;

	seq_puts(file, "failures = [");
	for (i = 0; i < 6; ++i) {
		if (!(failures & BIT(i)))
			continue;
		seq_printf(file, "%s\"%s\"", between, connloss_failure_name(BIT(i)));
		between = ", ";
	}
	seq_puts(file, "]\n");
}

static void write_watch(struct seq_file *file, const struct connloss_watch *watch)
{
	switch (watch->on) {
	case CONNLOSS_ON_LOSS:
		seq_puts(file, "outage = \"connection_loss\"\n");
		break;
	case CONNLOSS_ON_ANY_OUTAGE:
		seq_puts(file, "outage = \"any\"\n");
		break;
	case CONNLOSS_ON_FAULT:
		seq_puts(file, "signature = \"firmware_error\"\n");
		break;
	}
	seq_printf(file, "count = %u\n", watch->count);
	write_span(file, "within", watch->within);
}

static void write_condition(struct seq_file *file, const struct connloss_condition *condition)
{
	switch (condition->kind) {
	case CONNLOSS_IF_LINK_DOWN:
		seq_puts(file, "link = \"down\"\n");
		break;
	case CONNLOSS_IF_LINK_UP:
		seq_puts(file, "link = \"up\"\n");
		break;
	case CONNLOSS_IF_LINK_ANY:
		seq_puts(file, "link = \"any\"\n");
		break;
	case CONNLOSS_IF_FAILURES:
		write_failures(file, condition->failures);
		seq_printf(file, "count = %u\n", condition->count);
		if (condition->bssids)
			seq_printf(file, "bssids = %u\n", condition->bssids);
		if (condition->each)
			seq_puts(file, "each = true\n");
		break;
	case CONNLOSS_IF_SINCE_LOSS:
		write_span(file, "since_loss", condition->span);
		break;
	case CONNLOSS_IF_BEFORE:
		write_span(file, "before", condition->span);
		break;
	case CONNLOSS_IF_WORKED_BEFORE:
		seq_puts(file, "worked_before = true\n");
		break;
	case CONNLOSS_IF_SYMPTOM:
		write_watch(file, &condition->watch);
		break;
	}
}

static void write_gate(struct seq_file *file, const struct connloss_gate *gate)
{
	u8 i;

	seq_puts(file, "\n[[gate]]\n");
	if (gate->conditions == 1) {
		write_condition(file, &gate->of[0]);
		return;
	}
	seq_printf(file, "at_least = %u\n", gate->at_least);
	for (i = 0; i < gate->conditions; ++i) {
		seq_puts(file, "\n[[gate.of]]\n");
		write_condition(file, &gate->of[i]);
	}
}

static void write_rung(struct seq_file *file, const struct connloss_rung *rung)
{
	seq_printf(file, "\n[[rung]]\nmethod = \"%s\"\n", connloss_method_name(rung->method));
	write_span(file, "deadline", rung->deadline);
	seq_printf(file, "proof = \"%s\"\n",
		   rung->proof == CONNLOSS_PROOF_ASSOCIATED ? "associated" : "authorized");
	write_span(file, "healthy_for", rung->healthy_for);
}

static void write_number(struct seq_file *file, const char *key, u8 number)
{
	if (number)
		seq_printf(file, "%s = %u\n", key, number);
}

static void write_limits(struct seq_file *file, const struct connloss_policy *policy)
{
	seq_puts(file, "\n[limits]\n");
	write_span(file, "cool_down", policy->cool_down);
	seq_printf(file, "cool_down_factor = %u\n", policy->cool_down_factor);
	/* One below the cool-down is none; a file must not have it. */
	write_span(file, "cool_down_max", max(policy->cool_down, policy->cool_down_max));
	write_number(file, "per_hour", policy->per_hour);
	write_number(file, "per_day", policy->per_day);
	write_number(file, "per_boot", policy->per_boot);
	write_number(file, "give_up_after", policy->give_up_after);
	write_span(file, "grace", policy->grace);
}

static void write_never(struct seq_file *file, u8 forbidden)
{
	const char *between = "";
	u8 method;

	if (!forbidden)
		return;
	seq_puts(file, "never = [");
	for (method = 0; method < CONNLOSS_METHODS; ++method) {
		if (!(forbidden & BIT(method)))
			continue;
		seq_printf(file, "%s\"%s\"", between, connloss_method_name(method));
		between = ", ";
	}
	seq_puts(file, "]\n");
}

void connloss_policy_write(struct seq_file *file, const struct connloss_policy *policy)
{
	u8 i;

	seq_puts(file, "format = \"wlanmedic.policy/1\"\nabout = \"In force in the kernel\"\n");
	write_never(file, policy->forbidden);
	for (i = 0; i < policy->triggers; ++i) {
		seq_puts(file, "\n[[trigger]]\n");
		write_watch(file, &policy->trigger[i]);
	}
	for (i = 0; i < policy->gates; ++i)
		write_gate(file, &policy->gate[i]);
	for (i = 0; i < policy->rungs; ++i)
		write_rung(file, &policy->rung[i]);
	write_limits(file, policy);
}
