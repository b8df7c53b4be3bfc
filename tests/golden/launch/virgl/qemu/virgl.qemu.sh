#!/bin/sh
# virgl, made by exwm-vr-gpu. Mode virgl: it was asked for.
# Warning: granted, but no GPU does it for a guest in mode virgl: decoding video, encoding
# video, Vulkan.
set -eu

find_node() {
    readlink -e "$1" || {
        echo "$1 is not there: plug it in, or make the set-up anew" >&2
        exit 1
    }
}
render=$(find_node /dev/dri/by-path/pci-0000:03:00.0-render)

exec qemu-system-x86_64 \
    -name virgl \
    -nodefaults \
    -no-user-config \
    -machine q35,accel=kvm \
    -cpu host \
    -smp 2 \
    -m 2048M \
    -sandbox on,obsolete=deny,elevateprivileges=deny,spawn=deny,resourcecontrol=deny \
    -device virtio-vga-gl,max_outputs=1 \
    -display egl-headless,rendernode="$render" \
    -vnc unix:virgl.vnc \
    -device virtio-keyboard-pci \
    -device virtio-tablet-pci \
    -drive if=none,id=disk,format=qcow2,file=/srv/disk.qcow2 \
    -device virtio-blk-pci,drive=disk \
    -device virtio-rng-pci \
    "$@"
