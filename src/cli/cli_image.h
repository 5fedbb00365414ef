/* What `glasscell image` found, for people, for programs, on a page and in a recording. */
#ifndef GLASSCELL_CLI_IMAGE_H
#define GLASSCELL_CLI_IMAGE_H

#include "cli/cli_volume.h"
#include "glasscell/image.h"
#include "glasscell/transport.h"

/* One solution: of a phase along an axis. */
typedef struct cli_image_solution {
    int phase, axis;
    glass_transport found;
} cli_image_solution;

typedef struct cli_image {
    const cli_args *args;
    const char *path;
    glass_volume volume;
    glass_phases phases;
    glass_image image;
    int pore;                      /* index of the phase of the pores; -1: not known */
    int axis;                      /* of --axis; -1: all */
    cli_image_solution *solutions; /* [n_solutions] */
    int n_solutions;
} cli_image;

void cli_image_people(const cli_image *found);
void cli_image_json(const cli_image *found);
/* Each returns an exit code. */
int cli_image_solve(cli_image *found);
int cli_image_cell(const cli_image *found, const char *cell, const char *path, int force);
/* Which one --electrode says: GLASS_POSITIVE or GLASS_NEGATIVE. */
int cli_image_electrode(const cli_args *args, int *out);
int cli_image_plot(const cli_image *found, const char *path, int force);
int cli_image_record(const cli_image *found, const char *path, int force);

/* The number of that phase's (b -1) or pair's row; the solution of a phase along an axis. */
double cli_image_at(const cli_image *found, const char *row, int a, int b);
const glass_transport *cli_image_solution_of(const cli_image *found, int phase, int axis);

#endif
