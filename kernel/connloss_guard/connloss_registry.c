// SPDX-License-Identifier: GPL-2.0
/* The devices that the guard knows: attached, detached, remembered, forgotten. */
#include <linux/device/bus.h>
#include <linux/kmod.h>
#include <linux/mm.h>
#include <linux/mutex.h>
#include <linux/rculist.h>
#include <linux/sched.h>
#include <linux/slab.h>

#include "connloss_device.h"

static LIST_HEAD(devices);
static DEFINE_MUTEX(registry_lock);

struct connloss_device *connloss_device_of(const struct wiphy *wiphy)
{
	struct connloss_device *device;

	list_for_each_entry_rcu(device, &devices, node, lockdep_is_held(&registry_lock))
		if (READ_ONCE(device->wiphy) == wiphy)
			return device;
	return NULL;
}

static void free_device(struct kref *ref)
{
	struct connloss_device *device = container_of(ref, struct connloss_device, ref);

	kvfree_rcu(device, rcu);
}

void connloss_device_put(struct connloss_device *device)
{
	kref_put(&device->ref, free_device);
}

void connloss_each_device(void (*call)(struct connloss_device *device, void *with), void *with)
{
	struct connloss_device *device;

	mutex_lock(&registry_lock);
	list_for_each_entry(device, &devices, node)
		call(device, with);
	mutex_unlock(&registry_lock);
}

static const char *bus_of(const struct device *parent)
{
	return parent->bus ? parent->bus->name : "";
}

static struct connloss_device *remembered(const struct device *parent)
{
	struct connloss_device *device;

	lockdep_assert_held(&registry_lock);
	list_for_each_entry(device, &devices, node)
		if (!strcmp(device->name, dev_name(parent)) && !strcmp(device->bus, bus_of(parent)))
			return device;
	return NULL;
}

/* The registry's reference is given back; who runs its action has another. */
static void forget(struct connloss_device *device)
{
	unsigned long flags;

	lockdep_assert_held(&registry_lock);
	list_del_rcu(&device->node);
	raw_spin_lock_irqsave(&device->lock, flags);
	device->gone = true;
	connloss_revoke_action(device);
	raw_spin_unlock_irqrestore(&device->lock, flags);
	debugfs_remove(device->dir);
	cancel_delayed_work_sync(&device->tick);
	connloss_device_put(device);
}

static void forget_the_oldest(void)
{
	struct connloss_device *device, *oldest = NULL;
	unsigned int detached = 0;

	list_for_each_entry(device, &devices, node) {
		if (device->wiphy || READ_ONCE(device->runner))
			continue;
		++detached;
		if (!oldest || device->detached_at < oldest->detached_at)
			oldest = device;
	}
	if (detached > CONNLOSS_REMEMBERED)
		forget(oldest);
}

static struct connloss_device *make(const struct device *parent)
{
	struct connloss_device *device;

	if (strlen(dev_name(parent)) >= CONNLOSS_DEVICE_NAME ||
	    strlen(bus_of(parent)) >= CONNLOSS_BUS_NAME)
		return ERR_PTR(-ENAMETOOLONG);
	device = kvzalloc(sizeof(*device), GFP_KERNEL);
	if (!device)
		return ERR_PTR(-ENOMEM);
	kref_init(&device->ref);
	strscpy(device->name, dev_name(parent), sizeof(device->name));
	strscpy(device->bus, bus_of(parent), sizeof(device->bus));
	raw_spin_lock_init(&device->lock);
	device->settings = connloss_defaults();
	device->ticks_at = CONNLOSS_NEVER;
	init_waitqueue_head(&device->ended);
	INIT_WORK(&device->action, connloss_act);
	INIT_DELAYED_WORK(&device->tick, connloss_tick);
	return device;
}

static const struct connloss_recovery bus_reset_alone = { .methods = BIT(CONNLOSS_FUNCTION_RESET) };

static bool is_carried_out(const struct connloss_recovery *recovery)
{
	const u8 own = BIT(CONNLOSS_RESTART_HW) | BIT(CONNLOSS_FUNCTION_RESET);

	return recovery->methods && !(recovery->methods & ~(BIT(CONNLOSS_METHODS) - 1)) &&
	       (recovery->recover || !(recovery->methods & ~own));
}

static void take_hw(struct connloss_device *device, struct ieee80211_hw *hw,
		    const struct connloss_recovery *recovery, bool watched)
{
	struct device *before;
	unsigned long flags;

	raw_spin_lock_irqsave(&device->lock, flags);
	before = device->parent;
	device->parent = get_device(hw->wiphy->dev.parent);
	device->hw = hw;
	device->recovery = *recovery;
	device->watched = watched;
	connloss_set_policy(device);
	WRITE_ONCE(device->wiphy, hw->wiphy);
	raw_spin_unlock_irqrestore(&device->lock, flags);
	put_device(before);
}

static void look_at_link(void *data, u8 *address, struct ieee80211_vif *vif)
{
	struct wireless_dev *wdev = ieee80211_vif_to_wdev(vif);

	if (wdev && wdev->netdev && vif->type == NL80211_IFTYPE_STATION && !vif->p2p &&
	    vif->cfg.assoc)
		connloss_tell_standing(data, wdev->netdev);
}

/* A device that is attached late, or again, may have a link that nobody tells of any more. */
static void look_at_links(struct connloss_device *device, struct ieee80211_hw *hw)
{
	ieee80211_iterate_active_interfaces_atomic(hw, IEEE80211_IFACE_ITER_NORMAL, look_at_link,
						   device);
}

int connloss_attach(struct ieee80211_hw *hw, const struct connloss_recovery *recovery, bool watched)
{
	struct device *parent = hw->wiphy->dev.parent;
	struct connloss_device *device;
	bool is_new = false;
	int result = 0;

	if (!recovery)
		recovery = &bus_reset_alone;
	if (!parent)
		return -ENODEV;
	if (!is_carried_out(recovery))
		return -EINVAL;
	mutex_lock(&registry_lock);
	device = remembered(parent);
	if (device && device->wiphy &&
	    (!device->watched || watched || device->wiphy != hw->wiphy)) {
		result = -EEXIST;
		goto out;
	}
	if (device) {
		take_hw(device, hw, recovery, watched);
		look_at_links(device, hw);
		goto out;
	}
	device = make(parent);
	if (IS_ERR(device)) {
		result = PTR_ERR(device);
		goto out;
	}
	take_hw(device, hw, recovery, watched);
	connloss_debugfs_add(device);
	is_new = true;
	list_add_tail_rcu(&device->node, &devices);
	look_at_links(device, hw);
	forget_the_oldest();
out:
	mutex_unlock(&registry_lock);
	/*
	 * What resets devices of this bus (connloss_sdio.c); a machine without it has no such bus.
	 * Not waited for: this may be a module's own beginning.
	 */
	if (is_new && parent->bus)
		request_module_nowait("connloss-bus-%s", parent->bus->name);
	return result;
}

void connloss_detach(const struct wiphy *wiphy, bool watched)
{
	struct connloss_device *device;
	struct device *parent = NULL;
	unsigned long flags;

	mutex_lock(&registry_lock);
	device = connloss_device_of(wiphy);
	if (!device || (watched && !device->watched)) {
		mutex_unlock(&registry_lock);
		return;
	}
	raw_spin_lock_irqsave(&device->lock, flags);
	connloss_tell_gone(device, device->runner == current);
	WRITE_ONCE(device->wiphy, NULL);
	device->hw = NULL;
	swap(device->parent, parent);
	device->detached_at = ktime_get_boottime_ns();
	raw_spin_unlock_irqrestore(&device->lock, flags);
	kref_get(&device->ref);
	mutex_unlock(&registry_lock);
	/* Not with the lock: what runs may attach, or forget another device. */
	connloss_wait_for_hw(device);
	connloss_device_put(device);
	put_device(parent);
}

void connloss_forget_all(void)
{
	struct connloss_device *device, *next;

	mutex_lock(&registry_lock);
	list_for_each_entry_safe(device, next, &devices, node) {
		struct device *parent = NULL;
		unsigned long flags;

		raw_spin_lock_irqsave(&device->lock, flags);
		WRITE_ONCE(device->wiphy, NULL);
		device->hw = NULL;
		swap(device->parent, parent);
		raw_spin_unlock_irqrestore(&device->lock, flags);
		forget(device);
		put_device(parent);
	}
	mutex_unlock(&registry_lock);
}
