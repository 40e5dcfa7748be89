// SPDX-License-Identifier: GPL-2.0
/*
 * Suspend and hibernation. Before anything is frozen the policy is told, which forgets its watches
 * and breaks off a ladder, and what was decided for and is not begun is not begun any more.
 *
 * What runs is the freezer's to wait for, as its workqueue is freezable: for 20 s
 * (/sys/power/pm_freeze_timeout), then the suspend fails with -EBUSY (kernel/power/process.c,
 * try_to_freeze_tasks). It must not be waited for here: bes2600 registers a notifier of its own
 * when it is probed, for which the chain that is being called has to be free.
 */
#include <linux/notifier.h>
#include <linux/suspend.h>

#include "connloss_device.h"

static void suspend(struct connloss_device *device, void *unused)
{
	unsigned long flags;

	raw_spin_lock_irqsave(&device->lock, flags);
	connloss_revoke_action(device);
	connloss_tell_locked(device, (struct connloss_event){
		.kind = CONNLOSS_EV_SUSPENDED,
		.vif = CONNLOSS_ALL_VIFS,
	});
	raw_spin_unlock_irqrestore(&device->lock, flags);
}

/* The tick's jiffies stood still meanwhile: it is armed anew. */
static void resume(struct connloss_device *device, void *unused)
{
	unsigned long flags;

	raw_spin_lock_irqsave(&device->lock, flags);
	connloss_queue_tick(device, CONNLOSS_NEVER, 0);
	connloss_tell_locked(device, (struct connloss_event){
		.kind = CONNLOSS_EV_RESUMED,
		.vif = CONNLOSS_ALL_VIFS,
	});
	raw_spin_unlock_irqrestore(&device->lock, flags);
}

static int on_power(struct notifier_block *block, unsigned long action, void *unused)
{
	switch (action) {
	case PM_SUSPEND_PREPARE:
	case PM_HIBERNATION_PREPARE:
	case PM_RESTORE_PREPARE:
		connloss_each_device(suspend, NULL);
		break;
	case PM_POST_SUSPEND:
	case PM_POST_HIBERNATION:
	case PM_POST_RESTORE:
		connloss_each_device(resume, NULL);
		break;
	}
	return NOTIFY_OK;
}

static struct notifier_block power = {
	.notifier_call = on_power,
};

int connloss_suspend_init(void)
{
	return register_pm_notifier(&power);
}

void connloss_suspend_exit(void)
{
	unregister_pm_notifier(&power);
}
