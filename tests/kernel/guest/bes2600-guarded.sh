# SPDX-License-Identifier: GPL-2.0
# needs: bes2600
# The guard in the driver: what makes it reset the chip, what does not.
. "$PRELUDE"
. "${PRELUDE%/*}/bes2600.inc"

insmod "$MODULES/connloss_guard.ko" cool_down_ms=20000 cool_down_max_ms=20000 per_hour=0 healthy_for_ms=2000
start_pmf_access_point
load_bes2600 patched
start_pmf_station
check "the station has a link" wait_for_link 10
check "the guard knows the device by its driver" grep -qx 'attached by_driver' "$GUARD/state"

# (b)
lose_once
lose_once
sleep 65
check "2 losses make no recovery" recovered_times 0
check "but were counted" guard_counts ConnectionLosses 2
lose_once
sleep 31
lose_once
sleep 31
lose_once
check "nor do 3 over more than 61 s" recovered_times 0
sleep 65

# (a)
lose_once
lose_once
dmesg -c > /dev/null
cycles=$(counter power_cycles)
begin_loss
check "3 losses within 60 s make one recovery" within 30 recovered_times 1
check "the link is back in less than 10 s" wait_for_link 10
echo "# back $TOOK hundredths of a second after the recovery began; comebacks: $(comebacks)"
check "the chip was without power in between" [ "$(counter power_cycles)" -gt "$cycles" ]
check "the link carries" [ "$(answers 3)" = 3 ]
sleep 65
check "it was one" recovered_times 1
sed 's/^/# /' "$GUARD/counters" | grep -v ' 0$'
echo done
