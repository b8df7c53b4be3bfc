#!/bin/bash
# SPDX-License-Identifier: MIT
# Asks bash to complete: completion_test.sh COMPLETIONS-FILE
set -u

# What there is, without a GPU.
exwm-vr-gpu() {
    if [[ $1 == guests ]]; then
        printf 'NAME KIND LEVEL\ndesk container low\nvm vm medium\nNote: nothing\n'
        return
    fi
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

complete_to 'env list show choose check plan emit verify recommend doctor policy guests audit vfio' ''
complete_to 'env emit' --json e
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
complete_to 'quadlet qemu' emit q
complete_to 'desk' emit podman d
complete_to 'desk vm' plan ''
complete_to '--strict' emit podman desk --s
complete_to 'virgl venus vfio' plan vm --mode v
complete_to 'ci' recommend c
complete_to '--guests' doctor --g
complete_to "$0" verify "$0"
complete_to "$0" env --replay "$0"
complete_to 'untrusted low medium high system' policy ''
complete_to 'medium' policy --guests file m
complete_to 'desk vm' guests ''
complete_to '--check' guests --c
complete_to 'vm' audit --guest v
complete_to '--file' audit --follow --fi
complete_to "$0" guests --check "$0"

[[ $faults == 0 ]]
