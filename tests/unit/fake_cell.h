/* A recording that looks like that of a DFN without solving one: for pictures and their
 * tests. Values are those of the LG M50 (Chen et al. 2020, doi:10.1149/1945-7111/ab9050);
 * profiles are polynomials that relax towards their steady shape. */
#ifndef GLASSCELL_FAKE_CELL_H
#define GLASSCELL_FAKE_CELL_H

#include "glasscell/recording.h"

typedef enum fake_kind {
    FAKE_DFN,      /* 1C discharge, all channels, all frames */
    FAKE_SPM,      /* the same of a single particle model: frames of one particle each */
    FAKE_CYCLE,    /* discharge, rest, charge, rest: all frames, four steps */
    FAKE_DRIVE,    /* 600 s of a lively current at 1 s, all frames */
    FAKE_MEASURED, /* FAKE_DFN's voltage as an instrument would see it; no frames */
    FAKE_AGEING    /* 200 cycles: numbers per cycle only */
} fake_kind;

/* Fills `out` (`{0}`). */
glass_status fake_cell(fake_kind kind, glass_recording *out);

#endif
