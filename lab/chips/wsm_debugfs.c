// SPDX-License-Identifier: GPL-2.0
/*
 * /sys/kernel/debug/vchip/ of the one chip that there is:
 *   fault       write "NAME [heals=WHAT]" or "none" (faults.h); read what is in force
 *   event       write the number of a WSM event: the firmware tells it, whatever it thinks
 *   bluetooth   0 or 1: somebody has the chip's other function open
 *   counters    lines "name value", since the module was loaded
 */
#include <linux/debugfs.h>
#include <linux/uaccess.h>
#include "wsm_state.h"

static const char *const counter_names[CHIP_COUNTERS] = {
	[COUNT_POWER_CYCLES] = "power_cycles",
	[COUNT_BLUETOOTH_CUT] = "bluetooth_cut",
	[COUNT_REQUESTS] = "requests",
	[COUNT_UNKNOWN_REQUESTS] = "unknown_requests",
	[COUNT_SCANS] = "scans",
	[COUNT_JOINS] = "joins",
	[COUNT_UNJOINS] = "unjoins",
	[COUNT_KEYS_ADDED] = "keys_added",
	[COUNT_KEYS_REMOVED] = "keys_removed",
	[COUNT_TX_FRAMES] = "tx_frames",
	[COUNT_TX_ACKNOWLEDGED] = "tx_acknowledged",
	[COUNT_TX_FAILED] = "tx_failed",
	[COUNT_TX_ENCRYPTED] = "tx_encrypted",
	[COUNT_TX_WITHOUT_KEY] = "tx_without_key",
	[COUNT_TX_CONFIRMS_LOST] = "tx_confirms_lost",
	[COUNT_RX_FRAMES] = "rx_frames",
	[COUNT_RX_BEACONS] = "rx_beacons",
	[COUNT_RX_DECRYPTED] = "rx_decrypted",
	[COUNT_RX_WITHOUT_KEY] = "rx_without_key",
	[COUNT_RX_DECRYPT_FAILURES] = "rx_decrypt_failures",
	[COUNT_RX_REPLAYS] = "rx_replays",
	[COUNT_RX_OVERFLOWS] = "rx_overflows",
	[COUNT_BSS_LOST] = "bss_lost",
	[COUNT_BSS_REGAINED] = "bss_regained",
};

static ssize_t fault_write(struct file *file, const char __user *from, size_t length,
			   loff_t *offset)
{
	char text[64];
	int failed;

	if (length >= sizeof(text))
		return -E2BIG;
	if (copy_from_user(text, from, length))
		return -EFAULT;
	text[length] = '\0';
	if (length && text[length - 1] == '\n')
		text[length - 1] = '\0';
	failed = faults_write(text);
	return failed ?: length;
}

static ssize_t fault_read(struct file *file, char __user *to, size_t length, loff_t *offset)
{
	char text[256];

	return simple_read_from_buffer(to, length, offset, text, faults_read(text, sizeof(text)));
}

static const struct file_operations fault_operations = {
	.owner = THIS_MODULE,
	.open = simple_open,
	.write = fault_write,
	.read = fault_read,
};

static int event_set(void *data, u64 event)
{
	struct wsm_firmware *firmware = data;
	int failed = -ENODEV;

	mutex_lock(&firmware->lock);
	if (firmware->booted) {
		failed = 0;
		wsm_tell_event(firmware, event, 0);
	}
	mutex_unlock(&firmware->lock);
	return failed;
}

DEFINE_DEBUGFS_ATTRIBUTE(event_operations, NULL, event_set, "%llu\n");

static int counters_show(struct seq_file *file, void *unused)
{
	struct wsm_firmware *firmware = file->private;
	int i;

	for (i = 0; i < CHIP_COUNTERS; i++)
		seq_printf(file, "%s %llu\n", counter_names[i], firmware->counters[i]);
	return 0;
}

DEFINE_SHOW_ATTRIBUTE(counters);

void wsm_debugfs_add(struct wsm_firmware *firmware)
{
	firmware->debugfs = debugfs_create_dir("vchip", NULL);
	debugfs_create_file("fault", 0600, firmware->debugfs, NULL, &fault_operations);
	debugfs_create_file("event", 0200, firmware->debugfs, firmware, &event_operations);
	debugfs_create_u32("bluetooth", 0600, firmware->debugfs, &firmware->bluetooth_open);
	debugfs_create_file("counters", 0400, firmware->debugfs, firmware, &counters_fops);
}

void wsm_debugfs_remove(struct wsm_firmware *firmware)
{
	debugfs_remove_recursive(firmware->debugfs);
}
