// SPDX-License-Identifier: GPL-2.0
#include <linux/mmc/host.h>
#include <linux/mmc/mmc.h>
#include <linux/mmc/sdio.h>
#include <linux/scatterlist.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include "vsdio_host.h"

#define LARGEST_BLOCK 512
#define MOST_BLOCKS 511 /* of one CMD53 */

struct vsdio_host {
	struct mmc_host *mmc;
	struct sdio_card *card;
	struct vsdio_host_options options;
	spinlock_t lock; /* of listens */
	bool listens; /* for an interrupt; no more once one is reported, until the core asks */
	unsigned int power_cycles;
};

void vsdio_host_look(struct vsdio_host *host)
{
	unsigned long flags;
	bool reports;

	spin_lock_irqsave(&host->lock, flags);
	reports = host->listens && sdio_card_interrupts(host->card);
	if (reports)
		host->listens = false;
	spin_unlock_irqrestore(&host->lock, flags);
	if (!reports)
		return;
	if (host->options.interrupt_thread)
		mmc_signal_sdio_irq(host->mmc);
	else
		sdio_signal_irq(host->mmc);
}

static void listen(struct vsdio_host *host, bool listens)
{
	unsigned long flags;

	spin_lock_irqsave(&host->lock, flags);
	host->listens = listens;
	spin_unlock_irqrestore(&host->lock, flags);
	vsdio_host_look(host);
}

static void enable_interrupt(struct mmc_host *mmc, int enable)
{
	listen(mmc_priv(mmc), enable);
}

static void acknowledge_interrupt(struct mmc_host *mmc)
{
	listen(mmc_priv(mmc), true);
}

static void transfer(struct vsdio_host *host, struct mmc_request *request)
{
	struct mmc_command *command = request->cmd;
	struct mmc_data *data = request->data;
	size_t length = (size_t)data->blksz * data->blocks;
	bool is_write = data->flags & MMC_DATA_WRITE;
	void *buffer = kzalloc(length, GFP_KERNEL);

	if (!buffer) {
		command->error = -ENOMEM;
		return;
	}
	if (is_write)
		sg_copy_to_buffer(data->sg, data->sg_len, buffer, length);
	command->error =
		sdio_card_transfer(host->card, command->arg, buffer, length, &command->resp[0]);
	if (!command->error) {
		if (!is_write)
			sg_copy_from_buffer(data->sg, data->sg_len, buffer, length);
		data->bytes_xfered = length;
	}
	kfree(buffer);
}

static void serve(struct mmc_host *mmc, struct mmc_request *request)
{
	struct vsdio_host *host = mmc_priv(mmc);
	struct mmc_command *command = request->cmd;

	if (request->data && command->opcode == SD_IO_RW_EXTENDED)
		transfer(host, request);
	else
		command->error = sdio_card_command(host->card, command->opcode, command->arg,
						   &command->resp[0]);
	mmc_request_done(mmc, request);
	vsdio_host_look(host);
}

static void set_ios(struct mmc_host *mmc, struct mmc_ios *ios)
{
	struct vsdio_host *host = mmc_priv(mmc);
	bool on = ios->power_mode != MMC_POWER_OFF;
	int failed;

	if (on == host->card->powered || (!on && !host->options.cuts_power))
		return;
	failed = sdio_card_power(host->card, on);
	if (failed)
		dev_err(mmc_dev(mmc), "the card's function does not start: %d\n", failed);
	else if (on)
		host->power_cycles++;
}

unsigned int vsdio_host_power_cycles(struct vsdio_host *host)
{
	return host->power_cycles;
}

static const struct mmc_host_ops operations = {
	.request = serve,
	.set_ios = set_ios,
	.enable_sdio_irq = enable_interrupt,
	.ack_sdio_irq = acknowledge_interrupt,
};

struct vsdio_host *vsdio_host_make(struct platform_device *parent, struct sdio_card *card,
				   const struct vsdio_host_options *options)
{
	struct mmc_host *mmc = mmc_alloc_host(sizeof(struct vsdio_host), &parent->dev);
	struct vsdio_host *host;

	if (!mmc)
		return ERR_PTR(-ENOMEM);
	host = mmc_priv(mmc);
	host->mmc = mmc;
	host->card = card;
	host->options = *options;
	spin_lock_init(&host->lock);
	mmc->ops = &operations;
	mmc->f_min = 400000;
	mmc->f_max = 50000000;
	mmc->ocr_avail = MMC_VDD_32_33 | MMC_VDD_33_34;
	mmc->caps = MMC_CAP_SDIO_IRQ | MMC_CAP_SD_HIGHSPEED | MMC_CAP_4_BIT_DATA;
	if (options->nonremovable)
		mmc->caps |= MMC_CAP_NONREMOVABLE;
	mmc->caps2 = MMC_CAP2_NO_SD | MMC_CAP2_NO_MMC;
	if (!options->interrupt_thread)
		mmc->caps2 |= MMC_CAP2_SDIO_IRQ_NOTHREAD;
	mmc->max_blk_size = LARGEST_BLOCK;
	mmc->max_blk_count = MOST_BLOCKS;
	mmc->max_req_size = LARGEST_BLOCK * MOST_BLOCKS;
	mmc->max_seg_size = mmc->max_req_size;
	mmc->max_segs = 1;
	return host;
}

int vsdio_host_start(struct vsdio_host *host)
{
	int failed = mmc_add_host(host->mmc);

	if (failed)
		sdio_card_power(host->card, false);
	return failed;
}

void vsdio_host_stop(struct vsdio_host *host)
{
	mmc_remove_host(host->mmc);
	sdio_card_power(host->card, false);
}

void vsdio_host_free(struct vsdio_host *host)
{
	mmc_free_host(host->mmc);
}
