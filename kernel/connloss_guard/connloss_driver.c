// SPDX-License-Identifier: GPL-2.0
/* What drivers call: connloss_guard.h. */
#include <linux/export.h>
#include <net/mac80211.h>

#include "connloss_device.h"

int connloss_guard_attach(struct ieee80211_hw *hw, const struct connloss_recovery *recovery)
{
	return connloss_attach(hw, recovery, false);
}
EXPORT_SYMBOL_GPL(connloss_guard_attach);

void connloss_guard_detach(struct ieee80211_hw *hw)
{
	connloss_detach(hw->wiphy, false);
}
EXPORT_SYMBOL_GPL(connloss_guard_detach);

/*
 * Of the two that may tell of the same call, the driver and the kprobe, the one that attached the
 * device is heard.
 */
void connloss_note_loss(struct ieee80211_vif *vif, bool by_kprobe)
{
	struct wireless_dev *wdev = ieee80211_vif_to_wdev(vif);
	struct connloss_device *device;

	if (!wdev || !wdev->netdev || vif->type != NL80211_IFTYPE_STATION || vif->p2p)
		return;
	rcu_read_lock();
	device = connloss_device_of(wdev->wiphy);
	if (device && READ_ONCE(device->watched) == by_kprobe)
		connloss_tell_loss(device, wdev->netdev, vif->cfg.assoc);
	rcu_read_unlock();
}

void connloss_guard_note(struct ieee80211_vif *vif)
{
	connloss_note_loss(vif, false);
}
EXPORT_SYMBOL_GPL(connloss_guard_note);

void connloss_guard_note_assoc(struct ieee80211_hw *hw, bool ok)
{
	struct connloss_event event = {
		.kind = ok ? CONNLOSS_EV_ASSOCIATED : CONNLOSS_EV_FAILED,
		.failure = ok ? 0 : CONNLOSS_ASSOC_REJECTED,
	};
	struct connloss_device *device;

	rcu_read_lock();
	device = connloss_device_of(hw->wiphy);
	if (device && connloss_observes())
		connloss_count_told(device);
	else if (device)
		connloss_tell(device, NULL, event);
	rcu_read_unlock();
}
EXPORT_SYMBOL_GPL(connloss_guard_note_assoc);

void connloss_guard_note_fault(struct ieee80211_hw *hw, enum connloss_fault kind)
{
	struct connloss_device *device;

	if ((unsigned int)kind >= CONNLOSS_FAULTS)
		return;
	rcu_read_lock();
	device = connloss_device_of(hw->wiphy);
	if (device)
		connloss_tell(device, NULL,
			      (struct connloss_event){ .kind = CONNLOSS_EV_FAULT, .fault = kind });
	rcu_read_unlock();
}
EXPORT_SYMBOL_GPL(connloss_guard_note_fault);
