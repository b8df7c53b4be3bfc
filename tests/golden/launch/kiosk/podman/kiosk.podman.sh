#!/bin/sh
# kiosk, made by exwm-vr-gpu. Mode node: it is granted 3D, and a render node cannot change what
# outputs show.
# /dev/dri/renderD129: draws, on pci-0000:03:00.0.
# /run/user/1000: sockets of its own; gone with the container.
# /run/user/1000/wayland-0: its windows, where the socket is made with --level low.
# Warning: /run/user/1000/exwm-vr/clients/kiosk belongs to nobody in the container; before it
# starts: setfacl -m u:863503336:rw /run/user/1000/exwm-vr/clients/kiosk.
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
    --name=kiosk \
    --uidmap=0:863502336:65536 \
    --gidmap=0:863502336:108 \
    --gidmap=108:108:1 \
    --gidmap=109:863502445:65427 \
    --group-add=108 \
    --user=1000:1000 \
    --cap-drop=all \
    --security-opt=no-new-privileges \
    --network=none \
    --read-only \
    --tmpfs /tmp:mode=1777 \
    --shm-size=256m \
    --device "$render":"$render":rw \
    --mount type=tmpfs,destination=/run/user/1000,tmpfs-mode=0700,chown=true \
    --mount type=bind,source=/run/user/1000/exwm-vr/clients/kiosk,destination=/run/user/1000/wayland-0 \
    --env WLR_RENDER_DRM_DEVICE="$render" \
    --env XDG_RUNTIME_DIR=/run/user/1000 \
    --env WAYLAND_DISPLAY=wayland-0 \
    localhost/exwm-vr:1
