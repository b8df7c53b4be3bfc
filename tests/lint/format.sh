#!/bin/sh
# SPDX-License-Identifier: MIT
# format.sh CHECKOUT: fails on C++ files that clang-format would write differently.
set -eu
cd "$1"
find compositor tests -name '*.cpp' -print0 -o -name '*.hpp' -print0 |
    xargs -0 clang-format --dry-run -Werror
