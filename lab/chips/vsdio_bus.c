// SPDX-License-Identifier: GPL-2.0
/*
 * A Wi-Fi chip on an SDIO card of two functions: 1 is a CW1200 (vcw1200_registers.h) as mainline's
 * cw1200_wlan_sdio binds it, 2 stands for its Bluetooth (sdio_scratch.h). With wifi=0 both are
 * scratch functions, and no antenna is needed.
 *
 * cw1200_wlan_sdio asks user space for wsm_22.bin and sdd_sagrad_1091_1098.bin, and gives itself a
 * MAC address of its own: it must be set to the antenna's before the interface goes up. debugfs:
 * vsdio/power_cycles.
 */
#include <linux/debugfs.h>
#include <linux/mmc/sdio_ids.h>
#include <linux/module.h>
#include <linux/platform_device.h>
#include "sdio_scratch.h"
#include "vcw1200_registers.h"
#include "vsdio_host.h"

#define CHIP_NAME "vsdio"
#define LARGEST_BLOCK 512

static char *antenna = "ant0";
static bool nonremovable, interrupt_thread;
static bool wifi = true, cuts_power = true;
module_param(antenna, charp, 0444);
MODULE_PARM_DESC(antenna,
		 "active monitor interface of a hwsim radio that is the chip's air (ant0)");
module_param(wifi, bool, 0444);
MODULE_PARM_DESC(wifi, "the first function is a CW1200 (Y)");
module_param(nonremovable, bool, 0444);
MODULE_PARM_DESC(nonremovable, "the card is soldered in (N)");
module_param(cuts_power, bool, 0444);
MODULE_PARM_DESC(cuts_power, "the host can take the card's power (Y)");
module_param(interrupt_thread, bool, 0444);
MODULE_PARM_DESC(interrupt_thread,
		 "interrupts are handled by the core's thread instead of its work item (N)");

static struct vcw1200 *chip;
static struct sdio_scratch first, second;
static struct sdio_card card = { .functions = 2 };
static struct platform_device *slot;
static struct vsdio_host *host;
static struct dentry *folder;

static int chip_power(void *context, bool on)
{
	if (on)
		return vcw1200_power_on(chip);
	vcw1200_power_off(chip);
	return 0;
}

static int chip_read(void *context, u32 address, void *to, size_t count)
{
	return vcw1200_read(chip, address, to, count);
}

static int chip_write(void *context, u32 address, const void *from, size_t count)
{
	return vcw1200_write(chip, address, from, count);
}

static bool chip_asserts(void *context)
{
	return vcw1200_asserts(chip);
}

static const struct sdio_card_function chip_function = {
	.vendor = SDIO_VENDOR_ID_STE,
	.device = SDIO_DEVICE_ID_STE_CW1200,
	.largest_block = LARGEST_BLOCK,
	.power = chip_power,
	.read = chip_read,
	.write = chip_write,
	.asserts = chip_asserts,
};

static void chip_asks(void *context)
{
	vsdio_host_look(host);
}

static int power_cycles_get(void *data, u64 *value)
{
	*value = vsdio_host_power_cycles(host);
	return 0;
}

DEFINE_DEBUGFS_ATTRIBUTE(power_cycles, power_cycles_get, NULL, "%llu\n");

static int fill_card(void)
{
	sdio_scratch_init(&second, SDIO_SCRATCH_SECOND);
	card.function[1] = &second.function;
	if (!wifi) {
		sdio_scratch_init(&first, SDIO_SCRATCH_FIRST);
		card.function[0] = &first.function;
		return 0;
	}
	chip = vcw1200_make(CHIP_NAME, antenna, chip_asks, NULL);
	card.function[0] = &chip_function;
	return PTR_ERR_OR_ZERO(chip);
}

static void free_chip(void)
{
	if (wifi)
		vcw1200_free(chip);
}

static int __init vsdio_init(void)
{
	const struct vsdio_host_options options = {
		.nonremovable = nonremovable,
		.cuts_power = cuts_power,
		.interrupt_thread = interrupt_thread,
	};

	int failed = fill_card();

	if (failed)
		return failed;
	slot = platform_device_register_simple(CHIP_NAME, PLATFORM_DEVID_NONE, NULL, 0);
	failed = PTR_ERR_OR_ZERO(slot);
	if (failed)
		goto unmake_chip;
	host = vsdio_host_make(slot, &card, &options);
	failed = PTR_ERR_OR_ZERO(host);
	if (failed)
		goto remove_slot;
	failed = vsdio_host_start(host);
	if (failed)
		goto free_host;
	folder = debugfs_create_dir(CHIP_NAME, NULL);
	debugfs_create_file_unsafe("power_cycles", 0444, folder, NULL, &power_cycles);
	return 0;

free_host:
	vsdio_host_free(host);
remove_slot:
	platform_device_unregister(slot);
unmake_chip:
	free_chip();
	return failed;
}

static void __exit vsdio_exit(void)
{
	debugfs_remove(folder);
	vsdio_host_stop(host);
	free_chip();
	vsdio_host_free(host);
	platform_device_unregister(slot);
}

module_init(vsdio_init);
module_exit(vsdio_exit);
MODULE_DESCRIPTION("A CW1200 and its Bluetooth on an SDIO card, without hardware");
MODULE_LICENSE("GPL");
