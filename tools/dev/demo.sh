# ./dev demo             installs, builds, runs the main jobs: a 12.5 Ah NMC pouch cell by DFN,
#                        1C, beside the measured curve; the wiring map of a tomogram; says
#                        where everything is
demo_began=$(now_s)

need demo
demo_mb=$(need_mb "$need_downloaded")
say "Building glasscell ..."
make_target=program
make_in build "$(make_compiler)" || die "the build failed"

here=build/demo
measured=share/measured/NMC_25degC_1C.csv
mkdir -p "$here"
say "Discharging the bundled NMC pouch cell at 1C ..."
say
build/glasscell run nmc_pouch "Discharge at 1C until 2.7 V" \
    --compare "$measured" -o "$here/nmc_pouch_1C.h5" --plot "$here/inside.png" --force |
    tee "$here/summary.txt"
[ -s "$here/nmc_pouch_1C.h5" ] || die "no recording came out"
build/glasscell compare "$here/nmc_pouch_1C.h5" "$measured" --json >"$here/compare.json"
rmse_mV=$(tr -d '\n' <"$here/compare.json" |
    sed -n 's/.*"Voltage \/ V"[^}]*"rmse"[: ]*\([-+.0-9eE]*\).*/\1/p' |
    awk '{ printf "%.1f", $1 * 1000 }')
[ -n "$rmse_mV" ] || die "compare told no error of the voltage: $(cat "$here/compare.json")"

say
say "Mapping the wiring of a part of the bundled tomogram, NMC to be filled in 1 h ..."
say
build/glasscell map electrode.tiff --crop 0:128,0:128,0:128 \
    --phases electrolyte=0:I,NMC=85:M,CBD=170:E --material NMC=NMC811 \
    --time 1h --filled 0.8 --plot "$here/map.png" --dpi 110 --force | tee "$here/map.txt"
say
build/glasscell wire LiFePO4 --time 1h >"$here/wire.txt"
sed -n -e 1p -e '/^ *typical/,/^  L_eon/p' -e '/^Case/,/^Over/p' "$here/wire.txt"

cat <<END

The voltage differs from the measured 1C curve by $rmse_mV mV rms.

  recording   $here/nmc_pouch_1C.h5    (h5py, xarray, MATLAB; build/glasscell show FILE)
  pictures    $here/inside.png, $here/map.png
  summaries   $here/summary.txt, $here/map.txt, $here/wire.txt
  program     build/glasscell          (try: build/glasscell help)

Downloaded $demo_mb, installed in $need_seconds s; $(($(now_s) - demo_began)) s in all.
END
