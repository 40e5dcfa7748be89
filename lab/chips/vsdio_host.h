/* SPDX-License-Identifier: GPL-2.0 */
/*
 * An MMC host without hardware, in whose slot one card of sdio_card.h sits: it answers at once,
 * reports interrupts, and gives and takes the card's power as the MMC core says.
 */
#ifndef VCHIP_VSDIO_HOST_H
#define VCHIP_VSDIO_HOST_H

#include <linux/platform_device.h>
#include "sdio_card.h"

struct vsdio_host;

struct vsdio_host_options {
	bool nonremovable; /* as a chip that is soldered in: the core scans once */
	bool cuts_power; /* else the card keeps its power whatever the core says */
	bool interrupt_thread; /* the core's thread handles interrupts; else its work item */
};

/* The card is the host's until it is free again. ERR_PTR. */
struct vsdio_host *vsdio_host_make(struct platform_device *parent, struct sdio_card *card,
				   const struct vsdio_host_options *options);
/* The card gets power, and the core begins to look for it on its own queue. */
int vsdio_host_start(struct vsdio_host *host);
/* Unbinds the functions' drivers; the card has no power afterwards. */
void vsdio_host_stop(struct vsdio_host *host);
void vsdio_host_free(struct vsdio_host *host);

/* A function may assert its interrupt now. Any context. */
void vsdio_host_look(struct vsdio_host *host);

/* So often the core gave the card power. */
unsigned int vsdio_host_power_cycles(struct vsdio_host *host);

#endif
