// SPDX-License-Identifier: GPL-2.0
/// cw1200: a command that the firmware did not answer is the last one that anybody waits for.
//
// Drivers: cw1200
// Default: yes
//
// Stock: when a command has timed out, wsm_cmd_send() (wsm.c:1142) ends the bottom half by the very flag that the
// release uses for it (bh_term), and a bottom half that ends so does not set bh_error (bh.c:607). Each later command
// then waits its own full 2 s for a bottom half that is no more (wsm.c:1080 looks at bh_error only), and a release
// of a hung chip takes 2 s for each of its dozens of commands, with RTNL held.
//
// The time-out says what it is: bh_error. The bottom half ends by it as well (bh.c:467), and later commands
// return at once.

@@
expression priv;
@@
wsm_cmd_send(...)
{
	<...
-	atomic_inc(&priv->bh_term);
+	priv->bh_error = 1;
	wake_up(&priv->bh_wq);
	...>
}
