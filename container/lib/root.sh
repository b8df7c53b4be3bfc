# shellcheck shell=bash
# SPDX-License-Identifier: MIT
# Keeps the environment's root: made once for each package list, under a lock, and put in
# place by renaming, so that a half-made one is never taken for a good one.

package_lists=("$checkout/container/packages.txt")
root_space_mb=3000
root_size="about 2 GB, a few minutes"

# The environment is to have the programs as well that only their suite needs.
want_programs() {
    package_lists+=("$checkout/container/programs.txt")
    root_space_mb=5000
    root_size="about 4 GB, some minutes"
}

# Changes with whatever changes the root's content.
root_key() {
    {
        sed 's/#.*//' "${package_lists[@]}"
        cat "$lib/make-root.sh" "$lib/add-kernel.sh"
        printf '%s %s\n' "$suite" "$(uname -m)"
    } | sha256sum | cut -c1-12
}

# Sets $root to a complete root, making it first where there is none.
ensure_root() {
    local key
    key=$(root_key)
    root=$cache/env/$key
    if [[ ! -d $root ]]; then
        make_root "$key"
    fi
}

make_root() {
    local key=$1 started=$SECONDS lock log
    mkdir -p "$cache/env" 2>/dev/null || die "cannot make the folder $cache/env" \
        "Set XDG_CACHE_HOME to a folder that can be written to."
    exec {lock}>"$cache/env/lock"
    if ! flock --nonblock "$lock"; then
        say "Another container/dev is making the environment: waiting for it ..."
        flock "$lock"
    fi
    if [[ -d $root ]]; then
        exec {lock}>&-
        return
    fi
    remove_leftovers
    check_tools
    check_space "$cache/env"
    local mirror keyring
    choose_mirror
    choose_keyring

    log=$cache/env/$key.log
    say "Making the environment: Debian $suite from $mirror"
    say "in $root (once; $root_size). Log: $log"
    local partial=$root.partial
    trap 'stop_making; exit 130' INT
    trap 'stop_making; exit 143' TERM HUP
    : >"$log" # or it may not be there yet when it is looked at
    # Of its own process group, so that stopping it stops apt and dpkg as well.
    setsid "$lib/make-root.sh" "$suite" "$mirror" "$keyring" "$partial" "${package_lists[@]}" \
        >"$log" 2>&1 </dev/null &
    maker=$!
    watch_making "$log"
    if ! wait "$maker"; then
        remove_leftovers
        explain_failure "$log" "$mirror"
    fi
    trap - INT TERM HUP
    mv -T "$partial" "$root"
    exec {lock}>&-
    say "The environment is ready after $((SECONDS - started)) s."
}

stop_making() {
    trap '' INT TERM HUP
    progress_end
    say "Stopping, and removing what was made so far ..."
    kill -TERM -- "-$maker" 2>/dev/null || true
    for _ in {1..50}; do
        kill -0 -- "-$maker" 2>/dev/null || break
        sleep 0.1
    done
    kill -KILL -- "-$maker" 2>/dev/null || true
    wait "$maker" 2>/dev/null || true
    remove_leftovers
}

# Also what a killed run left behind: the lock says that nobody is at work on it. One file
# system only: a mount in there would be this system's own /dev or /proc.
remove_leftovers() {
    local leftover
    for leftover in "$cache"/env/*.partial; do
        [[ ! -e $leftover ]] || rm -rf --one-file-system "$leftover"
    done
    [[ -n ${TMPDIR-} ]] || return 0
    for leftover in "$TMPDIR"/mmdebstrap.*; do
        [[ ! -e $leftover ]] || rm -rf --one-file-system "$leftover" 2>/dev/null ||
            mmdebstrap --unshare-helper rm -rf --one-file-system "$leftover" || true
    done
}

# Says where mmdebstrap is until the background process ends.
watch_making() {
    local log=$1 started=$SECONDS phase detail total got
    while kill -0 "$maker" 2>/dev/null; do
        total=$(sed -n 's/.* \([0-9]*\) newly installed.*/\1/p' "$log" | tail -n 1)
        phase="reading package lists" detail=
        case $(grep -oE '^I: (download|extract|installing [er]|cleaning|creating)' "$log" | tail -n 1) in
        *download) phase="downloading the base system" ;;
        *extract | *"installing e") phase="installing the base system" ;;
        *"installing r")
            got=$(grep -c '^Setting up ' "$log" || true)
            if ((got > 100)); then
                phase="setting up packages" detail="$got of $total"
            elif grep -q '^Fetched ' "$log" && ((total > 300)); then
                phase="unpacking packages" detail="$(grep -c '^Unpacking ' "$log") of $total"
            else
                phase="downloading packages" detail="$(grep -c '^Get:' "$log") of $total"
            fi
            ;;
        *cleaning | *creating) phase="finishing" ;;
        esac
        progress "  $phase" "$detail ($((SECONDS - started)) s)"
        sleep 1
    done
    progress_end
}

explain_failure() {
    local log=$1 mirror=$2
    if grep -qE 'Could not resolve|Could not connect|Connection failed|Connection timed out|Network is unreachable|Temporary failure' "$log"; then
        die "cannot reach the mirror $mirror" \
            "Is the network up? EXWM_VR_MIRROR names another mirror. Log: $log"
    elif grep -q 'No space left on device' "$log"; then
        die "the disk is full: about $root_space_mb MB are needed for $cache" \
            "Free some, or set XDG_CACHE_HOME to a folder on another disk. Log: $log"
    elif grep -qE '404 +Not Found|does not have a Release file' "$log"; then
        die "the mirror $mirror does not have Debian $suite" \
            "EXWM_VR_MIRROR names another mirror. Log: $log"
    elif grep -qE 'NO_PUBKEY|is not signed|signatures were invalid' "$log"; then
        die "the mirror $mirror is not signed with a key that this system knows" \
            "Update the package debian-archive-keyring. Log: $log"
    fi
    grep -E '^(E|W): |error' "$log" | tail -n 5 >&2 || true
    die "the environment could not be made" "Log: $log"
}

# shellcheck disable=SC2034 # mirror and keyring are make_root's
choose_mirror() {
    local ID='' ID_LIKE=''
    if [[ -n ${EXWM_VR_MIRROR-} ]]; then
        mirror=$EXWM_VR_MIRROR
        return
    fi
    # shellcheck source=/dev/null
    [[ ! -r /etc/os-release ]] || eval "$(grep -E '^(ID|ID_LIKE)=' /etc/os-release)"
    mirror=$(find_mirror /etc/apt) || die \
        "no Debian mirror found in /etc/apt (this system is ${ID:-unknown})" \
        "With wlroots 0.20 installed here:  container/dev --host ..." \
        "With Podman or Docker:             container/Containerfile" \
        "With mmdebstrap, bubblewrap and Debian's archive keys installed here:" \
        "                                   EXWM_VR_MIRROR=http://.../debian container/dev ..."
}

choose_keyring() {
    for keyring in /usr/share/keyrings/debian-archive-keyring.{pgp,gpg}; do
        [[ ! -r $keyring ]] || return 0
    done
    die "Debian's archive keys are missing: packages could not be checked" \
        "Install the package debian-archive-keyring."
}

check_tools() {
    local missing=()
    command -v mmdebstrap >/dev/null || missing+=(mmdebstrap)
    command -v bwrap >/dev/null || missing+=(bubblewrap)
    if ((EUID != 0)); then
        command -v newuidmap >/dev/null || missing+=(uidmap)
    fi
    if ((${#missing[@]} > 0)); then
        install_tools "${missing[@]}"
    fi
    if ((EUID != 0)); then
        check_user_namespaces
        grep -q "^\($(id -un)\|$(id -u)\):" /etc/subuid 2>/dev/null || die \
            "$(id -un) has no range of user numbers in /etc/subuid, which mmdebstrap needs" \
            "As root:  usermod --add-subuids 200000-265535 --add-subgids 200000-265535 $(id -un)"
    fi
}

install_tools() {
    local log
    if ! command -v apt-get >/dev/null; then
        die "missing: $*" "Install it, or use container/dev --host or container/Containerfile."
    elif ((EUID != 0)); then
        die "missing: $*" "As root:  apt-get install $*"
    fi
    mkdir -p "$cache/env" || die "cannot write to $cache"
    log=$cache/env/tools.log
    say "Installing $* ..."
    local install=(apt-get install --yes --no-install-recommends "$@")
    export DEBIAN_FRONTEND=noninteractive
    # Lists that are already there may do; only when not are they fetched.
    "${install[@]}" >"$log" 2>&1 </dev/null ||
        { apt-get update && "${install[@]}"; } >>"$log" 2>&1 </dev/null ||
        {
            grep -E '^(E|Err)' "$log" | tail -n 5 >&2 || true
            die "could not install: $*" "Log: $log"
        }
}

check_space() {
    local folder free places=("$1")
    if ((EUID != 0)); then
        # mmdebstrap works in a temporary folder then, which /tmp is often too small for.
        export TMPDIR=/var/tmp/exwm-vr-$EUID
        mkdir -p "$TMPDIR" && chmod 755 "$TMPDIR"
        places+=("$TMPDIR")
    fi
    for folder in "${places[@]}"; do
        free=$(($(df --output=avail -k "$folder" | tail -n 1) / 1024))
        ((free >= root_space_mb)) || die \
            "not enough space: $folder has $free MB free, $root_space_mb MB are needed" \
            "Free some, or set XDG_CACHE_HOME to a folder on another disk."
    done
}

remove_roots() {
    local lock
    [[ -d $cache ]] || return 0
    mkdir -p "$cache/env"
    exec {lock}>"$cache/env/lock"
    flock --nonblock "$lock" || die "another container/dev is making an environment"
    rm -rf --one-file-system "$cache"
    exec {lock}>&-
}
