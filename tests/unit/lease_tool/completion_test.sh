#!/bin/bash
# SPDX-License-Identifier: MIT
# Asks bash to complete: completion_test.sh COMPLETIONS-FILE
set -u

# What is offered, without a compositor.
exwm-vr-lease() {
    printf 'CONNECTOR  CARD            MODE\nDP-1       /dev/dri/card0  -\nDP-2       -  -\n'
}

# shellcheck source=/dev/null
source "$1" || exit 1

faults=0

# complete_to EXPECTED WORD...: the last word is the one at the cursor.
complete_to() {
    local expected=$1 actual
    shift
    COMP_WORDS=(exwm-vr-lease "$@")
    COMP_CWORD=$#
    _exwm_vr_lease
    actual=${COMPREPLY[*]}
    if [[ $actual != "$expected" ]]; then
        printf 'completing "%s": "%s" where "%s" was expected\n' "$*" "$actual" "$expected"
        faults=$((faults + 1))
    fi
}

complete_to '--list --leave-running' --l
complete_to '--pattern' --pa
complete_to 'DP-1 DP-2' --connector ''
complete_to 'DP-2' --wait --connector DP-2
complete_to '' --pattern --frames ''
complete_to 'exwm-vr-lease' --wait -- exwm-vr-le
complete_to '/dev/null' -- cat /dev/nul

[[ $faults == 0 ]]
