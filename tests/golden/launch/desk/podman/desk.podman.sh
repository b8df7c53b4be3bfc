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
# Warning: the nodes' groups reach the container with the runtime crun only: runc drops them.
set -eu

find_node() {
    readlink -e "$1" || {
        echo "$1 is not there: plug it in, or make the set-up anew" >&2
        exit 1
    }
}
render=$(find_node /dev/dri/by-path/pci-0000:03:00.0-render)

exec podman run \
    --rm \
    --name=desk \
    --userns=keep-id:uid=1000,gid=1000 \
    --group-add=keep-groups \
    --user=1000:1000 \
    --cap-drop=all \
    --security-opt=no-new-privileges \
    --network=none \
    --read-only \
    --tmpfs /tmp:mode=1777 \
    --shm-size=256m \
    --device "$render":"$render":rw \
    --mount type=tmpfs,destination=/run/user/1000,tmpfs-mode=0700,chown=true \
    --mount type=bind,source=/run/udev,destination=/run/udev,readonly=true \
    --mount type=bind,source=/run/seatd.sock,destination=/run/seatd.sock \
    --mount type=bind,source=/dev/null,destination=/dev/dri/card1,readonly=true \
    --env WLR_RENDER_DRM_DEVICE="$render" \
    --env XDG_RUNTIME_DIR=/run/user/1000 \
    --env LIBSEAT_BACKEND=seatd \
    --env SEATD_SOCK=/run/seatd.sock \
    localhost/exwm-vr:1
