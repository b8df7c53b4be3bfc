#!/bin/sh
# kiosk, made by exwm-vr-gpu. Mode node: it is granted 3D, and a render node cannot change what
# outputs show.
# /dev/dri/renderD129: draws, on pci-0000:03:00.0.
# /run/user/1000: sockets of its own; gone with the container.
# /run/user/1000/wayland-0: its windows, where the socket is made with --level low.
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

exec docker run \
    --rm \
    --name=kiosk \
    --user=1000:1000 \
    --group-add=108 \
    --cap-drop=ALL \
    --security-opt=no-new-privileges:true \
    --network=none \
    --read-only \
    --tmpfs /tmp:mode=1777 \
    --shm-size=256m \
    --device "$render":"$render":rw \
    --tmpfs /run/user/1000:uid=1000,gid=1000,mode=0700 \
    --mount type=bind,source=/run/user/1000/exwm-vr/clients/kiosk,target=/run/user/1000/wayland-0 \
    --env WLR_RENDER_DRM_DEVICE="$render" \
    --env XDG_RUNTIME_DIR=/run/user/1000 \
    --env WAYLAND_DISPLAY=wayland-0 \
    localhost/exwm-vr:1
