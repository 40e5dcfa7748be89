/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the core of bes2600 and its bus glue want of each other by name. The driver has no header
 * for it; each declares what it calls.
 */
#ifndef VBES2600_CORE_H
#define VBES2600_CORE_H

#include <linux/types.h>

struct bes2600_common;
struct device;
struct sbus_ops;
struct sbus_priv;

/* In the core's main.c. */
int bes2600_core_probe(const struct sbus_ops *ops, struct sbus_priv *chip, struct device *dev,
		       struct bes2600_common **core);
void bes2600_core_release(struct bes2600_common *core);

/* What the core wants of its bus glue by name. */
int bes2600_register_net_dev(struct sbus_priv *chip);
int bes2600_unregister_net_dev(struct sbus_priv *chip);
bool bes2600_is_net_dev_created(struct sbus_priv *chip);
void sdio_work_debug(struct sbus_priv *chip);

#endif
