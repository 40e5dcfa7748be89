#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# expects: oops
# An oops that was to be shown does not come.
# harness says: the kernel was to oops, and complained of nothing
echo "ok - the first check"
echo "done"
