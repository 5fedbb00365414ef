#!/usr/bin/env python3
"""The tortuosity jobs by TauFactor 2 and PoreSpy, one JSON line per job on standard output.

Usage: peer_voxel.py [--long] [JOB...]   (default: taufactor_128 porespy_128)

CPU time of a solve from labels in memory, one thread; TauFactor with the criterion that meets
the job's error, PoreSpy with its defaults. --long adds taufactor_256, which takes minutes.
"""
import argparse
import importlib.metadata
import json
import os
import time

os.environ.setdefault("OMP_NUM_THREADS", "1")
import numpy as np  # noqa: E402
import tifffile  # noqa: E402

here = os.path.dirname(os.path.abspath(__file__))
NMC = os.path.join(here, "..", "tests", "data", "volumes", "nmc_128.tif")
ELECTRODE = os.path.join(here, "..", "share", "volumes", "electrode.tiff")


def tell(job, package, seconds, value, truth, setting):
    program = f"{package} {importlib.metadata.version(package.lower())}"
    print(json.dumps({"job": job, "program": program, "seconds": seconds, "value": value,
                      "error": abs(value / truth - 1), "setting": setting}), flush=True)


def taufactor(job, path, truth, criterion):
    import contextlib
    import io
    import taufactor as tau
    import torch
    torch.set_num_threads(1)
    phase = (tifffile.imread(path) == 0).astype(np.uint8)
    began = time.process_time()
    with contextlib.redirect_stdout(io.StringIO()):
        solver = tau.Solver(phase, device="cpu")
        solver.solve(iter_limit=20000, verbose=False, conv_crit=criterion)
    seconds = time.process_time() - began
    value = float(np.atleast_1d(solver.tau.cpu() if hasattr(solver.tau, "cpu") else solver.tau)[0])
    tell(job, "TauFactor", seconds, value, truth, f"conv_crit {criterion:g}, one thread")


def porespy(job, path, truth):
    import porespy as ps
    ps.settings.tqdm["disable"] = True
    phase = tifffile.imread(path) == 0
    began = time.process_time()
    found = ps.simulations.tortuosity_fd(phase, axis=0)
    seconds = time.process_time() - began
    tell(job, "PoreSpy", seconds, float(found.tortuosity), truth, "defaults")


JOBS = {
    "taufactor_128": lambda job: taufactor(job, NMC, 1.620387825, 1e-4),
    "porespy_128": lambda job: porespy(job, NMC, 1.620387825),
    "taufactor_256": lambda job: taufactor(job, ELECTRODE, 2.077241909, 1e-2),
}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--long", action="store_true")
    parser.add_argument("jobs", nargs="*", metavar="JOB")
    given = parser.parse_args()
    for job in given.jobs or JOBS:
        if job in JOBS and (given.jobs or given.long or job != "taufactor_256"):
            JOBS[job](job)


main()
