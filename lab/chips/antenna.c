// SPDX-License-Identifier: GPL-2.0
/* The monitor interface that a virtual chip hears and sends with: antenna.h. */
#include <linux/etherdevice.h>
#include <linux/ieee80211.h>
#include <linux/netdevice.h>
#include <linux/slab.h>
#include <net/cfg80211.h>
#include <net/ieee80211_radiotap.h>
#include "antenna.h"

struct antenna {
	const char *name;
	const struct antenna_user *user;
	void *context;
	struct notifier_block notifier;
	struct packet_type hook;
	spinlock_t lock;		/* of device */
	struct net_device *device;	/* changed under RTNL and lock */
};

struct radiotap_told {
	struct antenna_signal signal;
	bool is_status, failed, has_checksum, damaged;
};

static int radiotap_read(struct sk_buff *skb, struct radiotap_told *told)
{
	struct ieee80211_radiotap_iterator iterator;
	int left = ieee80211_radiotap_iterator_init(&iterator, (void *)skb->data, skb->len, NULL);

	*told = (struct radiotap_told){ .signal.mcs = -1 };
	while (!left) {
		left = ieee80211_radiotap_iterator_next(&iterator);
		if (left)
			break;
		switch (iterator.this_arg_index) {
		case IEEE80211_RADIOTAP_FLAGS:
			told->has_checksum = *iterator.this_arg & IEEE80211_RADIOTAP_F_FCS;
			told->damaged = *iterator.this_arg & IEEE80211_RADIOTAP_F_BADFCS;
			break;
		case IEEE80211_RADIOTAP_RATE:
			told->signal.rate = *iterator.this_arg;
			break;
		case IEEE80211_RADIOTAP_MCS:
			told->signal.mcs = iterator.this_arg[2];
			break;
		case IEEE80211_RADIOTAP_CHANNEL:
			told->signal.frequency = get_unaligned_le16(iterator.this_arg);
			break;
		case IEEE80211_RADIOTAP_DBM_ANTSIGNAL:
			told->signal.dbm = (s8)*iterator.this_arg;
			break;
		case IEEE80211_RADIOTAP_TX_FLAGS:
			told->is_status = true;
			told->failed = get_unaligned_le16(iterator.this_arg) &
				       IEEE80211_RADIOTAP_F_TX_FAIL;
			break;
		}
	}
	return left == -ENOENT ? 0 : -EINVAL;
}

static int antenna_receive(struct sk_buff *skb, struct net_device *device,
			   struct packet_type *hook, struct net_device *original)
{
	struct antenna *antenna = hook->af_packet_priv;
	struct radiotap_told told;

	skb = skb_share_check(skb, GFP_ATOMIC);
	if (!skb)
		return NET_RX_DROP;
	/*
	 * What the chip decrypts in place must be its own, and mac80211's monitors share their
	 * frames.
	 */
	if (skb_linearize_cow(skb) || radiotap_read(skb, &told))
		goto drop;
	skb_pull(skb, ieee80211_get_radiotap_len(skb->data));
	if (told.has_checksum && skb->len >= FCS_LEN)
		skb_trim(skb, skb->len - FCS_LEN);
	if (told.damaged || skb->len < offsetofend(struct ieee80211_hdr, addr1))
		goto drop;
	if (told.is_status)
		antenna->user->sent(antenna->context, skb, !told.failed);
	else
		antenna->user->heard(antenna->context, skb, &told.signal);
	return NET_RX_SUCCESS;
drop:
	kfree_skb(skb);
	return NET_RX_DROP;
}

static void antenna_attach(struct antenna *antenna, struct net_device *device)
{
	dev_hold(device);
	spin_lock(&antenna->lock);
	antenna->device = device;
	spin_unlock(&antenna->lock);
	antenna->hook.dev = device;
	dev_add_pack(&antenna->hook);
}

static void antenna_detach(struct antenna *antenna)
{
	struct net_device *device = antenna->device;

	dev_remove_pack(&antenna->hook);
	spin_lock(&antenna->lock);
	antenna->device = NULL;
	spin_unlock(&antenna->lock);
	dev_put(device);
}

static int antenna_event(struct notifier_block *notifier, unsigned long event, void *pointer)
{
	struct antenna *antenna = container_of(notifier, struct antenna, notifier);
	struct net_device *device = netdev_notifier_info_to_dev(pointer);
	bool ours = net_eq(dev_net(device), &init_net) && device->ieee80211_ptr &&
		    device->ieee80211_ptr->iftype == NL80211_IFTYPE_MONITOR &&
		    !strcmp(device->name, antenna->name);

	switch (event) {
	case NETDEV_REGISTER:
	case NETDEV_CHANGENAME:
		if (ours && !antenna->device)
			antenna_attach(antenna, device);
		else if (!ours && antenna->device == device)
			antenna_detach(antenna);
		break;
	case NETDEV_UNREGISTER:
		if (antenna->device == device)
			antenna_detach(antenna);
		break;
	}
	return NOTIFY_DONE;
}

struct antenna *antenna_open(const char *name, const struct antenna_user *user, void *context)
{
	struct antenna *antenna = kzalloc(sizeof(*antenna), GFP_KERNEL);
	int failed;

	if (!antenna)
		return ERR_PTR(-ENOMEM);
	antenna->name = name;
	antenna->user = user;
	antenna->context = context;
	spin_lock_init(&antenna->lock);
	/*
	 * mac80211 hands this type to monitors, for what is heard and for the status of what was
	 * sent.
	 */
	antenna->hook.type = htons(ETH_P_802_2);
	antenna->hook.func = antenna_receive;
	antenna->hook.af_packet_priv = antenna;
	antenna->notifier.notifier_call = antenna_event;
	failed = register_netdevice_notifier(&antenna->notifier);
	if (!failed)
		return antenna;
	kfree(antenna);
	return ERR_PTR(failed);
}

void antenna_close(struct antenna *antenna)
{
	/* Tells of all devices that they go, so that the hook is taken away too. */
	unregister_netdevice_notifier(&antenna->notifier);
	kfree(antenna);
}

static struct net_device *antenna_device(struct antenna *antenna)
{
	struct net_device *device;

	spin_lock(&antenna->lock);
	device = antenna->device;
	dev_hold(device);
	spin_unlock(&antenna->lock);
	return device;
}

int antenna_address(struct antenna *antenna, u8 address[ETH_ALEN])
{
	struct net_device *device = antenna_device(antenna);

	if (!device)
		return -ENODEV;
	ether_addr_copy(address, device->dev_addr);
	dev_put(device);
	return 0;
}

int antenna_send(struct antenna *antenna, struct sk_buff *frame, u8 rate, bool own_sequence)
{
	struct net_device *device = antenna_device(antenna);
	u8 radiotap[] = {
		0, 0, 12, 0,				/* version, length */
		0, 0x80, 0, 0,				/* present: bit 15, the TX flags */
		0, 0,					/* TX flags */
		0, 0,
	};

	if (!device) {
		kfree_skb(frame);
		return -ENODEV;
	}
	if (own_sequence)
		put_unaligned_le16(IEEE80211_RADIOTAP_F_TX_NOSEQNO, radiotap + 8);
	if (rate) {
		radiotap[4] = BIT(IEEE80211_RADIOTAP_RATE);
		memmove(radiotap + 10, radiotap + 8, 2);
		put_unaligned_le16(rate, radiotap + 8);
	}
	memcpy(skb_push(frame, sizeof(radiotap)), radiotap, sizeof(radiotap));
	frame->dev = device;
	frame->protocol = htons(ETH_P_802_2);
	skb_reset_mac_header(frame);
	dev_queue_xmit(frame);
	dev_put(device);
	return 0;
}
