// SPDX-License-Identifier: GPL-2.0
/*
 * A driver that holds the scratch functions of a virtual SDIO card (sdio_scratch.h), as a Bluetooth
 * driver holds the other function of a Wi-Fi chip: it enables the function, takes its interrupt,
 * and puts a mark into its memory.
 *
 * debugfs vsdio_peer/N, for function N:
 *   read    "probes P removes R interrupts I mark there|lost|unreadable|-" (-: no driver is bound)
 *   write   "raise" (has the function assert its interrupt), "reset" (mmc_hw_reset() with the host
 *           claimed; what it returns stands in vsdio_peer/last_reset)
 */
#include <linux/debugfs.h>
#include <linux/mmc/card.h>
#include <linux/mmc/core.h>
#include <linux/mmc/sdio_func.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/seq_file.h>
#include "sdio_scratch.h"

#define MARK_ADDRESS 0x20
#define MARK_LENGTH 600 /* more than a block, so that it is transferred in blocks and octets */

struct peer {
	struct sdio_func *function; /* NULL: not bound */
	u32 probes, removes, interrupts;
};

static struct peer peers[SDIO_CARD_FUNCTIONS];
static DEFINE_MUTEX(peers_lock);
static struct dentry *folder;
static s32 last_reset;

static u8 mark_at(unsigned int i)
{
	return i * 7 + 1;
}

/* With the host claimed, as all handlers are called. */
static void interrupted(struct sdio_func *function)
{
	struct peer *peer = sdio_get_drvdata(function);
	int failed;

	sdio_writeb(function, 0, SDIO_SCRATCH_INTERRUPT, &failed);
	peer->interrupts++;
}

static int open_function(struct sdio_func *function)
{
	u8 *mark = kmalloc(MARK_LENGTH, GFP_KERNEL);
	unsigned int i;
	int failed;

	if (!mark)
		return -ENOMEM;
	for (i = 0; i < MARK_LENGTH; ++i)
		mark[i] = mark_at(i);
	sdio_claim_host(function);
	failed = sdio_enable_func(function);
	if (!failed)
		failed = sdio_memcpy_toio(function, MARK_ADDRESS, mark, MARK_LENGTH);
	if (!failed)
		failed = sdio_claim_irq(function, interrupted);
	if (failed)
		sdio_disable_func(function);
	sdio_release_host(function);
	kfree(mark);
	return failed;
}

static int peer_probe(struct sdio_func *function, const struct sdio_device_id *id)
{
	struct peer *peer = &peers[function->num - 1];
	int failed;

	sdio_set_drvdata(function, peer);
	failed = open_function(function);
	if (failed)
		return failed;
	mutex_lock(&peers_lock);
	peer->function = function;
	peer->probes++;
	mutex_unlock(&peers_lock);
	return 0;
}

static void peer_remove(struct sdio_func *function)
{
	struct peer *peer = sdio_get_drvdata(function);

	mutex_lock(&peers_lock);
	peer->function = NULL;
	peer->removes++;
	mutex_unlock(&peers_lock);
	sdio_claim_host(function);
	sdio_release_irq(function);
	sdio_disable_func(function);
	sdio_release_host(function);
}

static const char *mark_of(struct sdio_func *function)
{
	u8 *mark = kmalloc(MARK_LENGTH, GFP_KERNEL);
	const char *said = "there";
	unsigned int i;

	if (!mark)
		return "unreadable";
	sdio_claim_host(function);
	if (sdio_memcpy_fromio(function, mark, MARK_ADDRESS, MARK_LENGTH))
		said = "unreadable";
	sdio_release_host(function);
	for (i = 0; i < MARK_LENGTH && !strcmp(said, "there"); ++i)
		if (mark[i] != mark_at(i))
			said = "lost";
	kfree(mark);
	return said;
}

static int show(struct seq_file *file, void *unused)
{
	struct peer *peer = file->private;

	mutex_lock(&peers_lock);
	seq_printf(file, "probes %u removes %u interrupts %u mark %s\n", peer->probes,
		   peer->removes, peer->interrupts, peer->function ? mark_of(peer->function) : "-");
	mutex_unlock(&peers_lock);
	return 0;
}

static int open_file(struct inode *inode, struct file *file)
{
	return single_open(file, show, inode->i_private);
}

static int tell(struct sdio_func *function, const char *word)
{
	int result = -EINVAL;

	sdio_claim_host(function);
	if (sysfs_streq(word, "raise")) {
		sdio_writeb(function, 1, SDIO_SCRATCH_INTERRUPT, &result);
	} else if (sysfs_streq(word, "reset")) {
		last_reset = mmc_hw_reset(function->card);
		result = 0;
	}
	sdio_release_host(function);
	return result;
}

static ssize_t write_file(struct file *file, const char __user *from, size_t length, loff_t *offset)
{
	struct peer *peer = ((struct seq_file *)file->private_data)->private;
	char word[16] = {};
	int result;

	if (length >= sizeof(word))
		return -EINVAL;
	if (copy_from_user(word, from, length))
		return -EFAULT;
	mutex_lock(&peers_lock);
	result = peer->function ? tell(peer->function, word) : -ENODEV;
	mutex_unlock(&peers_lock);
	return result ? result : length;
}

static const struct file_operations file_operations = {
	.owner = THIS_MODULE,
	.open = open_file,
	.read = seq_read,
	.write = write_file,
	.llseek = seq_lseek,
	.release = single_release,
};

static const struct sdio_device_id ids[] = {
	{ SDIO_DEVICE(SDIO_SCRATCH_VENDOR, SDIO_SCRATCH_FIRST) },
	{ SDIO_DEVICE(SDIO_SCRATCH_VENDOR, SDIO_SCRATCH_SECOND) },
	{}
};
MODULE_DEVICE_TABLE(sdio, ids);

static struct sdio_driver driver = {
	.name = "vsdio_peer",
	.id_table = ids,
	.probe = peer_probe,
	.remove = peer_remove,
};

static int __init peer_init(void)
{
	static const char *const names[SDIO_CARD_FUNCTIONS] = { "1", "2" };
	unsigned int i;
	int failed;

	folder = debugfs_create_dir("vsdio_peer", NULL);
	for (i = 0; i < SDIO_CARD_FUNCTIONS; ++i)
		debugfs_create_file(names[i], 0600, folder, &peers[i], &file_operations);
	debugfs_create_u32("last_reset", 0400, folder, (u32 *)&last_reset);
	failed = sdio_register_driver(&driver);
	if (failed)
		debugfs_remove(folder);
	return failed;
}

static void __exit peer_exit(void)
{
	debugfs_remove(folder);
	sdio_unregister_driver(&driver);
}

module_init(peer_init);
module_exit(peer_exit);
MODULE_DESCRIPTION("Holds the functions of a virtual SDIO card");
MODULE_LICENSE("GPL");
