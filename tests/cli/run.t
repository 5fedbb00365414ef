# A cell through a protocol. Times, steps and errors differ between machines: left out.

  $ glasscell run Chen2020 "Discharge at 1C until 2.5 V" "Rest for 10 min" 2>&1 | sed -n '1,/positive/p;/^steps/,$p' | round
  LG M50 21700, NMC811 / graphite-SiOx, 5 A.h (Chen 2020): DFN, isothermal, default accuracy

    ended by  protocol done (last step: time), after 69 min 15 s (4155 s)
    capacity  4.938 Ah discharged
    energy  17.29 Wh out
    voltage  4.037 V to 2.978 V, mean 3.501 V, between 2.5 V and 4.037 V
    temperature  25 degC at the end, highest 25 degC
    start  by the file's window: OCV 4.181 V (full is 4.181 V by the file's window, 4.2 V by the limits)
    stoichiometry  negative 0.9014 to 0.0541, positive 0.27 to 0.8355
  steps
    step  cycle  instruction  from s  to s  Ah  Wh  end V  ended by
       1  1  Discharge at 1C until 2.5 V  0  3555  -4.938  -17.29  2.5  voltage limit
       2  1  Rest for 10 min  3555  4155  0  0  2.978  time
  $ glasscell run Chen2020 "Discharge at 1C until 2.5 V" --json --no-estimate | grep -E '"(reason|time_s|capacity_out_Ah|voltage_last_V|error_rms_V|text)"' | round
    "reason": "protocol done",
    "time_s": 3555,
    "capacity_out_Ah": 4.938,
    "voltage_last_V": 2.5,
    "error_rms_V": null,
        "text": "Discharge at 1C until 2.5 V",
        "reason": "voltage limit",

Files: by their ending, never over another one unasked, nothing when the input is refused.

  $ glasscell run Chen2020 "Rest for 1 h" --every 20min -o rest.csv -q && cut -d, -f1-3 rest.csv | round
  Test Time / s,Voltage / V,Current / A
  0,4.181,0
  1200,4.181,0
  2400,4.181,0
  3600,4.181,0
  $ glasscell run Chen2020 "Rest for 1 h" -o rest.csv
  glasscell: rest.csv: this file exists already; --force overwrites it, or choose another name
  [2]
  $ glasscell run Chen2020 "Rest for 1 h" -o rest.csv --force -q
  $ glasscell run Chen2020 "Rest for 1 h" -o gone/rest.csv
  glasscell: gone/rest.csv: there is no folder gone; make it first (mkdir -p)
  [2]
  $ glasscell run Chen2020 "Rest for 1 h" -o rest.xyz; ls rest.xyz
  glasscell: rest.xyz: the ending says what is written: .h5, .csv or .json
  ls: cannot access 'rest.xyz': No such file or directory
  [2]
  $ glasscell run Chen2020 "Rest for 1 h" --every 30min -o - 2>/dev/null | cut -d, -f1-3 | round
  Test Time / s,Voltage / V,Current / A
  0,4.181,0
  1800,4.181,0
  3600,4.181,0

Bad input, each with one clear message.

  $ glasscell run Chen2020 "Rest for 1 h" --plot x.bmp
  glasscell: x.bmp: the ending says what is written: .svg, .pdf or .png
  [2]

  $ glasscell run
  glasscell: which cell? give a BPX file, or a name of the library ("glasscell cells" lists them)
  [2]
  $ glasscell run Chen2020
  glasscell: what is the cell to do? give words ("Discharge at 1C until 2.7 V"), a protocol or a profile; "glasscell help protocol" shows the language
  [2]
  $ glasscell run Chen2021 "Rest for 1 h"
  glasscell: Chen2021: there is no such file, and no such cell in the library; did you mean Chen2020?
  [2]
  $ glasscell run Chen2020 "Discharge at 1C untill 2.7 V"
  glasscell: protocol:1:17: "untill" is not known here; did you mean "until"?
      Discharge at 1C untill 2.7 V
                      ^^^^^^
  [2]
  $ glasscell run Chen2020 "Rest for 1 h" --protocol day.yaml
  glasscell: words, a protocol and a profile exclude each other; a protocol can follow a profile by itself: "follow FILE"
  [2]
  $ glasscell run Chen2020 --protocol day.yaml
  glasscell: day.yaml: cannot read: No such file or directory
  [2]
  $ glasscell run Chen2020 --profile gone.csv
  glasscell: gone.csv: there is no such file, and the library has only UDDS, US06, WLTC
  [2]
  $ glasscell run Chen2020 "Rest for 1 h" --model dfnn
  glasscell: there is no model "dfnn"; allowed: dfn, spme, spm
  [2]
  $ glasscell run Chen2020 "Rest for 1 h" --accuracy hihg
  glasscell: --accuracy: accuracy is "hihg"; allowed: fast, default, high
  [2]
  $ glasscell run Chen2020 "Rest for 1 h" --acuracy high
  glasscell: run has no option --acuracy; did you mean --accuracy?
  [2]
  $ glasscell run Chen2020 "Rest for 1 h" --soc 1.5
  glasscell: --soc: soc is 1.5; allowed: 0 to 1
  [2]
  $ glasscell run Chen2020 "Rest for 1 h" --soc full
  glasscell: --soc: soc: "full" is not a number; write for example "2.5"
  [2]
  $ glasscell run Chen2020 "Rest for 1 h" --theta 0.5
  glasscell: --theta: theta is "0.5"; expected two stoichiometries from 0 to 1, negative electrode first: 0.9,0.27
  [2]
  $ glasscell run Chen2020 "Rest for 1 h" --set "Seperator porosity=0.5"
  glasscell: a cell has no parameter "Seperator porosity"; did you mean "Separator porosity"?
  [2]
  $ glasscell run Chen2020 "Rest for 1 h" --set "Separator porosity=5"
  glasscell: Separator porosity is 5; allowed: 0.001 to 1
  [2]
  $ glasscell run Chen2020 "Rest for 1 h" --set "Separator thickness [m]=3 kg"
  glasscell: Separator thickness: "3 kg": the unit kg does not fit: it cannot be converted to m
  [2]
  $ glasscell run Chen2020 "Rest for 1 h" --compare gone.csv
  glasscell: gone.csv: cannot read: No such file or directory
  [2]
  $ glasscell run Chen2020 "Rest for 1 h" --resume
  glasscell: --resume: with which recording? give --resume FILE.h5
  [2]
