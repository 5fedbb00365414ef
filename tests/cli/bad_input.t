# Input that cannot be meant: one message each, and nothing written or destroyed.

An input is never overwritten, whatever name it goes by.

  $ cp share/cells/Chen2020.json cell.json; printf 'Time [s],I[A],U[V]\n0,-1,4\n10,-1,4\n' >in.csv; cp in.csv kept.csv
  $ glasscell run cell.json "Rest for 1 s" -o cell.json --force
  glasscell: cell.json: this file is read here, as the cell, and is not overwritten, not by force either; give the output another name
  [2]
  $ glasscell run cell.json --profile in.csv -o ./in.csv --force
  glasscell: ./in.csv: this file is read here, as the profile, and is not overwritten, not by force either; give the output another name
  [2]
  $ glasscell run cell.json "follow in.csv" -o in.csv
  glasscell: in.csv: this file is read here, as the profile, and is not overwritten, not by force either; give the output another name
  [2]
  $ ln in.csv hard.csv; glasscell run cell.json --profile in.csv -o hard.csv --force
  glasscell: hard.csv: this file is read here, as the profile, and is not overwritten, not by force either; give the output another name
  [2]
  $ glasscell run cell.json "Rest for 1 s" --compare in.csv -o in.csv --force
  glasscell: in.csv: this file is read here, as the measurement, and is not overwritten, not by force either; give the output another name
  [2]
  $ printf '0.4\n0.5\n' >values.csv; glasscell run cell.json "Rest for 1 s" --vary "Separator porosity=values.csv" -o values.csv --force; cat values.csv
  glasscell: values.csv: this file is read here, as the values to vary, and is not overwritten, not by force either; give the output another name
  0.4
  0.5
  $ cmp in.csv kept.csv && cmp cell.json share/cells/Chen2020.json

A file that may not grow is a write that fails.

  $ (ulimit -f 8; glasscell run Chen2020 "Discharge at 1C" --accuracy fast -q -o big.csv; glasscell run Chen2020 "Discharge at 1C" --accuracy fast -q -o big.h5); ls -A | grep -E 'big|tmp'
  glasscell: big.csv: the file would be larger than allowed here (see ulimit -f); nothing was left behind
  glasscell: big.h5: the file would be larger than allowed here (see ulimit -f)
  [1]

What is no cell says what it is.

  $ echo '{}' >empty.json; glasscell check empty.json
  glasscell: empty.json:1:1: this is no BPX file: it has no "Header" and no "Parameterisation"
  [2]
  $ printf 'cell: [Chen2020]\nprotocol: [Rest for 1 s]\n' >list.yaml; glasscell run list.yaml
  glasscell: list.yaml:1:1: this is no BPX file: it has no "Header" and no "Parameterisation"; a study says "cell:" and one name behind it, and ends in .yaml
  [2]
  $ printf 'steps: [Rest for 1 s]\n' >day.yaml; glasscell run day.yaml
  glasscell: day.yaml:1:1: this is no BPX file: it has no "Header" and no "Parameterisation"; a protocol is given by --protocol FILE, behind the cell
  [2]
  $ glasscell run Chen2020 "Rest for 1 s" -q -o rest.json; glasscell check rest.json
  glasscell: rest.json:1:1: this is no BPX file: it has no "Header" and no "Parameterisation"; it is a recording, for show, export, plot and compare
  [2]
  $ printf '{"Header": {"BPX": "new", "Model": "DFN"}, "Parameterisation": {}}' >new.json; glasscell check new.json 2>&1 | head -1
  glasscell: new.json:1:20: Header / BPX: a version like "1.1.1" is expected, the text "new" came; 0.1 to 1.1.1 are read

What contradicts itself, and what changes nothing.

  $ glasscell run Chen2020 "Rest for 1 s" --soc 0.5 --ocv 3.8
  glasscell: soc (0.5) and ocv (3.8 V) both say how the cell starts; give one of them
  [2]
  $ glasscell run Chen2020 "Rest for 1 s" --every 1e-12
  glasscell: period is 1e-12 s; allowed: 1e-05 s and more, or 0 for as dense as the solution asks for
  [2]
  $ glasscell run Chen2020 "Discharge at 1C every 1 ns"
  glasscell: protocol:1:23: a period of rows is 1e-05 s at least
      Discharge at 1C every 1 ns
                            ^^^^
  [2]
  $ for c in 0 a 3-1 1,,2 1.5; do glasscell run Chen2020 "Rest for 1 s" --cycles-in-full $c; done
  glasscell: cycles_in_full is "0"; expected numbers of cycles, from 1 on, with commas between: 1,100,2200 or 1,10-20
  glasscell: cycles_in_full is "a"; expected numbers of cycles, from 1 on, with commas between: 1,100,2200 or 1,10-20
  glasscell: cycles_in_full is "3-1"; expected numbers of cycles, from 1 on, with commas between: 1,100,2200 or 1,10-20
  glasscell: cycles_in_full is "1,,2"; expected numbers of cycles, from 1 on, with commas between: 1,100,2200 or 1,10-20
  glasscell: cycles_in_full is "1.5"; expected numbers of cycles, from 1 on, with commas between: 1,100,2200 or 1,10-20
  [2]
  $ glasscell run Chen2020 --profile in.csv --compare in.csv --from 5 --to 3
  glasscell: from (5 s) is not before to (3 s)
  [2]
  $ glasscell run Chen2020 "Rest for 1 s" --hold --sign -1 --from 5 --draws 3 --channels voltage -q
  glasscell: warning: hold: changes nothing without a profile; in words: "follow FILE hold"
  glasscell: warning: sign: changes nothing without a profile or a measurement to compare with
  glasscell: warning: from: changes nothing without a measurement to compare with
  glasscell: warning: draws: changes nothing without something to vary
  glasscell: warning: channels: changes nothing without an output or a plot
  $ glasscell run Chen2020 "Rest for 1 s" -o ''
  glasscell: the name of a file to write is empty
  [2]

What is written out to be varied must be possible, each of it; the nearest name is offered.

  $ T='Negative electrode thickness [m]'; for v in 8e-5,foo 8e-5,-1 '*-1:1:3' 1e-5:1:3 ; do glasscell run Chen2020 "Rest for 1 s" -o vary.csv --vary "$T=$v"; done; ls vary.csv
  glasscell: vary: value 2 of 2: Negative electrode thickness: "foo" is not a number; write for example "2.5 m"
  glasscell: vary: value 2 of 2: Negative electrode thickness is -1 m; allowed: 1e-09 to 0.1 m
  glasscell: vary: Negative electrode thickness is -8.52e-05 m; allowed: 1e-09 to 0.1 m
  glasscell: vary: value 3 of 3: Negative electrode thickness is 1 m; allowed: 1e-09 to 0.1 m
  ls: cannot access 'vary.csv': No such file or directory
  [2]
  $ for n in "negative thickness" "negative OCP" "Seperator porosity" thickness negative; do glasscell run Chen2020 "Rest for 1 s" --set "$n=3"; done
  glasscell: a cell has no parameter "negative thickness"; did you mean "Negative electrode thickness [m]"?
  glasscell: a cell has no parameter "negative OCP"; did you mean "Negative electrode OCP [V]"?
  glasscell: a cell has no parameter "Seperator porosity"; did you mean "Separator porosity"?
  glasscell: "thickness" may mean "Separator thickness", "Negative electrode thickness", "Positive electrode thickness"; say which
  glasscell: a cell has no parameter "negative"; "glasscell params" lists them
  [2]
  $ glasscell params dffn
  glasscell: dffn: there is no such file, cell or model; did you mean dfn?
  [2]
  $ glasscell params | sed -n '1,2p;$p'
    name                                                                   value  allowed
    Electrode area [m2]                                                    -      1e-09 to 1e+06
    Thermodynamic factor                                                   -      law

Protocols that can never end.

  $ glasscell run Chen2020 "Hold at 4.2 V"
  glasscell: protocol:1:1: a hold needs an end, such as "until C/20", "until 50 mA" or "for 1 h"
      Hold at 4.2 V
      ^^^^^^^^^^^^^
  [2]
  $ glasscell run Chen2020 "Discharge at 0 A until 3 V or 80 % SOC" -q
  glasscell: warning: protocol:1:1: Discharge at 0 A until 3 V or 80 % SOC: the cell may settle without getting there, and this would last 30 days; add "or 24 h"
  $ glasscell run Chen2020 "repeat until 80 % capacity: Rest for 1 h"
  glasscell: protocol:1:1: this never ends: no step in it changes what is waited for; say how often as well ("3 times")
      repeat until 80 % capacity
      ^^^^^^^^^^^^^^^^^^^^^^^^^^
  [2]
  $ glasscell run Chen2020 "a: Rest for 1 h" "goto a"
  glasscell: protocol:2:1: this never ends; say how often ("3 times") or "until 80 % capacity"
      goto a
      ^^^^^^
  [2]

A run that ends before it begins says so.

  $ glasscell run Chen2020 "Charge at 1C" --no-estimate 2>&1 | sed -n '3,9p' | round

    ended by  protocol done (last step: voltage limit), before it began: what was to end it was so from the start (see start, and --soc)
    capacity  0 Ah discharged
    energy  0 Wh out
    voltage  4.325 V to 4.325 V, between 4.325 V and 4.325 V
    temperature  25 degC at the end, highest 25 degC
    start  by the file's window: OCV 4.181 V (full is 4.181 V by the file's window, 4.2 V by the limits)

A file that suffices for spm alone is no crash without --model.

  $ glasscell run data/bpx/nmc_pouch_cell_BPX_SPM.json "Rest for 1 s" -q 2>&1 | tail -1
  glasscell: the file suffices for spm alone (no electrolyte); run it with --model spm

What the other commands cannot do.

  $ printf 'Time [s],I[A],U[V]\n0,-1,4\n10,-1,4\n' >two.csv; glasscell export two.csv --from 5 --to 1
  glasscell: --from and --to leave nothing; the recording goes from 0 s to 10 s
  [2]
  $ glasscell export two.csv --from 20
  glasscell: --from and --to leave nothing; the recording goes from 0 s to 10 s
  [2]
  $ glasscell plot two.csv -o two.svg --names "a,b"; ls two.svg
  glasscell: --names has 2 names for 1 file; with commas between, one for each
  ls: cannot access 'two.svg': No such file or directory
  [2]
  $ glasscell plot two.csv -o two.csv --force
  glasscell: two.csv: this file is read here and is not overwritten, not by force either; give the output another name
  [2]
  $ glasscell params dfn --set "soc=1"
  glasscell: --set is for cells; the numbers of a model are options of run
  [2]
