#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# Nothing was checked.
# harness says: the script checked nothing
echo "done"
