// SPDX-License-Identifier: GPL-2.0
#include <linux/module.h>
#include <linux/slab.h>
#include "cw1200.h"
#include "hwio.h"
#include "vcw1200_registers.h"
#include "wsm_firmware.h"

#define INPUT_BUFFERS 30
#define INPUT_BUFFER_SIZE 1632
#define CAPABLE_2_4_GHZ BIT(0)

/* CONFIG after power-on: silicon of the 8601 kind, processor in reset, registers in direct mode. */
#define CONFIG_AT_POWER_ON                                                            \
	(0x02000000 | ST90TDS_CONFIG_ACCESS_MODE_BIT | ST90TDS_CONFIG_CPU_RESET_BIT | \
	 ST90TDS_CONFIG_CPU_CLK_DIS_BIT)
/* The hardware clears these when what they ask for is done, which is at once here. */
#define CONFIG_SELF_CLEARING (ST90TDS_CONFIG_PRFETCH_BIT | ST90TDS_CONFIG_AHB_PRFETCH_BIT)
#define SHARED_MEMORY_SIZE 0x10000

struct vcw1200 {
	struct wsm_host host;
	struct wsm_firmware *firmware;
	void (*asks)(void *context);
	void *context;
	u32 config, tset, base;
	bool awake, interrupts_on;
	u8 shared[SHARED_MEMORY_SIZE]; /* with the boot loader: CW1200_APB() */
};

bool vcw1200_asserts(const struct vcw1200 *chip)
{
	return READ_ONCE(chip->interrupts_on) && wsm_firmware_waiting(chip->firmware);
}

static void message_waits(void *context)
{
	struct vcw1200 *chip = context;

	if (vcw1200_asserts(chip))
		chip->asks(chip->context);
}

struct vcw1200 *vcw1200_make(const char *name, const char *antenna, void (*asks)(void *context),
			     void *context)
{
	struct vcw1200 *chip = kvzalloc(sizeof(*chip), GFP_KERNEL);
	int failed;

	if (!chip)
		return ERR_PTR(-ENOMEM);
	chip->host = (struct wsm_host){
		.name = name,
		.input_buffers = INPUT_BUFFERS,
		.input_buffer_size = INPUT_BUFFER_SIZE,
		.capabilities = CAPABLE_2_4_GHZ,
		.bands = CAPABLE_2_4_GHZ,
		.message_waits = message_waits,
	};
	chip->asks = asks;
	chip->context = context;
	chip->firmware = wsm_firmware_make(&chip->host, chip, antenna);
	failed = PTR_ERR_OR_ZERO(chip->firmware);
	if (!failed)
		return chip;
	kvfree(chip);
	return ERR_PTR(failed);
}

void vcw1200_free(struct vcw1200 *chip)
{
	wsm_firmware_free(chip->firmware);
	kvfree(chip);
}

int vcw1200_power_on(struct vcw1200 *chip)
{
	chip->config = CONFIG_AT_POWER_ON;
	chip->tset = 0;
	chip->base = 0;
	chip->awake = false;
	chip->interrupts_on = false;
	memset(chip->shared, 0, sizeof(chip->shared));
	return wsm_firmware_power_on(chip->firmware);
}

void vcw1200_silence(struct vcw1200 *chip)
{
	WRITE_ONCE(chip->interrupts_on, false);
}

void vcw1200_power_off(struct vcw1200 *chip)
{
	vcw1200_silence(chip);
	wsm_firmware_power_off(chip->firmware);
}

void vcw1200_address(struct vcw1200 *chip, u8 address[ETH_ALEN])
{
	wsm_firmware_address(chip->firmware, address);
}

static u16 control(struct vcw1200 *chip)
{
	u16 value = DIV_ROUND_UP(wsm_firmware_waiting(chip->firmware), 2) &
		    ST90TDS_CONT_NEXT_LEN_MASK;

	return chip->awake ? value | ST90TDS_CONT_WUP_BIT | ST90TDS_CONT_RDY_BIT : value;
}

/* Octets of shared memory at the base register, or NULL where it is not there. */
static u8 *shared_at(struct vcw1200 *chip, int count)
{
	u32 offset = chip->base - PAC_SHARED_MEMORY_SILICON;

	return offset < SHARED_MEMORY_SIZE && count <= SHARED_MEMORY_SIZE - offset ?
		       chip->shared + offset :
		       NULL;
}

/* The silicon's name is in its ROM. */
static u32 read_rom(u32 address)
{
	switch (address) {
	case CW1200_CUT2_ID_ADDR:
		return CW1200_CUT_22_ID_STR1;
	case CW1200_CUT2_ID_ADDR + 4:
		return CW1200_CUT_22_ID_STR2;
	case CW1200_CUT2_ID_ADDR + 8:
		return CW1200_CUT_22_ID_STR3;
	}
	return 0;
}

/* A message, and in the last two octets the control register for what waits after it. */
static void read_message(struct vcw1200 *chip, u8 *to, int count)
{
	struct sk_buff *message = wsm_firmware_next(chip->firmware);

	memset(to, 0, count);
	if (message)
		memcpy(to, message->data, min_t(int, message->len, count));
	kfree_skb(message);
	if (count >= 2)
		put_unaligned_le16(control(chip), to + count - 2);
}

int vcw1200_read(struct vcw1200 *chip, u32 address, void *to, int count)
{
	u32 value = 0;
	u8 *memory;

	switch ((address >> 2) & 7) {
	case ST90TDS_CONFIG_REG_ID:
		value = chip->config;
		break;
	case ST90TDS_CONTROL_REG_ID:
		value = control(chip);
		break;
	case ST90TDS_TSET_GEN_R_W_REG_ID:
		value = chip->tset;
		break;
	case ST90TDS_AHB_DPORT_REG_ID:
		value = read_rom(chip->base);
		break;
	case ST90TDS_SRAM_DPORT_REG_ID:
		memory = shared_at(chip, count);
		if (!memory)
			return -EIO;
		memcpy(to, memory, count);
		return 0;
	case ST90TDS_IN_OUT_QUEUE_REG_ID:
		read_message(chip, to, count);
		return 0;
	}
	memset(to, 0, count);
	value = (__force u32)cpu_to_le32(value);
	memcpy(to, &value, min(count, 4));
	return 0;
}

static void write_config(struct vcw1200 *chip, u32 value)
{
	u32 before = chip->config;

	chip->config = value & ~CONFIG_SELF_CLEARING;
	WRITE_ONCE(chip->interrupts_on, value & ST90TDS_CONF_IRQ_ENABLE);
	if (before & ST90TDS_CONFIG_ACCESS_MODE_BIT && !(value & ST90TDS_CONFIG_ACCESS_MODE_BIT))
		wsm_firmware_boot(chip->firmware);
	if (vcw1200_asserts(chip))
		chip->asks(chip->context);
}

/* What the boot loader does when the host has written a word of the download control area. */
static void boot_loader(struct vcw1200 *chip, u32 offset)
{
	u32 word = get_unaligned_le32(chip->shared + offset);

	if (offset == DOWNLOAD_IMAGE_SIZE_REG && word == DOWNLOAD_ARE_YOU_HERE)
		put_unaligned_le32(DOWNLOAD_I_AM_HERE, chip->shared + offset);
	if (offset != DOWNLOAD_PUT_REG)
		return;
	put_unaligned_le32(word, chip->shared + DOWNLOAD_GET_REG);
	if (word && word == get_unaligned_le32(chip->shared + DOWNLOAD_IMAGE_SIZE_REG))
		put_unaligned_le32(DOWNLOAD_SUCCESS, chip->shared + DOWNLOAD_STATUS_REG);
}

int vcw1200_write(struct vcw1200 *chip, u32 address, const void *from, int count)
{
	u32 value = 0;
	u8 *memory;

	if (((address >> 2) & 7) == ST90TDS_IN_OUT_QUEUE_REG_ID) {
		wsm_firmware_from_host(chip->firmware, from, count);
		return 0;
	}
	memcpy(&value, from, min(count, 4));
	value = le32_to_cpu((__force __le32)value);
	switch ((address >> 2) & 7) {
	case ST90TDS_CONFIG_REG_ID:
		write_config(chip, value);
		break;
	case ST90TDS_CONTROL_REG_ID:
		chip->awake = value & ST90TDS_CONT_WUP_BIT;
		break;
	case ST90TDS_TSET_GEN_R_W_REG_ID:
		chip->tset = value;
		break;
	case ST90TDS_SRAM_BASE_ADDR_REG_ID:
		chip->base = value;
		break;
	case ST90TDS_SRAM_DPORT_REG_ID:
		memory = shared_at(chip, count);
		if (!memory)
			return -EIO;
		memcpy(memory, from, count);
		if (count == 4)
			boot_loader(chip, memory - chip->shared);
		break;
	}
	return 0;
}
