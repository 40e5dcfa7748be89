# SPDX-License-Identifier: GPL-2.0
# A thousand random steps on two CPUs that really run at once: losses, notes from every context, faults, interfaces
# that go down and up, parameters read and written, devices attached and detached, a driver bound and unbound, suspend, and
# the module unloaded and loaded, two steps at a time. What is looked at is the kernel: nothing hangs, warns or dies,
# and no recovery runs twice at once.
# smp: 2
# clock: real
# radios: 2
# limit: 1200
. "$PRELUDE"

STEPS=${STEPS:-1000}
SEED=${SEED:-7}
interface() { echo wlan1; }
GUARD=/sys/kernel/debug/connloss_guard
stress() { echo "$*" > /proc/connloss-stress; }
load_guard() {
	insmod "$MODULES/connloss_guard.ko" watch="$1" watch_restart=Y losses=1 cool_down_ms=0 cool_down_max_ms=0 \
		per_hour=0 per_boot=0 give_up_after=0 healthy_for_ms=0 deadline_ms=1000 grace_ms=0
}
# load_all WATCH ATTACHES
load_all() {
	load_guard "$1" && insmod "$MODULES/connloss_stress.ko" &&
		insmod "$MODULES/connloss_dummy.ko" probe_ms=20 attaches="$2"
}
# counted NAME...: what all devices counted by these names.
counted() {
	total=0
	for name in "$@"; do
		for value in $(sed -n "s/^$name //p" $GUARD/*/counters); do total=$((total + value)); done
	done
	echo $total
}

unload_all() {
	actions=$((actions + $(counted ConnectionLossStormRecoveries FaultRecoveries)))
	losses=$((losses + $(counted ConnectionLosses)))
	stress detach wlan1
	overlaps=$(sed -n 's/^overlaps //p' /proc/connloss-stress)
	calls=$((calls + $(sed -n 's/^calls //p' /proc/connloss-stress)))
	[ "$overlaps" = 0 ] || fail "a recovery met itself"
	rmmod connloss_dummy
	rmmod connloss_stress
	rmmod connloss_guard
}

# A generator of our own: the same steps each time.
random() {
	SEED=$(((SEED * 1103515245 + 12345) % 2147483648))
	RANDOM_NUMBER=$((SEED / 65536 % $1))
}

# step N: what may run beside any other of these.
step() {
	case $1 in
	0) stress note wlan1 ;;
	1) stress note wlan1 20 ;;
	2) stress notes-only wlan1 200 ;;
	3) echo connection-loss wlan1 > /proc/wlanmedic-fault ;;
	4) stress fault wlan1 $(($2 % 4)) ;;
	5) stress attach wlan1 ;;
	6) stress detach wlan1 ;;
	7) ip link set wlan1 down; ip link set wlan1 up ;;
	8) wait_for_link 2 ;;
	9) cat $GUARD/*/state $GUARD/*/counters $GUARD/*/policy.toml > /dev/null ;;
	10) echo $((1 + $2 % 3)) > $GUARD/hwsim1/losses ;;
	11) echo $((1000 + $2)) > $GUARD/hwsim1/deadline_ms ;;
	12) stress slow - $(($2 % 50)) ;;
	13) stress anew - $(($2 % 2)) ;;
	14) echo $(($2 % 4)) > /sys/module/connloss_dummy/parameters/fault ;;
	15) echo connloss_dummy > /sys/bus/platform/drivers/connloss_dummy/unbind ;;
	16) echo connloss_dummy > /sys/bus/platform/drivers/connloss_dummy/bind ;;
	17) echo $(($2 % 60)) > /sys/module/connloss_dummy/parameters/reset_ms ;;
	18) wait_for_link 2; echo connection-loss wlan1 > /proc/wlanmedic-fault ;;
	19) grep -c . /sys/kernel/debug/connloss_guard/*/counters > /dev/null ;;
	20) echo restart wlan1 > /proc/wlanmedic-fault ;;
	21) echo $(($2 % 2)) > /sys/module/connloss_dummy/parameters/failing ;;
	esac
} > /dev/null 2>&1

dmesg -c > /dev/null
calls=0
load_all '' Y || fail "the modules load"
start_access_point ieee80211w=1
start_station ieee80211w=1
wait_for_link 20 || fail "there is a link"
stress attach wlan1
echo 1 > /sys/kernel/tracing/events/connloss/enable
echo freezer > /sys/power/pm_test
echo 1 > /sys/module/suspend/parameters/pm_test_delay 2>/dev/null
done_steps=0
losses=0
actions=0
suspends=0
while [ $done_steps -lt "$STEPS" ]; do
	random 22; first=$RANDOM_NUMBER
	random 1000; first_number=$RANDOM_NUMBER
	random 22; second=$RANDOM_NUMBER
	random 1000; second_number=$RANDOM_NUMBER
	step $first $first_number &
	one=$!
	step $second $second_number &
	wait $one $!
	done_steps=$((done_steps + 2))
	case $((done_steps % 200)) in
	50 | 150) echo freeze > /sys/power/state && suspends=$((suspends + 1)) ;;
	100)
		unload_all
		# With the kprobe alone, so that it may be unloaded while a device is attached, a loss is told and read.
		for unload in 1 2 3 4 5; do
			load_guard mac80211_hwsim
			wait_for_link 5
			{ for i in 1 2 3 4 5 6 7 8; do step 3 0; step 9 0; done; } &
			one=$!
			{ for i in 1 2 3 4 5 6 7 8; do step 10 $i; step 20 0; done; } &
			random 40
			sleep 0.$(($RANDOM_NUMBER / 10))
			within 10 rmmod connloss_guard 2>/dev/null || fail "the guard is unloaded"
			wait $one $!
		done
		load_all mac80211_hwsim,connloss_dummy N || fail "the modules load again"
		;;
	0)
		unload_all
		load_all '' Y
		stress attach wlan1
		;;
	esac
	[ $((done_steps % 100)) = 0 ] && echo "# $done_steps steps, $(cut -d. -f1 /proc/uptime) s"
done
ip link set wlan1 up
check "after $done_steps steps the link comes back" wait_for_link 40
stress attach wlan1 2>/dev/null
ls $GUARD | sed 's/^/# /'
unload_all
echo "# $actions actions, $calls of them by the driver that knows the guard, and $losses losses"
check "recoveries were carried out on the way" [ $actions -ge 20 ]
check "some of them by the driver" [ $calls -ge 5 ]
check "the machine was suspended on the way" [ $suspends -ge 5 ]
check "losses were counted on the way" [ $losses -ge 20 ]
check_not "all is unloaded" [ -e $GUARD ]
dmesg > /tmp/dmesg
check_not "the kernel does not complain" grep -q 'BUG:\|WARNING:\|Oops\|blocked for more than\|refcount_t\|INFO: task' /tmp/dmesg
grep -A30 'BUG:\|WARNING:\|Oops\|blocked for more\|refcount_t\|INFO: task' /tmp/dmesg | head -60
echo "done"
