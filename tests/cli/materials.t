# The table of materials: all, one, none.

  $ glasscell materials | head -2 | cut -c1-90
    name                                    formula                       role              
    graphite                                C6                            M-anode           
  $ test $(glasscell materials --json | grep -c '"formula"') -ge 60
  $ glasscell materials NMC111
  NMC111, LiNi1/3Mn1/3Co1/3O2, also NMC333; NCM111; LiNi0.33Mn0.33Co0.33O2 (M-cathode, Li)

    D                  1e-14  1e-16 to 1e-13  m2.s-1   298.15 K  estimate
    sigma_ion          1e-06  1e-07 to 1e-05  S.m-1    298.15 K  estimate
    sigma_eon          1e-05  1e-05 to 1      S.m-1    298.15 K  read, 10.1149/2.0131608jes
    capacity             160                  mAh/g    298.15 K  typical
    density             4770                  kg.m-3   298.15 K  typical
    voltage              3.8                  V        298.15 K  typical
    volume_change          2                  %        298.15 K  typical
    c_max          2.848e+04                  mol.m-3            from capacity and density

    D: electronic 1e-7 S/cm (full) rising to 1e-2 S/cm at x=0.75; lithium
    transport at least one decade lower and limiting
    sigma_ion: no range is known: a decade either way is assumed
    sigma_eon: 1e-7 S/cm full of lithium, 1e-2 S/cm at x = 0.75 of Li(1-x); read
    in the abstract
    described in 10.1149/2.0131608jes
  $ glasscell materials lifepo4 --json | sed -n '1,20p'
  {
    "name": "lithium iron phosphate",
    "formula": "LiFePO4",
    "aliases": "LFP; triphylite",
    "role": "M-cathode",
    "ion": "Li",
    "note": "described in 10.1126/science.aao2808",
    "D": {
      "value": 1e-17,
      "low": 1e-19,
      "high": 1e-13,
      "unit": "m2.s-1",
      "temperature_K": 298.15,
      "source": null,
      "confidence": "estimate",
      "is_estimate": true,
      "note": "review Table 1 footnote: sample with antisite defects; unblocked b channels may be faster; sigma_eon 1e-8 to 1e-6 S/m"
    },
    "sigma_ion": {
      "value": 1e-09,
  $ glasscell materials copper --json | grep -A9 sigma_eon
    "sigma_eon": {
      "value": 5.96e+07,
      "low": 5.96e+07,
      "high": 5.96e+07,
      "unit": "S.m-1",
      "temperature_K": 298.15,
      "source": null,
      "confidence": "handbook",
      "is_estimate": false,
      "note": null
  $ glasscell materials TiO2
  glasscell: "TiO2" is more than one material: titania anatase, titania rutile
  [2]
  $ glasscell materials NMC
  glasscell: there is no material "NMC"; the nearest are NMC111, NMC532, NMC622; "glasscell materials" lists all
  [2]
  $ glasscell materials LiFePO5
  glasscell: there is no material "LiFePO5"; the nearest are LiFePO4, LiF, FePO4; "glasscell materials" lists all
  [2]
  $ mkdir -p own/materials; printf 'name,formula,aliases,role,ion,note\nmine,X,,M,Li,\n' >own/materials/names.csv; printf 'head\nmine,D,fast,,,298,,guess,\n' >own/materials/materials.csv; GLASSCELL_SHARE=own glasscell materials
  glasscell: own/materials/materials.csv:1: 1 cells; 9 are expected
  [2]
  $ printf 'name,quantity,value,low,high,temperature_K,source,confidence,note\nmine,D,fast,,,298,,guess,\n' >own/materials/materials.csv; GLASSCELL_SHARE=own glasscell materials
  glasscell: own/materials/materials.csv:2: "fast" is not a number
  [2]
