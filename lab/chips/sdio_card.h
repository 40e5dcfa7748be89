/* SPDX-License-Identifier: GPL-2.0 */
/*
 * An SDIO card of several functions, as its host sees it: the states that CMD0, CMD3, CMD5 and CMD7
 * lead through, the common registers with their information structure, and the functions' registers
 * through CMD52 and CMD53. SDIO Simplified Specification 2.00; it has no memory, no 1.8 V and no
 * suspended functions.
 */
#ifndef VCHIP_SDIO_CARD_H
#define VCHIP_SDIO_CARD_H

#include <linux/types.h>

#define SDIO_CARD_FUNCTIONS 2 /* at most; numbered from 1 */

/* One function of the card. Process context; calls come one after the other, but for asserts(). */
struct sdio_card_function {
	u16 vendor, device;
	u16 largest_block; /* octets */
	void *context;
	/* Power comes (all state is new) or goes. An error: the card does not answer at all. */
	int (*power)(void *context, bool on);
	/* Registers of 17 address bits. 0 or an error, which the host sees as R5_ERROR. */
	int (*read)(void *context, u32 address, void *to, size_t count);
	int (*write)(void *context, u32 address, const void *from, size_t count);
	/* Does it ask for attention? Any context. */
	bool (*asserts)(void *context);
};

struct sdio_card {
	const struct sdio_card_function *function[SDIO_CARD_FUNCTIONS];
	unsigned int functions;

	bool powered, selected;
	u16 address; /* 0: none yet */
	u8 io_enable, interrupt_enable, bus_interface, speed;
	u16 block_size[SDIO_CARD_FUNCTIONS + 1];
};

/* Of a card whose functions are filled in. */
int sdio_card_power(struct sdio_card *card, bool on);

/*
 * A command without data. 0 and the response; -ETIMEDOUT: the card does not answer, as it has no
 * power, is in another state, or knows no such command.
 */
int sdio_card_command(struct sdio_card *card, u32 opcode, u32 argument, u32 *response);
/* CMD53, with what is written or room for what is read. -EINVAL: not as long as it says. */
int sdio_card_transfer(struct sdio_card *card, u32 argument, void *data, size_t length,
		       u32 *response);

/* An enabled interrupt is pending. Any context. */
bool sdio_card_interrupts(const struct sdio_card *card);

#endif
