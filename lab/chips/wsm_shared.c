// SPDX-License-Identifier: GPL-2.0
/*
 * Tells the connection-loss guard, where it is loaded before the chip, that the chip's other
 * function is in use: a reset takes that down too. Without the guard there is nobody to tell.
 */
#include <linux/device.h>
#include <linux/module.h>
#include "connloss_bus_reset.h"
#include "wsm_state.h"

static struct wsm_firmware *chip;
static bool is_known;

static bool is_chip(struct device *device)
{
	return !strcmp(dev_name(device), chip->host->name);
}

static bool other_in_use(struct device *device)
{
	return wsm_firmware_bluetooth_open(chip);
}

static struct connloss_bus_ops bus_ops = {
	.concerns = is_chip,
	.shared_in_use = other_in_use,
};

void wsm_shared_begin(struct wsm_firmware *firmware)
{
	void (*tell)(struct connloss_bus_ops *ops) = symbol_get(connloss_bus_ops_register);

	chip = firmware;
	if (!tell)
		return;
	/* The guard stays loaded as long as it knows the chip. */
	tell(&bus_ops);
	is_known = true;
}

void wsm_shared_end(void)
{
	void (*forget)(struct connloss_bus_ops *ops);

	if (!is_known)
		return;
	forget = symbol_get(connloss_bus_ops_unregister);
	if (forget) {
		forget(&bus_ops);
		symbol_put(connloss_bus_ops_unregister);
	}
	symbol_put(connloss_bus_ops_register);
}
