# SPDX-License-Identifier: GPL-2.0
# The bus reset, on a device whose driver can be unbound and bound: when it is refused, and what comes in its middle.
# radios: 1
. "$PRELUDE"

GUARD=/sys/kernel/debug/connloss_guard/connloss_dummy
DUMMY=/sys/module/connloss_dummy/parameters
DEVICE=/sys/bus/platform/devices/connloss_dummy
DRIVER=/sys/bus/platform/drivers/connloss_dummy
guard_counter() { sed -n "s/^$1 //p" $GUARD/counters; }
state() { sed -n "s/^$1 //p" $GUARD/state; }
is() { [ "$1" = "$2" ]; }
counts() { [ "$(guard_counter "$1")" = "$2" ]; }
told() { [ "$(cat $DUMMY/$1)" = "$2" ]; }
is_bound() { [ -e $DEVICE/driver ]; }
is_recovering() { [ "$(state recovering)" = yes ]; }
is_idle() { [ "$(state recovering)" = no ]; }
firmware_dies() { echo 3 > $DUMMY/fault; }
set_to() { echo "$2" > $GUARD/$1; }
load_dummy() { insmod "$MODULES/connloss_dummy.ko" "$@"; }
dmesg -c > /dev/null

insmod "$MODULES/connloss_guard.ko" cool_down_ms=0 cool_down_max_ms=0 per_hour=0 per_boot=0 give_up_after=0 \
	healthy_for_ms=0 deadline_ms=1000 grace_ms=0 || fail "the guard loads"
load_dummy || fail "the device is there"
check "it is attached by its driver" is "$(state attached)" by_driver
check "it knows the bus reset alone" is "$(sed -n 's/^method = //p' $GUARD/policy.toml)" '"function_reset"'
check_not "the guard is not unloaded from under a driver that uses it" rmmod connloss_guard 2>/dev/null

firmware_dies
check "a fault resets the device, with no loss and no interface in use" within 5 counts FaultRecoveries 1
check "its driver was unbound" told removals 1
check "the bus has reset it" told resets 1
check "and its driver bound again" told probes 2
check "which is attached again" is "$(state attached)" by_driver
check "what the guard knew is known still" counts Fault:firmware 1
sleep 3

# Bluetooth.
echo Y > $DUMMY/shared
firmware_dies
check "while another function is in use it is refused" within 5 counts SharedChipRefused 1
check "and nothing was touched" told removals 1
check "a refusal is no recovery" counts FaultRecoveries 1
sleep 2
set_to on_shared warn
firmware_dies
check "with on_shared=warn it is reset all the same" within 5 counts SharedChipReset 1
check "by itself, where the bus has no way to tell the others" told resets 2
check "and that is said" sh -c 'dmesg | grep -q "another function is in use"'
sleep 3
echo Y > $DUMMY/told_all
firmware_dies
check "in the way that tells the others, where there is one" within 5 told shared_resets 1
check "for which our own driver stays bound" told removals 2
echo N > $DUMMY/shared
sleep 3

echo 1 > $DUMMY/failing
firmware_dies
check "a probe that fails once is tried again" within 10 told probes 5
check "and the device is there" within 5 is_bound
within 5 is_idle
sleep 3

# In the middle.
echo 2000 > $DUMMY/reset_ms
firmware_dies
within 5 is_recovering
sleep 0.5
check_not "there is nothing to unbind in the middle" sh -c "echo connloss_dummy > $DRIVER/unbind" 2>/dev/null
within 10 is_idle
check "and the driver is bound after that" is_bound
sleep 3

before=$(cat $DUMMY/resets)
firmware_dies
within 5 is_recovering
set_to losses 5 2>/dev/null && fail "parameters are not changed in the middle" || ok "parameters are not changed in the middle"
echo freezer > /sys/power/pm_test
echo freeze > /sys/power/state
check "a suspend in the middle waits for its end" is_idle
check "so that the driver is bound" is_bound
check "and it was one reset" told resets $((before + 1))
sleep 3

echo 15000 > $DUMMY/reset_ms
firmware_dies
within 5 is_recovering
echo 3000 > /sys/power/pm_freeze_timeout
check_not "where that takes too long, the suspend is refused" sh -c 'echo freeze > /sys/power/state' 2>/dev/null
check "and the guard is not suspended then" is "$(state suspended)" no
within 20 is_idle
sleep 3

# The user unbinds before, and the driver is unloaded in the middle.
echo 2000 > $DUMMY/reset_ms
echo connloss_dummy > $DRIVER/unbind
check "an unbound device is not attached" is "$(state attached)" no
sleep 3
check_not "and stays unbound" is_bound
echo connloss_dummy > $DRIVER/bind
check "what is bound again is attached again" is "$(state attached)" by_driver
firmware_dies
within 5 is_recovering
began=$(now)
check "the driver is unloaded in the middle" rmmod connloss_dummy
echo "# that took $(($(now) - began)) hundredths"
check "and the recovery ends" within 10 is_idle
check "and the guard remembers the device" is "$(state attached)" no
load_dummy reset_ms=3000
check "also when it comes again" [ "$(guard_counter Fault:firmware)" -ge 9 ]
rmmod connloss_dummy
check "the guard is unloaded when no driver uses it" rmmod connloss_guard

# By the parameter, so that the guard may go at any time.
insmod "$MODULES/connloss_guard.ko" watch=connloss_dummy
load_dummy attaches=N
check "a device that does not know the guard is watched by its name" is "$(state attached)" watched
echo 3000 > $DUMMY/probe_ms
firmware_dies
within 5 is_recovering
began=$(now)
check "the guard is unloaded in the middle of a reset" rmmod connloss_guard
echo "# that took $(($(now) - began)) hundredths"
check "and has waited for its end: the driver is bound" is_bound
check_not "nothing is left of it" [ -e /sys/kernel/debug/connloss_guard ]
rmmod connloss_dummy
insmod "$MODULES/connloss_guard.ko" watch=connloss_dummy
load_dummy attaches=N
firmware_dies
check "a watched device is reset like one that is attached" within 5 counts FaultRecoveries 1
check "and watched after that" within 5 is "$(state attached)" watched
check "both go" rmmod connloss_dummy
rmmod connloss_guard
dmesg | grep -i "connloss" | sed 's/^/# /'
echo "done"
