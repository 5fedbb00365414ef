# A recording as another kind of file, whole or in part.

  $ printf 'Time [s],I[A],U[V]\n0,-1,4\n10,-1,3.5\n20,-2,3\n35,-2,2.5\n' >a.csv
  $ glasscell export a.csv
  Test Time / s,Current / A,Voltage / V
  0,-1,4
  10,-1,3.5
  20,-2,3
  35,-2,2.5
  $ glasscell export a.csv --channels voltage
  Test Time / s,Voltage / V
  0,4
  10,3.5
  20,3
  35,2.5
  $ glasscell export a.csv --channels 'Voltage / V,Current / A' --every 10
  Test Time / s,Voltage / V,Current / A
  0,4,-1
  10,3.5,-1
  20,3,-2
  30,2.6666666666666665,-2
  35,2.5,-2
  $ glasscell export a.csv --from 5 --to 20
  Test Time / s,Current / A,Voltage / V
  10,-1,3.5
  20,-2,3
  $ glasscell export a.csv --channels volts
  glasscell: there is no one channel "volts"; "glasscell show" lists the channels
  [2]
  $ glasscell export a.csv --every 0
  glasscell: --every: 0 s is no period for 35 s of data
  [2]
  $ glasscell export a.csv --every -1
  glasscell: --every: -1 s is no period for 35 s of data
  [2]

No file is overwritten unasked; what was written reads back the same.

  $ glasscell export a.csv -o b.csv && glasscell export a.csv -o b.csv
  glasscell: b.csv: this file exists already; --force overwrites it, or choose another name
  [2]
  $ ln -s b.csv link.csv; for f in b.csv ./b.csv link.csv; do glasscell export b.csv -o $f --force; done
  glasscell: b.csv: this file is read here and is not overwritten, not by force either; give the output another name
  glasscell: ./b.csv: this file is read here and is not overwritten, not by force either; give the output another name
  glasscell: link.csv: this file is read here and is not overwritten, not by force either; give the output another name
  [2]
  $ glasscell export a.csv -o b.csv --force && glasscell compare a.csv b.csv
    channel      rmse  max  bias  unit  rows  from s  to s
    Current / A     0    0     0  A        4       0    35
    Voltage / V     0    0     0  mV       4       0    35
  $ glasscell export a.csv -o folder/b.csv
  glasscell: folder/b.csv: there is no folder folder; make it first (mkdir -p)
  [2]
  $ glasscell export a.csv -o b.xyz
  glasscell: b.xyz: the ending of the name says no format; it may be csv (.csv), hdf5 (.h5), json (.json)
  [2]
  $ glasscell export a.csv >/dev/full
  glasscell: standard output: the disk is full (No space left on device); nothing was left behind, free some space or write elsewhere
  [2]

Through a pipe.

  $ glasscell export a.csv | glasscell export - --channels current
  Test Time / s,Current / A
  0,-1
  10,-1
  20,-2
  35,-2

A field of a simulation, with a column for each of its points.

  $ glasscell run Chen2020 "Rest for 1 h" -o rest.h5 -q
  $ glasscell export rest.h5 --frame salt --every 30min | cut -d, -f1,2 | round
  Test Time / s,Salt Concentration / mol.m-3 at x=0 m
  0,1000
  1800,1000
  3600,1000
  $ glasscell export rest.h5 --frame "particle stoichiometry neg" --to 0 | cut -d, -f1-3 | round 2
  Test Time / s,Particle Stoichiometry Negative / 1 at x_negative=2.7e-06 m r=0,Particle Stoichiometry Negative / 1 at x_negative=2.7e-06 m r=0.05
  0,0.9,0.9
  $ glasscell export rest.h5 --frame sugar
  glasscell: there is no one frame "sugar"; "glasscell show" lists the frames
  [2]

Commands compose: "-" is standard input or output.

  $ printf 'Time [s],I[A],U[V]\n0,-1,4\n10,-1,3\n' >two.csv
  $ glasscell show - <two.csv | head -1
  -: a recording, standard input
  $ glasscell export - --channels voltage <two.csv | glasscell compare - two.csv
    channel      rmse  max  bias  unit  rows  from s  to s
    Voltage / V     0    0     0  mV       2       0    10
  $ glasscell run Chen2020 "Rest for 1 s" -o - -q | glasscell export - --channels voltage | head -1
  Test Time / s,Voltage / V
  $ glasscell params Chen2020 -o - | glasscell check - | head -1
  -: LG M50 21700, NMC811 / graphite-SiOx, 5 A.h (Chen 2020) (BPX 1.1.1, DFN)
  $ echo "Rest for 1 s" | glasscell run Chen2020 --protocol - | tail -1
       1      1  Rest for 1 s       0     1   0   0  4.1809  time
  $ glasscell run Chen2020 --profile - -q <two.csv
  $ glasscell show - </dev/null
  glasscell: standard input: the file is empty
  [2]
