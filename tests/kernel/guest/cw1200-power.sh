# SPDX-License-Identifier: GPL-2.0
# smp: 2
# clock: real
# The virtual chip loses its power, its module, and its antenna at any moment, on two processors, and comes back.
CORE=patched/cw1200_core.ko
. "$PRELUDE"

insmod "$MODULES/connloss_guard.ko" losses=0 faults=0
load_chip
start_access_point
start_station
check "the station has a link" wait_for_link 20

cycles=0
while [ $cycles -lt 10 ]; do
	ip addr replace $STATION/24 dev "$(interface)"
	busybox ping -c 100 -A -q $ACCESS_POINT > /dev/null 2>&1 &
	[ $((cycles % 2)) = 1 ] && iw dev "$(interface)" scan > /dev/null 2>&1 &
	# Another moment each time.
	sleep 0.$cycles
	chip_power_cycle || break
	cycles=$((cycles + 1))
	stop_station
	start_station
	wait_for_link 20 || break
done
check "the link comes back after each of 10 power cycles in the middle of traffic and scans" [ $cycles = 10 ]
check "the chip had its power that often" [ "$(counter power_cycles)" = 11 ]

ip link set ant0 down
iw dev ant0 del
check "without its antenna the chip has no link" wait_for_loss 30
raise_antenna
check "and has one when there is another" wait_for_link 60

stop_station
rmmod "$CHIP"
check_not "the chip's module goes, and all of it" [ -e $VCHIP ]
insmod "$MODULES/$CHIP.ko"
within 20 has_interface
start_station
check "and comes again" wait_for_link 20
rmmod "$CHIP" && ok "with a link it goes as well" || fail "with a link it goes as well"
echo done
