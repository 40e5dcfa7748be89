// SPDX-License-Identifier: GPL-2.0
/// cw1200: do not remove the debugfs folder a second time when the core is released.
//
// Drivers: cw1200
// Default: yes
//
// Stock: cw1200_unregister_common() (main.c:454) calls ieee80211_unregister_hw(), and that removes the wiphy's debugfs
// folder with all that is below it (net/wireless/core.c:1130, wiphy_unregister). cw1200_debug_release() (debug.c:385)
// then removes its own folder, which was below: the dentry is free already, and the kernel oopses. Shown by releasing
// the stock core once, whatever the bus.
//
// The folder is left to the wiphy. The counters live on until the queues are gone: they are counted without a look
// whether they are there (debug.h:33 and on), by the queues' own timers too (queue.c:109).

@@
identifier d;
@@
cw1200_debug_release(...)
{
	...
	if (d) {
-		debugfs_remove_recursive(d->debugfs_phy);
		...
	}
}

@in_place@
expression priv;
position p;
@@
cw1200_unregister_common(...)
{
	...
	cw1200_queue_stats_deinit(&priv->tx_queue_stats);
	...
	cw1200_debug_release@p(priv);
	...
}

@depends on !in_place@
expression priv;
@@
cw1200_unregister_common(...)
{
	...
-	cw1200_debug_release(priv);
	...
	cw1200_queue_stats_deinit(&priv->tx_queue_stats);
+	cw1200_debug_release(priv);
	...
}
