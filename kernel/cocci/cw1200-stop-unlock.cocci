// SPDX-License-Identifier: GPL-2.0
/// cw1200: who unlocks after the driver's stop what stop has unlocked by force does not end the kernel.
//
// Drivers: cw1200
// Default: yes
//
// Stock: whoever queues unjoin_work holds tx_lock for it, and the work gives it back (sta.c:1448). cw1200_stop()
// flushes the workqueue (sta.c:116) but leaves the bottom half alive, and at its end sets tx_lock to zero by force
// (sta.c:136-140). A deauthentication that is received in between queues the work anew (wsm.c:899); it runs after the
// force, unlocks what nobody holds, and BUG_ON(tx_lock < 0) (wsm.c:1227) ends the kernel. The access point need only
// answer a late data frame of a station that has just left.
//
// A lock that was taken away by force is not given back a second time.

@@
identifier held;
expression priv;
@@
wsm_unlock_tx(...)
{
	...
-	held = atomic_dec_return(&priv->tx_lock);
-	BUG_ON(held < 0);
+	held = atomic_dec_if_positive(&priv->tx_lock);
	...
}
