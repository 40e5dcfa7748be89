# SPDX-License-Identifier: GPL-2.0
# Candidate B-3: what the driver still believes of an association that has ended, without and with the scrub. With it the
# state after an unjoin is that of a fresh start.
CORE=patched/cw1200_core.ko
. "$PRELUDE"

insmod "$MODULES/connloss_guard.ko" losses=0 faults=0
# HT, so that there is something of it to forget.
start_ht_access_point() { start_access_point wmm_enabled=1 ieee80211n=1; }

state() { cat $VCHIP/driver; }
value() { sed -n "s/^$1 //p" "$2"; }
# The names whose values are others in the second file than in the first.
differing() { awk 'NR == FNR { was[$1] = $2; next } was[$1] != $2 { printf "%s ", $1 }' "$1" "$2"; }
# What is sent between the unjoin and mac80211's disconnect uploads its rates anew.
same_as_fresh_but_rates() { [ "$(differing /tmp/fresh "$1" | sed 's/rates_uploaded //')" = "" ]; }
same_as_fresh() { [ -z "$(differing /tmp/fresh "$1")" ] || { echo "others are: $(differing /tmp/fresh "$1")"; return 1; }; }
keys_are_gone() { [ "$(sed -n 's/^key_map //p' $VCHIP/driver)" = 0 ]; }
unjoined() { [ "$(sed -n 's/^join_status //p' $VCHIP/driver)" = 0 ] && keys_are_gone; }

fresh_start() {
	ip link set "$(interface)" up
	state > /tmp/fresh
	start_station
	check "the station has a link ($1)" wait_for_link 20
	check "which carries" [ "$(answers 3)" = 3 ]
	state > /tmp/joined
	check "the driver tells that it is joined" [ "$(value join_status /tmp/joined)" != 0 ]
	check "in HT, at a beacon interval, with keys and rates" [ "$(value ht_info /tmp/joined)" = 1 -a \
		"$(value beacon_int /tmp/joined)" -gt 0 -a "$(value key_map /tmp/joined)" != 0 -a \
		"$(value rates_uploaded /tmp/joined)" -gt 0 ]
}

# By the user's word, and nothing is sent after.
leave() {
	wpa_cli -p /run/wpa_supplicant disconnect > /dev/null
	within 5 unjoined
	state > "$1"
}

# By a loss, with nobody who joins again: frames wait in the queues then.
lose() {
	busybox ping -c 1000 -A -q $ACCESS_POINT > /dev/null 2>&1 &
	pings=$!
	sleep 1
	kill -STOP "$(cat /tmp/station.pid)"
	fault bss-lost-flood heals=unjoin
	within 10 unjoined
	kill $pings
	state > "$1"
	kill -CONT "$(cat /tmp/station.pid)"
}

load_chip
start_ht_access_point
fresh_start "without the scrub"
leave /tmp/left
check "without the scrub an unjoin leaves HT, the beacon interval and rates behind" [ "$(value ht_info /tmp/left)" = 1 -a \
	"$(value beacon_int /tmp/left)" -gt 0 -a "$(value rates_uploaded /tmp/left)" -gt 0 ]
echo "left behind: $(differing /tmp/fresh /tmp/left)"
check "but not the association's parameters" [ "$(value association_mode /tmp/left)" = "$(value association_mode /tmp/fresh)" -a \
	"$(value bss_params /tmp/left)" = "$(value bss_params /tmp/fresh)" ]
stop_station
rmmod "$CHIP" && rmmod cw1200_core || fail "the patched driver goes"

CORE=scrub/cw1200_core.ko
load_chip
fresh_start "with the scrub"
leave /tmp/left
check "with it the state after an unjoin is that of a fresh start" same_as_fresh /tmp/left
wpa_cli -p /run/wpa_supplicant reconnect > /dev/null
check "and the next association stands" wait_for_link 20
check "and carries" [ "$(answers 3)" = 3 ]
lose /tmp/lost
check "after a loss, in the middle of traffic, it is too, but for rates that were uploaded since" same_as_fresh_but_rates /tmp/lost
check "and the next association stands" wait_for_link 60
check "and carries" [ "$(answers 3)" = 3 ]
echo done
