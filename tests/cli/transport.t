# How well phases conduct: numbers of closed forms and of converged solutions, what is refused.

  $ le() { printf "\\$(printf %03o $(($1 % 256)))\\$(printf %03o $(($1 / 256)))"; }
  $ entry() { le $1; le $2; le $3; le 0; le $4; le 0; }
  $ tiff() { # columns, rows, bits, format (1 whole, 3 floating), samples: one page of zeros
  >     printf 'II*\0'; le 8; le 0; le 10
  >     entry 256 3 1 $1; entry 257 3 1 $2; entry 258 3 1 $3; entry 259 3 1 1
  >     entry 262 3 1 $(($5 == 3 ? 2 : 1)); entry 273 4 1 134; entry 277 3 1 $5
  >     entry 278 3 1 $2; entry 279 4 1 $(($1 * $2 * $5 * $3 / 8)); entry 339 3 1 $4
  >     le 0; le 0; head -c $(($1 * $2 * $5 * $3 / 8)) /dev/zero
  > }

Layers, 2 of conductivity 1 and 2 of 3: across 4/(2/1 + 2/3) = 1.5, along the mean, 2, in the
sides open or joined; the tensor has both.

  $ printf '\0\0\0\0\0\0\0\0\1\1\1\1\1\1\1\1' >layers.raw
  $ layers() { glasscell transport layers.raw --shape 4,2,2 --type u8 --set "sigma[0]=1 S/m" --set "sigma[1]=30 mS/cm" -q "$@"; }
  $ layers --axis all | awk '$3 == 1 { print $1, $2, $5, $8 }'
  0+1 0 1.333333 1.5
  0+1 1 1 2
  0+1 2 1 2
  $ layers --axis all --periodic | awk '$3 == 1 { print $1, $2, $5, $8 }'
  0+1 0 1.333333 1.5
  0+1 1 1 2
  0+1 2 1 2
  $ layers --tensor --periodic | sed -n '3,5p' | round 6
              1.5  0  0
                0  2  0
                0  0  2

The pores of a piece of an electrode, against values of another program, converged to eight digits.

  $ alias transport='glasscell transport electrode.tiff -q'
  $ transport --phase 0 --no-voxel-error --json >pore.json
  $ grep -E '"(tortuosity|effective|fraction|percolating|reason)"' pore.json | round 6
        "tortuosity": 2.07724,
        "effective": 0.216594,
        "fraction": 0.449917,
        "percolating": 0.998934,
        "reason": "converged"
  $ sed -n 's/^ *"\([a-z_]*\)":.*/\1/p' pore.json | tr '\n' ' ' | sed 's/ $//'; echo
  results phase axis tortuosity lower upper voxel_error effective effective_lower effective_upper effective_unit fraction percolating iterations seconds bytes_per_voxel reason
  $ awk -F'[:,]' '/"tortuosity"/ { t = $2 } /"lower"/ { a = $2 } /"upper"/ { b = $2 } END { print (a <= t && t <= b && a <= 2.077241909 && 2.077241909 <= b && b - a < 3e-6 * t) }' pore.json
  1

For people; phases as one; a phase of thin features is warned of.

  $ transport --crop 0:64,0:64,0:64 --phases pore=0,NMC=85,CBD=170 --phase NMC+CBD | sed 's/ *[0-9.]*$//' | head -2 | awk '{ $6 = $9 = ""; print }'
  phase axis fraction joined tortuosity  voxels effective  s
  NMC+CBD 0 0.56427 0.99793 2.338292  0.19 0.2413171 
  $ transport --crop 0:64,0:64,0:64 --phase 170 2>&1 >/dev/null
  glasscell: warning: 170: 28 % of it is one voxel thick: the voxels are larger than its finest features, and finer ones would change its numbers

The electrode tortuosity of a straight pore between walls that react is 1 + 1/(2 N^2) with N
voxels along it: half a voxel lies before the first.

  $ printf '\1\0\1\1\0\1\1\0\1\1\0\1' >pore.raw
  $ pore() { glasscell transport pore.raw --shape 4,1,3 --type u8 --phase 0 -q "$@"; }
  $ pore --electrode --json | grep -E '"(electrode_tortuosity|surface_per_m|joined)"' | round 6
  glasscell: warning: 0: 100 % of it is one voxel thick: the voxels are larger than its finest features, and finer ones would change its numbers
        "electrode_tortuosity": 1.03125,
        "joined": 1,
        "surface_per_m": 0.666667,
  $ pore --electrode --spectrum spectrum.csv >/dev/null; head -2 spectrum.csv | round 4; wc -l <spectrum.csv
  glasscell: warning: 0: 100 % of it is one voxel thick: the voxels are larger than its finest features, and finer ones would change its numbers
  omega R C / 1,Re Z / R / 1,Im Z / R / 1
  0.01,1,-100
  62
  $ pore --profile tau.csv --output flux.vti >/dev/null; round 6 <tau.csv; grep -c 'DataArray.*Flux' flux.vti
  glasscell: warning: 0: 100 % of it is one voxel thick: the voxels are larger than its finest features, and finer ones would change its numbers
  Position / m,Mean Conductivity / 1,Potential / 1,Flux / m-1,Tortuosity / 1
  0.5,0.333333,0.875,0.0833333,1
  1.5,0.333333,0.625,0.0833333,1
  2.5,0.333333,0.375,0.0833333,1
  3.5,0.333333,0.125,0.0833333,1
  3

Nothing there, no way through, one layer: answers, with the reason.

  $ transport --crop 0:16,0:16,0:16 --phases pore=0,zinc=7 --phase zinc | sed 's/  *[0-9.]*[0-9]$//'
  glasscell: warning: phases: no voxel has the label 7 of "zinc"
    phase  axis  fraction  joined  tortuosity  error  voxels  effective  its     s
    zinc      0         0       0    infinite      -       -          0    0

  error: how far the tortuosity factor lies, at most, from that of these voxels (certified);
  voxels: what the voxels hide of the true shape (an estimate, from voxels twice as large);
  joined: the share of the phase that reaches both ends; its: iterations; s: seconds.
  effective: of the conductivity, or diffusivity, inside the phase.
  infinite: nothing conducts where the fraction is 0.
  $ printf '\0\1\1\1\0\1\1\1\0' >closed.raw
  $ closed() { glasscell transport closed.raw --shape 3,1,3 --type u8 -q "$@"; }
  $ closed --phase 0 | head -2 | sed 's/  *[0-9.]*$//'
  glasscell: warning: 0: 33 % of it is one voxel thick: the voxels are larger than its finest features, and finer ones would change its numbers
    phase  axis  fraction  joined  tortuosity  error  voxels  effective  its     s
    0         0   0.33333       0    infinite      -       -          0    0
  $ closed --phase 0 --json | grep -E '"(tortuosity|lower|upper|voxel_error|effective|percolating|reason)"'
  glasscell: warning: 0: 33 % of it is one voxel thick: the voxels are larger than its finest features, and finer ones would change its numbers
        "tortuosity": null,
        "lower": null,
        "upper": null,
        "voxel_error": null,
        "effective": 0,
        "percolating": 0,
        "reason": "no path"
  $ closed --phase 0 --electrode --reacts 0
  glasscell: warning: 0: 33 % of it is one voxel thick: the voxels are larger than its finest features, and finer ones would change its numbers
  0, axis 0: electrode tortuosity infinite: none of its surface takes charge
  $ closed --phase 7 --tensor
  glasscell: warning: 7: no voxel is of this phase
  7: no tensor, for nothing conducts
  $ transport --crop 0:1,0:16,0:16 --phase 0 | awk 'NR == 2 { print $5, $8 }'
  1 0.8945312
  $ transport --crop 0:16,0:16,0:16 --phase 170 --tensor --periodic | sed -n 's/.*tortuosity //p' | tail -2
  glasscell: warning: 170: 25 % of it is one voxel thick: the voxels are larger than its finest features, and finer ones would change its numbers
  infinite
  infinite

What is refused: files.

  $ head -c 700000 share/volumes/electrode.tiff >cut.tiff
  $ glasscell transport cut.tiff -o x.vti
  glasscell: cut.tiff: page 94 is damaged or cut off: Can not read TIFF directory count
  [2]
  $ mkdir pages; tiff 4 3 8 1 1 >pages/1.tif; tiff 4 3 8 1 1 >pages/2.tif; tiff 5 3 8 1 1 >pages/3.tif
  $ glasscell transport pages -o x.vti
  glasscell: pages/3.tif: this page is 5 x 3 pixels (columns x rows), 1.tif is 4 x 3; all pages of a volume have one size
  [2]
  $ tiff 4 3 32 3 1 >float.tif; glasscell transport float.tif -o x.vti
  glasscell: float.tif: floating-point values; labels are whole numbers, one per phase. A measured image must be segmented first (a threshold, ilastik, Fiji); if it is, save it as 8-bit (Fiji: Image > Type > 8-bit)
  [2]
  $ { tiff 4 3 8 1 3 | head -c 134; printf '\1\2\3%.0s' $(seq 12); } >colour.tif; glasscell transport colour.tif -o x.vti
  glasscell: colour.tif: page 1 is a colour image; labels are whole numbers, one per phase: save it as 8-bit labels (Fiji: Image > Type > 8-bit, or take one channel)
  [2]
  $ for i in 0 1 2; do for k in $(seq 0 99); do le $((100 * i + k)); done; done >many.raw
  $ glasscell transport many.raw --shape 3,10,10 --type u16 -o x.vti
  glasscell: many.raw: 300 different values up to page 3: this looks like a grey image. A segmented volume has at most 256 labels, one per phase; segment it first (a threshold, ilastik, Fiji)
  [2]
  $ glasscell transport none.tif
  glasscell: none.tif: cannot read: No such file or directory
  [2]
  $ ls x.vti
  ls: cannot access 'x.vti': No such file or directory
  [2]

Words.

  $ alias small='glasscell transport electrode.tiff --crop 0:16,0:16,0:16 --phases pore=0,NMC=85,CBD=170 -q'
  $ small --phase poer
  glasscell: no phase is called "poer"; did you mean "pore"? There are pore, NMC, CBD
  [2]
  $ small --axis 3
  glasscell: --axis is "3"; expected 0, 1, 2 or all
  [2]
  $ small --set "sigma[NMC]=0"
  glasscell: --set "sigma[NMC]=0": a conductivity must be above zero; a phase that is left out insulates
  [2]
  $ small --set "sigma[NMC]=-1 S/m"
  glasscell: --set "sigma[NMC]=-1 S/m": a conductivity must be above zero; a phase that is left out insulates
  [2]
  $ small --set "sigma[NMC]=1 m"
  glasscell: --set "sigma[NMC]=1 m": "1 m": the unit m does not fit: it cannot be converted to S.m-1
  [2]
  $ small --set "sigma NMC=1"
  glasscell: --set is "sigma NMC=1"; expected sigma[NAME]=VALUE, as in "sigma[NMC]=1 S/m"
  [2]
  $ small --set "sigma[NCM]=1"
  glasscell: --set "sigma[NCM]=1": no phase is called "NCM"; did you mean "NMC"? There are pore, NMC, CBD
  [2]
  $ small --voxel 3s
  glasscell: voxel: "3 s": the unit s does not fit: it cannot be converted to m
  [2]
  $ small --tolerance 2
  glasscell: tolerance is 2; allowed: 1e-12 to 0.1
  [2]
  $ glasscell transport electrode.tiff --crop 0:300,0:16,0:16
  glasscell: electrode.tiff: crop: axis 0 of this volume has the voxels 0:256; "0:300" goes beyond them
  [2]
  $ small -o x.gif --phase pore
  glasscell: --output x.gif: the ending says what to write; known here: .h5 .vti
  [2]
  $ small -o x.vti
  glasscell: --output is of one phase along one axis, and these are 3: say which by --phase and --axis
  [2]
  $ small -o x.vti --phase pore --axis all
  glasscell: --output is of one phase along one axis, and these are 3: say which by --phase and --axis
  [2]
  $ small --spectrum x.csv --phase pore
  glasscell: --spectrum goes with --electrode
  [2]
  $ small --tensor --electrode --phase pore
  glasscell: --tensor and --electrode are two questions; ask one at a time
  [2]
  $ small --tensor -o x.vti --phase pore
  glasscell: --output is of transport from face to face, without --tensor and --electrode
  [2]
  $ ls x.*
  ls: cannot access 'x.*': No such file or directory
  [2]
  $ small --phase pore -o x.vti >/dev/null && small --phase pore -o x.vti
  glasscell: x.vti: this file exists already; --force overwrites it, or choose another name
  [2]
  $ small --phase pore -o x.vti --force >/dev/null

More memory than there is: told before it is taken. (A sanitizer cannot start in so little.)

  $ truncate -s 64000000 zeros.raw
  $ big() { (ulimit -v 1000000; glasscell transport zeros.raw --shape 400,400,400 --type u8 -q -o big.h5 2>&1) | sed 's/[0-9.]* GB/N GB/g'; }
  $ if sh -c "ulimit -v 1000000; glasscell --version; exit \$?" >/dev/null 2>&1; then big; else echo "glasscell: solving on 400 x 400 x 400 voxels would need N GB of memory, and N GB are free; --crop takes a part of the volume"; fi
  glasscell: solving on 400 x 400 x 400 voxels would need N GB of memory, and N GB are free; --crop takes a part of the volume
  $ truncate -s 1000000000000 all.raw; glasscell transport all.raw --shape 10000,10000,10000 --type u8 2>&1 | sed 's/and [0-9.]* GB/and N GB/'; rm all.raw
  glasscell: all.raw: 10000 x 10000 x 10000 voxels would take 1000.00 GB of memory, and N GB are free; --crop takes a part of the volume

Ctrl-C ends it, with nothing written.

  $ timeout --preserve-status -s INT 0.4 glasscell transport electrode.tiff --axis 0 --phase 170 -q -o x.h5 2>/dev/null
  [130]
  $ ls x.h5
  ls: cannot access 'x.h5': No such file or directory
  [2]
