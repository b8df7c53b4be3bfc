#!/bin/sh
# thin, made by exwm-vr-gpu. Mode 2d: it is granted no more than 2D.
# Warning: the machine can reach services that listen on the host's 127.0.0.1 only, at 10.0.2.2;
# to prevent it use passt with --no-map-gw, and '-netdev stream'.
set -eu

exec systemd-run --user --scope --quiet --collect --property=CPUQuota=80% -- qemu-system-x86_64 \
    -name thin \
    -nodefaults \
    -no-user-config \
    -machine q35,accel=kvm \
    -cpu host \
    -smp 2 \
    -m 2048M \
    -sandbox on,obsolete=deny,elevateprivileges=deny,spawn=deny,resourcecontrol=deny \
    -device virtio-vga,max_outputs=1,max_hostmem=134217728 \
    -vnc unix:thin.vnc \
    -device virtio-keyboard-pci \
    -device virtio-tablet-pci \
    -drive if=none,id=disk,format=qcow2,file=/srv/disk.qcow2 \
    -device virtio-blk-pci,drive=disk \
    -device virtio-rng-pci \
    -nic user,model=virtio-net-pci \
    "$@"
