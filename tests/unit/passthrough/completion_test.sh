#!/bin/bash
# SPDX-License-Identifier: MIT
# Asks bash to complete: completion_test.sh COMPLETIONS-FILE
set -u

# What there is, without a GPU.
exwm-vr-gpu() {
    printf 'BUS DRIVER CARD RENDER-NODE OUTPUTS NAME\n'
    printf 'pci-0000:00:02.0 i915 /dev/dri/card1 - DP-1* Iris Xe\n'
}

# shellcheck source=/dev/null
source "$1" || exit 1

faults=0

# complete_to EXPECTED WORD...: the last word is the one at the cursor.
complete_to() {
    local expected=$1 actual
    shift
    COMP_WORDS=(exwm-vr-gpu "$@")
    COMP_CWORD=$#
    _exwm_vr_gpu
    actual=${COMPREPLY[*]}
    if [[ $actual != "$expected" ]]; then
        printf 'completing "%s": "%s" where "%s" was expected\n' "$*" "$actual" "$expected"
        faults=$((faults + 1))
    fi
}

complete_to 'env list show choose check vfio' ''
complete_to 'env' --json e
complete_to '--json --help --version' --
complete_to '--record --replay' env --re
complete_to '--root' check --r
complete_to '--apis' list --a
complete_to 'pci-0000:00:02.0 i915 /dev/dri/card1' show ''
complete_to 'status bind unbind restore' vfio ''
complete_to 'unbind' --json vfio u
complete_to 'pci-0000:00:02.0 i915 /dev/dri/card1' vfio bind ''
complete_to '--dry-run' vfio unbind --d
complete_to '--state' vfio restore --s
complete_to '--with' vfio bind --dry-run --w
complete_to '--explain' env --json --e
complete_to '' env ''
complete_to '--card' choose --c
complete_to 'pci-0000:00:02.0 i915 /dev/dri/card1' choose --card ''
complete_to '--render' choose --card i915 --r
complete_to "$0" env --replay "$0"

[[ $faults == 0 ]]
