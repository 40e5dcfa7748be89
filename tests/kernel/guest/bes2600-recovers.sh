# SPDX-License-Identifier: GPL-2.0
# needs: bes2600
# Chips that give no three losses: the guard resets them by what the driver tells of faults, or by one loss; and how long the link takes to come back, of which the access point's comeback is the most.
. "$PRELUDE"
. "${PRELUDE%/*}/bes2600.inc"

insmod "$MODULES/connloss_guard.ko" cool_down_ms=20000 cool_down_max_ms=20000 per_hour=0 give_up_after=0 healthy_for_ms=2000
start_pmf_access_point
load_bes2600 patched
start_pmf_station
check "the station has a link" wait_for_link 10

dmesg -c > /dev/null
fault hang heals=chip-reset
start=$(now)
timeout 5 iw dev "$(interface)" scan > /dev/null 2>&1
check "a firmware that hangs is recovered" within 20 recovered_times 1
check "the link is back in less than 10 s" wait_for_link 10
echo "# back $(($(now) - start)) hundredths of a second after the hang; comebacks: $(comebacks)"
check "the access point, which still held the station, asked it to come back later" [ "$(comebacks)" -ge 1 ]
check "the link carries" [ "$(answers 3)" = 3 ]
check "without a stack in the log" sh -c '! dmesg | grep -q WARNING'
sleep 62

fault lost-confirms heals=chip-reset
start=$(now)
answers 1 > /dev/null
check "so is one that loses its confirmations" within 20 recovered_times 2
check "the link is back in less than 10 s" wait_for_link 10
echo "# back $(($(now) - start)) hundredths of a second after the fault"
sleep 62

# A receive wedge gives one loss, and then empty scans and so no attempt that could fail: 3 losses never come, and no gate
# on failed attempts ever holds. Only one loss alone finds it.
set_guard losses 1
dmesg -c > /dev/null
fault receive-wedge heals=chip-reset
start=$(now)
check "a chip that receives nothing is recovered" within 90 recovered_times 3
echo "# decided $(($(now) - start)) hundredths of a second after the wedge"
check "the link is back in less than 10 s" wait_for_link 10
echo "# back $TOOK hundredths of a second after that; comebacks: $(comebacks)"
check "the link carries" [ "$(answers 3)" = 3 ]
set_guard losses 3
sleep 62

echo 1 > /sys/module/vbes2600/parameters/bus_fails
timeout 5 iw dev "$(interface)" scan > /dev/null 2>&1
check "a bus that fails once is recovered" within 20 recovered_times 4
check "the link is back in less than 10 s" wait_for_link 10
sed 's/^/# /' "$GUARD/counters" | grep -v ' 0$'
echo done
