// SPDX-License-Identifier: GPL-2.0
/* Power, boot, and the messages that come and go: wsm_firmware.h. */
#include <linux/etherdevice.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <net/cfg80211.h>
#include "wsm_state.h"

/* More than these and the air is faster than the chip: frames are lost, as in a chip. */
#define LONGEST_INBOX 256

enum inbox_kind { INBOX_HOST, INBOX_HEARD, INBOX_SENT, INBOX_NOT_ACKNOWLEDGED };

struct inbox_item {
	enum inbox_kind kind;
	struct antenna_signal signal;
};

static struct inbox_item *item_of(struct sk_buff *skb)
{
	BUILD_BUG_ON(sizeof(struct inbox_item) > sizeof(skb->cb));
	return (struct inbox_item *)skb->cb;
}

static void deliver(struct wsm_firmware *firmware, struct sk_buff *skb, enum inbox_kind kind)
{
	item_of(skb)->kind = kind;
	skb_queue_tail(&firmware->inbox, skb);
	queue_work(firmware->processor, &firmware->work);
}

static void heard(void *context, struct sk_buff *frame, const struct antenna_signal *signal)
{
	struct wsm_firmware *firmware = context;

	if (!READ_ONCE(firmware->booted)) {
		kfree_skb(frame);
	} else if (skb_queue_len_lockless(&firmware->inbox) >= LONGEST_INBOX) {
		wsm_count(firmware, COUNT_RX_OVERFLOWS);
		kfree_skb(frame);
	} else {
		item_of(frame)->signal = *signal;
		deliver(firmware, frame, INBOX_HEARD);
	}
}

static void sent(void *context, struct sk_buff *frame, bool acknowledged)
{
	struct wsm_firmware *firmware = context;

	if (READ_ONCE(firmware->booted))
		deliver(firmware, frame, acknowledged ? INBOX_SENT : INBOX_NOT_ACKNOWLEDGED);
	else
		kfree_skb(frame);
}

static const struct antenna_user antenna_user = { .heard = heard, .sent = sent };

u16 wsm_frequency(u16 channel)
{
	enum nl80211_band band = channel > 14 ? NL80211_BAND_5GHZ : NL80211_BAND_2GHZ;

	return ieee80211_channel_to_frequency(channel, band);
}

struct sk_buff *wsm_body(size_t length)
{
	struct sk_buff *skb = alloc_skb(4 + length + 4, GFP_KERNEL);

	if (skb) {
		skb_reserve(skb, 4);
		skb_put_zero(skb, length);
	}
	return skb;
}

void wsm_tell_body(struct wsm_firmware *firmware, u16 id, struct sk_buff *body)
{
	bool apart = firmware->host->own_sequence_for_0c00 && (id & 0xc00) == 0xc00;
	u8 *header;

	if (!body)
		return;
	header = skb_push(body, 4);
	put_unaligned_le16(body->len, header);
	put_unaligned_le16(id | (firmware->sequence[apart]++ & 7) << 13, header + 2);
	skb_queue_tail(&firmware->outbox, body);
	firmware->host->message_waits(firmware->context);
}

void wsm_firmware_tell(struct wsm_firmware *firmware, u16 id, const void *body, size_t length)
{
	struct sk_buff *skb = wsm_body(length);

	if (skb)
		memcpy(skb->data, body, length);
	wsm_tell_body(firmware, id, skb);
}

void wsm_confirm(struct wsm_firmware *firmware, u16 id, enum wsm_status status)
{
	__le32 body[2] = { cpu_to_le32(status) };

	id &= WSM_ID_KIND | WSM_ID_INTERFACE;
	wsm_firmware_tell(firmware, id | WSM_ID_CONFIRM, body, sizeof(body));
}

void wsm_tell_event(struct wsm_firmware *firmware, u32 event, u32 data)
{
	__le32 body[2] = { cpu_to_le32(event), cpu_to_le32(data) };

	wsm_firmware_tell(firmware, WSM_EVENT_INDICATION | firmware->join_id, body, sizeof(body));
}

static void take(struct wsm_firmware *firmware, struct sk_buff *skb)
{
	u16 length, id;

	switch (item_of(skb)->kind) {
	case INBOX_HEARD:
		if (!fault_in_force(FAULT_RECEIVE_WEDGE))
			wsm_receive(firmware, skb, &item_of(skb)->signal);
		return;
	case INBOX_SENT:
		wsm_transmitted(firmware, skb, !fault_in_force(FAULT_RECEIVE_WEDGE));
		return;
	case INBOX_NOT_ACKNOWLEDGED:
		wsm_transmitted(firmware, skb, false);
		return;
	case INBOX_HOST:
		break;
	}
	if (skb->len < 4)
		return;
	length = get_unaligned_le16(skb->data);
	id = get_unaligned_le16(skb->data + 2);
	if (length < 4 || length > skb->len)
		return;
	wsm_count(firmware, COUNT_REQUESTS);
	if (!firmware->host->request ||
	    !firmware->host->request(firmware, id, skb->data + 4, length - 4, firmware->context))
		wsm_request(firmware, id, skb->data + 4, length - 4);
}

static void process(struct work_struct *work)
{
	struct wsm_firmware *firmware = container_of(work, struct wsm_firmware, work);
	struct sk_buff *skb;

	while ((skb = skb_dequeue(&firmware->inbox))) {
		mutex_lock(&firmware->lock);
		if (firmware->powered && !fault_in_force(FAULT_HANG))
			take(firmware, skb);
		mutex_unlock(&firmware->lock);
		kfree_skb(skb);
	}
}

struct wsm_firmware *wsm_firmware_make(const struct wsm_host *host, void *context,
				       const char *antenna)
{
	struct wsm_firmware *firmware = kzalloc(sizeof(*firmware), GFP_KERNEL);
	int failed = -ENOMEM;

	if (!firmware)
		return ERR_PTR(-ENOMEM);
	firmware->host = host;
	firmware->context = context;
	mutex_init(&firmware->lock);
	skb_queue_head_init(&firmware->inbox);
	skb_queue_head_init(&firmware->outbox);
	INIT_LIST_HEAD(&firmware->mibs);
	INIT_LIST_HEAD(&firmware->unconfirmed);
	INIT_WORK(&firmware->work, process);
	INIT_DELAYED_WORK(&firmware->join_timer, wsm_join_timer);
	INIT_DELAYED_WORK(&firmware->watch, wsm_watch_timer);
	INIT_DELAYED_WORK(&firmware->transmit_timer, wsm_transmit_timer);
	INIT_DELAYED_WORK(&firmware->scan.timer, wsm_scan_timer);
	firmware->processor = alloc_ordered_workqueue("%s", WQ_HIGHPRI, host->name);
	if (!firmware->processor)
		goto free;
	firmware->antenna = antenna_open(antenna, &antenna_user, firmware);
	failed = PTR_ERR_OR_ZERO(firmware->antenna);
	if (failed)
		goto destroy;
	wsm_debugfs_add(firmware);
	wsm_shared_begin(firmware);
	return firmware;
destroy:
	destroy_workqueue(firmware->processor);
free:
	kfree(firmware);
	return ERR_PTR(failed);
}

void wsm_firmware_free(struct wsm_firmware *firmware)
{
	wsm_shared_end();
	wsm_debugfs_remove(firmware);
	wsm_firmware_power_off(firmware);
	antenna_close(firmware->antenna);
	destroy_workqueue(firmware->processor);
	kfree(firmware);
}

static void forget_everything(struct wsm_firmware *firmware)
{
	wsm_leave(firmware);
	wsm_forget_mibs(firmware);
	wsm_forget_transmitted(firmware);
	firmware->scan.running = false;
	firmware->frequency = 0;
	firmware->antenna_frequency = 0;
	firmware->listening = false;
	memset(firmware->sequence, 0, sizeof(firmware->sequence));
}

int wsm_firmware_power_on(struct wsm_firmware *firmware)
{
	int failed = antenna_address(firmware->antenna, firmware->address);

	if (failed)
		return failed;
	mutex_lock(&firmware->lock);
	faults_heal(HEALS_CHIP_RESET);
	wsm_count(firmware, COUNT_POWER_CYCLES);
	firmware->powered = true;
	mutex_unlock(&firmware->lock);
	return 0;
}

void wsm_firmware_boot(struct wsm_firmware *firmware)
{
	struct sk_buff *body;

	mutex_lock(&firmware->lock);
	if (fault_in_force(FAULT_HANG))
		goto out;
	body = wsm_body(20 + 128);
	if (!body)
		goto out;
	put_unaligned_le16(firmware->host->input_buffers, body->data);
	put_unaligned_le16(firmware->host->input_buffer_size, body->data + 2);
	put_unaligned_le16(firmware->host->capabilities, body->data + 10);
	put_unaligned_le16(2, body->data + 12);		/* a WSM firmware */
	strscpy(body->data + 20, firmware->host->name, 128);
	WRITE_ONCE(firmware->booted, true);
	wsm_tell_body(firmware, WSM_ID_STARTUP, body);
out:
	mutex_unlock(&firmware->lock);
}

void wsm_firmware_power_off(struct wsm_firmware *firmware)
{
	mutex_lock(&firmware->lock);
	WRITE_ONCE(firmware->booted, false);
	if (firmware->powered && wsm_firmware_bluetooth_open(firmware))
		wsm_count(firmware, COUNT_BLUETOOTH_CUT);
	firmware->powered = false;
	forget_everything(firmware);
	mutex_unlock(&firmware->lock);
	cancel_work_sync(&firmware->work);
	cancel_delayed_work_sync(&firmware->join_timer);
	cancel_delayed_work_sync(&firmware->watch);
	cancel_delayed_work_sync(&firmware->transmit_timer);
	cancel_delayed_work_sync(&firmware->scan.timer);
	skb_queue_purge(&firmware->inbox);
	skb_queue_purge(&firmware->outbox);
}

void wsm_firmware_from_host(struct wsm_firmware *firmware, const u8 *message, size_t length)
{
	struct sk_buff *skb = alloc_skb(length, GFP_KERNEL);

	if (!skb)
		return;
	skb_put_data(skb, message, length);
	deliver(firmware, skb, INBOX_HOST);
}

size_t wsm_firmware_waiting(struct wsm_firmware *firmware)
{
	unsigned long flags;
	struct sk_buff *skb;
	size_t length;

	spin_lock_irqsave(&firmware->outbox.lock, flags);
	skb = skb_peek(&firmware->outbox);
	length = skb ? skb->len : 0;
	spin_unlock_irqrestore(&firmware->outbox.lock, flags);
	return length;
}

struct sk_buff *wsm_firmware_next(struct wsm_firmware *firmware)
{
	return skb_dequeue(&firmware->outbox);
}

void wsm_firmware_address(struct wsm_firmware *firmware, u8 address[ETH_ALEN])
{
	mutex_lock(&firmware->lock);
	ether_addr_copy(address, firmware->address);
	mutex_unlock(&firmware->lock);
}

bool wsm_firmware_bluetooth_open(struct wsm_firmware *firmware)
{
	return READ_ONCE(firmware->bluetooth_open);
}
