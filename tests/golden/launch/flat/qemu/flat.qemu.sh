#!/bin/sh
# flat, made by exwm-vr-gpu. Mode 2d: it is granted no more than 2D.
# /dev/ttyUSB0: a serial device it reads.
# Warning: /dev/ttyUSB0 may be another device after a restart, and no lasting name for it is
# known.
set -eu

exec systemd-run --user --scope --quiet --collect --property=CPUQuota=80% -- qemu-system-x86_64 \
    -name flat \
    -nodefaults \
    -no-user-config \
    -machine q35,accel=kvm \
    -cpu host \
    -smp 2 \
    -m 2048M \
    -sandbox on,obsolete=deny,elevateprivileges=deny,spawn=deny,resourcecontrol=deny \
    -device virtio-vga,max_outputs=1,max_hostmem=134217728 \
    -vnc unix:flat.vnc \
    -device virtio-keyboard-pci \
    -device virtio-tablet-pci \
    -drive if=none,id=disk,format=qcow2,file=/srv/disk.qcow2 \
    -device virtio-blk-pci,drive=disk \
    -device virtio-rng-pci \
    -chardev serial,id=serial0,path=/dev/ttyUSB0 \
    -device pci-serial,chardev=serial0 \
    "$@"
