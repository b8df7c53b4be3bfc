#!/bin/sh
# vr, made by exwm-vr-gpu. Mode vfio: it is granted a GPU of its own.
# 0000:03:00.0: given away, as it is in the GPU's IOMMU group.
# 0000:03:00.1: given away, as it is in the GPU's IOMMU group.
# Warning: before it starts: exwm-vr-gpu vfio bind pci-0000:03:00.0, which takes it from the
# host.
# Warning: before it starts: anna must be allowed to open /dev/vfio/14.
# Warning: the machine can reach services that listen on the host's 127.0.0.1 only, at 10.0.2.2;
# to prevent it use passt with --no-map-gw, and '-netdev stream'.
set -eu

exec qemu-system-x86_64 \
    -name vr \
    -nodefaults \
    -no-user-config \
    -machine q35,accel=kvm \
    -cpu host \
    -smp 6 \
    -m 8192M \
    -bios /usr/share/ovmf/OVMF.fd \
    -sandbox on,obsolete=deny,elevateprivileges=deny,spawn=deny,resourcecontrol=deny \
    -display none \
    -device pcie-root-port,id=given0,chassis=1 \
    -device vfio-pci,host=0000:03:00.0,bus=given0,addr=0.0,multifunction=on \
    -device vfio-pci,host=0000:03:00.1,bus=given0,addr=0.1 \
    -drive if=none,id=disk,format=qcow2,file=/srv/disk.qcow2 \
    -device virtio-blk-pci,drive=disk \
    -device virtio-rng-pci \
    -nic user,model=virtio-net-pci \
    "$@"
