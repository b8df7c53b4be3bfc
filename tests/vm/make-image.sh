#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# make-image.sh ROOT FOLDER: makes the test machine's disk and initramfs in FOLDER from the
# environment's ROOT: the machine has the very programs that the other suites run, less what
# only compiles.
set -euo pipefail

root=$1 folder=$2
here=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

release=$(ls "$root/usr/lib/modules")
cp "$root/usr/lib/modules/$release/vmlinuz" "$folder/vmlinuz"

tree=$scratch/initramfs
mkdir -p "$tree"/{bin,dev,disk,written,root,modules}
cp "$root/usr/bin/busybox" "$tree/bin/busybox"
cp -r "$here/guest" "$tree/guest"
mv "$tree/guest/initramfs-init" "$tree/init"
for module in virtio_blk erofs overlay; do
    modprobe --dirname "$root/usr" --set-version "$release" --show-depends "$module"
done | sed -n 's/^insmod \([^ ]*\).*/\1/p' | awk '!seen[$0]++' | while read -r file; do
    name=$(basename "$file" .xz)
    busybox xzcat "$file" >"$tree/modules/$name"
    printf '%s\n' "$name" >>"$tree/modules/order"
done
(cd "$tree" && find . | busybox cpio -o -H newc 2>/dev/null | gzip -1) >"$folder/initramfs"

excluded=()
for part in usr/lib/llvm-22 usr/lib/gcc usr/libexec/gcc usr/include usr/share/wlr-protocols \
    usr/share/qemu usr/lib/python3/dist-packages/clang var/lib/apt var/cache/apt; do
    excluded+=(--exclude-path="$part")
done
mkfs.erofs --quiet --all-root -zlz4 -C65536 "${excluded[@]}" \
    --exclude-regex='\.a$|/(qemu-system|cc1|lto|clang)[^/]*$' \
    "$folder/disk" "$root"
