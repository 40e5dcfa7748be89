// SPDX-License-Identifier: GPL-2.0
/* Frames of the air on their way to the host: filtered, decrypted, and told with how they came. */
#include <linux/etherdevice.h>
#include <linux/jhash.h>
#include <net/cfg80211.h>
#include "wsm_state.h"

#define FILTER_PROMISCUOUS	BIT(0)
#define FILTER_OTHER_BSS	BIT(1)
#define BEACON_FILTER_ON	BIT(0)
#define BEACON_ENTRY		8	/* u8 element id, u8 when, u8 oui[3], u8 match[3] */

#define FLAG_AES		3
#define FLAG_BEACON		BIT(7)
#define FLAG_MATCHING_BSSID	BIT(11)
#define FLAG_FOR_ME		BIT(16)
#define FLAG_GROUP		BIT(17)
#define FLAG_BROADCAST		BIT(18)
#define FLAG_GROUP_KEY		BIT(19)
#define KEY_INDEX_SHIFT		20

static void tell_received(struct wsm_firmware *firmware, const struct sk_buff *frame,
			  const struct antenna_signal *signal, enum wsm_status status, u32 flags)
{
	size_t gap = 12 + firmware->host->receive_gap;
	struct sk_buff *body = wsm_body(gap + frame->len);
	u16 id = firmware->scan.running ? firmware->scan.id & WSM_ID_INTERFACE : firmware->join_id;

	if (!body)
		return;
	put_unaligned_le32(status, body->data);
	put_unaligned_le16(ieee80211_frequency_to_channel(signal->frequency), body->data + 4);
	body->data[6] = wsm_rate_index(signal);
	body->data[7] = clamp(2 * (signal->dbm + 110), 1, 220);
	put_unaligned_le32(flags, body->data + 8);
	memcpy(body->data + gap, frame->data, frame->len);
	wsm_count(firmware, COUNT_RX_FRAMES);
	wsm_tell_body(firmware, WSM_RECEIVE_INDICATION | id, body);
}

static u32 address_flags(struct wsm_firmware *firmware, const struct ieee80211_hdr *header)
{
	u32 flags = 0;

	if (ether_addr_equal(header->addr1, firmware->address))
		flags |= FLAG_FOR_ME;
	if (is_broadcast_ether_addr(header->addr1))
		flags |= FLAG_BROADCAST;
	else if (is_multicast_ether_addr(header->addr1))
		flags |= FLAG_GROUP;
	if (ether_addr_equal(header->addr2, firmware->bssid))
		flags |= FLAG_MATCHING_BSSID;
	if (ieee80211_is_beacon(header->frame_control))
		flags |= FLAG_BEACON;
	return flags;
}

static enum wsm_status decrypt(struct wsm_firmware *firmware, struct sk_buff *frame, u32 *flags)
{
	const struct ieee80211_hdr *header = (const void *)frame->data;
	bool is_group = is_multicast_ether_addr(header->addr1);
	int index = ccmp_key_index(frame->data, frame->len);
	struct ccmp_key *key;
	int failed;

	key = is_group ? wsm_group_key(firmware, index) : wsm_pairwise_key(firmware, header->addr2);
	if (!key) {
		wsm_count(firmware, COUNT_RX_WITHOUT_KEY);
		return WSM_NO_KEY_FOUND;
	}
	failed = ccmp_open(key, frame->data, frame->len);
	if (failed == -EALREADY) {
		wsm_count(firmware, COUNT_RX_REPLAYS);
		return WSM_FAILURE;
	}
	if (failed) {
		wsm_count(firmware, COUNT_RX_DECRYPT_FAILURES);
		return WSM_DECRYPT_FAILURE;
	}
	wsm_count(firmware, COUNT_RX_DECRYPTED);
	*flags |= FLAG_AES | index << KEY_INDEX_SHIFT | (is_group ? FLAG_GROUP_KEY : 0);
	return WSM_SUCCESS;
}

static bool is_element(const struct element *element, const u8 *entry)
{
	return element->id == entry[0] &&
	       (element->id != WLAN_EID_VENDOR_SPECIFIC ||
		(element->datalen >= 3 && !memcmp(element->data, entry + 2, 3)));
}

/* Of the elements that the host wants to hear of; 0 where it asked for none. */
static u32 beacon_sum(struct wsm_firmware *firmware, const struct sk_buff *frame)
{
	const struct ieee80211_mgmt *beacon = (const void *)frame->data;
	size_t head = offsetof(struct ieee80211_mgmt, u.beacon.variable), size;
	const u8 *table = wsm_mib(firmware, WSM_MIB_BEACON_FILTER_TABLE, &size);
	const struct element *element;
	u32 sum = 0;
	size_t at;

	if (frame->len < head || size < 4)
		return 0;
	for_each_element(element, beacon->u.beacon.variable, frame->len - head)
		for (at = 4; at + BEACON_ENTRY <= size; at += BEACON_ENTRY)
			if (is_element(element, table + at))
				sum = jhash(element, 2 + element->datalen, sum);
	return sum;
}

/*
 * The beacon filter's MIB is le32 flags, le32 count: each count-th passes, 0: those alone that
 * changed.
 */
static bool beacon_passes(struct wsm_firmware *firmware, const struct sk_buff *frame)
{
	size_t size;
	const u8 *filter = wsm_mib(firmware, WSM_MIB_BEACON_FILTER_ENABLE, &size);
	u32 sum, every;
	bool changed;

	if (size < 8 || !(get_unaligned_le32(filter) & BEACON_FILTER_ON))
		return true;
	sum = beacon_sum(firmware, frame);
	changed = sum != firmware->beacon_sum;
	firmware->beacon_sum = sum;
	every = get_unaligned_le32(filter + 4);
	return changed || (every && ++firmware->beacons_filtered % every == 0);
}

static bool tells_of_bss(const struct ieee80211_hdr *header)
{
	return ieee80211_is_beacon(header->frame_control) ||
	       ieee80211_is_probe_resp(header->frame_control);
}

static bool wanted(struct wsm_firmware *firmware, const struct sk_buff *frame)
{
	const struct ieee80211_hdr *header = (const void *)frame->data;
	u32 filter = wsm_mib_value(firmware, WSM_MIB_RX_FILTER);
	bool of_bss = firmware->joined && ether_addr_equal(header->addr2, firmware->bssid);

	if (filter & FILTER_PROMISCUOUS)
		return true;
	if (tells_of_bss(header)) {
		if (firmware->scan.running || firmware->listening)
			return true;
		return of_bss && (ieee80211_is_probe_resp(header->frame_control) ||
				  beacon_passes(firmware, frame));
	}
	if (!is_multicast_ether_addr(header->addr1) &&
	    !ether_addr_equal(header->addr1, firmware->address))
		return false;
	if (firmware->listening)
		return ieee80211_is_mgmt(header->frame_control);
	if (of_bss || !firmware->joined)
		return of_bss;
	return filter & FILTER_OTHER_BSS || wsm_mib_value(firmware, WSM_MIB_DISABLE_BSSID_FILTER);
}

/* What the firmware itself learns from a frame of the BSS, whatever the host wants. */
static void learn(struct wsm_firmware *firmware, const struct ieee80211_hdr *header)
{
	if (!ether_addr_equal(header->addr2, firmware->bssid))
		return;
	if (firmware->joining && tells_of_bss(header))
		wsm_join_heard(firmware);
	if (firmware->joined && ieee80211_is_beacon(header->frame_control)) {
		wsm_count(firmware, COUNT_RX_BEACONS);
		wsm_watch_beacon(firmware);
	}
}

void wsm_receive(struct wsm_firmware *firmware, struct sk_buff *frame,
		 const struct antenna_signal *signal)
{
	const struct ieee80211_hdr *header = (const void *)frame->data;
	enum wsm_status status = WSM_SUCCESS;
	u32 flags;

	firmware->antenna_frequency = signal->frequency;
	if (signal->frequency != wsm_tuned_to(firmware))
		return;
	if (frame->len < sizeof(struct ieee80211_hdr_3addr) ||
	    frame->len < ieee80211_hdrlen(header->frame_control))
		return;
	if (firmware->scan.running)
		firmware->scan.heard = true;
	learn(firmware, header);
	if (!wanted(firmware, frame))
		return;
	flags = address_flags(firmware, header);
	if (ieee80211_has_protected(header->frame_control) &&
	    !ieee80211_is_auth(header->frame_control))
		status = decrypt(firmware, frame, &flags);
	if (status != WSM_FAILURE)
		tell_received(firmware, frame, signal, status, flags);
}
