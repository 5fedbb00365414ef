#!/usr/bin/env python3
"""What a recording on disk promises (docs/recording.md), each promise seen from outside:
by h5py, xarray and netCDF4, while it is written, after its writer was killed, and by a
glasscell that goes on with it.

Usage: recording_promises.py RECORD_WRITER   (from tests/unit; silent when well)
Exit code 77: h5py is not there, nothing was tried.
"""
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time

try:
    import h5py
    import numpy as np
except ImportError:
    print("skipped: python3-h5py is not installed")
    sys.exit(77)
try:
    import xarray
except ImportError:
    xarray = None

WRITER = os.path.abspath(sys.argv[1])
KILLS = int(os.environ.get("GLASSCELL_KILLS", "30"))
CHANNELS = ["test_time_second", "voltage_volt", "current_ampere", "cell_temperature_celsius"]


def writer(*words, **more):
    return subprocess.run([WRITER, *map(str, words)], capture_output=True, text=True, **more)


def done(*words):
    run = writer(*words)
    assert run.returncode == 0, run.stderr
    return run


def check_samples(file, n):
    """Sample i of record_writer has time i, voltage sin(i), current i / 2."""
    i = np.arange(n)
    assert np.array_equal(file["test_time_second"][:n], i)
    # numpy's sine and the C library's differ in the last bit
    assert np.allclose(file["voltage_volt"][:n], np.sin(i), rtol=0, atol=1e-15)
    assert np.array_equal(file["current_ampere"][:n], i / 2)


def check_frames(file, n):
    """Every 100 samples a frame of salt, every 200 one of stoichiometry; else NAN."""
    times = np.arange(0, n, 100)
    assert np.array_equal(file["frame_time_second"][: len(times)], times)
    salt = file["salt_concentration_mol_per_m3"][: len(times)]
    assert np.array_equal(salt, times[:, None] + 0.01 * np.arange(7))
    filling = file["stoichiometry"][: len(times)].reshape(len(times), 35)
    assert np.array_equal(filling[::2], times[::2, None] + 0.01 * np.arange(35))
    assert np.isnan(filling[1::2]).all()


def text(value):
    return value.decode() if isinstance(value, bytes) else value


# ---- 1: readable without glasscell ----

def promise_1_is_readable_by_others(path):
    done(path, 1500, 0)
    with h5py.File(path) as file:
        check_samples(file, 1500)
        check_frames(file, 1500)
        voltage = file["voltage_volt"]
        assert text(voltage.attrs["units"]) == "V"
        assert text(voltage.attrs["long_name"]) == "Voltage"
        assert text(voltage.attrs["bdf_label"]) == "Voltage / V"
        assert voltage.dims[0][0].name == "/test_time_second"
        salt = file["salt_concentration_mol_per_m3"]
        assert [list(d.keys()) for d in salt.dims] == [["frame_time_second"], ["x"]]
        assert h5py.h5ds.is_scale(file["x"].id)
        names = []  # in the order in which they were declared
        file.id.links.iterate(lambda name: names.append(name.decode()),
                              idx_type=h5py.h5.INDEX_CRT_ORDER)
        assert names[:4] == CHANNELS
        steps = file["steps"]
        assert [text(t) for t in steps["reason"][:3]] == ["voltage limit", "time"] * 1 + [
            "voltage limit"]
        assert text(steps["text"][0]) == "Discharge at 1C until 2.7 V \u2026"
    engines = ["h5netcdf", "netcdf4"]
    opened = [e for e in engines if xarray and e in xarray.backends.list_engines()]
    for engine in opened:
        with xarray.open_dataset(path, engine=engine) as data:
            assert data.voltage_volt.dims == ("test_time_second",)
            assert data.stoichiometry.dims == ("frame_time_second", "x", "r")
            assert data.voltage_volt.attrs["units"] == "V"
            assert data.voltage_volt.attrs["long_name"] == "Voltage"
            assert data.test_time_second.dtype == float  # seconds stay numbers
            assert float(data.voltage_volt.sel(test_time_second=10)) == np.float64(
                data.voltage_volt[10])
            at = data.salt_concentration_mol_per_m3.sel(frame_time_second=300)
            assert np.array_equal(at, 300 + 0.01 * np.arange(7))
            assert data.attrs["input/0/text"] == '{"a": 1}\n'
        for group, size in (("steps", 15), ("cycles", 15)):
            with xarray.open_dataset(path, engine=engine, group=group) as table:
                assert list(table.sizes.values()) == [size]
    if not opened:
        print("xarray, with h5netcdf or netCDF4, is not installed: not tried")


# ---- 2: appended while readers watch ----

def promise_2_is_watched(path):
    run = subprocess.Popen([WRITER, path, "4000", "800"], stdout=subprocess.DEVNULL)
    while not os.path.exists(path):
        assert run.poll() is None
        time.sleep(0.01)
    seen = []
    with h5py.File(path, libver="latest", swmr=True) as file:
        sets = [file[name] for name in CHANNELS]
        while run.poll() is None:
            for data in sets:
                data.refresh()
            n = min(len(data) for data in sets)
            check_samples(file, n)
            seen.append(n)
            if len(seen) % 8 == 0:  # glasscell watches as well, and leaves it alone
                look = done(path, "look")
                assert run.poll() is not None or "still being written" in look.stderr
            time.sleep(0.05)
    assert run.returncode == 0
    assert len(set(seen)) >= 3, seen  # it did grow while it was watched
    assert seen == sorted(seen)
    with h5py.File(path) as file:  # and in the end it opens plainly
        check_samples(file, 4000)
        assert text(file.attrs["reason"]) == "protocol done"
        assert file.attrs["closed"] == 1
        assert "ended: 2026-01-01T00:00:00Z" in text(file.attrs["end"])


# ---- 3: killed at any moment ----

def kill_one(path, after_s):
    """Runs the writer for a while and kills it; what it had acknowledged, with times."""
    log = path + ".log"
    with open(log, "w") as out:
        run = subprocess.Popen([WRITER, path, "100000", "300"], stdout=out)
        time.sleep(after_s)
        run.send_signal(signal.SIGKILL)
        killed = time.clock_gettime(time.CLOCK_MONOTONIC)
        run.wait()
    lines = open(log).read().split("\n")[:-1]
    os.remove(log)
    return [(int(a), float(b)) for a, b in (line.split() for line in lines)], killed


def promise_3_survives_kills(path):
    random.seed(1)
    mended = 0
    for _ in range(KILLS):
        for name in (path, path + ".again"):
            if os.path.exists(name):
                os.remove(name)
        said, killed = kill_one(path, random.uniform(0.45, 1.9))
        if not os.path.exists(path):  # the file begins after half a second
            assert killed - said[0][1] < 1.0 if said else True
            continue
        with h5py.File(path, swmr=True) as file:
            n = min(len(file[name]) for name in CHANNELS)
            check_samples(file, n)
        # at most 1 s or 1,000 samples before the kill, whichever is less; 0.3 s for a
        # machine that is busy with other things while it kills
        due = [i for i, t in said if t < killed - 1.3]
        assert not due or n > max(due) or n > said[-1][0] - 1000, (n, max(due), said[-1])
        shutil.copy(path, path + ".again")
        run = done(path, "look")
        assert "was mended" in run.stderr, run.stderr
        assert "rows %d " % n in run.stdout and "closed 0" in run.stdout
        with h5py.File(path) as file:  # plainly now
            assert len(file["voltage_volt"]) == n
            check_samples(file, n)
            check_frames(file, n)
            assert "mended" in text(file.attrs["end"])
        assert done(path, "look").stderr == ""
        mended += 1
    assert mended >= KILLS * 2 // 3, mended
    for name in os.listdir(os.path.dirname(path)):  # of one killed while it made its file
        if name.endswith(".tmp"):
            os.remove(os.path.join(os.path.dirname(path), name))
    return path + ".again"


def promise_3_goes_on(path):
    """As killed, not mended before: --resume gives what an uninterrupted run gives."""
    whole = path + ".whole"
    run = done(path, 20000, 0, "resume")
    assert "going on from" in run.stderr
    done(whole, 20000, 0)
    with h5py.File(path) as a, h5py.File(whole) as b:
        for name in CHANNELS + ["frame_time_second", "stoichiometry", "steps/text",
                                "steps/to_second", "cycles/cycle_count"]:
            x, y = a[name][...], b[name][...]
            same = x == y if x.dtype.kind == "S" else (x == y) | (np.isnan(x) & np.isnan(y))
            assert x.shape == y.shape and same.all(), name
        assert text(a.attrs["reason"]) == "protocol done"


# ---- 4, 5, 6: provenance, layout, original names ----

def promise_4_tells_where_it_came_from(path):
    done(path, 10, 0)
    with h5py.File(path) as file:
        facts = {key: text(value) for key, value in file.attrs.items()}
    assert facts["program"] == "glasscell test"
    assert facts["command line"] == "record_writer \u00fc"
    assert len(facts["input/0/sha256"]) == 64
    assert facts["reason"] == "protocol done" and facts["ended"].startswith("2026-")


def promise_5_refuses_newer_layouts(path):
    done(path, 10, 0)
    with h5py.File(path, "r+") as file:
        file.attrs.modify("glasscell_layout", np.int32(99))
    run = writer(path, "look")
    assert run.returncode == 2 and "layout 99" in run.stderr and "newer" in run.stderr
    with h5py.File(path, "r+") as file:  # somebody's own additions do no harm
        file.attrs.modify("glasscell_layout", np.int32(1))
        file.attrs["remark"] = "by hand"
        file["mine"] = [1, 2, 3]
    assert "rows 10 " in done(path, "look").stdout


def promise_6_keeps_original_names(path):
    with open(path + ".csv", "w") as table:
        table.write("Time [min],Ecell/mV,Aux (K)\n0,4000,1\n1,3900,2\n")
    done(path + ".csv", "look", path)
    with h5py.File(path) as file:
        assert text(file["voltage_volt"].attrs["original_name"]) == "Ecell/mV"
        assert text(file["test_time_second"].attrs["original_name"]) == "Time [min]"
        assert list(file["test_time_second"]) == [0, 60]
        assert list(file["voltage_volt"]) == [4, 3.9]


# ---- strangers ----

def strangers_are_refused_in_words(path):
    def refused(words):
        run = writer(path, "look", timeout=20)
        assert run.returncode == 2 and words in run.stderr, run
    with h5py.File(path, "w") as file:
        file["voltage"] = [1.0, 2.0]
    refused("no recording of glasscell")
    with h5py.File(path, "w", libver="v110") as file:
        file["voltage"] = [1.0, 2.0]
    refused("no recording of glasscell")
    with h5py.File(path, "w", libver="v110") as file:
        file.attrs["glasscell_layout"] = 1
    refused("cannot read")
    done(path, 200, 0)
    whole = open(path, "rb").read()
    random.seed(2)
    for _ in range(60):  # damaged: refused or read, never crashed or hung
        bytes_ = bytearray(whole[: random.choice([len(whole), random.randrange(1, len(whole))])])
        for _ in range(random.randrange(6)):
            bytes_[random.randrange(len(bytes_))] = random.randrange(256)
        open(path, "wb").write(bytes_)
        assert writer(path, "look", timeout=20).returncode in (0, 2)


def main():
    folder = tempfile.mkdtemp(prefix="glasscell-promises-")
    try:
        promise_1_is_readable_by_others(folder + "/1.h5")
        promise_2_is_watched(folder + "/2.h5")
        promise_3_goes_on(promise_3_survives_kills(folder + "/3.h5"))
        promise_4_tells_where_it_came_from(folder + "/4.h5")
        promise_5_refuses_newer_layouts(folder + "/5.h5")
        promise_6_keeps_original_names(folder + "/6.h5")
        strangers_are_refused_in_words(folder + "/7.h5")
        left = [name for name in os.listdir(folder) if name.endswith(".tmp")]
        assert not left, left
    finally:
        shutil.rmtree(folder)


main()
