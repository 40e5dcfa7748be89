/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A CW1200 (cut 2.2) behind its registers, whatever bus they are on: configuration, control, boot
 * loader, message queue and interrupt as on the chip, and wsm_firmware.h behind them.
 *
 * The boot loader takes any firmware image and SDD: it counts its octets, and nothing of it is run.
 */
#ifndef VCHIP_VCW1200_REGISTERS_H
#define VCHIP_VCW1200_REGISTERS_H

#include <linux/if_ether.h>
#include <linux/types.h>

struct vcw1200;

/*
 * Once for a module: faults and debugfs files outlive power. name: the startup indication's label.
 * antenna: the air's interface. Neither is copied. asks: the chip asserts its interrupt; process
 * context, must not call back. ERR_PTR.
 */
struct vcw1200 *vcw1200_make(const char *name, const char *antenna, void (*asks)(void *context),
			     void *context);
void vcw1200_free(struct vcw1200 *chip);

/* All state is new. -ENODEV: there is no antenna. */
int vcw1200_power_on(struct vcw1200 *chip);
/* asks() does not come after it has returned. */
void vcw1200_power_off(struct vcw1200 *chip);
/* Turns the interrupt off, as the host can. */
void vcw1200_silence(struct vcw1200 *chip);
/* The chip's MAC address; powered. */
void vcw1200_address(struct vcw1200 *chip, u8 address[ETH_ALEN]);

/*
 * Registers, by the address that hwio.c puts on the bus. Process context, one call after the other.
 * -EIO: there is no memory at the base register.
 */
int vcw1200_read(struct vcw1200 *chip, u32 address, void *to, int count);
int vcw1200_write(struct vcw1200 *chip, u32 address, const void *from, int count);

/* The level of the interrupt line. Any context. */
bool vcw1200_asserts(const struct vcw1200 *chip);

#endif
