#!/bin/bash
# SPDX-License-Identifier: MIT
# Asks bash to complete: completion_test.sh COMPLETIONS-FILE
set -u

# What there is, without a compositor.
exwm-vrctl() {
    case $1 in
        list) printf 'ID          APP-ID\n4294967296  foot\n4294967297  a\n' ;;
        outputs) printf 'NAME  STATE\nLEFT  on\nRIGHT  off\n' ;;
    esac
}

# shellcheck source=/dev/null
source "$1" || exit 1

faults=0

# complete_to EXPECTED WORD...: the last word is the one at the cursor.
complete_to() {
    local expected=$1 actual
    shift
    COMP_WORDS=(exwm-vrctl "$@")
    COMP_CWORD=$#
    _exwm_vrctl
    actual=${COMPREPLY[*]}
    if [[ $actual != "$expected" ]]; then
        printf 'completing "%s": "%s" where "%s" was expected\n' "$*" "$actual" "$expected"
        faults=$((faults + 1))
    fi
}

complete_to 'inputs' in
complete_to 'gpus gpu' gp
complete_to 'list decisions release acquire' gpu ''
complete_to 'untrusted' client-socket --level u
complete_to 'click' clic
complete_to 'clients client-socket click' cli
complete_to 'doctor' doc
complete_to 'vr' doctor ''
complete_to '' doctor vr ''
complete_to 'screenshot scroll status spawn' s
complete_to 'move move-to-workspace move-pointer' mo
complete_to 'focused 4294967296 4294967297' focus ''
complete_to '4294967297' close 4294967297
complete_to '' focus 4294967296 ''
complete_to 'on off toggle' float 4294967296 ''
complete_to 'list add remove set' output ''
complete_to 'LEFT RIGHT' output remove ''
complete_to 'LEFT' output set L
complete_to '--scale --socket' output set LEFT --s
complete_to 'normal' output set LEFT --transform n
complete_to 'RIGHT' screenshot --output R
complete_to 'focused 4294967296 4294967297' screenshot --window ''
complete_to 'focused 4294967296 4294967297' icon --size 32 ''
complete_to '' icon --size ''
complete_to '--size --socket' icon --s
complete_to '--json' screenshot --j
complete_to 'window output idle' wait ''
complete_to '--gone' wait window --app-id foot --g
complete_to 'LEFT RIGHT' --json wait output --timeout 5s ''
complete_to 'tiling' --socket /tmp/s layout t

[[ $faults == 0 ]]
