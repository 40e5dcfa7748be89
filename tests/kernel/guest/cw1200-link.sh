# SPDX-License-Identifier: GPL-2.0
# A virtual CW1200 under mainline's cw1200_core, unpatched: the link to a real access point is one.
. "$PRELUDE"

load_chip
start_access_point
start_station
check "the station has its keys within 10 s" wait_for_link 10
check "20 pings of 20 are answered" [ "$(answers 20)" = 20 ]
check "each of them left the chip encrypted" [ "$(counter tx_encrypted)" -ge 20 ]
check "and each answer was decrypted by it" [ "$(counter rx_decrypted)" -ge 20 ]
check "no frame was refused for a missing key" [ "$(counter tx_without_key)" = 0 ]
knows_chip() { hostapd_cli -p /run/hostapd all_sta | grep -qx "$(cat /sys/class/net/ant0/address)"; }
check "the access point holds a station of the antenna's address" knows_chip

# More than the chip has buffers, both ways.
ping_flood() { busybox ping -c 200 -A -s 1400 -q $ACCESS_POINT 2>/dev/null | grep -q ' 200 packets received'; }
check "200 pings of 1400 octets in a row come back" ping_flood

before=$(counter rx_beacons)
check "the link stands for a minute" link_stays_for 60
heard=$(($(counter rx_beacons) - before))
check "586 beacons of 100 TU are in a minute: the chip heard $heard" [ "$heard" -ge 570 -a "$heard" -le 600 ]
check "and told of no loss" [ "$(counter bss_lost)" = 0 ]

# Scanning while it is connected takes nothing away.
busybox ping -c 20 -i 0.2 -q $ACCESS_POINT > /tmp/during.log 2>&1 &
scans=$(counter scans)
iw dev "$(interface)" scan > /tmp/scan.log
wait $!
check "a scan while connected is the chip's" [ "$(counter scans)" -gt "$scans" ]
check "and finds the access point" grep -q "SSID: $SSID" /tmp/scan.log
check "and no ping of 20 is lost by it" grep -q ' 20 packets received' /tmp/during.log
check "the link stood through it" has_link

# A silent access point: the chip itself finds out, and the driver's null frames are not acknowledged.
lost=$(counter bss_lost)
at_access_point ip link set wlan0 down
check "an access point that goes is told as BSS_LOST, and as a loss" wait_for_loss 10
check "by the firmware" [ "$(counter bss_lost)" -gt "$lost" ]
stop_access_point
start_access_point
check "and found again" wait_for_link 30
check "with fresh keys" [ "$(answers 3)" = 3 ]
stop_station

# With a wrong passphrase there are no keys, and nothing passes.
encrypted=$(counter tx_encrypted)
right=$PASSPHRASE
PASSPHRASE='thin air indeed'
start_station
check "with a wrong passphrase there is no link" no_link_for 10
check "the access point refuses the handshake" grep -q AP-STA-POSSIBLE-PSK-MISMATCH /tmp/hostapd.log
check "no ping is answered" [ "$(answers 3)" = 0 ]
check "and the chip encrypted nothing" [ "$(counter tx_encrypted)" = "$encrypted" ]
PASSPHRASE=$right

check "no request of the driver was unknown to the firmware" [ "$(counter unknown_requests)" = 0 ]
echo done
