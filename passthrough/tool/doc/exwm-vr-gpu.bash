# SPDX-License-Identifier: MIT
# bash completion for exwm-vr-gpu

_exwm_vr_gpu_reply() {
    mapfile -t COMPREPLY < <(compgen -W "$1" -- "$current")
}

# The devices that can be named, by what "list" prints of them: bus, driver and nodes.
_exwm_vr_gpu_names() {
    exwm-vr-gpu list 2>/dev/null | awk 'NR > 1 { print $1, $2, $3, $4 }' | tr -s ' ' '\n' | sed '/^-$/d'
}

_exwm_vr_gpu() {
    local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]}
    local global='--json --help --version' command='' options='' i
    COMPREPLY=()

    for ((i = 1; i < COMP_CWORD; i++)); do
        case ${COMP_WORDS[i]} in
            --record | --replay | --card | --render | --seat | --root) i=$((i + 1)) ;;
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
        --card | --render)
            _exwm_vr_gpu_reply "$(_exwm_vr_gpu_names)"
            return
            ;;
        --root)
            mapfile -t COMPREPLY < <(compgen -d -- "$current")
            return
            ;;
        --seat) return ;;
    esac

    case $command in
        '') options='env list choose check' ;;
        env) global+=' --record --replay --explain' ;;
        choose) global+=' --card --render --seat' ;;
        check) global+=' --root' ;;
    esac
    if [[ $current == -* ]]; then
        options=$global
    fi
    _exwm_vr_gpu_reply "$options"
}

complete -F _exwm_vr_gpu exwm-vr-gpu
