# SPDX-License-Identifier: GPL-2.0
# "The wfx way" beside the driver's own loss machine, on the same chip, the same access point and the same faults: who judges
# over lost beacons, when, and what it costs.
CORE=patched/cw1200_core.ko
. "$PRELUDE"

insmod "$MODULES/connloss_guard.ko" losses=0 faults=0

losses() { sed -n 's/^ConnectionLosses //p' /sys/kernel/debug/connloss_guard/$CHIP/counters; }
seconds() { echo "$(($1 / 100)).$(printf %02d $(($1 % 100))) s"; }

# play WAY: leaves KEPT, the BSS_LOST of 20 that cost a link; GONE, the hundredths of a second until an access point that is
# gone is noticed; WEDGED, the same for a chip that receives nothing; REPORTED, the losses that the driver reported for both.
play() {
	load_chip
	start_station
	check "the station has a link ($1)" wait_for_link 20

	COST=0
	busybox ping -c 60 -i 0.5 -q $ACCESS_POINT > /dev/null 2>&1 &
	for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
		# BSS_LOST, then BSS_REGAINED, as from a chip that has missed some beacons.
		echo 1 > $VCHIP/event
		sleep 0.5
		echo 2 > $VCHIP/event
		has_link || { COST=$((COST + 1)); wait_for_link 20; }
	done
	wait_for_link 20

	before=$(losses)
	at_access_point ip link set wlan0 down
	check "an access point that is gone is noticed" wait_for_loss 30
	GONE=$TOOK
	at_access_point ip link set wlan0 up
	check "and found again" wait_for_link 60

	fault receive-wedge heals=never
	check "a chip that receives nothing is noticed" wait_for_loss 30
	WEDGED=$TOOK
	fault none
	check "the link comes back" wait_for_link 60
	REPORTED=$(($(losses) - before))
	echo "$1: of 20 short losses of beacons $COST cost the link; access point gone noticed after $(seconds $GONE)," \
		"receive wedge after $(seconds $WEDGED); the driver reported $REPORTED losses for both"
}

start_access_point
play "the driver's own machine"
own_cost=$COST own_gone=$GONE own_wedged=$WEDGED own_reported=$REPORTED
check "the driver's machine reports each loss itself" [ "$own_reported" -ge 2 ]
stop_station
rmmod "$CHIP" && rmmod cw1200_core || fail "the patched driver goes"

CORE=wfx/cw1200_core.ko
play "the wfx way"
check "the wfx way reports none: mac80211 disconnects, and the guard hears of no loss" [ "$REPORTED" = 0 ]
check "short losses of beacons cost no link where mac80211 asks first" [ "$COST" = 0 ]
check "nor where the driver asks by null frames" [ "$own_cost" = 0 ]
check "both notice an access point that is gone within 10 s" [ "$own_gone" -lt 1000 -a "$GONE" -lt 1000 ]
check "and a wedge within 10 s" [ "$own_wedged" -lt 1000 -a "$WEDGED" -lt 1000 ]
echo done
