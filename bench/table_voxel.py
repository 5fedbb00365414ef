#!/usr/bin/env python3
"""Results of bench_voxel and peer_voxel.py in, the page docs/bench-voxels.md out.

Usage: table_voxel.py OURS.jsonl PEERS.jsonl; of a job that ran several times, the median.
"""
import datetime
import json
import os
import platform
import statistics
import sys

# job, title, peer's job, must [s], aim [s]
JOBS = [
    ("voxel_256", "electrode.tiff 256^3, pore, CPU time", "taufactor_256", 3.5, 1.5),
    ("voxel_128", "nmc_128, pore, CPU time", "taufactor_128", 0.4, 0.15),
    ("voxel_128", "the same, PoreSpy", "porespy_128", 0.4, 0.15),
    ("voxel_500", "tf500 500^3, axis 0, two cores, wall clock", None, 16, 6),
    ("map_256", "wiring map 256^3, two cores, wall clock", None, 15, 5),
    ("calculator", "calculator with ranges, from the shell", None, 0.02, 0.005),
]
# Bytes of each lane of a block that sweeps move per iteration, codes included: direction 12,
# update 25, coarse correction and smoothing 13; what stays in cache between stages not counted.
LANE_BYTES = 50


def read(path):
    runs = {}
    if os.path.exists(path):
        with open(path, encoding="utf-8") as file:
            for line in file:
                if line.startswith("{"):
                    result = json.loads(line)
                    runs.setdefault(result["job"], []).append(result)
    found = {}
    for job, results in runs.items():
        found[job] = dict(results[-1])
        found[job]["seconds"] = statistics.median(r["seconds"] for r in results)
        found[job]["runs"] = len(results)
    return found


def number(value, form="{:.2g}"):
    return "-" if value is None else form.format(value)


def rows(ours, peers):
    yield "| job | glasscell | true error | width | peer | true error | times faster | must | aim |"
    yield "|---|---|---|---|---|---|---|---|---|"
    for job, title, peer, must, aim in JOBS:
        a, b = ours.get(job, {}), peers.get(peer, {})
        both = a.get("seconds") and b.get("seconds")
        missed = " (missed)" if a and a["seconds"] > must else ""
        yield (f"| {title} | {number(a.get('seconds'), '{:.3g} s')} | {number(a.get('error'))} | "
               f"{number(a.get('width'))} | {number(b.get('seconds'), '{:.3g} s')} | "
               f"{number(b.get('error'))} | "
               f"{b['seconds'] / a['seconds']:.0f} |" if both else
               f"| {title} | {number(a.get('seconds'), '{:.3g} s')} | {number(a.get('error'))} | "
               f"{number(a.get('width'))} | - | - | - |") + f" {must} s{missed} | {aim} s |"


def counts(ours):
    yield ""
    yield "## Counts"
    yield ""
    yield "| what | iterations | width | bytes per voxel |"
    yield "|---|---|---|---|"
    names = [(f"growth_{n}", f"electrode.tiff, pore, {n}^3, to 1e-8"
              + (" (mirrored)" if n == 512 else "")) for n in (64, 128, 256, 512)]
    names += [(f"contrast_{k}", f"nmc_128, pore : NMC = {s}, to 1e-6")
              for k, s in enumerate(("1 : 1e2", "1 : 1e4", "1 : 1e6", "1e6 : 1"))]
    names += [("voxel_256", "256^3, tortuosity only (the field adds 4)")]
    for job, title in names:
        if job in ours:
            r = ours[job]
            yield (f"| {title} | {r['iterations']} | {r['width']:.1e} | "
                   f"{r['bytes_per_voxel']:.1f} |")


def limits(ours):
    one, rate, sure = (ours.get(k, {}) for k in ("iteration_256", "bandwidth", "certificate"))
    yield ""
    if sure:
        yield (f"The certificate takes {sure['iterations']:.1f} iterations' time; after six "
               f"iterations its interval is {sure['width']:.2g} wide, {sure['ratio']:.2f} times "
               "the true error of the potential's energy.")
    if one.get("lanes") and rate:
        moved = LANE_BYTES * one["lanes"]
        speed = moved * 256**3 / one["seconds"]
        yield ""
        yield ("## Distance to the memory bandwidth")
        yield ""
        yield (f"One iteration on 256^3 takes {one['seconds']:.3f} s on one core and moves "
               f"{moved:.0f} bytes per voxel on the finest level ({LANE_BYTES} per lane of a "
               f"block, counted by hand; {one['lanes']:.2f} lanes per voxel are held), that is "
               f"{speed / 1e9:.1f} thousand million bytes a second; a triad reaches "
               f"{rate['bytes_per_second'] / 1e9:.1f}: {100 * speed / rate['bytes_per_second']:.0f} "
               "% of the bandwidth. The rest is arithmetic on level 1 and below, whose "
               "neighbours are gathered.")


def main():
    ours, peers = read(sys.argv[1]), read(sys.argv[2])
    programs = sorted({r["program"] for r in list(ours.values()) + list(peers.values())})
    print("# The electrode view side by side")
    print()
    print(", ".join(programs) + ". CPU time from labels in memory, one thread, runs alternate, "
          "medians; glasscell's with certified bounds at a tolerance of 1e-6. True errors against "
          "values known to 1e-9. Made by `./dev bench voxels`; do not edit.")
    print()
    name = platform.machine()
    with open("/proc/cpuinfo", encoding="utf-8") as file:
        for line in file:
            if line.startswith("model name"):
                name = line.split(":", 1)[1].strip()
                break
    print(f"Machine: {name}, {platform.system()} {platform.release()}, load at the end "
          f"{os.getloadavg()[0]:.1f} on {os.cpu_count()} cores. Day: {datetime.date.today()}.")
    print()
    for part in (rows(ours, peers), counts(ours), limits(ours)):
        for line in part:
            print(line)
    missing = [t for j, t, p, _, _ in JOBS if j not in ours or (p and p not in peers)]
    if missing:
        print()
        print("Not run here: " + "; ".join(missing) + " (the peer on 256^3 wants `--long`, "
              "tf500 its file in GLASSCELL_TF500).")


main()
