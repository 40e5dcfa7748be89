# SPDX-License-Identifier: GPL-2.0
# needs: bes2600
# Bluetooth is open on the same chip: the guard does as it is told to.
. "$PRELUDE"
. "${PRELUDE%/*}/bes2600.inc"

insmod "$MODULES/connloss_guard.ko" cool_down_ms=5000 cool_down_max_ms=5000 per_hour=0 give_up_after=0 losses=1
start_pmf_access_point
load_bes2600 patched
start_pmf_station
check "the station has a link" wait_for_link 10
bluetooth ON
check "Bluetooth is open" bluetooth_is 1

set_guard on_shared refuse
cycles=$(counter power_cycles)
lose_once
check "told to refuse, it refuses and counts it" within 10 guard_counts SharedChipRefused 1
check "the chip kept its power" [ "$(counter power_cycles)" = "$cycles" ]
check "and Bluetooth" bluetooth_is 1
check "the link is back without it" wait_for_link 20
sleep 65

set_guard on_shared warn
dmesg -c > /dev/null
lose_once
check "told to warn, it warns and resets" within 10 guard_counts SharedChipReset 1
check "the log says so" sh -c 'dmesg | grep -q "another function is in use"'
check "the chip was without power" [ "$(counter power_cycles)" -gt "$cycles" ]
check "the link is back" wait_for_link 20
check "Bluetooth is open again" bluetooth_is 1
sleep 65

bluetooth OFF
check "with Bluetooth closed" bluetooth_is 0
set_guard on_shared refuse
refused=$(guard_counter SharedChipRefused)
cycles=$(counter power_cycles)
lose_once
is_reset() { [ "$(counter power_cycles)" -gt "$cycles" ]; }
check "the chip is reset" within 10 is_reset
check "nothing is refused" guard_counts SharedChipRefused "$refused"
check "and the link is there" wait_for_link 20
echo done
