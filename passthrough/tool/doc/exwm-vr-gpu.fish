# SPDX-License-Identifier: MIT
# fish completion for exwm-vr-gpu

set -l commands env

complete -c exwm-vr-gpu -f
complete -c exwm-vr-gpu -l json -d 'Print JSON'
complete -c exwm-vr-gpu -s h -l help -d 'Print help'
complete -c exwm-vr-gpu -l version -d 'Print the version'

set -l first "not __fish_seen_subcommand_from $commands"
complete -c exwm-vr-gpu -n $first -a env -d 'Say which machine, containers and sandboxes this is in'

set -l seen __fish_seen_subcommand_from
complete -c exwm-vr-gpu -n "$seen env" -l record -r -F -d 'Also write what was asked and answered'
complete -c exwm-vr-gpu -n "$seen env" -l replay -r -F -d 'Judge a record, not this machine'
complete -c exwm-vr-gpu -n "$seen env" -l explain -d 'Print the evidence'
