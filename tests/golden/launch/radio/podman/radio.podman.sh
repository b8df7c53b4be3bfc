#!/bin/sh
# radio, made by exwm-vr-gpu. Mode software: it is granted no more than 2D, which needs no GPU.
# /run/user/1000: sockets of its own; gone with the container.
# Warning: with the host's network it reaches what the host offers itself only, by 127.0.0.1 and
# abstract sockets such as X11's.
set -eu

exec podman run \
    --rm \
    --name=radio \
    --userns=keep-id:uid=1000,gid=1000 \
    --user=1000:1000 \
    --cap-drop=all \
    --security-opt=no-new-privileges \
    --network=host \
    --read-only \
    --tmpfs /tmp:mode=1777 \
    --shm-size=256m \
    --mount type=tmpfs,destination=/run/user/1000,tmpfs-mode=0700,chown=true \
    --env WLR_RENDERER=pixman \
    --env LIBGL_ALWAYS_SOFTWARE=1 \
    --env XDG_RUNTIME_DIR=/run/user/1000 \
    --cpus=0.80 \
    localhost/exwm-vr:1
