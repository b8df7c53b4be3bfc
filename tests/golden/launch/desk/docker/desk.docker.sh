#!/bin/sh
# desk, made by exwm-vr-gpu. Mode node: it is granted 3D, and a render node cannot change what
# outputs show.
# /dev/dri/renderD129: draws, on pci-0000:03:00.0.
# /run/user/1000: sockets of its own; gone with the container.
# /run/udev: says which node is a keyboard and which a mouse.
# /run/seatd.sock: seatd opens cards and input devices for it and takes them back.
# /dev/dri/card1: the card's name and nothing else, for libdrm: seatd opens the card.
# Warning: monitors and devices that are plugged in later are told of in the host's network
# namespace only, which it is not in.
set -eu

find_node() {
    readlink -e "$1" || {
        echo "$1 is not there: plug it in, or make the set-up anew" >&2
        exit 1
    }
}
render=$(find_node /dev/dri/by-path/pci-0000:03:00.0-render)

exec docker run \
    --rm \
    --name=desk \
    --user=1000:1000 \
    --group-add=44 \
    --group-add=108 \
    --cap-drop=ALL \
    --security-opt=no-new-privileges:true \
    --network=none \
    --read-only \
    --tmpfs /tmp:mode=1777 \
    --shm-size=256m \
    --device "$render":"$render":rw \
    --tmpfs /run/user/1000:uid=1000,gid=1000,mode=0700 \
    --mount type=bind,source=/run/udev,target=/run/udev,readonly \
    --mount type=bind,source=/run/seatd.sock,target=/run/seatd.sock \
    --mount type=bind,source=/dev/null,target=/dev/dri/card1,readonly \
    --env WLR_RENDER_DRM_DEVICE="$render" \
    --env XDG_RUNTIME_DIR=/run/user/1000 \
    --env LIBSEAT_BACKEND=seatd \
    --env SEATD_SOCK=/run/seatd.sock \
    localhost/exwm-vr:1
