# SPDX-License-Identifier: GPL-2.0
# Each fault of the virtual chip does what its name says, and is healed by what is named and by nothing else. The driver
# has the patches that let it survive a power cycle; the guard looks on and does nothing.
CORE=patched/cw1200_core.ko
. "$PRELUDE"

insmod "$MODULES/connloss_guard.ko" losses=0 faults=0
load_chip
start_access_point
start_station
check "the station has a link" wait_for_link 10

answers_all() { [ "$(answers 3)" = 3 ]; }
answers_none() { [ "$(answers 3)" = 0 ]; }
in_force() { grep -q "^$1 " $VCHIP/fault; }
unjoin() { wpa_cli -p /run/wpa_supplicant disconnect > /dev/null; within 5 has_no_link; sleep 1; }
join() { wpa_cli -p /run/wpa_supplicant reconnect > /dev/null; sleep 5; }
power_cycle() { stop_station; chip_power_cycle && start_station; }
said() { dmesg | grep -q "$1"; }
# Frames that the access point has from the station.
heard_by_access_point() { at_access_point iw dev wlan0 station dump | sed -n 's/.*rx packets:[^0-9]*//p'; }

check "no other name is taken" sh -c "! echo nonsense > $VCHIP/fault 2>/dev/null"
check "nor another way to heal" sh -c "! echo mute heals=prayer > $VCHIP/fault 2>/dev/null"
check "nor a way that a hung firmware could not see" sh -c "! echo hang heals=join > $VCHIP/fault 2>/dev/null"

fault mute heals=join
before=$(heard_by_access_point)
check "mute: no ping is answered" answers_none
check "and the access point hears nothing" [ "$(heard_by_access_point)" = "$before" ]
unjoin
check "an unjoin does not heal what a join does" in_force mute
join
check "the join does" fault_is_over
check "and the link is back" wait_for_link 15
check "and carries" answers_all

fault mute heals=unjoin
unjoin
check "an unjoin heals where it is to" fault_is_over
join
check "and the link is back" wait_for_link 15

fault mute heals=chip-reset
unjoin
join
check "unjoin and join do not heal what a power cycle does" in_force mute
check "there is no link meanwhile" has_no_link
power_cycle
check "the power cycle does" fault_is_over
check "and the link is back" wait_for_link 15
check "and carries" answers_all

fault mute heals=never
power_cycle
check "a power cycle does not heal what nothing does" in_force mute
check "there is no link" no_link_for 10
fault none
check "until it is said to be over" wait_for_link 30

lost=$(counter bss_lost)
heard=$(counter rx_beacons)
fault bss-lost-flood heals=chip-reset
check "bss-lost-flood: the driver reports a loss" wait_for_loss 5
check "though beacons were heard all the time" [ "$(counter rx_beacons)" -gt "$((heard + 5))" ]
check "and it comes back by itself" wait_for_link 15
check "to lose it again" wait_for_loss 10
check "each time because the firmware said so" [ "$(counter bss_lost)" -ge "$((lost + 2))" ]
fault none
check "and no more when it is over" wait_for_link 15
check "for a minute" link_stays_for 60

lost=$(counter bss_lost)
heard=$(counter rx_beacons)
before=$(heard_by_access_point)
fault receive-wedge heals=chip-reset
check "receive-wedge: no ping is answered" answers_none
check "though they reach the access point" [ "$(heard_by_access_point)" -gt "$before" ]
check "the chip hears no beacon" [ "$(counter rx_beacons)" -le "$((heard + 3))" ]
more_lost() { [ "$(counter bss_lost)" -gt "$lost" ]; }
check "says itself that the BSS is lost" within 5 more_lost
check "and the link is lost" wait_for_loss 10
iw dev "$(interface)" scan flush > /tmp/scan.log 2>/dev/null
check_not "a scan finds nothing" grep -q "SSID: $SSID" /tmp/scan.log
check "and no link comes back" no_link_for 30
power_cycle
check "until the power cycle" wait_for_link 15

joins=$(counter joins)
unjoin
fault refuse-joins heals=never
join
check "refuse-joins: there is no link" no_link_for 10
check "because each join was refused" [ "$(counter joins)" = "$joins" ]
fault none
check "and there is when it is over" wait_for_link 60

scan_takes() { iw dev "$(interface)" scan > /dev/null; }
within 30 scan_takes
check "a scan of this chip takes less than 2 s (hundredths: $TOOK)" [ "$TOOK" -lt 200 ]
unjoin
fault slow-scan heals=never
dmesg -c > /dev/null
scan_takes
check "slow-scan: the driver's patience ends first" said 'Timeout waiting for scan complete'
fault none
within 30 scan_takes
check "and scans are as they were" [ "$TOOK" -lt 200 ]
join
check "the link is back" wait_for_link 15

# The driver's own: it stops the scan, and its bottom half then waits in the completion of it for the work that waits for
# the bottom half. So a firmware that is slow to scan kills a connected driver.
fault slow-scan heals=chip-reset
iw dev "$(interface)" scan > /dev/null 2>&1
check "while connected the driver does not survive it" within 10 said 'stuck in firmware'
power_cycle
check "the power cycle heals it" wait_for_link 15

before=$(heard_by_access_point)
fault lost-confirms heals=chip-reset
answers 10 > /dev/null
check "lost-confirms: frames reach the access point" [ "$(heard_by_access_point)" -gt "$before" ]
check "none is confirmed" [ "$(counter tx_confirms_lost)" -gt 0 ]
check "and the driver's bottom half ends" within 10 said 'Timeout waiting for TX confirm\|stuck in firmware'
power_cycle
check "the power cycle heals it" wait_for_link 15

requests=$(counter requests)
fault hang heals=chip-reset
timeout 5 iw dev "$(interface)" scan > /dev/null 2>&1
check "hang: a request is never answered" within 10 said 'stuck in firmware'
check "the firmware has not even seen it" [ "$(counter requests)" = "$requests" ]
power_cycle
check "the power cycle heals it" wait_for_link 15
check "and the link carries" answers_all

echo 1 > $VCHIP/event
check "an event is told at once; one BSS_LOST, with the access point there, costs no link" link_stays_for 5
echo done
