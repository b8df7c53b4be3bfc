#!/bin/sh
# vr, made by exwm-vr-gpu. Mode vfio: it is granted a GPU of its own.
# 0000:03:00.0: given away, as it is in the GPU's IOMMU group.
# 0000:03:00.1: given away, as it is in the GPU's IOMMU group.
# Warning: before it starts: exwm-vr-gpu vfio bind pci-0000:03:00.0, which takes it from the
# host.
# Warning: before it starts: anna must be allowed to open /dev/vfio/14.
# Warning: its network takes a tap device that is made before: --net tap=NAME is an argument of
# this script.
# Warning: firmware or kernel to start are arguments of this script.
set -eu

exec cloud-hypervisor \
    --seccomp true \
    --cpus boot=6 \
    --memory size=8192M \
    --disk path=/srv/disk.qcow2 \
    --device path=/sys/bus/pci/devices/0000:03:00.0/ \
    path=/sys/bus/pci/devices/0000:03:00.1/ \
    --serial tty \
    --console off \
    "$@"
