# SPDX-License-Identifier: MIT
# bash completion for exwm-vr-gpu

_exwm_vr_gpu_reply() {
    mapfile -t COMPREPLY < <(compgen -W "$1" -- "$current")
}

# The devices that can be named, by what "list" prints of them: bus, driver and nodes.
_exwm_vr_gpu_names() {
    exwm-vr-gpu list 2>/dev/null | awk 'NR > 1 { print $1, $2, $3, $4 }' | tr -s ' ' '\n' | sed '/^-$/d'
}

_exwm_vr_gpu_guests() {
    exwm-vr-gpu guests 2>/dev/null | awk 'NR > 1 && $1 != "Note:" { print $1 }'
}

_exwm_vr_gpu() {
    local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]}
    local global='--json --help --version' command='' options='' words=0 i
    COMPREPLY=()

    for ((i = 1; i < COMP_CWORD; i++)); do
        case ${COMP_WORDS[i]} in
            --record | --replay | --card | --render | --seat) i=$((i + 1)) ;;
            --guests | --check | --guest | --file | --root | --wayland-socket | --mode | --output) i=$((i + 1)) ;;
            --with | --state) i=$((i + 1)) ;;
            -*) ;;
            *)
                # vfio is the one command that has commands.
                if [[ -z $command || $command == vfio ]]; then
                    command+=${command:+ }${COMP_WORDS[i]}
                else
                    words=$((words + 1))
                fi
                ;;
        esac
    done

    case $previous in
        --record | --replay | --guests | --check | --file | --wayland-socket | --output)
            mapfile -t COMPREPLY < <(compgen -f -- "$current")
            return
            ;;
        --card | --render)
            _exwm_vr_gpu_reply "$(_exwm_vr_gpu_names)"
            return
            ;;
        --guest)
            _exwm_vr_gpu_reply "$(_exwm_vr_gpu_guests)"
            return
            ;;
        --root | --state)
            mapfile -t COMPREPLY < <(compgen -d -- "$current")
            return
            ;;
        --seat | --with) return ;;
        --mode)
            _exwm_vr_gpu_reply 'none 2d virgl venus native-context vfio'
            return
            ;;
    esac

    case $command in
        '') options='env list show choose check plan emit verify recommend doctor policy guests audit vfio' ;;
        env) global+=' --record --replay --explain' ;;
        choose) global+=' --card --render --seat' ;;
        plan | emit)
            global+=' --guests --root --wayland-socket --mode --strict'
            if [[ $command == emit ]]; then
                global+=' --output'
            fi
            if [[ $command == emit && $words == 0 ]]; then
                options='podman quadlet docker compose cdi lxc proxmox incus nspawn qemu libvirt crosvm cloud-hypervisor'
            elif [[ $current != -* && $words == "$([[ $command == emit ]] && echo 1 || echo 0)" ]]; then
                options=$(_exwm_vr_gpu_guests)
            fi
            ;;
        verify)
            if [[ $current != -* ]]; then
                mapfile -t COMPREPLY < <(compgen -f -- "$current")
                return
            fi
            ;;
        recommend) options='development ci server desktop vm-with-vr untrusted-application' ;;
        doctor) global+=' --guests' ;;
        policy)
            global+=' --guests'
            options='untrusted low medium high system'
            ;;
        guests)
            global+=' --guests --check'
            options=$(_exwm_vr_gpu_guests)
            ;;
        audit) global+=' --follow --guest --file' ;;
        check) global+=' --root' ;;
        list) global+=' --apis --record' ;;
        show)
            global+=' --apis'
            options=$(_exwm_vr_gpu_names)
            ;;
        vfio) options='status bind unbind restore' ;;
        'vfio status') options=$(_exwm_vr_gpu_names) ;;
        'vfio bind')
            global+=' --with --boot-display --state --dry-run'
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
