// SPDX-License-Identifier: GPL-2.0
/*
 * A virtual BES2600: the bus under the driver's own core, with the firmware of wsm_firmware.h at
 * its far end. It stands where the driver has its SDIO glue, and is linked with the core into
 * one module, because the core exports nothing.
 *
 * The chip is a platform device: binding its driver powers the chip on and makes the network
 * device, unbinding takes both away, so that unbind and bind is a power cycle. The firmware
 * counts as loaded and calibrated at once.
 *
 *   antenna     the interface that is the chip's air (antenna.h)
 *   bus_fails   1: the next message to the chip is lost on the bus, of which the glue then tells
 *               the core, as the SDIO glue does; then it is 0 again
 *
 * As the SDIO glue does, and unlike a bus that is its own: once the driver believes in a bus
 * error nothing is asked of the chip any more, and the core's own echo (tx_loop) answers
 * instead; and cutting the power by the driver's switch does not make the bus look for the chip
 * anew.
 */
#include <linux/atomic.h>
#include <linux/crc32.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/platform_device.h>
#include <linux/slab.h>
#include <asm/unaligned.h>

#include "bes2600.h"
#include "bes_chardev.h"
#include "hwio.h"
#include "sbus.h"
#include "tx_loop.h"

#include "wsm_firmware.h"
#include "vbes2600_core.h"

#define MCU_CONFIRM_LABEL	0x0f
#define MESSAGE_HEADER		4
#define SAVE_POWER		0x0010
#define POWER_SAVED		0x0809
#define SHARE_THE_AIR		0x0029

static char *antenna = "ant0";
module_param(antenna, charp, 0444);
MODULE_PARM_DESC(antenna, "active monitor interface of the radio that is the chip's air");

static bool bus_fails;
module_param(bus_fails, bool, 0644);
MODULE_PARM_DESC(bus_fails, "the next message to the chip is lost on the bus");

struct sbus_priv {
	struct device *dev;
	struct wsm_firmware *firmware;
	struct mutex core_lock;		/* who makes or ends the core */
	struct bes2600_common *core;
	struct mutex power_lock;	/* wifi_on, powered */
	bool powered;
	bool wifi_on;
	struct work_struct bus_failed;
	spinlock_t irq_lock;		/* handler, handler_context */
	sbus_irq_handler handler;
	void *handler_context;
};

static void message_waits(void *context)
{
	struct sbus_priv *chip = context;
	unsigned long flags;

	spin_lock_irqsave(&chip->irq_lock, flags);
	if (chip->handler)
		chip->handler(chip->handler_context);
	spin_unlock_irqrestore(&chip->irq_lock, flags);
}

static void confirm_success(struct wsm_firmware *firmware, u16 id)
{
	__le32 success[2] = { 0, 0 };

	wsm_firmware_tell(firmware, (id & (WSM_ID_KIND | WSM_ID_INTERFACE)) | WSM_ID_CONFIRM, success,
			  sizeof(success));
}

/*
 * What only a BES2600 is asked, or answers in its own way: requests of kind 0xc00 are its
 * microcontroller's, each begins with a command and is confirmed under its own id; how the air
 * is shared with Bluetooth, which is as good as it is here; and power saving, whose indication
 * begins with a status.
 */
static bool own_request(struct wsm_firmware *firmware, u16 id, const u8 *body, size_t length,
			void *context)
{
	__le32 confirm[4] = { 0, cpu_to_le32(MCU_CONFIRM_LABEL), 0, 0 };
	__le32 saving[2] = { 0, 0 };

	switch (id & WSM_ID_KIND) {
	case SHARE_THE_AIR:
		confirm_success(firmware, id);
		return true;
	case SAVE_POWER:
		saving[1] = cpu_to_le32(length ? body[0] : 0);
		confirm_success(firmware, id);
		wsm_firmware_tell(firmware, POWER_SAVED | (id & WSM_ID_INTERFACE), saving,
				  sizeof(saving));
		return true;
	}
	if ((id & 0x0c00) != 0x0c00)
		return false;
	if (length >= sizeof(__le32))
		memcpy(&confirm[2], body, sizeof(__le32));
	wsm_firmware_tell(firmware, id & WSM_ID_KIND, confirm, sizeof(confirm));
	return true;
}

static const struct wsm_host host = {
	.name = "vbes2600",
	.input_buffers = 30,
	.input_buffer_size = 1632,
	.capabilities = 3,	/* both bands */
	.bands = 3,
	.receive_gap = 16,
	.own_sequence_for_0c00 = true,
	.message_waits = message_waits,
	.request = own_request,
};

/*
 * The core asks for its bus before it registers: the moment at which a device tree would
 * have told the address.
 */
static int chip_init(struct sbus_priv *chip, struct bes2600_common *core)
{
	u8 address[ETH_ALEN];
	int i;

	wsm_firmware_address(chip->firmware, address);
	for (i = 0; i < ARRAY_SIZE(core->addresses); i++) {
		ether_addr_copy(core->addresses[i].addr, address);
		if (i) {
			core->addresses[i].addr[0] |= 2;
			core->addresses[i].addr[4] ^= 0x80 >> i;
		}
	}
	SET_IEEE80211_PERM_ADDR(core->hw, address);
	return 0;
}

static int chip_irq_subscribe(struct sbus_priv *chip, sbus_irq_handler handler, void *context)
{
	unsigned long flags;

	spin_lock_irqsave(&chip->irq_lock, flags);
	chip->handler_context = context;
	chip->handler = handler;
	spin_unlock_irqrestore(&chip->irq_lock, flags);
	return 0;
}

static int chip_irq_unsubscribe(struct sbus_priv *chip)
{
	return chip_irq_subscribe(chip, NULL, NULL);
}

static int chip_pipe_send(struct sbus_priv *chip, u8 pipe, u32 length, u8 *message)
{
	u16 told = get_unaligned_le16(message);

	if (bes2600_chrdev_is_bus_error()) {
		bes2600_tx_loop_pipe_send(chip->core, message, length);
		return 0;
	}
	if (xchg(&bus_fails, false)) {
		schedule_work(&chip->bus_failed);
		return 0;
	}
	if (told < MESSAGE_HEADER || told > length)
		return -EINVAL;
	wsm_firmware_from_host(chip->firmware, message, told);
	return 0;
}

static void bus_failed(struct work_struct *work)
{
	struct sbus_priv *chip = container_of(work, struct sbus_priv, bus_failed);

	bes2600_chrdev_wifi_force_close(chip->core, false);
}

static void *chip_pipe_read(struct sbus_priv *chip)
{
	if (bes2600_chrdev_is_bus_error())
		return bes2600_tx_loop_read(chip->core);
	return wsm_firmware_next(chip->firmware);
}

static int power_on(struct sbus_priv *chip)
{
	int ret = 0;

	mutex_lock(&chip->power_lock);
	if (!chip->powered) {
		ret = wsm_firmware_power_on(chip->firmware);
		chip->powered = !ret;
		chip->wifi_on = false;
	}
	mutex_unlock(&chip->power_lock);
	return ret;
}

static void power_off(struct sbus_priv *chip)
{
	mutex_lock(&chip->power_lock);
	if (chip->powered)
		wsm_firmware_power_off(chip->firmware);
	chip->powered = false;
	mutex_unlock(&chip->power_lock);
}

/*
 * The microcontroller keeps no state of its own here, and Bluetooth is only ever open or
 * not: the driver knows which.
 */
static int chip_active(struct sbus_priv *chip, int subsystem)
{
	int ret = 0;

	if (subsystem != SUBSYSTEM_WIFI || bes2600_chrdev_is_bus_error())
		return 0;
	mutex_lock(&chip->power_lock);
	if (!chip->powered) {
		ret = -ENODEV;
	} else if (!chip->wifi_on) {
		wsm_firmware_boot(chip->firmware);
		chip->wifi_on = true;
	}
	mutex_unlock(&chip->power_lock);
	return ret;
}

/* The Wi-Fi part is stopped and, when it is wanted again, begins anew, as from power. */
static int chip_deactive(struct sbus_priv *chip, int subsystem)
{
	if (subsystem != SUBSYSTEM_WIFI || bes2600_chrdev_is_bus_error())
		return 0;
	mutex_lock(&chip->power_lock);
	if (chip->powered && chip->wifi_on) {
		wsm_firmware_power_off(chip->firmware);
		chip->powered = !wsm_firmware_power_on(chip->firmware);
		chip->wifi_on = false;
	}
	mutex_unlock(&chip->power_lock);
	return 0;
}

static int chip_power_switch(struct sbus_priv *chip, int on)
{
	if (chip && on)
		return power_on(chip);
	if (chip)
		power_off(chip);
	return 0;
}

static size_t chip_align_size(struct sbus_priv *chip, size_t size)
{
	return ALIGN(size, 4);
}

static int chip_register(struct sbus_priv *chip, u32 address, void *value, int size)
{
	memset(value, 0, size);
	return 0;
}

static int chip_register_write(struct sbus_priv *chip, u32 address, const void *value, int size)
{
	return 0;
}

/* The chip has neither a lock of its bus, nor a reset line, nor a wake-up line. */
static void chip_nothing(struct sbus_priv *chip)
{
}

static void chip_no_line(struct sbus_priv *chip, int flag)
{
}

static bool chip_no_wakeup(struct sbus_priv *chip)
{
	return false;
}

static struct sbus_ops chip_ops = {
	.init = chip_init,
	.lock = chip_nothing,
	.unlock = chip_nothing,
	.irq_subscribe = chip_irq_subscribe,
	.irq_unsubscribe = chip_irq_unsubscribe,
	.align_size = chip_align_size,
	.pipe_send = chip_pipe_send,
	.pipe_read = chip_pipe_read,
	.sbus_reg_read = chip_register,
	.sbus_reg_write = chip_register_write,
	.sbus_active = chip_active,
	.sbus_deactive = chip_deactive,
	.power_switch = chip_power_switch,
	.gpio_wake = chip_no_line,
	.gpio_sleep = chip_no_line,
	.halt_device = chip_nothing,
	.wakeup_source = chip_no_wakeup,
};

int bes2600_register_net_dev(struct sbus_priv *chip)
{
	int ret = 0;

	mutex_lock(&chip->core_lock);
	if (!chip->core)
		ret = bes2600_core_probe(&chip_ops, chip, chip->dev, &chip->core);
	mutex_unlock(&chip->core_lock);
	return ret;
}

int bes2600_unregister_net_dev(struct sbus_priv *chip)
{
	/*
	 * Who releases it may be asked to meanwhile by the driver's own force close, and waits for
	 * that in the end.
	 */
	if (!mutex_trylock(&chip->core_lock))
		return 0;
	if (chip->core) {
		cancel_work_sync(&chip->bus_failed);
		bes2600_core_release(chip->core);
		chip->core = NULL;
	}
	mutex_unlock(&chip->core_lock);
	return 0;
}

bool bes2600_is_net_dev_created(struct sbus_priv *chip)
{
	return READ_ONCE(chip->core);
}

void sdio_work_debug(struct sbus_priv *chip)
{
}

/* What the driver calls calibration data, and keeps from the first load of its firmware on. */
static int calibrate(void)
{
	u8 *data;

	if (bes2600_chrdev_get_dpd_data(NULL))
		return 0;
	data = bes2600_chrdev_get_dpd_buffer(DPD_BIN_SIZE);
	if (!data)
		return -ENOMEM;
	memset(data, 0, DPD_BIN_SIZE);
	put_unaligned_le32(~crc32_le(~0u, data + 4, DPD_BIN_SIZE - 4), data);
	return bes2600_chrdev_update_dpd_data();
}

/* There is one: the driver's own state (its character device, its bus) is one, too. */
static struct sbus_priv the_chip;

static int chip_probe(struct platform_device *device)
{
	struct sbus_priv *chip = &the_chip;
	int ret;

	ret = power_on(chip);
	if (ret)
		return ret;
	bes2600_chrdev_bus_probe_notify();
	bes2600_reg_set_object(&chip_ops, chip);
	ret = calibrate();
	if (!ret && bes2600_chrdev_is_wifi_opened())
		ret = bes2600_register_net_dev(chip);
	if (ret) {
		bes2600_reg_set_object(NULL, NULL);
		bes2600_chrdev_set_sbus_priv_data(NULL, true);
		power_off(chip);
		return ret;
	}
	bes2600_chrdev_set_sbus_priv_data(chip, false);
	return 0;
}

static int chip_remove(struct platform_device *device)
{
	struct sbus_priv *chip = &the_chip;

	bes2600_unregister_net_dev(chip);
	mutex_lock(&chip->core_lock);	/* a release elsewhere has ended */
	mutex_unlock(&chip->core_lock);
	bes2600_reg_set_object(NULL, NULL);
	bes2600_chrdev_set_sbus_priv_data(NULL, false);
	power_off(chip);
	return 0;
}

static struct platform_driver chip_driver = {
	.driver = { .name = "vbes2600" },
	.probe = chip_probe,
	.remove = chip_remove,
};

static struct platform_device *chip_device;
static int __init chip_module_init(void)
{
	struct sbus_priv *chip = &the_chip;
	int ret;

	mutex_init(&chip->core_lock);
	mutex_init(&chip->power_lock);
	INIT_WORK(&chip->bus_failed, bus_failed);
	spin_lock_init(&chip->irq_lock);
	chip->firmware = wsm_firmware_make(&host, chip, antenna);
	if (IS_ERR(chip->firmware))
		return PTR_ERR(chip->firmware);

	bes2600_chrdev_update_signal_mode();
	ret = bes2600_chrdev_init(&chip_ops);
	if (ret)
		goto no_chrdev;

	chip_device = platform_device_alloc("vbes2600", PLATFORM_DEVID_NONE);
	if (!chip_device) {
		ret = -ENOMEM;
		goto no_device;
	}
	chip->dev = &chip_device->dev;
	ret = platform_device_add(chip_device);
	if (ret) {
		platform_device_put(chip_device);
		goto no_device;
	}
	ret = platform_driver_register(&chip_driver);
	if (!ret)
		return 0;
	platform_device_unregister(chip_device);
no_device:
	bes2600_chrdev_free();
no_chrdev:
	wsm_firmware_free(chip->firmware);
	return ret;
}

static void __exit chip_module_exit(void)
{
	platform_driver_unregister(&chip_driver);
	platform_device_unregister(chip_device);
	bes2600_chrdev_free();
	wsm_firmware_free(the_chip.firmware);
}

module_init(chip_module_init);
module_exit(chip_module_exit);
MODULE_LICENSE("GPL");
MODULE_DESCRIPTION("A virtual BES2600 under the driver's own core");
