# shellcheck shell=bash
# SPDX-License-Identifier: MIT
# Runs commands in the environment. It holds no secrets back; it makes runs the same on every
# machine: its own /usr and /tmp, no network, nothing of the user's home, the checkout at its
# own path. What is started in it ends with it.

# private: XDG_RUNTIME_DIR is empty and gone afterwards. shared: the same one for each run by
# this user, so that a compositor started in one terminal is reached from another.
enter_runtime=private
# yes: the display this was started from is needed; if-any: passed on where there is one.
enter_display=no

# yes: the test machine's image is shown, and the whole root, which it is made from.
show_machine=no
machine_inside=/var/lib/exwm-vr-machine
root_inside=/var/lib/exwm-vr-root

# Makes everything ready for in_env.
prepare() {
    if [[ $use_host == yes ]]; then
        check_host
        return
    fi
    case $checkout/ in
    /usr/* | /etc/* | /proc/* | /dev/* | /sys/* | /run/*)
        die "the checkout is in $checkout, which cannot be shown in the environment" \
            "Move it, for example to your home."
        ;;
    esac
    command -v bwrap >/dev/null || check_tools
    check_user_namespaces
    ensure_root
}

check_host() {
    local missing=() tool package
    for tool in meson ninja pkg-config wayland-scanner c++; do
        command -v "$tool" >/dev/null || missing+=("$tool")
    done
    for package in wlroots-0.20 wayland-server wayland-client wayland-protocols xkbcommon \
        yaml-cpp libpng; do
        pkg-config --exists "$package" 2>/dev/null || missing+=("$package (pkg-config)")
    done
    if ((${#missing[@]} > 0)); then
        die "--host: this system does not have everything:" "${missing[@]}" \
            "README.md names the packages for some distributions."
    fi
}

check_user_namespaces() {
    local error
    if error=$(bwrap --ro-bind / / --dev /dev --unshare-pid --unshare-net true 2>&1); then
        return
    fi
    die "bubblewrap cannot make a sandbox here: ${error##*$'\n'}" \
        "User namespaces may be switched off. To go on, one of:" \
        "- switch them on, as root: sysctl user.max_user_namespaces=10000, and where they exist" \
        "  sysctl kernel.unprivileged_userns_clone=1 kernel.apparmor_restrict_unprivileged_userns=0" \
        "- run container/dev as root" \
        "- with wlroots 0.20 installed here: container/dev --host ..." \
        "- with Podman or Docker: container/Containerfile"
}

in_env() {
    if [[ $use_host == yes ]]; then
        (cd "$checkout" && "$@")
        return
    fi
    local arguments=()
    environment_arguments
    bwrap "${arguments[@]}" -- "$@" 8<&- # which use_machine holds
}

# Fills the caller's $arguments.
environment_arguments() {
    local home=$cache/home runtime=/run/user/$EUID name
    mkdir -p "$home"
    write_users "$cache/users"

    # What one checkout has compiled, others need not: ccache looks away from where they lie.
    # An empty root with the folders of the environment in it, so that the checkout can be put
    # at any path without writing to the environment.
    arguments=(
        --die-with-parent --unshare-pid --unshare-net --unshare-ipc
        --ro-bind "$root/usr" /usr --ro-bind "$root/etc" /etc
        --symlink usr/bin /bin --symlink usr/sbin /sbin --symlink usr/lib /lib
        --ro-bind-try "$root/var/lib/dpkg" /var/lib/dpkg
        --ro-bind-try "$root/var/cache/fontconfig" /var/cache/fontconfig
        --ro-bind "$cache/users/passwd" /etc/passwd --ro-bind "$cache/users/group" /etc/group
        --proc /proc --dev /dev --ro-bind /sys /sys
        --dev-bind-try /dev/dri /dev/dri --dev-bind-try /dev/udmabuf /dev/udmabuf
        --perms 1777 --tmpfs /tmp --perms 1777 --tmpfs /var/tmp
        --bind "$home" /home/dev
        --bind "$checkout" "$checkout" --chdir "$checkout"
        --clearenv
        --setenv PATH /usr/lib/llvm-22/bin:/usr/bin:/usr/sbin
        --setenv HOME /home/dev --setenv USER "$(id -un)" --setenv SHELL /bin/bash
        --setenv LC_ALL C.UTF-8 --setenv XDG_RUNTIME_DIR "$runtime"
        --setenv CCACHE_BASEDIR "$checkout" --setenv CCACHE_SLOPPINESS "pch_defines,time_macros"
        --setenv CCACHE_NOHASHDIR 1
    )
    if [[ $show_machine == yes ]]; then
        arguments+=(--bind "$machine" "$machine_inside" --ro-bind "$root" "$root_inside"
            --dev-bind-try /dev/kvm /dev/kvm)
    fi
    for name in lib32 lib64; do
        [[ ! -L $root/$name ]] || arguments+=(--symlink "usr/$name" "/$name")
    done
    for name in TERM COLORTERM NO_COLOR CI ASAN_OPTIONS LSAN_OPTIONS UBSAN_OPTIONS WAYLAND_DEBUG \
        EXWM_VR_VM_PICTURES EXWM_VR_VM_SEED EXWM_VR_VM_STEPS; do
        [[ -z ${!name+set} ]] || arguments+=(--setenv "$name" "${!name}")
    done

    if [[ $enter_runtime == shared ]]; then
        arguments+=(--bind "$(shared_runtime)" "$runtime")
    else
        arguments+=(--perms 0700 --tmpfs "$runtime")
    fi
    [[ $enter_display == no ]] || display_arguments "$runtime"
}

# A folder of this user's own, on this system, short enough for socket names.
shared_runtime() {
    local folder=${XDG_RUNTIME_DIR:-/tmp}/exwm-vr-dev-$EUID
    (umask 077 && mkdir -p "$folder")
    [[ -O $folder && ! -L $folder ]] || die "$folder belongs to someone else"
    printf '%s' "$folder"
}

# Passes on the desktop that this was started from.
display_arguments() {
    local runtime=$1 found=no wayland x11
    wayland=${WAYLAND_DISPLAY-}
    [[ -z $wayland || $wayland == /* ]] || wayland=${XDG_RUNTIME_DIR-}/$wayland
    if [[ -n $wayland && -S $wayland ]]; then
        arguments+=(--bind "$wayland" "$runtime/host-wayland"
            --setenv WAYLAND_DISPLAY host-wayland)
        found=yes
    fi
    x11=${DISPLAY-}
    x11=${x11#*:}
    x11=/tmp/.X11-unix/X${x11%%.*}
    if [[ -n ${DISPLAY-} && -S $x11 ]]; then
        arguments+=(--bind "$x11" "$x11" --setenv DISPLAY "$DISPLAY")
        if [[ -r ${XAUTHORITY-} ]]; then
            arguments+=(--ro-bind "$XAUTHORITY" /home/dev/.Xauthority
                --setenv XAUTHORITY /home/dev/.Xauthority)
        fi
        found=yes
    fi
    [[ $found == yes || $enter_display == if-any ]] || die "no display to open a window on" \
        "Neither WAYLAND_DISPLAY nor DISPLAY names a socket that is there."
}

# Programs ask who they are run by; the environment knows only Debian's own users.
write_users() {
    local folder=$1
    mkdir -p "$folder"
    {
        cat "$root/etc/passwd"
        ((EUID == 0)) || printf '%s:x:%s:%s::/home/dev:/bin/bash\n' "$(id -un)" "$EUID" "$(id -g)"
    } >"$folder/passwd.$$"
    {
        cat "$root/etc/group"
        ((EUID == 0)) || printf '%s:x:%s:\n' "$(id -gn)" "$(id -g)"
    } >"$folder/group.$$"
    mv "$folder/passwd.$$" "$folder/passwd"
    mv "$folder/group.$$" "$folder/group"
}
