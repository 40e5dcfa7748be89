# SPDX-License-Identifier: GPL-2.0
# needs: bes2600
# A virtual BES2600 under the driver's own core, as published: the link to a real access point with PMF is one.
. "$PRELUDE"
. "${PRELUDE%/*}/bes2600.inc"

start_pmf_access_point
load_bes2600 stock
start_pmf_station
check "the station has its keys within 10 s" wait_for_link 10
check "20 pings of 20 are answered" [ "$(answers 20)" = 20 ]
check "each of them left the chip encrypted" [ "$(counter tx_encrypted)" -ge 20 ]
check "and each answer was decrypted by it" [ "$(counter rx_decrypted)" -ge 20 ]
check "no frame was refused for a missing key" [ "$(counter tx_without_key)" = 0 ]
has_pmf() { iw dev "$(interface)" station dump | grep -q 'MFP:.*yes'; }
check "management frames are protected" has_pmf
check "the access point holds the chip's address" \
	sh -c "echo '$(at_access_point hostapd_cli -p /run/hostapd all_sta)' | grep -qx $(cat /sys/class/net/ant0/address)"
check "the link stands for a minute" link_stays_for 60

# The driver's loss machine, as it is.
echo 1 > $VCHIP/event
sleep 1
echo 2 > $VCHIP/event
check "a BSS_LOST that is followed by BSS_REGAINED costs no link in 15 s" link_stays_for 15
echo 1 > $VCHIP/event
check "one that is not does, though null frames are answered" wait_for_loss 15
check "the next link is a good one" wait_for_link 20
lose_once
check "so is that after a BSS_LOST whose null frames fail" [ "$(answers 5)" = 5 ]
fault bss-lost-flood heals=never
check "but a BSS_LOST each second takes back what the one before began: no loss in 60 s" link_stays_for 60
check "of which the firmware told all the while" [ "$(counter bss_lost)" -ge 50 ]
fault none

chip_power_cycle
check "unbind and bind of a healthy chip makes a new interface" has_interface
check "with a link" wait_for_link 20
check "that carries" [ "$(answers 3)" = 3 ]
check "no request of the driver was unknown to the firmware" [ "$(counter unknown_requests)" = 0 ]
echo done
