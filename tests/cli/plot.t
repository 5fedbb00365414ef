# Pictures; without a file to write, a sketch on the terminal.

  $ printf 'Time [s],I[A],U[V]\n0,-1,4\n600,-1,3.5\n1200,-2,3\n2400,-2,2.5\n' >a.csv
  $ glasscell plot a.csv
  Voltage (V) against time (min)
         4.0 ┤⠢⣀
             │  ⠑⠢⣀
             │     ⠉⠢⢄
             │        ⠉⠢⢄
             │           ⠉⠒⢄⡀
         3.5 ┤              ⠈⠒⢄⡀
             │                 ⠈⠒⠤⡀
             │                    ⠈⠑⠤⡀
             │                       ⠈⠑⠢⣀
             │                           ⠑⠢⣀
             │                              ⠑⠢⢄
         3.0 ┤                                 ⠉⠒⠢⠤⣀⡀
             │                                      ⠈⠉⠒⠢⠤⢄⣀
             │                                             ⠉⠑⠒⠤⢄⣀
             │                                                   ⠉⠑⠒⠤⠤⣀⡀
             │                                                         ⠈⠉⠒⠢⠤⣀⡀
         2.5 ┤                                                               ⠈⠉⠒⠢⠤
             └┬───────┬───────┬────────┬───────┬────────┬───────┬────────┬───────┬
              0       5      10       15      20       25      30       35      40
  $ glasscell plot a.csv --channels current
  Current (A) against time (min)
        −1.0 ┤⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⢄
             │                 ⠈⢆
             │                  ⠈⢆
        −1.2 ┤                   ⠈⢆
             │                    ⠈⢆
             │                     ⠈⢆
        −1.4 ┤                      ⠈⢆
             │                       ⠈⢆
             │                        ⠈⠢⡀
             │                          ⠱⡀
        −1.6 ┤                           ⠱⡀
             │                            ⠱⡀
             │                             ⠱⡀
        −1.8 ┤                              ⠱⡀
             │                               ⠱⡀
             │                                ⠱⡀
        −2.0 ┤                                 ⠱⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤
             └┬───────┬───────┬────────┬───────┬────────┬───────┬────────┬───────┬
              0       5      10       15      20       25      30       35      40
  $ glasscell plot a.csv --channels volts
  glasscell: channel "volts": the recording has none of this name, or several begin so; `glasscell show FILE` lists channels
  [2]
  $ glasscell plot a.csv -o a.svg && head -c 5 a.svg
  <?xml
  $ glasscell plot a.csv -o a.svg
  glasscell: a.svg: this file exists already; --force overwrites it, or choose another name
  [2]
  $ glasscell plot a.csv -o a.png --force && head -c 4 a.png | tail -c 3
  PNG
  $ glasscell plot a.csv a.csv -o a.pdf --against capacity && head -c 5 a.pdf
  %PDF-
  $ glasscell plot a.csv -o a.jpg
  glasscell: a.jpg: the ending says which kind of picture: .svg, .pdf or .png
  [2]
  $ glasscell plot a.csv -o b.svg --what volts
  glasscell: "volts" is no picture; there are inside, voltage, channels, cycles
  [2]
  $ glasscell plot a.csv -o b.svg --what inside
  glasscell: no recording holds frames of the inside of a cell: run it with frames, or plot --what voltage
  [2]
  $ glasscell plot a.csv -o b.svg --what cycles
  glasscell: no recording has numbers per cycle, nor steps to make them from: run a protocol with cycles
  [2]
  $ glasscell plot a.csv -o b.svg --channels volts
  glasscell: channel "volts": no recording has it, or several begin so; `glasscell show FILE` lists channels
  [2]
  $ glasscell plot a.csv -o b.svg --width 3cm
  glasscell: a picture 30 mm wide: allowed are 60 to 1000 mm (180 is two columns of a journal)
  [2]
  $ glasscell plot a.csv a.csv -o b.svg --against charge
  glasscell: against "charge": allowed are time and capacity
  [2]
  $ glasscell plot a.csv -o folder/b.svg
  glasscell: folder/b.svg: there is no folder folder; make it first (mkdir -p)
  [2]

Recordings of one cell share their title: the legend then tells the files.

  $ glasscell run Chen2020 "Discharge at 1C for 1 min" -q -o slow.h5 && glasscell run Chen2020 "Discharge at 2C for 1 min" -q -o fast.h5
  $ glasscell plot slow.h5 fast.h5 -o told.svg && glasscell plot slow.h5 fast.h5 --names slow.h5,fast.h5 -o said.svg && cmp told.svg said.svg && rm told.svg said.svg slow.h5 fast.h5

Without the library of pictures the program says what to do; the sketch needs none.

  $ GLASSCELL_MODULES=/nowhere glasscell plot a.csv -o b.svg
  glasscell: pictures: glasscell-cairo.so was not found (looked in /nowhere); install it, or install libcairo2 with its headers and build again; GLASSCELL_MODULES may name its folder
  [2]
  $ GLASSCELL_MODULES=/nowhere glasscell plot a.csv | head -1
  Voltage (V) against time (min)
  $ ls
  a.csv
  a.pdf
  a.png
  a.svg
  data
  share
