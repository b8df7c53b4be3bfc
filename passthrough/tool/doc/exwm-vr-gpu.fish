# SPDX-License-Identifier: MIT
# fish completion for exwm-vr-gpu

# The devices that can be named, by what "list" prints of them: bus, driver and nodes.
function __exwm_vr_gpu_names
    exwm-vr-gpu list 2>/dev/null | awk 'NR > 1 { print $1, $2, $3, $4 }' | tr -s ' ' '\n' | string match -v -- -
end

set -l commands env list show choose check vfio

complete -c exwm-vr-gpu -f
complete -c exwm-vr-gpu -l json -d 'Print JSON'
complete -c exwm-vr-gpu -s h -l help -d 'Print help'
complete -c exwm-vr-gpu -l version -d 'Print the version'

set -l first "not __fish_seen_subcommand_from $commands"
complete -c exwm-vr-gpu -n $first -a env -d 'Say which machine, containers and sandboxes this is in'
complete -c exwm-vr-gpu -n $first -a list -d 'List GPUs'
complete -c exwm-vr-gpu -n $first -a show -d 'Print all that is known of one GPU'
complete -c exwm-vr-gpu -n $first -a choose -d 'Say which GPU has the screens and which draws'
complete -c exwm-vr-gpu -n $first -a check -d 'Check that drivers fit the kernel'
complete -c exwm-vr-gpu -n $first -a vfio -d 'Give a GPU to virtual machines, and take it back'

set -l seen __fish_seen_subcommand_from
complete -c exwm-vr-gpu -n "$seen env" -l record -r -F -d 'Also write what was asked and answered'
complete -c exwm-vr-gpu -n "$seen env" -l replay -r -F -d 'Judge a record, not this machine'
complete -c exwm-vr-gpu -n "$seen env" -l explain -d 'Print the evidence'
complete -c exwm-vr-gpu -n "$seen choose" -l card -x -a '(__exwm_vr_gpu_names)' -d 'For outputs'
complete -c exwm-vr-gpu -n "$seen choose" -l render -x -a '(__exwm_vr_gpu_names)' -d 'Draws'
complete -c exwm-vr-gpu -n "$seen choose" -l seat -x -d 'Of this seat'
complete -c exwm-vr-gpu -n "$seen check" -l root -x -a '(__fish_complete_directories)' -d 'Of a container'
complete -c exwm-vr-gpu -n "$seen list show" -l apis -d 'Also ask EGL and Vulkan'
complete -c exwm-vr-gpu -n "$seen show" -x -a '(__exwm_vr_gpu_names)'

set -l givings status bind unbind restore
set -l giving "$seen vfio; and not __fish_seen_subcommand_from $givings"
complete -c exwm-vr-gpu -n $giving -a status -d 'Check what stands in the way of it'
complete -c exwm-vr-gpu -n $giving -a bind -d 'Give it and its IOMMU group to vfio-pci'
complete -c exwm-vr-gpu -n $giving -a unbind -d 'Give it back to its drivers'
complete -c exwm-vr-gpu -n $giving -a restore -d 'Give all back, after a crash'
set -l given "$seen vfio; and __fish_seen_subcommand_from"
complete -c exwm-vr-gpu -n "$given status bind unbind" -x -a '(__exwm_vr_gpu_names)'
complete -c exwm-vr-gpu -n "$given bind" -l with -x -d 'May go along'
complete -c exwm-vr-gpu -n "$given bind unbind restore" -l state -x -a '(__fish_complete_directories)' -d 'For the journal'
complete -c exwm-vr-gpu -n "$given bind unbind restore" -l dry-run -d 'Write nothing'
