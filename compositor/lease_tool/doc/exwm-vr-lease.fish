# SPDX-License-Identifier: MIT
# fish completion for exwm-vr-lease

function __exwm_vr_lease_connectors
    exwm-vr-lease --list 2>/dev/null | tail -n +2 | string replace -r ' .*' ''
end

set -l ours 'not contains -- -- (commandline -opc)'
complete -c exwm-vr-lease -f
complete -c exwm-vr-lease -n $ours -l list -d 'List the headsets that are offered'
complete -c exwm-vr-lease -n $ours -l pattern -d 'Show a test picture'
complete -c exwm-vr-lease -n $ours -l seconds -x -d 'End the test picture after so long'
complete -c exwm-vr-lease -n $ours -l frames -x -d 'End the test picture after so many flips'
complete -c exwm-vr-lease -n $ours -l connector -x -a '(__exwm_vr_lease_connectors)' -d 'Take this one'
complete -c exwm-vr-lease -n $ours -l wait -d 'Wait until it is offered'
complete -c exwm-vr-lease -n $ours -l leave-running -d 'Do not end the command when the lease ends'
complete -c exwm-vr-lease -n $ours -l watch -d 'Take no lease: the command does'
complete -c exwm-vr-lease -n $ours -l json -d 'Print JSON'
complete -c exwm-vr-lease -n $ours -l display -x -d 'Wayland display'
complete -c exwm-vr-lease -n $ours -s h -l help -d 'Print help'
complete -c exwm-vr-lease -n $ours -l version -d 'Print the version'
complete -c exwm-vr-lease -n 'contains -- -- (commandline -opc)' -xa '(__fish_complete_subcommand)'
