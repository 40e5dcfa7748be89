/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the driver's core above the chip believes, for tests: /sys/kernel/debug/vchip/driver, lines
 * "name value", one for each state that docs/kernel-survives.md names of cw1200. No chip could tell;
 * this reads the core's own structure, whose layout is that of the sources the chip is built with.
 */
#ifndef VCHIP_VCW1200_DRIVER_H
#define VCHIP_VCW1200_DRIVER_H

struct cw1200_common;
struct device;

/* core: where the bus keeps it, NULL while there is none; changed only with the device locked. */
void vcw1200_driver_show(struct device *device, struct cw1200_common **core);
void vcw1200_driver_hide(void);

#endif
