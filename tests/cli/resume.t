# A run that is killed or cancelled, and gone on with.

  $ P='3000 x (Discharge at 1C until 2.5 V; CCCV charge at C/2 to 4.2 V until C/50)'
  $ O='--accuracy fast --no-estimate --every 1h --channels voltage,current -q'
  $ glasscell run Chen2020 "$P" $O -o whole.h5 && glasscell export whole.h5 -o whole.csv

The file appears while the run goes on; nothing is lost but what came after the last flush.

  $ stop() { glasscell run $3 "$P" $O -o $2 & while [ ! -e $2 ]; do sleep 0.02; done; kill -$1 $!; wait $!; }
  $ stop KILL killed.h5 Chen2020 2>/dev/null
  [137]
  $ glasscell run --resume killed.h5 -q 2>&1 | sed 's/all .* samples/all samples/'
  glasscell: warning: killed.h5: this recording was not closed, its writer died; it was mended and holds all samples up to the last flush
  $ glasscell export killed.h5 | cmp - whole.csv
  $ glasscell show killed.h5 | grep 'it ended'
  it ended by: protocol done

A signal ends a run and keeps what was reached. With another name the old recording stays.

  $ stop TERM ended.h5 Chen2020 2>&1 | sed 's/at .* s/at - s/'
  glasscell: cancelled at - s
  $ glasscell show ended.h5 | grep 'it ended'
  it ended by: cancelled
  $ glasscell run --resume ended.h5 -o other.h5 -q; glasscell export other.h5 | cmp - whole.csv
  $ glasscell show ended.h5 | grep 'it ended'
  it ended by: cancelled
  $ glasscell run Chen2020 "$P" $O --resume ended.h5 -o other.csv; cmp other.csv whole.csv

What cannot be gone on with.

  $ stop TERM half.h5 Chen2020 2>/dev/null
  [130]
  $ glasscell run --resume half.h5 --set "Separator porosity=0.5"
  glasscell: half.h5: the recording was made with another set of parameters ("glasscell show FILE --fact parameters"); go on with the same, or begin a new run
  [2]
  $ Q='800 x (Discharge at 1C until 2.6 V; CCCV charge at C/2 to 4.2 V until C/50)'; glasscell run Chen2020 "$Q" $O --resume half.h5
  glasscell: half.h5: the recording was made with another protocol ("glasscell show FILE --fact protocol"); go on with the same, or begin a new run
  [2]
  $ glasscell show half.h5 | grep 'it ended'
  it ended by: cancelled

  $ glasscell run --resume whole.h5
  glasscell: whole.h5: it came to its end (protocol done); there is nothing to go on with
  [2]
  $ glasscell run --resume gone.h5
  glasscell: gone.h5: cannot read: No such file or directory
  [2]
  $ cp share/cells/Chen2020.json cell.json
  $ stop KILL third.h5 cell.json 2>/dev/null
  [137]
  $ sed -i 's/8.52e-05/8.53e-05/' cell.json
  $ glasscell run --resume third.h5 2>&1 | tail -1
  glasscell: cell.json is not what it was when the recording was made: put it back, or begin a new run
  $ glasscell run Chen2020 "Rest for 1 h" --resume third.h5 2>&1 | tail -1
  glasscell: cell.json is not what it was when the recording was made: put it back, or begin a new run
