# SPDX-License-Identifier: MIT
# Completes exwm-vr(1) in fish.

function __exwm_vr_before_command
    not contains -- -- (commandline --tokenize --cut-at-cursor --current-process)
end

complete -c exwm-vr -f
complete -c exwm-vr -n 'not __exwm_vr_before_command' -xa '(__fish_complete_subcommand --commandline)'
complete -c exwm-vr -n __exwm_vr_before_command -l headless -d 'Virtual outputs only: no screen, no seat'
complete -c exwm-vr -n __exwm_vr_before_command -l nested -d 'Run as a window on the desktop that is there'
complete -c exwm-vr -n __exwm_vr_before_command -l output -xa '1280x720 1920x1080 2560x1440 3840x2160' -d 'Make a virtual output'
complete -c exwm-vr -n __exwm_vr_before_command -l renderer -xa 'auto pixman gles2 vulkan' -d 'How to draw'
complete -c exwm-vr -n __exwm_vr_before_command -l require-gpu -d 'Fail rather than render in software'
complete -c exwm-vr -n __exwm_vr_before_command -l socket -x -d 'Name of the Wayland socket'
complete -c exwm-vr -n __exwm_vr_before_command -l ipc-socket -rF -d 'Path of the IPC socket'
complete -c exwm-vr -n __exwm_vr_before_command -l ready-fd -x -d 'Write the display name to this descriptor when ready'
complete -c exwm-vr -n __exwm_vr_before_command -l config -rF -d 'Configuration file'
complete -c exwm-vr -n __exwm_vr_before_command -l lenient-config -d 'Start with the default configuration when the file has errors'
complete -c exwm-vr -n __exwm_vr_before_command -l check-config -d 'Look for errors in the configuration and exit'
complete -c exwm-vr -n __exwm_vr_before_command -l dump-config -d 'Print every key of the configuration and exit'
complete -c exwm-vr -n __exwm_vr_before_command -l log-level -xa 'error warn info debug' -d 'What to log'
complete -c exwm-vr -n __exwm_vr_before_command -l exit-with-command -d 'End when the command ends, with its status'
complete -c exwm-vr -n __exwm_vr_before_command -s h -l help -d 'Print help and exit'
complete -c exwm-vr -n __exwm_vr_before_command -l version -d 'Print the version and exit'
