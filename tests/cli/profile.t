# A cell along a measured current, and the error against the measured voltage.

  $ glasscell run nmc_pouch --profile data/measured/NMC_25degC_2C.csv --compare data/measured/NMC_25degC_2C.csv -o 2C.csv 2>&1 | sed -n '/^model/,$p' | sed -E 's@largest ([0-9]+\.[0-9])[0-9]*@largest \1@' | round
  model - measurement, against data/measured/NMC_25degC_2C.csv
    from 1 s  rmse 24.49 mV, largest 50.4 mV, bias +13.21 mV; 1844 rows, 1 s to 1843 s
    all rows  rmse 24.51 mV, largest 52.6 mV, bias +13.18 mV; 1846 rows, 0 s to 1843 s

  wrote 2C.csv
  $ glasscell compare 2C.csv data/measured/NMC_25degC_2C.csv --from 1 --max-rmse "Voltage / V=25 mV" | round
    channel  rmse  max  bias  unit  rows  from s  to s
    Current / A  0  0  0  A  1844  1  1843
    Voltage / V  24.49  50.42  13.21  mV  1844  1  1843
  $ glasscell compare 2C.csv data/measured/NMC_25degC_2C.csv --from 1 --max-rmse "Voltage / V=24 mV" | round
  glasscell: Voltage / V: rmse 0.0244904 V is more than 0.024
    channel  rmse  max  bias  unit  rows  from s  to s
    Current / A  0  0  0  A  1844  1  1843
    Voltage / V  24.49  50.42  13.21  mV  1844  1  1843

PyBaMM's start, balanced to the voltage limits, is an option.

  $ glasscell run nmc_pouch --profile data/measured/NMC_25degC_2C.csv --soc 1 --by limits --compare data/measured/NMC_25degC_2C.csv 2>&1 | grep -E 'start|from 1 s' | round
    start  by the voltage limits: OCV 4.2 V (full is 4.202 V by the file's window, 4.2 V by the limits)
    from 1 s  rmse 25.02 mV, largest 78.19 mV, bias +11.48 mV; 1844 rows, 1 s to 1843 s

The wrong sign is noticed before anything is written.

  $ glasscell run nmc_pouch --profile data/measured/NMC_25degC_2C.csv --sign -1 -o wrong.csv 2>&1 | sed 's/after [^ ]* s, at [^ ]* V/after - s, at - V/'; ls wrong.csv
  glasscell: data/measured/NMC_25degC_2C.csv: the voltage leaves the window of the cell (2.7 V to 4.2 V) after - s, at - V: its current charges a cell that starts at a state of charge of 1, by 12.8 Ah too much.
  Its sign is probably the other one, where a positive current charges: try --sign +1, or another --soc.
  ls: cannot access 'wrong.csv': No such file or directory
  [2]
  $ sed 's/,-/,/' data/measured/NMC_25degC_2C.csv >positive.csv
  $ glasscell run nmc_pouch --profile positive.csv -q 2>&1 | sed 's/after [^ ]* s, at [^ ]* V/after - s, at - V/'
  glasscell: positive.csv: the voltage leaves the window of the cell (2.7 V to 4.2 V) after - s, at - V: its current charges a cell that starts at a state of charge of 1, by 12.8 Ah too much.
  Its sign is probably the other one, where a positive current discharges: try --sign -1, or another --soc.
  $ glasscell run nmc_pouch --profile positive.csv --sign -1 --compare positive.csv 2>&1 | grep 'from 1 s' | round
    from 1 s  rmse 24.49 mV, largest 50.42 mV, bias +13.21 mV; 1844 rows, 1 s to 1843 s

A profile that is broken.

  $ printf 'Time [s],I[A],U[V]\n0,-1,4\n10,-1,4\n5,-1,4\n' >back.csv && glasscell run nmc_pouch --profile back.csv
  glasscell: back.csv:4: column "Time [s]": time runs backwards, from 10 s to 5 s; sort the rows, or cut the file where a new test begins
  [2]
  $ printf 'Time [s],I[A],U[V]\n0,-1,4\n10,,4\n20,-1,4\n' >gap.csv && glasscell run nmc_pouch --profile gap.csv -q
  glasscell: gap.csv:3:4: column "I[A]": "" is no number; rows without time, current or voltage must be taken out first
  [2]
  $ printf 'time,amps\n0,-1\n10,-1\n' >foreign.csv && glasscell run nmc_pouch --profile foreign.csv
  glasscell: foreign.csv:1:1: column "time": nothing says its unit; write "Test Time / s" in the header, or say --columns with "time [unit]"
  [2]
  $ glasscell run nmc_pouch --profile foreign.csv --columns 'time,amps'
  glasscell: warning: foreign.csv: column "time" is taken in s; --columns "time [unit]" says another unit
  glasscell: warning: foreign.csv: column "amps" is taken in A; --columns "amps [unit]" says another unit
  glasscell: foreign.csv:1:6: column "amps": nothing says whether positive charges or discharges; add --sign +1 (positive charges) or --sign -1 (positive discharges)
  [2]
  $ printf 't [min],amps [mA]\n0,-1000\n1,-1000\n' >mine.csv && glasscell run nmc_pouch --profile mine.csv --columns 't [min],amps [mA]' --sign +1 2>/dev/null | grep -E 'capacity|ended'
    ended by        protocol done (last step: profile done), after 60 s
    capacity        0.0166667 Ah discharged
    step  cycle  instruction      from s  to s         Ah        Wh   end V  ended by

A column is named with its unit where its header has none.

  $ glasscell run nmc_pouch --profile foreign.csv --columns 'time [min],amps [mA]' --sign +1 --accuracy fast 2>&1 | grep -E 'capacity|ended'
    ended by        protocol done (last step: profile done), after 10 min 0 s (600 s)
    capacity        0.000166667 Ah discharged
    step  cycle  instruction         from s  to s           Ah           Wh   end V  ended by
