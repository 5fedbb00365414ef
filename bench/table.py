#!/usr/bin/env python3
"""Two lists of bench results in, the page docs/bench.md out (standard output).

Usage: table.py GLASSCELL.jsonl PEER.jsonl [PEAK.jsonl]
"""
import datetime
import json
import platform
import sys

# job, title, must [s], aim [s]: what the project promises itself.
JOBS = [
    ("chen_C2", "DFN, default setting, Chen2020 C/2", 0.7e-3, 0.45e-3),
    ("chen_1C", "the same setting, 1C", 0.7e-3, 0.45e-3),
    ("chen_2C", "the same setting, 2C", 0.7e-3, 0.45e-3),
    ("marquis_1C", "the same setting, Marquis2019 1C", 0.7e-3, 0.45e-3),
    ("fast_1C", "DFN, `--accuracy fast`, 1C", 0.3e-3, 0.17e-3),
    ("fast_2C", "the same setting, 2C", 0.3e-3, 0.17e-3),
    ("heat_1C", "1C with lumped heat", 2e-3, 1e-3),
    ("ecker_1C", "1C, diffusivity depends on stoichiometry (Ecker2015)", 2e-3, 1e-3),
    ("chen_3C", "3C, electrolyte nearly empty", 4e-3, 2e-3),
    ("us06", "US06, 600 s at 1 s", 7e-3, 4.4e-3),
    ("cccv", "CC-CV cycle", 0.9e-3, 0.5e-3),
    ("cycles_2200", "2,200 CC-CV cycles in one recording", 4, 1.5),
    ("batch", "batch at 1C, `--accuracy fast`, 20 numbers drawn +-20 %, per cell and core", 2e-4,
     1e-4),
    ("batch_default", "the same at the default accuracy", 2e-4, 1e-4),
    ("spm_1C", "SPM, 1C", 5e-5, None),
    ("spme_1C", "SPMe, 1C", 7e-5, None),
    ("shell", "from the shell to the written recording, DFN 1C", 30e-3, 15e-3),
]


def read(path):
    with open(path, encoding="utf-8") as file:
        results = [json.loads(line) for line in file if line.startswith("{")]
    return {result["job"]: result for result in results}


def seconds(value):
    if value is None:
        return "-"
    for scale, unit in ((1, "s"), (1e-3, "ms"), (1e-6, "us")):
        if value >= scale:
            return f"{value / scale:.3g} {unit}"
    return f"{value * 1e6:.2g} us"


def error(result):
    parts = []
    if result.get("rms_mV") is not None:
        parts.append(f"{result['rms_mV']:.2g} mV")
    if result.get("end_error_s") is not None:
        parts.append(f"end {result['end_error_s']:+.2g} s")
    return ", ".join(parts) or "-"


def machine():
    name = platform.processor() or platform.machine()
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as file:
            for line in file:
                if line.startswith("model name"):
                    name = line.split(":", 1)[1].strip()
                    break
    except OSError:
        pass
    return f"{name}, {platform.system()} {platform.release()}"


def table(ours, peer):
    yield "| job | glasscell | error | peer | error | times faster | must | aim |"
    yield "|---|---|---|---|---|---|---|---|"
    for job, title, must, aim in JOBS:
        a, b = ours.get(job, {}), peer.get(job, {})
        both = a.get("seconds") and b.get("seconds")
        faster = f"{b['seconds'] / a['seconds']:.0f}" if both else "-"
        met = "" if not must or not a or a["seconds"] <= must else " (missed)"
        yield (f"| {title} | {seconds(a.get('seconds'))} | {error(a)} | "
               f"{seconds(b.get('seconds'))} | {error(b)} | {faster} | "
               f"{seconds(must)}{met} | {seconds(aim)} |")


def limit(ours, peak):
    rate = peak.get("peak", {}).get("flops_per_s")
    run = ours.get("limit_1C", {})
    if not rate or not run.get("flops"):
        return
    least = run["flops"] / rate
    yield ""
    yield "## Distance to the arithmetic limit"
    yield ""
    yield (f"The 1C alone ({run['setting']}) takes {seconds(run['seconds'])} for "
           f"{run['flops'] / 1e6:.1f} million operations, counted by hand "
           "(`bench_operations` in bench_engine.c). One core does "
           f"{rate / 1e9:.0f} thousand million multiplications and additions a second at "
           "most (`bench_peak.c`, four doubles at a time, no dependence between them): "
           f"{seconds(least)}, {100 * least / run['seconds']:.0f} % of the time. The rest "
           "is latency, of recurrences along the cells in which each number waits for the "
           "one before, and of exponentials; eight cells in lock-step (the batch) "
           "hide it.")


def settings(title, results):
    yield ""
    yield f"## Settings of {title}"
    yield ""
    for job, words, _, _ in JOBS:
        if results.get(job, {}).get("setting"):
            yield f"- {words}: {results[job]['setting']}"


def main():
    ours, peer = read(sys.argv[1]), read(sys.argv[2])
    peak = read(sys.argv[3]) if len(sys.argv) > 3 else {}
    program = next(iter(ours.values()), {}).get("program", "glasscell")
    other = next(iter(peer.values()), {}).get("program", "peer")
    print("# Side by side")
    print()
    print(f"{program} and {other} (IDAKLU), one core, CPU time of the fastest of several "
          "runs, in one go; error of the voltage and of the end against the same converged "
          "curves (tests/data/converged). PyBaMM's time is of repeated solves of a compiled "
          "Simulation on the mesh that suits it best; glasscell's is from parameters in "
          "memory, with its error estimate. Made by `./dev bench`; do not edit.")
    print()
    print(f"Machine: {machine()}. Day: {datetime.date.today()}.")
    print()
    for part in (table(ours, peer), limit(ours, peak), settings(program, ours),
                 settings(other, peer)):
        for line in part:
            print(line)


main()
