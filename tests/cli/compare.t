# Two recordings held against each other.

  $ printf 'Test Time / s,Voltage / V,Current / A\n0,4,-1\n10,3,-1\n20,2,-1\n' >a.csv
  $ printf 'Time [s],I[A],U[V]\n0,-1,4\n5,-1,3.6\n15,-1,2.5\n25,-1,1\n' >b.csv

B's rows at 0, 5 and 15 s lie in the common time; A is 4, 3.5 and 2.5 V there.

  $ glasscell compare a.csv b.csv
    channel        rmse  max     bias  unit  rows  from s  to s
    Current / A       0    0        0  A        3       0    20
    Voltage / V  57.735  100  -33.333  mV       3       0    20
  $ glasscell compare a.csv b.csv --from 1 --json
  {
    "channels": {
      "Current / A": {
        "rmse": 0,
        "max": 0,
        "unit": "A",
        "rows": 2,
        "from_s": 1,
        "to_s": 20
      },
      "Voltage / V": {
        "rmse": 0.07071067811865482,
        "max": 0.10000000000000009,
        "unit": "V",
        "rows": 2,
        "from_s": 1,
        "to_s": 20
      }
    }
  }
  $ glasscell compare a.csv b.csv --from '0.1 min' --to 15
    channel      rmse  max  bias  unit  rows  from s  to s
    Current / A     0    0     0  A        1       6    15
    Voltage / V     0    0     0  mV       1       6    15
  $ glasscell compare a.csv a.csv --max-rmse 'Voltage / V=0'
    channel      rmse  max  bias  unit  rows  from s  to s
    Voltage / V     0    0     0  mV       3       0    20
    Current / A     0    0     0  A        3       0    20
  $ glasscell compare a.csv b.csv --max-rmse volt=1mV >/dev/null
  glasscell: Voltage / V: rmse 0.057735 V is more than 0.001
  [1]
  $ glasscell compare a.csv b.csv --max-rmse volt=0.1 >/dev/null
  $ glasscell compare a.csv b.csv --max-rmse temp=0.1 >/dev/null
  glasscell: --max-rmse: no one channel of both files begins with "temp"
  [2]
  $ glasscell compare a.csv b.csv --max-rmse 0.1 >/dev/null
  glasscell: --max-rmse is "0.1"; expected LABEL=VALUE, as in "Voltage / V=0.01"
  [2]
  $ glasscell compare a.csv b.csv --max-rmse volt=1kg >/dev/null
  glasscell: --max-rmse: "1kg": the unit kg does not fit: it cannot be converted to V
  [2]

The sign of a foreign table is what it says, or what it is said to be, never a guess.

  $ glasscell compare a.csv b.csv --sign +1 | head -2
    channel        rmse  max     bias  unit  rows  from s  to s
    Current / A       0    0        0  A        3       0    20
  $ glasscell compare a.csv b.csv --sign 2
  glasscell: --sign is "2"; allowed: +1 (positive current charges), -1 (it discharges)
  [2]

Nothing in common.

  $ glasscell compare a.csv b.csv --from 100
  glasscell: nothing to compare from 100 s to 20 s: both last from 0 s to 20 s
  [2]
  $ printf 'Test Time / s,Voltage / V,Current / A\n100,4,-1\n110,3,-1\n' >late.csv
  $ glasscell compare a.csv late.csv
  glasscell: nothing to compare: the first lasts from 0 s to 20 s, the second from 100 s to 110 s
  [2]
  $ glasscell compare a.csv gone.csv
  glasscell: gone.csv: cannot read: No such file or directory
  [2]
  $ glasscell compare a.csv b.csv --from soon
  glasscell: --from: "soon" is not a number; write for example "2.5 s"
  [2]

Two measurements.

  $ glasscell compare data/measured/NMC_25degC_2C.csv data/measured/NMC_25degC_Co2.csv --from 1
    channel        rmse     max     bias  unit  rows  from s      to s
    Current / A  18.749  18.751  -18.749  A     1843       1  1843.387
    Voltage / V  509.14  1121.6  -481.34  mV    1843       1  1843.387

A measured curve that came with a cell (BPX: Validation) is a recording by the name
CELL#CURVE; the unambiguous beginning of its name suffices.

  $ glasscell show nmc_pouch | tail -2
  measured curve "nmc_pouch#C/20 discharge", 76 rows
  measured curve "nmc_pouch#1C discharge", 38 rows
  $ glasscell export "nmc_pouch#1C" | head -3
  Test Time / s,Current / A,Voltage / V,Surface Temperature / degC
  0,-12.5,4.1936757,25
  100,-12.5,4.0487091,25
  $ glasscell run nmc_pouch --profile "data/bpx/nmc_pouch_cell_BPX.json#1C" --compare "nmc_pouch#1C" -q -o run.csv 2>/dev/null
  $ glasscell compare run.csv "nmc_pouch#1C" --from 1 | tail -1 | round 3
    Voltage / V  12.5  36.7  -1.48  mV  37  1  3700
  $ glasscell show "nmc_pouch#2C"
  glasscell: nmc_pouch: it has no measured curve "2C", or several begin so; it has "C/20 discharge", "1C discharge"
  [2]
  $ glasscell show "Chen2020#1C"
  glasscell: Chen2020: it has no measured curves (BPX: Validation)
  [2]
  $ glasscell compare a.csv share/cells/Chen2020.json
  glasscell: share/cells/Chen2020.json: this JSON is no recording of glasscell (it has no number "glasscell_recording"); of a BPX cell, FILE#NAME is a measured curve, and "glasscell show FILE" lists them
  [2]
