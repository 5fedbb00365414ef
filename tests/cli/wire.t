# The calculator of wiring lengths, in words and for programs, and the circuit behind it.

The paper's four alphas: plate and sphere, constant current and constant voltage, 99 %.

  $ for s in plate sphere; do for c in current voltage; do glasscell wire --D 1e-14 --shape $s --control $c --json | grep -A1 '"alpha"' | tail -1; done; done | round 10
      "value": 0.03,
      "value": 0.5613915344,
      "value": 0.15,
      "value": 2.402842141,

What is not known is said, not guessed.

  $ glasscell wire --D 1e-8cm2/s --filled 99%
  plate, filled to 99 % at constant current in 1 h (1/C-rate)

    D  1e-12    m2/s  given

    alpha     0.03
    L*     10.4 um

  L_ion* and L_eon* are not known: give --t_ion, or --sigma_ion and --sigma_eon,
  or one of these with --D and --C.
  $ glasscell wire --D 1e-14 --json | sed -n '/"L_ion_m"/,/}/p'
    "L_ion_m": {
      "value": null,
      "low": null,
      "high": null,
      "p05": null,
      "median": null,
      "p95": null,
      "why": "not known: give --t_ion, or --sigma_ion and --sigma_eon, or one of these with --D and --C"
    },

A material, with ranges; everything that can be told.

  $ glasscell wire LiFePO4 --time 1h
  lithium iron phosphate (LiFePO4): plate, filled to 99 % at constant current in 1 h (1/C-rate)

    D              1e-17  1e-19 to 1e-13  m2/s    estimate
    sigma_ion      1e-09  1e-10 to 1e-08  S/m     estimate
    sigma_eon      1e-07  1e-08 to 1e-06  S/m     estimate
    c_max      2.283e+04                  mol/m3  derived

                           typical     lowest        5 %   median     95 %  highest
    alpha                     0.03
    t_ion                 0.009901  9.999e-05  0.0004414  0.01017   0.1906      0.5
    L*                     32.9 nm    3.29 nm    4.67 nm   104 nm  2.32 um  3.29 um
    L_ion*                   33 nm    3.29 nm    4.77 nm   106 nm  2.39 um  4.65 um
    L_eon*                  330 nm    4.65 nm    32.7 nm  1.04 um  34.9 um   329 um
    span of the I wiring    128 um
    span of the E wiring    522 um

  Case B: both wires; the electron network may be coarser. L_eon*/L_ion* = 10.
  Over the ranges: A 3 %, B 93 %, C 4 %.
  By the budget the electron conductor is needed inside an electrode of 50 um
  (--thickness): without it the way to the current collector takes 2.29e+04 times
  the budget; 0.5 is granted.
  By the budget the ion conductor is needed inside an electrode of 50 um
  (--thickness): without it the way to the separator takes 2.29e+06 times the
  budget; 0.5 is granted.
  One budget: t_eon L_ion^2 + t_ion L_eon^2 = L*^2. L_ion* and L_eon* are what
  each carrier may take when the other takes nothing; at equal shares L_ion is
  23.4 nm and L_eon 234 nm.
  t_ion: from both conductivities.
  The ion wiring (1 S/m, 30 % of the volume, tortuosity 1.5) carries over 128 um
  at a drop of 10 mV: one level is enough for 50 um.
  The electron wiring (100 S/m, 10 % of the volume, tortuosity 3) carries over 522
  um at a drop of 10 mV: one level is enough for 50 um.
  D, sigma_ion, sigma_eon: estimates, so their ranges count and not the typical
  value.
  $ glasscell wire LFP --time 3600 --json | sed -n '/"L_star_m"/,/}/p' | round 6
    "L_star_m": {
      "value": 3.28634e-08,
      "low": 3.28634e-09,
      "high": 3.28634e-06,
      "p05": 4.66588e-09,
      "median": 1.04121e-07,
      "p95": 2.3227e-06
    },

Surface exchange, thin electrode, verdict.

  $ glasscell wire --D 1e-14 --t_ion 0.1 --shape sphere --control voltage --filled 0.99 --k 1e-9 --thickness 2um
  sphere, filled to 99 % at constant voltage in 1 h

    D      1e-14    m2/s  given
    t_ion    0.1          given
    k      1e-09    m/s   given

    alpha                 2.403
    t_ion                   0.1
    L*                  2.24 um
    L_ion*              2.36 um
    L_eon*              7.09 um
    limit by transport   9.3 um
    limit by surface    2.35 um
    k L*/D               0.2243

  Case B: both wires; the electron network may be coarser. L_eon*/L_ion* = 3.
  By the budget the electron conductor can be left out inside an electrode of 2
  um: without it the way to the current collector takes 0.0795 of the budget; 0.5
  is granted. What stores must hang together up to there.
  By the budget the ion conductor is needed inside an electrode of 2 um: without
  it the way to the separator takes 0.716 of the budget; 0.5 is granted.
  One budget: t_eon L_ion^2 + t_ion L_eon^2 = L*^2. L_ion* and L_eon* are what
  each carrier may take when the other takes nothing; at equal shares L_ion is
  1.67 um and L_eon 5.02 um.
  t_ion: as given.
  The exchange at the surface is counted in L*, so in both lengths alike; it takes
  place where the ions come in.
  $ glasscell wire --D 1e-14 --t-ion 0.1 --shape sphere --control voltage --filled 0.99 --k 1e-9 --thickness 2um --json | sed -n '/"verdict"/,/^  }/p' | round 6
    "verdict": {
      "case": "B",
      "words": "both wires; the electron network may be coarser",
      "cases": {
        "A": 0,
        "B": 1,
        "C": 0,
        "D": 0,
        "E": 0
      },
      "thickness_m": 2e-06,
      "budget_granted": 0.5,
      "budget_without_electron_conductor": {
        "value": 0.0795004,
        "low": 0.0795004,
        "high": 0.0795004,
        "p05": 0.0795004,
        "median": 0.0795004,
        "p95": 0.0795004
      },
      "budget_without_ion_conductor": {
        "value": 0.715504,
        "low": 0.715504,
        "high": 0.715504,
        "p05": 0.715504,
        "median": 0.715504,
        "p95": 0.715504
      },
      "can_leave_out_electron_conductor": true,
      "can_leave_out_ion_conductor": false,
      "ion_wiring": {
        "span_m": null,
        "needs_second_level": null
      },
      "electron_wiring": {
        "span_m": null,
        "needs_second_level": null
      }
    },

Two carriers make D; a range that was typed; grains; how long a size takes.

  $ glasscell wire --c_max 5e4 --slope 0.5 --sigma_ion 1e-6 --sigma_eon 1e-2 | head -9
  plate, filled to 99 % at constant current in 1 h (1/C-rate)

    sigma_ion  1e-06    S/m     given
    sigma_eon   0.01    S/m     given
    c_max      5e+04    mol/m3  given

    alpha                      0.03
    D, m2/s               1.036e-16
    C, F/m3               9.649e+09
  $ glasscell wire --D "1e-16...1e-13" --t_ion 1e-3 | sed -n '6,9p'
            typical   lowest      5 %   median     95 %  highest
    alpha      0.03
    t_ion     0.001
    L*       584 nm   104 nm   124 nm   584 nm  2.77 um  3.29 um
  $ glasscell wire --D 1e-16 --sigma_ion 1e-6 --sigma_eon 1 --grain 1um --R_grain_ion 1 --size 100nm | sed -n '7,13p'
    alpha                     0.03
    D, m2/s                  5e-17
    t_ion                    5e-07
    L*                     73.5 nm
    L_ion*                 73.5 nm
    L_eon*                  104 um
    time of this size  111 min 6 s
  $ glasscell wire --D 1e-14 --t_ion 0.5 --c_max 5e4 --thickness 200um | tail -6
  t_ion: as given.
  The ion wiring (1 S/m, 30 % of the volume, tortuosity 1.5) carries over 86.4 um
  only at a drop of 10 mV: a second, coarser level is needed for 200 um, a rail
  every 86.4 um.
  The electron wiring (100 S/m, 10 % of the volume, tortuosity 3) carries over 353
  um at a drop of 10 mV: one level is enough for 200 um.
  $ glasscell wire --D 1e-14 --t_ion 0.2 --control voltage --filled 0.6 | tail -2
  Under a voltage and below 90 % both lengths are an estimate: contacts at
  opposite ends fill more slowly than the law says.
  $ glasscell wire LTO | sed -n '12,15p'

  L_ion* and L_eon* are not known: D is too fast for the one conductivity that is
  known, which is of another filling, or too low; give --t_ion, or both
  conductivities.
  $ glasscell wire --D 1e-14 --D_2 1e-12 --shape rod
  rod, filled to 99 % at constant current in 1 h (1/C-rate)

    D    1e-14    m2/s  given
    D_2  1e-12    m2/s  given

    alpha         0.07114
    L*             1.6 um
    L* along D_2    16 um

  L_ion* and L_eon* are not known: give --t_ion, or --sigma_ion and --sigma_eon,
  or one of these with --D and --C.

The circuit: closed forms against numbers computed elsewhere.

  $ glasscell wire --impedance --R_ion 2 --R_eon 0.5 --C_rails 1 --from 0.0795774715459477 --to 7.95774715459477 --points 1 --csv | round 9
  Frequency / Hz,Re(Z) / Ohm,Im(Z) / Ohm
  0.0795774715,0.830320784,-2.02740902
  0.795774715,0.708816513,-0.331768218
  7.95774715,0.507478232,-0.107552734
  $ glasscell wire --impedance --R_ion 2 --R_eon 0.5 --C_rails 1 --contacts same --points 1
  contacts same, R_ion 2 Ohm, R_eon 0.5 Ohm, C 1 F, L^2/D 2.5 s

    Frequency / Hz  Re(Z) / Ohm  Im(Z) / Ohm
            0.0001     0.833333     -1591.55
             0.001     0.833332     -159.156
              0.01     0.833203     -15.9242
               0.1     0.820596     -1.67682
                 1     0.450661    -0.446518
                10     0.141047    -0.141047
               100    0.0446031   -0.0446031
              1000    0.0141047   -0.0141047
  $ glasscell wire --step current --R_ion 2 --R_eon 0.5 --C_rails 1 --from 0.01 --to 1 --points 1 --csv | round 9
  Test Time / s,V/I / Ohm
  0.01,0.52132044
  0.1,0.783694845
  1,1.82981409
  $ glasscell wire --step voltage --R_ion 2 --R_eon 0.5 --C_rails 1 --points 1 --json | head -12
  {
    "material": null,
    "contacts": "opposite",
    "is_per_area": false,
    "R_ion": 2,
    "R_eon": 0.5,
    "C_rails": 1,
    "time_s_relaxation": 2.5,
    "time_s": [
      0.0001,
      0.001,
      0.01,
  $ glasscell wire --impedance --R_ion 10 --R_eon 1 --C_rails 1e-3 --R_transfer 5 --particle plate --R_particle 2 --time_particle 100 --from 0.0159154943091895 --to 159.154943091895 --points 1 --csv | round 9
  Frequency / Hz,Re(Z) / Ohm,Im(Z) / Ohm
  0.0159154943,8.83507809,-0.457148836
  0.159154943,8.50505029,-0.176068401
  1.59154943,8.38754612,-0.313384927
  15.9154943,7.34583409,-2.14443529
  159.154943,2.95875357,-1.73485504
  $ glasscell wire LFP --impedance --points 1 | head -3
  glasscell: the particle is as large as may be, L* = 32.9 nm; --size takes another
  glasscell: the chemical capacitance is that of an ideal lattice gas, half full: an estimate
  contacts same, R_ion 0.15178 Ohm.m2, R_eon 0.0015178 Ohm.m2, C 704.53 F/m2, L^2/D 108 s

    Frequency / Hz  Re(Z) / Ohm.m2  Im(Z) / Ohm.m2
  $ glasscell wire NMC811 --impedance --size 5um --shape sphere --points 1 | head -3
  glasscell: the chemical capacitance is that of an ideal lattice gas, half full: an estimate
  contacts sphere, R_ion 0.029361 Ohm.m2, R_eon 0.0005 Ohm.m2, C 55814 F/m2, L^2/D 5000 s

    Frequency / Hz  Re(Z) / Ohm.m2  Im(Z) / Ohm.m2
  $ glasscell wire --impedance --R_ion 2 --R_eon 0.5 --C_rails 1 -o spectrum.csv; wc -l <spectrum.csv
  72
  $ glasscell wire --impedance --R_ion 2 --R_eon 0.5 --C_rails 1 -o spectrum.csv
  glasscell: spectrum.csv: this file exists already; --force overwrites it, or choose another name
  [2]

Bad input.

  $ glasscell wire
  glasscell: D is not known. Give D, or what it follows from: C, sigma_ion and sigma_eon; of these is missing: C (or c_max and slope), sigma_ion, sigma_eon
  [2]
  $ glasscell wire LiFePO5
  glasscell: there is no material "LiFePO5"; the nearest are LiFePO4, LiF, FePO4; "glasscell materials" lists all
  [2]
  $ glasscell wire carbon-black
  glasscell: carbon black (E-additive): D is not known. Give D, or what it follows from: C, sigma_ion and sigma_eon; of these is missing: C (or c_max and slope), sigma_ion
  [2]
  $ glasscell wire --D 1e-9m
  glasscell: D: "1e-9m": the unit m does not fit: it cannot be converted to m2.s-1
  [2]
  $ glasscell wire --D 1e-13...1e-16
  glasscell: D: "1e-13...1e-16": the ends of a range are written from low to high, as in "1e-16...1e-13"
  [2]
  $ glasscell wire --D -1
  glasscell: D is -1 m2.s-1; allowed: 1e-30 to 1 m2.s-1
  [2]
  $ glasscell wire --D 1e-14 --sigma_ion 0
  glasscell: sigma_ion is 0 S.m-1; allowed: 1e-40 to 1000000000 S.m-1
  [2]
  $ glasscell wire --D 1e-14 --sigma_eon -1e-3
  glasscell: sigma_eon is -0.001 S.m-1; allowed: 1e-40 to 1000000000 S.m-1
  [2]
  $ glasscell wire --D 1e-14 --t_ion 1.2
  glasscell: t_ion is 1.2; allowed: 0 to 1
  [2]
  $ glasscell wire --D 1e-14 --D_2 1e-12
  glasscell: a plate fills along one axis, cylinder and rod along two, sphere and cube along three; leave out D_2 or D_3, or choose another shape
  [2]
  $ glasscell wire --D 1e-14 --filled 1
  glasscell: filled is 1; allowed: 1e-06 to 0.999999999999
  [2]
  $ glasscell wire --D 1e-14 --filled 0.5 --unfilled 0.5
  glasscell: --filled and --unfilled say the same twice; give one
  [2]
  $ glasscell wire --D 1e-14 --time 0
  glasscell: time is 0 s; allowed: 1e-09 to 1000000000000 s
  [2]
  $ glasscell wire --D 1e-14 --shape torus
  glasscell: shape is "torus"; allowed: plate, cylinder, sphere, rod, cube
  [2]
  $ glasscell wire --sigma_ion 1e-6 --sigma_eon 1e-2
  glasscell: D is not known. Give D, or what it follows from: C, sigma_ion and sigma_eon; of these is missing: C (or c_max and slope)
  [2]
  $ glasscell wire --D 1e-14 --t_ion 0.1 --size 1um --impedance
  glasscell: the chemical capacitance is not known: give --C, or --c_max and --slope
  [2]
  $ glasscell wire --impedance --R_ion 2 --R_eon -1 --C_rails 1
  glasscell: R_eon is -1 Ohm; allowed: at least 0 Ohm
  [2]
  $ glasscell wire --impedance --R_ion 2
  glasscell: R_eon is missing; 0 for a perfect rail
  [2]
  $ glasscell wire --step power --R_ion 2 --R_eon 1 --C_rails 1
  glasscell: --step is "power"; allowed: current, voltage
  [2]
  $ glasscell wire --impedance --R_ion 2 --R_eon 1 --C_rails 1 --from 10 --to 1
  glasscell: from 10 to 1 Hz with 10 points a decade: that is no grid
  [2]
  $ glasscell wire --impedance --R_ion 2 --R_eon 1 --C_rails 1 -o spectrum.txt
  glasscell: spectrum.txt: a spectrum is written as CSV; give a name that ends in .csv
  [2]
