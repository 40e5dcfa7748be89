// SPDX-License-Identifier: GPL-2.0
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/mmc/mmc.h>
#include <linux/mmc/sd.h>
#include <linux/mmc/sdio.h>
#include <linux/string.h>
#include "sdio_card.h"

#define CARD_ADDRESS 0x0001
#define VOLTAGES 0x00ff8000 /* 2.7 to 3.6 V, as in the operating conditions register */
#define IO_RESET BIT(3) /* of SDIO_CCCR_ABORT */
#define ALL_FUNCTIONS GENMASK(SDIO_CARD_FUNCTIONS, 1)
#define STATE_COMMAND BIT(12) /* of R5 */

/* Where the information structure of each function (0: the card's) begins. */
#define CIS_BASE 0x1000
#define CIS_DISTANCE 0x0100
#define LARGEST_CIS 64

#define TUPLE_MANUFACTURER 0x20
#define TUPLE_FUNCTION_ID 0x21
#define TUPLE_FUNCTION_EXTENSION 0x22
#define TUPLE_END 0xff
#define FUNCTION_ID_SDIO 0x0c
#define EXTENSION_OF_CARD 0x00
#define EXTENSION_OF_FUNCTION 0x01
#define EXTENSION_LENGTH 42 /* of a function, from SDIO 1.10 on */
#define SPEED_25_MBIT 0x32

/* What an I/O reset leaves behind; the functions behind their registers do not notice it. */
static void forget_host(struct sdio_card *card)
{
	card->selected = false;
	card->address = 0;
	card->io_enable = 0;
	card->interrupt_enable = 0;
	card->bus_interface = 0;
	card->speed = 0;
	memset(card->block_size, 0, sizeof(card->block_size));
}

int sdio_card_power(struct sdio_card *card, bool on)
{
	unsigned int i;
	int failed = 0;

	if (on == card->powered)
		return 0;
	forget_host(card);
	for (i = 0; i < card->functions && !failed; ++i)
		failed = card->function[i]->power(card->function[i]->context, on);
	card->powered = on && !failed;
	if (failed)
		while (--i)
			card->function[i - 1]->power(card->function[i - 1]->context, false);
	return failed;
}

static size_t put_id(u8 *cis, u16 vendor, u16 device)
{
	const u8 tuple[] = { TUPLE_MANUFACTURER, 4, vendor, vendor >> 8, device, device >> 8,
			     TUPLE_FUNCTION_ID, 2, FUNCTION_ID_SDIO, 0 };

	memcpy(cis, tuple, sizeof(tuple));
	return sizeof(tuple);
}

static void cis_of_card(const struct sdio_card *card, u8 cis[LARGEST_CIS])
{
	const struct sdio_card_function *first = card->function[0];
	size_t at = put_id(cis, first->vendor, first->device);
	const u8 tuple[] = { TUPLE_FUNCTION_EXTENSION, 4, EXTENSION_OF_CARD,
			     first->largest_block, first->largest_block >> 8, SPEED_25_MBIT };

	memcpy(cis + at, tuple, sizeof(tuple));
}

static void cis_of_function(const struct sdio_card_function *function, u8 cis[LARGEST_CIS])
{
	u8 *tuple = cis + put_id(cis, function->vendor, function->device);

	memset(tuple, 0, EXTENSION_LENGTH + 2);
	tuple[0] = TUPLE_FUNCTION_EXTENSION;
	tuple[1] = EXTENSION_LENGTH;
	tuple[2] = EXTENSION_OF_FUNCTION;
	tuple[2 + 12] = function->largest_block;
	tuple[2 + 13] = function->largest_block >> 8;
	tuple[2 + 28] = 10; /* ready after 100 ms at the latest */
}

static u8 read_cis(const struct sdio_card *card, u32 offset)
{
	unsigned int number = offset / CIS_DISTANCE;
	u8 cis[LARGEST_CIS];

	memset(cis, TUPLE_END, sizeof(cis));
	if (number > card->functions || offset % CIS_DISTANCE >= LARGEST_CIS)
		return TUPLE_END;
	if (number)
		cis_of_function(card->function[number - 1], cis);
	else
		cis_of_card(card, cis);
	return cis[offset % CIS_DISTANCE];
}

static u8 pending(const struct sdio_card *card)
{
	unsigned int i;
	u8 bits = 0;

	for (i = 0; i < card->functions; ++i)
		if (card->io_enable & BIT(i + 1) &&
		    card->function[i]->asserts(card->function[i]->context))
			bits |= BIT(i + 1);
	return bits;
}

bool sdio_card_interrupts(const struct sdio_card *card)
{
	return card->powered && card->interrupt_enable & 1 &&
	       card->interrupt_enable & pending(card);
}

static u8 read_card(const struct sdio_card *card, u32 address)
{
	unsigned int number = address / SDIO_FBR_BASE(1);
	u32 cis = CIS_BASE + number * CIS_DISTANCE;

	if (address >= CIS_BASE)
		return read_cis(card, address - CIS_BASE);
	if (number > card->functions)
		return 0;
	switch (address % SDIO_FBR_BASE(1)) {
	case SDIO_FBR_CIS:
		return cis;
	case SDIO_FBR_CIS + 1:
		return cis >> 8;
	case SDIO_FBR_CIS + 2:
		return cis >> 16;
	case SDIO_CCCR_BLKSIZE:
		return card->block_size[number];
	case SDIO_CCCR_BLKSIZE + 1:
		return card->block_size[number] >> 8;
	}
	switch (address) {
	case SDIO_CCCR_CCCR:
		return SDIO_SDIO_REV_2_00 << 4 | SDIO_CCCR_REV_1_20;
	case SDIO_CCCR_SD:
		return SDIO_SD_REV_2_00;
	case SDIO_CCCR_IOEx:
	case SDIO_CCCR_IORx:
		return card->io_enable;
	case SDIO_CCCR_IENx:
		return card->interrupt_enable;
	case SDIO_CCCR_INTx:
		return pending(card);
	case SDIO_CCCR_IF:
		return card->bus_interface;
	case SDIO_CCCR_CAPS:
		return SDIO_CCCR_CAP_SDC | SDIO_CCCR_CAP_SMB;
	case SDIO_CCCR_SPEED:
		return SDIO_SPEED_SHS | card->speed;
	}
	return 0;
}

static void write_block_size(struct sdio_card *card, unsigned int number, bool is_high, u8 value)
{
	u16 *size = &card->block_size[number];

	*size = is_high ? value << 8 | (*size & 0xff) : (*size & 0xff00) | value;
}

static void write_card(struct sdio_card *card, u32 address, u8 value)
{
	unsigned int number = address / SDIO_FBR_BASE(1);
	u32 offset = address % SDIO_FBR_BASE(1);

	if (number <= card->functions &&
	    (offset == SDIO_CCCR_BLKSIZE || offset == SDIO_CCCR_BLKSIZE + 1)) {
		write_block_size(card, number, offset == SDIO_CCCR_BLKSIZE + 1, value);
		return;
	}
	switch (address) {
	case SDIO_CCCR_IOEx:
		card->io_enable = value & ALL_FUNCTIONS;
		break;
	case SDIO_CCCR_IENx:
		card->interrupt_enable = value & (ALL_FUNCTIONS | 1);
		break;
	case SDIO_CCCR_ABORT:
		if (value & IO_RESET)
			forget_host(card);
		break;
	case SDIO_CCCR_IF:
		card->bus_interface = value;
		break;
	case SDIO_CCCR_SPEED:
		card->speed = value & SDIO_SPEED_BSS_MASK;
		break;
	}
}

/* The function that a command means, where it may be used; else what is wrong, as in R5. */
static u32 find_function(const struct sdio_card *card, unsigned int number,
			 const struct sdio_card_function **function)
{
	if (number > card->functions)
		return R5_FUNCTION_NUMBER;
	if (!(card->io_enable & BIT(number)))
		return R5_ERROR;
	*function = card->function[number - 1];
	return 0;
}

static u32 direct(struct sdio_card *card, u32 argument)
{
	const struct sdio_card_function *function;
	unsigned int number = argument >> 28 & 7;
	u32 address = argument >> 9 & 0x1ffff;
	bool is_write = argument >> 31, reads_back = argument & BIT(27);
	u8 value = argument;
	u32 wrong;

	if (!number) {
		if (is_write)
			write_card(card, address, value);
		if (!is_write || reads_back)
			value = read_card(card, address);
		return STATE_COMMAND | value;
	}
	wrong = find_function(card, number, &function);
	if (!wrong && is_write && function->write(function->context, address, &value, 1))
		wrong = R5_ERROR;
	if (!wrong && (!is_write || reads_back) &&
	    function->read(function->context, address, &value, 1))
		wrong = R5_ERROR;
	return STATE_COMMAND | wrong | value;
}

int sdio_card_command(struct sdio_card *card, u32 opcode, u32 argument, u32 *response)
{
	if (!card->powered)
		return -ETIMEDOUT;
	switch (opcode) {
	case MMC_GO_IDLE_STATE: /* a card without memory does not obey it, and it has no answer */
		return 0;
	case SD_IO_SEND_OP_COND:
		*response = MMC_CARD_BUSY | card->functions << 28 | VOLTAGES;
		return 0;
	case SD_SEND_RELATIVE_ADDR:
		card->address = CARD_ADDRESS;
		*response = card->address << 16;
		return 0;
	case MMC_SELECT_CARD:
		card->selected = card->address && argument >> 16 == card->address;
		*response = 0;
		return card->selected || !argument ? 0 : -ETIMEDOUT;
	case SD_IO_RW_DIRECT:
		if (!card->selected)
			return -ETIMEDOUT;
		*response = direct(card, argument);
		return 0;
	}
	return -ETIMEDOUT;
}

int sdio_card_transfer(struct sdio_card *card, u32 argument, void *data, size_t length,
		       u32 *response)
{
	const struct sdio_card_function *function;
	unsigned int number = argument >> 28 & 7;
	u32 address = argument >> 9 & 0x1ffff;
	u32 count = argument & 0x1ff;
	int failed;

	if (!card->powered || !card->selected)
		return -ETIMEDOUT;
	*response = STATE_COMMAND |
		    (number ? find_function(card, number, &function) : R5_FUNCTION_NUMBER);
	if (*response != STATE_COMMAND)
		return 0;
	if (argument & BIT(27))
		count *= card->block_size[number];
	else if (!count)
		count = 512;
	if (!count || count != length)
		return -EINVAL;
	if (argument >> 31)
		failed = function->write(function->context, address, data, count);
	else
		failed = function->read(function->context, address, data, count);
	if (failed)
		*response |= R5_ERROR;
	return 0;
}
