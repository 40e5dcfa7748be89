// SPDX-License-Identifier: GPL-2.0
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/mm.h>
#include <linux/module.h>

#include "connloss_device.h"
#include "connloss_selftest.h"

static const struct {
	int (*begin)(void);
	void (*end)(void);
} parts[] = {
	{ connloss_queue_init, connloss_queue_exit },
	{ connloss_suspend_init, connloss_suspend_exit },
	{ connloss_observe_init, connloss_observe_exit },
	{ connloss_unpatched_init, connloss_unpatched_exit },
};

/*
 * The last first: whoever tells of something ends before the devices are forgotten, and an action
 * that runs is waited for when its queue is taken down, after that.
 */
static void end_first(size_t number)
{
	while (number-- > 1)
		parts[number].end();
	connloss_forget_all();
	parts[0].end();
	connloss_debugfs_exit();
}

/* A core that was compiled to mean something else had better not decide. */
static int __init test_core(void)
{
	struct connloss_core *core = kvmalloc(sizeof(*core), GFP_KERNEL);
	struct connloss_selftest_result result;

	if (!core)
		return -ENOMEM;
	result = connloss_selftest(core);
	kvfree(core);
	if (!result.failures)
		return 0;
	pr_err("self-test: %u of %u steps failed, the first is step %u of %s\n", result.failures,
	       result.steps, result.first_step, result.first);
	return -EINVAL;
}

static int __init guard_init(void)
{
	size_t i;
	int failed = test_core();

	if (!failed)
		failed = connloss_defaults_check();
	if (failed)
		return failed;
	connloss_debugfs_init();
	for (i = 0; i < ARRAY_SIZE(parts); ++i) {
		failed = parts[i].begin();
		if (failed)
			break;
	}
	if (i && i < ARRAY_SIZE(parts))
		end_first(i);
	else if (failed)
		connloss_debugfs_exit();
	return failed;
}

static void __exit guard_exit(void)
{
	end_first(ARRAY_SIZE(parts));
}

module_init(guard_init);
module_exit(guard_exit);
MODULE_DESCRIPTION(
	"Brings a Wi-Fi device back after a flood of connection losses or a dead firmware");
MODULE_SOFTDEP("post: connloss_sdio");
MODULE_LICENSE("GPL");
