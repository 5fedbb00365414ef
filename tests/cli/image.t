# What a segmented image shows; numbers are those of its counts (64 x 64 x 64 of electrode.tiff).

  $ alias image='glasscell image share/volumes/electrode.tiff'
  $ P=--phases=pore=0:I,NMC=85:M,CBD=170:E
  $ image $P --crop 0:64,0:64,0:64 --no-transport
  glasscell: warning: CBD: features are 1.11 um thick on average (mean chord), 2.8 voxels: finer voxels would change its numbers, its area by some 30 %
  electrode.tiff: 64 x 64 x 64 voxels of 390.625 nm

    phase  voxels  fraction  error  parts  largest  percolating 0        1        2    error
    pore   114224   0.43573  0.046     37    0.999          0.999    0.999    0.999   0.0005
    NMC    111747  0.426281  0.043      8  0.74511        0.74511  0.74511  0.74511  8.9e-06
    CBD     36173  0.137989   0.01    270  0.96063        0.96063  0.96063  0.96063    0.027

    area, 1/um  of volume  sample  orientation  voxels  by faces  of phase
    pore          0.43982   0.037      0.00037    0.14   0.68374    1.0094
    NMC           0.23379   0.014      0.00011   0.038   0.35458   0.54844
    CBD           0.49801   0.037      0.00043    0.15   0.79092    3.6091
    pore - NMC   0.087797  0.0059      2.5e-05   0.014    0.1237         -
    pore - CBD    0.35202   0.032      0.00034    0.13   0.56004         -
    NMC - CBD     0.14599  0.0092      8.4e-05   0.024   0.23088         -

  triple lines 0.23405 1/um2 (sample 0.014, voxels 0.035), by edges of voxels 0.35107
  $ image $P --crop 0:64,0:64,0:64 --axis 0 2>/dev/null | awk '/converged/ { printf "%s, axis %s: %.6g, efficiency %.4g\n", $1, $2, $3, $7 }'
  pore, axis 0: 2.14639, efficiency 0.203
  NMC, axis 0: 4.36772, efficiency 0.0976
  CBD, axis 0: 10.8117, efficiency 0.01276

# Of the whole: fractions, parts that join opposite faces, edges that touch three labels are
# exact (TauFactor's notebooks for the same file; areas by faces too).

  $ image $P --no-transport --json -q 2>/dev/null >a.json
  $ grep -E '"(voxels|fraction|area_faces|triple_edges)"' a.json
        "voxels": 7548361,
        "fraction": 0.44991737604141235,
        "area_faces": 785502.4719238281,
        "voxels": 6.71871e+06,
        "fraction": 0.40046632289886475,
        "area_faces": 374027.5573730469,
        "voxels": 2510145,
        "fraction": 0.1496163010597229,
        "area_faces": 876099.5483398438,
        "area_faces": 141715.24047851562
        "area_faces": 643787.2314453125
        "area_faces": 232312.31689453125
    "triple_edges": 1001132,
  $ grep -E '"percolating_0"' a.json | round 6
        "percolating_0": 0.998934,
        "percolating_0": 0.961134,
        "percolating_0": 0.97398,

# By 18 and by 26 neighbours more of it is joined.

  $ for n in 18 26; do image $P --no-transport --json -q --neighbours $n 2>/dev/null | grep percolating_0\" | round 4; done
        "percolating_0": 0.9995,
        "percolating_0": 0.9612,
        "percolating_0": 0.9915,
        "percolating_0": 0.9996,
        "percolating_0": 0.9612,
        "percolating_0": 0.9936,

# Into a cell, which runs.

  $ image $P --crop 0:64,0:64,0:64 --axis 0 --bpx Chen2020 -o cell.json --fit-radius -q 2>/dev/null
  $ grep -A12 '"Positive electrode"' cell.json | grep -E 'Porosity|Transport|radius|Surface' | round 4
     "Porosity": 0.4357,
     "Transport efficiency": 0.203,
     "Particle radius [m]": 5.47e-06,
     "Surface area per unit volume [m-1]": 2.338e+05,
  $ glasscell run cell.json "Discharge at 0.5C for 10 min" --model spme 2>/dev/null | grep 'ended by'
    ended by        protocol done (last step: time), after 10 min 0 s (600 s)
    step  cycle  instruction                   from s  to s        Ah       Wh   end V  ended by
  $ image --crop 0:64,0:64,0:64 --axis 0 --bpx cell.json -o cell2.json --electrode negative -q
  glasscell: warning: the pores are taken to be label 0: say --pore if they are not
  glasscell: warning: 170: features are 1.11 um thick on average (mean chord), 2.8 voxels: finer voxels would change its numbers, its area by some 30 %
  glasscell: warning: the storing phase is taken to be 85, the largest beside the pores: say --active, or its role, as in NMC=85:M
  glasscell: warning: radius: spheres of 5.86 um with the area of the image fill 0.457 of the electrode, and the storing phase fills 0.426: the electrode's capacity is +7 % off; with a radius of 5.47 um (--fit-radius) both agree

# A recording, a picture, the image itself.

  $ image $P --crop 0:32,0:32,0:32 --no-transport -q -o a.h5 --plot a.svg 2>/dev/null
  $ glasscell show a.h5 2>/dev/null | grep -E 'pore (Fraction|Area) /|phases'
    phases    pore=0,NMC=85,CBD=170
    pore Fraction / 1                   0.437347     0.437347     0.437347     0.437347
    pore Area / m-1                       465285       465285       465285       465285
  $ head -c 5 a.svg
  <?xml
  $ image --crop 0:32,0:32,0:32 --no-transport -q -o a.vti 2>/dev/null && head -c 21 a.vti
  <?xml version="1.0"?>

# What is refused, before anything is computed.

  $ cp share/volumes/electrode.tiff e.tiff
  $ glasscell image e.tiff
  glasscell: e.tiff does not say how large a voxel is: give its edge, as in --voxel 390.6nm
  [2]
  $ glasscell image e.tiff --voxel 3s
  glasscell: voxel: "3 s": the unit s does not fit: it cannot be converted to m
  [2]
  $ image --neighbours 7
  glasscell: 7 neighbours: allowed are 6, 18 and 26
  [2]
  $ image --axis 3
  glasscell: --axis is "3"; expected 0, 1, 2 or all
  [2]
  $ image --pore poer --phases pore=0,NMC=85,CBD=170
  glasscell: no phase is called "poer"; did you mean "pore"? There are pore, NMC, CBD
  [2]
  $ image --bpx Chen2020
  glasscell: --bpx: where to? give -o CELL.json
  [2]
  $ image -o a.gif
  glasscell: -o a.gif: the ending says what to write: .h5, .csv or .json the numbers, .vti, .tif or .npy the image
  [2]
  $ image -o a.h5
  glasscell: a.h5: this file exists already; --force overwrites it, or choose another name
  [2]
  $ image --phases pore
  glasscell: phases: "pore": it has no "="; expected name=label, as in "pore=0,NMC=85:M,CBD=170+171:E" (roles: I, E, M, V)
  [2]
  $ image --bpx Chen2020 -o b.json --electrode left --crop 0:8,0:8,0:8 -q
  glasscell: --electrode is "left"; expected positive or negative
  [2]
  $ ls b.json
  ls: cannot access 'b.json': No such file or directory
  [2]
  $ glasscell image nothing.tiff
  glasscell: nothing.tiff: cannot read: No such file or directory
  [2]

# A phase that is absent: infinite, with the reason. Labels that no phase has.

  $ image --phases pore=0,zinc=7 --crop 0:16,0:16,0:16 --axis 0 2>&1 | grep -E 'zinc|label'
  glasscell: warning: phases: no voxel has the label 7 of "zinc"
  glasscell: warning: 2 labels of the image belong to no phase: 85 (1802 voxels), 170 (717 voxels); name all, as in "binder=85:V"; without a name they only bound the others
    zinc        0         0      0      0        0              0        0        0      0
    zinc                0       0            0       0         0         0
    zinc          0    infinite          -          -       -           0  nothing conducts
