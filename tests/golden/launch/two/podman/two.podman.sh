#!/bin/sh
# two, made by exwm-vr-gpu. Mode node: it is granted 3D, and a render node cannot change what
# outputs show.
# /dev/dri/renderD129: draws, on pci-0000:03:00.0.
# /dev/dri/renderD128: draws, on pci-0000:00:02.0.
# /run/user/1000: sockets of its own; gone with the container.
# Warning: anna is not in group 108 and may not use /dev/dri/renderD129: usermod -aG 108 anna,
# and log in anew.
# Warning: anna is not in group 108 and may not use /dev/dri/renderD128: usermod -aG 108 anna,
# and log in anew.
# Warning: SELinux keeps devices from containers until 'setsebool -P
# container_use_devices=true'.
# Warning: /dev/dri/renderD128 may be another device after a restart, and no lasting name for it
# is known.
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
    --name=two \
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
    --device /dev/dri/renderD128:/dev/dri/renderD128:rw \
    --mount type=tmpfs,destination=/run/user/1000,tmpfs-mode=0700,chown=true \
    --env WLR_RENDER_DRM_DEVICE="$render" \
    --env XDG_RUNTIME_DIR=/run/user/1000 \
    localhost/exwm-vr:1
