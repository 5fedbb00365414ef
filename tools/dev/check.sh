# ./dev check            all tests: gcc, clang, sanitizers, the laws of the tree, the layout;
#                        ends with a line "N passed, N failed"
check_began=$(now_s)
need demo
# What only some checks want may stay away: those are then skipped with words.
(need check) || say "Going on without; the checks that need these are skipped."
make_again=1

# Runs the tests of a folder and takes over their count.
check_tests() { # title folder meson-test-options...
    title=$1 folder=$2
    shift 2
    log=build/logs/test-$(basename "$folder").log
    mkdir -p build/logs
    meson test -C "$folder" --no-rebuild --print-errorlogs "$@" >"$log" 2>&1 || true
    n() { awk -v word="$1:" 'index($0, word) == 1 { n = $NF } END { print n + 0 }' "$log"; }
    ok=$(($(n Ok) + $(n "Expected Fail")))
    bad=$(($(n Fail) + $(n "Unexpected Pass") + $(n Timeout)))
    left=$(n Skipped)
    if [ $((ok + bad + left)) -eq 0 ]; then
        tail -n 20 "$log"
        fail "$title: no test ran"
        return 0
    fi
    passed=$((passed + ok)) skipped=$((skipped + left))
    say "$title: $ok passed, $bad failed, $left skipped ($(($(now_s) - part_began)) s)"
    [ "$left" -eq 0 ] || grep -E '^ *[0-9]+/[0-9]+ .* SKIP' "$log" || true
    if [ "$bad" -gt 0 ]; then
        sed -n '/^=* .* =*$/,$p' "$log" | tail -n 100
        failed=$((failed + bad))
        failures="$failures
  failed: $title, $bad of them: $log"
    fi
}

check_build() { # title folder compiler meson-options...
    title=$1
    shift
    part_began=$(now_s)
    if make_in "$@"; then
        pass
        return 0
    fi
    fail "$title: does not build"
    return 1
}

check_script() { # title command...
    title=$1
    shift
    if "$@"; then pass; else fail "$title"; fi
}

say "== gcc"
if check_build gcc build "$(make_compiler)"; then check_tests gcc build; fi

say "== clang"
if command -v clang >/dev/null 2>&1; then
    if check_build clang build-clang clang; then
        check_tests clang build-clang --suite unit --suite cli
    fi
else
    skip "clang is not installed"
fi

say "== sanitizers (address, undefined)"
if check_build sanitizers build-asan "$(make_compiler)" --buildtype=debugoptimized \
    -Db_sanitize=address,undefined -Db_lundef=false; then
    check_tests sanitizers build-asan --suite unit --suite fuzz --timeout-multiplier 4
fi

say "== layout"
if command -v clang-format-14 >/dev/null 2>&1; then
    check_script "layout (./dev format)" ./dev format --check
else
    skip "layout: clang-format-14 is not installed"
fi

say
say "$(($(now_s) - check_began)) s in all"
tally
