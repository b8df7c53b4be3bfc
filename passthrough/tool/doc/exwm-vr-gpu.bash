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
            --record | --replay | --card | --render | --seat | --root | --with | --state) i=$((i + 1)) ;;
            -*) ;;
            *)
                command+=${command:+ }${COMP_WORDS[i]}
                # The one command that has commands.
                [[ $command == vfio ]] || break
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
        --root | --state)
            mapfile -t COMPREPLY < <(compgen -d -- "$current")
            return
            ;;
        --seat | --with) return ;;
    esac

    case $command in
        '') options='env list show choose check vfio' ;;
        env) global+=' --record --replay --explain' ;;
        choose) global+=' --card --render --seat' ;;
        check) global+=' --root' ;;
        list) global+=' --apis' ;;
        show)
            global+=' --apis'
            options=$(_exwm_vr_gpu_names)
            ;;
        vfio) options='status bind unbind restore' ;;
        'vfio status') options=$(_exwm_vr_gpu_names) ;;
        'vfio bind')
            global+=' --with --state --dry-run'
            options=$(_exwm_vr_gpu_names)
            ;;
        'vfio unbind')
            global+=' --state --dry-run'
            options=$(_exwm_vr_gpu_names)
            ;;
        'vfio restore') global+=' --state --dry-run' ;;
    esac
    if [[ $current == -* ]]; then
        options=$global
    fi
    _exwm_vr_gpu_reply "$options"
}

complete -F _exwm_vr_gpu exwm-vr-gpu
