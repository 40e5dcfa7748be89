// SPDX-License-Identifier: GPL-2.0
/*
 * Test only: a driver that knows the guard, played over the radios of mac80211_hwsim, which has
 * none of its calls.
 *
 * One line is written to /proc/connloss-stress, "WORD INTERFACE [NUMBER]"; the interface is looked
 * up in the writer's network namespace.
 *
 *   attach IF         connloss_guard_attach() with a recovery of this module's:
 * ieee80211_restart_hw(), after as many ms as `slow` says, and after a detach and an attach where
 * `anew` is set detach IF         connloss_guard_detach() note IF [N]       connloss_guard_note()
 * and ieee80211_connection_loss(), N times notes-only IF N   connloss_guard_note() alone, N times
 * at once from a thread, a softirq and an interrupt of each CPU fault IF [KIND]
 * connloss_guard_note_fault() slow - MS         how long recover() takes anew - 0|1 recover()
 * detaches and attaches its own device calls             reading gives how often recover() was
 * called, and how often it met itself
 *
 * EINVAL: no such word; ENODEV: no such interface, or none of mac80211; others are the guard's own.
 */
#include <linux/atomic.h>
#include <linux/delay.h>
#include <linux/interrupt.h>
#include <linux/irq_work.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/netdevice.h>
#include <linux/nsproxy.h>
#include <linux/proc_fs.h>
#include <linux/rtnetlink.h>
#include <linux/seq_file.h>
#include <linux/uaccess.h>
#include <net/mac80211.h>

#include "../connloss_guard.h"

#define LONGEST 63

static unsigned int slow;
static unsigned int anew;
static atomic_t calls = ATOMIC_INIT(0);
static atomic_t inside = ATOMIC_INIT(0);
static atomic_t overlaps = ATOMIC_INIT(0);

static int recover(struct ieee80211_hw *hw, enum connloss_method method, void *context);

static const struct connloss_recovery recovery = {
	.methods = BIT(CONNLOSS_RESTART_HW),
	.recover = recover,
};

static int recover(struct ieee80211_hw *hw, enum connloss_method method, void *context)
{
	atomic_inc(&calls);
	if (atomic_inc_return(&inside) > 1)
		atomic_inc(&overlaps);
	if (READ_ONCE(slow))
		msleep(READ_ONCE(slow));
	if (READ_ONCE(anew)) {
		connloss_guard_detach(hw);
		connloss_guard_attach(hw, &recovery);
	}
	ieee80211_restart_hw(hw);
	atomic_dec(&inside);
	return 0;
}

/* From each context in which a driver may find a loss, on the CPU that it runs on. */
struct storm {
	struct ieee80211_vif *vif;
	unsigned int notes;
	struct tasklet_struct softirq;
	struct irq_work interrupt;
};

static void note_all(struct storm *storm)
{
	unsigned int i;

	for (i = 0; i < storm->notes; ++i)
		connloss_guard_note(storm->vif);
}

static void note_in_softirq(struct tasklet_struct *tasklet)
{
	note_all(container_of(tasklet, struct storm, softirq));
}

static void note_in_interrupt(struct irq_work *work)
{
	note_all(container_of(work, struct storm, interrupt));
}

static int on_cpu(void *data)
{
	struct storm *storm = data;

	tasklet_schedule(&storm->softirq);
	irq_work_queue(&storm->interrupt);
	note_all(storm);
	tasklet_kill(&storm->softirq);
	irq_work_sync(&storm->interrupt);
	while (!kthread_should_stop())
		schedule_timeout_interruptible(1);
	return 0;
}

static int storm_of(struct ieee80211_vif *vif, unsigned int notes)
{
	struct storm *storms = kcalloc(nr_cpu_ids, sizeof(*storms), GFP_KERNEL);
	struct task_struct **threads = kcalloc(nr_cpu_ids, sizeof(*threads), GFP_KERNEL);
	int cpu, failed = storms && threads ? 0 : -ENOMEM;

	for_each_online_cpu(cpu) {
		struct storm *storm = storms + cpu;

		if (failed)
			break;
		storm->vif = vif;
		storm->notes = notes;
		tasklet_setup(&storm->softirq, note_in_softirq);
		init_irq_work(&storm->interrupt, note_in_interrupt);
		threads[cpu] = kthread_create_on_cpu(on_cpu, storm, cpu, "connloss-storm/%u");
		if (IS_ERR(threads[cpu])) {
			failed = PTR_ERR(threads[cpu]);
			threads[cpu] = NULL;
		} else {
			wake_up_process(threads[cpu]);
		}
	}
	for_each_possible_cpu(cpu)
		if (threads && threads[cpu])
			kthread_stop(threads[cpu]);
	kfree(threads);
	kfree(storms);
	return failed;
}

static int lose(struct ieee80211_vif *vif, unsigned int times)
{
	while (times--) {
		connloss_guard_note(vif);
		ieee80211_connection_loss(vif);
	}
	return 0;
}

/*
 * RTNL keeps the interface, and with it the radio, in place; but a detach may wait for what takes
 * it.
 */
static int on_interface(const char *word, const char *name, unsigned int number)
{
	struct net_device *netdev;
	struct ieee80211_vif *vif;
	struct ieee80211_hw *hw;
	int result = -ENODEV;

	rtnl_lock();
	netdev = __dev_get_by_name(current->nsproxy->net_ns, name);
	vif = netdev && netdev->ieee80211_ptr ? wdev_to_ieee80211_vif(netdev->ieee80211_ptr) : NULL;
	if (!netdev || !netdev->ieee80211_ptr)
		goto out;
	hw = wiphy_to_ieee80211_hw(netdev->ieee80211_ptr->wiphy);
	if (!strcmp(word, "attach")) {
		result = connloss_guard_attach(hw, &recovery);
	} else if (!strcmp(word, "detach")) {
		connloss_guard_detach(hw);
		result = 0;
	} else if (!strcmp(word, "fault")) {
		connloss_guard_note_fault(hw, number);
		result = 0;
	} else if (vif && !strcmp(word, "note")) {
		result = lose(vif, number ? number : 1);
	} else if (vif && !strcmp(word, "notes-only")) {
		result = storm_of(vif, number);
	} else {
		result = vif ? -EINVAL : -ENETDOWN;
	}
out:
	rtnl_unlock();
	return result;
}

static int obey(char *text)
{
	const char *word = strsep(&text, " ");
	const char *name = strsep(&text, " ");
	unsigned int number = 0;

	if (!name || (text && kstrtouint(text, 10, &number)))
		return -EINVAL;
	if (!strcmp(word, "slow"))
		WRITE_ONCE(slow, number);
	else if (!strcmp(word, "anew"))
		WRITE_ONCE(anew, number);
	else
		return on_interface(word, name, number);
	return 0;
}

static ssize_t stress_write(struct file *file, const char __user *from, size_t size, loff_t *offset)
{
	char text[LONGEST + 1];
	int failed;

	if (size > LONGEST)
		return -E2BIG;
	if (copy_from_user(text, from, size))
		return -EFAULT;
	text[size] = '\0';
	failed = obey(strim(text));
	return failed ? failed : (ssize_t)size;
}

static int calls_show(struct seq_file *file, void *unused)
{
	seq_printf(file, "calls %d\noverlaps %d\n", atomic_read(&calls), atomic_read(&overlaps));
	return 0;
}

static int stress_open(struct inode *inode, struct file *file)
{
	return single_open(file, calls_show, NULL);
}

static const struct proc_ops operations = {
	.proc_open = stress_open,
	.proc_read = seq_read,
	.proc_lseek = seq_lseek,
	.proc_release = single_release,
	.proc_write = stress_write,
};

static int __init stress_init(void)
{
	return proc_create("connloss-stress", 0600, NULL, &operations) ? 0 : -ENOMEM;
}

static void __exit stress_exit(void)
{
	remove_proc_entry("connloss-stress", NULL);
}

module_init(stress_init);
module_exit(stress_exit);
MODULE_DESCRIPTION("Plays a driver that knows the connection-loss guard, over mac80211_hwsim");
MODULE_LICENSE("GPL");
