# The wiring map: closed forms, numbers of another program, what is refused.

A slab that stores, ions from one face and electrons from the other: L = sqrt(3 sigma <u>) is its
thickness, times sqrt(1 + 1/(2 N^2)) for N = 4 voxels; here 4 um. With sigma 1e-4 and 1e-2 S/m and
C = 1e9 F/m3 the mean starvation time is C L^2/3 (1/sigma_ion + 1/sigma_eon) 33/32 = 55.55 s.

  $ head -c 4 /dev/zero >slab.raw
  $ slab() { glasscell map slab.raw --shape 4,1,1 --type u8 --voxel 1um --phases M=0:M --set "sigma_ion[M]=1e-4" --set "sigma_eon[M]=1e-2" --set "C[M]=1e9" --set "c_max[M]=5e4" --time 1h -q "$@"; }
  $ slab --json >numbers.json; for k in L_ion_m L_eon_m L_eff_m mean_time_s usable; do grep -A3 "\"$k\"" numbers.json | tr -d '\n' | round 6; echo; done
        "L_ion_m": {  "value": 4.06202e-06,  "lower": 4.06202e-06,  "upper": 4.06202e-06,

        "L_eon_m": {  "value": 4.06202e-06,  "lower": 4.06202e-06,  "upper": 4.06202e-06,

        "L_eff_m": {  "value": 4.06202e-06,  "lower": 4.06202e-06,  "upper": 4.06202e-06,

        "mean_time_s": {  "value": 55.55,  "lower": 55.55,  "upper": 55.55,

        "usable": {  "value": 0.984569,  "lower": 0.984569,  "upper": 0.984569,
  $ sed -n 's/^ *"\([A-Za-z_0-9]*\)":.*/\1/p' numbers.json | awk '!seen[$0]++' | tr '\n' ' ' | fold -sw 90 | sed 's/ $//'; echo
  time_s filled phases phase voxels starved_by_ions value lower upper voxel_error low high
  starved_by_electrons starved_by_both cut_off_from_ions cut_off_from_electrons
  cut_off_from_both mostly_ions usable within_reach mean_time_s mean_drop_ion_V
  mean_drop_eon_V L_ion_m L_eon_m L_eff_m L_star_m L_ion_star_m L_eon_star_m drop_ion_V p05
  p25 p50 p75 p95 max mean drop_eon_V l_ion_m l_eon_m wires material sigma_ion_S_m
  sigma_eon_S_m C_F_m3 share_of_drop_ion share_of_drop_eon seconds bytes_per_voxel
  $ slab --time 100s --filled 0.5 --ions last | sed 's/ [0-9.]*e-[01][0-9] / tiny /'
  glasscell: warning: M: less than half of it would be filled: below that the law of one rate everywhere no longer holds; read the share within reach
  4 x 1 x 1 voxels of 1 um

    phase  numbers from  sigma_ion  sigma_eon      C  of ion drop  of eon drop
    M      set              0.0001       0.01  1e+09      100.0 %      100.0 %
  (S/m, F/m3)

  M, filled in 100 s:
                                 value      certain to  voxels  range  of the material
    usable                       44.45  %      tiny       -
    within reach                   100  %            -       -
    starved of ions                 75  %            -       -
    starved of electrons             0  %            -       -
    starved of both                  0  %            -       -
    cut off                          0  %            -       -
    mean drop of ions           2653.3  mV     tiny       -
    mean drop of electrons      26.533  mV     tiny       -
    mean starvation time         55.55  s      tiny       -
    wiring length of ions        4.062  um     tiny       -
    wiring length of electrons   4.062  um     tiny       -
  allowed for 50 %: 3.92 um for ions, 39.2 um for electrons, if alone

  certain to: bounds of the discrete value; voxels: what the voxels hide (an estimate);
  starved: less than 50 % filled when the cut-off is reached; within reach: filled at all

A piece of a real electrode, 64^3, against another program, converged to 1e-10.

  $ alias map='glasscell map electrode.tiff --phases pore=0:I,NMC=85:M,CBD=170:IE -q'
  $ alias whole='map --crop 0:64,0:64,0:64 --set "sigma_ion[NMC]=9.7e-5" --set "sigma_eon[NMC]=1e-2" --set "C[NMC]=9.648533e9" --set "c_max[NMC]=1e5" --set "sigma_ion[CBD]=0.2"'
  $ whole --json --time 1138s 2>/dev/null >real.json
  $ for k in mean_time_s L_ion_m L_eon_m L_eff_m usable mostly_ions; do grep -A1 "\"$k\"" real.json | tail -1 | round 5; done
          "value": 196.33,
          "value": 2.4156e-06,
          "value": 2.9773e-06,
          "value": 2.4216e-06,
          "value": 0.82748,
          "value": 0.99951,

Its picture and its fields; what is there stays.

  $ whole --time 1h --plot map.svg -o map.vti >/dev/null 2>&1; head -c 5 map.svg; grep -c 'Name="State / 1"' map.vti
  <?xml1
  $ whole --time 1h --plot map.svg
  glasscell: map.svg: this file exists already; --force overwrites it, or choose another name
  [2]
  $ whole --time 1h -o map.vti
  glasscell: map.vti: this file exists already; --force overwrites it, or choose another name
  [2]
  $ whole --time 1h -o map.vti --plot map.svg --force >/dev/null 2>&1

What has no contact is counted, and the rest is mapped.

  $ printf '\0\0\0\1\2\3\1\1\1\1\3\1' >cut.raw
  $ cut() { glasscell map cut.raw --shape 4,1,3 --type u8 --voxel 1um --set "sigma_eon[M]=1" --set "C[M]=1e9" --set "c_max[M]=1e4" -q "$@"; }
  $ cut --phases I=0:I,M=1:M,V=2+3:V --json 2>&1 | grep -E 'joined|conducts|cut_off'
  glasscell: warning: M: it stores, but conducts no ions: name its material, or set sigma_ion
  glasscell: warning: M: 100 % of its voxels (6) are joined to no contact of ions; they store nothing
        "cut_off_from_ions": 1,
        "cut_off_from_electrons": 0,
        "cut_off_from_both": 0,
  $ printf '\1\0\2\0\1' >apart.raw
  $ glasscell map apart.raw --shape 5,1,1 --type u8 --voxel 1um --phases V=0:V,M=2:M,E=1:E --material M=NMC811 -q
  glasscell: warning: M: 100 % of it is one voxel thick: the voxels are larger than its finest features, and finer ones would change its numbers
  glasscell: warning: M: 100 % of its voxels (1) are joined to no contact of ions or electrons; they store nothing
  5 x 1 x 1 voxels of 1 um

    phase  numbers from       sigma_ion  sigma_eon         C  of ion drop  of eon drop
    V                                 -          -         -        0.0 %        0.0 %
    M      NMC811 (estimate)    0.00017       0.01  3.35e+10        0.0 %        0.0 %
    E      as usual                   -        100         -        0.0 %        0.0 %
  (S/m, F/m3)

  M, filled in 60 min 0 s:
                                value      certain to  voxels  range  of the material
    usable                          0  %            0       -
    within reach                    0  %            -       -
    starved of ions                 0  %            -       -
    starved of electrons            0  %            -       -
    starved of both                 0  %            -       -
    cut off                       100  %            -       -
    mean drop of ions               -  mV           -       -
    mean drop of electrons          -  mV           -       -
    mean starvation time            -  s            -       -
    wiring length of ions           -  um           -       -
    wiring length of electrons      -  um           -       -
  allowed for 90 %: 2.34 um for ions, 18 um for electrons, if alone

  certain to: bounds of the discrete value; voxels: what the voxels hide (an estimate);
  starved: less than 90 % filled when the cut-off is reached; within reach: filled at all

What must be said.

  $ map
  glasscell: phase NMC stores, but nothing says how much: name its material, as in --material NMC=NMC811, or set C and c_max
  [2]
  $ alias small='glasscell map electrode.tiff --crop 0:16,0:16,0:16 -q'
  $ small --material 85=NMC811
  glasscell: phase 0 has no role: I conducts ions, E electrons, M stores, V neither; say it behind its name, as in --phases 0=0:M,...
  [2]
  $ small --phases pore=0:I,NMC=85:M --material NMC=NMC811
  glasscell: 1 label of the image belongs to no phase: 170 (717 voxels); name all, as in "binder=170:V"
  [2]
  $ small --phases pore=0:I,NMC=85:M,CBD=170 --material NMC=NMC811
  glasscell: phase CBD has no role: I conducts ions, E electrons, M stores, V neither; say it behind its name, as in --phases CBD=170:M,...
  [2]
  $ small --phases pore=0:I,NMC=85:V,CBD=170:E
  glasscell: no phase of this image stores: give one that is there the role M, as in NMC=170:M
  [2]
  $ small --phases pore=0:I,NMC=85:V,CBD=170:E,zinc=7:M --material zinc=NMC811
  glasscell: warning: phases: no voxel has the label 7 of "zinc"
  glasscell: no phase of this image stores: give one that is there the role M, as in NMC=170:M
  [2]
  $ small --phases pore=0:I,NMC=85:X
  glasscell: phases: "X": a role is I (ions), E (electrons), M (both, and stores), V (neither), or two of them (IE); expected name=label, as in "pore=0,NMC=85:M,CBD=170+171:E" (roles: I, E, M, V)
  [2]
  $ alias named='small --phases pore=0:I,NMC=85:M,CBD=170:E'
  $ named --material NMC=NMC812
  glasscell: there is no material "NMC812"; the nearest are NMC811, NMC111, NMC532; "glasscell materials" lists all
  [2]
  $ named --material NMC
  glasscell: --material is "NMC"; expected PHASE=MATERIAL, as in NMC=NMC811
  [2]
  $ named --material NCM=NMC811
  glasscell: --material "NCM=NMC811": no phase is called "NCM"; --phases names them
  [2]
  $ named --material NMC=carbon-black
  glasscell: the library does not know enough of carbon black to store: a capacity, a density, D and a conductivity are needed; set sigma_ion, sigma_eon, C and c_max instead
  [2]
  $ named --material NMC=NMC811 --set "sigma_ion[NMC]=0"
  glasscell: --set "sigma_ion[NMC]=0": must be above zero; a phase that is not set does not conduct
  [2]
  $ named --material NMC=NMC811 --set "sigma_ion[NMC]=-1 S/m"
  glasscell: --set "sigma_ion[NMC]=-1 S/m": must be above zero; a phase that is not set does not conduct
  [2]
  $ named --material NMC=NMC811 --set "sigma_ion[NMC]=1 m"
  glasscell: --set "sigma_ion[NMC]=1 m": "1 m": the unit m does not fit: it cannot be converted to S.m-1
  [2]
  $ named --material NMC=NMC811 --set "D[NMC]=1e-14"
  glasscell: --set "D[NMC]=1e-14": a phase has sigma_ion, sigma_eon, C and c_max
  [2]
  $ named --material NMC=NMC811 --set "C[NMC=1"
  glasscell: --set "NMC=1": no phase is called "NMC=1"; --phases names them
  [2]
  $ named --material NMC=NMC811 --time 0
  glasscell: time is 0 s; allowed: 1e-06 to 1000000000000 s
  [2]
  $ named --material NMC=NMC811 --time 3m
  glasscell: time: "3m": the unit m does not fit: it cannot be converted to s; m is the metre, write min
  [2]
  $ named --material NMC=NMC811 --filled 1
  glasscell: filled is 1; allowed: 1e-06 to 0.999999
  [2]
  $ named --material NMC=NMC811 --ions left
  glasscell: ions is "left"; allowed: first, last
  [2]
  $ named --material NMC=NMC811 -o x.gif
  glasscell: --output x.gif: the ending says what to write; known here: .h5 .vti
  [2]
  $ named --material NMC=NMC811 --plot x.gif
  glasscell: --plot x.gif: the ending says what to write; known here: .png .svg .pdf
  [2]
  $ named --material NMC=NMC811 --plot x.png --dpi 5
  glasscell: --dpi is 5; allowed: 20 to 1200
  [2]
  $ cp share/volumes/electrode.tiff e.tiff; glasscell map e.tiff --phases pore=0:I,NMC=85:M,CBD=170:E --material NMC=NMC811
  glasscell: e.tiff does not say how large a voxel is: give its edge, as in --voxel 390.6nm
  [2]
  $ ls x.*
  ls: cannot access 'x.*': No such file or directory
  [2]

Carbon a thousand million times as good as what it feeds costs nothing, and is no trouble: a
million times the conductivity changes the drop by less than a hundredth.

  $ drop() { glasscell map electrode.tiff --crop 0:64,0:64,0:64 --phases e=0:I,NMC=85:M,CBD=170:E --material NMC=NMC811 --set "sigma_eon[CBD]=$1" --time 1h -q --no-voxel-error --json 2>/dev/null | grep -A1 mean_drop_eon_V | sed -n 's/.*value": *//p' | tr -d ,; }
  $ drop 1e4 >weak; drop 1e10 >strong; awk 'NR == FNR {a = $1; next} {d = a / $1 - 1; print (d >= 0 && d < 1e-2) ? "less" : a " " $1}' weak strong
  less

More memory than there is, and Ctrl-C. (A sanitizer cannot start in so little.)

  $ truncate -s 64000000 zeros.raw
  $ big() { (ulimit -v 1000000; glasscell map zeros.raw --shape 400,400,400 --type u8 --voxel 1um --phases M=0:M --material M=NMC811 -q -o x.h5 2>&1) | sed 's/[0-9.]* GB/N GB/g'; }
  $ if sh -c "ulimit -v 1000000; glasscell --version; exit \$?" >/dev/null 2>&1; then big; else echo "glasscell: solving on 400 x 400 x 400 voxels would need N GB of memory, and N GB are free; --crop takes a part of the volume"; fi
  glasscell: solving on 400 x 400 x 400 voxels would need N GB of memory, and N GB are free; --crop takes a part of the volume
  $ timeout --preserve-status -s INT 0.4 glasscell map electrode.tiff --phases pore=0:I,NMC=85:M,CBD=170:E --material NMC=NMC811 -q -o x.h5 2>/dev/null
  [130]
  $ ls x.h5
  ls: cannot access 'x.h5': No such file or directory
  [2]
