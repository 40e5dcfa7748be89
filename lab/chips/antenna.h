/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The air of a virtual chip: an active monitor interface of a mac80211_hwsim radio. What it hears
 * comes with a radiotap header, what is sent is injected with one, and mac80211's status frame then
 * says whether it was acknowledged. hwsim acknowledges what is addressed to the interface's MAC
 * address, so that must be the chip's address too.
 *
 *   iw phy PHY interface add ant0 type monitor flags active
 *   ip link set ant0 up; iw dev ant0 set freq 2412
 *
 * The interface may come and go (and be renamed) while the chip is open; without it nothing is
 * heard and nothing goes out. It is looked for in the initial network namespace.
 */
#ifndef VCHIP_ANTENNA_H
#define VCHIP_ANTENNA_H

#include <linux/if_ether.h>
#include <linux/skbuff.h>
#include <linux/types.h>

struct antenna;

struct antenna_signal {
	u16 frequency;		/* MHz; 0: not told */
	s8 dbm;
	u8 rate;		/* 500 kbit/s; 0: see mcs */
	s8 mcs;			/* HT; -1: none */
};

/*
 * Both are called in softirq context and own the frame, which is linear and begins with its 802.11
 * header.
 */
struct antenna_user {
	void (*heard)(void *context, struct sk_buff *frame, const struct antenna_signal *signal);
	void (*sent)(void *context, struct sk_buff *frame, bool acknowledged);
};

/* The name is not copied. ERR_PTR(-ENOMEM) or what register_netdevice_notifier() returns. */
struct antenna *antenna_open(const char *name, const struct antenna_user *user, void *context);
/* No call of the user runs or comes after it has returned. */
void antenna_close(struct antenna *antenna);

/* -ENODEV: there is no such interface. */
int antenna_address(struct antenna *antenna, u8 address[ETH_ALEN]);

/*
 * Process context; takes the frame, which has ANTENNA_HEADROOM. rate: 500 kbit/s, 0 lets mac80211
 * choose. own_sequence: the frame carries its sequence number, else mac80211 numbers it. -ENODEV:
 * there is no antenna.
 */
#define ANTENNA_HEADROOM 128
int antenna_send(struct antenna *antenna, struct sk_buff *frame, u8 rate, bool own_sequence);

#endif
