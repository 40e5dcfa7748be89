#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# The last command fails.
# harness says: the script ended with exit status 3
echo "ok - the first check"
echo "done"
exit 3
