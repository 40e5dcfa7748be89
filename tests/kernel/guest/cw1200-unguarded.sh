# SPDX-License-Identifier: GPL-2.0
# What mainline's cw1200_core does by itself, without a guard, about a chip that only a power cycle heals: nothing.
. "$PRELUDE"

load_chip
start_access_point
start_station
check "the station has a link" wait_for_link 10

fault receive-wedge heals=chip-reset
check "a chip that receives nothing loses its link" wait_for_loss 15
check "and is without for 5 minutes, though the access point is there" no_link_for 300
check "the driver tried to: it scanned and joined all the time" [ "$(counter scans)" -ge 20 ]
check "but none of it healed the chip" [ "$(cat $VCHIP/fault)" = "receive-wedge heals=chip-reset" ]
fault none
check "with the wedge taken away by hand the link is back at once" wait_for_link 30
check "and carries" [ "$(answers 3)" = 3 ]

fault hang heals=chip-reset
timeout 5 iw dev "$(interface)" scan > /dev/null 2>&1
said_stuck() { dmesg | grep -q 'stuck in firmware'; }
check "a firmware that hangs is noticed by the driver" within 10 said_stuck
is_answered() { [ "$(answers 1)" = 1 ]; }
check "which does nothing about it: for 5 minutes no ping is answered" never_within 300 is_answered
fault none
check "and stays dead even where the firmware would answer again" [ "$(answers 10)" = 0 ]
check "the chip had its power all the time" [ "$(counter power_cycles)" = 1 ]
echo done
