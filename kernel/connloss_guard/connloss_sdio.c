// SPDX-License-Identifier: GPL-2.0
/*
 * The reset of SDIO cards for connloss_bus_reset(): mmc_hw_reset(), which takes the card's power
 * (or drives its reset line: mmc_pwrseq) and initializes it anew. A module of its own, as not each
 * machine with Wi-Fi has the MMC core.
 *
 * drivers/mmc/core/sdio.c, mmc_sdio_hw_reset(): with more than one function probed, the card is
 * marked as removed and found again, so that the drivers of all functions are told; with one or
 * none, it is reset at once, and nobody is told. So where another function is in use the reset must
 * come while our own driver is bound, and where none is, while it is not. The caller of
 * mmc_hw_reset() claims the host (mmc_power_cycle() and mmc_sdio_reinit_card() expect it), but must
 * not do so over a removal or a probe: function drivers claim it themselves.
 */
#include <linux/mmc/card.h>
#include <linux/mmc/core.h>
#include <linux/mmc/host.h>
#include <linux/mmc/sdio_func.h>
#include <linux/module.h>

#include "connloss_bus_reset.h"

static bool sdio_concerns(struct device *dev)
{
	return dev->bus && !strcmp(dev->bus->name, "sdio");
}

/*
 * A function is in use where another driver is bound to it: whether somebody has opened its device
 * only that driver knows. A driver bound meanwhile is missed, as it would be a moment later.
 */
static bool sdio_shared_in_use(struct device *dev)
{
	struct sdio_func *func = dev_to_sdio_func(dev);
	struct mmc_card *card = func->card;
	unsigned int i;

	for (i = 0; i < card->sdio_funcs; ++i)
		if (card->sdio_func[i] && card->sdio_func[i] != func &&
		    card->sdio_func[i]->dev.driver &&
		    card->sdio_func[i]->dev.driver != func->dev.driver)
			return true;
	return false;
}

static int sdio_reset(struct device *dev)
{
	struct sdio_func *func = dev_to_sdio_func(dev);
	struct mmc_host *host = func->card->host;
	int result = -ENODEV;

	sdio_claim_host(func);
	/*
	 * A card that was pulled out has no bus any more (mmc_detach_bus), which mmc_hw_reset()
	 * does not ask.
	 */
	if (host->bus_ops && host->card == func->card)
		result = mmc_hw_reset(func->card);
	sdio_release_host(func);
	return result < 0 ? result : 0;
}

/*
 * Where what is shared is no function of the card (Bluetooth on wires of its own), mmc_hw_reset()
 * would reset the chip at once under the driver that is bound.
 */
static int sdio_reset_shared(struct device *dev)
{
	return sdio_shared_in_use(dev) ? sdio_reset(dev) : -EOPNOTSUPP;
}

static struct connloss_bus_ops sdio_ops = {
	.concerns = sdio_concerns,
	.shared_in_use = sdio_shared_in_use,
	.reset_shared = sdio_reset_shared,
	.reset = sdio_reset,
};

static int __init sdio_init(void)
{
	connloss_bus_ops_register(&sdio_ops);
	return 0;
}

static void __exit sdio_exit(void)
{
	connloss_bus_ops_unregister(&sdio_ops);
}

module_init(sdio_init);
module_exit(sdio_exit);
MODULE_DESCRIPTION("Reset of SDIO cards for the connection-loss guard");
MODULE_ALIAS("connloss-bus-sdio");
MODULE_LICENSE("GPL");
