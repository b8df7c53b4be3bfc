#!/bin/sh
# thin, made by exwm-vr-gpu. Mode 2d: it is granted no more than 2D.
# Warning: its network takes a tap device that is made before: --net tap-name=NAME is an
# argument of this script.
# Warning: the kernel to start is an argument of this script.
# Warning: options of crosvm change between versions, and none was here to try them with.
set -eu

exec systemd-run --user --scope --quiet --collect --property=CPUQuota=80% -- crosvm run \
    --name=thin \
    --cpus=2 \
    --mem=2048 \
    --block=path=/srv/disk.qcow2 \
    --gpu='backend=2d,max-num-displays=1,displays=[[mode=windowed[1280,720],hidden=true]]' \
    "$@"
