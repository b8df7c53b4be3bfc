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
    --name=two \
    --user=1000:1000 \
    --group-add=108 \
    --cap-drop=ALL \
    --security-opt=no-new-privileges:true \
    --network=none \
    --read-only \
    --tmpfs /tmp:mode=1777 \
    --shm-size=256m \
    --device "$render":"$render":rw \
    --device /dev/dri/renderD128:/dev/dri/renderD128:rw \
    --tmpfs /run/user/1000:uid=1000,gid=1000,mode=0700 \
    --env WLR_RENDER_DRM_DEVICE="$render" \
    --env XDG_RUNTIME_DIR=/run/user/1000 \
    localhost/exwm-vr:1
