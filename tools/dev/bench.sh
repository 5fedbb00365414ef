# ./dev bench [JOB...]   runs the jobs of bench/README.md side by side with PyBaMM, which it
#                        fetches into build/venv, and writes docs/bench.md
need demo bench
make_in build "$(make_compiler)" || die "the build failed"
venv=build/venv
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
