# SPDX-License-Identifier: MIT
# fish completion for exwm-vrctl

# The first column of a listing, without its heading.
function __exwm_vrctl_names
    exwm-vrctl $argv 2>/dev/null | tail -n +2 | string replace -r ' .*' ''
end

function __exwm_vrctl_windows
    echo focused
    __exwm_vrctl_names list
end

function __exwm_vrctl_outputs
    __exwm_vrctl_names outputs
end

set -l commands list outputs inputs gpus gpu clients headsets client-socket lease doctor workspaces focus close move resize fullscreen float workspace \
    move-to-workspace layout output icon screenshot type key click move-pointer drag scroll \
    pointer-position wait events raw status reload spawn exit

complete -c exwm-vrctl -f
complete -c exwm-vrctl -l json -d 'Print JSON'
complete -c exwm-vrctl -l socket -r -F -d 'IPC socket'
complete -c exwm-vrctl -l display -x -d 'Wayland display'
complete -c exwm-vrctl -s h -l help -d 'Print help'
complete -c exwm-vrctl -l version -d 'Print the version'

set -l first "not __fish_seen_subcommand_from $commands"
complete -c exwm-vrctl -n $first -a list -d 'List windows'
complete -c exwm-vrctl -n $first -a outputs -d 'List outputs'
complete -c exwm-vrctl -n $first -a inputs -d 'List input devices'
complete -c exwm-vrctl -n $first -a clients -d 'List Wayland clients and what they may do'
complete -c exwm-vrctl -n $first -a gpus -d 'List GPUs and what they are used for'
complete -c exwm-vrctl -n $first -a gpu -d 'List GPUs, what was decided; release, acquire'
complete -c exwm-vrctl -n $first -a headsets -d 'List headsets and who has them'
complete -c exwm-vrctl -n $first -a client-socket -d 'Make a Wayland socket for sandboxed programs'
complete -c exwm-vrctl -n $first -a lease -d 'List, revoke, allow, deny, offer or withdraw leases'
complete -c exwm-vrctl -n $first -a doctor -d 'Find out what does not work, and why'
complete -c exwm-vrctl -n $first -a workspaces -d 'List workspaces'
complete -c exwm-vrctl -n $first -a focus -d 'Focus a window'
complete -c exwm-vrctl -n $first -a close -d 'Ask a window to close'
complete -c exwm-vrctl -n $first -a move -d 'Move a window'
complete -c exwm-vrctl -n $first -a resize -d 'Resize a window'
complete -c exwm-vrctl -n $first -a fullscreen -d 'Make a window fullscreen, or not'
complete -c exwm-vrctl -n $first -a float -d 'Make a window float, or not'
complete -c exwm-vrctl -n $first -a workspace -d 'Show a workspace'
complete -c exwm-vrctl -n $first -a move-to-workspace -d 'Move a window to a workspace'
complete -c exwm-vrctl -n $first -a layout -d 'Set the layout'
complete -c exwm-vrctl -n $first -a output -d 'List, add, remove or set outputs'
complete -c exwm-vrctl -n $first -a icon -d 'Write the icon of a window'
complete -c exwm-vrctl -n $first -a screenshot -d 'Write a PNG picture'
complete -c exwm-vrctl -n $first -a type -d 'Type text'
complete -c exwm-vrctl -n $first -a key -d 'Press keys'
complete -c exwm-vrctl -n $first -a click -d 'Move the pointer and click'
complete -c exwm-vrctl -n $first -a move-pointer -d 'Move the pointer'
complete -c exwm-vrctl -n $first -a drag -d 'Press at one place, let go at another'
complete -c exwm-vrctl -n $first -a scroll -d 'Turn the mouse wheel'
complete -c exwm-vrctl -n $first -a pointer-position -d 'Print where the pointer is'
complete -c exwm-vrctl -n $first -a wait -d 'Wait for something'
complete -c exwm-vrctl -n $first -a events -d 'Print events as they come'
complete -c exwm-vrctl -n $first -a raw -d 'Send an IPC message, print the reply'
complete -c exwm-vrctl -n $first -a status -d 'Print what runs, and whether the configuration has errors'
complete -c exwm-vrctl -n $first -a reload -d 'Read the configuration again'
complete -c exwm-vrctl -n $first -a spawn -d 'Start a command in the compositor'
complete -c exwm-vrctl -n $first -a exit -d 'End the compositor'

set -l seen __fish_seen_subcommand_from
complete -c exwm-vrctl -n "$seen focus close move resize fullscreen float move-to-workspace" \
    -a '(__exwm_vrctl_windows)'
complete -c exwm-vrctl -n "$seen fullscreen float" -a 'on off toggle'
complete -c exwm-vrctl -n "$seen workspace move-to-workspace" -l output -x \
    -a '(__exwm_vrctl_outputs)' -d 'Of this output'
complete -c exwm-vrctl -n "$seen layout" -a 'tiling grid monocle floating next'

complete -c exwm-vrctl -n "$seen gpu; and not $seen list decisions release acquire" -a 'list decisions release acquire'
complete -c exwm-vrctl -n "$seen lease; and not $seen list revoke allow deny offer withdraw" -a 'list revoke allow deny offer withdraw'
complete -c exwm-vrctl -n "$seen doctor; and not $seen vr" -a vr -d 'All that virtual reality needs'

set -l output_first "$seen output; and not $seen list add remove set wait"
complete -c exwm-vrctl -n $output_first -a list -d 'List outputs'
complete -c exwm-vrctl -n $output_first -a add -d 'Add a virtual output'
complete -c exwm-vrctl -n $output_first -a remove -d 'Remove a virtual output'
complete -c exwm-vrctl -n $output_first -a set -d 'Change an output'
complete -c exwm-vrctl -n "$seen output; and $seen remove set" -a '(__exwm_vrctl_outputs)'
set -l output_set "$seen output; and $seen set"
complete -c exwm-vrctl -n $output_set -l mode -x -d 'WxH[@HZ]'
complete -c exwm-vrctl -n $output_set -l scale -x -d '0.25 to 8'
complete -c exwm-vrctl -n $output_set -l transform -x -d Rotation \
    -a 'normal 90 180 270 flipped flipped-90 flipped-180 flipped-270'
complete -c exwm-vrctl -n $output_set -l position -x -d 'Top left corner: X,Y'
complete -c exwm-vrctl -n $output_set -l adaptive-sync -x -a 'on off' \
    -d 'Show frames when they are ready'
complete -c exwm-vrctl -n $output_set -l on -d 'Turn it on'
complete -c exwm-vrctl -n $output_set -l off -d 'Turn it off'

complete -c exwm-vrctl -n "$seen icon" -F -a '(__exwm_vrctl_windows)'
complete -c exwm-vrctl -n "$seen icon" -l size -x -d 'At least so large, px'
complete -c exwm-vrctl -n "$seen screenshot" -F
complete -c exwm-vrctl -n "$seen screenshot" -l output -x -a '(__exwm_vrctl_outputs)' -d 'Only this output'
complete -c exwm-vrctl -n "$seen screenshot" -l window -x -a '(__exwm_vrctl_windows)' -d 'Only this window'
complete -c exwm-vrctl -n "$seen screenshot" -l region -x -d 'Only this part: "X,Y WxH"'
complete -c exwm-vrctl -n "$seen screenshot" -l cursor -d 'With the pointer'
complete -c exwm-vrctl -n "$seen type key" -l delay -x -d 'Pause after each'
complete -c exwm-vrctl -n "$seen type" -l stdin -d 'Type standard input'
complete -c exwm-vrctl -n "$seen click drag" -l button -x -a 'left right middle' -d Button
complete -c exwm-vrctl -n "$seen click" -l double -d 'Click twice'

set -l wait_first "$seen wait; and not $seen window output idle"
complete -c exwm-vrctl -n $wait_first -a window -d 'Wait for a window'
complete -c exwm-vrctl -n $wait_first -a output -d 'Wait for an output to be on'
complete -c exwm-vrctl -n $wait_first -a idle -d 'Wait until the picture stops changing'
complete -c exwm-vrctl -n "$seen wait; and $seen window" -l app-id -x -d 'Regular expression'
complete -c exwm-vrctl -n "$seen wait; and $seen window" -l title -x -d 'Regular expression'
complete -c exwm-vrctl -n "$seen wait; and $seen window output" -l gone -d 'Wait until it is gone'
complete -c exwm-vrctl -n "$seen wait; and $seen output" -a '(__exwm_vrctl_outputs)'
complete -c exwm-vrctl -n "$seen wait; and $seen idle" -l output -x -a '(__exwm_vrctl_outputs)' -d 'Only this one'
complete -c exwm-vrctl -n "$seen wait; and $seen idle" -l for -x -d 'How long it must be still'
complete -c exwm-vrctl -n "$seen wait screenshot events" -l timeout -x -d 'How long at most'
complete -c exwm-vrctl -n "$seen events" -l count -x -d 'Stop after so many'
complete -c exwm-vrctl -n "$seen spawn" -a '(__fish_complete_command)'
complete -c exwm-vrctl -n "$seen client-socket" -l level -x -a 'untrusted low medium high system' -d 'How far they are trusted'
