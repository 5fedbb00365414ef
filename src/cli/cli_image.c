/* Tables and JSON of an image. */
#include "cli/cli_image.h"
#include "cli/cli_transport.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

double cli_image_at(const cli_image *found, const char *row, int a, int b)
{
    return glass_image_value(&found->image, row, a, b);
}

const glass_transport *cli_image_solution_of(const cli_image *found, int phase, int axis)
{
    for (int i = 0; i < found->n_solutions; i++)
        if (found->solutions[i].phase == phase && found->solutions[i].axis == axis)
            return &found->solutions[i].found;
    return NULL;
}

/* A number, or a dash when there is none. */
static void image_cell(cli_table *table, double value, int digits)
{
    char text[32];
    cli_table_cell(table, "%s", isnan(value) ? "-" : cli_digits(value, digits, text));
}

/* An error has two digits: more of them mean nothing. */
static void image_error(cli_table *table, double value)
{
    image_cell(table, value, 2);
}

static void image_fractions(const cli_image *found)
{
    static const char *const heads[] = {"phase", "voxels",  "fraction",      "error",
                                        "parts", "largest", "percolating 0", "1",
                                        "2",     "error"};
    cli_table table;
    cli_table_begin(&table, heads, 10, 0x3fe);
    for (int i = 0; i < found->phases.count; i++) {
        double error = 0;
        cli_table_cell(&table, "%s", found->phases.at[i].name);
        cli_table_cell(&table, "%zu", found->phases.at[i].count);
        image_cell(&table, cli_image_at(found, "fraction", i, -1), 6);
        image_error(&table, cli_image_at(found, "fraction_error", i, -1));
        image_cell(&table, cli_image_at(found, "parts", i, -1), 9);
        image_cell(&table, cli_image_at(found, "largest", i, -1), 5);
        for (int k = 0; k < 3; k++) {
            char row[40];
            snprintf(row, sizeof row, "percolating_%d", k);
            image_cell(&table, cli_image_at(found, row, i, -1), 5);
            snprintf(row, sizeof row, "percolating_%d_error", k);
            error = fmax(error, fabs(cli_image_at(found, row, i, -1)));
        }
        image_error(&table, error);
    }
    cli_table_end(&table, stdout);
}

/* [1/um]; b -1: of a phase */
static void image_area(const cli_image *found, cli_table *table, int a, int b)
{
    const glass_phase *at = found->phases.at;
    cli_table_cell(table, "%s%s%s", at[a].name, b < 0 ? "" : " - ",
                   b < 0 ? "" : at[b].name);
    image_cell(table, 1e-6 * cli_image_at(found, "area", a, b), 5);
    image_error(table, 1e-6 * cli_image_at(found, "area_error", a, b));
    image_error(table, 1e-6 * cli_image_at(found, "area_orientation", a, b));
    image_error(table, 1e-6 * cli_image_at(found, "area_voxels", a, b));
    image_cell(table, 1e-6 * cli_image_at(found, "area_faces", a, b), 5);
    image_cell(table, b < 0 ? 1e-6 * cli_image_at(found, "area_of_phase", a, b) : NAN, 5);
}

/* Pairs that touch; with two phases the pair is what each of them is. */
static void image_areas(const cli_image *found)
{
    static const char *const heads[] = {"area, 1/um", "of volume", "sample",  "orientation",
                                        "voxels",     "by faces",  "of phase"};
    int n = found->phases.count;
    cli_table table;
    cli_table_begin(&table, heads, 7, 0x7e);
    for (int i = 0; i < n; i++) image_area(found, &table, i, -1);
    for (int a = 0; a < n; a++)
        for (int b = a + 1; b < n; b++)
            if (cli_image_at(found, "area_faces", a, b) > 0)
                image_area(found, &table, a, b);
    cli_table_end(&table, stdout);
}

static void image_triple(const cli_image *found)
{
    char length[32], sample[32], voxels[32], raw[32];
    double triple = cli_image_at(found, "triple", -1, -1);
    if (!(triple > 0)) return;
    printf("\ntriple lines %s 1/um2 (sample %s, voxels %s), by edges of voxels %s\n",
           cli_digits(1e-12 * triple, 5, length),
           cli_digits(1e-12 * cli_image_at(found, "triple_error", -1, -1), 2, sample),
           cli_digits(1e-12 * cli_image_at(found, "triple_voxels", -1, -1), 2, voxels),
           cli_digits(1e-12 * cli_image_at(found, "triple_raw", -1, -1), 5, raw));
}

static void image_transport(const cli_image *found)
{
    static const char *const heads[] = {"transport", "axis",   "tortuosity", "lower",
                                        "upper",     "voxels", "efficiency", "reason"};
    cli_table table;
    if (!found->n_solutions) return;
    putchar('\n');
    cli_table_begin(&table, heads, 8, 0x7e);
    for (int i = 0; i < found->n_solutions; i++) {
        const cli_image_solution *at = &found->solutions[i];
        int is_infinite = isinf(at->found.tortuosity);
        cli_table_cell(&table, "%s", found->phases.at[at->phase].name);
        cli_table_cell(&table, "%d", at->axis);
        if (is_infinite)
            cli_table_cell(&table, "infinite");
        else
            image_cell(&table, at->found.tortuosity, 7);
        image_cell(&table, is_infinite ? NAN : at->found.lower, 8);
        image_cell(&table, is_infinite ? NAN : at->found.upper, 8);
        image_error(&table, is_infinite ? NAN : at->found.voxel_error);
        image_cell(&table, at->found.effective, 5);
        cli_table_cell(&table, "%s", at->found.reason);
    }
    cli_table_end(&table, stdout);
}

void cli_image_people(const cli_image *found)
{
    char words[160];
    printf("%s: %s\n\n", cli_volume_name(found->path),
           cli_volume_words(&found->volume, words));
    image_fractions(found);
    putchar('\n');
    image_areas(found);
    image_triple(found);
    image_transport(found);
}

/* ---- JSON ---- */

/* Every row of the metrics of phases, of pairs, or of the image. */
static void image_json_rows(const cli_image *found, cli_json *json, glass_image_of of,
                            int a, int b)
{
    const glass_image_metric *metric;
    for (int i = 0; (metric = glass_image_metric_at(i)); i++)
        for (const glass_row *row = metric->rows; metric->of == of && row->kind; row++)
            cli_json_number(json, row->name, cli_image_at(found, row->name, a, b));
}

static void image_json_phase(const cli_image *found, cli_json *json, int i)
{
    static const char letters[] = "IEMV";
    const glass_phase *phase = &found->phases.at[i];
    char roles[5] = "";
    int n = 0;
    for (int k = 0; k < 4; k++)
        if (phase->roles & 1 << k) roles[n++] = letters[k];
    cli_json_begin(json, NULL, '{');
    cli_json_text(json, "phase", phase->name);
    cli_json_begin(json, "labels", '[');
    for (int code = 0; code < found->volume.n_labels; code++)
        if (found->phases.of[code] == i)
            cli_json_number(json, NULL, (double)found->volume.label[code]);
    cli_json_end(json, ']');
    cli_json_text(json, "roles", n ? roles : NULL);
    cli_json_number(json, "voxels", (double)phase->count);
    image_json_rows(found, json, GLASS_IMAGE_OF_PHASE, i, -1);
    cli_json_end(json, '}');
}

static void image_json_pairs(const cli_image *found, cli_json *json)
{
    cli_json_begin(json, "pairs", '[');
    for (int a = 0; a < found->phases.count; a++)
        for (int b = a + 1; b < found->phases.count; b++) {
            cli_json_begin(json, NULL, '{');
            cli_json_begin(json, "phases", '[');
            cli_json_text(json, NULL, found->phases.at[a].name);
            cli_json_text(json, NULL, found->phases.at[b].name);
            cli_json_end(json, ']');
            image_json_rows(found, json, GLASS_IMAGE_OF_PAIR, a, b);
            cli_json_end(json, '}');
        }
    cli_json_end(json, ']');
}

void cli_image_json(const cli_image *found)
{
    cli_json json = {.file = stdout};
    cli_json_begin(&json, NULL, '{');
    cli_json_text(&json, "image", found->path);
    cli_json_begin(&json, "shape", '[');
    for (int k = 0; k < 3; k++) cli_json_number(&json, NULL, (double)found->volume.n[k]);
    cli_json_end(&json, ']');
    cli_json_begin(&json, "voxel_m", '[');
    for (int k = 0; k < 3; k++) cli_json_number(&json, NULL, found->volume.voxel[k]);
    cli_json_end(&json, ']');
    cli_json_begin(&json, "phases", '[');
    for (int i = 0; i < found->phases.count; i++) image_json_phase(found, &json, i);
    cli_json_end(&json, ']');
    image_json_pairs(found, &json);
    image_json_rows(found, &json, GLASS_IMAGE_OF_ALL, -1, -1);
    cli_json_begin(&json, "results", '[');
    for (int i = 0; i < found->n_solutions; i++) {
        const cli_image_solution *at = &found->solutions[i];
        cli_transport_json(&json, found->phases.at[at->phase].name, at->axis, &at->found,
                           NULL);
    }
    cli_json_end(&json, ']');
    cli_json_end(&json, '}');
}
