// SPDX-License-Identifier: GPL-2.0
/* CCMP-128 by the kernel's ccm(aes): ccmp.h. */
#include <crypto/aead.h>
#include <linux/etherdevice.h>
#include <linux/scatterlist.h>
#include <linux/slab.h>
#include <net/cfg80211.h>
#include "ccmp.h"

#define NONCE_LENGTH	13
#define LONGEST_AAD	30
#define LAST_NUMBER	((1ull << 48) - 1)

int ccmp_set_key(struct ccmp_key *key, const u8 bytes[CCMP_KEY_LENGTH], u8 index, u64 received)
{
	struct crypto_aead *cipher = crypto_alloc_aead("ccm(aes)", 0, CRYPTO_ALG_ASYNC);
	int failed, i;

	if (IS_ERR(cipher))
		return PTR_ERR(cipher);
	failed = crypto_aead_setkey(cipher, bytes, CCMP_KEY_LENGTH);
	if (!failed)
		failed = crypto_aead_setauthsize(cipher, CCMP_TRAILER_LENGTH);
	if (failed) {
		crypto_free_aead(cipher);
		return failed;
	}
	ccmp_forget_key(key);
	key->cipher = cipher;
	key->index = index;
	for (i = 0; i < CCMP_COUNTERS; i++)
		key->received[i] = received;
	return 0;
}

void ccmp_forget_key(struct ccmp_key *key)
{
	if (key->cipher)
		crypto_free_aead(key->cipher);
	*key = (struct ccmp_key){};
}

/*
 * Octets of CCMP header and 802.11 header together, or -EINVAL where the frame has no room for them
 * and the MIC.
 */
static int overhead(const u8 *frame, size_t length)
{
	const struct ieee80211_hdr *header = (const void *)frame;
	size_t all;

	if (length < sizeof(struct ieee80211_hdr_3addr))
		return -EINVAL;
	all = ieee80211_hdrlen(header->frame_control) + CCMP_HEADER_LENGTH;
	return length < all + CCMP_TRAILER_LENGTH ? -EINVAL : all;
}

static u8 traffic_id(const struct ieee80211_hdr *header)
{
	if (!ieee80211_is_data_qos(header->frame_control))
		return 0;
	return *ieee80211_get_qos_ctl((struct ieee80211_hdr *)header) & IEEE80211_QOS_CTL_TID_MASK;
}

static void write_header(u8 *at, u64 number, u8 index)
{
	at[0] = number;
	at[1] = number >> 8;
	at[2] = 0;
	at[3] = index << 6 | BIT(5);		/* an extended IV follows, as always with CCMP */
	put_unaligned_le32(number >> 16, at + 4);
}

static u64 read_number(const u8 *at)
{
	return (u64)get_unaligned_le32(at + 4) << 16 | at[1] << 8 | at[0];
}

/*
 * 12.5.3.3.4; first the octet that says how many octets count the blocks, as the kernel's ccm wants
 * it.
 */
static void make_nonce(u8 iv[16], const struct ieee80211_hdr *header, u64 number)
{
	int i;

	memset(iv, 0, 16);
	iv[0] = 15 - NONCE_LENGTH - 1;
	iv[1] = traffic_id(header);
	if (ieee80211_is_mgmt(header->frame_control))
		iv[1] |= BIT(4);
	ether_addr_copy(iv + 2, header->addr2);
	for (i = 0; i < 6; i++)
		iv[8 + i] = number >> (40 - 8 * i);
}

/* 12.5.3.3.3: the header, without what a retry or power save may change. */
static size_t make_aad(u8 aad[LONGEST_AAD], const struct ieee80211_hdr *header)
{
	u16 control = le16_to_cpu(header->frame_control);
	size_t length = 22;

	control &= ~(IEEE80211_FCTL_RETRY | IEEE80211_FCTL_PM | IEEE80211_FCTL_MOREDATA);
	if (!ieee80211_is_mgmt(header->frame_control))
		control &= ~0x0070;
	if (ieee80211_is_data_qos(header->frame_control))
		control &= ~IEEE80211_FCTL_ORDER;
	put_unaligned_le16(control | IEEE80211_FCTL_PROTECTED, aad);
	ether_addr_copy(aad + 2, header->addr1);
	ether_addr_copy(aad + 8, header->addr2);
	ether_addr_copy(aad + 14, header->addr3);
	put_unaligned_le16(le16_to_cpu(header->seq_ctrl) & IEEE80211_SCTL_FRAG, aad + 20);
	if (ieee80211_has_a4(header->frame_control)) {
		ether_addr_copy(aad + length, header->addr4);
		length += ETH_ALEN;
	}
	if (ieee80211_is_data_qos(header->frame_control)) {
		put_unaligned_le16(traffic_id(header), aad + length);
		length += 2;
	}
	return length;
}

static int run_cipher(struct ccmp_key *key, u8 *frame, size_t length, size_t before, u64 number,
		      int (*run)(struct aead_request *))
{
	const struct ieee80211_hdr *header = (const void *)frame;
	size_t sealed = run == crypto_aead_encrypt ? CCMP_TRAILER_LENGTH : 0;
	struct aead_request *request = aead_request_alloc(key->cipher, GFP_KERNEL);
	struct scatterlist parts[2];
	u8 *aad = kmalloc(LONGEST_AAD, GFP_KERNEL);
	size_t aad_length;
	u8 iv[16];
	int failed = -ENOMEM;

	if (!request || !aad)
		goto out;
	make_nonce(iv, header, number);
	aad_length = make_aad(aad, header);
	sg_init_table(parts, 2);
	sg_set_buf(&parts[0], aad, aad_length);
	sg_set_buf(&parts[1], frame + before, length - before);
	aead_request_set_callback(request, 0, NULL, NULL);
	aead_request_set_crypt(request, parts, parts, length - before - sealed, iv);
	aead_request_set_ad(request, aad_length);
	failed = run(request);
out:
	kfree(aad);
	aead_request_free(request);
	return failed;
}

int ccmp_protect(struct ccmp_key *key, u8 *frame, size_t length)
{
	int before = overhead(frame, length);

	if (before < 0)
		return before;
	if (key->sent >= LAST_NUMBER)
		return -EOVERFLOW;
	key->sent++;
	write_header(frame + before - CCMP_HEADER_LENGTH, key->sent, key->index);
	return run_cipher(key, frame, length, before, key->sent, crypto_aead_encrypt);
}

int ccmp_open(struct ccmp_key *key, u8 *frame, size_t length)
{
	const struct ieee80211_hdr *header = (const void *)frame;
	int before = overhead(frame, length);
	u64 number, *last;
	int failed;

	if (before < 0)
		return before;
	number = read_number(frame + before - CCMP_HEADER_LENGTH);
	last = &key->received[ieee80211_is_mgmt(header->frame_control) ? IEEE80211_NUM_TIDS :
							traffic_id(header)];
	if (number <= *last)
		return -EALREADY;
	failed = run_cipher(key, frame, length, before, number, crypto_aead_decrypt);
	if (!failed)
		*last = number;
	return failed;
}

int ccmp_key_index(const u8 *frame, size_t length)
{
	int before = overhead(frame, length);

	return before < 0 ? before : frame[before - CCMP_HEADER_LENGTH + 3] >> 6;
}
