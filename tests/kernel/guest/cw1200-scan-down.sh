# SPDX-License-Identifier: GPL-2.0
# smp: 2
# clock: real
# An interface of cw1200 that goes down in the middle of a scan: the scan ends with it.
CORE=patched/cw1200_core.ko
. "$PRELUDE"

insmod "$MODULES/connloss_guard.ko" losses=0 faults=0
load_chip
start_access_point

# With IPv6, leaving its groups would wait for the scan first.
echo 1 > /proc/sys/net/ipv6/conf/all/disable_ipv6
iw event > /tmp/events &
listener=$!
begun=0 ended=0
while [ $begun -lt 40 ]; do
	ip link set "$(interface)" up
	iw dev "$(interface)" scan trigger || break
	begun=$((begun + 1))
	# Another moment each time, over the time that a scan of all channels takes.
	usleep $((begun * 10000))
	ip link set "$(interface)" down
done
check "a scan is begun 40 times, and the interface taken down in it" [ $begun = 40 ]
scans() { grep -c "scan $1" /tmp/events; }
are_over() { [ $(($(scans finished) + $(scans aborted))) = 40 ]; }
check "each scan has an end" within 5 are_over
echo "# $(scans finished) finished, $(scans aborted) aborted"
kill $listener

start_station
check "up again it gets a link" wait_for_link 20
check "which carries" [ "$(answers 3)" = 3 ]
echo done
