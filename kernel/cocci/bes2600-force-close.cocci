// SPDX-License-Identifier: GPL-2.0
/// Let bes2600's force close be followed by a bus reset.
//
// Drivers: bes2600
// Default: yes
//
// As it stands, the driver's answer to a chip that is silent for 3 s is final:
// - It runs in the softirq of the timers lmac_mon_timer and mcu_mon_timer too (bh.c), and there takes status_lock,
//   which process context holds with softirqs on: a deadlock on that CPU. Now only the process-context part does.
// - It warns with a stack (tx_loop_set_enable), which stops a machine that panics on warnings.
// - Its work unregisters the hardware at once, and says that Wi-Fi is closed, so that a fresh probe makes no network
//   device. Now it comes a second later: a guard that resets the bus is before it, else all is as it was.
// - Nothing ever waits for that work. When the bus goes it would touch what has been freed, or close what the fresh
//   probe has made. Now the bus takes it back (bes2600_chrdev_set_sbus_priv_data), and the core's release takes back
//   what was asked from softirq, which knows the core.

@the_device@
@@
	struct bes_cdev {
	...
-	struct work_struct wifi_force_close_work;
+	struct delayed_work wifi_force_close_work;
+	struct work_struct bus_lost_work;
+	struct bes2600_common *lost_core;
+	bool lost_halt;
	...
	};

@softirq depends on the_device@
identifier f = bes2600_chrdev_wifi_force_close, P, B;
@@
-void f(struct bes2600_common *P, bool B)
+static void bes2600_chrdev_bus_lost(struct bes2600_common *P, bool B)
 { ... }
+
+static void bes2600_chrdev_bus_lost_work(struct work_struct *work)
+{
+	bes2600_chrdev_bus_lost(bes2600_cdev.lost_core, bes2600_cdev.lost_halt);
+}
+
+void bes2600_chrdev_wifi_force_close(struct bes2600_common *P, bool B)
+{
+	if (in_task()) {
+		bes2600_chrdev_bus_lost(P, B);
+		return;
+	}
+	bes2600_cdev.lost_core = P;
+	bes2600_cdev.lost_halt = B;
+	schedule_work(&bes2600_cdev.bus_lost_work);
+}
+
+void bes2600_chrdev_forget_core(void)
+{
+	cancel_work_sync(&bes2600_cdev.bus_lost_work);
+}

@later depends on the_device@
@@
(
-	schedule_work(&bes2600_cdev.wifi_force_close_work)
+	schedule_delayed_work(&bes2600_cdev.wifi_force_close_work, HZ)
|
-	work_pending(&bes2600_cdev.wifi_force_close_work)
+	delayed_work_pending(&bes2600_cdev.wifi_force_close_work)
|
-	bes2600_chrdev_wifi_force_close_work(&bes2600_cdev.wifi_force_close_work)
+	bes2600_chrdev_wifi_force_close_work(&bes2600_cdev.wifi_force_close_work.work)
)

@init depends on the_device@
identifier W;
@@
-	INIT_WORK(&bes2600_cdev.wifi_force_close_work, W);
+	INIT_DELAYED_WORK(&bes2600_cdev.wifi_force_close_work, W);
+	INIT_WORK(&bes2600_cdev.bus_lost_work, bes2600_chrdev_bus_lost_work);

@quiet depends on the_device@
identifier P;
@@
	bes2600_tx_loop_set_enable(P,
-	true
+	false
	)

@bus_gone depends on the_device@
identifier f = bes2600_chrdev_set_sbus_priv_data, P;
@@
	f(struct sbus_priv *P, ...)
	{
	... when any
	wake_up(&bes2600_cdev.probe_done_wq);
+	if (!P)
+		cancel_delayed_work_sync(&bes2600_cdev.wifi_force_close_work);
	}

@forgets@
identifier f = bes2600_core_release;
@@
	f(...)
	{
	...
	bes2600_chrdev_forget_core();
	...
	}

@core_goes depends on !forgets@
identifier f = bes2600_core_release, C;
@@
	f(struct bes2600_common *C)
	{
	... when any
	bes2600_unregister_common(C->hw);
+	bes2600_chrdev_forget_core();
	... when any
	}

@declare depends on core_goes@
@@
	#include "bes_chardev.h"
+void bes2600_chrdev_forget_core(void);
