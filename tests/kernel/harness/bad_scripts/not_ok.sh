#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# One check fails, and the script ends as if all were well.
# harness says: not ok - the second check
echo "ok - the first check"
echo "not ok - the second check"
echo "done"
