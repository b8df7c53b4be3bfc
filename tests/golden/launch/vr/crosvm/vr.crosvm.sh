#!/bin/sh
# vr, made by exwm-vr-gpu. Mode vfio: it is granted a GPU of its own.
# 0000:03:00.0: given away, as it is in the GPU's IOMMU group.
# 0000:03:00.1: given away, as it is in the GPU's IOMMU group.
# Warning: before it starts: exwm-vr-gpu vfio bind pci-0000:03:00.0, which takes it from the
# host.
# Warning: before it starts: anna must be allowed to open /dev/vfio/14.
# Warning: its network takes a tap device that is made before: --net tap-name=NAME is an
# argument of this script.
# Warning: the kernel to start is an argument of this script.
# Warning: options of crosvm change between versions, and none was here to try them with.
set -eu

exec crosvm run \
    --name=vr \
    --cpus=6 \
    --mem=8192 \
    --block=path=/srv/disk.qcow2 \
    --vfio=/sys/bus/pci/devices/0000:03:00.0 \
    --vfio=/sys/bus/pci/devices/0000:03:00.1 \
    "$@"
