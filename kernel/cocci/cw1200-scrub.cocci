// SPDX-License-Identifier: GPL-2.0
/// cw1200: an unjoin leaves nothing of the association behind (candidate B-3).
//
// Drivers: cw1200
// Default: no
//
// What survives stock's cw1200_do_unjoin() (sta.c:1377) is the table of docs/kernel-survives.md. This clears it where
// the unjoin has reset the firmware: frames that were queued for the old access point, the rates that they asked for
// (the firmware has forgotten them, the driver believes them uploaded), the links of stations with what was received
// for them, power-save state of stations, HT, ERP and P2P parameters, the beacon interval, the frame whose confirm
// the loss machine waits for.
//
// The beacon interval comes back at once otherwise: mac80211 keeps its own over a disconnect, and tells it again with the
// BSSID that is none (sta.c:1845).
//
// Keys are left: they are mac80211's, which takes each away by itself, and the driver ends in a BUG where it is asked
// to free one that it no longer has (cw1200_free_key(), txrx.c:1254).

@scrubs exists@
@@
cw1200_do_unjoin(...)
{
	...
	tx_policy_clean(...);
	...
}

@depends on !scrubs@
identifier priv, reset;
@@
cw1200_do_unjoin(struct cw1200_common *priv)
{
	struct wsm_reset reset = {...};
+	int i;
	...
	memset(&priv->firmware_ps_mode, 0, sizeof(priv->firmware_ps_mode));
+	for (i = 0; i < 4; ++i)
+		cw1200_queue_clear(&priv->tx_queue[i]);
+	tx_policy_clean(priv);
+	for (i = 0; i < CW1200_MAX_STA_IN_AP_MODE; ++i)
+		if (priv->link_id_db[i].status)
+			skb_queue_purge(&priv->link_id_db[i].rx_queue);
+	memset(priv->link_id_db, 0, sizeof(priv->link_id_db));
+	priv->link_id_map = 0;
+	priv->sta_asleep_mask = 0;
+	priv->pspoll_mask = 0;
+	priv->tx_multicast = false;
+	priv->buffered_multicasts = false;
+	priv->aid0_bit_set = false;
+	memset(&priv->ht_info, 0, sizeof(priv->ht_info));
+	memset(&priv->p2p_ps_modeinfo, 0, sizeof(priv->p2p_ps_modeinfo));
+	priv->erp_info = 0;
+	priv->beacon_int = 0;
+	priv->bss_loss_confirm_id = 0;
	...
}

@depends on !scrubs@
identifier info;
expression priv;
@@
cw1200_bss_info_changed(..., struct ieee80211_bss_conf *info, ...)
{
	<...
-	priv->beacon_int = info->beacon_int;
+	priv->beacon_int = info->bssid && is_zero_ether_addr(info->bssid) ? 0 : info->beacon_int;
	...>
}
