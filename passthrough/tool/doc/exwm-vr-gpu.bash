# SPDX-License-Identifier: MIT
# bash completion for exwm-vr-gpu

_exwm_vr_gpu_reply() {
    mapfile -t COMPREPLY < <(compgen -W "$1" -- "$current")
}

_exwm_vr_gpu() {
    local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]}
    local global='--json --help --version' command='' options='' i
    COMPREPLY=()

    for ((i = 1; i < COMP_CWORD; i++)); do
        case ${COMP_WORDS[i]} in
            --record | --replay) i=$((i + 1)) ;;
            -*) ;;
            *)
                command=${COMP_WORDS[i]}
                break
                ;;
        esac
    done

    case $previous in
        --record | --replay)
            mapfile -t COMPREPLY < <(compgen -f -- "$current")
            return
            ;;
    esac

    case $command in
        '') options='env' ;;
        env) global+=' --record --replay --explain' ;;
    esac
    if [[ $current == -* ]]; then
        options=$global
    fi
    _exwm_vr_gpu_reply "$options"
}

complete -F _exwm_vr_gpu exwm-vr-gpu
