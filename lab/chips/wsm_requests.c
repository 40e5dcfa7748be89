// SPDX-License-Identifier: GPL-2.0
/* What the host asks for, frames, scans, keys and MIBs apart: they have files of their own. */
#include <linux/etherdevice.h>
#include "wsm_state.h"

#define JOIN_BSS		1	/* the only mode here: no IBSS */
#define JOIN_FORCED		BIT(2)	/* not to wait for a beacon */
#define JOIN_TELLS_COMPLETION	BIT(5)	/* confirmed at once, told when it is done */
#define JOIN_LENGTH		60
#define JOIN_WAIT		(HZ)
#define START_P2P_DEVICE	2

/* The host's dBm are tenths. */
#define LEAST_POWER		0
#define MOST_POWER		200
#define POWER_STEP		10
#define RATES			0x003fffcf	/* 1 to 11, 6 to 54, MCS 0 to 7 */

static void configure(struct wsm_firmware *firmware, u16 id, const u8 *body, size_t length)
{
	struct sk_buff *answer;
	int i;

	if (length < 22) {
		wsm_confirm(firmware, id, WSM_INVALID_PARAMETER);
		return;
	}
	ether_addr_copy(firmware->address, body + 16);
	answer = wsm_body(40);
	if (!answer)
		return;
	put_unaligned_le32(WSM_SUCCESS, answer->data);
	ether_addr_copy(answer->data + 4, firmware->address);
	answer->data[10] = firmware->host->bands;
	put_unaligned_le32(RATES, answer->data + 12);
	for (i = 0; i < 2; i++) {
		put_unaligned_le32(LEAST_POWER, answer->data + 16 + 12 * i);
		put_unaligned_le32(MOST_POWER, answer->data + 20 + 12 * i);
		put_unaligned_le32(POWER_STEP, answer->data + 24 + 12 * i);
	}
	wsm_tell_body(firmware, id | WSM_ID_CONFIRM, answer);
}

void wsm_leave(struct wsm_firmware *firmware)
{
	firmware->joining = false;
	firmware->joined = false;
	firmware->associated = false;
	firmware->listening = false;
	firmware->bss_lost = false;
	firmware->beacon_lost_count = 0;
	firmware->beacon_sum = 0;
	eth_zero_addr(firmware->bssid);
	wsm_forget_keys(firmware);
}

static void confirm_join(struct wsm_firmware *firmware, enum wsm_status status)
{
	__le32 body[3] = { cpu_to_le32(status), cpu_to_le32(LEAST_POWER), cpu_to_le32(MOST_POWER) };

	wsm_firmware_tell(firmware, WSM_JOIN | WSM_ID_CONFIRM | firmware->join_id, body,
			  sizeof(body));
}

static void joined(struct wsm_firmware *firmware)
{
	firmware->joining = false;
	firmware->joined = true;
	wsm_count(firmware, COUNT_JOINS);
}

void wsm_join_heard(struct wsm_firmware *firmware)
{
	joined(firmware);
	confirm_join(firmware, WSM_SUCCESS);
}

void wsm_join_timer(struct work_struct *work)
{
	struct wsm_firmware *firmware = container_of(to_delayed_work(work), struct wsm_firmware,
						     join_timer);

	mutex_lock(&firmware->lock);
	if (firmware->joining && !fault_in_force(FAULT_HANG)) {
		wsm_leave(firmware);
		confirm_join(firmware, WSM_FAILURE);
	}
	mutex_unlock(&firmware->lock);
}

static void join(struct wsm_firmware *firmware, u16 id, const u8 *body, size_t length)
{
	__le32 completion = cpu_to_le32(WSM_SUCCESS);
	bool refuse = fault_in_force(FAULT_REFUSE_JOINS);
	u8 flags;

	if (length < JOIN_LENGTH || body[0] != JOIN_BSS) {
		wsm_confirm(firmware, id, WSM_INVALID_PARAMETER);
		return;
	}
	wsm_leave(firmware);
	flags = body[15];
	firmware->join_id = id & WSM_ID_INTERFACE;
	firmware->frequency = wsm_frequency(get_unaligned_le16(body + 2));
	ether_addr_copy(firmware->bssid, body + 4);
	firmware->beacon_interval = get_unaligned_le32(body + 52);
	if (flags & JOIN_TELLS_COMPLETION) {
		confirm_join(firmware, WSM_SUCCESS);
		if (refuse)
			completion = cpu_to_le32(WSM_FAILURE);
		else
			joined(firmware);
		wsm_firmware_tell(firmware, WSM_JOIN_COMPLETE | firmware->join_id, &completion,
				  sizeof(completion));
	} else if (refuse) {
		confirm_join(firmware, WSM_FAILURE);
	} else if (flags & JOIN_FORCED) {
		wsm_join_heard(firmware);
	} else {
		firmware->joining = true;
		if (body[13])
			wsm_send_probe(firmware, body + 20,
				       min_t(u32, get_unaligned_le32(body + 16), 32), 0);
		mod_delayed_work(firmware->processor, &firmware->join_timer, JOIN_WAIT);
	}
}

static void set_bss_params(struct wsm_firmware *firmware, u16 id, const u8 *body, size_t length)
{
	if (length < 4) {
		wsm_confirm(firmware, id, WSM_INVALID_PARAMETER);
		return;
	}
	firmware->beacon_lost_count = body[1];
	firmware->associated = get_unaligned_le16(body + 2);
	wsm_confirm(firmware, id, WSM_SUCCESS);
	wsm_watch_begin(firmware);
}

static void start(struct wsm_firmware *firmware, u16 id, const u8 *body, size_t length)
{
	if (length < 4 || body[0] != START_P2P_DEVICE) {
		wsm_confirm(firmware, id, WSM_FAILURE);
		return;
	}
	firmware->frequency = wsm_frequency(get_unaligned_le16(body + 2));
	firmware->listening = true;
	wsm_confirm(firmware, id, WSM_SUCCESS);
}

void wsm_request(struct wsm_firmware *firmware, u16 id, const u8 *body, size_t length)
{
	__le32 done[2] = { 0 };

	id &= WSM_ID_KIND | WSM_ID_INTERFACE;
	switch (id & WSM_ID_KIND) {
	case WSM_TRANSMIT:
		wsm_transmit(firmware, id, body, length);
		break;
	case WSM_READ_MIB:
		wsm_read_mib(firmware, id, body, length);
		break;
	case WSM_WRITE_MIB:
		wsm_write_mib(firmware, id, body, length);
		break;
	case WSM_START_SCAN:
		wsm_scan_start(firmware, id, body, length);
		break;
	case WSM_STOP_SCAN:
		wsm_confirm(firmware, id, WSM_SUCCESS);
		wsm_scan_stop(firmware);
		break;
	case WSM_CONFIGURATION:
		configure(firmware, id, body, length);
		break;
	case WSM_RESET:
		faults_heal(HEALS_UNJOIN);
		wsm_count(firmware, COUNT_UNJOINS);
		wsm_leave(firmware);
		wsm_confirm(firmware, id, WSM_SUCCESS);
		break;
	case WSM_JOIN:
		faults_heal(HEALS_JOIN);
		join(firmware, id, body, length);
		break;
	case WSM_ADD_KEY:
		wsm_confirm(firmware, id, wsm_add_key(firmware, body, length));
		break;
	case WSM_REMOVE_KEY:
		wsm_confirm(firmware, id,
			    length ? wsm_remove_key(firmware, body[0]) : WSM_INVALID_PARAMETER);
		break;
	case WSM_SET_BSS_PARAMS:
		set_bss_params(firmware, id, body, length);
		break;
	case WSM_SET_PM:
		wsm_confirm(firmware, id, WSM_SUCCESS);
		done[0] = cpu_to_le32(length ? body[0] : 0);
		wsm_firmware_tell(firmware, WSM_SET_PM_COMPLETE | (id & WSM_ID_INTERFACE), done,
				  sizeof(done));
		break;
	case WSM_SWITCH_CHANNEL:
		if (length >= 4)
			firmware->frequency = wsm_frequency(get_unaligned_le16(body + 2));
		wsm_confirm(firmware, id, WSM_SUCCESS);
		wsm_firmware_tell(firmware, WSM_CHANNEL_SWITCHED | (id & WSM_ID_INTERFACE), done,
				  sizeof(done));
		break;
	case WSM_START:
		start(firmware, id, body, length);
		break;
	case WSM_TX_QUEUE_PARAMS:
	case WSM_EDCA_PARAMS:
		wsm_confirm(firmware, id, WSM_SUCCESS);
		break;
	default:
		wsm_count(firmware, COUNT_UNKNOWN_REQUESTS);
		wsm_confirm(firmware, id, WSM_INVALID_PARAMETER);
	}
}
