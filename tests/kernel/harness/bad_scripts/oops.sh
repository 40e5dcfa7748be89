#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# The kernel oopses where nobody expects it. The oops is the kernel's own: SysRq's crash.
# harness says: the kernel complains (oops)
# harness says: the script did not come to its end
# harness says: the guest's kernel panicked
echo "ok - the first check"
echo c >/proc/sysrq-trigger
echo "done"
