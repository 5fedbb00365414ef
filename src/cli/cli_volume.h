/* What the commands on segmented volumes share: opening one, and its phases. */
#ifndef GLASSCELL_CLI_VOLUME_H
#define GLASSCELL_CLI_VOLUME_H

#include "cli/cli.h"
#include "glasscell/phase.h"

/* The options of every command on a volume. */
#define CLI_VOLUME_OPTIONS                                                                 \
    {"voxel", 0, "LENGTH",                                                                 \
     "edge of a voxel, \"390.6 nm\" or \"0.4,0.4,1 um\" (axes 0,1,2)", CLI_TAKES_ONE},     \
        {"crop", 0, "A:B,C:D,E:F", "take a part, in voxels, ends excluded",                \
         CLI_TAKES_ONE},                                                                   \
        {"shape", 0, "N,N,N", "voxels along the axes of a raw file", CLI_TAKES_ONE},       \
        {"type", 0, "u8|i16|u16be...", "type of the voxels of a raw file", CLI_TAKES_ONE}, \
    {                                                                                      \
        "phases", 0, "NAME=LABEL,...",                                                     \
            "name labels, with roles: pore=0:I,NMC=85:M,CBD=170+171:E", CLI_TAKES_ONE      \
    }

/* Reads the volume that the command line names, and its phases (--phases; else every label
 * is one). With `wants_length`, a voxel's edge that nobody has said is an error. Returns
 * CLI_DONE, or an exit code after telling; clear both in any case. */
int cli_volume_open(const cli_args *args, int wants_length, glass_volume *volume,
                    glass_phases *phases);

/* Before anything is computed: whether the file that an option names may be written. `endings`
 * has blanks between. Returns CLI_DONE, also without the option, or an exit code after
 * telling. */
int cli_volume_spare(const cli_args *args, const char *option, const char *endings);

/* Warns when what is marked [GLASS_LABELS] is so thin that its voxels are too large. */
void cli_volume_thin(const glass_volume *volume, const char *name,
                     const unsigned char *has);

/* "256 x 256 x 256 voxels of 0.390625 um", and the size of the whole. */
const char *cli_volume_words(const glass_volume *volume, char out[160]);

/* The last part of a path, for titles. */
const char *cli_volume_name(const char *path);

/* A length for people: "390.6 nm", "25 um". */
const char *cli_length(double metres, char out[32]);

/* "pore=0,NMC=85+86": what the numbers of phases mean. */
char *cli_phases_words(const glass_volume *volume, const glass_phases *phases);

/* --axis: the axes from..to-1 that "0", "1", "2" or "all" mean. Returns an exit code. */
int cli_volume_axes(const cli_args *args, const char *otherwise, int *from, int *to);

#endif
