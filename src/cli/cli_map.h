/* A wiring map on the command line, and what is written of it. */
#ifndef GLASSCELL_CLI_MAP_H
#define GLASSCELL_CLI_MAP_H

#include "cli/cli_volume.h"
#include "glasscell/map.h"

typedef struct cli_map_job {
    const cli_args *args;
    glass_volume volume;
    glass_phases phases;
    glass_map_phase *wires; /* [phases.count] */
    glass_map_options options;
    glass_map map;
    cli_progress progress;
    double dpi; /* of a PNG; 0: as usual */
} cli_map_job;

/* Fields and numbers by the ending of `file`: .h5 is a recording, .vti for ParaView. */
int cli_map_write(const cli_map_job *job, const char *file);
/* The page of the map. */
int cli_map_plot(const cli_map_job *job, const char *file);

#endif
