// SPDX-License-Identifier: GPL-2.0
#include <linux/delay.h>
#include <linux/device/bus.h>
#include <linux/module.h>
#include <linux/rwsem.h>
#include <linux/sched.h>

#include "connloss_bus_reset.h"

/*
 * A chip that has just got its power may need it twice: the boot loader of some does not answer at
 * first.
 */
#define TRIES 2
#define BETWEEN_TRIES 1000 /* ms */

static LIST_HEAD(known_ops);
static DECLARE_RWSEM(ops_lock);

/*
 * A device that is being reset; its address must not come back meanwhile, so the caller's reference
 * is needed.
 */
struct running_reset {
	struct list_head node;
	struct device *dev;
	struct task_struct *task;
	struct notifier_block unbinding;
	bool unbound_here;
};

static LIST_HEAD(running_resets);
static DEFINE_MUTEX(running_lock);

void connloss_bus_ops_register(struct connloss_bus_ops *ops)
{
	down_write(&ops_lock);
	list_add(&ops->node, &known_ops);
	up_write(&ops_lock);
}
EXPORT_SYMBOL_GPL(connloss_bus_ops_register);

void connloss_bus_ops_unregister(struct connloss_bus_ops *ops)
{
	down_write(&ops_lock);
	list_del(&ops->node);
	up_write(&ops_lock);
}
EXPORT_SYMBOL_GPL(connloss_bus_ops_unregister);

static bool concerns(const struct connloss_bus_ops *ops, struct device *dev)
{
	return ops->concerns && ops->concerns(dev);
}

/*
 * The lock is held over one operation, never over a removal or a probe: those may register and
 * unregister.
 */
static bool is_shared(struct device *dev)
{
	struct connloss_bus_ops *ops;
	bool shared = false;

	down_read(&ops_lock);
	list_for_each_entry(ops, &known_ops, node)
		shared = shared ||
			 (concerns(ops, dev) && ops->shared_in_use && ops->shared_in_use(dev));
	up_read(&ops_lock);
	return shared;
}

static int reset_all_functions(struct device *dev)
{
	struct connloss_bus_ops *ops;
	int result = -EOPNOTSUPP;

	down_read(&ops_lock);
	list_for_each_entry(ops, &known_ops, node)
		if (result == -EOPNOTSUPP && concerns(ops, dev) && ops->reset_shared)
			result = ops->reset_shared(dev);
	up_read(&ops_lock);
	return result;
}

static int reset_function(struct device *dev)
{
	struct connloss_bus_ops *ops;
	int result = -EOPNOTSUPP;

	down_read(&ops_lock);
	list_for_each_entry(ops, &known_ops, node)
		if (result == -EOPNOTSUPP && concerns(ops, dev) && ops->reset)
			result = ops->reset(dev);
	up_read(&ops_lock);
	return result;
}

/*
 * Whoever unbinds a device holds its lock, and this is called in its task: of two that want to, one
 * did it.
 */
static int on_bus(struct notifier_block *block, unsigned long action, void *data)
{
	struct running_reset *run = container_of(block, struct running_reset, unbinding);

	if (action == BUS_NOTIFY_UNBOUND_DRIVER && data == run->dev && run->task == current)
		run->unbound_here = true;
	return NOTIFY_DONE;
}

static bool begin(struct running_reset *run)
{
	struct running_reset *other;
	bool free = true;

	mutex_lock(&running_lock);
	list_for_each_entry(other, &running_resets, node)
		free = free && other->dev != run->dev;
	if (free)
		list_add(&run->node, &running_resets);
	mutex_unlock(&running_lock);
	return free;
}

static void end(struct running_reset *run)
{
	mutex_lock(&running_lock);
	list_del(&run->node);
	mutex_unlock(&running_lock);
}

/* With the lock no probe runs, so that whatever is there is bound. */
static bool has_driver(struct device *dev)
{
	bool bound;

	device_lock(dev);
	bound = dev->driver;
	device_unlock(dev);
	return bound;
}

/*
 * A card or a host that is pulled out meanwhile is looked at by the bus's reset: what is bound has
 * all of them still.
 */
static bool hold_ancestors(struct device *dev)
{
	struct device *ancestor;
	bool bound;

	device_lock(dev);
	bound = dev->driver;
	for (ancestor = dev->parent; bound && ancestor; ancestor = ancestor->parent)
		get_device(ancestor);
	device_unlock(dev);
	return bound;
}

static void release_ancestors(struct device *dev)
{
	struct device *ancestor = dev->parent;

	while (ancestor) {
		struct device *next = ancestor->parent;

		put_device(ancestor);
		ancestor = next;
	}
}

static int unbind(struct running_reset *run)
{
	struct bus_type *bus = (struct bus_type *)run->dev->bus;
	int failed;

	run->unbinding.notifier_call = on_bus;
	failed = bus_register_notifier(bus, &run->unbinding);
	if (failed)
		return failed;
	device_release_driver(run->dev);
	bus_unregister_notifier(bus, &run->unbinding);
	return run->unbound_here ? 0 : -EBUSY;
}

/* As in drivers/base/bus.c: a bus whose drivers touch the parent wants its lock around a probe. */
static int bind(struct device *dev)
{
	struct device *parent = dev->bus->need_parent_lock ? dev->parent : NULL;
	int result;

	if (parent)
		device_lock(parent);
	result = device_attach(dev);
	if (parent)
		device_unlock(parent);
	if (result < 0)
		return result;
	return has_driver(dev) ? 0 : -ENODEV;
}

static int reset_and_bind(struct device *dev, struct connloss_bus_reset_outcome *outcome)
{
	int tries, result = -ENODEV;

	for (tries = 0; tries < TRIES && result; ++tries) {
		int reset;

		if (tries)
			msleep(BETWEEN_TRIES);
		reset = reset_function(dev);
		if (reset && reset != -EOPNOTSUPP)
			dev_err(dev, "connloss_guard: the bus could not reset the device: %d\n",
				reset);
		outcome->reset = outcome->reset || !reset;
		result = bind(dev);
	}
	return result;
}

int connloss_bus_reset(struct device *dev, enum connloss_on_shared on_shared,
		       struct connloss_bus_reset_outcome *outcome)
{
	struct running_reset run = { .dev = dev, .task = current };
	struct connloss_bus_reset_outcome unwanted;
	int result;

	if (!outcome)
		outcome = &unwanted;
	*outcome = (struct connloss_bus_reset_outcome){};
	if (!dev->bus)
		return -EOPNOTSUPP;
	if (!begin(&run))
		return -EBUSY;
	if (!hold_ancestors(dev)) {
		result = -EOPNOTSUPP;
		goto out;
	}
	outcome->shared = is_shared(dev);
	if (outcome->shared && on_shared == CONNLOSS_SHARED_REFUSE) {
		result = -EBUSY;
		goto release;
	}
	if (outcome->shared) {
		dev_warn(dev,
			 "connloss_guard: resetting a chip of which another function is in use\n");
		result = reset_all_functions(dev);
		if (result != -EOPNOTSUPP) {
			outcome->reset = !result;
			goto release;
		}
	}
	result = unbind(&run);
	if (!result)
		result = reset_and_bind(dev, outcome);
release:
	release_ancestors(dev);
out:
	end(&run);
	return result;
}
EXPORT_SYMBOL_GPL(connloss_bus_reset);
