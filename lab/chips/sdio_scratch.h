/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A function of an SDIO card that is nothing but a few octets of memory, which power loss empties,
 * and an interrupt: the octet at SDIO_SCRATCH_INTERRUPT asserts it while it is not 0. A stand-in
 * for a chip's other function.
 */
#ifndef VCHIP_SDIO_SCRATCH_H
#define VCHIP_SDIO_SCRATCH_H

#include "sdio_card.h"

#define SDIO_SCRATCH_SIZE 1024
#define SDIO_SCRATCH_INTERRUPT (SDIO_SCRATCH_SIZE - 1)

/* No vendor's: what their peer driver (vsdio_peer.c) binds. */
#define SDIO_SCRATCH_VENDOR 0xfff0
#define SDIO_SCRATCH_FIRST 0x0001
#define SDIO_SCRATCH_SECOND 0x0002

struct sdio_scratch {
	struct sdio_card_function function;
	u8 memory[SDIO_SCRATCH_SIZE];
};

void sdio_scratch_init(struct sdio_scratch *scratch, u16 device);

#endif
