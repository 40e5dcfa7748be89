/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The firmware of a virtual WSM chip: the far end of the host interface that cw1200 and bes2600
 * speak, on a real air (antenna.h). It runs on a workqueue of its own, one thing after the other,
 * as the chip's processor would.
 *
 * A message is le16 length (the four octets of the header included), le16 id (bits 0-5 the request,
 * bits 6-9 link or interface id, 0x400 a confirmation, 0x800 an indication, bits 13-15 a sequence
 * number), and a body. The bus (vcw1200_bus.c, vbes2600_bus.c) carries messages both ways and knows
 * registers, power and interrupts. docs/lab-chips.md has the table of messages.
 */
#ifndef VCHIP_WSM_FIRMWARE_H
#define VCHIP_WSM_FIRMWARE_H

#include <linux/if_ether.h>
#include <linux/skbuff.h>
#include <linux/types.h>

struct wsm_firmware;

/* Message ids that a bus may need; the rest is the firmware's own. */
#define WSM_ID_KIND		0x0c3f		/* without link id and sequence number */
#define WSM_ID_INTERFACE	0x03c0
#define WSM_ID_CONFIRM		0x0400
#define WSM_ID_STARTUP		0x0801

/* What differs between the hosts. Constant while the firmware exists. */
struct wsm_host {
	const char *name;		/* of the module; and the label of the startup indication */
	/* Told at startup: so many messages of so many octets may be on their way. */
	u16 input_buffers;
	u16 input_buffer_size;
	u16 capabilities;		/* of the startup indication */
	u8 bands;			/* of the configuration confirmation */
	u8 receive_gap;			/* octets before a received frame: 0 or 16 */
	bool own_sequence_for_0c00;	/* messages of kind 0xc00 are numbered apart */
	/*
	 * A message waits for the host, or more of them. Process context, under the firmware's
	 * lock: must not call back.
	 */
	void (*message_waits)(void *context);
	/*
	 * Requests that only this host knows, asked first; may be NULL. id is the whole id as the
	 * host sent it. It answers with wsm_firmware_tell() and returns true, or returns false.
	 */
	bool (*request)(struct wsm_firmware *firmware, u16 id, const u8 *body, size_t length,
			void *context);
};

/*
 * Once for a module: it and its debugfs files
 * /sys/kernel/debug/vchip/{fault,event,bluetooth,counters} outlive what is bound to the chip.
 * antenna: name of the interface, not copied, which may come later. ERR_PTR.
 */
struct wsm_firmware *wsm_firmware_make(const struct wsm_host *host, void *context,
				       const char *antenna);
void wsm_firmware_free(struct wsm_firmware *firmware);

/*
 * Power comes on: all state is new, faults that a power cycle heals are over, messages are taken.
 * Nothing is told yet. -ENODEV: there is no antenna.
 */
int wsm_firmware_power_on(struct wsm_firmware *firmware);
/* The chip's MAC address: the antenna's at power-on, then what the host configured. */
void wsm_firmware_address(struct wsm_firmware *firmware, u8 address[ETH_ALEN]);
/* The boot loader has handed over: tells STARTUP. */
void wsm_firmware_boot(struct wsm_firmware *firmware);
/*
 * Power goes: what waits for the host is thrown away, no message_waits() comes after it has
 * returned.
 */
void wsm_firmware_power_off(struct wsm_firmware *firmware);

/* A message of the host; copied. Any context that may allocate with GFP_KERNEL. */
void wsm_firmware_from_host(struct wsm_firmware *firmware, const u8 *message, size_t length);
/* Octets of the message that waits first, 0 where none does. Any context. */
size_t wsm_firmware_waiting(struct wsm_firmware *firmware);
/* That message, which is the caller's now, or NULL. Any context. */
struct sk_buff *wsm_firmware_next(struct wsm_firmware *firmware);

/* Tells the host something; from within request() only. id without its sequence number. */
void wsm_firmware_tell(struct wsm_firmware *firmware, u16 id, const void *body, size_t length);

/* Somebody has the other function of the chip open, as written to debugfs. */
bool wsm_firmware_bluetooth_open(struct wsm_firmware *firmware);

#endif
