// SPDX-License-Identifier: GPL-2.0
#include <linux/errno.h>
#include <linux/string.h>
#include "sdio_scratch.h"

#define LARGEST_BLOCK 512

static int power(void *context, bool on)
{
	struct sdio_scratch *scratch = context;

	memset(scratch->memory, 0, sizeof(scratch->memory));
	return 0;
}

static bool is_inside(u32 address, size_t count)
{
	return count <= SDIO_SCRATCH_SIZE && address <= SDIO_SCRATCH_SIZE - count;
}

static int read(void *context, u32 address, void *to, size_t count)
{
	struct sdio_scratch *scratch = context;

	if (!is_inside(address, count))
		return -ERANGE;
	memcpy(to, scratch->memory + address, count);
	return 0;
}

static int write(void *context, u32 address, const void *from, size_t count)
{
	struct sdio_scratch *scratch = context;

	if (!is_inside(address, count))
		return -ERANGE;
	memcpy(scratch->memory + address, from, count);
	return 0;
}

static bool asserts(void *context)
{
	struct sdio_scratch *scratch = context;

	return READ_ONCE(scratch->memory[SDIO_SCRATCH_INTERRUPT]);
}

void sdio_scratch_init(struct sdio_scratch *scratch, u16 device)
{
	scratch->function = (struct sdio_card_function){
		.vendor = SDIO_SCRATCH_VENDOR,
		.device = device,
		.largest_block = LARGEST_BLOCK,
		.context = scratch,
		.power = power,
		.read = read,
		.write = write,
		.asserts = asserts,
	};
}
