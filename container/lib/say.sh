# shellcheck shell=bash
# SPDX-License-Identifier: MIT
# Messages: all on standard error, as standard output belongs to the command that is run.

say() {
    printf '%s\n' "$*" >&2
}

# Ends with an error: the first argument is what went wrong, further ones say how to go on.
die() {
    printf 'container/dev: %s\n' "$1" >&2
    shift
    (($# == 0)) || printf '  %s\n' "$@" >&2
    exit 1
}

usage_error() {
    printf 'container/dev: %s (container/dev --help lists what there is)\n' "$1" >&2
    exit 2
}

# One line that is rewritten on a terminal, a new line only for a new phase elsewhere.
last_phase=
progress() {
    local phase=$1 detail=$2
    if [[ -t 2 ]]; then
        printf '\r\033[K%s%s' "$phase" "${detail:+ $detail}" >&2
    elif [[ $phase != "$last_phase" ]]; then
        say "$phase"
    fi
    last_phase=$phase
}

progress_end() {
    [[ ! -t 2 ]] || printf '\r\033[K' >&2
    last_phase=
}
