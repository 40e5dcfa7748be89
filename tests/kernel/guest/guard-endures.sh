# SPDX-License-Identifier: GPL-2.0
# What may come in the middle of a recovery, and what is known after it: a driver that knows the guard, on virtual radios.
# radios: 2
. "$PRELUDE"

interface() { echo wlan1; }
GUARD=/sys/kernel/debug/connloss_guard/hwsim1
guard_counter() { sed -n "s/^$1 //p" $GUARD/counters; }
state() { sed -n "s/^$1 //p" $GUARD/state; }
is() { [ "$1" = "$2" ]; }
counts() { [ "$(guard_counter "$1")" = "$2" ]; }
stress() { echo "$*" > /proc/connloss-stress; }
calls() { [ "$(sed -n 's/^calls //p' /proc/connloss-stress)" = "$1" ]; }
set_to() { echo "$2" > $GUARD/$1; }
is_recovering() { [ "$(state recovering)" = yes ]; }
is_idle() { [ "$(state recovering)" = no ]; }

lose_times() {
	for loss in $(seq "$1"); do
		stress note wlan1
		wait_for_loss 2
		wait_for_link 15 || echo "# no link after loss $loss"
	done
}

suspend() {
	echo freezer > /sys/power/pm_test
	echo freeze > /sys/power/state
}

dmesg -c > /dev/null
insmod "$MODULES/connloss_guard.ko" cool_down_ms=0 cool_down_max_ms=0 per_hour=0 per_boot=0 healthy_for_ms=0 \
	grace_ms=0 || fail "the guard loads"
insmod "$MODULES/connloss_stress.ko"
start_access_point ieee80211w=1
start_station ieee80211w=1
wait_for_link 20 || fail "there is a link"
stress attach wlan1
check "a driver attaches its device" is "$(state attached)" by_driver
check_not "once" sh -c 'echo attach wlan1 > /proc/connloss-stress' 2>/dev/null

# Floods: mac80211 disconnects once, however often it is told.
stress note wlan1 50
wait_for_loss 2
wait_for_link 15
check "50 reports of one link are one loss" counts ConnectionLosses 1
check "and 49 that are ignored" counts ConnectionLossesIgnored 49
ip link set wlan1 down
sleep 1
stress note wlan1 2>/dev/null
ip link set wlan1 up
wait_for_link 15
check "a report without an association is no loss" counts ConnectionLosses 1
sleep 65

lose_times 2
suspend
check "the guard knows of the suspend's end" is "$(state suspended)" no
wait_for_link 20
lose_times 1
check "a suspend forgets the window: of three losses around it none begins a recovery" calls 0
check "though all were counted" counts ConnectionLosses 4
wait_for_link 15
sleep 65

# Detach from within.
stress anew - 1
lose_times 3
check "a recovery that detaches and attaches its own device ends" within 10 calls 1
check "and is proved" within 20 counts RecoveriesHealthy 1
check "and the device is attached" is "$(state attached)" by_driver
stress anew - 0
wait_for_link 15

# Memory.
set_to cool_down_ms 600000
lose_times 3
check "a recovery" within 5 calls 2
within 30 counts RecoveriesHealthy 2
stress detach wlan1
check "a device that is detached is remembered" is "$(state attached)" no
stress note wlan1
wait_for_loss 2
wait_for_link 15
stress attach wlan1
lose_times 3
check "with its cool-down: three losses after it is attached again make none" calls 2
check "which is counted" [ "$(guard_counter Held:cool_down)" -ge 1 ]

# In the middle.
set_to cool_down_ms 0
set_to losses 1
# So long that the link, which a debugging kernel takes seconds for, is back before it ends.
stress slow - 10000
lose_times 1
within 5 is_recovering
began=$(now)
stress detach wlan1
check "a detach waits for a recovery that runs elsewhere" [ $(($(now) - began)) -ge 100 ]
check "which ran to its end" calls 3
stress attach wlan1
lose_times 1
within 5 is_recovering
lose_times 1
check "a second loss in the middle of a recovery begins no other" calls 4
within 15 is_idle
sleep 31
lose_times 1
within 5 is_recovering
ip link set wlan1 down
check "the interface goes down in the middle" within 15 is_idle
ip link set wlan1 up
wait_for_link 20
sleep 31
lose_times 1
within 5 is_recovering
suspend
check "a suspend in the middle waits for the recovery" is_idle
wait_for_link 20
check "no recovery met another one" grep -q '^overlaps 0$' /proc/connloss-stress
check_not "the guard stays while a driver uses it" rmmod connloss_guard 2>/dev/null
sed 's/^/# /' $GUARD/state $GUARD/counters
stress detach wlan1
rmmod connloss_stress && rmmod connloss_guard && ok "both go" || fail "both go"
dmesg | grep connloss | sed 's/^/# /'
echo "done"
