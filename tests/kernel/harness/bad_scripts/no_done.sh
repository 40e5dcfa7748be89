#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# The script ends before its end, with status 0.
# harness says: the script did not come to its end
echo "ok - the first check"
exit 0
