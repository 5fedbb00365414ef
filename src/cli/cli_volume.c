#include "cli/cli_volume.h"
#include "cli/cli_file.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* Beyond this share the voxels are larger than the finest features, not here and there. */
#define VOLUME_THIN 0.1

const char *cli_length(double metres, char out[32])
{
    static const char *const units[] = {"m", "mm", "um", "nm", "pm"};
    double value = metres;
    int k = 0;
    for (; k < 4 && fabs(value) < 0.9995; k++) value *= 1e3;
    char digits[32];
    snprintf(out, 32, "%.15s %s", cli_digits(value, 6, digits), units[k]);
    return out;
}

const char *cli_volume_words(const glass_volume *v, char out[160])
{
    char edge[3][32];
    for (int axis = 0; axis < 3; axis++) cli_length(v->voxel[axis], edge[axis]);
    int n = snprintf(out, 160, "%zu x %zu x %zu voxels", v->n[0], v->n[1], v->n[2]);
    if (!isfinite(v->voxel[0])) {
        snprintf(out + n, 160 - (size_t)n, " of an edge that nobody has said");
    } else if (v->voxel[0] == v->voxel[1] && v->voxel[1] == v->voxel[2]) {
        snprintf(out + n, 160 - (size_t)n, " of %s", edge[0]);
    } else {
        snprintf(out + n, 160 - (size_t)n, " of %s x %s x %s", edge[0], edge[1], edge[2]);
    }
    return out;
}

const char *cli_volume_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash && slash[1] ? slash + 1 : path;
}

int cli_volume_open(const cli_args *args, int wants_length, glass_volume *volume,
                    glass_phases *phases)
{
    glass_volume_hints hints = {
        .voxel = cli_value(args, "voxel", NULL),
        .crop = cli_value(args, "crop", NULL),
        .shape = cli_value(args, "shape", NULL),
        .type = cli_value(args, "type", NULL),
    };
    glass_notes notes = {0};
    int code = cli_fail(glass_volume_open(args->things[0], &hints, volume, &notes));
    if (code == CLI_DONE)
        code = cli_fail(
            glass_phases_read(cli_value(args, "phases", NULL), volume, phases, &notes));
    cli_notes(&notes);
    if (code != CLI_DONE || !wants_length || isfinite(volume->voxel[0])) return code;
    cli_tell("%s does not say how large a voxel is: give its edge, as in --voxel 390.6nm",
             args->things[0]);
    return CLI_BAD_INPUT;
}

int cli_volume_spare(const cli_args *args, const char *option, const char *endings)
{
    const char *path = cli_value(args, option, NULL), *dot = path ? strrchr(path, '.') : "";
    char list[64], *rest = NULL;
    int is_known = 0;
    if (!path) return CLI_DONE;
    snprintf(list, sizeof list, "%s", endings);
    for (char *word = strtok_r(list, " ", &rest); word; word = strtok_r(NULL, " ", &rest))
        is_known |= dot && strcmp(dot, word) == 0;
    if (!is_known) {
        cli_tell("--%s %s: the ending says what to write; known here: %s", option, path,
                 endings);
        return CLI_BAD_INPUT;
    }
    if (!cli_has(args, "force") && access(path, F_OK) == 0) {
        cli_tell("%s: this file exists already; --force overwrites it, or choose another "
                 "name",
                 path);
        return CLI_BAD_INPUT;
    }
    return cli_file_spare(args, path);
}

void cli_volume_thin(const glass_volume *volume, const char *name, const unsigned char *has)
{
    double share = glass_phases_thin(volume, has);
    if (share < VOLUME_THIN) return;
    cli_tell(
        "warning: %s: %.0f %% of it is one voxel thick: the voxels are larger than its "
        "finest features, and finer ones would change its numbers",
        name, 100 * share);
}

char *cli_phases_words(const glass_volume *volume, const glass_phases *phases)
{
    char *text = NULL;
    size_t n = 0;
    FILE *file = open_memstream(&text, &n);
    if (!file) return cli_copy("");
    for (int i = 0; i < phases->count; i++) {
        char mark = '=';
        fprintf(file, "%s%s", i ? "," : "", phases->at[i].name);
        for (int code = 0; code < volume->n_labels; code++)
            if (phases->of[code] == i) {
                fprintf(file, "%c%ld", mark, volume->label[code]);
                mark = '+';
            }
    }
    fclose(file);
    return text;
}

int cli_volume_axes(const cli_args *args, const char *otherwise, int *from, int *to)
{
    const char *word = cli_value(args, "axis", otherwise);
    *from = 0, *to = 3;
    if (strcmp(word, "all") == 0) return CLI_DONE;
    if (strlen(word) != 1 || *word < '0' || *word > '2') {
        cli_tell("--axis is \"%s\"; expected 0, 1, 2 or all", word);
        return CLI_BAD_INPUT;
    }
    *from = *word - '0', *to = *from + 1;
    return CLI_DONE;
}
