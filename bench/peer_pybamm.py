#!/usr/bin/env python3
"""The bench jobs by PyBaMM and its IDAKLU solver, one JSON line per job on standard output.

Usage: peer_pybamm.py [--data FOLDER] [JOB...]   (default: every job; bench/README.md)

Made as favourable to PyBaMM as we found: meshes in r stretched to the surface (exponential,
3), the cheapest mesh and tolerance that meet the job's error, outputs between steps by the
solver's own Hermite interpolation, CPU time of the fastest of some repeated solves of one
Simulation (set-up, discretisation and compilation are outside), as many threads as cells
where a job has many.

A line: {"job", "program", "seconds", "rms_mV", "end_s", "end_error_s", "setting"}; rms over
1 s <= t <= 0.95 of the end, against the converged curves in tests/data/converged.
"""
import argparse
import json
import os
import sys
import time

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("PYBAMM_DISABLE_TELEMETRY", "true")

import numpy as np  # noqa: E402
import pybamm  # noqa: E402

pybamm.set_logging_level("ERROR")
here = os.path.dirname(os.path.abspath(__file__))
data_folder = os.path.join(here, "..", "tests", "data", "converged")


def simulation(cell, model=pybamm.lithium_ion.DFN, options=None, mesh=(20, 10, 20, 20),
               rtol=1e-6, stretch=3.0, current=None, experiment=None, change=None):
    """A Simulation with x meshes n, s, p and r points, stretched to the surface."""
    values = pybamm.ParameterValues(cell)
    if current is not None:
        values["Current function [A]"] = current
    if change:
        values.update(change)
    n, s, p, r = mesh
    model = model(options or {})
    types = dict(model.default_submesh_types)
    for electrode in ("negative", "positive"):
        types[f"{electrode} particle"] = pybamm.MeshGenerator(
            pybamm.Exponential1DSubMesh, {"side": "right", "stretch": stretch})
    points = {"x_n": n, "x_s": s, "x_p": p, "r_n": r, "r_p": r}
    solver = pybamm.IDAKLUSolver(rtol=rtol, atol=rtol)
    return pybamm.Simulation(model, parameter_values=values, submesh_types=types,
                             var_pts=points, solver=solver, experiment=experiment)


def cpu_seconds(act, repeats=5):
    """CPU time of the fastest call after a first one, and the last answer."""
    answer = act()
    best = np.inf
    for _ in range(repeats):
        began = time.process_time()
        answer = act()
        best = min(best, time.process_time() - began)
    return best, answer


def reference(name):
    path = os.path.join(data_folder, name)
    with open(path, encoding="utf-8") as file:
        rows = [line for line in file if not line.startswith("#")]
    table = np.array([[float(x) for x in row.split(",")] for row in rows[1:]])
    return table[:, 0], table[:, 1], table


def rms_mV(solution, t, volts, end_s):
    use = (t >= 1) & (t <= 0.95 * end_s) & (t <= solution["Time [s]"].entries[-1])
    model = solution["Voltage [V]"](t[use])
    return float(1000 * np.sqrt(np.mean((model - volts[use]) ** 2)))


def tell(job, seconds, rms=None, end=None, end_error=None, setting=""):
    line = {"job": job, "program": f"PyBaMM {pybamm.__version__}", "seconds": seconds,
            "rms_mV": rms, "end_s": end, "end_error_s": end_error, "setting": setting}
    print(json.dumps(line), flush=True)


def words(mesh, rtol):
    n, s, p, r = mesh
    return f"{n}/{s}/{p}, r {r} stretched, rtol {rtol:g}"


def discharge(job, cell, file, end_s, current, mesh, rtol, **more):
    """One constant-current discharge; `file` may be None where only the end is known."""
    sim = simulation(cell, mesh=mesh, rtol=rtol, current=current, **more)
    seconds, solution = cpu_seconds(lambda: sim.solve([0, 1.2 * end_s]))
    end = float(solution["Time [s]"].entries[-1])
    rms = None
    if file:
        t, volts, _ = reference(file)
        rms = rms_mV(solution, t, volts, end_s)
    tell(job, seconds, rms, end, end - end_s, words(mesh, rtol))


# Where each of these jobs ends (tests/data/converged; 3C: extrapolated in the mesh).
ENDS = {"C2": 7221.916, "1C": 3555.2036, "2C": 1702.9865, "3C": 560.714, "marquis": 3617.7322}


def job_chen_C2(job):
    discharge(job, "Chen2020", "chen2020_C2.csv", ENDS["C2"], 2.5, (40, 5, 20, 30), 1e-5)


def job_chen_1C(job):
    discharge(job, "Chen2020", "chen2020_1C.csv", ENDS["1C"], 5, (40, 5, 20, 30), 1e-5)


def job_chen_2C(job):
    discharge(job, "Chen2020", "chen2020_2C.csv", ENDS["2C"], 10, (80, 10, 40, 40), 1e-5)


def job_marquis_1C(job):
    discharge(job, "Marquis2019", "marquis2019_1C.csv", ENDS["marquis"], 0.680616,
              (60, 20, 60, 40), 1e-5)


def job_fast_1C(job):
    discharge(job, "Chen2020", "chen2020_1C.csv", ENDS["1C"], 5, (10, 5, 10, 10), 1e-4)


def job_fast_2C(job):
    discharge(job, "Chen2020", "chen2020_2C.csv", ENDS["2C"], 10, (10, 5, 10, 10), 1e-4)


def job_heat_1C(job):
    """Lumped heat, 10 W/m2/K; no converged curve: the mesh that suits the 1C."""
    sim = simulation("Chen2020", options={"thermal": "lumped"}, mesh=(40, 5, 20, 30),
                     rtol=1e-5, current=5,
                     change={"Total heat transfer coefficient [W.m-2.K-1]": 10})
    seconds, solution = cpu_seconds(lambda: sim.solve([0, 4200]))
    tell(job, seconds, None, float(solution["Time [s]"].entries[-1]), None,
         words((40, 5, 20, 30), 1e-5))


def job_ecker_1C(job):
    sim = simulation("Ecker2015", mesh=(40, 5, 20, 30), rtol=1e-5)
    seconds, solution = cpu_seconds(lambda: sim.solve([0, 4200]))
    tell(job, seconds, None, float(solution["Time [s]"].entries[-1]), None,
         words((40, 5, 20, 30), 1e-5))


def job_chen_3C(job):
    discharge(job, "Chen2020", None, ENDS["3C"], 15, (120, 20, 60, 30), 1e-5)


def us06_current():
    """US06 for 600 s from the reference file (positive charges there, discharges here)."""
    t, _, table = reference("chen2020_us06.csv")
    return t, -table[:, 2]


def job_us06(job):
    t, current = us06_current()
    drive = pybamm.Interpolant(t, current, pybamm.t)
    mesh, rtol = (40, 8, 20, 30), 1e-6
    sim = simulation("Chen2020", mesh=mesh, rtol=rtol, stretch=4, current=drive,
                     change={"Lower voltage cut-off [V]": 0, "Upper voltage cut-off [V]": 9})
    seconds, solution = cpu_seconds(lambda: sim.solve(t), repeats=2)
    _, volts, _ = reference("chen2020_us06.csv")
    tell(job, seconds, rms_mV(solution, t, volts, t[-1]), float(t[-1]), None,
         words(mesh, rtol))


CYCLE = ("Discharge at 1C until 2.5 V", "Rest for 10 minutes", "Charge at C/2 until 4.2 V",
         "Hold at 4.2 V until C/50")


def cycle_simulation(cycles, mesh, rtol):
    experiment = pybamm.Experiment([CYCLE] * cycles)
    return simulation("Chen2020", mesh=mesh, rtol=rtol, experiment=experiment)


def job_cccv(job):
    mesh, rtol = (10, 5, 10, 15), 1e-4
    sim = cycle_simulation(1, mesh, rtol)
    seconds, solution = cpu_seconds(lambda: sim.solve())
    t, volts, _ = reference("chen2020_cccv.csv")
    end = float(solution["Time [s]"].entries[-1])
    away = np.ones(len(t), bool)  # near a step's end dV/dt times its time is what is seen
    for corner in (3555.204, 4155.204, 10271.9):
        away &= np.abs(t - corner) > 0.05 * corner
    tell(job, seconds, rms_mV(solution, t[away], volts[away], 13757.10), end, end - 13757.10,
         words(mesh, rtol))


def job_cycles_2200(job):
    """20 cycles in full, the whole by proportion (it grows faster than that)."""
    mesh, rtol = (10, 5, 10, 15), 1e-4
    sim = cycle_simulation(20, mesh, rtol)
    began = time.process_time()
    sim.solve()
    seconds = (time.process_time() - began) * 2200 / 20
    tell(job, seconds, setting=words(mesh, rtol) + "; 20 cycles times 110")


def job_batch(job):
    """Seconds per cell of a list of 100 cells whose 20 numbers differ; one core."""
    names = ["Negative electrode thickness [m]", "Positive electrode thickness [m]",
             "Separator thickness [m]", "Negative particle radius [m]",
             "Positive particle radius [m]", "Negative electrode porosity",
             "Positive electrode porosity", "Separator porosity",
             "Negative electrode active material volume fraction",
             "Positive electrode active material volume fraction",
             "Negative particle diffusivity [m2.s-1]",
             "Positive particle diffusivity [m2.s-1]",
             "Negative electrode conductivity [S.m-1]",
             "Positive electrode conductivity [S.m-1]",
             "Cation transference number", "Initial concentration in electrolyte [mol.m-3]",
             "Negative electrode Bruggeman coefficient (electrolyte)",
             "Positive electrode Bruggeman coefficient (electrolyte)",
             "Separator Bruggeman coefficient (electrolyte)", "Electrode height [m]"]
    # Geometry cannot be an input of a compiled model: those ten are kept as they are.
    names = [name for name in names if "thickness" not in name and "radius" not in name
             and "height" not in name and "porosity" not in name]
    mesh, rtol, cells = (10, 5, 10, 10), 1e-4, 100
    values = pybamm.ParameterValues("Chen2020")
    base = {name: values[name] for name in names}
    sim = simulation("Chen2020", mesh=mesh, rtol=rtol,
                     change={name: "[input]" for name in names})
    draw = np.random.default_rng(1)
    inputs = [{name: value * draw.uniform(0.8, 1.2) for name, value in base.items()}
              for _ in range(cells)]
    sim.solve([0, 4200], inputs=inputs[0])
    began = time.process_time()
    for one in inputs:
        try:
            sim.solve([0, 4200], inputs=one)
        except pybamm.SolverError:
            pass
    seconds = (time.process_time() - began) / cells
    tell(job, seconds, setting=words(mesh, rtol) + f"; {len(names)} numbers, per cell")


def particle_model(job, model, current=5):
    sim = simulation("Chen2020", model=model, mesh=(20, 10, 20, 20), rtol=1e-5, current=current)
    seconds, solution = cpu_seconds(lambda: sim.solve([0, 4200]))
    tell(job, seconds, None, float(solution["Time [s]"].entries[-1]), None,
         words((20, 10, 20, 20), 1e-5))


def job_spm_1C(job):
    particle_model(job, pybamm.lithium_ion.SPM)


def job_spme_1C(job):
    particle_model(job, pybamm.lithium_ion.SPMe)


def job_shell(job):
    """From the shell to a written table: wall clock of a new Python, as a user has it."""
    import subprocess
    import tempfile
    script = ("import pybamm; s = pybamm.Simulation(pybamm.lithium_ion.DFN(), "
              "parameter_values=pybamm.ParameterValues('Chen2020')); "
              "s.solve([0, 3700]).save_data('{}', ['Time [s]', 'Voltage [V]'], to_format='csv')")
    with tempfile.TemporaryDirectory() as folder:
        began = time.time()
        subprocess.run([sys.executable, "-c", script.format(os.path.join(folder, "x.csv"))],
                       check=True, capture_output=True)
    tell(job, time.time() - began, setting="default mesh, wall clock")


JOBS = {name[4:]: job for name, job in list(globals().items()) if name.startswith("job_")}


def main():
    global data_folder
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", default=data_folder)
    parser.add_argument("jobs", nargs="*", metavar="JOB")
    given = parser.parse_args()
    data_folder = given.data
    for job in given.jobs or JOBS:
        if job in JOBS:  # some jobs are glasscell's alone
            JOBS[job](job)


if __name__ == "__main__":
    main()
