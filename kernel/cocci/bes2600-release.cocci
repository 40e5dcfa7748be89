// SPDX-License-Identifier: GPL-2.0
/// Let bes2600's core be released while its chip does not answer.
//
// Drivers: bes2600
// Default: yes
//
// - bes2600_wifi_stop() leaves lmac_mon_timer and mcu_mon_timer armed where the bus cannot stop the chip; they then
//   fire in freed memory. Now the release ends them, after the bottom half, which arms them.
// - Where the bottom half has ended by an error, each command warns with a stack (bes2600_bh_wakeup). What failed has
//   been told already.
// - bes2600_stop() returns in the middle, with conf_lock and vif_list_lock held, if it meets an interface without its
//   bit in if_id_slot; by reading, no path leads there, and every later one would hang. Now it goes on to the next.

@ended@
identifier f = bes2600_unregister_common, P;
@@
	f(...)
	{
	... when any
	del_timer_sync(&P->lmac_mon_timer);
	... when any
	}

@monitors depends on !ended@
identifier f = bes2600_unregister_common, P;
@@
	f(...)
	{
	... when any
	bes2600_unregister_bh(P);
+	del_timer_sync(&P->mcu_mon_timer);
+	del_timer_sync(&P->lmac_mon_timer);
	... when any
	}

@no_warning@
identifier f = bes2600_bh_wakeup, P;
@@
	f(struct bes2600_common *P)
	{
	...
	if (
-	    WARN_ON(P->bh_error)
+	    P->bh_error
	   ) return;
	...
	}

@stop@
identifier f = bes2600_stop, P, V;
iterator name bes2600_for_each_vif;
@@
	f(...)
	{
	<...
	if (!(P->if_id_slot & BIT(V->if_id)))
-		return;
+		continue;
	...>
	}
