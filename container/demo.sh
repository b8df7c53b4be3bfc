#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Shows the compositor at its main job, with real programs on two virtual outputs:
# demo.sh [--keep | --nested]. Run by `container/dev demo`; needs exwm-vr and exwm-vrctl on PATH.
set -euo pipefail

mode=${1-}
checkout=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
pictures=$checkout/build/demo
work=$(mktemp -d "${XDG_RUNTIME_DIR:?}/demo.XXXXXX")
export EXWM_VR_IPC=$work/ipc.sock
compositor=

finish() {
    local result=$?
    trap - EXIT
    if [[ -n $compositor ]]; then
        kill "$compositor" 2>/dev/null || true
        wait "$compositor" 2>/dev/null || true
    fi
    if ((result != 0)) && [[ -s $work/log ]]; then
        printf 'The demo failed. The last lines of the compositor and of the programs:\n' >&2
        tail -q -n 20 "$work/log" "$work/clients" >&2 || true
    fi
    rm -rf "$work"
    exit "$result"
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

fail() {
    printf '%s\n' "$*" >&2
    exit 1
}

step() {
    printf '• %s\n' "$*"
}

# The number of the one window whose title matches.
window() {
    exwm-vrctl wait window --title "$1" --timeout 30s
}

start_compositor() {
    local backend=--headless display
    [[ $mode != --nested ]] || backend=--nested
    mkfifo "$work/ready"
    exwm-vr "$backend" --output left:1280x720+0+0 --output right:1280x720+1280+0 \
        --ipc-socket "$EXWM_VR_IPC" --log-level info --ready-fd 3 3>"$work/ready" 2>"$work/log" &
    compositor=$!
    read -r display <"$work/ready" || {
        wait "$compositor" || true
        compositor=
        exit 1
    }
    export WAYLAND_DISPLAY=$display
    grep -m 1 'backend' "$work/log" | sed 's/^/  /' || true

    # As windows of a desktop they have names of their own.
    local names
    mapfile -t names < <(exwm-vrctl outputs | awk 'NR > 1 { print $1 }')
    left=${names[0]} right=${names[-1]}
}

# There is no settings service and no accessibility bus here, and GTK's media backend would end
# the program for want of codecs.
settle_toolkits() {
    export GTK_A11Y=none NO_AT_BRIDGE=1 GSETTINGS_BACKEND=memory QT_QPA_PLATFORM=wayland
    export GDK_BACKEND=wayland GSK_RENDERER=cairo GTK_MEDIA=none
}

show_programs() {
    step "a terminal with a shell, one with a live list of processes, an animation: tiled"
    foot --title=terminal bash --norc >>"$work/clients" 2>&1 &
    terminal=$(window '^terminal$')
    foot --title=processes top -d 1 >>"$work/clients" 2>&1 &
    window '^processes$' >/dev/null
    weston-flower >>"$work/clients" 2>&1 &
    window Flower >/dev/null

    step "a GTK program and a Qt program on the other output"
    local id
    gtk4-widget-factory >>"$work/clients" 2>&1 &
    id=$(exwm-vrctl wait window --app-id widget-factory --timeout 30s)
    exwm-vrctl move-to-workspace --output "$right" "$id" 1
    featherpad "$checkout/README.md" >>"$work/clients" 2>&1 &
    editor=$(exwm-vrctl wait window --app-id featherpad --timeout 30s)
    exwm-vrctl move-to-workspace --output "$right" "$editor" 1
}

use_programs() {
    step "the Qt program's file dialog, opened by its key: floats over its window"
    exwm-vrctl focus "$editor"
    # A window is there before the program behind it listens to its keys.
    local dialog=
    for _ in {1..10}; do
        exwm-vrctl key C-o
        dialog=$(exwm-vrctl wait window --title '^Open' --timeout 3s 2>/dev/null) && break
    done
    [[ -n $dialog ]] || fail "the dialog did not open"

    step "text typed into the terminal by a virtual keyboard"
    exwm-vrctl focus "$terminal"
    exwm-vrctl type "PS1='\$ '; clear; exwm-vrctl list | cut -c1-93
echo \"Grüße from \$WAYLAND_DISPLAY\" | tee $work/typed
"
    for _ in {1..100}; do
        [[ ! -s $work/typed ]] || break
        sleep 0.1
    done
    grep -q Grüße "$work/typed" || fail "the typed command did not run"

    step "another workspace on the left output, and back"
    exwm-vrctl workspace --output "$left" 2
    weston-simple-shm >>"$work/clients" 2>&1 &
    window simple-shm >/dev/null
    sleep 1 # so that the animation is seen to have moved
    exwm-vrctl screenshot --output "$left" "$pictures/left-workspace-2.png"
    exwm-vrctl workspace --output "$left" 1
    sleep 1
}

take_pictures() {
    exwm-vrctl screenshot --output "$left" "$pictures/left.png"
    exwm-vrctl screenshot --output "$right" "$pictures/right.png"
    printf '\nWhat ran:\n\n'
    exwm-vrctl list
    printf '\n'
    exwm-vrctl outputs
    printf '\nPictures: %s\n' "$pictures"
}

rm -rf "$pictures"
mkdir -p "$pictures"
: >"$work/clients"
settle_toolkits
step "exwm-vr with two outputs"
start_compositor
show_programs
use_programs
take_pictures

if [[ -n $mode ]]; then
    cat <<END

It goes on running until you press Ctrl-C. From another terminal:

  container/dev -- env EXWM_VR_IPC=$EXWM_VR_IPC WAYLAND_DISPLAY=$WAYLAND_DISPLAY exwm-vrctl list
END
    wait "$compositor"
fi
