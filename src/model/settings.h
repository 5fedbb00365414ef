/* What an accuracy means: mesh, poles and tolerance of a run and of its coarse companion. */
#ifndef GLASSCELL_SETTINGS_H
#define GLASSCELL_SETTINGS_H

#include "glasscell/run.h"
#include "model/engine.h"

typedef struct settings {
    engine_mesh mesh, coarse;
    double step_first, coarse_first; /* [s] */
    double held; /* [V] how far a controlled voltage may be off within a step */
    /* Mesh and poles of the companion are half as fine and its tolerance is 5 to 10 times as
     * large: its error is about four times that of the run, so the two differ by three times
     * that. More than a third of the difference is told, since the parts do not always add
     * up that way, and the more the coarser both are. */
    double share;
} settings;

/* The names of all models, a blank before each. */
extern const char settings_models[];

/* From the options; GLASS_E_INPUT for what cannot be. */
glass_status settings_choose(const glass_cell *cell, const glass_run_options *options,
                             settings *out);

/* Whether the cell has what the model needs; words say what is missing or not simulated. */
glass_status settings_check_cell(const glass_cell *cell, const glass_run_options *options,
                                 glass_notes *notes);

#endif
