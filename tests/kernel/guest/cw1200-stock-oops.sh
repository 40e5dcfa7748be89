# SPDX-License-Identifier: GPL-2.0
# expects: oops
# Stock cw1200_core cannot be released: it removes its debugfs folder after the wiphy has taken that with its own. So no
# bus reset of an unpatched cw1200 ends well.
. "$PRELUDE"

load_chip
check "the chip has an interface" has_interface
chip_unbind &
oopsed() { dmesg | grep -q 'RIP: 0010:.*\(simple_recursive_removal\|debugfs\|down_write\|dput\)'; }
check "to unbind its driver oopses in the removal of its debugfs folder" within 10 oopsed
in_debug_release() { dmesg | grep -q cw1200_debug_release; }
check "which cw1200_debug_release asked for" in_debug_release
echo done
