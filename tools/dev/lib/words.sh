# What every verb says and how it counts.

say() { printf '%s\n' "$*"; }
die() { # words: to standard error, and the end
    printf './dev: %s\n' "$*" >&2
    exit 2
}
now_s() { date +%s; }

# Counts for the last line of `./dev check`.
passed=0 failed=0 skipped=0
failures=''
pass() { passed=$((passed + ${1:-1})); }
fail() { # what failed
    failed=$((failed + 1))
    failures="$failures
  failed: $*"
}
skip() { # why
    skipped=$((skipped + 1))
    say "skipped: $*"
}
tally() { # the summary, alone on the last line; status 1 if anything failed
    [ -z "$failures" ] || say "$failures"
    if [ "$skipped" -gt 0 ]; then
        say "$passed passed, $failed failed, $skipped skipped"
    else
        say "$passed passed, $failed failed"
    fi
    [ "$failed" -eq 0 ]
}

# Runs a command with its output in a file; shows the end of the file if it fails.
quietly() { # log command...
    log=$1
    shift
    mkdir -p "$(dirname "$log")"
    if "$@" >"$log" 2>&1; then return 0; fi
    tail -n 40 "$log" >&2
    say "(all of it: $log)" >&2
    return 1
}

cores() { getconf _NPROCESSORS_ONLN 2>/dev/null || echo 1; }
