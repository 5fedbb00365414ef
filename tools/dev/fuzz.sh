# ./dev fuzz [SECONDS]   runs every fuzz target for so long (60), with sanitizers, and random
#                        cells through random protocols; new finds stay in build/fuzz/NAME
seconds=${1:-60}
case $seconds in
'' | *[!0-9]*) die "fuzz: '$seconds' is not a whole number of seconds" ;;
esac
need demo fuzz
make_target=fuzz_targets
make_in build-fuzz clang -Dfuzz=true --buildtype=debugoptimized \
    -Db_sanitize=address,undefined -Db_lundef=false || die "the fuzz targets do not build"

for program in build-fuzz/tests/fuzz/fuzz_*; do
    [ -x "$program" ] && [ -f "$program" ] || continue
    name=$(basename "$program")
    found=build/fuzz/$name
    mkdir -p "$found"
    say "$name: $seconds s ..."
    if quietly "build/logs/$name.log" "$program" -max_total_time="$seconds" -timeout=10 \
        -rss_limit_mb=1024 -print_final_stats=1 -artifact_prefix="$found/" \
        "$found" "tests/fuzz/corpus/${name#fuzz_}"; then
        pass
        grep -E 'number_of_executed_units|new_units_added' "build/logs/$name.log" || true
    else
        fail "$name: the input that did it is in $found; replay it with $program FILE"
    fi
done

make_target=
make_in build "$(make_compiler)" || die "the build failed"
seed=$(now_s)
say "random cells and protocols, seed $seed: $seconds s ..."
if GLASSCELL_SHARE=$PWD/share build/tests/verify/random_cells --count 100000000 \
    --seed "$seed" --seconds "$seconds" >build/logs/random_cells.log; then
    pass
else
    fail "random cells and protocols; which ones: build/logs/random_cells.log"
fi
tail -n 14 build/logs/random_cells.log
[ "$((passed + failed))" -gt 0 ] || fail "there is no fuzz target"
tally
