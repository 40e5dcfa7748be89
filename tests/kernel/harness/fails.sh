#!/bin/bash
# SPDX-License-Identifier: MIT
# fails.sh SCRIPT COMMAND...: succeeds where the command ends with status 4 (a script that was not all right) and finds
# wrong what the script's comments "# harness says: SENTENCE" say, and nothing else.
script=$1
shift
output=$("$@")
status=$?
printf '%s\n' "$output"
if [[ $status -ne 4 ]]; then
    echo "ended with status $status; a script that is not all right gives 4"
    exit 1
fi
mapfile -t expected < <(sed -n 's/^# harness says: //p' "$script")
mapfile -t wrong < <(grep '^wrong: ' <<<"$output")
if [[ ${#expected[@]} -eq 0 || ${#expected[@]} -ne ${#wrong[@]} ]]; then
    echo "${#wrong[@]} things were wrong, ${#expected[@]} were to be"
    exit 1
fi
for sentence in "${expected[@]}"; do
    if [[ "${wrong[*]}" != *"$sentence"* ]]; then
        echo "this was to be wrong, and was not: $sentence"
        exit 1
    fi
done
