# shellcheck shell=bash
# SPDX-License-Identifier: MIT
# The test machine's image: made once for each environment and version of its scripts, and put in
# place by renaming, as the environment itself.

# Whether there is an image; as long as this process runs, nobody removes it.
use_machine() {
    [[ -d $final ]] && { exec 8<"$final"; } 2>/dev/null && flock --shared 8 && [[ -d $final ]]
}

prepare_machine() {
    [[ $use_host == no ]] || die "the vm suite runs in the environment only" \
        "Without --host:  container/dev test vm"
    local key kind=usual started=$SECONDS log final old
    key=$(cat "$checkout"/tests/vm/make-image.sh "$checkout"/tests/vm/guest/* | sha256sum | cut -c1-12)
    ((${#package_lists[@]} == 1)) || kind=programs
    final=$cache/machine/$kind-${root##*/}-$key
    machine=$final
    show_machine=yes
    ! use_machine || return 0

    mkdir -p "$cache/machine"
    log=$final.log
    (
        flock 9
        [[ ! -d $final ]] || exit 0
        say "Making the test machine's image (once) ..."
        # Those of other environments are of no use any more, nor are half-made ones, unless a
        # test of another checkout runs on one.
        for old in "$cache/machine/$kind-"*/; do
            [[ ! -d $old ]] || flock --nonblock "$old" rm -rf "$old" || true
        done
        machine=$final.partial
        mkdir "$machine"
        in_env "$checkout/tests/vm/make-image.sh" "$root_inside" "$machine_inside" \
            >"$log" 2>&1 9>&- || exit
        mv -T "$machine" "$final"
    ) 9>"$cache/machine/lock" || {
        tail -n 5 "$log" >&2
        die "the test machine's image could not be made" "Log: $log"
    }
    use_machine || die "the test machine's image is gone again" "Run it once more."
    ((SECONDS - started < 2)) || say "The image is ready after $((SECONDS - started)) s."
}
