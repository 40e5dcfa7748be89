// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Makes mac80211 believe what a Wi-Fi driver tells it: the calls that a driver makes when its chip has lost the
 * access point, the beacons or itself, made for a named interface when somebody writes to /proc/wlanmedic-fault.
 * Linux 6.1 and later.
 *
 * One write is one fault: "WORD INTERFACE", at most 63 bytes, a newline at its end is allowed. The interface is
 * looked up in the network namespace of the writer. Only root writes; nothing can be read.
 *
 *   connection-loss IF     ieee80211_connection_loss: mac80211 disconnects at once, without asking the access point
 *   beacon-loss IF         ieee80211_beacon_loss: mac80211 probes the access point first
 *   disconnect IF          ieee80211_disconnect: the driver wants to be disconnected, with a deauthentication
 *   rssi-low IF [DBM]      ieee80211_cqm_rssi_notify, below the threshold; DBM is -127…0, -85 when it is left out
 *   rssi-high IF [DBM]     the same, above the threshold; -45 when it is left out
 *   cqm-beacon-loss IF     ieee80211_cqm_beacon_loss_notify: tells user space, changes nothing
 *   restart IF             ieee80211_restart_hw: the whole radio of this interface is configured anew
 *   hold-rtnl SECONDS      sleeps 1…3600 s uninterruptibly with RTNL held; the write returns after that
 *
 * A write returns its length when the call was made, which for most is before mac80211 has acted on it. Otherwise:
 *   EINVAL      no such word, words missing or too many, no number
 *   E2BIG       more than 63 bytes
 *   ERANGE      DBM or SECONDS is out of range
 *   ENODEV      no interface of this name in the writer's network namespace
 *   EOPNOTSUPP  it is no interface of mac80211, or no station
 *   ENETDOWN    it is down
 *   ENOTCONN    it is not associated (all words but restart)
 *
 * Nothing is printed to the kernel's log: what follows there is the kernel's own. And lines that the lab alone causes
 * never come into it, for whoever reads it: hwsim says when the medium takes over and lets go, the kernel when a sleep
 * is one of pm_test. On a machine with a chip there are no such lines.
 */
#include <linux/kallsyms.h>
#include <linux/if_arp.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/kprobes.h>
#include <linux/linkage.h>
#include <linux/ptrace.h>
#include <linux/module.h>
#include <linux/netdevice.h>
#include <linux/nsproxy.h>
#include <linux/proc_fs.h>
#include <linux/rtnetlink.h>
#include <linux/sched.h>
#include <linux/string.h>
#include <linux/uaccess.h>
#include <linux/version.h>
#include <net/cfg80211.h>
#include <net/mac80211.h>
#include <asm/ibt.h>

#define LONGEST 63
#define LONGEST_HOLD 3600

static const char proc_name[] = "wlanmedic-fault";

enum fault {
	CONNECTION_LOSS,
	BEACON_LOSS,
	DISCONNECT,
	RSSI_LOW,
	RSSI_HIGH,
	CQM_BEACON_LOSS,
	RESTART,
	HOLD_RTNL,
};

static const char *const words[] = {
	[CONNECTION_LOSS] = "connection-loss",
	[BEACON_LOSS] = "beacon-loss",
	[DISCONNECT] = "disconnect",
	[RSSI_LOW] = "rssi-low",
	[RSSI_HIGH] = "rssi-high",
	[CQM_BEACON_LOSS] = "cqm-beacon-loss",
	[RESTART] = "restart",
	[HOLD_RTNL] = "hold-rtnl",
};

static int hold_rtnl(const char *text)
{
	unsigned int seconds;
	int failed = kstrtouint(text, 10, &seconds);

	if (failed)
		return failed;
	if (seconds < 1 || seconds > LONGEST_HOLD)
		return -ERANGE;
	rtnl_lock();
	schedule_timeout_uninterruptible(seconds * HZ);
	rtnl_unlock();
	return 0;
}

static int level_of(const char *text, int *dbm)
{
	int failed = text ? kstrtoint(text, 10, dbm) : 0;

	if (failed)
		return failed;
	return *dbm < -127 || *dbm > 0 ? -ERANGE : 0;
}

/*
 * Whether the interface is one of mac80211: nothing that modules may ask says so. mac80211 alone has a function of
 * this name, and no other stack's private part may be taken for mac80211's.
 */
static bool is_of_mac80211(const struct net_device *dev)
{
	static const char opener[] = "ieee80211_open";
	char name[64];

	if (!dev->ieee80211_ptr || !dev->netdev_ops || !dev->netdev_ops->ndo_open)
		return false;
	snprintf(name, sizeof(name), "%ps", dev->netdev_ops->ndo_open);
	return !strncmp(name, opener, sizeof(opener) - 1);
}

static int inject_into(struct net_device *dev, enum fault fault, const char *number)
{
	enum nl80211_cqm_rssi_threshold_event event = NL80211_CQM_RSSI_THRESHOLD_EVENT_LOW;
	int dbm = fault == RSSI_HIGH ? -45 : -85;
	struct ieee80211_vif *vif;
	int failed = level_of(number, &dbm);

	if (failed)
		return failed;
	if (!is_of_mac80211(dev) || dev->ieee80211_ptr->iftype != NL80211_IFTYPE_STATION)
		return -EOPNOTSUPP;
	vif = wdev_to_ieee80211_vif(dev->ieee80211_ptr);
	if (!vif)
		return -ENETDOWN;
	if (fault == RESTART) {
		ieee80211_restart_hw(wiphy_to_ieee80211_hw(dev->ieee80211_ptr->wiphy));
		return 0;
	}
	if (!vif->cfg.assoc)
		return -ENOTCONN;
	switch (fault) {
	case CONNECTION_LOSS:
		ieee80211_connection_loss(vif);
		break;
	case BEACON_LOSS:
		ieee80211_beacon_loss(vif);
		break;
	case DISCONNECT:
		ieee80211_disconnect(vif, false);
		break;
	case RSSI_HIGH:
		event = NL80211_CQM_RSSI_THRESHOLD_EVENT_HIGH;
		fallthrough;
	case RSSI_LOW:
		ieee80211_cqm_rssi_notify(vif, event, dbm, GFP_KERNEL);
		break;
	case CQM_BEACON_LOSS:
		ieee80211_cqm_beacon_loss_notify(vif, GFP_KERNEL);
		break;
	default:
		return -EINVAL;
	}
	return 0;
}

/* Words are taken apart at single blanks; an empty one is none. */
static int inject(char *text)
{
	char *word = strsep(&text, " ");
	char *target = strsep(&text, " ");
	char *number = strsep(&text, " ");
	struct net_device *dev;
	int fault, result;

	if (!target || !*target || text)
		return -EINVAL;
	fault = match_string(words, ARRAY_SIZE(words), word);
	if (fault < 0)
		return -EINVAL;
	if (number && fault != RSSI_LOW && fault != RSSI_HIGH)
		return -EINVAL;
	if (fault == HOLD_RTNL)
		return hold_rtnl(target);
	dev = dev_get_by_name(current->nsproxy->net_ns, target);
	if (!dev)
		return -ENODEV;
	result = inject_into(dev, fault, number);
	dev_put(dev);
	return result;
}

static ssize_t fault_write(struct file *file, const char __user *from, size_t length, loff_t *offset)
{
	char text[LONGEST + 1];
	int failed;

	if (length > LONGEST)
		return -E2BIG;
	if (copy_from_user(text, from, length))
		return -EFAULT;
	text[length] = '\0';
	if (strlen(text) != length)
		return -EINVAL;
	if (length && text[length - 1] == '\n')
		text[length - 1] = '\0';
	failed = inject(text);
	return failed ? failed : (ssize_t)length;
}

static const struct proc_ops fault_operations = {
	.proc_write = fault_write,
};

static const char *const of_the_lab[] = { "wmediumd", "suspend debug: " };

/* What a function is that does nothing: as arch/x86/lib/error-inject.c has it, which modules may not use. */
asmlinkage void wlanmedic_return(void);
asm(".pushsection .text\n"
	".type wlanmedic_return, @function\n"
	"wlanmedic_return:\n"
	ASM_ENDBR
	ASM_RET
	".size wlanmedic_return, .-wlanmedic_return\n"
	".popsection");

/* At the first instruction of printk: nothing of it has run yet. */
static int before_printk(struct kprobe *probe, struct pt_regs *regs)
{
	const char *format = (const char *)regs_get_kernel_argument(regs, 0);
	size_t i;

	for (i = 0; i < ARRAY_SIZE(of_the_lab); ++i) {
		if (!strstr(format, of_the_lab[i]))
			continue;
		regs_set_return_value(regs, 0);
		instruction_pointer_set(regs, (unsigned long)wlanmedic_return);
		return 1;
	}
	return 0;
}

static struct kprobe printk_probe = {
	.symbol_name = "_printk",
	.pre_handler = before_printk,
};

static int __init fault_init(void)
{
	int failed = register_kprobe(&printk_probe);

	if (failed)
		return failed;
	if (proc_create(proc_name, 0200, NULL, &fault_operations))
		return 0;
	unregister_kprobe(&printk_probe);
	return -ENOMEM;
}

static void __exit fault_exit(void)
{
	remove_proc_entry(proc_name, NULL);
	unregister_kprobe(&printk_probe);
}

module_init(fault_init);
module_exit(fault_exit);
MODULE_DESCRIPTION("Driver-side faults of mac80211 on demand, and no word of the lab in the kernel log");
MODULE_LICENSE("Dual MIT/GPL");
/* Else the kernel says in its log that this module taints it. */
MODULE_INFO(intree, "Y");
