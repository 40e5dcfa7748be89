# SPDX-License-Identifier: GPL-2.0
# The guard on a patched cw1200: proofs (a) to (d) of the kernel guard, on a virtual chip and a real access point.
CORE=patched/cw1200_core.ko
. "$PRELUDE"

GUARD=/sys/kernel/debug/connloss_guard/$CHIP
# One loss with a link that does not come back must be enough in (c); in (a) and (b) it is three in a minute.
insmod "$MODULES/connloss_guard.ko" method=function_reset cool_down_ms=1000 cool_down_factor=1 per_hour=0 per_boot=0 \
	healthy_for_ms=1000 give_up_after=0
load_chip
start_access_point
start_station
check "the station has a link" wait_for_link 10

guard_counter() { sed -n "s/^$1 //p" "$GUARD/counters"; }
recoveries() { echo $(($(guard_counter ConnectionLossStormRecoveries) + $(guard_counter FaultRecoveries))); }
power_cycles() { counter power_cycles; }
has_recovered() { [ "$(recoveries)" -gt "$1" ]; }

# A loss by the firmware's own word; then the chip is well again at once.
lose() {
	fault bss-lost-flood heals=unjoin
	wait_for_loss 10 && within 5 fault_is_over && wait_for_link 20
}

# wpa_supplicant is given the interface that comes back, as a network manager would.
follow_interface() {
	stop_station
	within 10 has_interface && start_station
}

r=$(recoveries) p=$(power_cycles)
lose
lose
check "(b) two losses within a minute: no recovery" never_within 5 has_recovered "$r"
check "and no power cycle" [ "$(power_cycles)" = "$p" ]
# Both are out of the window by then.
sleep 61
lose
sleep 30
lose
sleep 31
lose
check "(b) three losses over 61 s and more: no recovery" never_within 5 has_recovered "$r"
check "and no power cycle" [ "$(power_cycles)" = "$p" ]
sleep 61

fault bss-lost-flood heals=chip-reset
check "(a) a chip that loses its link again and again is recovered" within 60 has_recovered "$r"
recovered_at=$(now)
follow_interface
check "once, because of its losses" [ "$(guard_counter ConnectionLossStormRecoveries)" = 1 ]
check "by a power cycle" [ "$(power_cycles)" = $((p + 1)) ]
check "which healed the chip" fault_is_over
check "the link is back" wait_for_link 10
took=$(($(now) - recovered_at))
check "in under 10 s: $took hundredths" [ "$took" -lt 1000 ]
check "and carries" [ "$(answers 3)" = 3 ]
check "and stands, without another recovery" link_stays_for 60
check "it was one" [ "$(recoveries)" = $((r + 1)) ]

# Set anew it begins with nothing counted, but it knows whom a fault is about: the link is up, and nothing more is told of it.
echo 2 > "$GUARD/losses"
r=$(recoveries) p=$(power_cycles)
fault hang heals=chip-reset
timeout 5 iw dev "$(interface)" scan > /dev/null 2>&1
check "(c) a firmware that hangs is recovered" within 60 has_recovered "$r"
check "because the driver told of a fault" [ "$(guard_counter FaultRecoveries)" -ge 1 ]
follow_interface
check "the link is back" wait_for_link 10
check "and carries" [ "$(answers 3)" = 3 ]

sleep 10
echo 1 > "$GUARD/losses"
r=$(recoveries)
fault receive-wedge heals=chip-reset
check "(c) a chip that receives nothing is recovered, where one loss is enough" within 60 has_recovered "$r"
follow_interface
check "the link is back" wait_for_link 10
check "and carries" [ "$(answers 3)" = 3 ]

sleep 10
r=$(recoveries) p=$(power_cycles)
echo 1 > $VCHIP/bluetooth
fault bss-lost-flood heals=chip-reset
wait_for_loss 10
check "(d) with Bluetooth open there is no recovery" never_within 20 has_recovered "$r"
check "and no power cycle" [ "$(power_cycles)" = "$p" ]
check "it was refused for that, and counted" [ "$(guard_counter SharedChipRefused)" -ge 1 ]
echo warn > "$GUARD/on_shared"
check "(d) where it is to warn only, there is" within 30 has_recovered "$r"
follow_interface
check "and the link is back" wait_for_link 15
check "it was warned of, and counted" [ "$(guard_counter SharedChipReset)" -ge 1 ]
check "Bluetooth lost its power with it" [ "$(counter bluetooth_cut)" -ge 1 ]
echo done
