// SPDX-License-Identifier: GPL-2.0
/* The keys that the host installs: CCMP alone is done here. */
#include <linux/etherdevice.h>
#include "wsm_state.h"

enum wsm_key_type { KEY_AES_GROUP = 4, KEY_AES_PAIRWISE = 5, KEY_IGTK_GROUP = 8 };

static u64 receive_counter(const u8 *bytes)
{
	return get_unaligned_le64(bytes) & 0xffffffffffffull;
}

/*
 * u8 type, u8 entry, le16; pairwise: peer, le16, key; group: key, u8 key id, 3 octets, receive
 * counter.
 */
enum wsm_status wsm_add_key(struct wsm_firmware *firmware, const u8 *body, size_t length)
{
	struct wsm_key *key;
	int failed;

	if (length < 4 + CCMP_KEY_LENGTH + 12 || body[1] >= WSM_KEYS)
		return WSM_INVALID_PARAMETER;
	key = &firmware->keys[body[1]];
	switch (body[0]) {
	case KEY_AES_PAIRWISE:
		failed = ccmp_set_key(&key->ccmp, body + 12, 0, 0);
		key->is_group = false;
		ether_addr_copy(key->peer, body + 4);
		break;
	case KEY_AES_GROUP:
		failed = ccmp_set_key(&key->ccmp, body + 4, body[20] & 3,
				      receive_counter(body + 24));
		key->is_group = true;
		break;
	case KEY_IGTK_GROUP:
		/* Frames keep their MMIE, and mac80211 verifies it. */
		failed = 0;
		break;
	default:
		return WSM_INVALID_PARAMETER;
	}
	wsm_count(firmware, COUNT_KEYS_ADDED);
	return failed ? WSM_FAILURE : WSM_SUCCESS;
}

/* To remove what is not there is no error: after a reset the host still counts its keys back. */
enum wsm_status wsm_remove_key(struct wsm_firmware *firmware, u8 index)
{
	if (index >= WSM_KEYS)
		return WSM_INVALID_PARAMETER;
	ccmp_forget_key(&firmware->keys[index].ccmp);
	wsm_count(firmware, COUNT_KEYS_REMOVED);
	return WSM_SUCCESS;
}

void wsm_forget_keys(struct wsm_firmware *firmware)
{
	int i;

	for (i = 0; i < WSM_KEYS; i++)
		ccmp_forget_key(&firmware->keys[i].ccmp);
}

struct ccmp_key *wsm_pairwise_key(struct wsm_firmware *firmware, const u8 *peer)
{
	struct wsm_key *key = firmware->keys;

	for (; key < firmware->keys + WSM_KEYS; key++)
		if (key->ccmp.cipher && !key->is_group && ether_addr_equal(key->peer, peer))
			return &key->ccmp;
	return NULL;
}

struct ccmp_key *wsm_group_key(struct wsm_firmware *firmware, int index)
{
	struct wsm_key *key = firmware->keys;

	for (; key < firmware->keys + WSM_KEYS; key++)
		if (key->ccmp.cipher && key->is_group && key->ccmp.index == index)
			return &key->ccmp;
	return NULL;
}
