#!/bin/sh
# seat-2, made by exwm-vr-gpu. Mode node: it is granted 3D, and a render node cannot change what
# outputs show.
# /dev/dri/renderD129: draws, on pci-0000:03:00.0.
# /dev/dri/card1: has the outputs of its seat.
# /dev/input/event3: of its seat.
# /dev/input/event4: of its seat.
# /run/user/1000: sockets of its own; gone with the container.
# /run/udev: says which node is a keyboard and which a mouse.
# Warning: monitors and devices that are plugged in later are told of in the host's network
# namespace only, which it is not in.
# Warning: /dev/input/event4 may be another device after a restart, and no lasting name for it
# is known.
# Warning: where Docker's daemon maps no ids (userns-remap), user 1000 in it is the host's user
# 1000.
set -eu

find_node() {
    readlink -e "$1" || {
        echo "$1 is not there: plug it in, or make the set-up anew" >&2
        exit 1
    }
}
render=$(find_node /dev/dri/by-path/pci-0000:03:00.0-render)
card=$(find_node /dev/dri/by-path/pci-0000:03:00.0-card)
input=$(find_node /dev/input/by-path/pci-0000:00:14.0-usb-0:1:1.0-event-kbd)

exec docker run \
    --rm \
    --name=seat-2 \
    --user=1000:1000 \
    --group-add=44 \
    --group-add=104 \
    --group-add=108 \
    --cap-drop=ALL \
    --security-opt=no-new-privileges:true \
    --network=none \
    --read-only \
    --tmpfs /tmp:mode=1777 \
    --shm-size=256m \
    --device "$render":"$render":rw \
    --device "$card":"$card":rw \
    --device "$input":"$input":rw \
    --device /dev/input/event4:/dev/input/event4:rw \
    --tmpfs /run/user/1000:uid=1000,gid=1000,mode=0700 \
    --mount type=bind,source=/run/udev,target=/run/udev,readonly \
    --env WLR_RENDER_DRM_DEVICE="$render" \
    --env XDG_RUNTIME_DIR=/run/user/1000 \
    --env LIBSEAT_BACKEND=builtin \
    --env SEATD_VTBOUND=0 \
    localhost/exwm-vr:1 \
    exwm-vr \
    -- \
    foot \
    -e \
    'echo 50% of $HOME it'\''s'
