#!/bin/sh
# native-context, made by exwm-vr-gpu. Mode native-context: it was asked for.
# Warning: to draw by mode native-context, the machine itself needs Linux 6.14 and Mesa 25.0 or
# later.
# Warning: the kernel to start is an argument of this script.
# Warning: options of crosvm change between versions, and none was here to try them with.
# Warning: crosvm cannot be told by which GPU to draw: it need not be /dev/dri/renderD129.
set -eu

exec crosvm run \
    --name=native-context \
    --cpus=2 \
    --mem=2048 \
    --block=path=/srv/disk.qcow2 \
    --gpu='backend=virglrenderer,context-types=drm,egl=true,surfaceless=true,max-num-displays=1,displays=[[mode=windowed[1280,720],hidden=true]]' \
    "$@"
