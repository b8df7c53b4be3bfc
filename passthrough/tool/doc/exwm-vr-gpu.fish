# SPDX-License-Identifier: MIT
# fish completion for exwm-vr-gpu

# The devices that can be named, by what "list" prints of them: bus, driver and nodes.
function __exwm_vr_gpu_names
    exwm-vr-gpu list 2>/dev/null | awk 'NR > 1 { print $1, $2, $3, $4 }' | tr -s ' ' '\n' | string match -v -- -
end

function __exwm_vr_gpu_guests
    exwm-vr-gpu guests 2>/dev/null | awk 'NR > 1 && $1 != "Note:" { print $1 }'
end

set -l commands env list show choose check plan emit verify recommend doctor policy guests audit vfio

complete -c exwm-vr-gpu -f
complete -c exwm-vr-gpu -l json -d 'Print JSON'
complete -c exwm-vr-gpu -s h -l help -d 'Print help'
complete -c exwm-vr-gpu -l version -d 'Print the version'

set -l first "not __fish_seen_subcommand_from $commands"
complete -c exwm-vr-gpu -n $first -a env -d 'Say which machine, containers and sandboxes this is in'
complete -c exwm-vr-gpu -n $first -a list -d 'List GPUs'
complete -c exwm-vr-gpu -n $first -a show -d 'Print all that is known of one GPU'
complete -c exwm-vr-gpu -n $first -a choose -d 'Say which GPU has the screens and which draws'
complete -c exwm-vr-gpu -n $first -a policy -d 'Say what levels of trust grant of a GPU'
complete -c exwm-vr-gpu -n $first -a guests -d 'List virtual machines and containers'
complete -c exwm-vr-gpu -n $first -a audit -d 'Say what guests were refused'

complete -c exwm-vr-gpu -n $first -a plan -d 'Say what a guest is to get, and why'
complete -c exwm-vr-gpu -n $first -a emit -d 'Print a set-up for a guest'
complete -c exwm-vr-gpu -n $first -a verify -d 'Compare this guest with the plan for it'
complete -c exwm-vr-gpu -n $first -a recommend -d 'Say what to run a compositor in'
complete -c exwm-vr-gpu -n $first -a doctor -d 'Say what works here'
complete -c exwm-vr-gpu -n $first -a check -d 'Check that drivers fit the kernel'
complete -c exwm-vr-gpu -n $first -a vfio -d 'Give a GPU to virtual machines, and take it back'

set -l seen __fish_seen_subcommand_from
complete -c exwm-vr-gpu -n "$seen env" -l record -r -F -d 'Also write what was asked and answered'
complete -c exwm-vr-gpu -n "$seen env" -l replay -r -F -d 'Judge a record, not this machine'
complete -c exwm-vr-gpu -n "$seen env" -l explain -d 'Print the evidence'
complete -c exwm-vr-gpu -n "$seen choose" -l card -x -a '(__exwm_vr_gpu_names)' -d 'For outputs'
complete -c exwm-vr-gpu -n "$seen choose" -l render -x -a '(__exwm_vr_gpu_names)' -d 'Draws'
complete -c exwm-vr-gpu -n "$seen choose" -l seat -x -d 'Of this seat'
complete -c exwm-vr-gpu -n "$seen plan" -a '(__exwm_vr_gpu_guests)'
complete -c exwm-vr-gpu -n "$seen emit" -a 'podman quadlet docker compose cdi lxc proxmox incus nspawn qemu libvirt crosvm cloud-hypervisor (__exwm_vr_gpu_guests)'
complete -c exwm-vr-gpu -n "$seen plan emit doctor" -l guests -r -F -d 'Read guests from this file'
complete -c exwm-vr-gpu -n "$seen plan emit" -l root -r -F -d 'The root file system of the guest'
complete -c exwm-vr-gpu -n "$seen plan emit" -l wayland-socket -r -F -d 'It shows by this socket'
complete -c exwm-vr-gpu -n "$seen plan emit" -l mode -x -a 'none 2d virgl venus native-context vfio' -d 'How it comes to its pictures'
complete -c exwm-vr-gpu -n "$seen plan emit" -l strict -d 'Fail when something is not enforced'
complete -c exwm-vr-gpu -n "$seen emit" -l output -r -F -d 'Write files into this folder'
complete -c exwm-vr-gpu -n "$seen verify" -F
complete -c exwm-vr-gpu -n "$seen recommend" -a 'development ci server desktop vm-with-vr untrusted-application'
complete -c exwm-vr-gpu -n "$seen policy" -a 'untrusted low medium high system'
complete -c exwm-vr-gpu -n "$seen policy guests" -l guests -r -F -d 'Read guests from this file'
complete -c exwm-vr-gpu -n "$seen guests" -a '(__exwm_vr_gpu_guests)'
complete -c exwm-vr-gpu -n "$seen guests" -l check -r -F -d 'Look for errors in this file'
complete -c exwm-vr-gpu -n "$seen audit" -l follow -d 'Go on with what comes'
complete -c exwm-vr-gpu -n "$seen audit" -l guest -x -a '(__exwm_vr_gpu_guests)' -d 'Only of this guest'
complete -c exwm-vr-gpu -n "$seen audit" -l file -r -F -d 'Read this log'
complete -c exwm-vr-gpu -n "$seen check" -l root -x -a '(__fish_complete_directories)' -d 'Of a container'
complete -c exwm-vr-gpu -n "$seen list show" -l apis -d 'Also ask EGL and Vulkan'
complete -c exwm-vr-gpu -n "$seen list" -l record -r -F -d 'Also write what was read of the machine'
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
complete -c exwm-vr-gpu -n "$given bind" -l boot-display -d 'Also where it is the boot display'
complete -c exwm-vr-gpu -n "$given bind unbind restore" -l state -x -a '(__fish_complete_directories)' -d 'For the journal'
complete -c exwm-vr-gpu -n "$given bind unbind restore" -l dry-run -d 'Write nothing'
