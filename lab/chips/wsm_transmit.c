// SPDX-License-Identifier: GPL-2.0
/*
 * Frames of the host on their way: encrypted, sent, and confirmed with what the air says of them.
 */
#include <linux/etherdevice.h>
#include <linux/slab.h>
#include "wsm_state.h"

#define REQUEST_LENGTH		20	/* before the frame */
#define FLAG_TWO_MORE		BIT(7)	/* of the request: the frame begins two octets later */
#define ATTEMPTS		8
#define STATUS_WAIT		(HZ / 4)

/* A frame that the antenna has, and the host waits for. */
struct unconfirmed {
	struct list_head node;
	unsigned long until;		/* jiffies */
	u16 id;
	u32 packet;
	u8 rate_index;
	__le16 control, sequence;
	u8 receiver[ETH_ALEN];
};

static const u8 rates[] = { 2, 4, 11, 22, 0, 0, 12, 18, 24, 36, 48, 72, 96, 108 };

u8 wsm_rate(u8 index)
{
	return index < ARRAY_SIZE(rates) ? rates[index] : 0;
}

u8 wsm_rate_index(const struct antenna_signal *signal)
{
	u8 i;

	if (signal->mcs >= 0)
		return ARRAY_SIZE(rates) + (signal->mcs & 7);
	for (i = 0; i < ARRAY_SIZE(rates); i++)
		if (rates[i] == signal->rate)
			return i;
	return 0;
}

static void confirm(struct wsm_firmware *firmware, const struct unconfirmed *frame,
		    enum wsm_status status)
{
	struct sk_buff *body;

	wsm_count(firmware, status == WSM_SUCCESS ? COUNT_TX_ACKNOWLEDGED : COUNT_TX_FAILED);
	if (fault_in_force(FAULT_LOST_CONFIRMS)) {
		wsm_count(firmware, COUNT_TX_CONFIRMS_LOST);
		return;
	}
	body = wsm_body(20);
	if (!body)
		return;
	put_unaligned_le32(frame->packet, body->data);
	put_unaligned_le32(status, body->data + 4);
	body->data[8] = frame->rate_index;
	body->data[9] = status == WSM_RETRY_EXCEEDED ? ATTEMPTS : 0;
	wsm_tell_body(firmware, WSM_TRANSMIT | WSM_ID_CONFIRM | (frame->id & WSM_ID_INTERFACE),
		      body);
}

/* The antenna is on one channel, and the chip must be there too. */
static bool reaches_air(struct wsm_firmware *firmware, u16 frequency)
{
	return !fault_in_force(FAULT_MUTE) &&
	       (!firmware->antenna_frequency || firmware->antenna_frequency == frequency);
}

static enum wsm_status encrypt(struct wsm_firmware *firmware, struct sk_buff *frame)
{
	const struct ieee80211_hdr *header = (const void *)frame->data;
	struct ccmp_key *key = wsm_pairwise_key(firmware, header->addr1);

	if (!key) {
		wsm_count(firmware, COUNT_TX_WITHOUT_KEY);
		return WSM_NO_KEY_FOUND;
	}
	if (ccmp_protect(key, frame->data, frame->len))
		return WSM_FAILURE;
	wsm_count(firmware, COUNT_TX_ENCRYPTED);
	return WSM_SUCCESS;
}

void wsm_transmit(struct wsm_firmware *firmware, u16 id, const u8 *body, size_t length)
{
	struct unconfirmed told = { .id = id }, *waits;
	const struct ieee80211_hdr *header;
	enum wsm_status status = WSM_INVALID_PARAMETER;
	struct sk_buff *frame = NULL;
	size_t before = REQUEST_LENGTH;

	if (length < REQUEST_LENGTH)
		return;
	wsm_count(firmware, COUNT_TX_FRAMES);
	told.packet = get_unaligned_le32(body);
	told.rate_index = body[4];
	if (body[7] & FLAG_TWO_MORE)
		before += 2;
	if (length < before + sizeof(struct ieee80211_hdr_3addr))
		goto fail;
	status = WSM_FAILURE;
	frame = alloc_skb(ANTENNA_HEADROOM + length - before, GFP_KERNEL);
	if (!frame)
		goto fail;
	skb_reserve(frame, ANTENNA_HEADROOM);
	skb_put_data(frame, body + before, length - before);
	header = (const void *)frame->data;
	if (ieee80211_has_protected(header->frame_control)) {
		status = encrypt(firmware, frame);
		if (status)
			goto fail;
	}
	if (fault_in_force(FAULT_BSS_LOST_FLOOD) &&
	    ieee80211_is_any_nullfunc(header->frame_control)) {
		status = WSM_LINK_LOST;
		goto fail;
	}
	status = WSM_RETRY_EXCEEDED;
	if (!reaches_air(firmware, firmware->frequency))
		goto fail;
	waits = kmalloc(sizeof(*waits), GFP_KERNEL);
	if (!waits)
		goto fail;
	*waits = told;
	waits->until = jiffies + STATUS_WAIT;
	waits->control = header->frame_control;
	waits->sequence = header->seq_ctrl;
	ether_addr_copy(waits->receiver, header->addr1);
	list_add_tail(&waits->node, &firmware->unconfirmed);
	queue_delayed_work(firmware->processor, &firmware->transmit_timer, STATUS_WAIT + 1);
	/* Where there is no antenna no status comes, and the timer says what there is to say. */
	antenna_send(firmware->antenna, frame, wsm_rate(told.rate_index), true);
	return;
fail:
	kfree_skb(frame);
	confirm(firmware, &told, status);
}

static void finish(struct wsm_firmware *firmware, struct unconfirmed *frame, enum wsm_status status)
{
	confirm(firmware, frame, status);
	list_del(&frame->node);
	kfree(frame);
}

void wsm_transmitted(struct wsm_firmware *firmware, const struct sk_buff *frame, bool acknowledged)
{
	const struct ieee80211_hdr *header = (const void *)frame->data;
	const __le16 may_change = cpu_to_le16(IEEE80211_FCTL_RETRY | IEEE80211_FCTL_PM);
	struct unconfirmed *waits;

	if (frame->len < sizeof(struct ieee80211_hdr_3addr))
		return;
	list_for_each_entry(waits, &firmware->unconfirmed, node) {
		if (waits->sequence != header->seq_ctrl ||
		    (waits->control ^ header->frame_control) & ~may_change ||
		    !ether_addr_equal(waits->receiver, header->addr1))
			continue;
		finish(firmware, waits, acknowledged ? WSM_SUCCESS : WSM_RETRY_EXCEEDED);
		return;
	}
}

void wsm_transmit_timer(struct work_struct *work)
{
	struct wsm_firmware *firmware = container_of(to_delayed_work(work), struct wsm_firmware,
						     transmit_timer);
	struct unconfirmed *frame, *next;

	mutex_lock(&firmware->lock);
	if (!fault_in_force(FAULT_HANG)) {
		list_for_each_entry_safe(frame, next, &firmware->unconfirmed, node)
			if (time_after(jiffies, frame->until))
				finish(firmware, frame, WSM_RETRY_EXCEEDED);
	}
	if (!list_empty(&firmware->unconfirmed))
		queue_delayed_work(firmware->processor, &firmware->transmit_timer, STATUS_WAIT);
	mutex_unlock(&firmware->lock);
}

void wsm_forget_transmitted(struct wsm_firmware *firmware)
{
	struct unconfirmed *frame, *next;

	list_for_each_entry_safe(frame, next, &firmware->unconfirmed, node)
		kfree(frame);
	INIT_LIST_HEAD(&firmware->unconfirmed);
}

void wsm_send_own(struct wsm_firmware *firmware, struct sk_buff *frame, u8 rate)
{
	if (reaches_air(firmware, wsm_tuned_to(firmware)))
		antenna_send(firmware->antenna, frame, rate, false);
	else
		kfree_skb(frame);
}

void wsm_send_away(struct wsm_firmware *firmware, bool away)
{
	struct ieee80211_hdr_3addr *header;
	struct sk_buff *frame = alloc_skb(ANTENNA_HEADROOM + sizeof(*header), GFP_KERNEL);

	if (!frame)
		return;
	skb_reserve(frame, ANTENNA_HEADROOM);
	header = skb_put_zero(frame, sizeof(*header));
	header->frame_control = cpu_to_le16(IEEE80211_FTYPE_DATA | IEEE80211_STYPE_NULLFUNC |
					    IEEE80211_FCTL_TODS | (away ? IEEE80211_FCTL_PM : 0));
	ether_addr_copy(header->addr1, firmware->bssid);
	ether_addr_copy(header->addr2, firmware->address);
	ether_addr_copy(header->addr3, firmware->bssid);
	wsm_send_own(firmware, frame, 0);
}
