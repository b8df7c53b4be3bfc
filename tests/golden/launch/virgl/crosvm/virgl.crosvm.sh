#!/bin/sh
# virgl, made by exwm-vr-gpu. Mode virgl: it was asked for.
# Warning: granted, but no GPU does it for a guest in mode virgl: decoding video, encoding
# video, Vulkan.
# Warning: the kernel to start is an argument of this script.
# Warning: options of crosvm change between versions, and none was here to try them with.
# Warning: crosvm cannot be told by which GPU to draw: it need not be /dev/dri/renderD129.
set -eu

exec crosvm run \
    --name=virgl \
    --cpus=2 \
    --mem=2048 \
    --block=path=/srv/disk.qcow2 \
    --gpu='backend=virglrenderer,context-types=virgl:virgl2,egl=true,surfaceless=true,max-num-displays=1,displays=[[mode=windowed[1280,720],hidden=true]]' \
    "$@"
