# SPDX-License-Identifier: MIT
# bash completion for exwm-vr-lease

_exwm_vr_lease() {
    local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]}
    local options='--list --pattern --seconds --frames --connector --wait --leave-running --watch
        --json --display --help --version --'
    local i
    COMPREPLY=()

    # Behind "--" another program's words begin.
    for ((i = 1; i < COMP_CWORD; i++)); do
        if [[ ${COMP_WORDS[i]} == -- ]]; then
            if declare -F _comp_command_offset >/dev/null; then
                _comp_command_offset "$((i + 1))"
            elif declare -F _command_offset >/dev/null; then
                _command_offset "$((i + 1))"
            elif ((i + 1 == COMP_CWORD)); then
                mapfile -t COMPREPLY < <(compgen -c -- "$current")
            else
                mapfile -t COMPREPLY < <(compgen -f -- "$current")
            fi
            return
        fi
    done

    case $previous in
        --connector)
            mapfile -t COMPREPLY < <(compgen -W \
                "$(exwm-vr-lease --list 2>/dev/null | sed -e 1d -e 's/ .*//')" -- "$current")
            return ;;
        --seconds | --frames | --display)
            return ;;
    esac
    mapfile -t COMPREPLY < <(compgen -W "$options" -- "$current")
}

complete -F _exwm_vr_lease exwm-vr-lease
