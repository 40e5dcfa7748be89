/* SPDX-License-Identifier: GPL-2.0 */
/*
 * CCMP-128 on whole 802.11 frames, by the kernel's ccm(aes): IEEE 802.11-2020, 12.5.3. Data frames
 * and individually addressed management frames; 8 octets of MIC.
 */
#ifndef VCHIP_CCMP_H
#define VCHIP_CCMP_H

#include <linux/ieee80211.h>
#include <linux/types.h>

#define CCMP_KEY_LENGTH		16
#define CCMP_HEADER_LENGTH	8
#define CCMP_TRAILER_LENGTH	8
/* Of replays: one for each TID, one for management. */
#define CCMP_COUNTERS		(IEEE80211_NUM_TIDS + 1)

struct ccmp_key {
	struct crypto_aead *cipher;	/* NULL: there is no key */
	u64 sent;			/* the packet number that was used last */
	u64 received[CCMP_COUNTERS];
	u8 index;			/* 0 to 3 */
};

/* received: the packet number that the peer has used already. Negative error of the crypto API. */
int ccmp_set_key(struct ccmp_key *key, const u8 bytes[CCMP_KEY_LENGTH], u8 index, u64 received);
void ccmp_forget_key(struct ccmp_key *key);

/*
 * The frame has room for the CCMP header after its 802.11 header and for the MIC at its end; both
 * are filled in. -EINVAL: too short; -EOVERFLOW: the packet numbers of this key are used up.
 */
int ccmp_protect(struct ccmp_key *key, u8 *frame, size_t length);

/*
 * Decrypts in place and leaves CCMP header and MIC where they are. -EINVAL: too short or no CCMP
 * header; -EBADMSG: the MIC is wrong, the frame is garbage now; -EALREADY: its packet number is not
 * new.
 */
int ccmp_open(struct ccmp_key *key, u8 *frame, size_t length);

/* The key index that a protected frame names, or -EINVAL. */
int ccmp_key_index(const u8 *frame, size_t length);

#endif
