# SPDX-License-Identifier: GPL-2.0
# What docs/kernel.md says of mmc_hw_reset() on a card of two functions, seen running: the MMC core is Debian's own, the
# card and its host are lab/chips/vsdio.ko, and vsdio_peer.ko holds both functions as any two drivers would.
. "$PRELUDE"

PEERS=/sys/kernel/debug/vsdio_peer
DRIVER=/sys/bus/sdio/drivers/vsdio_peer

card_in() { insmod "$MODULES/vsdio.ko" wifi=0 "$@" && within 3 bound; }
card_out() { rmmod vsdio; }
bound() { [ "$(ls -d $DRIVER/*:*:* 2>/dev/null | wc -l)" = 2 ]; }
# of FUNCTION NAME: the number, or the word, after that name
of() { sed -n "s/.*\\<$2 \\([^ ]*\\).*/\\1/p" "$PEERS/$1"; }
is() { [ "$(of "$1" "$2")" = "$3" ]; }
unbind() { echo "$1" >$DRIVER/unbind; }
bind() { echo "$1" >$DRIVER/bind; }
power_cycles() { cat /sys/kernel/debug/vsdio/power_cycles; }
reset_from() { echo reset >"$PEERS/$1"; cat $PEERS/last_reset; }
# told FUNCTION PROBES REMOVES
told() { is "$1" probes "$2" && is "$1" removes "$3"; }
same() { [ "$1" = "$2" ] || { echo "is $1, not $2"; return 1; }; }

insmod "$MODULES/vsdio_peer.ko"

probes=0
for options in "" "nonremovable=1" "interrupt_thread=1"; do
	name="(${options:-removable, no thread})"
	card_in $options
	check "both functions of a card are found and bound $name" told 1 $((probes + 1)) $probes
	check "blocks and octets of CMD53 arrive in both $name" is 1 mark there
	check "and in the second $name" is 2 mark there

	before=$(of 1 interrupts); echo raise >$PEERS/1
	check "an interrupt of the first function is handled once $name" within 1 is 1 interrupts $((before + 1))
	before=$(of 2 interrupts); echo raise >$PEERS/2
	check "an interrupt of the second function is handled once $name" within 1 is 2 interrupts $((before + 1))

	cycles=$(power_cycles)
	check "mmc_hw_reset() with both bound says 'later' $name" same "$(reset_from 1)" 1
	check "and then the first function is removed and probed again $name" within 3 told 1 $((probes + 2)) $((probes + 1))
	check "and the second, whose driver did not ask for it, as well $name" within 3 told 2 $((probes + 2)) $((probes + 1))
	check "with the power taken once $name" same "$(power_cycles)" $((cycles + 1))
	check "and both work $name" is 2 mark there

	first=$(basename $(ls -d $DRIVER/*:*:1)); second=$(basename $(ls -d $DRIVER/*:*:2))
	cycles=$(power_cycles); unbind "$first"
	check "mmc_hw_reset() with one bound says 'done' $name" same "$(reset_from 2)" 0
	check "with the power taken once $name" same "$(power_cycles)" $((cycles + 1))
	check "the driver of the function that stayed bound is told nothing $name" told 2 $((probes + 2)) $((probes + 1))
	check "though its function does not answer any more $name" is 2 mark unreadable
	bind "$first"
	check "the function that was unbound works when it is bound again $name" is 1 mark there
	check "the other still does not $name" is 2 mark unreadable
	unbind "$second"; bind "$second"
	check "until its driver is bound again, too $name" is 2 mark there
	card_out
	probes=$((probes + 3))
done

card_in cuts_power=0
first=$(basename $(ls -d $DRIVER/*:*:1)); unbind "$first"; cycles=$(power_cycles)
check "mmc_hw_reset() says 'done' on a board that cannot take the power" same "$(reset_from 2)" 0
check "where the chip has kept it" same "$(power_cycles)" "$cycles"
card_out
rmmod vsdio_peer
echo done
