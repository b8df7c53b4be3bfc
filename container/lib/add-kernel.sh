#!/bin/sh
# SPDX-License-Identifier: MIT
# add-kernel.sh ROOT: puts the test machine's kernel into ROOT, for mmdebstrap to run. Installed as
# a package it would make an initramfs and bring 400 MB of modules; it is unpacked alone, with the
# modules that QEMU's devices need.
set -eu

root=$1
modules='virtio_blk erofs overlay virtio_gpu bochs virtio_input evdev uinput 9p 9pnet_virtio'

# The newest of the packages that PACKAGE depends on and whose name begins as the second argument.
needed() {
    apt-cache depends --important "$1" | sed -n "s/.*Depends: \($2[0-9].*\)/\1/p" | head -n 1
}

export APT_CONFIG="${MMDEBSTRAP_APT_CONFIG-${APT_CONFIG-}}"
cd "$root/tmp"
image=$(needed "linux-image-$(dpkg --print-architecture)" linux-image-)
apt-get download "$(needed "$image" linux-binary-)" "$(needed "$image" linux-modules-)"
# shellcheck disable=SC2016 # expanded in the root
chroot "$root" sh -euc '
    cd /tmp
    for package in linux-*.deb; do dpkg-deb -x "$package" kernel; done
    rm linux-*.deb
    ln -sfn usr/lib kernel/lib
    release=$(ls kernel/usr/lib/modules)
    from=/tmp/kernel/usr/lib/modules/$release to=/usr/lib/modules/$release
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
