// SPDX-License-Identifier: GPL-2.0
/*
 * /sys/kernel/debug/connloss_guard/<parent device>/, one folder for each device that was ever
 * attached:
 *
 *   state        what the guard knows now, "name value" lines
 *   counters     what has happened since the device was first seen, "name value" lines
 *   policy.toml  the policy in force as a file that `wlanmedic replay --policy` plays
 *   and a file for each parameter (connloss_params.h), which may be written; another policy begins
 * with it, which knows nothing of what was before. -EBUSY: a recovery runs.
 */
#include <linux/debugfs.h>
#include <linux/seq_file.h>
#include <linux/slab.h>
#include <linux/timekeeping.h>
#include <linux/uaccess.h>

#include "connloss_device.h"
#include "connloss_names.h"

#define LONGEST_VALUE 32

static struct dentry *root;

static void write_span(struct seq_file *file, const char *name, u64 ns)
{
	seq_printf(file, "%s %llu\n", name, div_u64(ns, NSEC_PER_MSEC));
}

static const char *link_name(u8 link)
{
	return link == CONNLOSS_UP ? "up" : link == CONNLOSS_DOWN ? "down" : "unknown";
}

/* A picture of it: seq_file may sleep, the lock may not. */
static struct connloss_device *picture(struct connloss_device *device)
{
	struct connloss_device *copy = kvmalloc(sizeof(*copy), GFP_KERNEL);
	unsigned long flags;

	if (!copy)
		return NULL;
	raw_spin_lock_irqsave(&device->lock, flags);
	memcpy(copy, device, sizeof(*copy));
	raw_spin_unlock_irqrestore(&device->lock, flags);
	return copy;
}

static int state_show(struct seq_file *file, void *unused)
{
	struct connloss_device *now = picture(file->private);
	u64 at = ktime_get_boottime_ns();
	u64 deadline;
	u8 i;

	if (!now)
		return -ENOMEM;
	seq_printf(file, "attached %s\n",
		   !now->wiphy	? "no" :
		   now->watched ? "watched" :
				  "by_driver");
	seq_printf(file, "recovering %s\n", now->runner ? "yes" : now->pending ? "queued" : "no");
	seq_printf(file, "suspended %s\n", now->core.suspended ? "yes" : "no");
	seq_printf(file, "gave_up %s\n", now->core.gave_up ? "yes" : "no");
	seq_printf(file, "observes %s\n", connloss_observes() ? "yes" : "no");
	seq_printf(file, "actions %u\n", now->actions);
	write_span(file, "boottime_ms", at);
	deadline = connloss_core_deadline(&now->core);
	if (deadline != CONNLOSS_NEVER)
		write_span(file, "deadline_ms", deadline);
	if (now->actions)
		write_span(file, "cool_down_ms", now->core.limits.cool_down);
	for (i = 0; i < CONNLOSS_MAX_VIFS; ++i)
		if (now->interface[i].name[0])
			seq_printf(file, "link %s %s\n", now->interface[i].name,
				   link_name(now->core.vif[i].link));
	kvfree(now);
	return 0;
}
DEFINE_SHOW_ATTRIBUTE(state);

static void write_count(struct seq_file *file, const char *name, u64 value)
{
	seq_printf(file, "%s %llu\n", name, value);
}

static void write_details(struct seq_file *file, const struct connloss_counters *counters)
{
	u8 i;

	for (i = 0; i < ARRAY_SIZE(counters->failed); ++i)
		if (BIT(i) != CONNLOSS_ASSOC_TIMEOUT_AFTER_COMEBACK)
			seq_printf(file, "Failed:%s %llu\n", connloss_failure_name(BIT(i)),
				   counters->failed[i]);
	for (i = 0; i < CONNLOSS_FAULTS; ++i)
		seq_printf(file, "Fault:%s %llu\n", connloss_fault_name(i), counters->faults[i]);
	for (i = CONNLOSS_HELD_NO_TRIGGER + 1; i < CONNLOSS_HELDS; ++i)
		seq_printf(file, "Held:%s %llu\n", connloss_held_name(i), counters->held[i]);
}

static int counters_show(struct seq_file *file, void *unused)
{
	struct connloss_device *now = picture(file->private);
	const struct connloss_counters *counters;

	if (!now)
		return -ENOMEM;
	counters = &now->counters;
	write_count(file, "ConnectionLosses", counters->losses);
	write_count(file, "ConnectionLossesIgnored", counters->losses_ignored);
	write_count(file, "ConnectionLossStormRecoveries", counters->storm_recoveries);
	write_count(file, "FaultRecoveries", counters->fault_recoveries);
	write_count(file, "RecoveriesFailed", counters->failed_recoveries);
	write_count(file, "RecoveriesRefused", counters->refused_recoveries);
	write_count(file, "RecoveriesRevoked", counters->revoked_recoveries);
	write_count(file, "RecoveriesHealthy", counters->healthy);
	write_count(file, "GaveUp", counters->gave_up);
	write_count(file, "BusResets", counters->bus_resets);
	write_count(file, "SharedChipRefused", counters->shared_refused);
	write_count(file, "SharedChipReset", counters->shared_warned);
	write_count(file, "OtherLosses", counters->other_losses);
	write_count(file, "Left", counters->left);
	write_count(file, "Attempts", counters->attempts);
	write_count(file, "Associated", counters->associated);
	write_count(file, "Authorized", counters->authorized);
	write_count(file, "ToldByDriver", counters->told_by_driver);
	write_count(file, "UnknownInterfaces", counters->unknown_interfaces);
	write_count(file, "LastRecoveryWaitedUs", div_u64(counters->waited, NSEC_PER_USEC));
	write_count(file, "LastRecoveryTookUs", div_u64(counters->took, NSEC_PER_USEC));
	write_details(file, counters);
	kvfree(now);
	return 0;
}
DEFINE_SHOW_ATTRIBUTE(counters);

static int policy_show(struct seq_file *file, void *unused)
{
	struct connloss_device *now = picture(file->private);

	if (!now)
		return -ENOMEM;
	connloss_policy_write(file, &now->policy);
	kvfree(now);
	return 0;
}
DEFINE_SHOW_ATTRIBUTE(policy);

/* The file's name says which parameter, the folder's inode whose. */
static enum connloss_setting setting_of(const struct file *file)
{
	const char *name = file->f_path.dentry->d_name.name;
	int i;

	for (i = 0; i < CONNLOSS_SETTINGS - 1; ++i)
		if (!strcmp(connloss_setting_name(i), name))
			break;
	return i;
}

static ssize_t setting_read(struct file *file, char __user *to, size_t size, loff_t *offset)
{
	struct connloss_device *device = file->private_data;
	struct connloss_settings settings;
	char text[LONGEST_VALUE];
	unsigned long flags;
	int length;

	raw_spin_lock_irqsave(&device->lock, flags);
	settings = device->settings;
	raw_spin_unlock_irqrestore(&device->lock, flags);
	length = connloss_setting_print(&settings, setting_of(file), text, sizeof(text));
	return simple_read_from_buffer(to, size, offset, text, length);
}

static int change(struct connloss_device *device, enum connloss_setting setting, const char *text)
{
	struct connloss_settings before, after;
	unsigned long flags;
	int failed;

	raw_spin_lock_irqsave(&device->lock, flags);
	before = device->settings;
	raw_spin_unlock_irqrestore(&device->lock, flags);
	after = before;
	failed = connloss_setting_parse(&after, setting, text);
	if (!failed)
		failed = connloss_settings_check(&after);
	if (failed)
		return failed;
	raw_spin_lock_irqsave(&device->lock, flags);
	if (device->runner || device->pending ||
	    memcmp(&before, &device->settings, sizeof(before))) {
		failed = -EBUSY;
	} else {
		device->settings = after;
		connloss_set_policy(device);
	}
	raw_spin_unlock_irqrestore(&device->lock, flags);
	return failed;
}

static ssize_t setting_write(struct file *file, const char __user *from, size_t size,
			     loff_t *offset)
{
	char text[LONGEST_VALUE];
	int failed;

	if (size >= sizeof(text))
		return -EINVAL;
	if (copy_from_user(text, from, size))
		return -EFAULT;
	text[size] = '\0';
	failed = change(file->private_data, setting_of(file), text);
	return failed ? failed : (ssize_t)size;
}

static const struct file_operations setting_fops = {
	.owner = THIS_MODULE,
	.open = simple_open,
	.read = setting_read,
	.write = setting_write,
	.llseek = default_llseek,
};

void connloss_debugfs_add(struct connloss_device *device)
{
	int i;

	device->dir = debugfs_create_dir(device->name, root);
	debugfs_create_file("state", 0444, device->dir, device, &state_fops);
	debugfs_create_file("counters", 0444, device->dir, device, &counters_fops);
	debugfs_create_file("policy.toml", 0444, device->dir, device, &policy_fops);
	for (i = 0; i < CONNLOSS_SETTINGS; ++i)
		debugfs_create_file(connloss_setting_name(i), 0644, device->dir, device,
				    &setting_fops);
}

void connloss_debugfs_init(void)
{
	root = debugfs_create_dir("connloss_guard", NULL);
}

void connloss_debugfs_exit(void)
{
	debugfs_remove(root);
}
