#include "cli/cli_transport.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

void cli_transport_json(cli_json *json, const char *phase, int axis,
                        const glass_transport *t, const char *unit)
{
    cli_json_begin(json, NULL, '{');
    cli_json_text(json, "phase", phase);
    cli_json_number(json, "axis", axis);
    cli_json_number(json, "tortuosity",
                    t->tortuosity); /* infinite: null, with the reason */
    cli_json_number(json, "lower", t->lower);
    cli_json_number(json, "upper", t->upper);
    cli_json_number(json, "voxel_error", t->voxel_error);
    cli_json_number(json, "effective", t->effective);
    if (unit) {
        cli_json_number(json, "effective_lower", t->effective_lower);
        cli_json_number(json, "effective_upper", t->effective_upper);
        cli_json_text(json, "effective_unit", unit);
    }
    cli_json_number(json, "fraction", t->fraction);
    cli_json_number(json, "percolating", t->percolating);
    cli_json_number(json, "iterations", t->iterations);
    cli_json_number(json, "seconds", t->seconds);
    cli_json_number(json, "bytes_per_voxel", t->bytes_per_voxel);
    cli_json_text(json, "reason", t->reason);
    cli_json_end(json, '}');
}

static void transport_matrix(cli_json *json, const char *key, const double m[3][3])
{
    cli_json_begin(json, key, '[');
    for (int a = 0; a < 3; a++) {
        cli_json_begin(json, NULL, '[');
        for (int b = 0; b < 3; b++) cli_json_number(json, NULL, m[a][b]);
        cli_json_end(json, ']');
    }
    cli_json_end(json, ']');
}

static double transport_worst(const glass_tensor *t)
{
    double worst = 0;
    for (int k = 0; k < 9; k++) worst = fmax(worst, t->error[k / 3][k % 3]);
    return worst;
}

/* Of a principal axis; infinite where its conductivity is none within the certified error. */
static double transport_tortuosity(const glass_tensor *t, int k)
{
    return t->principal[k] > 3 * transport_worst(t) ? t->mean / t->principal[k] : INFINITY;
}

static void transport_tensor_json(cli_json *json, const char *phase, const char *unit,
                                  const char *sides, const glass_tensor *t)
{
    cli_json_begin(json, NULL, '{');
    cli_json_text(json, "phase", phase);
    cli_json_text(json, "sides", sides);
    transport_matrix(json, "effective", t->effective);
    transport_matrix(json, "error", t->error);
    cli_json_text(json, "effective_unit", unit);
    cli_json_begin(json, "principal", '[');
    for (int k = 0; k < 3; k++) cli_json_number(json, NULL, t->principal[k]);
    cli_json_end(json, ']');
    transport_matrix(json, "directions", t->direction);
    cli_json_begin(json, "tortuosity", '[');
    for (int k = 0; k < 3; k++) {
        double tortuosity = transport_tortuosity(t, k);
        cli_json_number(json, NULL, isfinite(tortuosity) ? tortuosity : NAN);
    }
    cli_json_end(json, ']');
    cli_json_number(json, "iterations", t->iterations);
    cli_json_number(json, "seconds", t->seconds);
    cli_json_number(json, "bytes_per_voxel", t->bytes_per_voxel);
    cli_json_text(json, "reason", t->reason);
    cli_json_end(json, '}');
}

static void transport_tensor_people(const char *phase, const char *unit, const char *sides,
                                    const glass_tensor *t)
{
    char tortuosity[32];
    if (strcmp(t->reason, "nothing conducts") == 0) {
        printf("%s: no tensor, for nothing conducts\n", phase);
        return;
    }
    printf("%s, %s: effective conductivity%s%s\n\n", phase, sides,
           strcmp(unit, "1") ? " in " : " of that inside the phase",
           strcmp(unit, "1") ? unit : "");
    for (int a = 0; a < 3; a++) {
        for (int b = 0; b < 3; b++) printf("  %13.7g", t->effective[a][b]);
        printf("\n");
    }
    printf("\ncertified to %.1e; principal values:\n", transport_worst(t));
    for (int k = 0; k < 3; k++) {
        double value = transport_tortuosity(t, k);
        snprintf(tortuosity, sizeof tortuosity, isfinite(value) ? "%.6g" : "infinite",
                 value);
        printf("  %13.7g along (%6.3f, %6.3f, %6.3f), tortuosity %s\n", t->principal[k],
               t->direction[k][0], t->direction[k][1], t->direction[k][2], tortuosity);
    }
}

int cli_transport_tensor(const glass_volume *volume, const char *phase, const double *sigma,
                         const glass_transport_options *options, const char *unit,
                         cli_json *json)
{
    glass_tensor found;
    const char *sides = options->is_periodic ? "periodic" : "linear potential on all faces";
    int code = cli_fail(glass_transport_tensor(volume, sigma, options, &found));
    if (code != CLI_DONE) return code;
    if (json)
        transport_tensor_json(json, phase, unit, sides, &found);
    else
        transport_tensor_people(phase, unit, sides, &found);
    return code;
}

/* A new text file; NULL after telling. */
static FILE *transport_open(const char *path, int force)
{
    FILE *file = fopen(path, force ? "w" : "wx");
    if (!file)
        cli_tell("%s: %s%s", path, strerror(errno), force ? "" : " (--force overwrites)");
    return file;
}

static int transport_close(FILE *file, const char *path)
{
    int is_lost = ferror(file);
    if (!fclose(file) && !is_lost) return CLI_DONE;
    cli_tell("%s: %s", path, strerror(errno));
    remove(path);
    return CLI_BAD_INPUT;
}

/* From where the phase charges as one (a capacitor) to where its pores take charge near
 * their mouths alone. */
static int transport_spectrum(const glass_blocking *cell, const char *path, int force)
{
    FILE *file = transport_open(path, force);
    if (!file) return CLI_BAD_INPUT;
    fprintf(file, "omega R C / 1,Re Z / R / 1,Im Z / R / 1\n");
    for (int k = 0; k <= 60; k++) {
        double omega = 0.01 * pow(10, k / 15.0), real, imaginary;
        glass_blocking_impedance(cell, omega, &real, &imaginary);
        fprintf(file, "%.9g,%.9g,%.9g\n", omega, real, imaginary);
    }
    return transport_close(file, path);
}

int cli_transport_layers(const glass_layer *layers, size_t n, const char *path, int force)
{
    FILE *file = transport_open(path, force);
    if (!file) return CLI_BAD_INPUT;
    fprintf(file,
            "Position / m,Mean Conductivity / 1,Potential / 1,Flux / m-1,Tortuosity / 1\n");
    for (size_t i = 0; i < n; i++)
        fprintf(file, "%.9g,%.9g,%.9g,%.9g,%.9g\n", layers[i].position, layers[i].mean,
                layers[i].potential, layers[i].flux, layers[i].tortuosity);
    return transport_close(file, path);
}

static void transport_blocking_json(cli_json *json, const char *phase, int axis,
                                    const glass_blocking *b)
{
    int is_finite = isfinite(b->tortuosity);
    cli_json_begin(json, NULL, '{');
    cli_json_text(json, "phase", phase);
    cli_json_number(json, "axis", axis);
    cli_json_number(json, "electrode_tortuosity", is_finite ? b->tortuosity : NAN);
    cli_json_number(json, "lower", is_finite ? b->lower : NAN);
    cli_json_number(json, "upper", is_finite ? b->upper : NAN);
    cli_json_number(json, "fraction", b->fraction);
    cli_json_number(json, "joined", b->joined);
    cli_json_number(json, "surface_per_m", b->surface);
    cli_json_begin(json, "time_constants", '[');
    for (int k = 0; k < b->steps; k++) {
        cli_json_begin(json, NULL, '{');
        cli_json_number(json, "tau_by_RC", b->ritz[k]);
        cli_json_number(json, "weight", b->weight[k]);
        cli_json_end(json, '}');
    }
    cli_json_end(json, ']');
    cli_json_number(json, "iterations", b->iterations);
    cli_json_number(json, "seconds", b->seconds);
    cli_json_number(json, "bytes_per_voxel", b->bytes_per_voxel);
    cli_json_text(json, "reason", b->reason);
    cli_json_end(json, '}');
}

int cli_transport_blocking(const glass_volume *volume, const char *phase,
                           const double *sigma, int axis, const unsigned char *reacts,
                           const char *spectrum, int force,
                           const glass_transport_options *options, cli_json *json)
{
    unsigned char has[GLASS_LABELS];
    glass_blocking found;
    for (int c = 0; c < GLASS_LABELS; c++) has[c] = sigma[c] > 0;
    int code = cli_fail(glass_transport_blocking(volume, has, reacts, axis, 0,
                                                 spectrum ? GLASS_SPECTRUM_STEPS : 0,
                                                 options, &found));
    if (code != CLI_DONE) return code;
    if (json) {
        transport_blocking_json(json, phase, axis, &found);
    } else if (!isfinite(found.tortuosity)) {
        printf("%s, axis %d: electrode tortuosity infinite: %s\n", phase, axis,
               found.joined > 0     ? "none of its surface takes charge"
               : found.fraction > 0 ? "nothing of the phase is joined to the first face"
                                    : "nothing conducts");
    } else {
        printf(
            "%s, axis %d: electrode tortuosity %.7g (certified %.7g ... %.7g); %.3f %% of "
            "the phase is joined to the first face\n",
            phase, axis, found.tortuosity, found.lower, found.upper, 100 * found.joined);
    }
    return spectrum && found.steps ? transport_spectrum(&found, spectrum, force) : CLI_DONE;
}
