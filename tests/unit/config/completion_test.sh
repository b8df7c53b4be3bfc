#!/bin/bash
# SPDX-License-Identifier: MIT
# Asks bash to complete: completion_test.sh COMPLETIONS-FILE
set -u

# shellcheck source=/dev/null
source "$1" || exit 1

faults=0

# complete_to EXPECTED WORD...: the last word is the one at the cursor.
complete_to() {
    local expected=$1 actual
    shift
    COMP_WORDS=(exwm-vr "$@")
    COMP_CWORD=$#
    _exwm_vr
    actual=${COMPREPLY[*]}
    if [[ $actual != "$expected" ]]; then
        printf 'completing "%s": "%s" where "%s" was expected\n' "$*" "$actual" "$expected"
        faults=$((faults + 1))
    fi
}

complete_to '--headless --help' --he
complete_to '--renderer --require-gpu --ready-fd' --headless --r
complete_to 'auto pixman gles2 vulkan' --renderer ''
complete_to 'pixman' --renderer p
complete_to 'error warn info debug' --log-level ''
complete_to '1280x720 1920x1080' --headless --output 1
complete_to '' --socket ''
complete_to '' --ready-fd ''
complete_to '/dev/null' --config /dev/nul
complete_to 'mapfile' -- mapfil
complete_to '/dev/null' --headless -- cat /dev/nul
complete_to '' --headless -- cat --headl

[[ $faults == 0 ]]
