#!/bin/bash
# SPDX-License-Identifier: MIT
# checkpatch.sh TREE: the kernel's own checkpatch.pl finds nothing in what the kernel runs of this tree.
set -euo pipefail
tree=$1
checkpatch=${XDG_CACHE_HOME:-$HOME/.cache}/wlanmedic/lab/linux-source/tree/scripts/checkpatch.pl
mapfile -t files < <(git -C "$tree" ls-files 'kernel/**/*.[ch]' 'lab/chips/*.[ch]' 'lab/fault/*.[ch]' 2>/dev/null)
[[ ${#files[@]} -gt 0 ]] || mapfile -t files < <(cd "$tree" && find kernel lab/chips lab/fault -name '*.[ch]')
echo "${#files[@]} files"
[[ ${#files[@]} -gt 0 ]]
cd "$tree"
# Its rules for a patch (who maintains a new file, a line before a Signed-off-by) are none of a tree's. A comparison with
# LINUX_VERSION_CODE is taken for one of two constants, and a list of parameters as a macro for an expression.
perl "$checkpatch" --no-tree --terse --show-types --no-summary --max-line-length=100 --file \
    --ignore FILE_PATH_CHANGES,LINUX_VERSION_CODE,SPDX_LICENSE_TAG,CONSTANT_COMPARISON,COMPLEX_MACRO,TRAILING_SEMICOLON "${files[@]}"
