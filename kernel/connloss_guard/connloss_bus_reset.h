/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The bus reset: a device's driver is unbound, the bus resets the device in its own way where it
 * has one, and the driver is bound again, so that the driver begins with a chip that knows nothing.
 *
 * What the driver core promises is read in drivers/base/dd.c: device_release_driver() waits for a
 * probe or a removal that runs, device_attach() probes synchronously. What mmc_hw_reset() promises
 * is read in drivers/mmc/core/sdio.c (mmc_sdio_hw_reset): connloss_sdio.c.
 */
#ifndef CONNLOSS_BUS_RESET_H
#define CONNLOSS_BUS_RESET_H

#include <linux/device.h>
#include <linux/list.h>

/*
 * What a bus, or the driver of a chip, knows besides. All in process context, may sleep, and
 * without the device's lock; each may be NULL. Of several that concern a device (its bus, its
 * driver) each is asked whether it is shared, and those registered last may reset it first;
 * -EOPNOTSUPP leaves that to the next.
 */
struct connloss_bus_ops {
	struct list_head node;		/* the guard's */
	/* Does it concern this device? NULL: none. */
	bool (*concerns)(struct device *dev);
	/*
	 * Is another function of the same chip (Bluetooth) in use, which a reset would take down?
	 * The driver is bound.
	 */
	bool (*shared_in_use)(struct device *dev);
	/*
	 * Resets all functions of the chip in a way that tells their drivers; the bus then probes
	 * all of them again. Only where shared_in_use() says yes and the reset is wished all the
	 * same; the driver is bound. 0 or an error.
	 */
	int (*reset_shared)(struct device *dev);
	/*
	 * Resets the device; no driver is bound to it. 0 or an error, after which the driver is
	 * bound all the same.
	 */
	int (*reset)(struct device *dev);
};

/* Process context. unregister waits for an operation that runs. The ops must stay until then. */
void connloss_bus_ops_register(struct connloss_bus_ops *ops);
void connloss_bus_ops_unregister(struct connloss_bus_ops *ops);

enum connloss_on_shared {
	CONNLOSS_SHARED_REFUSE,		/* not while another function is in use */
	CONNLOSS_SHARED_WARN,		/* a warning in the kernel's log, and on */
};

struct connloss_bus_reset_outcome {
	bool shared;			/* another function was in use */
	bool reset;			/* the bus has reset the device in its own way */
};

/*
 * Process context, no lock held, for at most 30 s plus what removal and probe take. The caller
 * holds a reference on dev; outcome may be NULL.
 *   0            the driver is bound again, or the bus probes all functions again
 *   -EBUSY       another function is in use; somebody else unbinds the driver; or this device is
 *                being reset already
 *   -EOPNOTSUPP  the device is on no bus, or had no driver
 *   others       the driver is unbound, and did not bind again: its probe failed, or it has been
 *                unloaded
 */
int connloss_bus_reset(struct device *dev, enum connloss_on_shared on_shared,
		       struct connloss_bus_reset_outcome *outcome);

#endif
