// SPDX-License-Identifier: GPL-2.0
/* The faults of a virtual chip: faults.h. */
#include <linux/kernel.h>
#include <linux/spinlock.h>
#include <linux/string.h>
#include "faults.h"

static const char *const fault_names[CHIP_FAULTS] = {
	[FAULT_BSS_LOST_FLOOD] = "bss-lost-flood",
	[FAULT_RECEIVE_WEDGE] = "receive-wedge",
	[FAULT_MUTE] = "mute",
	[FAULT_HANG] = "hang",
	[FAULT_REFUSE_JOINS] = "refuse-joins",
	[FAULT_SLOW_SCAN] = "slow-scan",
	[FAULT_LOST_CONFIRMS] = "lost-confirms",
};

static const char *const heal_names[CHIP_HEALS] = {
	[HEALS_NEVER] = "never",
	[HEALS_JOIN] = "join",
	[HEALS_UNJOIN] = "unjoin",
	[HEALS_CHIP_RESET] = "chip-reset",
};

static DEFINE_SPINLOCK(lock);
static unsigned long in_force;		/* bits: enum chip_fault */
static u8 healed_by[CHIP_FAULTS];	/* enum chip_heal */

bool fault_in_force(enum chip_fault fault)
{
	return test_bit(fault, &in_force);
}

void faults_heal(enum chip_heal by)
{
	unsigned long flags;
	int i;

	spin_lock_irqsave(&lock, flags);
	for (i = 0; i < CHIP_FAULTS; i++)
		if (healed_by[i] == by)
			__clear_bit(i, &in_force);
	spin_unlock_irqrestore(&lock, flags);
}

int faults_write(char *text)
{
	char *word = strsep(&text, " ");
	int heal = HEALS_CHIP_RESET, fault;
	unsigned long flags;

	if (!strcmp(word, "none") && !text) {
		spin_lock_irqsave(&lock, flags);
		in_force = 0;
		spin_unlock_irqrestore(&lock, flags);
		return 0;
	}
	fault = match_string(fault_names, CHIP_FAULTS, word);
	if (fault < 0)
		return -EINVAL;
	if (text) {
		if (strncmp(text, "heals=", 6))
			return -EINVAL;
		heal = match_string(heal_names, CHIP_HEALS, text + 6);
		if (heal < 0)
			return -EINVAL;
		/* A firmware that hangs takes no request that could heal it. */
		if (fault == FAULT_HANG && (heal == HEALS_JOIN || heal == HEALS_UNJOIN))
			return -EINVAL;
	}
	spin_lock_irqsave(&lock, flags);
	healed_by[fault] = heal;
	__set_bit(fault, &in_force);
	spin_unlock_irqrestore(&lock, flags);
	return 0;
}

size_t faults_read(char *text, size_t size)
{
	unsigned long flags;
	size_t length = 0;
	int i;

	spin_lock_irqsave(&lock, flags);
	for (i = 0; i < CHIP_FAULTS; i++)
		if (test_bit(i, &in_force))
			length += scnprintf(text + length, size - length, "%s heals=%s\n",
					    fault_names[i], heal_names[healed_by[i]]);
	spin_unlock_irqrestore(&lock, flags);
	return length ?: scnprintf(text, size, "none\n");
}
