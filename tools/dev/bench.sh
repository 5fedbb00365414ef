# ./dev bench [JOB...]   runs the jobs of bench/README.md side by side with PyBaMM, which it
#                        fetches into build/venv, and writes docs/bench.md
# ./dev bench voxels [--long]   those of the electrode view, with TauFactor and PoreSpy, and
#                        writes docs/bench-voxels.md; --long also TauFactor on 256^3 (minutes)
# Runs alternate, so that what else the machine does falls on both.
bench_voxels() {
    here=build/bench
    mkdir -p "$here" build/logs
    if ! "$venv/bin/python" -c 'import taufactor, porespy, openpnm' 2>/dev/null; then
        say "Fetching TauFactor, PoreSpy and torch into $venv (some GB) ..."
        quietly build/logs/venv.log /usr/bin/python3 -m venv "$venv" &&
            quietly build/logs/venv.log "$venv/bin/pip" install --upgrade torch taufactor \
                porespy openpnm tifffile ||
            die "TauFactor could not be fetched (its words are above)"
    fi
    ours=$here/voxel.jsonl peers=$here/voxel_peers.jsonl
    export GLASSCELL_MODULES="$PWD/build"
    : >"$ours"
    : >"$peers"
    for round in 1 2 3; do
        build/bench/bench_voxel voxel_128 voxel_256 | tee -a "$ours"
        "$venv/bin/python" bench/peer_voxel.py taufactor_128 | tee -a "$peers"
    done
    "$venv/bin/python" bench/peer_voxel.py porespy_128 | tee -a "$peers" ||
        say "PoreSpy did not run; its row is left out."
    [ "${1:-}" != --long ] ||
        "$venv/bin/python" bench/peer_voxel.py taufactor_256 | tee -a "$peers"
    build/bench/bench_voxel ${GLASSCELL_TF500:+--tf500 "$GLASSCELL_TF500"} voxel_500 \
        certificate iteration_256 contrast_0 contrast_1 contrast_2 contrast_3 map_256 \
        growth_64 growth_128 growth_256 growth_512 calculator bandwidth | tee -a "$ours"
    "$venv/bin/python" bench/table_voxel.py "$ours" "$peers" >docs/bench-voxels.md
    say "The page is docs/bench-voxels.md."
}

need demo bench
make_in build "$(make_compiler)" || die "the build failed"
venv=build/venv
if [ "${1:-}" = voxels ]; then
    shift
    bench_voxels "$@"
    return 0 2>/dev/null || exit 0
fi
if [ ! -x "$venv/bin/python" ] || ! "$venv/bin/python" -c 'import pybamm' 2>/dev/null; then
    say "Fetching PyBaMM into $venv (about 250 MB) ..."
    quietly build/logs/venv.log /usr/bin/python3 -m venv "$venv" &&
        quietly build/logs/venv.log "$venv/bin/pip" install --upgrade pybamm ||
        die "PyBaMM could not be fetched (its words are above)"
fi

here=build/bench
mkdir -p "$here"
"$(make_compiler)" -O3 -march=native -o "$here/peak" bench/bench_peak.c
"$here/peak" >"$here/peak.jsonl"
say "glasscell ..."
build/bench/bench_engine "$@" | tee "$here/glasscell.jsonl"
say "PyBaMM ..."
"$venv/bin/python" bench/peer_pybamm.py "$@" | tee "$here/pybamm.jsonl"
if [ $# -eq 0 ]; then page=docs/bench.md; else page=$here/bench.md; fi
"$venv/bin/python" bench/table.py "$here/glasscell.jsonl" "$here/pybamm.jsonl" \
    "$here/peak.jsonl" >"$page"
say "The page is $page."
