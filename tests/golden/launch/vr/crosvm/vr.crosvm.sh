#!/bin/sh
# vr, made by exwm-vr-gpu. Mode vfio: it is granted a GPU of its own.
# 0000:03:00.0: given away, as it is in the GPU's IOMMU group.
# 0000:03:00.1: given away, as it is in the GPU's IOMMU group.
# Warning: it shows the host's messages: the host is dark without it.
# Warning: before it starts: exwm-vr-gpu vfio bind 0000:03:00.0; whoever starts it needs the
# group's node in /dev/vfio, and a limit on locked memory of its memory and more.
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
