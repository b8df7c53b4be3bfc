#!/bin/sh
# venus, made by exwm-vr-gpu. Mode venus: it was asked for.
# Warning: to draw by mode venus, the machine itself needs Linux 5.16 and Mesa 24.2 or later.
# Warning: granted, but no GPU does it for a guest in mode venus: decoding video, encoding
# video.
# Warning: the kernel to start is an argument of this script.
# Warning: options of crosvm change between versions, and none was here to try them with.
# Warning: crosvm cannot be told by which GPU to draw: it need not be /dev/dri/renderD129.
set -eu

exec crosvm run \
    --name=venus \
    --cpus=2 \
    --mem=2048 \
    --block=path=/srv/disk.qcow2 \
    --gpu='backend=virglrenderer,context-types=virgl2:venus,vulkan=true,egl=true,surfaceless=true,max-num-displays=1,displays=[[mode=windowed[1280,720],hidden=true]]' \
    --gpu-render-server=path=/usr/libexec/virgl_render_server \
    "$@"
