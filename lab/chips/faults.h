/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What is wrong with a virtual chip, and what heals it. The faults belong to the module, not to the
 * bound device: they outlive its driver, as a chip's own state does. Any context.
 */
#ifndef VCHIP_FAULTS_H
#define VCHIP_FAULTS_H

#include <linux/types.h>

enum chip_fault {
	FAULT_BSS_LOST_FLOOD,	/* BSS_LOST each second with beacons there; null frames fail */
	FAULT_RECEIVE_WEDGE,	/* no frame, beacon or acknowledgement is received; frames go out */
	FAULT_MUTE,		/* nothing goes out; each frame is reported as not acknowledged */
	FAULT_HANG,		/* the firmware answers nothing and does nothing */
	FAULT_REFUSE_JOINS,
	FAULT_SLOW_SCAN,	/* 3 s on each channel: longer than any driver waits */
	FAULT_LOST_CONFIRMS,	/* frames go out, and are never confirmed to the host */
	CHIP_FAULTS
};

enum chip_heal {
	HEALS_NEVER,		/* until somebody writes "none" */
	HEALS_JOIN,		/* the host's next JOIN request, before it is looked at */
	HEALS_UNJOIN,		/* the host's next RESET request */
	HEALS_CHIP_RESET,	/* the power cycle */
	CHIP_HEALS
};

bool fault_in_force(enum chip_fault fault);
/* Ends the faults that this heals. */
void faults_heal(enum chip_heal by);

/*
 * "NAME [heals=WHAT]" adds one (chip-reset where nothing is said) or says anew what heals it;
 * "none" ends all. -EINVAL: no such name, or a hang that a request should heal. The text is taken
 * apart.
 */
int faults_write(char *text);
/* "NAME heals=WHAT" lines, or "none". Returns the length. */
size_t faults_read(char *text, size_t size);

#endif
