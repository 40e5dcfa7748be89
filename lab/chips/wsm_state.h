/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The inside of the firmware (wsm_firmware.h): its state, and what its parts do for each other.
 * Everything here runs under the firmware's lock.
 */
#ifndef VCHIP_WSM_STATE_H
#define VCHIP_WSM_STATE_H

#include <linux/ieee80211.h>
#include <linux/list.h>
#include <linux/mutex.h>
#include <linux/workqueue.h>
#include "antenna.h"
#include "ccmp.h"
#include "faults.h"
#include "wsm_firmware.h"

enum wsm_request {
	WSM_TRANSMIT = 0x04,
	WSM_READ_MIB = 0x05,
	WSM_WRITE_MIB = 0x06,
	WSM_START_SCAN = 0x07,
	WSM_STOP_SCAN = 0x08,
	WSM_CONFIGURATION = 0x09,
	WSM_RESET = 0x0a,
	WSM_JOIN = 0x0b,
	WSM_ADD_KEY = 0x0c,
	WSM_REMOVE_KEY = 0x0d,
	WSM_SET_PM = 0x10,
	WSM_SET_BSS_PARAMS = 0x11,
	WSM_TX_QUEUE_PARAMS = 0x12,
	WSM_EDCA_PARAMS = 0x13,
	WSM_SWITCH_CHANNEL = 0x16,
	WSM_START = 0x17,
	WSM_REQUESTS = 0x40
};

enum wsm_indication {
	WSM_RECEIVE_INDICATION = 0x0804,
	WSM_EVENT_INDICATION = 0x0805,
	WSM_SCAN_COMPLETE = 0x0806,
	WSM_SET_PM_COMPLETE = 0x0809,
	WSM_CHANNEL_SWITCHED = 0x080a,
	WSM_JOIN_COMPLETE = 0x080f,
};

enum wsm_status {
	WSM_SUCCESS,
	WSM_FAILURE,
	WSM_INVALID_PARAMETER,
	WSM_DECRYPT_FAILURE = 4,
	WSM_RETRY_EXCEEDED = 6,
	WSM_LINK_LOST = 8,
	WSM_NO_KEY_FOUND = 9,
};

enum wsm_event {
	WSM_EVENT_BSS_LOST = 1,
	WSM_EVENT_BSS_REGAINED = 2,
};

enum wsm_mib {
	WSM_MIB_STATION_ID = 0x0000,
	WSM_MIB_TEMPLATE_FRAME = 0x1002,
	WSM_MIB_RX_FILTER = 0x1003,
	WSM_MIB_BEACON_FILTER_TABLE = 0x1004,
	WSM_MIB_BEACON_FILTER_ENABLE = 0x1005,
	WSM_MIB_COUNTERS_TABLE = 0x100c,
	WSM_MIB_TSF_COUNTER = 0x1023,
	WSM_MIB_DISABLE_BSSID_FILTER = 0x1026,
};

/* Counted since the module was loaded; the names are those of the debugfs file. */
enum chip_counter {
	COUNT_POWER_CYCLES,
	COUNT_BLUETOOTH_CUT,	/* times that power went while the other function was open */
	COUNT_REQUESTS,
	COUNT_UNKNOWN_REQUESTS,
	COUNT_SCANS,
	COUNT_JOINS,
	COUNT_UNJOINS,
	COUNT_KEYS_ADDED,
	COUNT_KEYS_REMOVED,
	COUNT_TX_FRAMES,
	COUNT_TX_ACKNOWLEDGED,
	COUNT_TX_FAILED,
	COUNT_TX_ENCRYPTED,
	COUNT_TX_WITHOUT_KEY,
	COUNT_TX_CONFIRMS_LOST,
	COUNT_RX_FRAMES,
	COUNT_RX_BEACONS,
	COUNT_RX_DECRYPTED,
	COUNT_RX_WITHOUT_KEY,
	COUNT_RX_DECRYPT_FAILURES,
	COUNT_RX_REPLAYS,
	COUNT_RX_OVERFLOWS,
	COUNT_BSS_LOST,
	COUNT_BSS_REGAINED,
	CHIP_COUNTERS
};

#define WSM_KEYS	11
#define WSM_SCAN_LONGEST 48
#define WSM_SCAN_SSIDS	2

struct wsm_key {
	bool is_group;
	u8 peer[ETH_ALEN];
	struct ccmp_key ccmp;
};

struct wsm_scan_channel {
	u16 number;
	u32 least, most;	/* TU */
};

struct wsm_scan {
	bool running, is_background;
	bool heard;		/* something on this channel */
	bool staying;		/* longer than at least, because of that */
	u16 id;			/* of the request */
	u16 frequency;		/* tuned to now */
	u8 probes;
	u8 rate;		/* 500 kbit/s, of the probe requests */
	u8 channels, ssids, at;
	struct wsm_scan_channel channel[WSM_SCAN_LONGEST];
	struct { u8 length, bytes[IEEE80211_MAX_SSID_LEN]; } ssid[WSM_SCAN_SSIDS];
	struct delayed_work timer;
};

struct wsm_firmware {
	const struct wsm_host *host;
	void *context;
	struct antenna *antenna;
	struct workqueue_struct *processor;
	struct mutex lock;		/* of all below but the queues; each item of work takes it */
	struct sk_buff_head inbox, outbox;
	struct work_struct work;
	struct dentry *debugfs;
	u64 counters[CHIP_COUNTERS];
	u32 bluetooth_open;

	/* All below is new at each power-on. */
	bool powered, booted;
	u8 sequence[2];
	u8 address[ETH_ALEN];
	u16 frequency;			/* MHz; where the chip is when it does not scan */
	u16 antenna_frequency;		/* where the antenna is, by what it hears; 0: nothing yet */
	bool listening;			/* START asked for it: requests of others are wanted */

	bool joining, joined, associated;
	u16 join_id;			/* of the request: what is told of this BSS carries it */
	u8 bssid[ETH_ALEN];
	u32 beacon_interval;		/* TU */
	u8 beacon_lost_count;		/* 0: nobody asked */
	bool bss_lost;
	unsigned long flooded;		/* jiffies of the last BSS_LOST of the flood */
	u32 beacon_sum;			/* of the elements that the host wants to know of */
	u32 beacons_filtered;
	struct delayed_work join_timer, watch, transmit_timer;

	struct wsm_key keys[WSM_KEYS];
	struct list_head mibs;
	struct list_head unconfirmed;
	struct wsm_scan scan;
};

static inline void wsm_count(struct wsm_firmware *firmware, enum chip_counter counter)
{
	firmware->counters[counter]++;
}

static inline unsigned long wsm_time_units(u32 units)
{
	return max(1ul, usecs_to_jiffies(units * 1024));
}

/* MHz */
static inline u16 wsm_tuned_to(const struct wsm_firmware *firmware)
{
	return firmware->scan.running ? firmware->scan.frequency : firmware->frequency;
}

/* 14 channels of 2.4 GHz, the others of 5 GHz. */
u16 wsm_frequency(u16 channel);

/* wsm_firmware.c */
void wsm_confirm(struct wsm_firmware *firmware, u16 id, enum wsm_status status);
void wsm_tell_event(struct wsm_firmware *firmware, u32 event, u32 data);
/* Room for a message's body, zeroed; wsm_tell_body() sends it. NULL: no memory. */
struct sk_buff *wsm_body(size_t length);
void wsm_tell_body(struct wsm_firmware *firmware, u16 id, struct sk_buff *body);

/* wsm_requests.c; body is what follows the header */
void wsm_request(struct wsm_firmware *firmware, u16 id, const u8 *body, size_t length);
/* Joined no more: keys, watch and what was asked for this BSS are gone. */
void wsm_leave(struct wsm_firmware *firmware);
/* Something of the BSS was heard that is to be joined. */
void wsm_join_heard(struct wsm_firmware *firmware);
void wsm_join_timer(struct work_struct *work);

/* wsm_mibs.c */
void wsm_read_mib(struct wsm_firmware *firmware, u16 id, const u8 *body, size_t length);
void wsm_write_mib(struct wsm_firmware *firmware, u16 id, const u8 *body, size_t length);
void wsm_forget_mibs(struct wsm_firmware *firmware);
/* What was written, or NULL; the first frame of a kind where it is a template. */
const u8 *wsm_mib(struct wsm_firmware *firmware, u16 id, size_t *length);
const u8 *wsm_template(struct wsm_firmware *firmware, u8 kind, size_t *length);
/* The first le32 of a MIB, 0 where it was not written. */
u32 wsm_mib_value(struct wsm_firmware *firmware, u16 id);

/* wsm_keys.c */
enum wsm_status wsm_add_key(struct wsm_firmware *firmware, const u8 *body, size_t length);
enum wsm_status wsm_remove_key(struct wsm_firmware *firmware, u8 index);
void wsm_forget_keys(struct wsm_firmware *firmware);
struct ccmp_key *wsm_pairwise_key(struct wsm_firmware *firmware, const u8 *peer);
struct ccmp_key *wsm_group_key(struct wsm_firmware *firmware, int index);

/* wsm_transmit.c */
void wsm_transmit(struct wsm_firmware *firmware, u16 id, const u8 *body, size_t length);
void wsm_transmitted(struct wsm_firmware *firmware, const struct sk_buff *frame, bool acknowledged);
void wsm_transmit_timer(struct work_struct *work);
void wsm_forget_transmitted(struct wsm_firmware *firmware);
/* A frame of the firmware's own, that nobody waits for. */
void wsm_send_own(struct wsm_firmware *firmware, struct sk_buff *frame, u8 rate);
/* A null frame to the access point that says whether the chip is away. */
void wsm_send_away(struct wsm_firmware *firmware, bool away);
/* From le32 index of a WSM rate to 500 kbit/s and back; 0: an HT rate. */
u8 wsm_rate(u8 index);
u8 wsm_rate_index(const struct antenna_signal *signal);

/* wsm_receive.c */
void wsm_receive(struct wsm_firmware *firmware, struct sk_buff *frame,
		 const struct antenna_signal *signal);

/* wsm_watch.c */
void wsm_watch_begin(struct wsm_firmware *firmware);
void wsm_watch_beacon(struct wsm_firmware *firmware);
void wsm_watch_timer(struct work_struct *work);

/* wsm_scan.c */
void wsm_scan_start(struct wsm_firmware *firmware, u16 id, const u8 *body, size_t length);
void wsm_scan_stop(struct wsm_firmware *firmware);
void wsm_scan_timer(struct work_struct *work);
void wsm_send_probe(struct wsm_firmware *firmware, const u8 *ssid, u8 length, u8 rate);

/* wsm_shared.c */
void wsm_shared_begin(struct wsm_firmware *firmware);
void wsm_shared_end(void);

/* wsm_debugfs.c */
void wsm_debugfs_add(struct wsm_firmware *firmware);
void wsm_debugfs_remove(struct wsm_firmware *firmware);

#endif
