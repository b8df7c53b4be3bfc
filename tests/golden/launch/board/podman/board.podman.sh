#!/bin/sh
# board, made by exwm-vr-gpu. Mode node: it is granted 3D, and a render node cannot change what
# outputs show.
# /dev/dri/renderD129: draws, on pci-0000:03:00.0.
# /dev/ttyUSB0: a serial device it reads.
# /dev/uinput: makes input devices.
# /run/user/1000: sockets of its own; gone with the container.
# Warning: with /dev/uinput it can type into every session of the host, its own as well.
# Warning: /dev/ttyUSB0 may be another device after a restart, and no lasting name for it is
# known.
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
    --name=board \
    --userns=keep-id:uid=1000,gid=1000 \
    --group-add=keep-groups \
    --user=1000:1000 \
    --cap-drop=all \
    --security-opt=no-new-privileges \
    --network=private \
    --read-only \
    --tmpfs /tmp:mode=1777 \
    --shm-size=256m \
    --device "$render":"$render":rw \
    --device /dev/ttyUSB0:/dev/ttyUSB0:rw \
    --device /dev/uinput:/dev/uinput:rw \
    --mount type=tmpfs,destination=/run/user/1000,tmpfs-mode=0700,chown=true \
    --env WLR_RENDER_DRM_DEVICE="$render" \
    --env XDG_RUNTIME_DIR=/run/user/1000 \
    --memory=2147483648b \
    --cpus=2.00 \
    --cgroup-conf='dmem.max=drm/0000:03:00.0/vram 536870912' \
    --annotation=run.oci.systemd.subgroup= \
    localhost/exwm-vr:1
