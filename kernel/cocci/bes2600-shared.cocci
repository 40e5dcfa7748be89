// SPDX-License-Identifier: GPL-2.0
/// Tell the connection-loss guard whether Bluetooth is open on bes2600's chip.
//
// Drivers: bes2600
// Default: yes
//
// A bus reset takes Bluetooth down with Wi-Fi. The guard asks before it (connloss_bus_reset.h), and refuses or warns as
// it is told to.

@told@
@@
	connloss_bus_ops_register(...);

@operations depends on !told@
identifier f = bes2600_chrdev_init;
typedef bool;
@@
+extern struct device *global_dev;
+
+static bool bes2600_connloss_concerns(struct device *dev)
+{
+	return dev == global_dev;
+}
+
+static bool bes2600_connloss_shared(struct device *dev)
+{
+	return bes2600_chrdev_is_bt_opened();
+}
+
+static struct connloss_bus_ops bes2600_connloss = {
+	.concerns = bes2600_connloss_concerns,
+	.shared_in_use = bes2600_connloss_shared,
+};
+
 int f(...)
 {
 ... when any
 bes2600_cdev.sbus_ops = ...;
+connloss_bus_ops_register(&bes2600_connloss);
 ... when any
 }

@unregister depends on operations@
identifier f = bes2600_chrdev_free;
@@
 f(...)
 {
+connloss_bus_ops_unregister(&bes2600_connloss);
 ...
 }

@include depends on operations@
@@
	#include "bes_chardev.h"
+	#include "connloss_bus_reset.h"
