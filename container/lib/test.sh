# shellcheck shell=bash
# SPDX-License-Identifier: MIT
# Runs suites of tests and ends with one line that sums them up.

known_suites=(unit integration lint conformance vm programs tidy)
# clang-tidy and all kinds of programs take too long for every run: they are run by name.
usual_suites=(unit integration lint conformance vm)

command_test() {
    local suites=() only=() kind=sanitize known
    while (($# > 0)); do
        case $1 in
        --release) kind="release-test" ;;
        --only)
            (($# > 1)) || usage_error "test: --only wants the name of a test"
            only+=("$2")
            shift
            ;;
        *)
            known=" ${known_suites[*]} "
            [[ $known == *" $1 "* ]] ||
                usage_error "test: unknown suite '$1': there are ${known_suites[*]}"
            suites+=("$1")
            ;;
        esac
        shift
    done
    if ((${#suites[@]} == 0)); then
        suites=("${usual_suites[@]}")
        if [[ $use_host == yes ]]; then
            suites=(unit integration lint)
            say "Without the suites conformance and vm: WLCS and the machine are the environment's."
        fi
    fi

    [[ " ${suites[*]} " != *" programs "* ]] || want_programs
    prepare
    # The source's own checks need nothing compiled; before single tests meson builds what they need.
    if [[ ${suites[*]} == lint || ${suites[*]} == tidy ]] || ((${#only[@]} > 0)); then
        set_up_kind "$kind"
    else
        build_kind "$kind"
    fi
    [[ " ${suites[*]} " != *" vm "* && " ${suites[*]} " != *" programs "* ]] || prepare_machine
    local folder argument failed=0 started
    folder=$(kind_dir "$kind")
    # Results of an earlier run must not be taken for results of this one.
    rm -rf "$folder"/junit-*.xml "$folder/results"
    mkdir "$folder/results"
    for argument in "${suites[@]}"; do
        started=$SECONDS
        say "Suite $argument:"
        run_suite "$folder" "$argument" "${only[@]}" || failed=1
        say "Suite $argument took $((SECONDS - started)) s."
    done
    in_env python3 "$checkout/tests/support/sum_results.py" "$folder/results" || failed=1
    return "$failed"
}

# run_suite FOLDER SUITE [TEST...]: without a test, all of the suite.
run_suite() {
    local folder=$1 name=$2 result=0 options=()
    (($# > 2)) || options+=(--no-rebuild)
    rm -f "$folder/meson-logs/suite-$name.json" # of an earlier run, if meson cannot build
    case $name in
    # A machine needs 2 GB of memory and, where it is emulated, a core of its own.
    vm | programs) options+=(--num-processes 2) ;;
    esac
    # A fault that a sanitizer finds ends the program, and with that the test; what is undefined does
    # so by an illegal instruction, whose place is reported. Checked strictly, strndup is taken to
    # read beyond its limit, as of X11 properties, which no zero ends. 2^16 bytes for frames of each
    # size are plenty, and a thread is made with fewer faults.
    in_env env EXWM_VR_VM_IMAGE="$machine_inside" \
        ASAN_OPTIONS="${ASAN_OPTIONS-handle_sigill=1:detect_stack_use_after_return=1:max_uar_stack_size_log=16:strict_string_checks=1:intercept_strndup=0}" \
        UBSAN_OPTIONS="${UBSAN_OPTIONS-halt_on_error=1:print_stacktrace=1}" \
        LSAN_OPTIONS="${LSAN_OPTIONS-suppressions=$checkout/tests/support/lsan.supp:print_suppressions=0}" \
        meson test -C "$folder" --suite "$name" --print-errorlogs \
        --timeout-multiplier 2 "${options[@]}" --logbase "suite-$name" "${@:3}" || result=$?
    cp "$folder/meson-logs/suite-$name.json" "$folder/results/" 2>/dev/null || true
    return "$result"
}
