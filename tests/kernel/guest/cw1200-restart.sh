# SPDX-License-Identifier: GPL-2.0
# What ieee80211_restart_hw() leaves of a WPA2 link of cw1200, where the firmware counts the packet numbers of CCMP and
# ADD_KEY cannot tell it where to go on: mac80211 believes the link up, and the access point drops what comes as replayed,
# until the numbers have caught up.
CORE=patched/cw1200_core.ko
. "$PRELUDE"

insmod "$MODULES/connloss_guard.ko" losses=0 faults=0
load_chip
start_access_point
start_station
check "the station has a link" wait_for_link 10
check "which carries" [ "$(answers 30)" = 30 ]
used=$(counter tx_encrypted)

# By its own name, as the guard would.
echo "restart $(interface)" > /proc/wlanmedic-fault
sleep 5
check "after a restart mac80211 says that the link is up" has_link
check "no frame was refused for a missing key: the keys are installed again" [ "$(counter tx_without_key)" = 0 ]
check "but no ping is answered" [ "$(answers 3)" = 0 ]
busybox ping -c $((used + 20)) -i 0.1 -W 1 -q $ACCESS_POINT > /dev/null 2>&1
check "until as many frames were sent again as before" [ "$(answers 5)" = 5 ]
echo done
