// SPDX-License-Identifier: GPL-2.0
/// cw1200: an interface that goes down takes its scan with it.
//
// Drivers: cw1200
// Default: yes
//
// Stock: the driver has no cancel_hw_scan. For an interface that goes down in the middle of a scan mac80211 cancels the
// scan, runs its own work for it (net/mac80211/iface.c:755) and stops the driver; cw1200_stop() waits for the scan
// (sta.c:101), whose end is told (scan.c:190) when that work has been run. Queued again it needs the wiphy's lock, as does
// cfg80211 for the interface that is down: where cfg80211 comes first it gives the scan up, with a warning
// (net/wireless/core.c:1552), and frees the request, to which the work then writes.
//
// Cancelled, the scan ends with the channels that the firmware is on, and tells so before mac80211 goes on.

@cancels@
@@
	cw1200_cancel_hw_scan(...) { ... }

@depends on !cancels@
identifier ops;
@@
+/* Returns when the scan, if there is one, has told mac80211 of its end. */
+static void cw1200_cancel_hw_scan(struct ieee80211_hw *hw, struct ieee80211_vif *vif)
+{
+	struct cw1200_common *priv = hw->priv;
+
+	mutex_lock(&priv->conf_mutex);
+	priv->scan.req = NULL;
+	mutex_unlock(&priv->conf_mutex);
+	/* Who scans holds it until then. */
+	down(&priv->scan.lock);
+	up(&priv->scan.lock);
+}
+
 static const struct ieee80211_ops ops = {
	...,
	.hw_scan = cw1200_hw_scan,
+	.cancel_hw_scan = cw1200_cancel_hw_scan,
	...,
 };
