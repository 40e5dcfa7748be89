/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the guard keeps of one device: one for each parent device that was ever attached, known by
 * its bus and name, as a bus reset ends with a fresh probe, and some with a fresh struct device. So
 * it outlives the hw. At most CONNLOSS_REMEMBERED of those that are not attached are kept, the
 * latest.
 *
 * Who holds it: the registry (RCU, under registry_lock), the action that is queued or runs (a
 * reference), and the tick (cancelled before the registry's reference is given back). What is
 * called from any context takes `lock` alone, which is raw because a kprobe's handler and a
 * tracepoint's may not sleep on any kernel.
 *
 *   registry_lock (mutex) > device->lock (raw, irqs off) > locks of timers and workqueues
 */
#ifndef CONNLOSS_DEVICE_H
#define CONNLOSS_DEVICE_H

#include <linux/debugfs.h>
#include <linux/if.h>
#include <linux/if_ether.h>
#include <linux/kref.h>
#include <linux/rcupdate.h>
#include <linux/spinlock.h>
#include <linux/wait.h>
#include <linux/workqueue.h>

#include "connloss_guard.h"
#include "connloss_params.h"

#define CONNLOSS_REMEMBERED	64
#define CONNLOSS_DEVICE_NAME	48
#define CONNLOSS_BUS_NAME	16

/*
 * An interface has its place by its name, as in rule 2; the netdev only tells that it is renamed,
 * and is never looked into.
 */
struct connloss_interface {
	char name[IFNAMSIZ];
	const struct net_device *netdev;
	bool down;		/* known to be; a loss that is told then is none */
	bool lost_early;	/* a loss was told before the link was */
};

struct connloss_counters {
	u64 losses, losses_ignored, other_losses, left;
	u64 attempts, associated, authorized;
	u64 failed[6];			/* by the bit of enum connloss_failure */
	u64 faults[CONNLOSS_FAULTS];
	u64 told_by_driver;		/* connloss_guard_note_assoc(), where it is not used */
	u64 unknown_interfaces;
	u64 storm_recoveries, fault_recoveries;
	u64 failed_recoveries, refused_recoveries, revoked_recoveries;
	u64 healthy, gave_up;
	u64 shared_refused, shared_warned, bus_resets;
	u64 held[CONNLOSS_HELDS];
	u64 waited, took;		/* ns, of the latest action: until it began, and for it */
};

struct connloss_device {
	struct kref ref;
	struct list_head node;
	struct rcu_head rcu;
	char name[CONNLOSS_DEVICE_NAME];	/* of the parent device */
	char bus[CONNLOSS_BUS_NAME];		/* its bus's name; "" without */
	u64 detached_at;			/* registry_lock */

	raw_spinlock_t lock;			/* all below but what says otherwise */
	struct wiphy *wiphy;			/* NULL: not attached. Compared, not looked into */
	struct ieee80211_hw *hw;
	struct device *parent;			/* with a reference, while attached */
	bool watched;				/* by the parameter, not by the driver's wish */
	bool gone;				/* the registry no longer has it */
	struct connloss_recovery recovery;
	struct connloss_settings settings;
	struct connloss_policy policy;
	struct connloss_core core;
	struct connloss_interface interface[CONNLOSS_MAX_VIFS];
	struct connloss_counters counters;

	u32 actions;				/* decided for so far */
	bool pending;				/* the latest is not begun nor revoked */
	struct connloss_decision todo;
	u64 decided_at;
	struct task_struct *runner;		/* that carries one out */
	bool runner_uses_hw;
	wait_queue_head_t ended;		/* woken when runner is NULL again */
	u64 ticks_at;				/* CONNLOSS_NEVER: not armed */

	struct work_struct action;
	struct delayed_work tick;
	struct dentry *dir;			/* written before it is published */
};

/* --- connloss_registry.c --- */

/* Any context, under rcu_read_lock(). NULL: not attached. */
struct connloss_device *connloss_device_of(const struct wiphy *wiphy);
void connloss_device_put(struct connloss_device *device);
/* Each device, attached or not, in process context; what is called must not attach or detach. */
void connloss_each_device(void (*call)(struct connloss_device *device, void *with), void *with);
int connloss_attach(struct ieee80211_hw *hw, const struct connloss_recovery *recovery,
		    bool watched);
/* watched: only where the parameter alone attached it. */
void connloss_detach(const struct wiphy *wiphy, bool watched);
/* The module goes: waits for each action that runs, and forgets all devices. */
void connloss_forget_all(void);

/* --- connloss_events.c --- */

static inline const char *connloss_interface_name(const struct connloss_device *device, u8 vif)
{
	static const char none[IFNAMSIZ];

	return vif < CONNLOSS_MAX_VIFS ? device->interface[vif].name : none;
}

/*
 * Any context. .at is filled in; .vif from netdev, which may be NULL: all interfaces, or the first
 * where none is known.
 */
void connloss_tell(struct connloss_device *device, const struct net_device *netdev,
		   struct connloss_event event);
/* The same with device->lock held and .vif given. */
void connloss_tell_locked(struct connloss_device *device, struct connloss_event event);
/* The driver reports a connection loss; associated: mac80211 believes that there is a link. */
void connloss_tell_loss(struct connloss_device *device, const struct net_device *netdev,
			bool associated);
/* There is a link, and perhaps nobody has told so. */
void connloss_tell_standing(struct connloss_device *device, const struct net_device *netdev);
/* A driver told what the guard sees by itself. */
void connloss_count_told(struct connloss_device *device);
void connloss_renamed(struct connloss_device *device, const struct net_device *netdev);
/* The hw goes, by an action's doing or not. device->lock is held. */
void connloss_tell_gone(struct connloss_device *device, bool by_action);
/*
 * The policy that the settings make, from now on; where it is another one all that the core knows
 * is forgotten. Locked.
 */
void connloss_set_policy(struct connloss_device *device);
void connloss_tick(struct work_struct *work);

/* --- connloss_action.c --- */

int connloss_queue_init(void);
void connloss_queue_exit(void);
void connloss_act(struct work_struct *work);
/*
 * device->lock held. The action that was just decided for is queued; one that was queued and not
 * begun is not begun.
 */
void connloss_queue_action(struct connloss_device *device, const struct connloss_decision *decision,
			   u64 now);
void connloss_revoke_action(struct connloss_device *device);
/* device->lock held. At boottime `at`, or never with CONNLOSS_NEVER. */
void connloss_queue_tick(struct connloss_device *device, u64 at, u64 now);
/* Process context. Until no action runs that uses the device's hw; the caller's own is none. */
void connloss_wait_for_hw(struct connloss_device *device);

/* --- connloss_driver.c --- */

void connloss_note_loss(struct ieee80211_vif *vif, bool by_kprobe);

/* --- each of its own file --- */

void connloss_debugfs_init(void);
void connloss_debugfs_exit(void);
void connloss_debugfs_add(struct connloss_device *device);

int connloss_observe_init(void);
void connloss_observe_exit(void);
/* Does the guard see by itself what becomes of attempts? */
bool connloss_observes(void);

int connloss_unpatched_init(void);
void connloss_unpatched_exit(void);

int connloss_suspend_init(void);
void connloss_suspend_exit(void);

struct seq_file;
void connloss_policy_write(struct seq_file *file, const struct connloss_policy *policy);

#endif
