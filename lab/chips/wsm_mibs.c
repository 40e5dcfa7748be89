// SPDX-License-Identifier: GPL-2.0
/*
 * The chip's variables: what the host writes is kept, what it reads is that, or what the firmware
 * knows itself.
 */
#include <linux/etherdevice.h>
#include <linux/ktime.h>
#include <linux/slab.h>
#include "wsm_state.h"

struct mib {
	struct list_head node;
	u16 id;
	u8 kind;		/* of a template frame */
	u16 length;
	u8 bytes[];
};

static struct mib *find(struct wsm_firmware *firmware, u16 id, u8 kind)
{
	struct mib *mib;

	list_for_each_entry(mib, &firmware->mibs, node)
		if (mib->id == id && mib->kind == kind)
			return mib;
	return NULL;
}

void wsm_write_mib(struct wsm_firmware *firmware, u16 id, const u8 *body, size_t length)
{
	struct mib *old, *mib;
	u16 name, size;
	u8 kind;

	if (length < 4)
		goto invalid;
	name = get_unaligned_le16(body);
	size = get_unaligned_le16(body + 2);
	if (size > length - 4)
		goto invalid;
	kind = name == WSM_MIB_TEMPLATE_FRAME && size ? body[4] : 0;
	mib = kmalloc(struct_size(mib, bytes, size), GFP_KERNEL);
	if (!mib) {
		wsm_confirm(firmware, id, WSM_FAILURE);
		return;
	}
	mib->id = name;
	mib->kind = kind;
	mib->length = size;
	memcpy(mib->bytes, body + 4, size);
	old = find(firmware, name, kind);
	if (old) {
		list_del(&old->node);
		kfree(old);
	}
	list_add_tail(&mib->node, &firmware->mibs);
	wsm_confirm(firmware, id, WSM_SUCCESS);
	return;
invalid:
	wsm_confirm(firmware, id, WSM_INVALID_PARAMETER);
}

void wsm_forget_mibs(struct wsm_firmware *firmware)
{
	struct mib *mib, *next;

	list_for_each_entry_safe(mib, next, &firmware->mibs, node)
		kfree(mib);
	INIT_LIST_HEAD(&firmware->mibs);
}

const u8 *wsm_mib(struct wsm_firmware *firmware, u16 id, size_t *length)
{
	struct mib *mib = find(firmware, id, 0);

	*length = mib ? mib->length : 0;
	return mib ? mib->bytes : NULL;
}

u32 wsm_mib_value(struct wsm_firmware *firmware, u16 id)
{
	size_t length;
	const u8 *bytes = wsm_mib(firmware, id, &length);

	return length >= 4 ? get_unaligned_le32(bytes) : 0;
}

/* A template is u8 kind, u8 rate, le16 length, frame. */
const u8 *wsm_template(struct wsm_firmware *firmware, u8 kind, size_t *length)
{
	struct mib *mib = find(firmware, WSM_MIB_TEMPLATE_FRAME, kind);

	*length = mib && mib->length > 4 ? mib->length - 4 : 0;
	return *length ? mib->bytes + 4 : NULL;
}

static size_t counters_table(struct wsm_firmware *firmware, u8 *at)
{
	static const s8 columns[] = {
		-1, -1,					/* PLCP and FCS errors: this air has none */
		COUNT_TX_FRAMES, COUNT_RX_FRAMES, -1, COUNT_RX_DECRYPT_FAILURES, -1,
		COUNT_RX_WITHOUT_KEY, -1, COUNT_TX_ACKNOWLEDGED, COUNT_TX_FAILED,
		-1, -1, -1, -1, -1,
		COUNT_TX_FAILED, -1, COUNT_RX_FRAMES, -1, -1, COUNT_RX_REPLAYS,
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(columns); i++)
		put_unaligned_le32(columns[i] < 0 ? 0 : firmware->counters[columns[i]], at + 4 * i);
	return 4 * ARRAY_SIZE(columns);
}

void wsm_read_mib(struct wsm_firmware *firmware, u16 id, const u8 *body, size_t length)
{
	u16 name = length >= 2 ? get_unaligned_le16(body) : 0;
	struct sk_buff *answer;
	size_t size = 0;
	const u8 *kept = wsm_mib(firmware, name, &size);

	/* A MIB that nobody wrote reads as zeros; the host takes as many as it wants. */
	answer = wsm_body(8 + max_t(size_t, size, 128));
	if (!answer)
		return;
	put_unaligned_le32(length >= 2 ? WSM_SUCCESS : WSM_INVALID_PARAMETER, answer->data);
	put_unaligned_le16(name, answer->data + 4);
	switch (name) {
	case WSM_MIB_STATION_ID:
		ether_addr_copy(answer->data + 8, firmware->address);
		size = ETH_ALEN;
		break;
	case WSM_MIB_COUNTERS_TABLE:
		size = counters_table(firmware, answer->data + 8);
		break;
	case WSM_MIB_TSF_COUNTER:
		put_unaligned_le64(ktime_to_us(ktime_get_boottime()), answer->data + 8);
		size = 8;
		break;
	default:
		if (kept)
			memcpy(answer->data + 8, kept, size);
		else
			size = 128;
	}
	put_unaligned_le16(size, answer->data + 6);
	wsm_tell_body(firmware, id | WSM_ID_CONFIRM, answer);
}
