// SPDX-License-Identifier: GPL-2.0
#include <linux/kernel.h>
#include <linux/log2.h>

#include "connloss_names.h"

#define NAME_OF(names, value) ((value) < ARRAY_SIZE(names) && (names)[value] ? (names)[value] : "?")

const char *connloss_event_name(u8 kind)
{
	static const char *const names[] = {
		[CONNLOSS_EV_ATTEMPT] = "attempt",
		[CONNLOSS_EV_ASSOCIATED] = "associated",
		[CONNLOSS_EV_AUTHORIZED] = "authorized",
		[CONNLOSS_EV_LOSS] = "connection_loss",
		[CONNLOSS_EV_OTHER_LOSS] = "other_loss",
		[CONNLOSS_EV_LEFT] = "left",
		[CONNLOSS_EV_FAILED] = "failed",
		[CONNLOSS_EV_FAULT] = "fault",
		[CONNLOSS_EV_FINISHED] = "finished",
		[CONNLOSS_EV_REFUSED] = "refused",
		[CONNLOSS_EV_SUSPENDED] = "suspended",
		[CONNLOSS_EV_RESUMED] = "resumed",
		[CONNLOSS_EV_RADIO_BLOCKED] = "radio_blocked",
		[CONNLOSS_EV_RADIO_UNBLOCKED] = "radio_unblocked",
		[CONNLOSS_EV_BOOTED] = "booted",
		[CONNLOSS_EV_TIMER] = "timer",
	};

	return NAME_OF(names, kind);
}

const char *connloss_failure_name(u8 failure)
{
	static const char *const names[] = {
		"auth_timeout",
		"auth_rejected",
		"assoc_timeout",
		"assoc_rejected",
		"assoc_comeback",
		"assoc_timeout_after_comeback",
	};

	return failure ? NAME_OF(names, ilog2((u32)failure)) : "-";
}

const char *connloss_fault_name(u8 fault)
{
	static const char *const names[] = {
		[CONNLOSS_FAULT_COMMAND_TIMEOUT] = "command_timeout",
		[CONNLOSS_FAULT_DEAD_BH] = "dead_bh",
		[CONNLOSS_FAULT_FORCE_CLOSE] = "force_close",
		[CONNLOSS_FAULT_FIRMWARE] = "firmware",
	};

	return NAME_OF(names, fault);
}

const char *connloss_method_name(u8 method)
{
	static const char *const names[] = {
		[CONNLOSS_REASSOCIATE] = "reassociate",
		[CONNLOSS_RESTART_HW] = "restart_hw",
		[CONNLOSS_FUNCTION_RESET] = "function_reset",
	};

	return NAME_OF(names, method);
}

const char *connloss_decision_name(u8 kind)
{
	static const char *const names[] = {
		[CONNLOSS_NOTHING] = "nothing",
		[CONNLOSS_ACT] = "act",
		[CONNLOSS_HEALTHY] = "healthy",
		[CONNLOSS_GAVE_UP] = "gave_up",
	};

	return NAME_OF(names, kind);
}

const char *connloss_held_name(u8 held)
{
	static const char *const names[] = {
		[CONNLOSS_HELD_NO_TRIGGER] = "no_trigger",
		[CONNLOSS_HELD_RUNNING] = "running",
		[CONNLOSS_HELD_GAVE_UP] = "gave_up",
		[CONNLOSS_HELD_SUSPENDED] = "suspended",
		[CONNLOSS_HELD_RADIO_BLOCKED] = "radio_blocked",
		[CONNLOSS_HELD_GRACE] = "grace",
		[CONNLOSS_HELD_COOL_DOWN] = "cool_down",
		[CONNLOSS_HELD_PER_HOUR] = "per_hour",
		[CONNLOSS_HELD_PER_DAY] = "per_day",
		[CONNLOSS_HELD_PER_BOOT] = "per_boot",
		[CONNLOSS_HELD_GATE] = "gate",
		[CONNLOSS_HELD_NO_RUNG] = "no_rung",
	};

	return NAME_OF(names, held);
}
