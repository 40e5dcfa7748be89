// SPDX-License-Identifier: GPL-2.0
/// cw1200: a bottom half that waits for a resume ends when it is told to.
//
// Drivers: cw1200
// Default: yes
//
// Stock: the bottom half of a suspended device waits for CW1200_BH_RESUME and for nothing else (bh.c:526). A suspend
// that came too late (cw1200_bh_suspend() waits 1 s, bh.c:132) is taken back without that state: the bottom half goes
// to sleep after it, for good, and a release then waits for it without end (destroy_workqueue(), bh.c:88).
//
// It wakes up for the end of the device and for an error as well; the loop's own wait (bh.c:467) then ends it.

@@
expression priv;
@@
cw1200_bh(...)
{
	<...
	wait_event_interruptible(priv->bh_wq,
				 CW1200_BH_RESUME == atomic_read(&priv->bh_suspend)
+				  || atomic_read(&priv->bh_term) || priv->bh_error
				)
	...>
}
