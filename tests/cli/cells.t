# Cells: what there is, what follows from a file, what is wrong with one.

  $ glasscell cells | grep -c Chen
  1
  $ glasscell check Chen2020
  Chen2020: LG M50 21700, NMC811 / graphite-SiOx, 5 A.h (Chen 2020) (BPX 1.1.1, DFN)

    capacity of the window   negative 5.0995 Ah, positive 5.0995 Ah; nominal 5 Ah
    open-circuit voltage     2.5000 V empty, 4.1809 V full; limits 2.5 V to 4.2 V

  stoichiometries from empty to full
    by the file's window     negative 0.02635 to 0.90140, positive 0.85397 to 0.27000
    by the voltage limits    negative 0.02635 to 0.91062, positive 0.85397 to 0.26385

  0 errors, 0 warnings
  $ glasscell check nmc_pouch --json | grep -E 'capacity|ocv|errors' | round 6
    "capacity_negative_Ah": 13.1873,
    "capacity_positive_Ah": 13.1874,
    "capacity_nominal_Ah": 12.5,
    "ocv_empty_V": 2.69997,
    "ocv_full_V": 4.20176,
    "errors": 0,
  $ glasscell check nmc_pouch --set "Positive electrode maximum stoichiometry=1.3"
  glasscell: Positive electrode maximum stoichiometry is 1.3; allowed: 0 to 1
  [2]
  $ glasscell check nmc_pouch --set "Positive electrode porosity=0.9" | tail -3 | sed 's/json:[0-9:]*/json/'
  0 errors, 2 warnings
    warning  share/cells/nmc_pouch.json Positive electrode porosity: active material (surface x radius / 3 = 0.6625) and porosity (0.9) fill more than the electrode
    warning  share/cells/nmc_pouch.json Upper voltage cut-off: 4.2 V, but full by the stoichiometry window the cell rests at 4.2018 V
  $ glasscell check gone.json
  glasscell: gone.json: there is no such file, and no such cell in the library; "glasscell cells" lists it
  [2]
  $ printf '{"Header": {"BPX": "1.1.1", "Model": "DFN"}' >broken.json; glasscell check broken.json
  glasscell: broken.json:2:1: the text ends here, inside something that was begun: is it cut off, or is a bracket or quote not closed?
  [2]
  $ glasscell params Chen2020 | head -2
    name                                                                   value                             allowed
    Electrode area [m2]                                                    0.1027                            1e-09 to 1e+06
  $ glasscell params Chen2020 --set "Separator thickness=20 um" | grep "Separator thickness"
    Separator thickness [m]                                                2e-05                             1e-09 to 0.1
  $ glasscell params Chen2020 --json | sed -n '/Separator porosity/,/}/p'
    "Separator porosity": {
      "value": 0.47,
      "unit": "1",
      "symbol": "eps_s",
      "low": 0.001,
      "high": 1,
      "about": "share of the separator that electrolyte fills",
      "source": "10.1149/1945-7111/ab9050"
    },
  $ glasscell params spm | head -3
    name              value       allowed
    model             spm         dfn spme spm
    accuracy          default     fast default high
  $ glasscell params spq
  glasscell: spq: there is no such file, cell or model; did you mean spm?
  [2]
  $ glasscell models
    dfn   Doyle-Fuller-Newman: porous electrodes, spherical particles, concentrated electrolyte
    spme  single particles with electrolyte: uniform reaction, salt across the cell
    spm   single particles: one per electrode, no electrolyte
  $ glasscell show share/cells/Chen2020.json
  share/cells/Chen2020.json: the parameters of a cell, LG M50 21700, NMC811 / graphite-SiOx, 5 A.h (Chen 2020) (BPX 1.1.1, DFN)
  "glasscell check" tells what follows from them, "glasscell params" lists them
  $ glasscell params Chen2020 -o sourced.json --set "Separator thickness=20 um" && glasscell params sourced.json --about | grep "Separator [tp]" | sed 's/  */ /g'
   Separator thickness [m] 2e-05 1e-09 to 0.1 of the separator
   Separator porosity 0.47 0.001 to 1 share of the separator that electrolyte fills 10.1149/1945-7111/ab9050
   Separator transport efficiency 0.322216 1e-06 to 1 effective over bulk diffusivity and conductivity, eps^b 10.1149/1945-7111/ab9050
  $ glasscell params Chen2020 --set "Separator thickness=20 um" -o mine.json
  $ glasscell params mine.json | grep "Separator thickness"
    Separator thickness [m]                                                2e-05                             1e-09 to 0.1
  $ glasscell params Chen2020 -o mine.json
  glasscell: mine.json: this file exists already; --force overwrites it, or choose another name
  [2]

What a file may say and no model simulates yet is refused by `run` in words, not ignored.

  $ glasscell run data/bpx/nmc_pouch_cell_BPX_blended_electrode.json "Rest for 1 s"
  glasscell: data/bpx/nmc_pouch_cell_BPX_blended_electrode.json: Positive electrode: this is a blend of 2 materials; blends are read and kept, but not simulated yet. Take a file with one material
  [2]
  $ glasscell run data/bpx/nmc_pouch_cell_blended_electrode_v1.1.1.json "Rest for 1 s" --model spm
  glasscell: data/bpx/nmc_pouch_cell_blended_electrode_v1.1.1.json: Positive electrode: this is a blend of 2 materials; blends are read and kept, but not simulated yet. Take a file with one material
  [2]
  $ glasscell run Chen2020 "Rest for 1 s" --set "Negative electrode OCP (lithiation)=0.1" 2>&1 | sed 's/^[^:]*:[^:]*:/glasscell: FILE:/'
  glasscell: FILE: Negative electrode: it has a hysteresis (OCP (lithiation), OCP (delithiation)); it is read and kept, but not simulated yet. Remove the two curves to run with the mean one
  $ glasscell run Chen2020 "Rest for 1 s" --set "LLI=0.1" 2>&1 | sed 's/^[^:]*:[^:]*:/glasscell: FILE:/'
  glasscell: FILE: State / Degradation: LLI or LAM is not 0; a degraded cell is read and kept, but not simulated yet. Set them to 0 to run the fresh cell
  $ sed 's|"User-defined": {|&"Negative electrode lithiation OCP [V]": {"x": [0, 1], "y": [1, 0]},|' share/cells/Chen2020.json >user.json
  $ glasscell run user.json "Rest for 1 s" -q
  $ glasscell run user.json "Rest for 1 s" --set "Negative electrode OCP=0.1"
  glasscell: user.json: Negative electrode: the OCP is a constant, and User-defined has curves of lithiation and delithiation in its place; a hysteresis is read and kept, but not simulated yet. Give an OCP to run with
  [2]
