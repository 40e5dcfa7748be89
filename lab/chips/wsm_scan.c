// SPDX-License-Identifier: GPL-2.0
/*
 * Scanning: on each channel probe requests after the host's template go out, and what is heard
 * there goes up. The chip stays the least time, and the longest where it heard something in that
 * time. In the background the access point is told before that the station is away, and after that
 * it is back.
 */
#include <linux/etherdevice.h>
#include "wsm_state.h"

#define TYPE_BACKGROUND		1
#define PROBE_REQUEST		0	/* kind of template */
#define SLOW_STAY		(3 * HZ)

static void tune(struct wsm_firmware *firmware)
{
	struct wsm_scan *scan = &firmware->scan;
	const struct wsm_scan_channel *channel = &scan->channel[scan->at];
	unsigned long stay = wsm_time_units(channel->least ?: channel->most);
	int i, again;

	scan->frequency = wsm_frequency(channel->number);
	scan->heard = false;
	scan->staying = !channel->least;
	for (again = 0; again < scan->probes; again++) {
		for (i = 0; i < scan->ssids; i++)
			wsm_send_probe(firmware, scan->ssid[i].bytes, scan->ssid[i].length,
				       scan->rate);
		if (!scan->ssids)
			wsm_send_probe(firmware, NULL, 0, scan->rate);
	}
	if (fault_in_force(FAULT_SLOW_SCAN))
		stay = SLOW_STAY;
	mod_delayed_work(firmware->processor, &scan->timer, stay);
}

static void finish(struct wsm_firmware *firmware)
{
	struct wsm_scan *scan = &firmware->scan;
	u8 body[8] = { [5] = scan->at };

	scan->running = false;
	if (scan->is_background && firmware->associated)
		wsm_send_away(firmware, false);
	wsm_firmware_tell(firmware, WSM_SCAN_COMPLETE | (scan->id & WSM_ID_INTERFACE), body,
			  sizeof(body));
}

void wsm_scan_timer(struct work_struct *work)
{
	struct wsm_scan *scan = container_of(to_delayed_work(work), struct wsm_scan, timer);
	struct wsm_firmware *firmware = container_of(scan, struct wsm_firmware, scan);
	const struct wsm_scan_channel *channel;

	mutex_lock(&firmware->lock);
	if (!scan->running || fault_in_force(FAULT_HANG))
		goto out;
	channel = &scan->channel[scan->at];
	if (scan->heard && !scan->staying && channel->most > channel->least) {
		scan->staying = true;
		mod_delayed_work(firmware->processor, &scan->timer,
				 wsm_time_units(channel->most - channel->least));
	} else if (++scan->at < scan->channels) {
		tune(firmware);
	} else {
		finish(firmware);
	}
out:
	mutex_unlock(&firmware->lock);
}

void wsm_scan_stop(struct wsm_firmware *firmware)
{
	if (firmware->scan.running)
		finish(firmware);
}

/*
 * u8 band, type, flags, rate; le32 interval; u8 probes, channels, ssids, delay; then channels and
 * SSIDs.
 */
void wsm_scan_start(struct wsm_firmware *firmware, u16 id, const u8 *body, size_t length)
{
	struct wsm_scan *scan = &firmware->scan;
	const u8 *at = body + 12;
	int i;

	if (scan->running || length < 12 || body[9] < 1 || body[9] > WSM_SCAN_LONGEST ||
	    body[10] > WSM_SCAN_SSIDS || length < 12 + 16 * body[9] + 36 * body[10]) {
		wsm_confirm(firmware, id, WSM_INVALID_PARAMETER);
		return;
	}
	wsm_count(firmware, COUNT_SCANS);
	scan->id = id;
	scan->is_background = body[1] == TYPE_BACKGROUND;
	scan->rate = wsm_rate(body[3]);
	scan->probes = body[8];
	scan->channels = body[9];
	scan->ssids = body[10];
	scan->at = 0;
	for (i = 0; i < scan->channels; i++, at += 16) {
		scan->channel[i].number = get_unaligned_le16(at);
		scan->channel[i].least = get_unaligned_le32(at + 4);
		scan->channel[i].most = get_unaligned_le32(at + 8);
	}
	for (i = 0; i < scan->ssids; i++, at += 36) {
		scan->ssid[i].length = min_t(u32, get_unaligned_le32(at), IEEE80211_MAX_SSID_LEN);
		memcpy(scan->ssid[i].bytes, at + 4, IEEE80211_MAX_SSID_LEN);
	}
	wsm_confirm(firmware, id, WSM_SUCCESS);
	if (scan->is_background && firmware->associated)
		wsm_send_away(firmware, true);
	scan->running = true;
	tune(firmware);
}

/* The template holds an SSID element, empty, where that of the request goes. */
void wsm_send_probe(struct wsm_firmware *firmware, const u8 *ssid, u8 length, u8 rate)
{
	size_t size, head = sizeof(struct ieee80211_hdr_3addr), skip = head;
	const u8 *template = wsm_template(firmware, PROBE_REQUEST, &size);
	struct sk_buff *frame;

	if (size < head)
		return;
	if (size >= head + 2 && template[head] == WLAN_EID_SSID)
		skip += 2 + template[head + 1];
	if (skip > size)
		return;
	frame = alloc_skb(ANTENNA_HEADROOM + size + 2 + IEEE80211_MAX_SSID_LEN, GFP_KERNEL);
	if (!frame)
		return;
	skb_reserve(frame, ANTENNA_HEADROOM);
	skb_put_data(frame, template, head);
	skb_put_u8(frame, WLAN_EID_SSID);
	skb_put_u8(frame, length);
	skb_put_data(frame, ssid, length);
	skb_put_data(frame, template + skip, size - skip);
	wsm_send_own(firmware, frame, rate);
}
