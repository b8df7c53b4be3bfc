# shellcheck shell=bash
# SPDX-License-Identifier: MIT
# Build folders, one a kind, inside the checkout and ignored by git.

# Programs of the release kind are what demo, shell and -- run; tests run sanitized ones, or
# those of release-test.
kind_dir() {
    if [[ $use_host == yes ]]; then
        printf '%s/build/host-%s' "$checkout" "$1"
    else
        printf '%s/build/%s' "$checkout" "$1"
    fi
}

kind_options() {
    # All that tests need is in the environment: where it is missing, they must not pass without.
    local whole=()
    [[ $use_host == yes ]] || whole=(-Dtests=enabled -Dxwayland=enabled -Dsystemd=enabled)
    case $1 in
    release) printf '%s\n' --buildtype=debugoptimized -Dtests=disabled ;;
    release-test) printf '%s\n' --buildtype=debugoptimized "${whole[@]}" ;;
    # What is undefined traps: with a place and a text for each check, most of a program would be
    # those, to be compiled, loaded, and looked through for leaks.
    sanitize)
        printf '%s\n' --buildtype=debug -Doptimization=1 -Db_sanitize=address,undefined \
            -Dcpp_args=-fsanitize-trap=undefined \
            -Dc_link_args=-no-pie -Dcpp_link_args=-no-pie "${whole[@]}"
        ;;
    fuzz)
        printf '%s\n' --buildtype=debug -Doptimization=1 -Db_sanitize=address,undefined \
            -Dfuzz=true -Db_lundef=false
        ;;
    esac
}

# build_kind KIND [TARGET]: without a target, everything.
build_kind() {
    local kind=$1 folder started=$SECONDS
    folder=$(kind_dir "$kind")
    set_up_kind "$kind"
    # On a terminal ninja rewrites one line; elsewhere only faults are worth printing.
    local quiet=()
    [[ -t 2 ]] || quiet=(--quiet)
    # Two builds in one folder would spoil each other.
    (
        flock 9
        in_env ninja -C "$folder" "${quiet[@]}" "${@:2}" >&2 9>&- || exit
        link_programs "$folder" 9>&-
    ) 9>"$folder.lock" || die "the build in ${folder#"$checkout"/} failed"
    say "Built ${folder#"$checkout"/} in $((SECONDS - started)) s."
}

# Sets the folder up, anew when it was made in another environment or with other options:
# neither meson nor ninja notices that the compiler and all libraries are different ones.
set_up_kind() {
    local kind=$1 folder made_with=host compiler=() options log
    folder=$(kind_dir "$kind")
    log=$folder.setup.log
    [[ $use_host == yes ]] || made_with=${root##*/}
    mapfile -t options < <(kind_options "$kind")
    made_with="$made_with ${options[*]}"
    mkdir -p "$folder"
    (
        flock 9
        local step
        if [[ -f $folder/build.ninja && $(cat "$folder/made-with" 2>/dev/null) == "$made_with" ]]; then
            # Meson runs again where its files have changed; what it prints belongs in the log.
            step=(ninja -C "$folder" build.ninja)
        else
            [[ $kind != fuzz ]] || compiler=(env CC=clang CXX=clang++)
            [[ ! -d $folder/meson-private ]] || options+=(--wipe)
            step=("${compiler[@]}" meson setup "$folder" "$checkout" "${options[@]}")
        fi
        if ! in_env "${step[@]}" >"$log" 2>&1 9>&-; then
            tail -n 20 "$log" >&2
            exit 1
        fi
        printf '%s\n' "$made_with" >"$folder/made-with"
    ) 9>"$folder.lock" || die "meson could not set up ${folder#"$checkout"/}" "Log: $log"
}

# A folder with the programs that would be installed, for the PATH.
link_programs() {
    local folder=$1
    in_env python3 - "$folder" >&2 <<'END'
import json, os, subprocess, sys
folder = sys.argv[1]
installed = json.loads(subprocess.check_output(["meson", "introspect", "--installed", folder]))
links = os.path.join(folder, "bin")
os.makedirs(links, exist_ok=True)
for built, place in installed.items():
    if os.path.basename(os.path.dirname(place)) == "bin" and os.path.exists(built):
        link = os.path.join(links, os.path.basename(place))
        if not os.path.lexists(link):
            os.symlink(os.path.relpath(built, links), link)
END
}

# Runs a command in the environment with the release programs on its PATH.
run_built() {
    # shellcheck disable=SC2016 # expanded in the environment
    in_env bash -c 'PATH=$1:$PATH; shift; exec "$@"' run "$(kind_dir release)/bin" "$@"
}
