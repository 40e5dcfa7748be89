# SPDX-License-Identifier: GPL-2.0
# The guard's bus reset on a virtual SDIO card: the driver's release, mmc_hw_reset(), a fresh probe. Function 1 is the
# Wi-Fi chip, on a real air with a real access point; function 2 stands for its Bluetooth. The policy is one loss and no
# limits, as the policy is not what is looked at here.
. "$PRELUDE"

CARD=/sys/bus/sdio/devices
PEERS=/sys/kernel/debug/vsdio_peer
PEER_DRIVER=/sys/bus/sdio/drivers/vsdio_peer
GUARD=/sys/kernel/debug/connloss_guard

interface() { ls $CARD/*:*:1/net 2>/dev/null | head -n 1; }
power_cycles() { cat /sys/kernel/debug/vsdio/power_cycles; }
power_was_cycled() { [ "$(power_cycles)" -gt "$1" ]; }
power_was_kept() { [ "$(power_cycles)" = "$1" ]; }
cards_found() { dmesg | grep -c "new high speed SDIO card"; }
same_card() { [ "$(cards_found)" = "$1" ]; }
guard_counter() { sed -n "s/^$1 //p" $GUARD/mmc*:1/counters; }
guard_counted() { [ "$(guard_counter "$1")" -ge "$2" ]; }
set_guard() { echo "$2" >"$(ls $GUARD/mmc*:1/"$1")"; }
peer_is() { grep -q "$*" $PEERS/2; }

# The driver invents an address at each probe; hwsim acknowledges for the antenna's.
join() {
	within 10 has_interface || return 1
	ip link set "$(interface)" address "$(cat /sys/class/net/ant0/address)"
	start_station
	wait_for_link 20
}

lay_firmware
cp /lib/firmware/sdd_22.bin /lib/firmware/sdd_sagrad_1091_1098.bin
raise_antenna
start_access_point
insmod "$MODULES/vsdio_peer.ko"

insmod "$MODULES/connloss_guard.ko" method=function_reset losses=1 cool_down_ms=0 cool_down_max_ms=0 per_hour=0 per_boot=0 give_up_after=0
insmod "$MODULES/connloss_sdio.ko"
insmod "$MODULES/patched/cw1200_core.ko"
insmod "$MODULES/patched/cw1200_wlan_sdio.ko"
insmod "$MODULES/vsdio.ko"
check "the station has its link" join

cycles=$(power_cycles)
fault bss-lost-flood heals=chip-reset
check "with Bluetooth bound a reset is refused, and counted" within 20 guard_counted SharedChipRefused 1
check "the power is kept" power_was_kept "$cycles"
check "and Bluetooth works on" peer_is "probes 1 removes 0 interrupts 0 mark there"

cards=$(cards_found)
set_guard on_shared warn
check "where that is allowed the card is reset" within 20 power_was_cycled "$cycles"
check "and counted" within 5 guard_counted SharedChipReset 1
stop_station
check "the link comes back" join
check "the fault is healed by the power cycle" fault_is_over
check "Bluetooth's driver was removed and probed again" peer_is "probes 2 removes 1"
check "and works" peer_is "mark there"
check "the card was found as a new one" same_card $((cards + 1))

set_guard on_shared refuse
for function in $PEER_DRIVER/*:*:2; do basename "$function" >$PEER_DRIVER/unbind; done
cycles=$(power_cycles)
cards=$(cards_found)
fault bss-lost-flood heals=chip-reset
check "with Bluetooth not bound the card is reset at once" within 20 power_was_cycled "$cycles"
stop_station
check "the link comes back after that" join
check "the power was taken once" power_was_kept $((cycles + 1))
check "on the same card" same_card "$cards"
check "data go both ways" [ "$(answers 5)" -ge 4 ]
# A link that is lost before that would go on with the same ladder.
check "the guard holds the link to be healthy" within 30 guard_counted RecoveriesHealthy 1

cycles=$(power_cycles)
fault hang heals=chip-reset
timeout 1 iw dev "$(interface)" scan >/dev/null 2>&1 &
check "a firmware that answers nothing is reset as well" within 30 power_was_cycled "$cycles"
check "for a fault, not for a loss" within 10 guard_counted FaultRecoveries 1
stop_station
check "and the link comes back" join
cat $GUARD/mmc*:1/counters
echo done
