# A study: the same options, written down.

  $ cat >day.yaml <<END
  > cell: Chen2020
  > protocol:
  >   - Discharge at 1C until 2.7 V
  >   - rest: 10 min
  > set:
  >   Ambient temperature [K]: 298.15
  > accuracy: fast
  > soc: 0.9
  > output: day.csv
  > END
  $ glasscell run day.yaml 2>&1 | grep -E 'accuracy|^wrote|^ +[12] ' | round 3
  LG M50 21700, NMC811 / graphite-SiOx, 5 A.h (Chen 2020): DFN, isothermal, fast accuracy
       1  1  Discharge at 1C until 2.7 V  0  3.13e+03  -4.35  -15.1  2.7  voltage limit
       2  1  Rest for 10 min  3.13e+03  3.73e+03  0  0  3.08  time
  wrote day.csv
  $ glasscell run day.yaml --accuracy high --force | head -1
  LG M50 21700, NMC811 / graphite-SiOx, 5 A.h (Chen 2020): DFN, isothermal, high accuracy
  $ glasscell run day.yaml "Rest for 1 min" --force | grep -E '^ +[12] '
       1      1  Rest for 1 min       0    60   0   0  4.0947  time

  $ glasscell show day.yaml
  day.yaml: a study, for "glasscell run"
    cell=Chen2020
    inside=day.yaml
    set=Ambient temperature [K]=298.15
    accuracy=fast
    soc=0.9
    output=day.csv
  $ printf 'steps:\n - discharge: 1C\n   until: [2.5 V, 1 h]\n - repeat: 3\n   steps: [Rest for 10 min]\n' >words.yaml
  $ glasscell show words.yaml
  words.yaml: a protocol of 4 instructions
      1  line 2     Discharge at 1C until 2.5 V or 1 h
      2  line 4     Repeat 3 times
      3  line 5     Rest for 10 min
      4  line 4     End of repeat

What is wrong is told by line and column.

  $ sed 's/soc: 0.9/soc: 1.9/' day.yaml >bad.yaml; glasscell run bad.yaml
  glasscell: bad.yaml:8:6: soc is 1.9; allowed: 0 to 1
  [2]
  $ sed 's/soc: 0.9/sock: 0.9/' day.yaml >bad.yaml; glasscell run bad.yaml
  glasscell: bad.yaml:8:7: there is no "sock" in a study; did you mean "soc"?
  [2]
  $ sed 's/10 min/10 mni/' day.yaml >bad.yaml; glasscell run bad.yaml
  glasscell: bad.yaml:4:14: there is no unit "mni"; did you mean "min"?
      rest 10 mni
              ^^^
  [2]
  $ sed 's/298.15/warm/' day.yaml >bad.yaml; glasscell run bad.yaml
  glasscell: Ambient temperature: "warm" is not a number; write for example "2.5 K"
  [2]
  $ sed 's/accuracy: fast/accuracy: [fast, high]/' day.yaml >bad.yaml; glasscell run bad.yaml
  glasscell: bad.yaml:7:11: accuracy is "fast, high"; allowed: fast, default, high
  [2]
  $ sed 's/cell: Chen2020/cell: gone.json/' day.yaml >bad.yaml; glasscell run bad.yaml
  glasscell: gone.json: there is no such file, and no such cell in the library; "glasscell cells" lists it
  [2]
  $ sed '/^protocol/,/rest/d' day.yaml >bad.yaml; glasscell run bad.yaml
  glasscell: what is the cell to do? give words ("Discharge at 1C until 2.7 V"), a protocol or a profile; "glasscell help protocol" shows the language
  [2]

Parameters that vary make a table.

  $ cat >grid.yaml <<END
  > cell: Chen2020
  > protocol: Discharge at 1C until 2.7 V
  > vary:
  >   Negative electrode thickness [m]: 60 um:100 um:3
  >   Separator porosity: [0.4, 0.5]
  > output: grid.csv
  > END
  $ glasscell run grid.yaml 2>/dev/null | sed -E 's/cells in .*/cells/' | round
  LG M50 21700, NMC811 / graphite-SiOx, 5 A.h (Chen 2020): DFN, isothermal, default accuracy

    cell  Negative electrode thickness [m]  Separator porosity  out Ah  in Ah  out Wh  mean V  end s  ended by
       1  6e-05  0.4  3.435  0  12.33  3.59  2473  voltage limit
       2  6e-05  0.5  3.435  0  12.33  3.59  2473  voltage limit
       3  8e-05  0.4  4.572  0  16.14  3.53  3292  voltage limit
       4  8e-05  0.5  4.572  0  16.14  3.53  3292  voltage limit
       5  0.0001  0.4  5.637  0  19.6  3.477  4059  voltage limit
       6  0.0001  0.5  5.637  0  19.6  3.477  4059  voltage limit

  6 cells

  wrote grid.csv
  $ cut -d, -f1-5,13 grid.csv | round
  Cell / 1,Negative electrode thickness [m],Separator porosity,Test Time / s,Discharging Capacity / Ah,Ended By
  1,6e-05,0.4,2473,3.435,voltage limit
  2,6e-05,0.5,2473,3.435,voltage limit
  3,8e-05,0.4,3292,4.572,voltage limit
  4,8e-05,0.5,3292,4.572,voltage limit
  5,0.0001,0.4,4059,5.637,voltage limit
  6,0.0001,0.5,4059,5.637,voltage limit
  $ glasscell run Chen2020 "Discharge at 1C until 2.7 V" --vary "Negative electrode thickness [m]=60e-6:100e-6:3" --json 2>/dev/null | grep -c '"reason"'
  3

Draws are the same for the same seed.

  $ draw() { glasscell run Chen2020 "Rest for 1 s" --vary "Separator porosity=normal(0.5,0.05)" --draws 3 --seed $1 --force -q -o $2 && cut -d, -f1,2 $2; }
  $ draw 1 a.csv
  Cell / 1,Separator porosity
  1,0.48627961189328994
  2,0.4913261427188159
  3,0.44703006443432913
  $ draw 1 b.csv >copy; cmp a.csv b.csv
  $ draw 2 b.csv
  Cell / 1,Separator porosity
  1,0.5840390586846129
  2,0.4840642809097652
  3,0.5647431355033975
  $ glasscell run Chen2020 "Rest for 1 s" --vary "Separator porosity=normal(0.5,0.05)"
  glasscell: random values: how many? give --draws N
  [2]
  $ glasscell run Chen2020 "Rest for 1 s" --vary "Separator porsity=0.4,0.5"
  glasscell: vary: a cell has no parameter "Separator porsity"; did you mean "Separator porosity"?
  [2]
  $ glasscell run Chen2020 "Rest for 1 s" --vary "Separator porosity=0.4,5" | sed 's/cells in .*/cells/'
  glasscell: vary: value 2 of 2: Separator porosity is 5; allowed: 0.001 to 1
  $ printf '0.4\n5\n' >porosity.csv; glasscell run Chen2020 "Rest for 1 s" --vary "Separator porosity=porosity.csv" | sed 's/cells in .*/cells/'
  LG M50 21700, NMC811 / graphite-SiOx, 5 A.h (Chen 2020): DFN, isothermal, default accuracy

    cell  Separator porosity  out Ah  in Ah  out Wh  mean V  end s  ended by
       1                 0.4       0      0       0       -      1  time
       2                   5       -      -       -       -      -  refused

  2 cells
  the first of these: Separator porosity is 5; allowed: 0.001 to 1
  $ glasscell run Chen2020 "Rest for 1 s" --vary "Separator porosity=0.4;0.5"
  glasscell: vary: Separator porosity: "0.4;0.5": the unit ";0.5" is not understood: a unit is expected before ";0.5"
  [2]
  $ glasscell run Chen2020 "Rest for 1 s" --vary "Separator porosity=0.4,0.5" --plot x.svg
  glasscell: --plot does not go with --vary: a batch keeps one row for each cell, not its curves
  [2]

Held against a measurement, each cell has its error.

  $ glasscell run nmc_pouch --profile data/measured/NMC_25degC_2C.csv --compare data/measured/NMC_25degC_2C.csv --vary "Contact resistance [Ohm]=0,0.001" 2>/dev/null | sed -E 's/cells in .*/cells/' | round
  Parameterisation example of an NMC111|graphite 12.5 Ah pouch cell: DFN, isothermal, default accuracy

    cell  Contact resistance [Ohm]  out Ah  in Ah  out Wh  mean V  end s  rmse mV  ended by
       1  0  12.8  0  44.92  3.509  1843  24.49  profile done
       2  0.001  12.8  0  44.6  3.484  1843  23.75  profile done

  2 cells

What is not simulated yet is refused cell by cell as well.

  $ glasscell run Chen2020 "Discharge at 1C for 10 s" --vary "LLI=0,0.1" 2>&1 | grep -E "refused|first of these" | sed 's/these: .*json/these: FILE/'
       2  0.1          -      -         -        -      -  refused
  the first of these: FILE: State / Degradation: LLI or LAM is not 0; a degraded cell is read and kept, but not simulated yet. Set them to 0 to run the fresh cell
