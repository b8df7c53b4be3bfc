# SPDX-License-Identifier: MIT
# shellcheck shell=bash
# Completes exwm-vr(1) in bash.

_exwm_vr() {
    local word=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]} index
    COMPREPLY=()

    # After "--" stands another program.
    for ((index = 1; index < COMP_CWORD; index++)); do
        if [[ ${COMP_WORDS[index]} == -- ]]; then
            if ((index + 1 == COMP_CWORD)); then
                mapfile -t COMPREPLY < <(compgen -c -- "$word")
            else
                mapfile -t COMPREPLY < <(compgen -f -- "$word")
            fi
            return
        fi
    done

    case $previous in
        --renderer)
            mapfile -t COMPREPLY < <(compgen -W 'auto pixman gles2 vulkan' -- "$word")
            ;;
        --log-level)
            mapfile -t COMPREPLY < <(compgen -W 'error warn info debug' -- "$word")
            ;;
        --output)
            mapfile -t COMPREPLY < <(compgen -W '1280x720 1920x1080 2560x1440 3840x2160' -- "$word")
            ;;
        --config | --ipc-socket)
            compopt -o filenames 2>/dev/null
            mapfile -t COMPREPLY < <(compgen -f -- "$word")
            ;;
        --socket | --ready-fd) ;;
        *)
            mapfile -t COMPREPLY < <(compgen -W '--headless --nested --output --renderer
                --require-gpu --socket --ipc-socket --ready-fd --config --lenient-config --check-config
                --dump-config --log-level --exit-with-command --help --version --' -- "$word")
            ;;
    esac
}

complete -F _exwm_vr exwm-vr
