#!/bin/sh
# native-context, made by exwm-vr-gpu. Mode native-context: it was asked for.
# Warning: to draw by mode native-context, the machine itself needs Linux 6.14 and Mesa 25.0 or
# later.
set -eu

find_node() {
    readlink -e "$1" || {
        echo "$1 is not there: plug it in, or make the set-up anew" >&2
        exit 1
    }
}
render=$(find_node /dev/dri/by-path/pci-0000:03:00.0-render)

exec qemu-system-x86_64 \
    -name native-context \
    -nodefaults \
    -no-user-config \
    -machine q35,accel=kvm,memory-backend=ram \
    -cpu host \
    -smp 2 \
    -m 2048M \
    -object memory-backend-memfd,id=ram,size=2048M,share=on \
    -sandbox on,obsolete=deny,elevateprivileges=deny,spawn=deny,resourcecontrol=deny \
    -device virtio-vga-gl,max_outputs=1,blob=on,hostmem=4G,drm_native_context=on \
    -display egl-headless,rendernode="$render" \
    -vnc unix:native-context.vnc \
    -device virtio-keyboard-pci \
    -device virtio-tablet-pci \
    -drive if=none,id=disk,format=qcow2,file=/srv/disk.qcow2 \
    -device virtio-blk-pci,drive=disk \
    -device virtio-rng-pci \
    "$@"
