// SPDX-License-Identifier: GPL-2.0
/// cw1200: work that comes after its interface has gone leaves it alone.
//
// Drivers: cw1200
// Default: yes
//
// Stock: cw1200_remove_interface() (sta.c:291) clears priv->vif, and queues unjoin_work itself (sta.c:264). Three
// uses of it come later and do not look: cw1200_unjoin_work() reports a loss of no interface (sta.c:1446; mac80211
// reads through the pointer, net/mac80211/mlme.c:3483), BSS_LOST and the confirm of a null frame make
// cw1200_cqm_bssloss_sm() ask whether it is P2P (sta.c:173) or build a frame for it (sta.c:198), and an RSSI event is
// reported for it (sta.c:1020). Events are taken as long as the device is not stopped (wsm.c:920), which is after
// the interface was removed. mac80211 frees the interface then: a work that has just read the pointer may use it
// still.
//
// Each of the three looks first, and the removal waits, with no lock held, for what has looked already.

@unjoin_looks@
symbol vif, tx, false;
expression priv;
@@
cw1200_unjoin_work(...)
{
	...
	vif = READ_ONCE(priv->vif);
	...
}

@depends on !unjoin_looks@
identifier priv, work;
@@
cw1200_unjoin_work(struct work_struct *work)
{
	struct cw1200_common *priv = ...;
+	struct ieee80211_vif *vif;
	...
(
-	connloss_guard_note(priv->vif);
-	ieee80211_connection_loss(priv->vif);
+	vif = READ_ONCE(priv->vif);
+	if (vif) {
+		connloss_guard_note(vif);
+		ieee80211_connection_loss(vif);
+	}
|
-	ieee80211_connection_loss(priv->vif);
+	vif = READ_ONCE(priv->vif);
+	if (vif)
+		ieee80211_connection_loss(vif);
)
	...
}

@bssloss_looks@
symbol vif;
expression priv;
@@
__cw1200_cqm_bssloss_sm(...)
{
	struct ieee80211_vif *vif = READ_ONCE(priv->vif);
	...
}

@bssloss depends on !bssloss_looks@
identifier priv, init, good, bad;
@@
__cw1200_cqm_bssloss_sm(struct cw1200_common *priv, int init, int good, int bad)
{
+	struct ieee80211_vif *vif = READ_ONCE(priv->vif);
	int tx = 0;
	...
	if (priv->delayed_unjoin)
		return;
+	if (!vif && (init || good || bad))
+		return;
	...
}

@depends on bssloss@
identifier priv;
@@
__cw1200_cqm_bssloss_sm(struct cw1200_common *priv, ...)
{
	<...
(
-	priv->vif->p2p
+	vif->p2p
|
-	ieee80211_nullfunc_get(priv->hw, priv->vif, -1, false)
+	ieee80211_nullfunc_get(priv->hw, vif, -1, false)
)
	...>
}

@@
expression priv, what, level;
@@
cw1200_event_handler(...)
{
	<...
-	ieee80211_cqm_rssi_notify(priv->vif, what, level, GFP_KERNEL);
+	{
+		struct ieee80211_vif *vif = READ_ONCE(priv->vif);
+
+		if (vif)
+			ieee80211_cqm_rssi_notify(vif, what, level, GFP_KERNEL);
+	}
	...>
}

@waits@
expression priv;
@@
cw1200_remove_interface(...)
{
	...
	flush_workqueue(priv->workqueue);
}

@depends on !waits@
expression priv;
@@
cw1200_remove_interface(...)
{
	...
	mutex_unlock(&priv->conf_mutex);
+	flush_workqueue(priv->workqueue);
}
