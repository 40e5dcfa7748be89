#!/bin/bash
# SPDX-License-Identifier: MIT
# warnings.sh TREE: builds the guard, the virtual chips and the fault module of this tree for the lab's kernel, in a copy,
# with the warnings of W=1 and those of sparse (C=1). Any warning is a failure.
set -euo pipefail
tree=$1
cache=${XDG_CACHE_HOME:-$HOME/.cache}/wlanmedic/lab
build=$cache/kernel-build
source=$cache/linux-source/tree
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
command -v sparse >/dev/null || {
    echo "sparse is not installed: without it nothing is checked"
    exit 1
}

mkdir -p "$scratch/kernel" "$scratch/lab" "$scratch/drivers"
cp -r "$tree/kernel/connloss_guard" "$scratch/kernel/"
cp -r "$tree/lab/chips" "$tree/lab/fault" "$scratch/lab/"
cp -r "$source/drivers/net/wireless/st/cw1200" "$scratch/drivers/"
find "$scratch/kernel" "$scratch/lab" \( -name '*.o' -o -name '*.cmd' -o -name '*.mod' -o -name '*.ko' \) -delete

# A module that was built before would not be looked at again: nothing is, in this copy. What the driver beneath the chips
# warns of is its authors'.
make -s -C "$build" M="$scratch/drivers/cw1200" CONFIG_CW1200=m modules >"$scratch/driver.log" 2>&1 || {
    cat "$scratch/driver.log"
    exit 1
}
checked() {
    local what=$1 status=0
    shift
    "$@" W=1 C=1 >"$scratch/log" 2>&1 || status=$?
    # The lab's headers may be of another patch level of the same compiler.
    if [[ $status -ne 0 ]] || grep -vE 'the compiler differs|The kernel was built by|You are using|^$' "$scratch/log" |
        grep -iE 'warning|error' >"$scratch/found"; then
        cat "$scratch/log"
        echo "not clean: $what"
        failed=yes
    else
        echo "clean: $what"
    fi
}
failed=no
checked kernel/connloss_guard make -s -C "$build" M="$scratch/kernel/connloss_guard" modules
checked lab/chips make -s -C "$scratch/lab/chips" KDIR="$build" CW1200="$scratch/drivers/cw1200"
checked lab/fault make -s -C "$build" M="$scratch/lab/fault" modules
[[ $failed = no ]]
