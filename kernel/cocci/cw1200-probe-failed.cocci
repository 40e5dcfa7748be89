// SPDX-License-Identifier: GPL-2.0
/// cw1200: a probe that fails gives back what it took.
//
// Drivers: cw1200
// Default: yes
//
// Stock: the error paths of cw1200_core_probe() (main.c:585) free the ieee80211_hw only. The workqueue (main.c:344),
// the queues' pools (main.c:390) and the command buffer (main.c:406) stay behind, each time. A bus reset of a chip that
// stays dead ends in just such a probe.

@frees exists@
@@
cw1200_core_probe(...)
{
	...
	destroy_workqueue(...);
	...
}

@depends on !frees@
expression P, D;
identifier err;
@@
cw1200_core_probe(...)
{
	int err = -EINVAL;
+	int i;
	...
	P = D->priv;
	<...
+	destroy_workqueue(P->workqueue);
+	for (i = 0; i < 4; ++i)
+		cw1200_queue_deinit(&P->tx_queue[i]);
+	cw1200_queue_stats_deinit(&P->tx_queue_stats);
+	wsm_buf_deinit(&P->wsm_cmd_buf);
	cw1200_free_common(D);
	...>
}
