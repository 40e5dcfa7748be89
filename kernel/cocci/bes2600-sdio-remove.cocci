// SPDX-License-Identifier: GPL-2.0
/// Let bes2600's SDIO glue be unbound and bound again.
//
// Drivers: bes2600
// Default: yes
//
// - bes2600_sdio_remove() frees what the core still uses: the core is only released at module exit. Now it is released
//   first, while the bus can still carry a farewell to the access point.
// - bes2600_unregister_net_dev() takes its callback out of a core that it has just released. Now before.
// - The GPIO lines are the bound device's (devm) and go with it, but are not looked up again by the next probe. Now
//   they are.

@order@
expression C, F;
@@
-	bes2600_core_release(C);
	bes2600_pwr_unregister_en_lp_cb(C, F);
+	bes2600_core_release(C);

@removed@
identifier f = bes2600_sdio_remove, S;
@@
	f(...)
	{
	<+...
	bes2600_unregister_net_dev(S);
	...+>
	}

@remove depends on !removed@
identifier f = bes2600_sdio_remove, S;
@@
	f(struct sdio_func *func)
	{
	...
	if (S) {
+		bes2600_unregister_net_dev(S);
		...
		bes2600_chrdev_set_sbus_priv_data(NULL, false);
+		bes2600_get_platform_data()->inited = false;
		...
	}
	}
