# What the program says about itself, and what it says when it does not understand.

  $ glasscell | head -4
  glasscell 0.1.0 opens a battery's black box: a parameter file and a protocol in,
  what happens inside out; a segmented electrode in, how it is wired out.

  usage: glasscell COMMAND THING... [options]
  $ glasscell --version | sed 's/ (.*)//'
  glasscell 0.1.0
  $ glasscell comparr
  glasscell: there is no command "comparr"; did you mean "compare"?
  [2]
  $ glasscell xyzzy
  glasscell: there is no command "xyzzy"; "glasscell help" lists them
  [2]
  $ glasscell compare a.csv
  glasscell: compare needs more: glasscell compare A B [options]
  [2]
  $ glasscell compare a.csv b.csv c.csv
  glasscell: compare does not know what to do with "c.csv": glasscell compare A B [options]
  [2]
  $ glasscell compare a.csv b.csv --form 1
  glasscell: compare has no option --form; did you mean --from?
  [2]
  $ glasscell compare a.csv b.csv --xyzzy
  glasscell: compare has no option --xyzzy; "glasscell help compare" lists its options
  [2]
  $ glasscell compare a.csv b.csv --from
  glasscell: --from needs an argument: TIME
  [2]
  $ glasscell compare a.csv b.csv --json=yes
  glasscell: --json takes no argument, but got "yes"
  [2]
  $ glasscell compare a.csv b.csv -z
  glasscell: compare has no option -z; "glasscell help compare" lists its options
  [2]
  $ glasscell help protokol
  glasscell: there is no help about "protokol"; did you mean "protocol"?
  [2]
  $ glasscell help --completion fish
  glasscell: --completion is "fish"; allowed: bash, zsh
  [2]
  $ glasscell help compare
  glasscell compare: two recordings held against each other

    glasscell compare A B [options]

  Every channel that both have is compared at the rows of B that lie in the common
  time; A is interpolated linearly. Differences are A - B: of a model A and a
  measurement B, a positive bias means that the model is high. Without --from all
  common rows count; --from 1 leaves out the jump of a first row. --columns and
  --sign say how B is meant, and A if it does not say so itself.

  options
        --from TIME             compare from this test time on
        --to TIME               compare up to this test time
        --max-rmse LABEL=VALUE  exit with 1 when a channel differs more (may be
                                repeated)
        --json                  print JSON: {channels: {LABEL: {rmse, max, unit,
                                rows, from_s, to_s}}}
        --columns TIME,CURRENT,VOLTAGE
                                names of the columns of a foreign table, with
                                their units
        --sign +1|-1            +1: positive current charges; -1: it discharges

  examples
    glasscell compare out.h5 measured.csv --from 1
    glasscell compare out.h5 measured.csv --max-rmse "Voltage / V=15 mV"
  $ glasscell cells --help
  glasscell cells: the cells of the library, for use in place of a file

    glasscell cells

  A name of the library stands wherever a cell file may stand.

  options
        --json                  print JSON

  examples
    glasscell run Chen2020 "Discharge at 1C until 2.5 V"

Everything made from the tables is there for every command.

  $ for c in $(glasscell help | sed -n 's/^  \([a-z]*\) .*/\1/p'); do glasscell help $c >/dev/null || echo $c; done
  $ commands=$(glasscell help | grep -c '^  [a-z][a-z]* ')
  $ echo $(($(glasscell help --man | grep -c '^.SS') - commands))
  0
  $ echo $(($(glasscell help --reference | grep -c '^### ') - commands))
  10
  $ glasscell help --completion bash | bash -n
  $ glasscell help --completion zsh | head -1
  #compdef glasscell
  $ glasscell help vary
  values to vary: --vary "NAME=VALUES"

    NAME is a parameter of the cell as in --set, VALUES one of

    60e-6:100e-6:50        50 values from the first to the second, evenly
    60 um:100 um:50        the same with a unit
    log:1e-15:1e-13:20     20 values, evenly in the logarithm
    1e-15, 2e-15, 4e-15    a list; expressions are allowed where --set takes them
    values.csv             the first column of a table
    values.csv:radius      the column of that name
    uniform(60e-6, 80e-6)  drawn evenly between two numbers
    normal(298, 5)         drawn with this mean and standard deviation
    +-20%                  what the cell has, times 0.8 to 1.2, drawn evenly
    *0.8:1.2:5             "*" before a range, a list or a law of drawing:
                           factors of what the cell has

    Several --vary make a grid: every value of one with every value of the others.
    Columns of files, and what is drawn, go along with each other instead: row by
    row, or --draws of each. --seed chooses what is drawn.

Names of what a run records, where they are asked for and where one is wrong.

  $ glasscell help channels | grep -E "^[a-z]|Voltage / V|Salt Concentration / |Coulombic"
  channels
    Voltage / V                                  between the terminals
    Open Circuit Voltage / V                     of the mean stoichiometries: where a long rest would end
  frames
    Salt Concentration / mol.m-3         salt across the cell
  per cycle
    Coulombic Efficiency / 1         charge out over charge in
    Open Circuit Voltage / V         at its end
  $ glasscell run Chen2020 "Rest for 1 s" --channels voltage,overpot -o x.csv
  glasscell: there is no channel "overpot", or it could be several; `glasscell help channels` lists them
  [2]
  $ glasscell run Chen2020 "Rest for 1 s" --frames voltage -o x.h5
  glasscell: there is no frame "voltage", or it could be several; `glasscell help channels` lists them
  [2]
