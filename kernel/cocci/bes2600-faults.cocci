// SPDX-License-Identifier: GPL-2.0
/// Tell the connection-loss guard of faults after which bes2600 reports no connection loss at all.
//
// Drivers: bes2600
// Default: yes
//
// - A command that the firmware did not answer (wsm_cmd_send). With a dead bottom half each command fails at once;
//   that is told of once, where the bottom half ends.
// - The end of the bottom half by an error (bes2600_bh): afterwards nothing is sent or received any more.
// - A firmware that says itself that it has failed (wsm_handle_exception).
// - The driver's own force close: it lets go of the network device.

@told@
@@
	connloss_guard_note_fault(...);

@command_timeout depends on !told@
identifier f = wsm_cmd_send, P, ret;
@@
	f(struct bes2600_common *P, ...)
	{
	<+...
+	if (!P->bh_error)
+		connloss_guard_note_fault(P->hw, CONNLOSS_FAULT_COMMAND_TIMEOUT);
	ret = -ETIMEDOUT;
	...+>
	}

@dead_bottom_half depends on !told@
expression P;
@@
	P->bh_error = 1;
+	connloss_guard_note_fault(P->hw, CONNLOSS_FAULT_DEAD_BH);

@exception depends on !told@
identifier f = wsm_handle_exception, P;
expression B, D;
@@
	f(struct bes2600_common *P, ...)
	{
	... when any
+	connloss_guard_note_fault(P->hw, CONNLOSS_FAULT_FIRMWARE);
	B.begin = B.data = D;
	... when any
	}

@force_close depends on !told@
identifier f = bes2600_chrdev_wifi_force_close, P;
expression W;
@@
	f(struct bes2600_common *P, ...)
	{
	<+...
+	connloss_guard_note_fault(P->hw, CONNLOSS_FAULT_FORCE_CLOSE);
	schedule_work(W);
	...+>
	}

@has@
@@
	#include "connloss_guard.h"

@include depends on (command_timeout || dead_bottom_half || exception || force_close) && !has@
@@
	#include "bes2600.h"
+	#include "connloss_guard.h"
