# shellcheck shell=bash
# SPDX-License-Identifier: MIT
# Runs one libFuzzer target. What it learns is kept beside the build from run to run, and so is
# what it finds.

command_fuzz() {
    local target=${1-} seconds=${2-60} targets=() file
    for file in "$checkout"/tests/fuzz/*_fuzz.cpp; do
        file=${file##*/}
        targets+=("${file%_fuzz.cpp}")
    done
    if [[ -z $target ]]; then
        printf '%s\n' "${targets[@]}"
        return
    fi
    target=${target//-/_}
    [[ " ${targets[*]} " == *" $target "* ]] ||
        usage_error "fuzz: unknown target '$target': there are ${targets[*]}"
    [[ $seconds =~ ^[1-9][0-9]{0,5}$ ]] || usage_error "fuzz: '$seconds' is not a number of seconds"

    prepare
    local folder program corpus found options
    folder=$(kind_dir fuzz)
    program=tests/fuzz/fuzz-${target//_/-}
    build_kind fuzz "$program"
    corpus=$checkout/build/fuzz-corpus/$target
    found=$checkout/build/fuzz-found
    mkdir -p "$corpus" "$found"
    options=(-max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 -print_final_stats=1
        -artifact_prefix="$found/$target-")
    [[ ! -f $checkout/tests/fuzz/$target.dict ]] ||
        options+=(-dict="$checkout/tests/fuzz/$target.dict")
    if in_env env LSAN_OPTIONS="suppressions=$checkout/tests/fuzz/lsan.supp:print_suppressions=0" \
        "$folder/$program" "${options[@]}" "$corpus" "$checkout/tests/fuzz/corpus/$target"; then
        say "No finding in $seconds s."
    else
        die "$target: a finding is in ${found#"$checkout"/}" \
            "To see it again:  container/dev -- ${folder#"$checkout"/}/$program FILE" \
            "With the fix, add the file to tests/fuzz/corpus/$target."
    fi
}
