/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The connection-loss guard of mac80211 drivers: what a driver calls. A device is known by its
 * ieee80211_hw, so that no driver's own structs are touched.
 */
#ifndef CONNLOSS_GUARD_H
#define CONNLOSS_GUARD_H

#include <net/mac80211.h>
#include "connloss_core.h"

/*
 * How a device is brought back. recover() runs on a freezable workqueue of the guard's own, in
 * process context, with no lock held, never twice at once for one device. It may sleep, unregister
 * and free the hw, and probe the device anew (which attaches again). 0: done; -EBUSY or
 * -EOPNOTSUPP: refused, nothing was touched; other errors: it failed.
 *
 * recover NULL: the guard's own ways for the methods named: CONNLOSS_RESTART_HW is
 * ieee80211_restart_hw(), CONNLOSS_FUNCTION_RESET is connloss_bus_reset() of the parent device.
 * Name CONNLOSS_RESTART_HW only where the driver survives it: bes2600 hangs in its start() with
 * RTNL held.
 */
struct connloss_recovery {
	u8 methods;		/* bits: 1 << enum connloss_method, by which it can be done */
	int (*recover)(struct ieee80211_hw *hw, enum connloss_method method, void *ctx);
	void *ctx;
};

/*
 * Process context, after ieee80211_register_hw() succeeded. recovery is copied; NULL: the bus reset
 * alone. What the guard knows of a device (cool-down, budgets, give-up, its parameters) outlives
 * detach and attach of the same parent device, known by its bus and name. A device that the
 * parameter `watch` already follows becomes the driver's own. -EEXIST: attached already; -ENOMEM;
 * -ENODEV: the hw has no parent device; -EINVAL: the recovery knows no method, or one that it has
 * no way for. A driver may ignore an error: it then works as without the guard.
 */
int connloss_guard_attach(struct ieee80211_hw *hw, const struct connloss_recovery *recovery);

/*
 * Process context, before ieee80211_unregister_hw(); without RTNL, unless the recovery is the
 * guard's own. Nothing is done where the hw is not attached. Safe from within recover() and while a
 * note runs. Where recover() runs elsewhere it waits for its end, as the hw is in use there; for a
 * bus reset it does not wait, as that does not use the hw and may itself wait for the lock that the
 * caller holds.
 */
void connloss_guard_detach(struct ieee80211_hw *hw);

/*
 * Any context but NMI. Right before ieee80211_connection_loss(vif): a report while not associated
 * is counted as ignored. Several for one link count once, as mac80211 disconnects once.
 */
void connloss_guard_note(struct ieee80211_vif *vif);

/*
 * Any context but NMI. For kernels on which the guard cannot see the results itself
 * (connloss_observe.c): where it does, this is counted, and nothing follows from it. It is of the
 * first station interface of the device.
 */
void connloss_guard_note_assoc(struct ieee80211_hw *hw, bool ok);

/*
 * Any context but NMI, also with the chip dead. Each call is one fault: a driver calls it once for
 * each that it finds.
 */
void connloss_guard_note_fault(struct ieee80211_hw *hw, enum connloss_fault kind);

#endif
