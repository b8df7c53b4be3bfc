# SPDX-License-Identifier: MIT
# fish completion for exwm-vr-gpu

# The devices that can be named, by what "list" prints of them: bus, driver and nodes.
function __exwm_vr_gpu_names
    exwm-vr-gpu list 2>/dev/null | awk 'NR > 1 { print $1, $2, $3, $4 }' | tr -s ' ' '\n' | string match -v -- -
end

function __exwm_vr_gpu_guests
    exwm-vr-gpu guests 2>/dev/null | awk 'NR > 1 && $1 != "Note:" { print $1 }'
end

set -l commands env list choose policy guests audit

complete -c exwm-vr-gpu -f
complete -c exwm-vr-gpu -l json -d 'Print JSON'
complete -c exwm-vr-gpu -s h -l help -d 'Print help'
complete -c exwm-vr-gpu -l version -d 'Print the version'

set -l first "not __fish_seen_subcommand_from $commands"
complete -c exwm-vr-gpu -n $first -a env -d 'Say which machine, containers and sandboxes this is in'
complete -c exwm-vr-gpu -n $first -a list -d 'List GPUs'
complete -c exwm-vr-gpu -n $first -a choose -d 'Say which GPU has the screens and which draws'
complete -c exwm-vr-gpu -n $first -a policy -d 'Say what levels of trust grant of a GPU'
complete -c exwm-vr-gpu -n $first -a guests -d 'List virtual machines and containers'
complete -c exwm-vr-gpu -n $first -a audit -d 'Say what guests were refused'

set -l seen __fish_seen_subcommand_from
complete -c exwm-vr-gpu -n "$seen env" -l record -r -F -d 'Also write what was asked and answered'
complete -c exwm-vr-gpu -n "$seen env" -l replay -r -F -d 'Judge a record, not this machine'
complete -c exwm-vr-gpu -n "$seen env" -l explain -d 'Print the evidence'
complete -c exwm-vr-gpu -n "$seen choose" -l card -x -a '(__exwm_vr_gpu_names)' -d 'For outputs'
complete -c exwm-vr-gpu -n "$seen choose" -l render -x -a '(__exwm_vr_gpu_names)' -d 'Draws'
complete -c exwm-vr-gpu -n "$seen choose" -l seat -x -d 'Of this seat'
complete -c exwm-vr-gpu -n "$seen policy" -a 'untrusted low medium high system'
complete -c exwm-vr-gpu -n "$seen policy guests" -l guests -r -F -d 'Read guests from this file'
complete -c exwm-vr-gpu -n "$seen guests" -a '(__exwm_vr_gpu_guests)'
complete -c exwm-vr-gpu -n "$seen guests" -l check -r -F -d 'Look for errors in this file'
complete -c exwm-vr-gpu -n "$seen audit" -l follow -d 'Go on with what comes'
complete -c exwm-vr-gpu -n "$seen audit" -l guest -x -a '(__exwm_vr_gpu_guests)' -d 'Only of this guest'
complete -c exwm-vr-gpu -n "$seen audit" -l file -r -F -d 'Read this log'
