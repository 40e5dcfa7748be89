// SPDX-License-Identifier: GPL-2.0
/// cw1200: tell the guard of faults that give no connection loss at all.
//
// Drivers: cw1200
// Default: yes
//
// A firmware that answers nothing loses no beacons. What the driver sees of it:
// - a command that times out (wsm.c:1136);
// - the end of its bottom half ("Fatal error", bh.c:607): a bus that fails, a firmware exception (bh.c:307), a frame
//   whose confirm never came (bh.c:502, wsm.c:1213);
// - everything that wants to be sent after that (bh.c:113, wsm.c:1080). That is told each time: the bottom half ends but
//   once, and the device stays dead for longer than any window.
// One fault can be told more than once so; a policy had better not count them finely.

// A file that tells already is left alone.
@told@
@@
	connloss_guard_note_fault(...)

@timeout depends on !told@
expression priv, ret;
@@
wsm_cmd_send(...)
{
	<...
	wake_up(&priv->bh_wq);
	ret = -ETIMEDOUT;
+	connloss_guard_note_fault(priv->hw, CONNLOSS_FAULT_COMMAND_TIMEOUT);
	...>
}

@dead_command depends on timeout@
expression priv, ret;
identifier done;
@@
wsm_cmd_send(...)
{
	...
	if (priv->bh_error) {
+		connloss_guard_note_fault(priv->hw, CONNLOSS_FAULT_DEAD_BH);
		ret = 0;
		goto done;
	}
	...
}

@dead depends on !told@
expression priv;
identifier term;
@@
cw1200_bh(...)
{
	...
	if (!term) {
		...
		priv->bh_error = 1;
+		connloss_guard_note_fault(priv->hw, CONNLOSS_FAULT_DEAD_BH);
	}
	...
}

@dead_wakeup depends on dead@
expression priv;
@@
cw1200_bh_wakeup(...)
{
	...
	if (priv->bh_error) {
+		connloss_guard_note_fault(priv->hw, CONNLOSS_FAULT_DEAD_BH);
		...
		return;
	}
	...
}

@has@
@@
	#include "connloss_guard.h"

@depends on (timeout || dead) && !has@
@@
	#include "debug.h"
+	#include "connloss_guard.h"
