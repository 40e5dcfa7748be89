/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the core keeps. Of a fixed size, so that whoever uses it decides where it lives; nobody but
 * the core looks inside, but for the two counters at its end. CONNLOSS_NEVER stands for an instant
 * that is not known.
 */
#ifndef CONNLOSS_CORE_STATE_H
#define CONNLOSS_CORE_STATE_H

#ifndef CONNLOSS_CORE_H
#error "include connloss_core.h, not this"
#endif

#define CONNLOSS_FAILURES	6	/* bits of enum connloss_failure */
#define CONNLOSS_MAX_COMEBACKS	8	/* rule 5 */

enum connloss_link { CONNLOSS_UNKNOWN, CONNLOSS_DOWN, CONNLOSS_UP };	/* being joined is down */

/* The instants of the last occurrences, as many as are asked for, in a ring. */
struct connloss_window {
	u64 at[CONNLOSS_MAX_COUNT];
	u8 kept;
	u8 next;		/* where all places are taken: of the oldest */
};

struct connloss_failed_at {
	u8 bssid[6];
	u32 times[CONNLOSS_FAILURES];
};

struct connloss_comeback {
	u8 bssid[6];
	bool has_bssid;
	bool ours;		/* asked for after a reset of ours: rule 7 */
};

/* Rules 3 to 7. */
struct connloss_vif {
	u8 link;		/* enum connloss_link */
	bool known;
	bool keys;
	bool worked;
	bool radio_blocked;
	u8 access_points, comebacks;	/* so many of those below */
	u64 lost_at, made_at;
	u64 own_reset;		/* decided for or finished, and no link made since */
	u64 fault_at, blocked_at;	/* the latest; of a block, since the link was made */
	u32 failed[CONNLOSS_FAILURES];
	struct connloss_failed_at access_point[CONNLOSS_MAX_BSSIDS];
	struct connloss_comeback comeback[CONNLOSS_MAX_COMEBACKS];	/* the latest last */
	struct connloss_window window[CONNLOSS_MAX_WATCHES];
};

/* Rules 11 and 12. */
struct connloss_limits {
	u64 action[CONNLOSS_MAX_COUNT];	/* the last ones, in a ring */
	u32 actions;		/* that were not refused */
	u32 since_boot;
	u64 decided_at;		/* for the latest action, a refused one too */
	u64 cool_down;		/* of the latest ladder */
};

/* Rule 10: of the ladder that runs, or ran last. */
struct connloss_ladder {
	bool running;
	u8 vif, rung, trigger;
	u8 acted;		/* actions that were not refused */
	bool stood;		/* the link, at the decision, and it was not made since */
	bool made;		/* since the decision */
	bool finished;		/* the action: all its steps were done */
	bool lost_now, refused_now, broken_off_now;	/* by the event that is looked at */
	u32 number;
	u64 decided_at, proved_at;
	u64 own_reset_before;
};

struct connloss_core {
	const struct connloss_policy *policy;	/* NULL: none, or a wrong one */
	u64 now;
	u64 wake;		/* nothing is decided before, unless something happens */
	u64 grace_until;
	bool suspended;
	bool gave_up;
	bool all_blocked;	/* the radio of whatever comes */
	bool names_the_link;	/* some gate does */
	u8 unproved;		/* ladders in a row, up to 64 */
	u8 watches;
	u8 vifs;
	u8 order[CONNLOSS_MAX_VIFS];	/* of the known ones, as they were first told */
	struct connloss_watch watch[CONNLOSS_MAX_WATCHES];	/* of triggers, then of gates */
	u8 symptom[CONNLOSS_MAX_GATES][CONNLOSS_MAX_CONDITIONS];	/* index into watch */
	struct connloss_limits limits;
	struct connloss_ladder ladder;
	struct connloss_vif vif[CONNLOSS_MAX_VIFS];
	u64 left_out;		/* events of interfaces that are not followed */
	u64 not_understood;	/* events whose kind, failure or fault is none */
};

#endif
