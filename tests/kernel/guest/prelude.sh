# SPDX-License-Identifier: GPL-2.0
# What the tests of kernel parts share; sourced by busybox sh as $PRELUDE in the guest, with $MODULES the folder of
# built modules. Radio 0 is the access point's, in a network namespace of its own, so that IP crosses the air; radio 1
# is the chip's antenna (its number must not be 0: cw1200 gives itself a new address where that ends in zeros).
#
# A test prints "ok - sentence" or "not ok - sentence" for each thing it looks at, and "done" at its very end.

CHIP=${CHIP:-vcw1200}
CORE=${CORE:-stock/cw1200_core.ko}
SSID=kernel-test
PASSPHRASE='air to breathe'
ACCESS_POINT=10.9.0.1
STATION=10.9.0.2
VCHIP=/sys/kernel/debug/vchip
DEVICE=/sys/bus/platform/devices/$CHIP
DRIVER=/sys/bus/platform/drivers/$CHIP

ok() { echo "ok - $*"; }
fail() { echo "not ok - $*"; }

# check SENTENCE COMMAND...: ok when the command succeeds.
check() {
	sentence=$1
	shift
	if "$@"; then ok "$sentence"; else fail "$sentence"; fi
}

# check_not SENTENCE COMMAND...
check_not() {
	sentence=$1
	shift
	if "$@"; then fail "$sentence"; else ok "$sentence"; fi
}

# Hundredths of a second since boot.
now() { sed 's/ .*//; s/\.//' /proc/uptime; }

# within SECONDS COMMAND...: whether it succeeds, tried every 0.1 s. TOOK is the time that it took, in hundredths of a
# second.
within() { poll 0.1 "$@"; }

# never_within SECONDS COMMAND...: whether it fails all that time, tried sixty times and at most every second.
never_within() { ! poll $((($1 + 59) / 60)) "$@"; }

poll() {
	pause=$1
	began=$(now)
	limit=$((began + $2 * 100))
	shift 2
	until "$@"; do
		[ "$(now)" -ge $limit ] && return 1
		sleep "$pause"
	done
	TOOK=$(($(now) - began))
}

# Puts the chip's air up.
raise_antenna() {
	iw dev wlan1 del 2>/dev/null
	iw phy phy1 interface add ant0 type monitor flags active &&
		ip link set ant0 up && iw dev ant0 set freq 2412
}

# What the driver asks user space for: the virtual boot loader takes anything.
lay_firmware() {
	mkdir -p /lib/firmware
	dd if=/dev/zero of=/lib/firmware/wsm_22.bin bs=1k count=20 2>/dev/null
	printf '\305\002\000\226' > /lib/firmware/sdd_22.bin
}

# load_chip [PARAMETERS OF THE CORE]: the driver's core, and the chip that it finds.
load_chip() {
	lay_firmware
	raise_antenna
	insmod "$MODULES/$CORE" "$@" && insmod "$MODULES/$CHIP.ko" && within 10 has_interface
}

# The chip's interface, whose name may be another after each probe.
interface() {
	ls "$DEVICE/net" 2>/dev/null | head -n 1
}

has_interface() { [ -n "$(interface)" ]; }

chip_unbind() { echo "$CHIP" > "$DRIVER/unbind"; }
# By a shell that has no children: cw1200's probe takes any signal, a SIGCHLD too, for a firmware that did not start in time.
chip_bind() { sh -c "echo $CHIP > $DRIVER/bind"; }
chip_power_cycle() { chip_unbind; chip_bind; within 10 has_interface; }

# "NAME [heals=WHAT]" or "none"
fault() { echo "$*" > $VCHIP/fault; }
fault_is_over() { grep -qx none $VCHIP/fault; }
counter() { sed -n "s/^$1 //p" $VCHIP/counters; }

has_own_space() { [ "$(readlink /proc/$1/ns/net)" != "$(readlink /proc/$$/ns/net)" ]; }

# at_access_point COMMAND...: runs it where the access point is.
at_access_point() { nsenter -t $ACCESS_POINT_SPACE -n "$@"; }

# start_access_point [LINES FOR hostapd.conf]...: WPA2-PSK on channel 1.
start_access_point() {
	if [ -z "$ACCESS_POINT_SPACE" ]; then
		unshare -n sleep 1000000 &
		ACCESS_POINT_SPACE=$!
		within 5 has_own_space $ACCESS_POINT_SPACE
		iw phy phy0 set netns $ACCESS_POINT_SPACE
	fi
	{
		cat <<-END
			interface=wlan0
			driver=nl80211
			ctrl_interface=/run/hostapd
			ssid=$SSID
			hw_mode=g
			channel=1
			wpa=2
			wpa_key_mgmt=WPA-PSK
			rsn_pairwise=CCMP
			wpa_passphrase=$PASSPHRASE
		END
		for line in "$@"; do echo "$line"; done
	} > /tmp/hostapd.conf
	at_access_point hostapd -B -P /tmp/hostapd.pid -f /tmp/hostapd.log /tmp/hostapd.conf > /dev/null
	at_access_point ip addr replace $ACCESS_POINT/24 dev wlan0
}

stop_access_point() {
	kill "$(cat /tmp/hostapd.pid)"
	within 5 access_point_is_gone
}

access_point_is_gone() { ! [ -e /tmp/hostapd.pid ]; }

# start_station [LINES FOR THE network BLOCK]...: PASSPHRASE may be set for it alone.
start_station() {
	STATION_INTERFACE=$(interface)
	{
		echo "ctrl_interface=/run/wpa_supplicant"
		echo "p2p_disabled=1"
		echo "network={"
		echo "ssid=\"$SSID\""
		echo "psk=\"$PASSPHRASE\""
		echo "scan_freq=2412"
		for line in "$@"; do echo "$line"; done
		echo "}"
	} > /tmp/station.conf
	wpa_supplicant -B -P /tmp/station.pid -i "$STATION_INTERFACE" -c /tmp/station.conf -D nl80211 \
		-t -f /tmp/station.log > /dev/null
}

stop_station() {
	kill "$(cat /tmp/station.pid)"
	within 5 station_is_gone
}

station_is_gone() { ! [ -e /tmp/station.pid ]; }

# The chip's interface may be a new one after a probe: wpa_supplicant takes it again where it has its old name.
has_link() {
	timeout 2 iw dev "$(interface)" station dump 2>/dev/null | grep -q 'authorized:.*yes'
}

has_no_link() { ! has_link; }

wait_for_link() { within "${1:-15}" has_link; }
no_link_for() { never_within "$1" has_link; }
link_stays_for() { never_within "$1" has_no_link; }
wait_for_loss() { within "${1:-15}" has_no_link; }

# answers N: how many of N pings the access point answers.
answers() {
	ip addr replace $STATION/24 dev "$(interface)"
	timeout $(($1 + 5)) busybox ping -c "$1" -W 1 -q $ACCESS_POINT 2>/dev/null |
		sed -n 's/.* \([0-9]*\) packets received.*/\1/p'
}
