# SPDX-License-Identifier: MIT
# bash completion for exwm-vrctl

_exwm_vrctl_reply() {
    mapfile -t COMPREPLY < <(compgen -W "$1" -- "$current")
}

# The first column of a listing, without its heading.
_exwm_vrctl_names() {
    exwm-vrctl "$@" 2>/dev/null | sed -e 1d -e 's/ .*//'
}

_exwm_vrctl() {
    local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]}
    local global='--json --socket --display --help --version'
    local command='' sub='' position=0 i word
    COMPREPLY=()

    # Finds the command, its own command if it has some, and which argument this is.
    for ((i = 1; i < COMP_CWORD; i++)); do
        word=${COMP_WORDS[i]}
        case $word in
            --socket | --display | --output | --window | --region | --timeout | --delay | --button | --level | --size | \
                --mode | --scale | --transform | --position | --adaptive-sync | --app-id | --title | --for | --count)
                i=$((i + 1)) ;;
            -*) ;;
            *)
                if [[ -z $command ]]; then
                    command=$word
                elif [[ -z $sub && ($command == output || $command == lease || $command == gpu || $command == doctor || $command == wait) ]]; then
                    sub=$word
                else
                    position=$((position + 1))
                fi
                ;;
        esac
    done

    case $previous in
        --socket)
            mapfile -t COMPREPLY < <(compgen -f -- "$current")
            return ;;
        --output)
            _exwm_vrctl_reply "$(_exwm_vrctl_names outputs)"
            return ;;
        --window)
            _exwm_vrctl_reply "focused $(_exwm_vrctl_names list)"
            return ;;
        --button)
            _exwm_vrctl_reply 'left right middle'
            return ;;
        --level)
            _exwm_vrctl_reply 'untrusted low medium high system'
            return ;;
        --transform)
            _exwm_vrctl_reply 'normal 90 180 270 flipped flipped-90 flipped-180 flipped-270'
            return ;;
        --adaptive-sync)
            _exwm_vrctl_reply 'on off'
            return ;;
        --display | --region | --timeout | --delay | --mode | --scale | --position | --app-id | \
            --title | --for | --count | --size)
            return ;;
    esac

    local options='' values=''
    case $command in
        '')
            values='list outputs inputs gpus gpu clients headsets client-socket lease doctor workspaces focus close move resize fullscreen float workspace
                move-to-workspace layout output icon screenshot type key click move-pointer drag scroll
                pointer-position wait events raw status reload spawn exit' ;;
        focus | close | move | resize)
            [[ $position == 0 ]] && values="focused $(_exwm_vrctl_names list)" ;;
        fullscreen | float)
            case $position in
                0) values="focused $(_exwm_vrctl_names list)" ;;
                1) values='on off toggle' ;;
            esac ;;
        workspace)
            options='--output' ;;
        move-to-workspace)
            options='--output'
            [[ $position == 0 ]] && values="focused $(_exwm_vrctl_names list)" ;;
        layout)
            values='tiling grid monocle floating next' ;;
        output)
            case $sub in
                '') values='list add remove set' ;;
                remove) values=$(_exwm_vrctl_names outputs) ;;
                set)
                    options='--mode --scale --transform --position --adaptive-sync --on --off'
                    [[ $position == 0 ]] && values=$(_exwm_vrctl_names outputs) ;;
            esac ;;
        lease)
            [[ -n $sub ]] || values='list revoke allow deny offer withdraw' ;;
        client-socket)
            options='--level' ;;
        gpu)
            [[ -n $sub ]] || values='list decisions release acquire' ;;
        doctor)
            [[ -n $sub ]] || values='vr' ;;
        icon)
            options='--size'
            if [[ $position != 0 && $current != -* ]]; then
                mapfile -t COMPREPLY < <(compgen -f -- "$current")
                return
            fi
            values="focused $(_exwm_vrctl_names list)" ;;
        screenshot)
            options='--output --window --region --cursor --timeout'
            if [[ $current != -* ]]; then
                mapfile -t COMPREPLY < <(compgen -f -- "$current")
                return
            fi ;;
        type)
            options='--stdin --delay' ;;
        key)
            options='--delay' ;;
        click)
            options='--button --double' ;;
        drag)
            options='--button' ;;
        wait)
            case $sub in
                '') values='window output idle' ;;
                window) options='--app-id --title --gone --timeout' ;;
                output)
                    options='--gone --timeout'
                    values=$(_exwm_vrctl_names outputs) ;;
                idle) options='--output --for --timeout' ;;
            esac ;;
        events)
            options='--count --timeout' ;;
        spawn)
            [[ $position == 0 ]] && mapfile -t COMPREPLY < <(compgen -c -- "$current")
            return ;;
    esac
    if [[ $current == -* ]]; then
        _exwm_vrctl_reply "$options $global"
    else
        _exwm_vrctl_reply "$values"
    fi
}

complete -F _exwm_vrctl exwm-vrctl
