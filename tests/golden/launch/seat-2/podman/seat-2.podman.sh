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

exec podman run \
    --rm \
    --name=seat-2 \
    --uidmap=0:1012334592:65536 \
    --gidmap=0:1012334592:44 \
    --gidmap=44:44:1 \
    --gidmap=45:1012334637:59 \
    --gidmap=104:104:1 \
    --gidmap=105:1012334697:3 \
    --gidmap=108:108:1 \
    --gidmap=109:1012334701:65427 \
    --group-add=44 \
    --group-add=104 \
    --group-add=108 \
    --user=1000:1000 \
    --cap-drop=all \
    --security-opt=no-new-privileges \
    --network=none \
    --read-only \
    --tmpfs /tmp:mode=1777 \
    --shm-size=256m \
    --device "$render":"$render":rw \
    --device "$card":"$card":rw \
    --device "$input":"$input":rw \
    --device /dev/input/event4:/dev/input/event4:rw \
    --mount type=tmpfs,destination=/run/user/1000,tmpfs-mode=0700,chown=true \
    --mount type=bind,source=/run/udev,destination=/run/udev,readonly=true \
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
