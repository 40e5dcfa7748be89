# SPDX-License-Identifier: GPL-2.0
# Mainline's cw1200_wlan_sdio, as it is, on a virtual SDIO card: function 1 is the Wi-Fi chip, on a real air with a real
# access point. And what docs/kernel.md says of a loss that cw1200 finds by itself: it leaves the network before it tells
# mac80211, whose deauthentication then goes nowhere.
. "$PRELUDE"

CARD=/sys/bus/sdio/devices
interface() { ls $CARD/*:*:1/net 2>/dev/null | head -n 1; }
access_point_holds_it() { at_access_point iw dev wlan0 station dump | grep -q Station; }
access_point_has_dropped_it() { ! access_point_holds_it; }

lay_firmware
cp /lib/firmware/sdd_22.bin /lib/firmware/sdd_sagrad_1091_1098.bin
raise_antenna
start_access_point
insmod "$MODULES/stock/cw1200_core.ko"
insmod "$MODULES/stock/cw1200_wlan_sdio.ko"
insmod "$MODULES/vsdio.ko"
check "mainline's driver finds its chip on the card" within 10 has_interface
# The driver invents an address; hwsim acknowledges for the antenna's.
ip link set "$(interface)" address "$(cat /sys/class/net/ant0/address)"
start_station
check "it joins an access point through CMD53 and the SDIO interrupt" wait_for_link 20
check "data go both ways" [ "$(answers 5)" -ge 4 ]

stop_station
check "a station that leaves is dropped by the access point" within 2 access_point_has_dropped_it
start_station
wait_for_link 20
kill -STOP "$(cat /tmp/station.pid)"
fault bss-lost-flood heals=unjoin
check "the firmware's BSS_LOST ends the link" wait_for_loss 20
check "but the access point is not told of it" never_within 5 access_point_has_dropped_it
kill -CONT "$(cat /tmp/station.pid)"
check "the link comes back" wait_for_link 20
echo done
