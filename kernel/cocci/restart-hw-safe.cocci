// SPDX-License-Identifier: GPL-2.0
/// Let the guard use ieee80211_restart_hw() where that is known to be safe: cw1200, mac80211_hwsim.
//
// Drivers: cw1200 mac80211_hwsim
// Default: yes
//
// Safe is what was seen to come back from it (docs/kernel.md). bes2600 never: its start waits for a lock that the
// restart holds, with the wiphy's and RTNL held. So the functions that attach are named here one by one.
//
// A radio of mac80211_hwsim has no chip below it, and does not come back by unbinding and binding: it is given the
// restart alone.

@cw1200@
symbol connloss_methods;
expression H;
@@
cw1200_register_common(...)
{
	<+...
	connloss_guard_attach(H,
-			      NULL
+			      &connloss_methods
			     );
	...+>
}

@hwsim@
expression H;
@@
mac80211_hwsim_new_radio(...)
{
	<+...
	connloss_guard_attach(H,
-			      NULL
+			      &connloss_methods
			     );
	...+>
}

@depends on cw1200@
@@
+static const struct connloss_recovery connloss_methods = {
+	.methods = BIT(CONNLOSS_RESTART_HW) | BIT(CONNLOSS_FUNCTION_RESET),
+};
+
cw1200_register_common(...) { ... }

@depends on hwsim@
@@
+static const struct connloss_recovery connloss_methods = {
+	.methods = BIT(CONNLOSS_RESTART_HW),
+};
+
mac80211_hwsim_new_radio(...) { ... }
