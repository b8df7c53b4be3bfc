#!/bin/sh
# SPDX-License-Identifier: MIT
# format.sh CHECKOUT: fails on C++ files that clang-format would write differently.
set -eu
cd "$1"
list() {
    find . \( -name .git -o -name build \) -prune -o \( -name '*.cpp' -o -name '*.hpp' \) "$@"
}
[ -n "$(list -print)" ] || {
    echo "no C++ file found in $1" >&2
    exit 1
}
list -print0 | xargs -0 clang-format --dry-run -Werror
