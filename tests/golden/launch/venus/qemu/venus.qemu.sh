#!/bin/sh
# venus, made by exwm-vr-gpu. Mode venus: it was asked for.
# Warning: to draw by mode venus, the machine itself needs Linux 5.16 and Mesa 24.2 or later.
# Warning: granted, but no GPU does it for a guest in mode venus: decoding video, encoding
# video.
set -eu

find_node() {
    readlink -e "$1" || {
        echo "$1 is not there: plug it in, or make the set-up anew" >&2
        exit 1
    }
}
render=$(find_node /dev/dri/by-path/pci-0000:03:00.0-render)

exec qemu-system-x86_64 \
    -name venus \
    -nodefaults \
    -no-user-config \
    -machine q35,accel=kvm,memory-backend=ram \
    -cpu host \
    -smp 2 \
    -m 2048M \
    -object memory-backend-memfd,id=ram,size=2048M,share=on \
    -sandbox on,obsolete=deny,elevateprivileges=deny,resourcecontrol=deny \
    -device virtio-vga-gl,max_outputs=1,blob=on,hostmem=4G,venus=on \
    -display egl-headless,rendernode="$render" \
    -vnc unix:venus.vnc \
    -device virtio-keyboard-pci \
    -device virtio-tablet-pci \
    -drive if=none,id=disk,format=qcow2,file=/srv/disk.qcow2 \
    -device virtio-blk-pci,drive=disk \
    -device virtio-rng-pci \
    "$@"
