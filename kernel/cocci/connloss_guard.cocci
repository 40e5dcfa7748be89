// SPDX-License-Identifier: GPL-2.0
/// Tell the connection-loss guard of each connection loss that a mac80211 driver reports.
//
// Drivers: any
// Default: yes
//
// A note stands right before each ieee80211_connection_loss(): after it, mac80211 may have left the association
// already (net/mac80211/mlme.c, ieee80211_connection_loss), and a report while not associated does not count.
// The device is known to the guard from a successful ieee80211_register_hw() until right before
// ieee80211_unregister_hw(): a note from an interface of an unknown device is nothing.
// Nothing of the driver's own is touched: the guard finds the ieee80211_hw by the interface.
//
// A second run adds nothing. A call in a form that no rule below knows is left as it is; `wlanmedic kernel patch`
// says where.

@noted@
expression V;
position p;
@@
	connloss_guard_note(V);
	ieee80211_connection_loss@p(V);

@note@
expression V;
position p != noted.p;
@@
+	connloss_guard_note(V);
	ieee80211_connection_loss@p(V);

// Whatever comes after the register, on any path, is attached already. (Looked for anew before each rule that adds:
// an earlier rule's positions are no longer valid in a text that it has changed.)
@attached exists@
expression H;
position p;
@@
	ieee80211_register_hw@p(H)
	...
	connloss_guard_attach(H, ...)

// The error leaves the function, and so what comes after it is the success.
@attach_after@
expression H, E;
identifier l;
position p != attached.p;
@@
	E = ieee80211_register_hw@p(H);
(
	if (\(E\|E != 0\|E < 0\)) { ... goto l; }
+	connloss_guard_attach(H, NULL);
|
	if (\(E\|E != 0\|E < 0\)) { ... return ...; }
+	connloss_guard_attach(H, NULL);
)

@attach_declared@
expression H;
type T;
identifier E, l;
position p != attached.p;
@@
	T E = ieee80211_register_hw@p(H);
(
	if (\(E\|E != 0\|E < 0\)) { ... goto l; }
+	connloss_guard_attach(H, NULL);
|
	if (\(E\|E != 0\|E < 0\)) { ... return ...; }
+	connloss_guard_attach(H, NULL);
)

@attach_condition@
expression H;
identifier l;
position p != attached.p;
@@
(
	if (\(ieee80211_register_hw@p(H)\|ieee80211_register_hw@p(H) != 0\|ieee80211_register_hw@p(H) < 0\)) { ... goto l; }
+	connloss_guard_attach(H, NULL);
|
	if (\(ieee80211_register_hw@p(H)\|ieee80211_register_hw@p(H) != 0\|ieee80211_register_hw@p(H) < 0\)) { ... return ...; }
+	connloss_guard_attach(H, NULL);
)

// The result is kept, and looked at in another way or place.
@attached_now exists@
expression H;
position p;
@@
	ieee80211_register_hw@p(H)
	...
	connloss_guard_attach(H, ...)

@attach_if@
expression H, E;
position p != attached_now.p;
@@
	E = ieee80211_register_hw@p(H);
+	if (!E)
+		connloss_guard_attach(H, NULL);

@detached@
expression H;
position p;
@@
	connloss_guard_detach(H);
	ieee80211_unregister_hw@p(H);

@detach@
expression H;
position p != detached.p;
@@
+	connloss_guard_detach(H);
	ieee80211_unregister_hw@p(H);

// The header, in each file that calls the guard and has it not.

@calls@
@@
(
	connloss_guard_note(...)
|
	connloss_guard_attach(...)
|
	connloss_guard_detach(...)
)

@has@
@@
	#include "connloss_guard.h"

@include_local depends on calls && !has@
@@
	#include "..."
+	#include "connloss_guard.h"

@has_now@
@@
	#include "connloss_guard.h"

@include_system depends on calls && !has && !has_now@
@@
	#include <...>
+	#include "connloss_guard.h"
