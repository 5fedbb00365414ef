/* The rarer answers of `transport`: the tensor, and a phase that ends on its own surface. */
#ifndef GLASSCELL_CLI_TRANSPORT_H
#define GLASSCELL_CLI_TRANSPORT_H

#include "cli/cli_volume.h"
#include "glasscell/transport.h"

/* Solves and tells; `json` is NULL for people. `unit` is that of the conductivities. Return
 * an exit code. */
int cli_transport_tensor(const glass_volume *volume, const char *phase, const double *sigma,
                         const glass_transport_options *options, const char *unit,
                         cli_json *json);
int cli_transport_blocking(const glass_volume *volume, const char *phase,
                           const double *sigma, int axis, const unsigned char *reacts,
                           const char *spectrum, int force,
                           const glass_transport_options *options, cli_json *json);
/* Writes tau(x) as CSV. */
int cli_transport_layers(const glass_layer *layers, size_t n, const char *path, int force);

/* One result of `transport` and of `image`; bounds of the conductivity with a unit alone. */
void cli_transport_json(cli_json *json, const char *phase, int axis,
                        const glass_transport *t, const char *unit);

#endif
