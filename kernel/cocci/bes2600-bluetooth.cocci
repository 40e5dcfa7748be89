// SPDX-License-Identifier: GPL-2.0
/// Open Bluetooth again after the bus of bes2600 was reset.
//
// Drivers: bes2600
// Default: yes
//
// When the bus goes, the driver goes on believing that Bluetooth is open on the chip, and so never opens it on the
// fresh one: bes2600_switch_bt() returns at once where nothing changes. Now Bluetooth that was open waits to be opened
// (bton_pending), as after a power-up that was asked for by Bluetooth, and the fresh probe does it.

@waits@
identifier f = bes2600_chrdev_set_sbus_priv_data;
@@
	f(...)
	{
	<+...
	bes2600_cdev.bton_pending = bes2600_cdev.bt_opened;
	...+>
	}

@wait depends on !waits@
identifier f = bes2600_chrdev_set_sbus_priv_data, P, E;
@@
	f(struct sbus_priv *P, bool E)
	{
	<+...
	bes2600_cdev.bus_error = E;
+	bes2600_cdev.bton_pending = bes2600_cdev.bt_opened;
	...+>
	}
