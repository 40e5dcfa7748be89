// SPDX-License-Identifier: GPL-2.0
/// cw1200: leave the judgement over lost beacons to mac80211, as the descendant wfx does.
//
// Drivers: cw1200
// Default: no
//
// Stock: on BSS_LOST the driver sends null frames of its own, counts their confirms (__cw1200_cqm_bssloss_sm(), sta.c:148),
// and a second later resets its association and reports a connection loss (cw1200_bss_loss_work(), sta.c:1035): mac80211
// disconnects without a question.
//
// With this, BSS_LOST becomes ieee80211_beacon_loss(), again each beacon interval until BSS_REGAINED, as mac80211 does
// not look while it scans (net/mac80211/mlme.c, ieee80211_mgd_probe_ap): mac80211 asks the access point, and
// disconnects where no answer comes. A work that waits to unjoin is left to run: to cancel it loses its transmit lock
// (sta.c:982, sta.c:999), and nothing is sent any more.
//
// Such a disconnect is no connection loss that a driver reports: the guard counts it as one of "any outage".

@@
symbol vif;
expression priv;
@@
cw1200_event_handler(...)
{
	<...
-	cancel_work_sync(&priv->unjoin_work);
-	if (!down_trylock(&priv->scan.lock)) { ... } else { ... }
+	queue_delayed_work(priv->workqueue, &priv->bss_loss_work, 0);
	...>
}

@@
expression priv;
@@
cw1200_event_handler(...)
{
	<...
	cw1200_cqm_bssloss_sm(priv, 0, 0, 0);
-	cancel_work_sync(&priv->unjoin_work);
	...>
}

@@
identifier priv;
@@
cw1200_bss_loss_work(...)
{
	struct cw1200_common *priv = ...;
+	struct ieee80211_vif *vif = READ_ONCE(priv->vif);
	...
-	wsm_lock_tx(priv);
-	if (queue_work(priv->workqueue, &priv->unjoin_work) <= 0)
-		wsm_unlock_tx(priv);
+	if (!vif || !vif->cfg.assoc)
+		return;
+	ieee80211_beacon_loss(vif);
+	queue_delayed_work(priv->workqueue, &priv->bss_loss_work, usecs_to_jiffies(vif->bss_conf.beacon_int * 1024));
}
