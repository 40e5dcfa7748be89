// SPDX-License-Identifier: GPL-2.0
/// cw1200: when the core is released, no work runs or waits that needs what is freed.
//
// Drivers: cw1200
// Default: yes
//
// Stock: cw1200_stop() cancels the delayed work, but the bottom half lives on until cw1200_unregister_bh() (main.c:457)
// and may queue it anew. destroy_workqueue() (main.c:465) does not know of delayed work whose time has not come: its
// timer then fires in freed memory. cw1200_cqm_bssloss_sm() does not cancel at all while an unjoin waits for a scan
// (sta.c:163). And what is still queued there runs after wsm_buf_deinit() (main.c:463), on a command buffer that is
// gone, each command waiting in vain for a bottom half that has ended.
//
// Once the bottom half has ended, commands are told that nobody carries them (bh_error; wsm.c:1080 lets them succeed
// at once then), what is queued is run, what it has delayed is cancelled, and only then is freed what all that needs.

@ended@
expression priv;
@@
	cw1200_unregister_bh(priv);
	priv->bh_error = 1;

@depends on !ended@
expression priv;
@@
cw1200_unregister_common(...)
{
	...
	cw1200_unregister_bh(priv);
+	priv->bh_error = 1;
+	flush_workqueue(priv->workqueue);
+	cancel_delayed_work_sync(&priv->scan.probe_work);
+	cancel_delayed_work_sync(&priv->scan.timeout);
+	cancel_delayed_work_sync(&priv->clear_recent_scan_work);
+	cancel_delayed_work_sync(&priv->join_timeout);
+	cancel_delayed_work_sync(&priv->link_id_gc_work);
+	cancel_delayed_work_sync(&priv->bss_loss_work);
+	destroy_workqueue(priv->workqueue);
+	priv->workqueue = NULL;
	...
-	destroy_workqueue(priv->workqueue);
-	priv->workqueue = NULL;
	...
}
