// SPDX-License-Identifier: GPL-2.0
#include <linux/debugfs.h>
#include <linux/device.h>
#include <linux/string.h>
#include "cw1200.h"
#include "vcw1200_driver.h"

static struct device *bound;
static struct cw1200_common **place;
static struct dentry *file;

#define ROW(name, value) seq_printf(to, name " %lld\n", (long long)(value))
#define BYTES(name, what) ROW(name, memchr_inv(&(what), 0, sizeof(what)) != NULL)

/* Rates that the driver believes the firmware knows. */
static int rates_uploaded(struct tx_policy_cache *cache)
{
	int i, count = 0;

	spin_lock_bh(&cache->lock);
	for (i = 0; i < TX_POLICY_CACHE_SIZE; i++)
		count += cache->cache[i].policy.uploaded;
	spin_unlock_bh(&cache->lock);
	return count;
}

static size_t frames_queued(struct cw1200_common *core)
{
	size_t count = 0;
	int i;

	for (i = 0; i < ARRAY_SIZE(core->tx_queue); i++)
		count += core->tx_queue[i].num_queued + core->tx_queue[i].num_pending;
	return count;
}

static void show(struct seq_file *to, struct cw1200_common *core)
{
	ROW("join_status", core->join_status);
	ROW("join_dtim_period", core->join_dtim_period);
	BYTES("association_mode", core->association_mode);
	BYTES("bss_params", core->bss_params);
	BYTES("firmware_ps_mode", core->firmware_ps_mode);
	ROW("link_id_map", core->link_id_map);
	BYTES("link_id_db", core->link_id_db);
	ROW("sta_asleep_mask", core->sta_asleep_mask);
	ROW("pspoll_mask", core->pspoll_mask);
	ROW("tx_multicast", core->tx_multicast);
	ROW("buffered_multicasts", core->buffered_multicasts);
	ROW("aid0_bit_set", core->aid0_bit_set);
	ROW("key_map", core->key_map);
	ROW("frames_queued", frames_queued(core));
	ROW("rates_uploaded", rates_uploaded(&core->tx_policy_cache));
	ROW("bss_loss_state", core->bss_loss_state);
	ROW("bss_loss_confirm_id", core->bss_loss_confirm_id);
	ROW("delayed_link_loss", core->delayed_link_loss);
	ROW("delayed_unjoin", core->delayed_unjoin);
	BYTES("ht_info", core->ht_info);
	ROW("erp_info", core->erp_info);
	ROW("beacon_int", core->beacon_int);
	BYTES("p2p_ps_modeinfo", core->p2p_ps_modeinfo);
	ROW("tx_lock", atomic_read(&core->tx_lock));
}

static int driver_show(struct seq_file *to, void *unused)
{
	int failed = -ENODEV;

	device_lock(bound);
	if (*place) {
		mutex_lock(&(*place)->conf_mutex);
		show(to, *place);
		mutex_unlock(&(*place)->conf_mutex);
		failed = 0;
	}
	device_unlock(bound);
	return failed;
}

DEFINE_SHOW_ATTRIBUTE(driver);

void vcw1200_driver_show(struct device *device, struct cw1200_common **core)
{
	struct dentry *folder = debugfs_lookup("vchip", NULL);

	bound = device;
	place = core;
	file = debugfs_create_file("driver", 0400, folder, NULL, &driver_fops);
	dput(folder);
}

void vcw1200_driver_hide(void)
{
	debugfs_remove(file);
}
