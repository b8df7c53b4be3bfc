#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# make-root.sh SUITE MIRROR KEYRING FOLDER PACKAGE-LIST...
# Makes a Debian root with the listed packages in FOLDER, which must not exist. No caching, no
# progress, no cleaning up: that is root.sh's part.
set -euo pipefail

suite=$1 mirror=$2 keyring=$3 folder=$4
shift 4

packages=$(sed 's/#.*//' "$@" | tr -s '[:space:]' '\n' | sed '/^$/d' | paste -sd,)

# Debian has no package of the wlr protocol descriptions. This one carries them; it is unpacked
# alone, as the 200 packages it depends on are only for compiling Rust. apt checks its signature.
# shellcheck disable=SC2016 # expanded by mmdebstrap, which runs it with the root as $1
add_wlr_protocols='
    set -e
    cd "$1/tmp"
    APT_CONFIG="$MMDEBSTRAP_APT_CONFIG" apt-get download librust-wayland-protocols-wlr-dev
    chroot "$1" sh -ec "
        cd /tmp
        dpkg-deb -x librust-wayland-protocols-wlr-dev_*.deb wlr
        mkdir -p /usr/share/wlr-protocols
        cp -r wlr/usr/share/cargo/registry/*/wlr-protocols/unstable /usr/share/wlr-protocols/
        rm -r wlr librust-wayland-protocols-wlr-dev_*.deb"'

options=(
    --variant=minbase
    --keyring="$keyring"
    # A mirror may be a frozen snapshot, whose Release file has run out. Signatures are still
    # checked; what is given up is only the protection against being served an old state.
    --aptopt='Acquire::Check-Valid-Until "false"'
    --aptopt='APT::Install-Recommends "false"'
    --customize-hook="$add_wlr_protocols"
    --customize-hook="$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/add-kernel.sh"
    --include="$packages"
)
for unneeded in doc man info locale gtk-doc help lintian bug; do
    options+=(--dpkgopt="path-exclude=/usr/share/$unneeded/*")
done

# mmdebstrap keeps this system's apt settings away from the root, but a proxy is needed to get
# anything at all.
while read -r proxy; do
    [[ -n $proxy ]] && options+=(--aptopt="${proxy%;}")
done < <(apt-config dump 2>/dev/null | grep -iE '^Acquire::https?::Proxy(::[^ ]+)? ".+";' || true)

if ((EUID == 0)); then
    mmdebstrap --verbose --mode=root "${options[@]}" "$suite" "$folder" "$mirror"
else
    # As an archive first, so that all files belong to the user and not to the range of user
    # numbers that the root is made with; device files are not needed.
    mkdir "$folder"
    mmdebstrap --verbose --mode=unshare --format=tar "${options[@]}" "$suite" - "$mirror" |
        tar --extract --directory="$folder" --no-same-owner --exclude='./dev/*'
fi

# D-Bus wants one; mmdebstrap leaves it empty for the first boot of a machine to fill.
tr -d - </proc/sys/kernel/random/uuid >"$folder/etc/machine-id"
