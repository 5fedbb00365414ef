/* A wiring map while it is being made. */
#ifndef GLASSCELL_MAP_JOB_H
#define GLASSCELL_MAP_JOB_H

#include "base/team.h"
#include "glasscell/map.h"
#include "voxel/storage.h"

#define MAP_FARADAY 96485.33212 /* [C/mol] CODATA 2018 */

typedef struct map_job {
    const glass_volume *volume;
    const glass_phases *phases;
    const glass_map_phase *wires;
    glass_map_options options;
    glass_team *team;
    glass_map *map;
    double sigma[2][GLASS_LABELS]; /* [S/m] of ions, electrons */
    unsigned char perfect[2][GLASS_LABELS];
    glass_volume marked[2];      /* with perfect wires that lead nowhere relabelled */
    double weight[GLASS_LABELS]; /* w of each code */
    double c_ref;                /* [mol/m3] of the phase with w = 1 */
    unsigned char *alive;        /* [n] 1: stores, and both carriers come */
    size_t count[GLASS_LABELS];  /* by phase: storing voxels */
    size_t cut[GLASS_LABELS]
              [4]; /* by phase: joined to both, no ions, no electrons, neither */
    storage found[2];
    size_t bytes;
} map_job;

size_t map_voxels(const glass_volume *volume);
/* Numbers and fields of each storing phase from both solutions; u and v become volts. */
glass_status map_answers(map_job *job);
/* What changes when the voxels are twice as large. */
void map_voxel_errors(glass_map *map, const glass_map *coarse);
void map_notes(const map_job *job, glass_notes *notes);

#endif
