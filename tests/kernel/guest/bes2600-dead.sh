# SPDX-License-Identifier: GPL-2.0
# needs: bes2600
# expects: oops
# What the driver does by itself, as published, about a chip that only a power cycle heals. (It warns with a stack when
# it closes by force.)
. "$PRELUDE"
. "${PRELUDE%/*}/bes2600.inc"

start_pmf_access_point
load_bes2600 stock
start_pmf_station
check "the station has a link" wait_for_link 10

fault receive-wedge heals=chip-reset
check "a chip that receives nothing loses its link" wait_for_loss 40
check "and is without for a minute" no_link_for 60
check "as no unjoin and no join heals it" [ "$(cat $VCHIP/fault)" = "receive-wedge heals=chip-reset" ]
fault none
check "with the wedge taken away by hand there is a link again" wait_for_link 60

fault hang heals=chip-reset
timeout 5 iw dev "$(interface)" scan > /dev/null 2>&1
is_closed() { grep -q wifi_opened:0 /dev/bes2600; }
check "a firmware that hangs makes the driver close Wi-Fi by force" within 20 is_closed
check "with a stack in the log" sh -c 'dmesg | grep -q "WARNING.*bes2600_tx_loop_set_enable"'
check_not "and without an interface" has_interface
fault none
open_wifi() { echo "ifname:wlan0 cmd:WIFI_ON" > /dev/bes2600; }
check_not "nothing opens it again, not even when the firmware would answer: WIFI_ON fails" open_wifi 2>/dev/null
check_not "there is no interface" has_interface
chip_unbind
chip_bind
sleep 3
check_not "nor after its driver was unbound and bound" has_interface
echo done
