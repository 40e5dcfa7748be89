// SPDX-License-Identifier: GPL-2.0
/*
 * Carries out what was decided, and keeps the core's timer.
 *
 * The workqueue is freezable, so that no action begins in a suspended machine, and the freezer
 * waits for one that runs. It is unbound, as an action sleeps for seconds and should hold up no
 * CPU's work. It has no WQ_MEM_RECLAIM: a removal flushes workqueues of drivers and of mac80211,
 * and check_flush_dependency() (kernel/workqueue.c) warns where one that may be needed to free
 * memory waits for one that may not; a probe allocates without end anyway, so that a rescuer's
 * promise would not be kept. It is not the system's: what the module waits for when it goes is its
 * own.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/device.h>
#include <linux/jiffies.h>
#include <linux/sched.h>
#include <linux/timekeeping.h>
#include <net/mac80211.h>

#include "connloss_bus_reset.h"
#include "connloss_device.h"
#include "connloss_names.h"
#include "connloss_trace.h"

static struct workqueue_struct *queue;

int connloss_queue_init(void)
{
	queue = alloc_workqueue("connloss_guard", WQ_FREEZABLE | WQ_UNBOUND, 0);
	return queue ? 0 : -ENOMEM;
}

void connloss_queue_exit(void)
{
	destroy_workqueue(queue);
}

void connloss_queue_action(struct connloss_device *device, const struct connloss_decision *decision,
			   u64 now)
{
	lockdep_assert_held(&device->lock);
	if (device->gone)
		return;
	device->actions++;
	device->todo = *decision;
	device->decided_at = now;
	device->pending = true;
	kref_get(&device->ref);
	/*
	 * Still queued where the one before was revoked: that has its reference. The last one is
	 * never given back here.
	 */
	if (!queue_work(queue, &device->action))
		connloss_device_put(device);
}

void connloss_revoke_action(struct connloss_device *device)
{
	lockdep_assert_held(&device->lock);
	if (device->pending)
		device->counters.revoked_recoveries++;
	device->pending = false;
}

void connloss_queue_tick(struct connloss_device *device, u64 at, u64 now)
{
	u64 ticks;

	lockdep_assert_held(&device->lock);
	if (device->gone || at == device->ticks_at)
		return;
	device->ticks_at = at;
	if (at == CONNLOSS_NEVER) {
		cancel_delayed_work(&device->tick);
		return;
	}
	/* Rounded up, and one more for the tick that is running. */
	ticks = at > now ? nsecs_to_jiffies64(at - now) + 2 : 0;
	mod_delayed_work(queue, &device->tick, min_t(u64, ticks, MAX_JIFFY_OFFSET));
}

struct action {
	struct ieee80211_hw *hw;
	struct device *parent;
	struct connloss_recovery recovery;
	enum connloss_method method;
	enum connloss_on_shared on_shared;
	u32 number;
	bool by_losses;
	u64 waited;
};

static bool uses_hw(const struct action *action)
{
	return action->recovery.recover || action->method == CONNLOSS_RESTART_HW;
}

/* False where it was revoked, or the driver is gone meanwhile. */
static bool begin(struct connloss_device *device, struct action *action)
{
	bool revoked;

	raw_spin_lock_irq(&device->lock);
	revoked = !device->pending;
	device->pending = false;
	if (!revoked && device->hw) {
		action->hw = device->hw;
		action->parent = get_device(device->parent);
		action->recovery = device->recovery;
		action->method = device->todo.method;
		action->on_shared = device->settings.value[CONNLOSS_SET_ON_SHARED];
		action->number = device->actions;
		action->by_losses = device->policy.trigger[device->todo.trigger].on !=
				    CONNLOSS_ON_FAULT;
		action->waited = ktime_get_boottime_ns() - device->decided_at;
		device->runner_uses_hw = uses_hw(action);
		WRITE_ONCE(device->runner, current);
	} else if (!revoked) {
		device->counters.refused_recoveries++;
		connloss_tell_locked(device, (struct connloss_event){
						     .kind = CONNLOSS_EV_REFUSED,
						     .vif = CONNLOSS_ALL_VIFS,
					     });
	}
	raw_spin_unlock_irq(&device->lock);
	return action->hw;
}

static int carry_out(const struct action *action, struct connloss_bus_reset_outcome *outcome)
{
	if (action->recovery.recover)
		return action->recovery.recover(action->hw, action->method, action->recovery.ctx);
	if (action->method == CONNLOSS_RESTART_HW) {
		ieee80211_restart_hw(action->hw);
		return 0;
	}
	return connloss_bus_reset(action->parent, action->on_shared, outcome);
}

static void end(struct connloss_device *device, const struct action *action, int result,
		const struct connloss_bus_reset_outcome *outcome, u64 took)
{
	struct connloss_counters *counters = &device->counters;
	bool refused = result == -EBUSY || result == -EOPNOTSUPP;

	trace_connloss_action(device, action->method, result, action->waited, took);
	raw_spin_lock_irq(&device->lock);
	WRITE_ONCE(device->runner, NULL);
	counters->waited = action->waited;
	counters->took = took;
	if (outcome->shared && refused)
		counters->shared_refused++;
	else if (outcome->shared)
		counters->shared_warned++;
	if (outcome->reset)
		counters->bus_resets++;
	if (refused)
		counters->refused_recoveries++;
	else if (action->by_losses)
		counters->storm_recoveries++;
	else
		counters->fault_recoveries++;
	if (result && !refused)
		counters->failed_recoveries++;
	/* A ladder that was broken off does not hear of it, nor does one that has begun since. */
	if (action->number == device->actions)
		connloss_tell_locked(device, (struct connloss_event){
						     .kind = refused ? CONNLOSS_EV_REFUSED :
								       CONNLOSS_EV_FINISHED,
						     .vif = CONNLOSS_ALL_VIFS,
						     .ok = !result,
					     });
	raw_spin_unlock_irq(&device->lock);
	wake_up_all(&device->ended);
	if (result)
		pr_warn("%s: %s %s: %d\n", device->name, connloss_method_name(action->method),
			refused ? "was refused" : "failed", result);
}

void connloss_act(struct work_struct *work)
{
	struct connloss_device *device = container_of(work, struct connloss_device, action);
	struct connloss_bus_reset_outcome outcome = {};
	struct action action = {};

	if (begin(device, &action)) {
		u64 began = ktime_get_boottime_ns();
		int result = carry_out(&action, &outcome);

		end(device, &action, result, &outcome, ktime_get_boottime_ns() - began);
		put_device(action.parent);
	}
	connloss_device_put(device);
}

static bool hw_is_free(const struct connloss_device *device)
{
	const struct task_struct *runner = READ_ONCE(device->runner);

	return !runner || runner == current || !READ_ONCE(device->runner_uses_hw);
}

void connloss_wait_for_hw(struct connloss_device *device)
{
	wait_event(device->ended, hw_is_free(device));
}
