#!/bin/sh
# SPDX-License-Identifier: MIT
# add-kernel.sh ROOT: puts the test machine's kernel into ROOT, for mmdebstrap to run. Installed as
# a package it would make an initramfs and bring 400 MB of modules; it is unpacked alone, with the
# modules that QEMU's devices need. Debian's kernels are without vkms, a card that is not there but
# has what QEMU's have not, such as gamma: it is compiled from the source that the kernel is of. It
# says of itself, besides, that its monitors have adaptive sync, and that it flips at once where it
# is asked to, of which the core of DRM checks the rest.
set -eu

root=$1
modules='virtio_blk erofs overlay virtio_gpu bochs virtio_input evdev uinput 9p 9pnet_virtio'

# The newest of the packages that PACKAGE depends on and whose name begins as the second argument.
needed() {
    apt-cache depends --important "$1" | sed -n "s/.*Depends: \($2[0-9].*\)/\1/p" | head -n 1
}

export APT_CONFIG="${MMDEBSTRAP_APT_CONFIG-${APT_CONFIG-}}"
cd "$root/tmp"
architecture=$(dpkg --print-architecture)
image=$(needed "linux-image-$architecture" linux-image-)
headers=linux-headers-${image#linux-image-}
apt-get download "$(needed "$image" linux-binary-)" "$(needed "$image" linux-modules-)"
# shellcheck disable=SC2016 # expanded in the root
chroot "$root" sh -euc '
    cd /tmp
    for package in linux-*.deb; do dpkg-deb -x "$package" kernel; done
    rm linux-*.deb
    ln -sfn usr/lib kernel/lib'

# Without it the machine lacks one card for one test, vm-gamma, which then says so.
# shellcheck disable=SC2016
if apt-get download "$headers" "$(needed "$headers" linux-headers-)" \
    "$(needed "$headers" linux-kbuild-)" "$(needed linux-source linux-source-)" make &&
    chroot "$root" sh -euc '
        cd /tmp
        for package in linux-*.deb make_*.deb; do dpkg-deb -x "$package" kernel; done
        release=$(ls kernel/usr/lib/modules)
        headers=kernel/usr/src/linux-headers-$release vkms=drivers/gpu/drm/vkms
        busybox xzcat kernel/usr/src/linux-source-*.tar.xz |
            tar -x -C kernel --strip-components=1 --wildcards "*/$vkms"
        more="drm_connector_attach_vrr_capable_property(\&connector->base);"
        more="$more drm_connector_set_vrr_capable_property(\&connector->base, true);"
        sed -i "s/drm_connector_helper_add(&connector->base.*/& $more/" "kernel/$vkms/vkms_connector.c"
        sed -i "s/dev->mode_config.preferred_depth = 0;/& dev->mode_config.async_page_flip = true;/" \
            "kernel/$vkms/vkms_drv.c"
        grep -q "vrr_capable" "kernel/$vkms/vkms_connector.c"
        grep -q "async_page_flip" "kernel/$vkms/vkms_drv.c"
        # Of the kernel itself only types would be taken, by a tool that is not here.
        rm -f "$headers/vmlinux"
        sed -i "s|/usr/|/tmp/kernel/usr/|" "$headers/Makefile"
        PATH=/tmp/kernel/usr/bin:$PATH make -C "$headers" M="/tmp/kernel/$vkms" \
            CONFIG_DRM_VKMS=m modules
        strip --strip-debug "kernel/$vkms/vkms.ko"
        install -Dt "kernel/usr/lib/modules/$release/kernel/$vkms" "kernel/$vkms/vkms.ko"'; then
    modules="$modules vkms"
else
    echo "add-kernel.sh: vkms could not be compiled, the test machine is made without it" >&2
fi

# shellcheck disable=SC2016
chroot "$root" sh -euc '
    cd /tmp
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
    rm -rf kernel linux-*.deb make_*.deb' "$modules"
