// SPDX-License-Identifier: GPL-2.0
/// cw1200: a join that the firmware refuses does not lock the driver up.
//
// Drivers: cw1200
// Default: yes
//
// Stock: cw1200_join_complete_work() holds conf_mutex (sta.c:1187) and calls cw1200_join_complete(), which for a join
// that failed calls cw1200_do_unjoin() (sta.c:1172), which takes conf_mutex (sta.c:1385): the work waits for itself for
// ever. Every later call of the driver waits for conf_mutex, with RTNL held, and so does the release of the core.
//
// The unjoin is queued, as for a join that could not be sent (sta.c:1343). It resets the firmware's side, reports the
// loss, and returns the transmit lock.

@@
expression priv;
@@
cw1200_join_complete(...)
{
	...
	if (priv->join_complete_status) {
-		priv->join_status = CW1200_JOIN_STATUS_PASSIVE;
-		cw1200_update_listening(priv, priv->listening);
-		cw1200_do_unjoin(priv);
-		ieee80211_connection_loss(priv->vif);
+		/* The transmit lock goes with the work. */
+		if (queue_work(priv->workqueue, &priv->unjoin_work)) {
+			pr_debug("[STA] Join refused, unjoin is queued.\n");
+			return;
+		}
	} else { ... }
	...
}

// The same, where the guard was added before.
@@
expression priv;
@@
cw1200_join_complete(...)
{
	...
	if (priv->join_complete_status) {
-		priv->join_status = CW1200_JOIN_STATUS_PASSIVE;
-		cw1200_update_listening(priv, priv->listening);
-		cw1200_do_unjoin(priv);
-		connloss_guard_note(priv->vif);
-		ieee80211_connection_loss(priv->vif);
+		/* The transmit lock goes with the work. */
+		if (queue_work(priv->workqueue, &priv->unjoin_work)) {
+			pr_debug("[STA] Join refused, unjoin is queued.\n");
+			return;
+		}
	} else { ... }
	...
}
