// SPDX-License-Identifier: GPL-2.0
/// Count the steps of bes2600's loss machine for each interface.
//
// Drivers: bes2600
// Default: yes
//
// bl_ck_cnt and bl_cfm_cnt are static in bes2600_bss_loss_work(): two interfaces count together, so that one reports a
// connection loss early and the other late, and what one device has counted its successor after a reset goes on from.

@has_fields@
@@
	struct bes2600_vif {
	...
	int bl_ck_cnt;
	...
	};

@fields depends on !has_fields@
@@
	struct bes2600_vif {
	...
+	int bl_ck_cnt;
+	int bl_cfm_cnt;
	struct delayed_work bss_loss_work;
	...
	};

@owner@
identifier f = bes2600_bss_loss_work, P;
@@
	f(...)
	{
	...
	struct bes2600_vif *P = ...;
	... when any
	}

@statics@
symbol bl_ck_cnt, bl_cfm_cnt;
@@
(
-	static int bl_ck_cnt = 0;
|
-	static int bl_cfm_cnt = 0;
)

@counted@
identifier f = bes2600_bss_loss_work, owner.P;
symbol bl_ck_cnt, bl_cfm_cnt;
@@
	f(...)
	{
	<...
(
	P->bl_ck_cnt
|
	P->bl_cfm_cnt
|
-	bl_ck_cnt
+	P->bl_ck_cnt
|
-	bl_cfm_cnt
+	P->bl_cfm_cnt
)
	...>
	}
