// SPDX-License-Identifier: GPL-2.0
/*
 * A CW1200 (vcw1200_registers.h) on a bus that is none, under mainline's cw1200_core. A platform
 * device, vcw1200, with a driver of the same name: to unbind it takes the power, to bind it gives
 * it again. The core asks user space for wsm_22.bin and sdd_22.bin.
 */
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/platform_device.h>
#include <linux/slab.h>
#include <linux/workqueue.h>
#include "cw1200.h"
#include "hwbus.h"
#include "vcw1200_driver.h"
#include "vcw1200_registers.h"

#define CHIP_NAME "vcw1200"
#define REFERENCE_CLOCK 38400

static char *antenna = "ant0";
module_param(antenna, charp, 0444);
MODULE_PARM_DESC(antenna,
		 "active monitor interface of a hwsim radio that is the chip's air (ant0)");

struct hwbus_priv {
	struct mutex lock; /* of the registers: the core's hwbus lock */
	struct cw1200_common *core;
	struct vcw1200 *chip;
	struct work_struct interrupt;
};

static struct hwbus_priv *bus;
static struct platform_device *device;

static void asks(void *context)
{
	struct hwbus_priv *bus = context;

	queue_work(system_highpri_wq, &bus->interrupt);
}

static void interrupt(struct work_struct *work)
{
	struct hwbus_priv *bus = container_of(work, struct hwbus_priv, interrupt);

	mutex_lock(&bus->lock);
	if (vcw1200_asserts(bus->chip))
		cw1200_irq_handler(bus->core);
	mutex_unlock(&bus->lock);
}

static int bus_read(struct hwbus_priv *bus, unsigned int address, void *to, int count)
{
	return vcw1200_read(bus->chip, address, to, count);
}

static int bus_write(struct hwbus_priv *bus, unsigned int address, const void *from, int count)
{
	return vcw1200_write(bus->chip, address, from, count);
}

static void bus_lock(struct hwbus_priv *bus)
{
	mutex_lock(&bus->lock);
}

static void bus_unlock(struct hwbus_priv *bus)
{
	mutex_unlock(&bus->lock);
}

static size_t bus_align(struct hwbus_priv *bus, size_t size)
{
	return ALIGN(size, 4);
}

static int bus_power_management(struct hwbus_priv *bus, bool suspend)
{
	return 0;
}

static const struct hwbus_ops operations = {
	.hwbus_memcpy_fromio = bus_read,
	.hwbus_memcpy_toio = bus_write,
	.lock = bus_lock,
	.unlock = bus_unlock,
	.align_size = bus_align,
	.power_mgmt = bus_power_management,
};

static void power_off(struct hwbus_priv *bus)
{
	mutex_lock(&bus->lock);
	vcw1200_silence(bus->chip);
	mutex_unlock(&bus->lock);
	vcw1200_power_off(bus->chip);
	cancel_work_sync(&bus->interrupt);
	bus->core = NULL;
}

static int chip_probe(struct platform_device *platform)
{
	u8 address[ETH_ALEN];
	int failed = vcw1200_power_on(bus->chip);

	if (failed) {
		dev_err(&platform->dev, "there is no monitor interface %s\n", antenna);
		return failed;
	}
	vcw1200_address(bus->chip, address);
	failed = cw1200_core_probe(&operations, bus, &platform->dev, &bus->core, REFERENCE_CLOCK,
				   address, NULL, false);
	if (failed)
		power_off(bus);
	return failed;
}

static int chip_remove(struct platform_device *platform)
{
	cw1200_core_release(bus->core);
	power_off(bus);
	return 0;
}

static struct platform_driver driver = {
	.driver = { .name = CHIP_NAME },
	.probe = chip_probe,
	.remove = chip_remove,
};

static int __init chip_init(void)
{
	int failed = -ENOMEM;

	bus = kzalloc(sizeof(*bus), GFP_KERNEL);
	if (!bus)
		return failed;
	mutex_init(&bus->lock);
	INIT_WORK(&bus->interrupt, interrupt);
	bus->chip = vcw1200_make(CHIP_NAME, antenna, asks, bus);
	failed = PTR_ERR_OR_ZERO(bus->chip);
	if (failed)
		goto free;
	device = platform_device_register_simple(CHIP_NAME, PLATFORM_DEVID_NONE, NULL, 0);
	failed = PTR_ERR_OR_ZERO(device);
	if (failed)
		goto free_chip;
	vcw1200_driver_show(&device->dev, &bus->core);
	failed = platform_driver_register(&driver);
	if (!failed)
		return 0;
	vcw1200_driver_hide();
	platform_device_unregister(device);
free_chip:
	vcw1200_free(bus->chip);
free:
	kfree(bus);
	return failed;
}

static void __exit chip_exit(void)
{
	vcw1200_driver_hide();
	platform_driver_unregister(&driver);
	platform_device_unregister(device);
	vcw1200_free(bus->chip);
	kfree(bus);
}

module_init(chip_init);
module_exit(chip_exit);
MODULE_DESCRIPTION("A CW1200 without the chip: WSM firmware on a mac80211_hwsim radio");
MODULE_LICENSE("GPL");
