#!/bin/sh
# SPDX-License-Identifier: MIT
# shell.sh CHECKOUT: runs shellcheck on each shell script; files that another one sources are
# looked at through that one.
set -eu
cd "$1"
command -v shellcheck >/dev/null || {
    echo "shellcheck is not installed" >&2
    exit 77
}
grep -rlE -m1 --exclude-dir=build --exclude-dir=.git '^#!.*\b(sh|bash)$' . |
    xargs shellcheck --external-sources --check-sourced
