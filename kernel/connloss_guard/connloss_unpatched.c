// SPDX-License-Identifier: GPL-2.0
/*
 * Drivers that do not know the guard: a kprobe at ieee80211_connection_loss() stands for
 * connloss_guard_note(), and the coming and going of interfaces for attach and detach. Which ones
 * is the module's parameter `watch`; how they are brought back is the bus reset, with
 * `watch_restart=Y` also ieee80211_restart_hw(). Faults cannot be seen this way.
 *
 * Interfaces are followed rather than radios, as those have no notifier: ieee80211_register_hw()
 * makes an interface, and each is gone before ieee80211_unregister_hw() ends. The notifier runs
 * with RTNL held; so nothing of a watched device may wait for what takes it: its recoveries are the
 * guard's own, for which connloss_guard_detach() does not wait longer than ieee80211_restart_hw()
 * takes, which queues work.
 *
 * The kprobe's handler runs with preemption off and perhaps interrupts off; what it calls takes a
 * raw lock, queues work and reads. The interface is alive: the caller hands it to mac80211. Without
 * kprobes `watch` is refused.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/kprobes.h>
#include <linux/moduleparam.h>
#include <linux/netdevice.h>
#include <linux/rfkill.h>
#include <linux/string.h>
#include <net/cfg80211.h>
#include <net/mac80211.h>

#include "connloss_device.h"

static char *watch = "";
module_param(watch, charp, 0444);
MODULE_PARM_DESC(
	watch,
	"unpatched devices to guard: names of drivers, parent devices or phys, with commas, or *");

static bool watch_restart;
module_param(watch_restart, bool, 0444);
MODULE_PARM_DESC(watch_restart, "ieee80211_restart_hw() is safe for those: never on bes2600");

static bool is_named(const char *name)
{
	size_t length = strlen(name);
	const char *at = watch;

	while (at) {
		const char *end = strchrnul(at, ',');

		if ((end - at == length && !memcmp(at, name, length)) ||
		    (end - at == 1 && *at == '*'))
			return true;
		at = *end ? end + 1 : NULL;
	}
	return false;
}

static bool is_watched(const struct wiphy *wiphy)
{
	const struct device *parent = wiphy->dev.parent;

	return parent && (is_named(wiphy_name(wiphy)) || is_named(dev_name(parent)) ||
			  (parent->driver && is_named(parent->driver->name)));
}

/*
 * Whether it is mac80211's: nothing that modules may ask says so. mac80211 alone has a function of
 * this name, and no other stack's private part may be taken for mac80211's.
 */
static bool is_of_mac80211(const struct net_device *netdev)
{
	static const char opener[] = "ieee80211_open";
	char name[64];

	if (!netdev->netdev_ops || !netdev->netdev_ops->ndo_open)
		return false;
	snprintf(name, sizeof(name), "%ps", netdev->netdev_ops->ndo_open);
	return !strncmp(name, opener, sizeof(opener) - 1);
}

#ifdef CONFIG_KPROBES
static int before_connection_loss(struct kprobe *probe, struct pt_regs *registers)
{
	connloss_note_loss((struct ieee80211_vif *)regs_get_kernel_argument(registers, 0), true);
	return 0;
}

static struct kprobe probe = {
	.symbol_name = "ieee80211_connection_loss",
	.pre_handler = before_connection_loss,
};
#endif

static void attach(struct net_device *netdev)
{
	struct wiphy *wiphy = netdev->ieee80211_ptr->wiphy;
	const struct connloss_recovery recovery = {
		.methods = BIT(CONNLOSS_FUNCTION_RESET) |
			   (watch_restart ? BIT(CONNLOSS_RESTART_HW) : 0),
	};
	int failed;

	if (!*watch || !is_watched(wiphy) || !is_of_mac80211(netdev))
		return;
	failed = connloss_attach(wiphy_to_ieee80211_hw(wiphy), &recovery, true);
	if (failed && failed != -EEXIST)
		pr_warn("%s cannot be watched: %d\n", wiphy_name(wiphy), failed);
}

/*
 * While the last of its interfaces is unregistered it is still listed (net/wireless/core.c,
 * _cfg80211_unregister_wdev).
 */
static bool is_last_interface(const struct net_device *netdev)
{
	const struct wireless_dev *wdev;

	list_for_each_entry(wdev, &netdev->ieee80211_ptr->wiphy->wdev_list, list)
		if (wdev->netdev && wdev->netdev != netdev &&
		    wdev->netdev->reg_state == NETREG_REGISTERED)
			return false;
	return true;
}

/* The radio is blocked when its interfaces are taken down for it, and not when one comes up. */
static void look_at_radio(struct net_device *netdev, bool comes_up)
{
	struct wiphy *wiphy = netdev->ieee80211_ptr->wiphy;
	bool blocked = !comes_up && wiphy->rfkill && rfkill_blocked(wiphy->rfkill);
	struct connloss_device *device;

	if (!comes_up && !blocked)
		return;
	rcu_read_lock();
	device = connloss_device_of(wiphy);
	if (device)
		connloss_tell(device, NULL,
			      (struct connloss_event){
				      .kind = blocked ? CONNLOSS_EV_RADIO_BLOCKED :
							CONNLOSS_EV_RADIO_UNBLOCKED,
			      });
	rcu_read_unlock();
}

static void rename_interface(const struct net_device *netdev)
{
	struct connloss_device *device;

	rcu_read_lock();
	device = connloss_device_of(netdev->ieee80211_ptr->wiphy);
	if (device)
		connloss_renamed(device, netdev);
	rcu_read_unlock();
}

static int on_interface(struct notifier_block *block, unsigned long action, void *data)
{
	struct net_device *netdev = netdev_notifier_info_to_dev(data);

	if (!netdev->ieee80211_ptr)
		return NOTIFY_DONE;
	switch (action) {
	case NETDEV_REGISTER:
		attach(netdev);
		break;
	case NETDEV_UNREGISTER:
		if (is_last_interface(netdev))
			connloss_detach(netdev->ieee80211_ptr->wiphy, true);
		break;
	case NETDEV_CHANGENAME:
		rename_interface(netdev);
		break;
	case NETDEV_GOING_DOWN:
	case NETDEV_UP:
		look_at_radio(netdev, action == NETDEV_UP);
		break;
	}
	return NOTIFY_DONE;
}

static struct notifier_block interfaces = {
	.notifier_call = on_interface,
};

static int add_probe(void)
{
	if (!*watch)
		return 0;
#ifdef CONFIG_KPROBES
	return register_kprobe(&probe);
#else
	return -EOPNOTSUPP;
#endif
}

static void remove_probe(void)
{
#ifdef CONFIG_KPROBES
	if (*watch)
		unregister_kprobe(&probe);
#endif
}

/* Those that are there already are told of as registered. */
int connloss_unpatched_init(void)
{
	int failed = add_probe();

	if (failed) {
		pr_err("unpatched drivers cannot be watched on this kernel: %d\n", failed);
		return failed;
	}
	failed = register_netdevice_notifier(&interfaces);
	if (failed)
		remove_probe();
	return failed;
}

void connloss_unpatched_exit(void)
{
	unregister_netdevice_notifier(&interfaces);
	remove_probe();
}
