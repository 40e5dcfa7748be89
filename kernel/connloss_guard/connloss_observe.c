// SPDX-License-Identifier: GPL-2.0
/*
 * What becomes of attempts and links, seen without touching mac80211 or a driver: by probes on
 * tracepoints of cfg80211.
 *
 * They are a module's, so for_each_kernel_tracepoint() does not have them;
 * register_tracepoint_module_notifier() (kernel/tracepoint.c) tells of the tracepoints of each
 * module that is or gets loaded. cfg80211 is there before the guard and stays as long: the guard
 * uses its symbols. Those of mac80211 are of no use, as their arguments are its private structs. A
 * probe's prototype is a promise that nobody checks: each was read in net/wireless/trace.h of Linux
 * 6.1, and the structs in include/net/cfg80211.h; on kernels for which that was not done nothing is
 * probed, and the driver tells (connloss_guard_note_assoc).
 *
 *   tracepoint                   called by                  tells
 *   rdev_auth                    cfg80211_mlme_auth         attempt
 *   cfg80211_rx_mlme_mgmt        the same, with the answer  auth_rejected; other_loss
 *   cfg80211_send_auth_timeout   cfg80211_auth_timeout      auth_timeout
 *   cfg80211_assoc_comeback      the same                   assoc_comeback
 *   cfg80211_send_rx_assoc       cfg80211_rx_assoc_resp     associated; assoc_rejected
 *   cfg80211_send_assoc_failure  cfg80211_assoc_failure     assoc_timeout
 *   rdev_change_station          nl80211_set_station        authorized
 *   cfg80211_tx_mlme_mgmt        the same, when it leaves   left; other_loss
 *
 * A rejection with status 30 and a time to wait is no answer for cfg80211 yet
 * (ieee80211_rx_mgmt_assoc_resp, net/mac80211/mlme.c): it gives a comeback alone. One that is given
 * up as somebody wished gives assoc_failure without timeout, which is none.
 *
 * Nothing counts twice. A loss that the driver told of is followed by a cfg80211_tx_mlme_mgmt with
 * reason 4: the link is down by then, and an end of a link that is down is none (connloss_events.c,
 * tell_of). Where these probes stand, what a driver tells by connloss_guard_note_assoc() is counted
 * as ToldByDriver and goes no further. Faults are told by drivers alone.
 *
 * The handlers run with preemption off, in the context of the call.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/ieee80211.h>
#include <linux/module.h>
#include <linux/netdevice.h>
#include <linux/nl80211.h>
#include <linux/tracepoint.h>
#include <linux/version.h>
#include <net/cfg80211.h>

#include "connloss_device.h"

#if defined(CONFIG_TRACEPOINTS) && defined(CONFIG_MODULES) && \
	LINUX_VERSION_CODE >= KERNEL_VERSION(6, 1, 0) &&      \
	LINUX_VERSION_CODE < KERNEL_VERSION(6, 2, 0)
#define CAN_PROBE 1
#else
#define CAN_PROBE 0
#endif

#if CAN_PROBE
static void tell(struct net_device *netdev, u8 kind, u8 failure, const u8 *bssid)
{
	const struct wireless_dev *wdev = netdev->ieee80211_ptr;
	struct connloss_event event = { .kind = kind, .failure = failure };
	struct connloss_device *device;

	if (!wdev || wdev->iftype != NL80211_IFTYPE_STATION)
		return;
	if (bssid) {
		event.has_bssid = true;
		memcpy(event.bssid, bssid, ETH_ALEN);
	}
	rcu_read_lock();
	device = connloss_device_of(wdev->wiphy);
	if (device)
		connloss_tell(device, netdev, event);
	rcu_read_unlock();
}

static void on_auth(void *unused, struct wiphy *wiphy, struct net_device *netdev,
		    struct cfg80211_auth_request *request)
{
	tell(netdev, CONNLOSS_EV_ATTEMPT, 0, request->bss->bssid);
}

static void on_auth_timeout(void *unused, struct net_device *netdev, const u8 *bssid)
{
	tell(netdev, CONNLOSS_EV_FAILED, CONNLOSS_AUTH_TIMEOUT, bssid);
}

/* Steps of SAE (IEEE 802.11, table 9-50), not its end. */
static bool is_rejection(u16 status)
{
	return status != WLAN_STATUS_SUCCESS && status != WLAN_STATUS_ANTI_CLOG_REQUIRED &&
	       status != WLAN_STATUS_SAE_HASH_TO_ELEMENT && status != WLAN_STATUS_SAE_PK;
}

/* cfg80211_rx_mlme_mgmt() has looked at the length. */
static void on_rx_mgmt(void *unused, struct net_device *netdev, const u8 *frame, int length)
{
	const struct ieee80211_mgmt *mgmt = (const void *)frame;

	if (!ieee80211_is_auth(mgmt->frame_control))
		tell(netdev, CONNLOSS_EV_OTHER_LOSS, 0, mgmt->bssid);
	else if (is_rejection(le16_to_cpu(mgmt->u.auth.status_code)))
		tell(netdev, CONNLOSS_EV_FAILED, CONNLOSS_AUTH_REJECTED, mgmt->bssid);
}

/* The access point's address where the link has several: mac80211 has it from the same struct. */
static void on_comeback(void *unused, struct wireless_dev *wdev, const u8 *address, u32 timeout)
{
	if (wdev->netdev)
		tell(wdev->netdev, CONNLOSS_EV_FAILED, CONNLOSS_ASSOC_COMEBACK, address);
}

static void on_rx_assoc(void *unused, struct net_device *netdev,
			struct cfg80211_rx_assoc_resp *response)
{
	const struct ieee80211_mgmt *mgmt = (const void *)response->buf;

	if (response->len < offsetofend(struct ieee80211_mgmt, u.assoc_resp.status_code))
		return;
	if (mgmt->u.assoc_resp.status_code == cpu_to_le16(WLAN_STATUS_SUCCESS))
		tell(netdev, CONNLOSS_EV_ASSOCIATED, 0, mgmt->bssid);
	else
		tell(netdev, CONNLOSS_EV_FAILED, CONNLOSS_ASSOC_REJECTED, mgmt->bssid);
}

static void on_assoc_failure(void *unused, struct net_device *netdev,
			     struct cfg80211_assoc_failure *failure)
{
	const u8 *bssid = failure->ap_mld_addr;

	if (!bssid && failure->bss[0])
		bssid = failure->bss[0]->bssid;
	if (failure->timeout)
		tell(netdev, CONNLOSS_EV_FAILED, CONNLOSS_ASSOC_TIMEOUT, bssid);
}

static void on_change_station(void *unused, struct wiphy *wiphy, struct net_device *netdev,
			      u8 *address, struct station_parameters *changes)
{
	if (changes->sta_flags_mask & changes->sta_flags_set & BIT(NL80211_STA_FLAG_AUTHORIZED))
		tell(netdev, CONNLOSS_EV_AUTHORIZED, 0, NULL);
}

/*
 * As src/outage/cause.cpp has it: what a person, a manager or a supplicant asks for gives reason 3
 * or 8, and mac80211 leaves with reason 1 for another access point (ieee80211_mgd_auth). What an
 * action of ours does is nobody's wish.
 */
static bool is_wish(const struct net_device *netdev, u16 reason)
{
	const struct connloss_device *device;
	bool ours;

	rcu_read_lock();
	device = connloss_device_of(netdev->ieee80211_ptr->wiphy);
	ours = device && READ_ONCE(device->runner) == current;
	rcu_read_unlock();
	return !ours &&
	       (reason == WLAN_REASON_UNSPECIFIED || reason == WLAN_REASON_DEAUTH_LEAVING ||
		reason == WLAN_REASON_DISASSOC_STA_HAS_LEFT);
}

static void on_tx_mgmt(void *unused, struct net_device *netdev, const u8 *frame, int length,
		       bool reconnect)
{
	const struct ieee80211_mgmt *mgmt = (const void *)frame;
	u16 reason = le16_to_cpu(ieee80211_is_deauth(mgmt->frame_control) ?
					 mgmt->u.deauth.reason_code :
					 mgmt->u.disassoc.reason_code);

	tell(netdev, is_wish(netdev, reason) ? CONNLOSS_EV_LEFT : CONNLOSS_EV_OTHER_LOSS, 0,
	     mgmt->bssid);
}

static struct {
	const char *name;
	void *handler;
	struct tracepoint *found;
} probes[] = {
	{ "rdev_auth", on_auth },
	{ "cfg80211_send_auth_timeout", on_auth_timeout },
	{ "cfg80211_rx_mlme_mgmt", on_rx_mgmt },
	{ "cfg80211_assoc_comeback", on_comeback },
	{ "cfg80211_send_rx_assoc", on_rx_assoc },
	{ "cfg80211_send_assoc_failure", on_assoc_failure },
	{ "rdev_change_station", on_change_station },
	{ "cfg80211_tx_mlme_mgmt", on_tx_mgmt },
};

static void look_at(struct tracepoint *point, void *unused)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(probes); ++i)
		if (!strcmp(point->name, probes[i].name))
			probes[i].found = point;
}

static int on_module(struct notifier_block *block, unsigned long state, void *data)
{
	const struct tp_module *of = data;
	int i;

	if (state == MODULE_STATE_COMING && !strcmp(of->mod->name, "cfg80211"))
		for (i = 0; i < of->mod->num_tracepoints; ++i)
			look_at(tracepoint_ptr_deref(&of->mod->tracepoints_ptrs[i]), NULL);
	return NOTIFY_OK;
}

/* Once: cfg80211 is loaded already, or is built in. */
static void find_tracepoints(void)
{
	struct notifier_block block = { .notifier_call = on_module };

	for_each_kernel_tracepoint(look_at, NULL);
	if (!register_tracepoint_module_notifier(&block))
		unregister_tracepoint_module_notifier(&block);
}

static bool observes;

bool connloss_observes(void)
{
	return observes;
}

static void remove_first(size_t number)
{
	while (number--)
		tracepoint_probe_unregister(probes[number].found, probes[number].handler, NULL);
	tracepoint_synchronize_unregister();
}

/* All or none: a link that is made and never lost would be worse than what a driver tells. */
int connloss_observe_init(void)
{
	size_t i;

	find_tracepoints();
	for (i = 0; i < ARRAY_SIZE(probes); ++i) {
		if (!probes[i].found ||
		    tracepoint_probe_register(probes[i].found, probes[i].handler, NULL)) {
			pr_warn("no tracepoint %s: results are known from drivers only\n",
				probes[i].name);
			remove_first(i);
			return 0;
		}
	}
	observes = true;
	return 0;
}

void connloss_observe_exit(void)
{
	if (observes)
		remove_first(ARRAY_SIZE(probes));
}
#else
bool connloss_observes(void)
{
	return false;
}

int connloss_observe_init(void)
{
	pr_info("tracepoints of this kernel are not known: results only from drivers\n");
	return 0;
}

void connloss_observe_exit(void)
{
}
#endif
