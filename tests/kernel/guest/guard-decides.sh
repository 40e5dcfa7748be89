# SPDX-License-Identifier: GPL-2.0
# The guard on a driver that does not know it (mac80211_hwsim, by the kprobe): what makes it act, and what does not.
# radios: 2
# limit: 600
. "$PRELUDE"

interface() { echo wlan1; }
GUARD=/sys/kernel/debug/connloss_guard
lose() { echo "connection-loss wlan1" > /proc/wlanmedic-fault; }
device() { ls -d $GUARD/*/ | head -n 1; }
guard_counter() { sed -n "s/^$1 //p" "$(device)/counters"; }
recoveries() { guard_counter ConnectionLossStormRecoveries; }
state() { sed -n "s/^$1 //p" "$(device)/state"; }
is() { [ "$1" = "$2" ]; }
set_to() { echo "$2" > "$(device)/$1" 2>/dev/null; }
reads() { [ "$(cat "$(device)/$1")" = "$2" ]; }
has_recovered() { [ "$(recoveries)" = "$1" ]; }
has_ended_well() { [ "$(guard_counter RecoveriesHealthy)" = "$1" ]; }

# lose_times N SECONDS: N losses, each of a link that is up, so many seconds from one to the next.
lose_times() {
	for loss in $(seq "$1"); do
		began=$(now)
		lose
		wait_for_loss 2
		wait_for_link 15 || echo "# no link after loss $loss"
		[ "$loss" = "$1" ] || while [ $(($(now) - began)) -lt $(($2 * 100)) ]; do sleep 0.1; done
	done
}

dmesg -c > /dev/null
check_not "a module parameter that is out of range keeps the module out" \
	insmod "$MODULES/connloss_guard.ko" losses=65 2>/dev/null
check_not "so does one that is none" insmod "$MODULES/connloss_guard.ko" on_shared=perhaps 2>/dev/null
insmod "$MODULES/connloss_guard.ko" watch=mac80211_hwsim watch_restart=Y method=restart_hw || fail "the module loads"
check "a radio of a driver that is named is attached" is "$(state attached)" watched
check "results are seen by the tracepoints of cfg80211" is "$(state observes)" yes
start_access_point ieee80211w=1
start_station ieee80211w=1
wait_for_link 20 || fail "there is a link"
ls $GUARD > /tmp/devices
echo "# devices: $(cat /tmp/devices | tr '\n' ' ')"
# Radio 0 is attached too: the station's is the second.
device() { echo $GUARD/hwsim1; }
cat "$(device)/policy.toml"
check "the guard knows that the link is up" is "$(state 'link wlan1')" up

lose_times 2 3
sleep 65
check "two losses make no recovery" is "$(recoveries)" 0
check "both were counted" is "$(guard_counter ConnectionLosses)" 2
lose_times 3 31
check "three losses over 62 s make no recovery" is "$(recoveries)" 0
sleep 65
echo > /sys/kernel/tracing/trace
echo 1 > /sys/kernel/tracing/events/connloss/enable
lose_times 3 5
check "the third loss within 60 s makes one recovery" within 3 has_recovered 1
check "the link is back in less than 10 s" wait_for_link 10
echo "# back after $TOOK hundredths; began $(guard_counter LastRecoveryWaitedUs) us after the decision"
check "the recovery is proved" within 30 has_ended_well 1
check "restart_hw it was" sh -c 'dmesg | grep -q "Hardware restart was requested"'
check "the decision is traced" grep -q 'connloss_decision.*decision=act.*method=restart_hw' /sys/kernel/tracing/trace
grep connloss_ /sys/kernel/tracing/trace | tail -n 40 | sed 's/^/# /'

lose_times 3 5
check "in the cool-down the next three make none" is "$(recoveries)" 1
check "and that is told" grep -q 'connloss_held.*held=cool_down' /sys/kernel/tracing/trace
check "and counted" [ "$(guard_counter Held:cool_down)" -ge 1 ]

for value in 65 -1 x '' 4294967297; do
	check_not "losses does not take '$value'" set_to losses "$value"
done
check_not "on_shared takes no other word" set_to on_shared maybe
check_not "method takes no word that is no method" set_to method reboot
check "what was refused is not set" reads losses 3
check "losses can be set" set_to losses 1
check "and is read as it was set" reads losses 1
check "policy.toml says so" grep -q '^count = 1$' "$(device)/policy.toml"
set_to cool_down_ms 20000
set_to cool_down_max_ms 60000
set_to healthy_for_ms 0
set_to per_hour 3
began=$(now)
lose_times 1 0
check "now one loss makes a recovery" within 5 has_recovered 2
sleep 21
lose_times 1 0
check "after the cool-down the next one does" within 5 has_recovered 3
sleep 21
lose_times 1 0
check "the cool-down has doubled: 21 s later none" is "$(recoveries)" 3
sleep 21
check "the loss is still within its minute when the cool-down is over, but the link is up: none" is "$(recoveries)" 3
lose_times 1 0
check "41 s later one does" within 5 has_recovered 4
sleep 65
lose_times 1 0
check "the budget of the hour is used up: none" is "$(recoveries)" 4
check "and that is counted" [ "$(guard_counter Held:per_hour)" -ge 1 ]
sed 's/^/# /' "$(device)/state"
sed 's/^/# /' "$(device)/counters"
dmesg | grep -i connloss | sed 's/^/# /'
rmmod connloss_guard && ok "the module goes" || fail "the module goes"
check_not "nothing is left in debugfs" [ -e $GUARD ]
echo "done"
