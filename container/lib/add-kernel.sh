#!/bin/sh
# SPDX-License-Identifier: MIT
# add-kernel.sh ROOT: puts the test machine's kernel into ROOT, for mmdebstrap to run. Installed as
# a package it would make an initramfs and bring 400 MB of modules; it is unpacked alone, with the
# modules that QEMU's devices need. Debian's kernels are without vkms, a card that is not there but
# has what QEMU's have not, such as gamma: it is compiled from the source that the kernel is of.
set -eu

root=$1
modules='virtio_blk erofs overlay virtio_gpu bochs vkms virtio_input evdev uinput 9p 9pnet_virtio'

# The newest of the packages that PACKAGE depends on and whose name begins as the second argument.
needed() {
    apt-cache depends --important "$1" | sed -n "s/.*Depends: \($2[0-9].*\)/\1/p" | head -n 1
}

export APT_CONFIG="${MMDEBSTRAP_APT_CONFIG-${APT_CONFIG-}}"
cd "$root/tmp"
architecture=$(dpkg --print-architecture)
image=$(needed "linux-image-$architecture" linux-image-)
headers=linux-headers-${image#linux-image-}
apt-get download "$(needed "$image" linux-binary-)" "$(needed "$image" linux-modules-)" \
    "$headers" "$(needed "$headers" linux-headers-)" "$(needed "$headers" linux-kbuild-)" \
    "$(needed linux-source linux-source-)" make
# shellcheck disable=SC2016 # expanded in the root
chroot "$root" sh -euc '
    cd /tmp
    for package in linux-*.deb make_*.deb; do dpkg-deb -x "$package" kernel; done
    rm linux-*.deb make_*.deb
    ln -sfn usr/lib kernel/lib
    release=$(ls kernel/usr/lib/modules)
    from=/tmp/kernel/usr/lib/modules/$release to=/usr/lib/modules/$release

    # Of the kernel itself only types would be taken, by a tool that is not here.
    headers=kernel/usr/src/linux-headers-$release vkms=drivers/gpu/drm/vkms
    busybox xzcat kernel/usr/src/linux-source-*.tar.xz |
        tar -x -C kernel --strip-components=1 --wildcards "*/$vkms"
    rm "$headers/vmlinux"
    sed -i "s|/usr/|/tmp/kernel/usr/|" "$headers/Makefile"
    PATH=/tmp/kernel/usr/bin:$PATH make -C "$headers" M="/tmp/kernel/$vkms" \
        CONFIG_DRM_VKMS=m modules
    strip --strip-debug "kernel/$vkms/vkms.ko"
    install -Dt "$from/kernel/$vkms" "kernel/$vkms/vkms.ko"

    depmod --basedir /tmp/kernel "$release" 2>/dev/null
    needed=$(for module in $0; do
        modprobe --dirname /tmp/kernel --set-version "$release" --show-depends "$module"
    done)
    printf "%s\n" "$needed" | sed -n "s|^insmod .*/lib/modules/$release/||p" | sort -u |
        while read -r file; do
            mkdir -p "$(dirname "$to/$file")"
            cp "$from/$file" "$to/$file"
        done
    depmod "$release" 2>/dev/null
    cp "$from/vmlinuz" "$to/vmlinuz"
    rm -r kernel' "$modules"
