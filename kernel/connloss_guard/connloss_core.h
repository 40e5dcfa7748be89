/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The policy of the connection-loss guard as a pure automaton: events in, decisions out. It means
 * what docs/policy.md says (rule numbers below are of that text), for what a kernel can know of a
 * policy.
 *
 * It has no clock, takes no lock, allocates nothing and calls nothing. The caller serializes the
 * calls. It builds in the kernel and in user space; tests/vectors/policy holds it to the engine
 * that replay and simulate use.
 *
 * All times are nanoseconds of one clock that runs on during suspend (in the kernel: boottime), as
 * u64; what is later than 230 years is taken as 230 years (rule 1).
 */
#ifndef CONNLOSS_CORE_H
#define CONNLOSS_CORE_H

#ifdef __KERNEL__
#include <linux/types.h>
#else
#include <stdbool.h>
#include <stdint.h>
typedef uint8_t u8;
typedef uint16_t u16;
typedef uint32_t u32;
typedef uint64_t u64;
#endif

#define CONNLOSS_NEVER		0xffffffffffffffffULL
#define CONNLOSS_MAX_COUNT	64	/* occurrences that a watch keeps; as in docs/policy.md */
#define CONNLOSS_MAX_TRIGGERS	4
#define CONNLOSS_MAX_GATES	4
#define CONNLOSS_MAX_CONDITIONS	4	/* of one gate */
#define CONNLOSS_MAX_WATCHES	8	/* triggers and the symptoms of gates together */
#define CONNLOSS_MAX_RUNGS	4
#define CONNLOSS_MAX_VIFS	4	/* interfaces of one device; rule 2 */
#define CONNLOSS_MAX_BSSIDS	8	/* rule 5 */
#define CONNLOSS_ALL_VIFS	0xff	/* all that are known; of the radio also those that come */

/* Ways in which an attempt fails; bits. The names are those of docs/policy.md. */
enum connloss_failure {
	CONNLOSS_AUTH_TIMEOUT			= 1 << 0,
	CONNLOSS_AUTH_REJECTED			= 1 << 1,
	CONNLOSS_ASSOC_TIMEOUT			= 1 << 2,	/* also after a comeback */
	CONNLOSS_ASSOC_REJECTED			= 1 << 3,	/* comebacks not included */
	CONNLOSS_ASSOC_COMEBACK			= 1 << 4,
	CONNLOSS_ASSOC_TIMEOUT_AFTER_COMEBACK	= 1 << 5,
	CONNLOSS_ANY_FAILURE			= (1 << 6) - 1,
};

/* Faults that a driver tells, and that give no loss; a policy calls each a firmware_error. */
enum connloss_fault {
	CONNLOSS_FAULT_COMMAND_TIMEOUT,
	CONNLOSS_FAULT_DEAD_BH,		/* the driver's bottom half has ended or hangs */
	CONNLOSS_FAULT_FORCE_CLOSE,	/* the driver closed the device by itself */
	CONNLOSS_FAULT_FIRMWARE,	/* the firmware says so itself: exception, assertion */
	CONNLOSS_FAULTS
};

/* What can be done, from gentle to deep; the names are those of docs/policy.md. */
enum connloss_method {
	CONNLOSS_REASSOCIATE,
	CONNLOSS_RESTART_HW,
	CONNLOSS_FUNCTION_RESET,	/* the bus reset */
	CONNLOSS_METHODS
};

enum connloss_event_kind {
	CONNLOSS_EV_ATTEMPT,		/* an authentication begins, perhaps at .bssid */
	CONNLOSS_EV_ASSOCIATED,		/* the link is made */
	CONNLOSS_EV_AUTHORIZED,		/* its keys are in place */
	CONNLOSS_EV_LOSS,		/* the driver reported it; nothing where the link is down */
	CONNLOSS_EV_OTHER_LOSS,		/* the link was lost in another way that nobody wished */
	CONNLOSS_EV_LEFT,		/* somebody wished it: no watch counts that */
	CONNLOSS_EV_FAILED,		/* an attempt: .failure, .bssid */
	CONNLOSS_EV_FAULT,		/* .fault */
	CONNLOSS_EV_FINISHED,		/* the action has ended; .ok: all its steps were done */
	CONNLOSS_EV_REFUSED,		/* the action was not begun, or refused on its way */
	CONNLOSS_EV_SUSPENDED,
	CONNLOSS_EV_RESUMED,
	CONNLOSS_EV_RADIO_BLOCKED,
	CONNLOSS_EV_RADIO_UNBLOCKED,
	CONNLOSS_EV_BOOTED,
	CONNLOSS_EV_TIMER,		/* connloss_core_deadline() is reached */
	CONNLOSS_EVENTS
};

/*
 * What does not lie in these ranges is ignored but for its time, and counted. Suspend, resume and
 * boot are the machine's, and the timer and the action nobody's, whatever they name; but any event
 * makes the interface known that it names (rule 2).
 */

struct connloss_event {
	u64 at;			/* ns */
	u8 kind;		/* enum connloss_event_kind */
	u8 vif;			/* 0 to CONNLOSS_MAX_VIFS - 1, or CONNLOSS_ALL_VIFS */
	u8 failure;		/* one bit; what was after a comeback, the core knows */
	u8 fault;		/* enum connloss_fault */
	bool more;		/* the next one is of the same happening: no decision yet */
	bool ok;		/* of CONNLOSS_EV_FINISHED */
	bool has_bssid;
	u8 bssid[6];
};

/*
 * As explain says (src/outage/cause.cpp) a loss that the driver reports is no connection_loss
 * within 10 s after a fault, and none that counts within 5 s after the radio was blocked.
 */
enum connloss_watched {
	CONNLOSS_ON_LOSS,		/* outage = "connection_loss" */
	CONNLOSS_ON_ANY_OUTAGE,		/* outage = "any" */
	CONNLOSS_ON_FAULT,		/* signature = "firmware_error" */
	CONNLOSS_ON_FAILURE,		/* event = "auth_timeout" and so on: .failures */
};

struct connloss_watch {
	u8 on;			/* enum connloss_watched */
	u8 count;		/* 1 to CONNLOSS_MAX_COUNT */
	u8 failures;		/* of CONNLOSS_ON_FAILURE: bits of enum connloss_failure; else 0 */
	u64 within;		/* ns, 1 ms to 7 days; both ends belong to it */
};

enum connloss_condition_kind {
	CONNLOSS_IF_LINK_DOWN,
	CONNLOSS_IF_LINK_UP,
	CONNLOSS_IF_LINK_ANY,
	CONNLOSS_IF_FAILURES,		/* .failures, .count, .bssids, .each */
	CONNLOSS_IF_SINCE_LOSS,		/* .span */
	CONNLOSS_IF_BEFORE,		/* .span */
	CONNLOSS_IF_WORKED_BEFORE,
	CONNLOSS_IF_SYMPTOM,		/* .watch */
};

struct connloss_condition {
	u8 kind;		/* enum connloss_condition_kind */
	u8 failures;		/* bits of enum connloss_failure */
	u8 bssids;		/* 0 to CONNLOSS_MAX_BSSIDS */
	bool each;
	u16 count;		/* 1 to 1000 */
	u64 span;		/* ns, 1 ms to 7 days */
	struct connloss_watch watch;
};

struct connloss_gate {
	u8 conditions;
	u8 at_least;
	struct connloss_condition of[CONNLOSS_MAX_CONDITIONS];
};

enum connloss_proof { CONNLOSS_PROOF_ASSOCIATED, CONNLOSS_PROOF_AUTHORIZED };

struct connloss_rung {
	u8 method;		/* enum connloss_method */
	u8 proof;		/* enum connloss_proof */
	u64 deadline;		/* ns, 1 s to 1 h */
	u64 healthy_for;	/* ns, 0 to 1 h */
};

struct connloss_policy {
	u8 triggers, gates, rungs;	/* so many of those below */
	u8 forbidden;			/* bits: 1 << enum connloss_method */
	struct connloss_watch trigger[CONNLOSS_MAX_TRIGGERS];
	struct connloss_gate gate[CONNLOSS_MAX_GATES];
	struct connloss_rung rung[CONNLOSS_MAX_RUNGS];
	u64 cool_down, cool_down_max;	/* ns, 0 to 7 days; a maximum below the cool-down is none */
	u32 cool_down_factor;		/* 1 to 16 */
	u8 per_hour, per_day, per_boot;	/* 0: no such budget; else 1 to 64 */
	u8 give_up_after;		/* 0: never; else 1 to 64 */
	u64 grace;			/* ns, 0 to 1 h */
};

enum connloss_decision_kind {
	CONNLOSS_NOTHING,
	CONNLOSS_ACT,
	CONNLOSS_HEALTHY,		/* the ladder has ended and its last action is proved */
	CONNLOSS_GAVE_UP,
};

/*
 * Why nothing was decided though a trigger holds; the first that applies, in this order. As
 * policy::Held.
 */
enum connloss_held {
	CONNLOSS_HELD_NO_TRIGGER,	/* none holds */
	CONNLOSS_HELD_RUNNING,
	CONNLOSS_HELD_GAVE_UP,
	CONNLOSS_HELD_SUSPENDED,
	CONNLOSS_HELD_RADIO_BLOCKED,
	CONNLOSS_HELD_GRACE,
	CONNLOSS_HELD_COOL_DOWN,
	CONNLOSS_HELD_PER_HOUR,
	CONNLOSS_HELD_PER_DAY,
	CONNLOSS_HELD_PER_BOOT,
	CONNLOSS_HELD_GATE,
	CONNLOSS_HELD_NO_RUNG,
	CONNLOSS_HELDS
};

struct connloss_decision {
	u8 kind;		/* enum connloss_decision_kind */
	u8 held;		/* enum connloss_held; of CONNLOSS_NOTHING */
	u8 vif;			/* of CONNLOSS_NOTHING: the one for which most was in place */
	u8 rung, method, trigger;	/* of what is not CONNLOSS_NOTHING */
	u32 ladder;		/* from 1; 0 of CONNLOSS_NOTHING */
};

struct connloss_core;		/* its size is known below; its inside is connloss_core.c's */

/*
 * What is wrong with a policy: NULL, or a sentence. A policy with triggers and no rungs is wrong;
 * one with neither does nothing.
 */
const char *connloss_policy_trouble(const struct connloss_policy *policy);

/*
 * The policy is read at each call and must not change between them but by connloss_core_init()
 * anew. One with which something is wrong decides nothing.
 */
void connloss_core_init(struct connloss_core *core, const struct connloss_policy *policy);
struct connloss_decision connloss_core_on(struct connloss_core *core,
					  const struct connloss_event *event);
/*
 * When CONNLOSS_EV_TIMER is to be given at the latest (rule 14): may be earlier than needed, never
 * later.
 */
u64 connloss_core_deadline(const struct connloss_core *core);

#include "connloss_core_state.h"
#endif
