What stops a run, whatever the step: a condition met within one, a time to the second, a
capacity where a cycle ends.

  $ steps='steps: [{repeat: 5, steps: [Discharge at 1C until 3 V, Charge at 1C until 4.1 V]}]'
  $ printf 'stop when: 3.5 V\n%s\n' "$steps" > p.yaml
  $ glasscell run Chen2020 --protocol p.yaml | grep -c "Discharge at"
  1
  $ glasscell run Chen2020 --protocol p.yaml | grep -E "ended by .*stop" | cut -c1-25
    ended by        stop, a
  $ printf 'stop when: [1 h 30 min, 1 V]\n%s\n' "$steps" > p.yaml
  $ glasscell run Chen2020 --protocol p.yaml | grep "ended by  "
    ended by        stop, after 90 min 0 s (5400 s)
  $ printf 'stop when: 99 %% capacity\n%s\n' "$steps" > p.yaml
  $ glasscell run Chen2020 --protocol p.yaml | grep -cE "(Disc|C)harge at"
  4

In a batch as well.

  $ glasscell run Chen2020 --protocol p.yaml --vary "Separator porosity=0.4:0.5:3" | grep -c stop
  3
  $ printf 'stop when: 3.5 V\n%s\n' "$steps" > p.yaml
  $ glasscell run Chen2020 --protocol p.yaml --vary "Separator porosity=0.4:0.5:3" | grep -c stop
  3

What does not suit the cell is refused before anything runs.

  $ glasscell run Chen2020 "Rest for 1 h" "Hold at 5 V for 1 h"
  glasscell: protocol:2:1: 5 V is outside the limits, 2.5 V to 4.2 V; change it, or widen the limits
      Hold at 5 V for 1 h
      ^^^^^^^^^^^^^^^^^^^
  [2]
  $ glasscell run Chen2020 "Discharge at 1C until 4.3 V"
  glasscell: protocol:1:1: every allowed voltage, 2.5 V to 4.2 V, is below 4.3 V already
      Discharge at 1C until 4.3 V
      ^^^^^^^^^^^^^^^^^^^^^^^^^^^
  [2]
  $ glasscell run Chen2020 "Discharge at 1C until banana < 3"
  glasscell: protocol:1: there is no channel "banana" that could end a step; "glasscell show" lists those of a recording
  [2]
  $ printf '%s\n' '- discharge: 1C' '  untl: 3 V' > p.yaml
  $ glasscell run Chen2020 --protocol p.yaml
  glasscell: p.yaml:2:3: "untl" is not known; did you mean "until"?
  [2]

What the cell cannot give: nothing is begun and nothing written; or it ends there, by name.

  $ glasscell run Chen2020 "Discharge at 5 kW" -o none.h5
  glasscell: step 1 (Discharge at 5 kW) cannot begin, power beyond reach: the cell can give 1056 W at most
  [2]
  $ ls none.h5 2>&1 | grep -c "No such file"
  1
  $ glasscell run Chen2020 "Discharge at 1e6 C" 2>&1 | head -n 1
  glasscell: warning: voltage: step 1 (Discharge at 1e6 C) ended at once: under it the voltage is -13772 V, outside the cell's 2.5 to 4.2 V
  $ glasscell run Chen2020 "Discharge at 80 W for 20 h" --no-limits 2>&1 | grep "ended by  " | cut -c1-52
    ended by        positive particles full, after 58.

Loops that can never come to their end stop by themselves; a guard has a name of its own.

  $ printf 'repeat until 50 %% SOC:\n    Charge at 1C\n' > p.txt
  $ glasscell run Chen2020 --protocol p.txt 2>/dev/null | grep "ended by  "
    ended by        nothing changes, after 0 s
  $ printf 'repeat until 80 %% capacity:\n    Discharge at 1C\n    CCCV charge at 1C to 4.2 V until C/20\n' > p.txt
  $ glasscell run Chen2020 --protocol p.txt 2>/dev/null | grep "ended by  " | cut -c1-34
    ended by        nothing changes,
  $ glasscell run Chen2020 "Discharge at 3C for 20 h" --no-limits 2>/dev/null | grep "ended by  " | cut -c1-34
    ended by        voltage ran away
  $ glasscell run Chen2020 "Hold at 3.9 V until 20 Ah" 2>/dev/null | grep "ended by  " | cut -c1-70
    ended by        protocol done (last step: no end in sight), after 30

A limit of a profile counts in its own direction: a cell that is full begins above it.

  $ glasscell run nmc_pouch --profile US06 --limits 2>/dev/null | grep "ended by  " | cut -c1-31
    ended by        voltage limit
