// SPDX-License-Identifier: GPL-2.0
/*
 * Test only: a Wi-Fi device on the platform bus that can be unbound and bound, with no air. It is
 * attached to the guard with the bus reset, and its faults are told by writing to the parameter
 * `fault`.
 *
 * Parameters, each of which may be written at any time:
 *   attaches      Y: probe attaches it, removal detaches it, and the bus's own reset is registered;
 * else this module uses no symbol of the guard, so that only the guard's `watch` may attach it and
 * the guard may be unloaded probe_ms      how long a probe takes reset_ms      how long the bus's
 * own reset takes shared        Y: another function of the chip is in use told_all      Y: the bus
 * can reset all functions and tell their drivers failing       so many of the next probes fail with
 * -EIO fault         written with a number of enum connloss_fault: the driver notes that fault
 *   probes, removals, resets, shared_resets   read: how often
 */
#include <linux/delay.h>
#include <linux/module.h>
#include <linux/platform_device.h>
#include <linux/version.h>
#include <net/mac80211.h>

#include "../connloss_bus_reset.h"
#include "../connloss_guard.h"

static bool attaches = true;
module_param(attaches, bool, 0444);
static unsigned int probe_ms;
module_param(probe_ms, uint, 0644);
static unsigned int reset_ms;
module_param(reset_ms, uint, 0644);
static bool shared;
module_param(shared, bool, 0644);
static bool told_all;
module_param(told_all, bool, 0644);
static int failing;
module_param(failing, int, 0644);
static int probes, removals, resets, shared_resets;
module_param(probes, int, 0444);
module_param(removals, int, 0444);
module_param(resets, int, 0444);
module_param(shared_resets, int, 0444);

static DEFINE_MUTEX(hw_lock); /* the_hw */
static struct ieee80211_hw *the_hw;
static struct platform_device *chip;

static int note_fault(const char *text, const struct kernel_param *parameter)
{
	typeof(&connloss_guard_note_fault) note;
	unsigned int kind;
	int failed = kstrtouint(text, 0, &kind);

	if (failed)
		return failed;
	note = symbol_get(connloss_guard_note_fault);
	if (!note)
		return -ENOPKG;
	mutex_lock(&hw_lock);
	if (the_hw)
		note(the_hw, kind);
	else
		failed = -ENODEV;
	mutex_unlock(&hw_lock);
	symbol_put(connloss_guard_note_fault);
	return failed;
}

static const struct kernel_param_ops fault_ops = { .set = note_fault };
module_param_cb(fault, &fault_ops, NULL, 0200);

/* Held while `attaches`: then the guard's functions are as good as linked. */
static typeof(&connloss_guard_attach) attach;
static typeof(&connloss_guard_detach) detach;
static typeof(&connloss_bus_ops_register) register_ops;
static typeof(&connloss_bus_ops_unregister) unregister_ops;

static void put_symbols(void)
{
	if (attach)
		symbol_put(connloss_guard_attach);
	if (detach)
		symbol_put(connloss_guard_detach);
	if (register_ops)
		symbol_put(connloss_bus_ops_register);
	if (unregister_ops)
		symbol_put(connloss_bus_ops_unregister);
}

static int get_symbols(void)
{
	attach = symbol_get(connloss_guard_attach);
	detach = symbol_get(connloss_guard_detach);
	register_ops = symbol_get(connloss_bus_ops_register);
	unregister_ops = symbol_get(connloss_bus_ops_unregister);
	if (attach && detach && register_ops && unregister_ops)
		return 0;
	put_symbols();
	return -ENOPKG;
}

static int dummy_start(struct ieee80211_hw *hw)
{
	return 0;
}

static void dummy_stop(struct ieee80211_hw *hw)
{
}

static void dummy_tx(struct ieee80211_hw *hw, struct ieee80211_tx_control *control,
		     struct sk_buff *skb)
{
	ieee80211_free_txskb(hw, skb);
}

static int dummy_add_interface(struct ieee80211_hw *hw, struct ieee80211_vif *vif)
{
	return 0;
}

static void dummy_remove_interface(struct ieee80211_hw *hw, struct ieee80211_vif *vif)
{
}

static int dummy_config(struct ieee80211_hw *hw, u32 changed)
{
	return 0;
}

static void dummy_configure_filter(struct ieee80211_hw *hw, unsigned int changed,
				   unsigned int *flags, u64 multicast)
{
	*flags = 0;
}

static const struct ieee80211_ops dummy_ops = {
	.start = dummy_start,
	.stop = dummy_stop,
	.tx = dummy_tx,
	.add_interface = dummy_add_interface,
	.remove_interface = dummy_remove_interface,
	.config = dummy_config,
	.configure_filter = dummy_configure_filter,
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 2, 0)
	.wake_tx_queue = ieee80211_handle_wake_tx_queue,
#endif
};

static struct ieee80211_channel channels[] = {
	{ .band = NL80211_BAND_2GHZ, .center_freq = 2412, .hw_value = 1 }
};
static struct ieee80211_rate rates[] = {
	{ .bitrate = 10 },
	{ .bitrate = 20 },
	{ .bitrate = 55 },
	{ .bitrate = 110 },
};

static struct ieee80211_supported_band band = {
	.band = NL80211_BAND_2GHZ,
	.channels = channels,
	.n_channels = ARRAY_SIZE(channels),
	.bitrates = rates,
	.n_bitrates = ARRAY_SIZE(rates),
};

static int dummy_probe(struct platform_device *device)
{
	static const u8 address[ETH_ALEN] = { 0x02, 0, 0, 0, 0x77, 0x01 };
	struct ieee80211_hw *hw;
	int failed;

	probes++;
	if (probe_ms)
		msleep(probe_ms);
	if (failing > 0) {
		failing--;
		return -EIO;
	}
	hw = ieee80211_alloc_hw(0, &dummy_ops);
	if (!hw)
		return -ENOMEM;
	SET_IEEE80211_DEV(hw, &device->dev);
	SET_IEEE80211_PERM_ADDR(hw, address);
	hw->wiphy->interface_modes = BIT(NL80211_IFTYPE_STATION);
	hw->wiphy->bands[NL80211_BAND_2GHZ] = &band;
	failed = ieee80211_register_hw(hw);
	if (failed) {
		ieee80211_free_hw(hw);
		return failed;
	}
	platform_set_drvdata(device, hw);
	mutex_lock(&hw_lock);
	the_hw = hw;
	if (attaches)
		failed = attach(hw, NULL);
	mutex_unlock(&hw_lock);
	if (failed)
		dev_err(&device->dev, "cannot be attached: %d\n", failed);
	return 0;
}

static int dummy_remove(struct platform_device *device)
{
	struct ieee80211_hw *hw = platform_get_drvdata(device);

	removals++;
	mutex_lock(&hw_lock);
	the_hw = NULL;
	mutex_unlock(&hw_lock);
	if (attaches)
		detach(hw);
	ieee80211_unregister_hw(hw);
	ieee80211_free_hw(hw);
	return 0;
}

static struct platform_driver driver = {
	.probe = dummy_probe,
	.remove = dummy_remove,
	.driver.name = "connloss_dummy",
};

static bool dummy_concerns(struct device *device)
{
	return chip && device == &chip->dev;
}

static bool dummy_shared_in_use(struct device *device)
{
	return shared;
}

static int dummy_reset(struct device *device)
{
	resets++;
	if (reset_ms)
		msleep(reset_ms);
	return 0;
}

static int dummy_reset_shared(struct device *device)
{
	if (!told_all)
		return -EOPNOTSUPP;
	shared_resets++;
	return 0;
}

static struct connloss_bus_ops ops = {
	.concerns = dummy_concerns,
	.shared_in_use = dummy_shared_in_use,
	.reset_shared = dummy_reset_shared,
	.reset = dummy_reset,
};

static int __init dummy_init(void)
{
	int failed = attaches ? get_symbols() : 0;

	if (failed)
		return failed;
	failed = platform_driver_register(&driver);
	if (failed)
		goto put;
	chip = platform_device_register_simple("connloss_dummy", PLATFORM_DEVID_NONE, NULL, 0);
	if (IS_ERR(chip)) {
		failed = PTR_ERR(chip);
		goto unregister;
	}
	if (attaches)
		register_ops(&ops);
	return 0;

unregister:
	platform_driver_unregister(&driver);
put:
	put_symbols();
	return failed;
}

static void __exit dummy_exit(void)
{
	if (attaches)
		unregister_ops(&ops);
	platform_device_unregister(chip);
	platform_driver_unregister(&driver);
	put_symbols();
}

module_init(dummy_init);
module_exit(dummy_exit);
MODULE_DESCRIPTION(
	"A device whose driver can be unbound and bound, for tests of the connection-loss guard");
MODULE_LICENSE("GPL");
