#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# limit: 5
# The script would run for ever.
# harness says: the script ended with exit status 143
# harness says: the script did not come to its end
echo "ok - the first check"
sleep 100000
echo "done"
